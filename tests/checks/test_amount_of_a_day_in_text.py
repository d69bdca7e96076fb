"""Is this allowed? holds what an order comes to in a day against the plan's maximum."""

from __future__ import annotations

import pytest
from asking import answer_to, finding


@pytest.mark.parametrize(
    ("order", "outcomes"),
    [
        pytest.param("acetaminophen 1 g QID and Tylenol 650 mg PRN", ["clear", "clear"], id="two"),
        pytest.param("gabapentin 300 mg TID, then 4 g daily", ["clear", "caution"], id="one above"),
        pytest.param("gabapentin 300 mg, 300 mg and 1200 mg", ["clear", "unknown"], id="three"),
    ],
)
def test_every_dose_of_an_order_is_read_and_several_are_not_taken_for_their_sum(
    order: str, outcomes: list[str]
) -> None:
    facts = {"hepatic_impairment": "no"}
    found = answer_to("allowed", name=order, facts=facts)["checks"]["findings"]
    doses = [each["outcome"] for each in found if each["rule"] == "dose_in_order"]
    assert sorted(doses) == sorted(outcomes)
    assert [each["outcome"] for each in found if each["rule"] == "doses_in_order"] == ["unknown"]


def test_a_drug_beside_another_has_its_dose_in_its_own_row() -> None:
    found = answer_to("allowed", name="IVIg 2 g/kg over 5 days with Tylenol 650 mg")
    doses = [each for each in found["checks"]["findings"] if each["rule"] == "dose_in_order"]
    assert [(each["outcome"], "a figure of the plan" in each["because"]) for each in doses] == [
        ("clear", True),
        ("clear", True),
    ]


def test_a_dose_a_kg_and_its_grams_are_one() -> None:
    found = answer_to("allowed", name="IVIg 2 g/kg (160 g) over 5 days")["checks"]["findings"]
    assert "doses_in_order" not in {each["rule"] for each in found}


@pytest.mark.parametrize(
    ("order", "outcome", "says"),
    [
        # 3 × 1200 = 3600, the maximum; 3 × 1201 = 3603
        pytest.param("gabapentin 1200 mg TID", "unknown", "1200 mg", id="on the maximum"),
        pytest.param("gabapentin 1201 mg TID", "caution", "3603 mg/day", id="above it"),
        pytest.param("gabapentin 4000 mg/day", "caution", "3600 mg/day", id="the amount of a day"),
        pytest.param("gabapentin 4 g", "caution", "4000 mg/day", id="one dose above it"),
        pytest.param("gabapentin 1500 mg PO TID for pain", "caution", "4500 mg/day", id="words"),
        pytest.param(
            "CellCept 1 g BID", "clear", "a figure of the plan", id="the highest dose of the plan"
        ),
        pytest.param("CellCept 3 g BID", "caution", "2000 mg/day", id="above the highest dose"),
        # 6 × 1000 = 6000 mg, above 4 g; 4 × 1000 is the maximum; 6 × 650 = 3900, but every 4 hours
        pytest.param("Tylenol 1000 mg q4h", "caution", "6000 mg/day", id="in grams a day"),
        pytest.param("acetaminophen 1000 mg q6h", "clear", "a figure", id="on it, in grams"),
        pytest.param("APAP 650 mg q4h", "caution", "every 6 h", id="more often than the plan"),
        pytest.param("acetaminophen 650 mg q6h PRN", "clear", "a figure", id="as often as it has"),
        pytest.param("acetaminophen 5 g daily", "caution", "4 g/day", id="grams, above it"),
        pytest.param("gabapentin 300 mg TID", "clear", "a figure of the plan", id="a figure"),
        # Every five hours is no number of doses in a day.
        pytest.param("Tylenol 650 mg q 5 h", "unknown", "was not read", id="hours that are odd"),
        pytest.param("Tylenol 650 mg PO every few hours", "unknown", "was not read", id="few"),
        pytest.param("gabapentin 300 mg qhs and qam", "unknown", "was not read", id="two times"),
        pytest.param("acetaminophen 650 mg before IVIg", "clear", "a figure", id="once, before"),
    ],
)
def test_the_amount_of_a_day_is_held_against_the_maximum(
    order: str, outcome: str, says: str
) -> None:
    facts = {"hepatic_impairment": "no"}  # it lowers the maximum of acetaminophen
    found = finding(answer_to("allowed", name=order, facts=facts), "dose_in_order")
    assert found["outcome"] == outcome
    assert says in found["because"]


@pytest.mark.parametrize(
    ("order", "impaired", "outcome"),
    [
        # 4 × 1 g; 3 × 650 mg = 1950 mg; the plan has 4 g, and 2 g with hepatic impairment.
        pytest.param("acetaminophen 1 g q6h", "yes", "caution", id="above the lowered one"),
        pytest.param("acetaminophen 1 g q6h", "unknown", "unknown", id="not recorded"),
        pytest.param("acetaminophen 1 g q6h", "no", "clear", id="none"),
        pytest.param("acetaminophen 650 mg q8h", "yes", "clear", id="below both, with it"),
        pytest.param("acetaminophen 650 mg q8h", "unknown", "clear", id="below both"),
    ],
)
def test_a_fact_that_lowers_the_maximum_is_looked_at(
    order: str, impaired: str, outcome: str
) -> None:
    answered = answer_to("allowed", name=order, facts={"hepatic_impairment": impaired})
    assert finding(answered, "dose_in_order")["outcome"] == outcome
