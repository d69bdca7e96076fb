"""What a second entry makes of the first: the same value agrees, however it is written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import what_people_type
from asking import PLAN, TODAY
from hypothesis import given

from exchange.cases.second_entry import FIELDS, Compared, agreed, compare, needed_by
from units import Refused


def compared(field: str, first: str, second: str) -> Compared:
    """Return what becomes of one field; the two others are not needed."""
    found = {each.field: each for each in compare({field: first}, {field: second}, PLAN, ())}
    assert list(found) == list(FIELDS)
    assert all(found[other].verdict == "not_needed" for other in FIELDS if other != field)
    return found[field]  # type: ignore[index]  # a name of FIELDS


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        pytest.param("weight", "80 kg", "80 kg", id="the same text"),
        pytest.param("weight", "80 kg", " 80.0  KG ", id="another spelling"),
        pytest.param("weight", "80 kg", "80000 g", id="kilograms and grams"),
        # 0.45359237 kg × 176 = 79.83225712 kg
        pytest.param("weight", "176 lb", "79.83225712 kg", id="pounds and kilograms, exactly"),
        pytest.param("weight", "12 st 8 lb", "176 lb", id="12 × 14 + 8 pounds"),
        pytest.param("height", "1.8 m", "180 cm", id="metres and centimetres"),
        # 2.54 cm × (5 × 12 + 9) = 175.26 cm
        pytest.param("height", "5 ft 9 in", "175.26 cm", id="feet and inches, exactly"),
        pytest.param("height", "5'9\"", "69 in", id="two ways to write inches"),
        pytest.param("order", "0.675 g", "675 mg", id="grams and milligrams"),
        pytest.param("order", "32 g/day", "32000 mg/day", id="the same amount a day"),
        pytest.param("order", "24 g/wk", "24.0 g weekly", id="a week in letters and in words"),
        pytest.param("order", "80 g every 3 weeks", "80 g q21 days", id="3 × 7 days"),
        pytest.param("order", "24 g/wk", "24 g every 7 days", id="a week and its days"),
        pytest.param("order", "32 g daily", "32000 mg every 1 day", id="a day as an interval"),
        pytest.param("order", "120 mL", "120.0 ml", id="a volume"),
        pytest.param("order", "32 g/day for 5 days", "32 g daily x 5 d", id="so many days"),
        pytest.param("order", "Privigen 80 g q4w", "80 g Privigen every 4 weeks", id="a product"),
        pytest.param("order", "Neurontin 300 mg TID", "gabapentin 300 mg tid", id="a drug's names"),
        pytest.param(
            "order", "Octagam 80 g q4w", "octagam 80 g q4w", id="a brand of two strengths"
        ),
    ],
)
def test_the_same_value_agrees(field: str, first: str, second: str) -> None:
    for one, other in ((first, second), (second, first)):
        found = compared(field, one, other)
        assert (found.verdict, found.says) == ("agrees", f"{field.capitalize()} agrees.")
        assert found.first == " ".join(one.split())
        assert found.second == " ".join(other.split())


CONVERTED, ROUNDED = "176 lb is not exactly 79.83 kg", "One is the other converted and rounded"


@pytest.mark.parametrize(
    ("field", "first", "second", "says"),
    [
        pytest.param("weight", "80 kg", "82 kg", "Weight differs: 80 kg and 82 kg.", id="no slip"),
        pytest.param("weight", "80 kg", "80.001 kg", "differs: 80 kg and 80.001 kg.", id="a gram"),
        pytest.param("weight", "176 lb", "79.83 kg", CONVERTED, id="converted and rounded"),
        pytest.param("weight", "80 kg", "176 lb", ROUNDED, id="converted to a whole number"),
        pytest.param("height", "180 cm", "71 in", ROUNDED, id="a height converted and rounded"),
        pytest.param(
            "weight", "80 kg", "80 lb", "number is the same and the unit is not", id="the unit"
        ),
        # 176 lb is 79.83225712 kg, which is 80 kg rounded as the first was.
        pytest.param(
            "weight",
            "80 kg",
            "176 kg",
            "Is this pounds? 176 lb would be ≈ 79.83 kg.",
            id="pounds written as kilograms",
        ),
        pytest.param(
            "weight", "79.8 kg", "176 kg", "Is this pounds?", id="the same with one decimal"
        ),
        pytest.param("weight", "68 kg", "86 kg", "digits are exchanged", id="digits exchanged"),
        pytest.param("height", "170 cm", "107 cm", "digits are exchanged", id="the last two"),
        pytest.param("weight", "60.50 kg", "60.05 kg", "digits are exchanged", id="decimals"),
        pytest.param("order", "24 g", "2.4 g", "decimal point stands elsewhere", id="the point"),
        pytest.param("order", "24 g", "24 mg", "number is the same", id="grams and milligrams"),
        pytest.param("order", "24 g", "24 g/day", "How often", id="once and daily"),
        pytest.param("order", "24 g weekly", "24 g daily", "How often", id="another rhythm"),
        # 7 × 24 g/day are 168 g/wk: one amount, and another order.
        pytest.param("order", "168 g/wk", "24 g/day", "How often", id="one amount a week"),
        pytest.param("order", "80 g every 3 weeks", "80 g every 3 days", "How often", id="days"),
        pytest.param("order", "32 g/day for 5 days", "32 g/day for 4 days", "How often", id="4"),
        pytest.param("order", "32 g/day for 5 days", "32 g/day", "How often", id="and no end"),
        pytest.param("order", "80 g monthly", "80 g every 4 weeks", "How often", id="a month"),
        pytest.param("order", "500 mg q4h", "500 mg q4h prn", "How often", id="when needed"),
        pytest.param("order", "24 g/wk", "24 mL/wk", "number is the same", id="grams and mL"),
        pytest.param("order", "Privigen 80 g", "Panzyga 80 g", "is named", id="another product"),
        pytest.param("order", "Privigen 80 g", "80 g", "is named", id="only one names a product"),
        pytest.param("order", "IVIG 24 g", "SCIG 24 g", "is named", id="another drug"),
    ],
)
def test_another_value_differs_and_the_slip_is_named(
    field: str, first: str, second: str, says: str
) -> None:
    found = compared(field, first, second)
    assert found.verdict == "differs"
    assert says in found.says
    assert compared(field, second, first).verdict == "differs"


def test_what_the_first_entry_leaves_out_differs() -> None:
    found = compared("order", "", "24 g")
    assert found.verdict == "differs"
    assert found.says == "Order is missing in the first entry; the other says 24 g."


@pytest.mark.parametrize("left_out", ["weight", "height", "order"])
def test_nothing_of_the_first_entry_is_shown_before_the_second_is_complete(left_out: str) -> None:
    first = {"weight": "87.5 kg", "height": "181 cm", "order": "24 g/wk"}
    second = {"weight": "80 kg", "height": "180 cm", "order": "24 g"} | {left_out: " "}
    with pytest.raises(Refused) as caught:
        compare(first, second, PLAN)
    assert caught.value.field == left_out
    assert caught.value.message == (
        f"{left_out.capitalize()} is missing in the second entry; the first entry is not shown "
        "before the second is complete."
    )


def test_an_ordinary_difference_is_given_no_cause() -> None:
    assert compared("weight", "80 kg", "82 kg").says == "Weight differs: 80 kg and 82 kg."


def test_what_is_missing_in_both_is_not_agreed_where_it_is_needed() -> None:
    entry = {"weight": "80 kg"}
    assert agreed(compare(entry, entry, PLAN, ("weight",)))
    found = compare(entry, entry, PLAN, ("weight", "height"))
    assert [each.verdict for each in found] == ["agrees", "differs", "not_needed"]
    assert "missing in both" in found[1].says
    assert not agreed(found)
    assert not agreed(compare({}, {}, PLAN))


def test_an_empty_text_counts_as_nothing_typed() -> None:
    found = compare({"weight": " "}, {"weight": ""}, PLAN, ())
    assert [each.verdict for each in found] == ["not_needed"] * 3


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        pytest.param({"weight": "80"}, "has no unit", id="no unit"),
        pytest.param({"weight": "500 kg"}, "outside 20 kg to 400 kg", id="outside the bounds"),
        pytest.param({"height": "180 kg"}, "not a unit accepted here", id="another unit"),
        pytest.param({"order": "24 g now and then"}, "is not understood", id="an odd period"),
        pytest.param({"order": "IVIg"}, "does not begin with a number", id="an order of no amount"),
    ],
)
def test_what_every_request_refuses_is_refused_in_either_entry(
    entry: dict[str, str], says: str
) -> None:
    good = {"weight": "80 kg", "height": "180 cm", "order": "24 g/wk"}
    for who, pair in (("First", (entry, good)), ("Second", (good, entry))):
        with pytest.raises(Refused, match=says) as caught:
            compare(*pair, PLAN)
        assert caught.value.message.startswith(f"{who} entry: ")
        assert caught.value.field in entry


@given(what_people_type.WEIGHTS, what_people_type.WEIGHTS)
def test_two_weights_agree_when_their_exact_values_do(
    one: what_people_type.Typed, other: what_people_type.Typed
) -> None:
    verdict = compared("weight", one.text, other.text).verdict
    assert (verdict == "agrees") is (one.value == other.value)


@given(what_people_type.WEIGHTS)
def test_a_weight_agrees_with_its_own_grams(weight: what_people_type.Typed) -> None:
    """Every accepted unit is a whole number of ten-billionths of a kilogram at four places."""
    scaled = weight.value * 10**12
    assert scaled.denominator == 1
    text = f"{what_people_type.number_text(int(scaled), 12)} kg"
    assert Fraction(text.removesuffix(" kg")) == weight.value
    assert compared("weight", weight.text, text).verdict == "agrees"


@pytest.mark.parametrize(
    ("request_", "needed"),
    [
        pytest.param({"calculator": "induction", "days": 5}, {"weight"}, id="induction"),
        pytest.param(
            {"calculator": "induction", "days": 5, "dosing_weight": "ideal", "sex": "male"},
            {"weight", "height"},
            id="induction by ideal weight",
        ),
        pytest.param({"calculator": "rituximab"}, {"weight", "height"}, id="rituximab by surface"),
        pytest.param(
            {"calculator": "rituximab", "regimen": "two_doses"}, set(), id="rituximab, two doses"
        ),
        pytest.param(
            {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, set(), id="scig"
        ),
        pytest.param(
            {"calculator": "verify", "of": "induction", "days": 5, "order": "32 g/day"},
            {"weight", "order"},
            id="an order of induction",
        ),
        pytest.param(
            {
                "calculator": "verify",
                "of": "scig",
                "ivig_dose": "60 g",
                "every": "3 weeks",
                "order": "24 g/wk",
            },
            {"order"},
            id="an order of scig",
        ),
    ],
)
def test_a_field_is_needed_where_the_calculator_refuses_to_do_without(
    request_: dict[str, Any], needed: set[str]
) -> None:
    whole = {**request_, "weight": "80 kg", "height": "180 cm"}
    assert set(needed_by(whole, PLAN, TODAY)) == needed
