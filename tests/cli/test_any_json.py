"""Whatever is sent, the answer is an answer or a refusal: nothing else ever comes back."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from asking import DOSES_AND_SIZES, PLAN, TODAY, in_batch
from hypothesis import example, given
from hypothesis import strategies as st

from calculators.requests.answer import COMMON_KEYS, answer
from calculators.requests.catalogue import CALCULATORS
from exchange.answers.answer import as_json
from exchange.answers.terminal import as_text
from units import Refused

KEYS = sorted({*COMMON_KEYS, *(key for asked in CALCULATORS.values() for key in asked.keys)})
FACTS = (*PLAN.facts.yes_no, *PLAN.facts.laboratory)
SPELLINGS = [
    *("kg", "g", "lb", "st", "mg", "cm", "m", "in", "ft", "'", '"', "years", "g/kg", "mg/kg"),
    *("weeks", "days", "months", "mo", "m2", "m²", "mg/dL", "µmol/L", "g/L", "g/dL", "/uL"),
    *("10*9/L", "K/uL", "U", "unit", "IU", "mEq", "e9kg", "kg/m2", "%", "²"),
    *("mL/h", "mg/h", "mL/kg/h", "mg/kg/min", "mg/mL", "min", "mL/h 30 min", "mg/kg/min, 1 h"),
]

# Text that is almost what is asked for breaks more than text at random.
almost_measures = st.builds(
    lambda number, unit, gap: f"{number}{gap}{unit}",
    st.from_regex(r"-?[0-9]{1,45}(\.[0-9]{1,45})?", fullmatch=True)
    | st.sampled_from(["0", "80", "1.8", "NaN", "inf", "1e9", "８０", "½", "5 ft 9", "12 st 8"]),
    st.sampled_from(SPELLINGS),
    st.sampled_from(["", " ", "\u00a0", "  "]),
)
almost_dates = st.dates().map(str) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)
words = st.sampled_from(
    ["yes", "no", "unknown", "male", "OPD", "ED", "actual", "ideal", "adjusted", "iv", "po"]
) | st.sampled_from(
    [
        *(
            "weekly_x4",
            "two_doses",
            "mosteller",
            "boyd",
            "dexamethasone",
            "PLEX",
            "nearest",
            "down",
        ),
        *("within 10 %", "ontario", "first", "later", "cidp", "pi", "09:00", "23:59", "octagam"),
        *("0.5, 1 mg/kg/min every 30 min", "21 mL/h 30 min; 50 mg/h 1 h", *PLAN.products),
    ]
)
numbers = st.integers() | st.decimals() | st.sampled_from([10**400, -(10**400), Decimal("1e999")])
atoms = st.none() | st.booleans() | numbers | st.text() | almost_measures | almost_dates | words
values = st.recursive(
    atoms,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
stated = values | st.fixed_dictionaries(
    {"value": words | almost_measures | values}, optional={"date": almost_dates | values}
)
facts = st.dictionaries(st.sampled_from(FACTS) | st.text(), stated, max_size=4)

ORDINARY: dict[str, Any] = {
    "weight": "80 kg",
    "height": "180 cm",
    "age": "58 years",
    "sex": "male",
    "setting": "OPD",
}
OWN: dict[str, dict[str, Any]] = {
    "induction": {"days": 5},
    "maintenance": {"dose": "1 g/kg", "every": "3 weeks"},
    "scig": {"ivig_dose": "60 g", "every": "3 weeks"},
    "cyclophosphamide": {},
    "rituximab": {},
    "body": {},
}
# The same with a product, and with all that may be said beside it.
DISPENSED: dict[str, dict[str, Any]] = {
    "induction": OWN["induction"] | {"product": "octagam 10 %", "round": "nearest"},
    "maintenance": OWN["maintenance"]
    | {"product": "privigen", "start": "22:00", "max_rate": "4 mg/kg/min"},
    "scig": OWN["scig"] | {"product": "hizentra", "sessions": 3, "round": "within 5 %"},
    "cyclophosphamide": {"product": "cyclophosphamide", "round": "within 10 %"},
    "rituximab": {"product": "rituximab", "concentration": "2 mg/mL", "infusion": "later"},
}


def answered_or_refused(request: dict[str, Any]) -> list[str]:
    """Answer a request in full; return the answer as JSON and as text, or field and message."""
    try:
        answered = answer(request, PLAN, TODAY)
    except Refused as refused:
        return [refused.field, refused.message]
    return [json.dumps(as_json(answered, PLAN)), as_text(answered, PLAN)]


@given(calculator=st.sampled_from(sorted(CALCULATORS)), key=st.sampled_from(KEYS), value=values)
@example(calculator="induction", key="weight", value="9" * 40 + " kg")
@example(calculator="maintenance", key="dose", value="9" * 40 + " g/kg")
@example(calculator="scig", key="every", value="0." + "0" * 40 + "1 weeks")
def test_any_value_for_any_key_is_answered_or_refused(
    calculator: str, key: str, value: object
) -> None:
    """One key at a time is spoilt in a request that is otherwise in order."""
    request = {"calculator": calculator, **ORDINARY, **OWN.get(calculator, {}), key: value}
    assert all(answered_or_refused(request))


@given(
    calculator=st.sampled_from(sorted(DISPENSED)),
    spoilt=st.dictionaries(st.sampled_from(KEYS), values, min_size=1, max_size=3),
)
@example(calculator="rituximab", spoilt={"max_rate": "1 mg/kg/min"})
@example(calculator="rituximab", spoilt={"ladder": "1 mg/kg/min 30 min"})
@example(calculator="maintenance", spoilt={"dose": "100000 g/kg", "max_rate": "0.1 mL/h"})
@example(calculator="maintenance", spoilt={"product": "privigen" * 10**5})
@example(calculator="maintenance", spoilt={"ladder": "1 mL/h" + " " * 10**5 + "x"})
@example(calculator="maintenance", spoilt={"dose": "0." + "0" * 25 + "1 g/kg"})
@example(calculator="scig", spoilt={"sessions": 10**4000})
@example(calculator="cyclophosphamide", spoilt={"route": "po", "round": "exact"})
def test_any_values_beside_a_product_are_answered_or_refused(
    calculator: str, spoilt: dict[str, object]
) -> None:
    request = {"calculator": calculator, **ORDINARY, **DISPENSED[calculator], **spoilt}
    assert all(answered_or_refused(request))


@given(calculator=st.sampled_from(sorted(CALCULATORS)), stated=facts, today=st.dates())
def test_any_facts_on_any_day_are_answered_or_refused(
    calculator: str, stated: dict[str, Any], today: object
) -> None:
    request = {"calculator": calculator, **ORDINARY, **OWN.get(calculator, {}), "facts": stated}
    assert all(answered_or_refused({**request, "today": str(today)}))


@given(request=st.dictionaries(st.sampled_from(KEYS) | st.text(), values | facts, max_size=6))
def test_any_object_at_all_is_answered_or_refused(request: dict[str, Any]) -> None:
    # An unknown key may be the empty text, and is then the field.
    assert answered_or_refused(request)[1]


@pytest.mark.parametrize("calculator", [pytest.param(name, id=name) for name in DOSES_AND_SIZES])
def test_a_request_that_is_in_order_is_answered(calculator: str) -> None:
    """What the spoilt requests above were made from is itself answered, not refused."""
    for own in (OWN, DISPENSED):
        said = answered_or_refused(
            {"calculator": calculator, **ORDINARY, **own.get(calculator, {})}
        )
        assert '"result": ' in said[0]


@given(line=st.binary(max_size=60).filter(lambda line: b"\n" not in line))
def test_any_bytes_on_a_line_are_answered_with_one_error(line: bytes) -> None:
    [answered] = in_batch(line)
    assert set(answered) == {"id", "error"}


@given(
    request=st.dictionaries(
        st.sampled_from(KEYS), atoms.filter(lambda atom: not isinstance(atom, Decimal))
    )
)
def test_any_line_of_json_is_answered_with_one_line(request: dict[str, Any]) -> None:
    [answered] = in_batch(json.dumps(request))
    assert ("result" in answered) is not ("error" in answered)


# --- any depth --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        pytest.param('{{"calculator": {}}}', id="as the calculator"),
        pytest.param('{{"calculator": "body", "weight": {}}}', id="as a weight"),
        pytest.param('{{"calculator": "body", "facts": {{"wbc": {}}}}}', id="as a fact"),
        pytest.param('{{"calculator": "body", "premedication": {}}}', id="as a list of names"),
        pytest.param('{{"id": {}}}', id="as an id"),
        pytest.param(
            '{{"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks", '
            '"product": "hizentra", "sessions": {}}}',
            id="as sessions",
        ),
        pytest.param(
            '{{"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks", "product": {}}}',
            id="as a product",
        ),
    ],
)
def test_nesting_of_any_depth_is_answered_with_an_error(place: str) -> None:
    """Somewhere on the way down a parser runs out of stack; every depth before that counts too."""
    lines = [
        place.format(opened * depth + "1" + closed * depth)
        for opened, closed in (("[", "]"), ('{"a":', "}"))
        for depth in (*range(1, 30), *range(30, 900, 29), *range(900, 1010))
    ]
    answers = in_batch(*lines)
    assert len(answers) == len(lines)
    assert all(set(answered) == {"id", "error"} for answered in answers)
