"""The verdict without its working is the verdict of `verify`, and refuses with its sentences."""

from __future__ import annotations

import pickle
from datetime import date
from random import Random
from typing import Any

import pytest
from asking import PLAN, TODAY, result_of
from by_hand_mistakes import MADE_IN, right_orders, wrong_orders
from hypothesis import given
from hypothesis import strategies as st

import units
from calculators.requests.answer import answer, verdict
from exchange.answers.answer import as_json
from units import Refused

BASES: list[dict[str, Any]] = [
    {"of": "induction", "weight": "80 kg", "days": "5", "order": "32 g/day"},
    {
        "of": "maintenance",
        "weight": "176 lb",
        "dose": "1 g/kg",
        "every": "3 weeks",
        "order": "70 g",
    },
    {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks", "order": "20 g/wk"},
    {"of": "cyclophosphamide", "weight": "80 kg", "height": "180 cm", "order": "1.5 g"},
    {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "300 mg/day"},
    {"of": "rituximab", "weight": "12 st 8 lb", "height": "5 ft 9 in", "order": "675 mg weekly"},
    {"of": "rituximab", "regimen": "two_doses", "order": "500 mg x 2"},
]
# For each key, some texts that are in order, some that are not, and some that do not fit.
TYPED: dict[str, list[Any]] = {
    "of": ["induction", " SCIG ", "rituximab", "body", "", "sciig", 5],
    "order": ["32 g/day", "20 g/wk", "675 mg", "80 g every 4 weeks", "24 g/month", "24", "120 mL"],
    "weight": ["80 kg", "176 lb", "80", "8 kg", "900 kg", "eighty kg", "12 st 8 lb", 80],
    "height": ["180 cm", "5 ft 9 in", "150 cm", "180", "90 cm"],
    "sex": ["male", "female", "unknown", "m"],
    "age": ["58 years", "12 years", "58", "130 years"],
    "dosing_weight": ["actual", "ideal", "adjusted", "Ideal", "lean"],
    "days": ["5", "4", "6", "05", " 5", "5.0", "five", 5, True],
    "dose": ["1 g/kg", "400 mg/kg", "0 g/kg", "1 g"],
    "every": ["3 weeks", "1 month", "21 days", "0 weeks", "often"],
    "ivig_dose": ["60 g", "60000 mg", "0 g", "60"],
    "route": ["iv", "po", "im"],
    "regimen": ["weekly_x4", "two_doses", "three"],
    "bsa_formula": ["mosteller", "du_bois", "boyd", "none"],
    "bsa_cap": ["2 m2", "0 m2", "2"],
    "tolerance": ["5 %", "0 %", "100 %", "5"],
    "product": ["Hizentra", "Privigen", "Rituximab", "Octagam", "nothing such"],
    "concentration": ["20 %", "10 mg/mL", "0.1 g/mL", "20"],
    "order_every": ["3 weeks", "1 month", "often"],
    "order_volume": ["120 mL", "120"],
    "order_rate": ["300 mL/h", "4 mg/kg/min", "fast"],
    "facts": [{"pregnancy": "yes"}, {"iga_deficiency": "perhaps"}],
    "today": ["2026-11-22", "22.11.2026"],
    "start": ["2026-11-22"],
    "calculator": ["verify", "scig"],
    "nonsense": ["1"],
}
ROWS = st.builds(
    lambda base, changes: {**base, **changes},
    st.sampled_from(BASES),
    st.dictionaries(st.sampled_from(sorted(TYPED)), st.none(), max_size=3).flatmap(
        lambda keys: st.fixed_dictionaries(
            {key: st.sampled_from(TYPED[key]) | st.none() for key in keys}
        )
    ),
)


def slowly(row: dict[str, Any]) -> dict[str, Any]:
    """Return what `verify` says, or its refusal."""
    given = {key: value for key, value in row.items() if value is not None}
    try:
        answered = answer({"calculator": "verify", **given}, PLAN, TODAY)
    except Refused as refused:
        return {"field": refused.field, "message": refused.message}
    result: dict[str, Any] = as_json(answered, PLAN)["result"]
    return result


def fast(row: dict[str, Any]) -> dict[str, Any]:
    """Return the fast verdict in the shape of `verify`, or its refusal."""
    try:
        found = verdict(row, PLAN, TODAY)
    except Refused as refused:
        return {"field": refused.field, "message": refused.message}

    def dose(number: Any) -> dict[str, str]:
        return {"value": units.fixed_point(number), "unit": found.unit}

    ends = {"expected_low": dose(found.lowest), "expected_high": dose(found.highest)}
    factor = found.implied_factor
    reasons = {} if factor is not None else {"implied_factor": "*"}
    reasons |= {"mistakes": found.remark} if found.remark else {}
    return {
        "of": found.of,
        "expected": dose(found.expected),
        **(ends if found.lowest != found.highest else {}),
        "ordered": dose(found.ordered),
        "deviation": dose(found.deviation),
        "deviation_percent": {"value": units.fixed_point(found.deviation_percent), "unit": "%"},
        "verdict": found.says,
        "within_tolerance": found.within_tolerance,
        "tolerance": {"value": units.fixed_point(found.tolerance), "unit": "%"},
        "implied_factor": None
        if factor is None
        else {"value": units.fixed_point(factor), "unit": "1"},
        "mistakes": [
            {
                "names": list(mistake.names),
                "working": mistake.working,
                "gives": {"value": units.fixed_point(mistake.gives), "unit": mistake.unit},
            }
            for mistake in found.mistakes
        ],
        "also": [
            {
                **row,
                "ordered": units.as_ucum(row["ordered"]),
                "expected": units.as_ucum(row["expected"]),
            }
            for row in found.also
        ],
        **({"reasons": reasons} if reasons else {}),
    }


def same(row: dict[str, Any]) -> None:
    slow = slowly(row)
    if "implied_factor" in slow.get("reasons", {}):
        slow["reasons"]["implied_factor"] = "*"
    assert fast(row) == slow


@given(row=ROWS)
def test_any_row_has_the_verdict_or_the_refusal_of_verify(row: dict[str, Any]) -> None:
    same(row)


TALL = {"weight": "80 kg", "height": "180 cm", "sex": "male"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({**BASES[0], "days": 5}, id="days as a number"),
        pytest.param({**BASES[0], "days": "05"}, id="days with a nought before them"),
        pytest.param({**BASES[0], "days": "6"}, id="days that the plan does not allow"),
        pytest.param({**BASES[0], **TALL, "dosing_weight": "ideal"}, id="by ideal weight"),
        pytest.param({**BASES[0], **TALL, "dosing_weight": "adjusted"}, id="by adjusted weight"),
        pytest.param({**BASES[0], "dosing_weight": "ideal"}, id="ideal weight without a height"),
        pytest.param(
            {**BASES[0], "height": "180 cm", "dosing_weight": "ideal"},
            id="ideal weight without a sex",
        ),
        pytest.param(
            {**BASES[0], **TALL, "height": "152.3 cm", "dosing_weight": "ideal"},
            id="ideal weight just below 60 inches",
        ),
        pytest.param(
            {**BASES[0], **TALL, "height": "152.4 cm", "dosing_weight": "ideal"},
            id="ideal weight at 60 inches",
        ),
        pytest.param({"of": "induction", "days": "5", "order": "32 g/day"}, id="no weight"),
        pytest.param({"of": "rituximab", "weight": "80 kg", "order": "750 mg"}, id="no height"),
        pytest.param({**BASES[2], "dosing_weight": "ideal"}, id="SCIg by ideal weight"),
        pytest.param({**BASES[4], "bsa_cap": "2 m2"}, id="an oral dose with a cap"),
        pytest.param({**BASES[6], "bsa_formula": "boyd"}, id="two doses with a formula"),
        pytest.param({**BASES[5], "dosing_weight": "ideal"}, id="a surface by ideal weight"),
    ],
)
def test_a_row_that_is_not_plain_has_the_verdict_or_the_refusal_of_verify(
    row: dict[str, Any],
) -> None:
    same(row)


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in MADE_IN])
def test_a_wrong_order_has_the_verdict_of_verify(name: str) -> None:
    for wrong in wrong_orders(name, 2, 15):
        same(wrong.request)


