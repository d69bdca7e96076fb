"""What people type: what is accepted, what it means, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from by_hand import as_written
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import CELL_COUNTS, CREATININES, DOSES, HEIGHTS, INTERVALS, WEIGHTS, Typed

import units
from units import Refused

# kind → the unit in which `typed` means it
KINDS = {
    "weight": (units.BODY_WEIGHT, "kg"),
    "height": (units.HEIGHT, "cm"),
    "age": (units.AGE, "a"),
    "dose": (units.DOSE_PER_WEIGHT, "g/kg"),
    "drug mass": (units.DRUG_MASS, "g"),
    "interval": (units.INTERVAL, "d"),
    "surface": (units.SURFACE, "m2"),
    "creatinine": (units.CREATININE, "mg/dL"),
    "cells": (units.CELL_COUNT, "/uL"),
    "immunoglobulin": (units.IMMUNOGLOBULIN, "mg/dL"),
    "hemoglobin": (units.HEMOGLOBIN, "g/dL"),
}


def meant(text: str, kind: str) -> Fraction:
    """Return what a text means, in the unit of its kind."""
    measure, unit = KINDS[kind]
    return Fraction(units.magnitude_in(units.parse(text, measure, "field"), unit))


ACCEPTED = [
    # body weight; 1 lb = 0.45359237 kg, 1 st = 14 lb = 6.35029318 kg
    ("80 kg", "weight", "80"),
    ("80kg", "weight", "80"),
    ("  80   kg ", "weight", "80"),
    ("80\u00a0kg", "weight", "80"),
    ("80 kgs", "weight", "80"),
    ("80 KG", "weight", "80"),
    ("80 Kilograms", "weight", "80"),
    ("80.5 kg", "weight", "80.5"),
    (".5 kg", "weight", "0.5"),
    ("080 kg", "weight", "80"),
    ("80000 g", "weight", "80"),
    ("1 lb", "weight", "0.45359237"),
    ("176 lb", "weight", "79.83225712"),
    ("176 lbs", "weight", "79.83225712"),
    ("176 pounds", "weight", "79.83225712"),
    ("1 st", "weight", "6.35029318"),
    ("12 st 8 lb", "weight", "79.83225712"),
    ("12st8lb", "weight", "79.83225712"),
    ("12 stone 8 pounds", "weight", "79.83225712"),
    ("12 st 8.5 lb", "weight", "80.059053305"),
    ("12 st 0 lb", "weight", "76.20351816"),
    ("12 st 13.9999 lb", "weight", "82.553765980763"),
    # height; 1 in = 2.54 cm, 1 ft = 30.48 cm
    ("180 cm", "height", "180"),
    ("1.8 m", "height", "180"),
    ("70 in", "height", "177.8"),
    ('70"', "height", "177.8"),
    ("70″", "height", "177.8"),
    ("5 ft", "height", "152.4"),
    ("5'", "height", "152.4"),
    ("5.5 ft", "height", "167.64"),
    ("5 ft 9 in", "height", "175.26"),
    ("5ft9in", "height", "175.26"),
    ("5'9\"", "height", "175.26"),
    ("5′9″", "height", "175.26"),
    ("5’9”", "height", "175.26"),
    ("5' 9''", "height", "175.26"),
    ("5 feet 9 inches", "height", "175.26"),
    ("5 ft 0 in", "height", "152.4"),
    ("5 ft 11.5 in", "height", "181.61"),
    # age
    ("58 years", "age", "58"),
    ("58 y", "age", "58"),
    ("1 year", "age", "1"),
    ("17.99 yrs", "age", "17.99"),
    # drug mass a body weight, and drug mass
    ("1 g/kg", "dose", "1"),
    ("1 g / kg", "dose", "1"),
    ("1000 mg/kg", "dose", "1"),
    ("60 g", "drug mass", "60"),
    ("60 grams", "drug mass", "60"),
    ("60000 mg", "drug mass", "60"),
    # interval; a month is 365.25 ÷ 12 days
    ("3 weeks", "interval", "21"),
    ("1 week", "interval", "7"),
    ("3 wk", "interval", "21"),
    ("21 days", "interval", "21"),
    ("1 month", "interval", "30.4375"),
    ("12 calendar months", "interval", "365.25"),
    # body surface
    ("2 m2", "surface", "2"),
    ("2 m²", "surface", "2"),
    ("2 m^2", "surface", "2"),
    ("2 sqm", "surface", "2"),
    # creatinine; 1 µmol/L is 113.12 µg/L
    ("1.1 mg/dL", "creatinine", "1.1"),
    ("1.1 mg/dl", "creatinine", "1.1"),
    ("100 µmol/L", "creatinine", "1.1312"),
    ("100 μmol/L", "creatinine", "1.1312"),
    ("100 umol/L", "creatinine", "1.1312"),
    ("100 micromol/L", "creatinine", "1.1312"),
    # cell counts
    ("4200 /uL", "cells", "4200"),
    ("4200/µL", "cells", "4200"),
    ("4200 cells/µL", "cells", "4200"),
    ("4.2 K/uL", "cells", "4200"),
    ("4.2 k/µl", "cells", "4200"),
    ("4.2 10*3/uL", "cells", "4200"),
    ("4.2 10^3/uL", "cells", "4200"),
    ("4.2 x10^3/uL", "cells", "4200"),
    ("4.2 ×10³/µL", "cells", "4200"),
    ("4.2 10*9/L", "cells", "4200"),
    ("4.2 ×10⁹/L", "cells", "4200"),
    ("4.2x10^9/L", "cells", "4200"),
    # immunoglobulin and hemoglobin
    ("800 mg/dL", "immunoglobulin", "800"),
    ("8 g/L", "immunoglobulin", "800"),
    ("13.5 g/dL", "hemoglobin", "13.5"),
    ("135 g/L", "hemoglobin", "13.5"),
]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [pytest.param(*row, id=f"{row[0]!r} is a {row[1]}") for row in ACCEPTED],
)
def test_what_is_accepted_means_what_it_says(text: str, kind: str, value: str) -> None:
    assert meant(text, kind) == Fraction(value)


NO_NUMBER, NO_UNIT, NOT_HERE = "does not begin with a number", "has no unit", "is not a unit"
REFUSED = [
    ("", "weight", "is empty"),
    ("   ", "weight", "is empty"),
    ("\u00a0", "weight", "is empty"),
    ("80", "weight", NO_UNIT),
    ("0", "weight", NO_UNIT),
    ("-80 kg", "weight", "is negative"),
    ("−80 kg", "weight", "is negative"),
    ("–80 kg", "weight", "is negative"),
    ("+80 kg", "weight", NO_NUMBER),
    ("80 mg", "weight", NOT_HERE),
    ("80 U", "weight", NOT_HERE),
    ("80 unit", "weight", NOT_HERE),
    ("80 IU", "weight", NOT_HERE),
    ("80 mEq", "weight", NOT_HERE),
    ("80 kg/m2", "weight", NOT_HERE),
    ("80 kg kg", "weight", NOT_HERE),
    ("80 kg.", "weight", NOT_HERE),
    ("80 oz", "weight", NOT_HERE),
    ("80 t", "weight", NOT_HERE),
    ("80 %", "weight", NOT_HERE),
    ("kg", "weight", NO_NUMBER),
    ("kg 80", "weight", NO_NUMBER),
    ("NaN", "weight", NO_NUMBER),
    ("nan kg", "weight", NO_NUMBER),
    ("inf kg", "weight", NO_NUMBER),
    ("Infinity kg", "weight", NO_NUMBER),
    ("1e9 kg", "weight", "exponent"),
    ("1E+9 kg", "weight", "exponent"),
    ("8e1kg", "weight", "exponent"),
    ("80,5 kg", "weight", "comma"),
    ("1,000 g", "weight", "comma"),
    ("80. kg", "weight", NOT_HERE),
    ("80.5.5 kg", "weight", NOT_HERE),
    ("80/2 kg", "weight", NOT_HERE),
    ("80*1 kg", "weight", NOT_HERE),
    ("2026-03-01", "weight", "reads like a date or a range"),
    ("80-90 kg", "weight", "reads like a date or a range"),
    ("60 – 80 g", "drug mass", "reads like a date or a range"),
    ("1_000 kg", "weight", NOT_HERE),
    ("0x50 kg", "weight", NOT_HERE),
    ("½ kg", "weight", NO_NUMBER),
    ("８０ kg", "weight", NO_NUMBER),
    ("٨٠ kg", "weight", NO_NUMBER),
    ("八十 kg", "weight", NO_NUMBER),
    ("80 ｋｇ", "weight", NOT_HERE),
    ("80 kg 5 g", "weight", NOT_HERE),
    ("12 st 14 lb", "weight", "pounds below 14"),
    ("12.5 st 3 lb", "weight", "must be whole"),
    ("8 lb 12 st", "weight", NOT_HERE),
    ("12 st 8", "weight", NOT_HERE),
    ("1" * 61 + " kg", "weight", "too long"),
    ("5 ft 12 in", "height", "inches below 12"),
    ("5.5 ft 3 in", "height", "must be whole"),
    ("5'9", "height", NOT_HERE),
    ("5 9", "height", NOT_HERE),
    ("180 kg", "height", NOT_HERE),
    ("1 m 80 cm", "height", NOT_HERE),
    ("180 mm", "height", NOT_HERE),
    ("58", "age", NO_UNIT),
    ("58 months", "age", NOT_HERE),
    ("1 g", "dose", NOT_HERE),
    ("1 g/lb", "dose", NOT_HERE),
    ("1 ug/kg", "dose", NOT_HERE),
    ("1 kg", "drug mass", NOT_HERE),
    ("60 g/kg", "drug mass", NOT_HERE),
    ("60 mcg", "drug mass", NOT_HERE),
    ("3", "interval", NO_UNIT),
    ("3 m", "interval", NOT_HERE),
    ("3 years", "interval", NOT_HERE),
    ("3 hours", "interval", NOT_HERE),
    ("2 cm2", "surface", NOT_HERE),
    ("1.1 mmol/L", "creatinine", NOT_HERE),
    ("1.1 mg/L", "creatinine", NOT_HERE),
    ("4000", "cells", NO_UNIT),
    ("4e9/L", "cells", "exponent"),
    ("4 /L", "cells", NOT_HERE),
    ("8 mg/L", "immunoglobulin", NOT_HERE),
    ("13 mmol/L", "hemoglobin", NOT_HERE),
]


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [pytest.param(*row, id=f"{row[0][:20]!r} is no {row[1]}") for row in REFUSED],
)
def test_what_is_refused_says_why_and_names_what_is_accepted(
    text: str, kind: str, says: str
) -> None:
    measure, _ = KINDS[kind]
    with pytest.raises(Refused) as caught:
        units.parse(text, measure, "a_field")
    assert caught.value.field == "a_field"
    message = caught.value.message
    assert message.startswith(measure.name)
    assert says in message
    assert message.endswith(f"Accepted: a number with {measure.accepted}, {example(measure)}.")


def example(measure: units.Kind) -> str:
    return f'for example "{measure.example}"'


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [
        pytest.param("weight", "kg, g, lb or st", id="weight"),
        pytest.param("height", "cm, m, in or ft", id="height"),
        pytest.param("age", "years", id="age"),
        pytest.param("creatinine", "mg/dL or µmol/L", id="creatinine"),
        pytest.param("cells", "/µL, 10³/µL or 10⁹/L", id="white cells and platelets"),
        pytest.param("immunoglobulin", "mg/dL or g/L", id="immunoglobulins"),
        pytest.param("interval", "weeks, days or months", id="interval"),
        pytest.param("dose", "g/kg or mg/kg", id="dose by weight"),
        pytest.param("drug mass", "g or mg", id="drug mass"),
    ],
)
def test_the_accepted_units_are_those_that_were_settled(kind: str, accepted: str) -> None:
    assert KINDS[kind][0].accepted == accepted


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind) for kind in KINDS])
def test_the_example_of_a_refusal_is_itself_accepted(kind: str) -> None:
    measure, _ = KINDS[kind]
    assert meant(measure.example, kind) > 0


@given(typed=WEIGHTS)
def test_any_weight_means_its_kilograms(typed: Typed) -> None:
    assert meant(typed.text, "weight") == typed.value


@given(typed=HEIGHTS)
def test_any_height_means_its_centimetres(typed: Typed) -> None:
    assert meant(typed.text, "height") == typed.value


@given(typed=INTERVALS)
def test_any_interval_means_its_days(typed: Typed) -> None:
    assert meant(typed.text, "interval") == typed.value


@given(typed=DOSES)
def test_any_dose_means_its_grams_a_kilogram(typed: Typed) -> None:
    assert meant(typed.text, "dose") == typed.value


@given(typed=CREATININES)
def test_any_creatinine_means_its_milligrams_a_decilitre(typed: Typed) -> None:
    assert meant(typed.text, "creatinine") == typed.value


@given(typed=CELL_COUNTS)
def test_any_count_means_its_cells_a_microlitre(typed: Typed) -> None:
    assert meant(typed.text, "cells") == typed.value


@given(typed=WEIGHTS)
def test_a_measure_stays_in_the_unit_in_which_it_was_typed(typed: Typed) -> None:
    parsed = units.parse(typed.text, units.BODY_WEIGHT, "weight")
    unit = units.unit_of(parsed).ucum
    assert unit in units.BODY_WEIGHT.spellings
    back = units.convert(units.convert(parsed, "kg"), unit)
    assert as_written(Fraction(back.magnitude)) == as_written(Fraction(parsed.magnitude))


@given(text=st.text(max_size=70))
def test_any_text_is_a_measure_or_is_refused(text: str) -> None:
    for measure, _ in KINDS.values():
        try:
            parsed = units.parse(text, measure, "field")
        except Refused as refused:
            said = refused.message
        else:
            said = units.shown(parsed)
        assert said
