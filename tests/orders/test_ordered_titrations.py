"""Orders of what is raised by steps: which step they are, how often a day, and from which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from asking import PLAN, TODAY, refusal_of, result_of, run
from breaking import copied, edit

from calculators.requests.answer import answer
from exchange.order_files.verdicts import verdicts
from plan_data import read_plan

if TYPE_CHECKING:
    from pathlib import Path

# 300 mg at night, then 300 mg a day more every 1 to 3 days, in 3 doses: 1800 mg is step 5.
GABAPENTIN: dict[str, Any] = {"of": "titration", "drug": "gabapentin", "target": "1800 mg/day"}
# 500 mg twice a day, then 1000 mg twice a day; the plan does not say when.
MYCOPHENOLATE: dict[str, Any] = {"of": "mycophenolate"}
ACETAMINOPHEN: dict[str, Any] = {"of": "acetaminophen", "target": "3 g/day"}


def compared(request: dict[str, Any]) -> dict[str, Any]:
    return {each["what"]: each for each in result_of("verify", **request)["also"]}


@pytest.mark.parametrize(
    ("request_", "order", "verdict"),
    [
        pytest.param(GABAPENTIN, "600 mg TID", "right", id="the target in its doses"),
        pytest.param(GABAPENTIN, "600 mg three times a day", "right", id="in words"),
        pytest.param(GABAPENTIN, "600 mg q8h PO", "right", id="by the hours"),
        pytest.param(GABAPENTIN, "1800 mg/day", "right", id="the amount of a day"),
        pytest.param(GABAPENTIN, "1800 mg daily in 3 divided doses", "right", id="divided"),
        pytest.param(GABAPENTIN, "Neurontin 600 mg TID", "right", id="by its brand"),
        pytest.param(GABAPENTIN, "900 mg BID", "deviates", id="the amount in other doses"),
        pytest.param(GABAPENTIN, "1800 mg once daily", "deviates", id="the amount at once"),
        pytest.param(GABAPENTIN, "1800 mg daily", "deviates", id="at once, as it is written"),
        pytest.param(GABAPENTIN, "600 mg TID prn", "deviates", id="when needed"),
        pytest.param(GABAPENTIN, "600 mg IV TID", "deviates", id="by another route"),
        pytest.param(GABAPENTIN, "pregabalin 600 mg TID", "deviates", id="another drug"),
        pytest.param(GABAPENTIN, "6000 mg TID", "deviates", id="ten times as much"),
        # Within 5 % of the target, and above the plan's maximum: 3600 mg, 4 g, 2000 mg a day.
        pytest.param(
            GABAPENTIN | {"target": "3600 mg/day"}, "1220 mg TID", "deviates", id="above the most"
        ),
        pytest.param(
            GABAPENTIN | {"target": "3600 mg/day"}, "1200 mg TID", "right", id="on the most"
        ),
        pytest.param(
            ACETAMINOPHEN | {"target": "4 g/day"}, "4.1 g/day", "deviates", id="above 4 g a day"
        ),
        pytest.param(MYCOPHENOLATE, "2050 mg/day", "deviates", id="above 2000 mg a day"),
        pytest.param(GABAPENTIN, "300 mg nightly", "not settled", id="the start, on no day"),
        pytest.param(GABAPENTIN, "300 mg BID", "not settled", id="a step, on no day"),
        pytest.param(
            GABAPENTIN | {"start": "2026-11-22"}, "300 mg nightly", "right", id="on the first day"
        ),
        pytest.param(
            GABAPENTIN | {"start": "2026-11-22"}, "600 mg TID", "deviates", id="the target at once"
        ),
        # The slowest is 3 days: 22 November is the 12th day after the 10th, step 4.
        pytest.param(
            GABAPENTIN | {"start": "2026-11-10"}, "500 mg TID", "right", id="on the twelfth day"
        ),
        pytest.param(
            GABAPENTIN | {"start": "2026-10-01"}, "300 mg nightly", "deviates", id="long after"
        ),
        pytest.param(MYCOPHENOLATE, "1000 mg BID", "right", id="mycophenolate, to reach"),
        pytest.param(MYCOPHENOLATE, "500 mg PO twice daily", "right", id="mycophenolate, to start"),
        pytest.param(MYCOPHENOLATE, "CellCept 1 g BID", "right", id="mycophenolate by its brand"),
        pytest.param(MYCOPHENOLATE, "1500 mg BID", "deviates", id="mycophenolate, too much"),
        pytest.param(MYCOPHENOLATE, "Myfortic 1000 mg BID", "deviates", id="another drug's salt"),
        pytest.param(ACETAMINOPHEN, "1000 mg q8h prn", "right", id="when needed"),
        # 650 to 1000 mg every 6 to 8 hours: 500 is too little at once, 4 hours are too often.
        pytest.param(ACETAMINOPHEN, "500 mg every 4 hours as needed", "deviates", id="oftener"),
        pytest.param(ACETAMINOPHEN, "500 mg q6h", "deviates", id="less at once"),
        pytest.param(ACETAMINOPHEN, "750 mg q6h prn", "right", id="as often as the plan has"),
        pytest.param(ACETAMINOPHEN, "1.5 g BID", "deviates", id="more at once"),
        pytest.param(
            ACETAMINOPHEN | {"target": "4 g/day"},
            "650 mg q4h",
            "deviates",
            id="within the tolerance",
        ),
        pytest.param(ACETAMINOPHEN, "1 g q6h", "deviates", id="more than was asked for"),
        pytest.param(
            {"of": "modafinil", "target": "200 mg/day"}, "200 mg qam", "right", id="without days"
        ),
        pytest.param(
            {"of": "Lyrica", "target": "300 mg/day"}, "150 mg BID", "right", id="of a brand"
        ),
    ],
)
def test_an_order_is_held_against_the_step_that_it_is_for(
    request_: dict[str, Any], order: str, verdict: str
) -> None:
    assert result_of("verify", **request_, order=order)["verdict"] == verdict


def test_the_step_and_the_doses_a_day_are_told() -> None:
    found = compared(GABAPENTIN | {"order": "300 mg BID"})
    assert found["doses a day"]["agrees"] is True
    assert found["step"]["agrees"] is None
    assert found["step"]["working"] == (
        "step 1 of 5: 300 mg in 2 doses a day; give the day of the first dose, so that the step of "
        "the day is known"
    )


def test_a_step_that_nobody_dates_is_told_as_one() -> None:
    found = compared(MYCOPHENOLATE | {"order": "500 mg BID"})
    assert found["step"]["agrees"] is True
    assert "the plan does not say when it is raised" in found["step"]["working"]


def test_the_working_names_the_step() -> None:
    _, output, _ = run(
        *("verify", "--of", "gabapentin", "--target", "1800 mg/day", "--order", "600 mg TID"),
        *("--today", TODAY.isoformat()),
    )
    assert "Expected: Step 5, a day: 1800 mg" in output


@pytest.mark.parametrize(
    ("order", "name"),
    [
        pytest.param("1800 mg TID", "total_as_daily", id="the amount of a day, each time"),
        pytest.param("600 mg/day", "daily_as_total", id="one dose for the day"),
        pytest.param("180 mg/day", "decimal_point", id="a point moved"),
        pytest.param("1800 g/day", "milligrams_for_grams", id="g for mg"),
    ],
)
def test_a_mistake_in_a_titration_is_named(order: str, name: str) -> None:
    # Long after the first dose the table stands at the target.
    asked = GABAPENTIN | {"start": "2026-10-01", "order": order}
    [first, *_] = result_of("verify", **asked)["mistakes"]
    assert first["names"] == [name]


def test_a_drug_that_is_named_twice_has_to_be_the_same() -> None:
    asked = {"of": "gabapentin", "drug": "pregabalin", "target": "900 mg/day"}
    assert refusal_of("verify", **asked, order="300 mg TID").field == "drug"


def test_a_file_names_the_drug_and_the_target() -> None:
    rows = [
        {"of": "gabapentin", "target": "900 mg/day", "order": "300 mg TID"},
        {"of": "Neurontin", "target": "900 mg/day", "order": "300 mg TID"},
        {"of": "gabapentin", "target": "900 mg/day", "order": "300 mg daily"},
        {"of": "mycophenolate", "target": "", "order": "1000 mg BID"},
        {"of": "gabapentin", "target": "", "order": "300 mg TID"},
        {"of": "gabapentin", "target": "", "order": "300 mg"},
    ]
    found = verdicts(pd.DataFrame(rows), PLAN, TODAY)
    assert list(found["verdict"]) == ["right", "right", "not settled", "right", "right", "not read"]
    assert found["error_column"].iloc[-1] == "target"


@pytest.mark.parametrize(("hours", "doses"), [(3, 8), (4, 6), (6, 4), (7, 3), (12, 2)])
def test_the_most_doses_of_a_day_are_whole_whatever_the_hours_between_them(
    tmp_path: Path, hours: int, doses: int
) -> None:
    """24 ÷ 3 is 8, and no 7.99: what is taken when needed can then be taken eight times."""
    folder = copied(tmp_path)
    edit(
        folder,
        "plans/mmn/acetaminophen.toml",
        "every_from = { value = 6,",
        f"every_from = {{ value = {hours},",
    )
    edit(
        folder,
        "plans/mmn/acetaminophen.toml",
        "every_to = { value = 8,",
        "every_to = { value = 12,",
    )
    edit(
        folder,
        "plans/mmn/acetaminophen.toml",
        "dose_from = { value = 650,",
        "dose_from = { value = 100,",
    )
    plan = read_plan(folder)
    request = {"calculator": "titration", "drug": "acetaminophen", "start_dose": "100 mg"}
    request |= {"target": f"{doses * 100} mg/day"}
    [row] = answer(request, plan, TODAY).result.values["steps"]
    assert row.doses_per_day == doses
    order = {**request, "calculator": "verify", "of": "acetaminophen"}
    order |= {"order": f"100 mg {doses} times a day"}
    found = {each["what"]: each for each in answer(order, plan, TODAY).result.values["also"]}
    assert found["doses a day"]["agrees"] is True


def test_days_over_which_a_dose_is_given_are_no_doses_of_a_day() -> None:
    """1800 mg over 3 days are not 600 mg three times a day."""
    refused = refusal_of("verify", **GABAPENTIN, order="1800 mg daily over 3 days")
    assert refused.field == "order"
    assert 'the count in "1800 mg daily over 3 days" does not fit' in refused.message