def test_a_right_order_has_the_verdict_of_verify() -> None:
    for order in right_orders(2, 150):
        same(order)


def test_a_row_may_name_the_day_of_its_verdict() -> None:
    """A date after it is refused; the day of the file is not asked then."""
    facts = {"wbc": {"value": "4.2 10*9/L", "date": "2026-11-20"}}
    row = {**BASES[2], "facts": facts, "today": "2026-11-19"}
    with pytest.raises(Refused, match="lies after today"):
        verdict(row, PLAN, date(2026, 11, 22))


def test_a_verdict_can_be_sent_to_another_process_with_its_working() -> None:
    found = verdict(BASES[2], PLAN, TODAY)
    sent = pickle.loads(pickle.dumps(found))  # noqa: S301  (our own)
    assert sent == found
    assert sent.mistakes[0].working == found.mistakes[0].working


def test_nothing_in_a_row_counts_as_not_given() -> None:
    row = {**BASES[2], "product": None, "weight": None}
    assert verdict(row, PLAN, TODAY) == verdict(BASES[2], PLAN, TODAY)


def test_rows_do_not_depend_on_their_order() -> None:
    rows = [wrong.request for name in MADE_IN for wrong in wrong_orders(name, 3, 3)]
    before = [verdict(row, PLAN, TODAY) for row in rows]
    places = list(range(len(rows)))
    Random(1).shuffle(places)  # noqa: S311  (an order, no secret)
    assert [verdict(rows[place], PLAN, TODAY) for place in places] == [before[p] for p in places]


def test_the_numbers_of_a_verdict_by_hand() -> None:
    found = verdict(BASES[2], PLAN, TODAY)
    assert (found.of, found.regimen, found.aim, found.unit) == ("scig", "scig", "weekly", "g/wk")
    assert found.expected == 24
    assert found.ordered == 20
    assert found.deviation == -4
    assert found.implied_factor == 1
    assert result_of("verify", **BASES[2])["expected"] == {"value": "24", "unit": "g/wk"}
