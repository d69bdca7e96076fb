"""Every bad input that was thought of: one clear sentence, with the field and what is accepted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import PLAN, TODAY, command_line, in_batch, refusal_of, result_of, run

INDUCTION = {"calculator": "induction", "weight": "80 kg", "days": 5}
MAINTENANCE = {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
SCIG = {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
BODY = {"calculator": "body", "weight": "80 kg", "height": "180 cm"}
RITUXIMAB = {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm"}
CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}

WEIGHT_UNITS = "kg, g, lb or st"
BAD_INPUT = [
    # weight
    pytest.param(
        INDUCTION | {"weight": "0 kg"}, "weight", "0 kg", "20 kg to 400 kg", id="a weight of 0"
    ),
    pytest.param(
        INDUCTION | {"weight": "-80 kg"}, "weight", "negative", WEIGHT_UNITS, id="a negative weight"
    ),
    pytest.param(
        INDUCTION | {"weight": "\u221280 kg"},
        "weight",
        "negative",
        WEIGHT_UNITS,
        id="a weight with a true minus sign",
    ),
    pytest.param(
        INDUCTION | {"weight": "80"},
        "weight",
        "no unit",
        WEIGHT_UNITS,
        id="a weight without a unit",
    ),
    pytest.param(
        INDUCTION | {"weight": "80 mg"}, "weight", '"mg"', WEIGHT_UNITS, id="a weight in mg"
    ),
    pytest.param(INDUCTION | {"weight": "NaN"}, "weight", '"NaN"', WEIGHT_UNITS, id="NaN"),
    pytest.param(INDUCTION | {"weight": "NaN kg"}, "weight", '"NaN kg"', WEIGHT_UNITS, id="NaN kg"),
    pytest.param(
        INDUCTION | {"weight": "inf kg"}, "weight", '"inf kg"', WEIGHT_UNITS, id="infinity"
    ),
    pytest.param(INDUCTION | {"weight": "1e9 kg"}, "weight", "exponent", WEIGHT_UNITS, id="1e9 kg"),
    pytest.param(
        INDUCTION | {"weight": "1000000000 kg"},
        "weight",
        "1000000000 kg",
        "20 kg to 400 kg",
        id="1e9 kg written out",
    ),
    pytest.param(
        INDUCTION | {"weight": "9" * 40 + " kg"},
        "weight",
        "more than 28 digits",
        WEIGHT_UNITS,
        id="a weight of forty digits",
    ),
    pytest.param(
        INDUCTION | {"weight": "1" * 80 + " kg"},
        "weight",
        "too long",
        WEIGHT_UNITS,
        id="a weight longer than any measure",
    ),
    pytest.param(INDUCTION | {"weight": ""}, "weight", "empty", WEIGHT_UNITS, id="an empty weight"),
    pytest.param(
        INDUCTION | {"weight": " "}, "weight", "empty", WEIGHT_UNITS, id="a weight of spaces"
    ),
    pytest.param(
        INDUCTION | {"weight": "80,5 kg"}, "weight", "comma", "point", id="a decimal comma"
    ),
    pytest.param(
        INDUCTION | {"weight": "eighty kg"},
        "weight",
        "does not begin with a number",
        WEIGHT_UNITS,
        id="a weight in words",
    ),
    pytest.param(
        INDUCTION | {"weight": "80 U"}, "weight", '"U"', WEIGHT_UNITS, id="a weight in enzyme units"
    ),
    pytest.param(
        INDUCTION | {"weight": "19.99 kg"},
        "weight",
        "outside",
        "20 kg to 400 kg",
        id="just under 20 kg",
    ),
    pytest.param(
        INDUCTION | {"weight": "400.01 kg"},
        "weight",
        "outside",
        "20 kg to 400 kg",
        id="just over 400 kg",
    ),
    # height
    pytest.param(
        BODY | {"height": "70 cm"}, "height", "70 cm", "100 cm to 250 cm", id="a height of 70 cm"
    ),
    pytest.param(
        BODY | {"height": "180"}, "height", "no unit", "cm, m, in or ft", id="a bare height"
    ),
    pytest.param(
        BODY | {"height": "180 kg"}, "height", '"kg"', "cm, m, in or ft", id="a height in kg"
    ),
    pytest.param(
        BODY | {"height": "5 ft 12 in"},
        "height",
        "mixes two units",
        "inches below 12",
        id="twelve inches over",
    ),
    # age, sex, setting
    pytest.param(BODY | {"age": "58"}, "age", "no unit", "years", id="an age without a unit"),
    pytest.param(BODY | {"age": "-1 years"}, "age", "negative", "years", id="a negative age"),
    pytest.param(
        BODY | {"age": "121 years"}, "age", "outside", "0 years to 120 years", id="an age of 121"
    ),
    pytest.param(BODY | {"sex": "m"}, "sex", '"m"', "male, female", id="a sex that is a letter"),
    pytest.param(
        INDUCTION | {"setting": "ward"},
        "setting",
        '"ward"',
        "ED, HOSP, OPD, ICU",
        id="no such setting",
    ),
    pytest.param(
        INDUCTION | {"dosing_weight": "lean"},
        "dosing_weight",
        '"lean"',
        "actual, ideal, adjusted",
        id="no such dosing weight",
    ),
    # days
    pytest.param(INDUCTION | {"days": 1}, "days", "1 is not", "2, 3, 4, 5", id="1 day"),
    pytest.param(INDUCTION | {"days": 6}, "days", "6 is not", "2, 3, 4, 5", id="6 days"),
    pytest.param(INDUCTION | {"days": 0}, "days", "0 is not", "2, 3, 4, 5", id="0 days"),
    pytest.param(INDUCTION | {"days": -5}, "days", "-5", "2, 3, 4, 5", id="-5 days"),
    pytest.param(INDUCTION | {"days": "2.5"}, "days", "whole number", "2, 3, 4, 5", id="2.5 days"),
    pytest.param(INDUCTION | {"days": "five"}, "days", "five", "2, 3, 4, 5", id="five in words"),
    pytest.param(
        INDUCTION | {"days": "5 days"}, "days", "5 days", "2, 3, 4, 5", id="days with a unit"
    ),
    pytest.param(
        INDUCTION | {"days": ""}, "days", "whole number", "2, 3, 4, 5", id="no days at all"
    ),
    # doses and intervals
    pytest.param(
        MAINTENANCE | {"every": "0 weeks"},
        "every",
        "above zero",
        "weeks, days or months",
        id="every 0 weeks",
    ),
    pytest.param(
        MAINTENANCE | {"every": "-3 weeks"},
        "every",
        "negative",
        "weeks, days or months",
        id="every -3 weeks",
    ),
    pytest.param(
        SCIG | {"every": "0 days"},
        "every",
        "above zero",
        "weeks, days or months",
        id="SCIg of every 0 days",
    ),
    pytest.param(
        MAINTENANCE | {"every": "3"}, "every", "no unit", "weeks, days or months", id="every 3"
    ),
    pytest.param(
        MAINTENANCE | {"every": "monthly"},
        "every",
        "does not begin with a number",
        "weeks, days or months",
        id="monthly",
    ),
    pytest.param(
        MAINTENANCE | {"dose": "0 g/kg"}, "dose", "above zero", "g/kg or mg/kg", id="a dose of 0"
    ),
    pytest.param(
        MAINTENANCE | {"dose": "1 g"},
        "dose",
        '"g"',
        "g/kg or mg/kg",
        id="a dose that forgets the kg",
    ),
    pytest.param(
        MAINTENANCE | {"dose": "1"}, "dose", "no unit", "g/kg or mg/kg", id="a dose without a unit"
    ),
    pytest.param(
        SCIG | {"ivig_dose": "0 g"}, "ivig_dose", "above zero", "g or mg", id="IVIg of 0 g"
    ),
    pytest.param(SCIG | {"ivig_dose": "60 kg"}, "ivig_dose", '"kg"', "g or mg", id="IVIg in kg"),
    pytest.param(SCIG | {"ivig_dose": "1 g/kg"}, "ivig_dose", "g/kg", "g or mg", id="IVIg in g/kg"),
    # choices of the other calculators
    pytest.param(CYCLOPHOSPHAMIDE | {"route": "sc"}, "route", '"sc"', "iv, po", id="no such route"),
    pytest.param(
        CYCLOPHOSPHAMIDE | {"bsa_formula": "dubois"},
        "bsa_formula",
        '"dubois"',
        "Did you mean du_bois",
        id="a formula misspelt",
    ),
    pytest.param(
        RITUXIMAB | {"regimen": "weekly"},
        "regimen",
        '"weekly"',
        "weekly_x4, two_doses",
        id="no such regimen",
    ),
    pytest.param(RITUXIMAB | {"bsa_cap": "0 m2"}, "bsa_cap", "above zero", "m²", id="a cap of 0"),
    pytest.param(
        RITUXIMAB | {"bsa_cap": "2"}, "bsa_cap", "no unit", "m²", id="a cap without a unit"
    ),
    pytest.param(
        BODY | {"creatinine": "0 mg/dL"}, "facts.creatinine", "above zero", "", id="creatinine of 0"
    ),
    pytest.param(
        BODY | {"creatinine": "1.1"},
        "facts.creatinine",
        "no unit",
        "mg/dL or µmol/L",
        id="a bare creatinine",
    ),
    # facts and dates
    pytest.param(
        INDUCTION | {"facts": {"thromboembolic_event": {"value": "yes", "date": "2026-11-23"}}},
        "facts.thromboembolic_event",
        "after today (2026-11-22)",
        "the day on which it happened",
        id="a date of tomorrow",
    ),
    pytest.param(
        INDUCTION | {"facts": {"cbc": {"value": "yes", "date": "2026-13-01"}}},
        "facts.cbc",
        "no day 2026-13-01",
        "",
        id="a date in a thirteenth month",
    ),
    pytest.param(
        INDUCTION | {"facts": {"cbc": {"value": "yes", "date": "yesterday"}}},
        "facts.cbc",
        '"yesterday"',
        "YYYY-MM-DD",
        id="yesterday",
    ),
    pytest.param(
        INDUCTION | {"facts": {"iga_deficency": "no"}},
        "facts.iga_deficency",
        "iga_deficency",
        "Did you mean iga_deficiency",
        id="a fact that is misspelt",
    ),
    pytest.param(
        INDUCTION | {"facts": {"iga_deficiency": "perhaps"}},
        "facts.iga_deficiency",
        '"perhaps"',
        "yes, no, unknown",
        id="an answer that is neither yes nor no",
    ),
    pytest.param(
        INDUCTION | {"facts": {"wbc": "4.2"}},
        "facts.wbc",
        "no unit",
        "/µL, 10³/µL or 10⁹/L",
        id="white cells without a unit",
    ),
    pytest.param(
        INDUCTION | {"facts": {"platelets": "-1 /uL"}},
        "facts.platelets",
        "negative",
        "/µL",
        id="a negative count",
    ),
    pytest.param(
        INDUCTION | {"facts": {"iga": "80 IU/mL"}},
        "facts.iga",
        "IU/mL",
        "mg/dL or g/L",
        id="IgA in a unit that is not accepted",
    ),
    pytest.param(
        INDUCTION | {"facts": {"hemoglobin": "13 mmol/L"}},
        "facts.hemoglobin",
        "mmol/L",
        "g/dL or g/L",
        id="hemoglobin in a unit that is not accepted",
    ),
]


def sent(request: dict[str, Any]) -> dict[str, Any]:
    return {"today": TODAY.isoformat(), **request}


@pytest.mark.parametrize(("request_", "field", "wrong", "accepted"), BAD_INPUT)
def test_a_bad_input_is_refused_by_field_with_what_is_wrong_and_what_is_accepted(
    request_: dict[str, Any], field: str, wrong: str, accepted: str
) -> None:
    refused = refusal_of(**sent(request_))
    assert refused.field == field
    assert wrong in refused.message
    assert accepted in refused.message
    assert "\n" not in refused.message
    assert len(refused.message) < 300
    assert refused.message[0].isupper() or refused.message.startswith(field.removeprefix("facts."))
    assert refused.message.endswith((".", "?"))


@pytest.mark.parametrize(("request_", "field", "wrong", "accepted"), BAD_INPUT)
def test_the_terminal_prints_that_sentence_alone_and_exits_with_2(
    request_: dict[str, Any], field: str, wrong: str, accepted: str
) -> None:
    status, output, errors = run(*command_line(sent(request_)))
    assert (status, output) == (2, "")
    typed = request_ | ({"days": str(request_["days"])} if "days" in request_ else {})
    assert errors == refusal_of(**sent(typed)).message + "\n"


@pytest.mark.parametrize(("request_", "field", "wrong", "accepted"), BAD_INPUT)
def test_a_batch_answers_with_that_sentence_and_goes_on(
    request_: dict[str, Any], field: str, wrong: str, accepted: str
) -> None:
    bad, good = in_batch(json.dumps({"id": 1, **sent(request_)}), json.dumps({"id": 2, **BODY}))
    refused = refusal_of(**sent(request_))
    assert bad == {"id": 1, "error": {"field": field, "message": refused.message}}
    assert good["result"]["bsa"]["mosteller"] == {"value": "2", "unit": "m2"}


def test_80_kgs_is_accepted() -> None:
    assert result_of("induction", weight="80 kgs", days=5) == result_of(
        "induction", weight="80 kg", days=5
    )


def test_a_fact_that_resembles_none_is_refused_with_some_that_are_accepted() -> None:
    refused = refusal_of("induction", weight="80 kg", days=5, facts={"zzz": "yes"})
    assert refused.field == "facts.zzz"
    assert '"zzz"' in refused.message
    known = (*PLAN.facts.yes_no, *PLAN.facts.laboratory)
    assert any(name in refused.message for name in known)


@pytest.mark.parametrize(
    ("weight", "accepted"),
    [
        pytest.param("19.9999 kg", False, id="just under 20 kg"),
        pytest.param("20 kg", True, id="20 kg"),
        pytest.param("20.0001 kg", True, id="just over 20 kg"),
        pytest.param("399.9999 kg", True, id="just under 400 kg"),
        pytest.param("400 kg", True, id="400 kg"),
        pytest.param("400.0001 kg", False, id="just over 400 kg"),
        pytest.param("19999 g", False, id="just under 20 kg in grams"),
        pytest.param("20000 g", True, id="20 kg in grams"),
        # 20 ÷ 0.45359237 = 44.0924…; 400 ÷ 0.45359237 = 881.849…
        pytest.param("44.09 lb", False, id="just under 20 kg in pounds"),
        pytest.param("44.1 lb", True, id="just over 20 kg in pounds"),
        pytest.param("881.84 lb", True, id="just under 400 kg in pounds"),
        pytest.param("881.85 lb", False, id="just over 400 kg in pounds"),
    ],
)
def test_weights_outside_20_to_400_kg_are_refused(weight: str, accepted: bool) -> None:  # noqa: FBT001
    answers = in_batch(json.dumps(INDUCTION | {"weight": weight}))
    assert ("result" in answers[0]) is accepted


@pytest.mark.parametrize(
    ("height", "accepted"),
    [
        pytest.param("99.99 cm", False, id="just under 100 cm"),
        pytest.param("100 cm", True, id="100 cm"),
        pytest.param("100.01 cm", True, id="just over 100 cm"),
        pytest.param("2.4999 m", True, id="just under 250 cm"),
        pytest.param("2.5 m", True, id="250 cm"),
        pytest.param("2.5001 m", False, id="just over 250 cm"),
        # 100 ÷ 2.54 = 39.37…; 250 ÷ 2.54 = 98.425…
        pytest.param("39.37 in", False, id="just under 100 cm in inches"),
        pytest.param("39.38 in", True, id="just over 100 cm in inches"),
        pytest.param("8 ft 2.42 in", True, id="just under 250 cm in feet and inches"),
        pytest.param("8 ft 2.43 in", False, id="just over 250 cm in feet and inches"),
    ],
)
def test_heights_outside_100_to_250_cm_are_refused(height: str, accepted: bool) -> None:  # noqa: FBT001
    answers = in_batch(json.dumps(BODY | {"height": height}))
    assert ("result" in answers[0]) is accepted


@pytest.mark.parametrize(
    ("age", "accepted"),
    [
        pytest.param("0 years", True, id="0"),
        pytest.param("0.01 years", True, id="just over 0"),
        pytest.param("119.99 years", True, id="just under 120"),
        pytest.param("120 years", True, id="120"),
        pytest.param("120.01 years", False, id="just over 120"),
    ],
)
def test_ages_outside_0_to_120_are_refused(age: str, accepted: bool) -> None:  # noqa: FBT001
    answers = in_batch(json.dumps(BODY | {"age": age}))
    assert ("result" in answers[0]) is accepted


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(
            MAINTENANCE | {"dose": "1" + "0" * 40 + " g/kg"}, id="a dose of forty-one digits"
        ),
        pytest.param(
            MAINTENANCE | {"every": "0." + "0" * 40 + "1 weeks"}, id="an interval of almost nothing"
        ),
        pytest.param(MAINTENANCE | {"every": "9" * 40 + " weeks"}, id="an interval without an end"),
        pytest.param(SCIG | {"ivig_dose": "9" * 40 + " g"}, id="IVIg of forty digits"),
        pytest.param(SCIG | {"ivig_dose": "0." + "0" * 50 + "1 g"}, id="IVIg of almost nothing"),
        pytest.param(
            RITUXIMAB | {"bsa_cap": "0." + "0" * 50 + "1 m2"}, id="a cap of almost nothing"
        ),
        pytest.param(RITUXIMAB | {"bsa_cap": "9" * 40 + " m2"}, id="a cap of forty digits"),
        pytest.param(INDUCTION | {"facts": {"wbc": "9" * 40 + " /uL"}}, id="cells of forty digits"),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"facts": {"wbc": "9" * 40 + " /uL"}}, id="cells that a rule reads"
        ),
        pytest.param(
            BODY | {"sex": "male", "age": "60 years", "creatinine": "0." + "0" * 40 + "1 mg/dL"},
            id="creatinine of almost nothing",
        ),
        pytest.param(
            BODY | {"sex": "male", "age": "60 years", "creatinine": "9" * 40 + " mg/dL"},
            id="creatinine of forty digits",
        ),
        pytest.param(
            INDUCTION
            | {
                "today": "0001-02-03",
                "facts": {"thromboembolic_event": {"value": "yes", "date": "0001-01-01"}},
            },
            id="a window that reaches back before the first year",
        ),
        pytest.param(INDUCTION | {"today": "9999-12-31"}, id="the last day of the calendar"),
    ],
)
def test_an_absurd_input_is_answered_or_refused_and_never_breaks_off(
    request_: dict[str, Any],
) -> None:
    """Whatever the number, the terminal and the batch say something a person can use."""
    status, output, errors = run(*command_line(request_))
    assert status in {0, 2, 3}
    assert bool(output) is (status != 2)
    assert bool(errors) is (status == 2)
    [answer] = in_batch(json.dumps(request_))
    assert "E+" not in json.dumps(answer)
    assert "E-" not in json.dumps(answer)
