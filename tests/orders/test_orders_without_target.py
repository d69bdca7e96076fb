"""An order of a symptomatic drug without a target: what it comes to a day against the plan's own.

Starts, steps, ranges and maxima are those of plan 3B, read by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import TODAY, refusal_of, result_of, run
from by_hand_titration import DRUGS
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

YESTERDAY = {"start": "2026-11-21"}
LONG_AGO = {"start": "2026-06-01"}
IMPAIRED = {"facts": {"hepatic_impairment": "yes"}}
UNIMPAIRED = {"facts": {"hepatic_impairment": "no"}}
# What the rows of the plan lead to themselves: the target range, or the last dose that is stated.
LEADS_TO = {
    "gabapentin": (900, 1800),
    "pregabalin": (300, 300),
    "duloxetine": (60, 60),
    "amitriptyline": (10, 150),
    "modafinil": (200, 200),
    "mexiletine": (600, 600),
    "magnesium_oxide": (800, 800),
}


def verified(of: str, order: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return result_of("verify", of=of, order=order, **more)


def amount(found: Mapping[str, Any]) -> dict[str, Any]:
    [compared] = [each for each in found["also"] if each["what"] == "amount a day"]
    return dict(compared)


@pytest.mark.parametrize(
    ("of", "order", "more", "verdict"),
    [
        # 900 to 1800 mg/day, at most 3600; from 300 mg at night by 300 mg every 1 to 3 days.
        pytest.param("gabapentin", "300 mg TID", {}, "right", id="on the lower end of the range"),
        pytest.param("gabapentin", "290 mg TID", {}, "not settled", id="below it"),
        pytest.param("gabapentin", "600 mg TID", {}, "right", id="on its upper end"),
        pytest.param("gabapentin", "610 mg TID", {}, "not settled", id="above it"),
        pytest.param("gabapentin", "1200 mg TID", {}, "not settled", id="on the maximum"),
        pytest.param("gabapentin", "1201 mg TID", {}, "deviates", id="above it, within 5 %"),
        pytest.param("gabapentin", "6000 mg TID", {}, "deviates", id="far above it"),
        pytest.param("gabapentin", "900 mg BID", {}, "deviates", id="in other doses"),
        pytest.param("gabapentin", "600 mg TID prn", {}, "deviates", id="when needed"),
        pytest.param("gabapentin", "100 mg nightly", {}, "deviates", id="below the start"),
        pytest.param("gabapentin", "300 mg nightly", {}, "not settled", id="the start, on no day"),
        pytest.param("gabapentin", "300 mg nightly", YESTERDAY, "right", id="the start, on time"),
        pytest.param("gabapentin", "600 mg TID", YESTERDAY, "deviates", id="at once"),
        pytest.param("gabapentin", "600 mg TID", LONG_AGO, "right", id="in time"),
        pytest.param("gabapentin", "300 mg nightly", LONG_AGO, "not settled", id="never raised"),
        # 30 mg, after 1 to 2 weeks 60 mg, at most 120 mg/day.
        pytest.param("duloxetine", "60 mg daily", {}, "right", id="duloxetine"),
        pytest.param("duloxetine", "30 mg daily", {}, "not settled", id="duloxetine, its start"),
        pytest.param("duloxetine", "30 mg daily", YESTERDAY, "right", id="its start, on time"),
        pytest.param("duloxetine", "120 mg daily", {}, "not settled", id="duloxetine, the most"),
        pytest.param("duloxetine", "180 mg daily", {}, "deviates", id="duloxetine, too much"),
        pytest.param("Cymbalta", "30 mg BID", {}, "deviates", id="duloxetine twice a day"),
        pytest.param("pregabalin", "150 mg BID", {}, "right", id="pregabalin"),
        pytest.param("pregabalin", "300 mg BID", {}, "not settled", id="pregabalin, the most"),
        # 10 to 25 mg at night to start, by 10 to 25 mg, at most 150 mg/day.
        pytest.param("amitriptyline", "25 mg qhs", YESTERDAY, "right", id="amitriptyline, start"),
        pytest.param("amitriptyline", "26 mg qhs", YESTERDAY, "deviates", id="more than a start"),
        pytest.param("amitriptyline", "75 mg qhs", {}, "right", id="amitriptyline"),
        pytest.param("amitriptyline", "151 mg qhs", {}, "deviates", id="amitriptyline, too much"),
        # The plan does not say when these are raised: their start is right on any day.
        pytest.param("modafinil", "100 mg qam", {}, "right", id="modafinil, its start"),
        pytest.param("modafinil", "150 mg qam", {}, "not settled", id="modafinil, between"),
        pytest.param("modafinil", "200 mg qam", {}, "right", id="modafinil, raised"),
        pytest.param("modafinil", "400 mg qam", {}, "deviates", id="modafinil, too much"),
        pytest.param("mexiletine", "150 mg BID", {}, "right", id="mexiletine, its start"),
        pytest.param("mexiletine", "200 mg TID", {}, "right", id="mexiletine, raised"),
        pytest.param("mexiletine", "300 mg TID", {}, "not settled", id="mexiletine, the most"),
        pytest.param("magnesium oxide", "400 mg BID", {}, "right", id="magnesium oxide"),
        pytest.param("magnesium oxide", "800 mg BID", {}, "deviates", id="twice as much"),
        # 650 to 1000 mg every 6 to 8 hours; at most 4 g a day, 2 g with hepatic impairment.
        pytest.param("acetaminophen", "1 g q6h", {}, "not settled", id="4 g, of no known liver"),
        pytest.param("acetaminophen", "1 g q6h", UNIMPAIRED, "right", id="4 g, of a sound liver"),
        pytest.param("acetaminophen", "1 g q6h", IMPAIRED, "deviates", id="4 g, impaired"),
        pytest.param("acetaminophen", "1 g BID prn", {}, "right", id="2 g, whatever the liver"),
        pytest.param("acetaminophen", "1 g BID prn", IMPAIRED, "right", id="2 g, impaired"),
        pytest.param("acetaminophen", "1001 mg BID", {}, "deviates", id="more at once"),
        pytest.param("acetaminophen", "2001 mg/day", {}, "not settled", id="above 2 g"),
        pytest.param("acetaminophen", "1 g q4h", UNIMPAIRED, "deviates", id="too often"),
        pytest.param("acetaminophen", "4001 mg/day", UNIMPAIRED, "deviates", id="above 4 g"),
        pytest.param("acetaminophen", "500 mg q6h", {}, "deviates", id="less at once"),
        pytest.param("acetaminophen", "400 mg TID", {}, "deviates", id="of no dose of the plan"),
        # 15 mg/kg × 60 kg is 900 mg, four times a day 3600 mg.
        pytest.param(
            "acetaminophen",
            "15 mg/kg q6h",
            UNIMPAIRED | {"weight": "60 kg"},
            "right",
            id="by weight",
        ),
        pytest.param(
            "acetaminophen", "15 mg/kg q6h", {"weight": "60 kg"}, "not settled", id="and no liver"
        ),
        pytest.param(
            "acetaminophen",
            "15 mg/kg q6h",
            UNIMPAIRED | {"weight": "70 kg"},
            "deviates",
            id="by a weight that makes too much",
        ),
    ],
)
def test_an_order_carries_its_own_target(
    of: str, order: str, more: dict[str, Any], verdict: str
) -> None:
    assert verified(of, order, more)["verdict"] == verdict


def test_how_it_lies_to_the_plan_is_told() -> None:
    inside = amount(verified("gabapentin", "600 mg TID", {}))
    assert inside["agrees"] is True
    assert inside["working"] == (
        "1800 mg/day is inside the plan's range, 900 mg/day to 1800 mg/day (3B · Gabapentin · "
        "Dosing)"
    )
    above = amount(verified("gabapentin", "800 mg TID", {}))
    assert above["agrees"] is None
    assert above["ordered"] == {"value": "2400", "unit": "mg/d"}
    assert above["expected"] == {"value": "1800", "unit": "mg/d"}
    assert above["working"].endswith(
        "and not above 3600 mg/day; name the target that the prescriber aims at"
    )
    start = amount(verified("duloxetine", "30 mg daily", YESTERDAY))
    assert start["working"] == (
        "30 mg/day is on the way to the amount to which the plan states the steps, 60 mg/day (3B · "
        "Duloxetine · Dosing)"
    )
    liver = amount(verified("acetaminophen", "1 g q6h", {}))
    assert liver["working"].endswith("record whether there is hepatic impairment")


@pytest.mark.parametrize(
    ("of", "order", "start_dose", "verdict"),
    [
        # Doses of 650 mg: 1300 or 1950 mg a day, and 1950 mg below the 2 g whatever the liver.
        pytest.param("acetaminophen", "650 mg TID", "650 mg", "right", id="a dose that is chosen"),
        pytest.param("acetaminophen", "750 mg BID", "650 mg", "deviates", id="another one"),
        pytest.param("amitriptyline", "25 mg qhs", "25 mg", "right", id="the highest start"),
        pytest.param("amitriptyline", "20 mg qhs", "25 mg", "deviates", id="less than that"),
    ],
)
def test_a_start_that_was_chosen_counts(of: str, order: str, start_dose: str, verdict: str) -> None:
    more = YESTERDAY | {"start_dose": start_dose}
    assert verified(of, order, more)["verdict"] == verdict
    refused = refusal_of("verify", of=of, order=order, start_dose="5 g")
    assert refused.field == "start_dose"


@pytest.mark.parametrize(
    ("start_dose", "expected"),
    [
        pytest.param("1000 mg", "4000", id="four times 1000 mg are the maximum itself"),
        pytest.param("900 mg", "3600", id="four times 900 mg"),
        pytest.param("1001 mg", None, id="more at once than the plan gives"),
    ],
)
def test_too_much_when_needed_is_held_against_the_most_of_the_chosen_dose(
    start_dose: str, expected: str | None
) -> None:
    """At most every 6 hours, four times a day, and 4 g: six times 1 g are too many."""
    asked = {"of": "acetaminophen", "order": "1 g q4h", "start_dose": start_dose, **UNIMPAIRED}
    if expected is None:
        assert refusal_of("verify", **asked).field == "start_dose"
        return
    assert result_of("verify", **asked)["expected"] == {"value": expected, "unit": "mg"}


def test_a_named_target_is_held_against_as_before() -> None:
    found = verified("gabapentin", "800 mg TID", {"target": "2400 mg/day"})
    assert found["verdict"] == "right"
    assert "amount a day" not in {each["what"] for each in found["also"]}


def test_no_mistake_is_named_where_it_is_not_known_what_was_meant() -> None:
    _, output, _ = run(
        *("verify", "--of", "gabapentin", "--order", "6000 mg TID", "--today", TODAY.isoformat())
    )
    assert "Mistakes that give this order: none" in output
    assert "No target was named" in " ".join(output.split())


@pytest.mark.parametrize("order", ["600 mg", "1000 mg weekly", "600 mg every 2 days"])
def test_an_order_that_comes_to_no_amount_a_day_says_what_to_add(order: str) -> None:
    refused = refusal_of("verify", of="gabapentin", order=order)
    assert refused.field == "target"
    assert "aims at 900 mg/day to 1800 mg/day" in refused.message
    assert f'"{order}" does not come to an amount a day' in refused.message


@given(drug=st.sampled_from(sorted(LEADS_TO)), a_day=st.integers(1, 8000), dated=st.booleans())
def test_no_amount_outside_of_the_plan_is_right(*, drug: str, a_day: int, dated: bool) -> None:
    """Within 5 % of a boundary below, nothing at all above; the start where the plan has it."""
    row, (low, high) = DRUGS[drug], LEADS_TO[drug]
    found = verified(drug, f"{a_day} mg/day", YESTERDAY if dated else {})
    inside = low <= a_day <= high
    stated = a_day == row.start and (dated or row.every is None)
    if found["verdict"] == "right":
        assert inside or stated
    elif not dated:
        assert not inside
    if a_day > row.most or a_day * 100 < row.start * 95:
        assert found["verdict"] == "deviates"
