"""The verdicts on a table: each row alone, nothing lost, nothing moved, whole or in slices."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import by_hand
import pandas as pd
import pytest
from asking import PLAN, TODAY
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import number_text

from exchange.order_files.columns import BY_KEY
from exchange.order_files.result_columns import (
    NUMBERS,
    RESULTS,
    VERDICTS,
    counted,
    mistakes_in,
    result_names,
    verdict_columns,
)
from exchange.order_files.verdicts import Asked, Noted, verdicts
from units import Refused

SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks", "order": "24 g/wk"}


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return rows as a table of text, whose index begins at 2 as the rows of a file do."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[row.get(column, "") for column in columns] for row in rows]
    index = range(2, len(rows) + 2)
    return pd.DataFrame(cells, columns=columns, index=index, dtype="object")


def verdict_of(row: dict[str, Any], **asked: Any) -> dict[str, Any]:
    """Return the verdict on one row, without the row's own columns."""
    results = verdicts(table(row), PLAN, TODAY, Asked(**asked))
    names = result_names(list(row))
    return {result: results[name].tolist()[0] for result, name in names.items()}


# --- verdicts -------------------------------------------------------------------------------------

RIGHT_AND_WRONG = [
    # 2 g/kg × 80 kg = 160 g, in 5 days 32 g each.
    pytest.param(
        {"of": "induction", "weight": "80 kg", "days": "5", "order": "32 g/day"},
        ("right", "32", "32", "0", "0", "g"),
        id="induction, a day",
    ),
    pytest.param(
        {"of": "induction", "weight": "80 kg", "days": "5", "order": "160 g/day"},
        ("deviates", "32", "160", "128", "400", "g"),
        id="induction, the whole course each day",
    ),
    # 1 g/kg × 80 kg.
    pytest.param(
        {
            "of": "maintenance",
            "weight": "80 kg",
            "dose": "1 g/kg",
            "every": "3 weeks",
            "order": "60 g",
        },
        ("deviates", "80", "60", "-20", "-25", "g"),
        id="maintenance, a quarter too little",
    ),
    # 60 g ÷ 3 weeks × 1.20.
    pytest.param(SCIG, ("right", "24", "24", "0", "0", "g/wk"), id="SCIg"),
    # √(180 × 80 ÷ 3600) = 2 m²; × 1 g/m².
    pytest.param(
        {"of": "cyclophosphamide", "weight": "80 kg", "height": "180 cm", "order": "2 g"},
        ("right", "2", "2", "0", "0", "g"),
        id="cyclophosphamide into a vein",
    ),
    # 1 to 2 mg/kg × 80 kg.
    pytest.param(
        {"of": "cyclophosphamide", "weight": "80 kg", "route": "po", "order": "200 mg/day"},
        ("deviates", "160", "200", "40", "25", "mg"),
        id="cyclophosphamide by mouth, above the range",
    ),
    # 375 mg/m² × 2 m².
    pytest.param(
        {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "750 mg"},
        ("right", "750", "750", "0", "0", "mg"),
        id="rituximab, weekly",
    ),
    pytest.param(
        {"of": "rituximab", "regimen": "two doses", "order": "1 g"},
        ("right", "1000", "1000", "0", "0", "mg"),
        id="rituximab, two doses",
    ),
]


@pytest.mark.parametrize(("row", "expected"), RIGHT_AND_WRONG)
def test_an_order_is_compared_with_the_dose_worked_by_hand(
    row: dict[str, str], expected: tuple[str, ...]
) -> None:
    found = verdict_of(row)
    assert tuple(found[name] for name in ("verdict", *NUMBERS, "unit")) == expected
    assert (found["error_column"], found["error"]) == ("", "")


@given(
    tenths_of_kg=st.integers(350, 2000),
    days=st.sampled_from([2, 3, 4, 5]),
    percent=st.integers(-60, 150),
    unit=st.sampled_from(["kg", "lb"]),
)
def test_any_induction_is_right_within_five_per_cent_and_deviates_beyond(
    tenths_of_kg: int, days: int, percent: int, unit: str
) -> None:
    """The dose by hand, changed by whole per cents; 5 is still within the tolerance."""
    scale = 10 if unit == "lb" else 1  # a weight in pounds is written with one more digit
    weight = Fraction(tenths_of_kg, 10) / by_hand.kilograms(Fraction(1), unit)
    typed = Fraction(round(weight * 10 * scale), 10 * scale)
    right = by_hand.induction(by_hand.kilograms(typed, unit), days)["per_day"]
    ordered = Fraction(round(right * (100 + percent) * 100), 10**4)
    row = {
        "of": "induction",
        "weight": f"{number_text(int(typed * 10 * scale), 2 if scale == 10 else 1)} {unit}",
        "days": str(days),
        "order": f"{number_text(int(ordered * 10**4), 4)} g/day",
    }
    found = verdict_of(row)
    assert found["expected"] == by_hand.as_written(right)
    assert found["ordered"] == by_hand.as_written(ordered)
    assert found["deviation"] == by_hand.as_written(ordered - right)
    within = abs(ordered - right) <= right * Fraction(5, 100)
    assert found["verdict"] == ("right" if within else "deviates")


def test_a_deviating_order_names_its_mistakes_and_how_the_first_gives_it() -> None:
    found = verdict_of({**SCIG, "order": "20 g/wk"})
    assert found["mistakes"].split("; ")[0] == "no_uplift"
    assert "20 g/week" in found["mistake_working"]
    assert "24 g/week" in found["mistake_working"]


def test_mistakes_that_give_an_order_together_stand_together() -> None:
    assert mistakes_in("no_uplift; decimal_point + digits_swapped") == {
        "no_uplift",
        "decimal_point",
        "digits_swapped",
    }
    assert mistakes_in("") == frozenset()


def test_a_deviation_that_no_known_mistake_gives_says_that_none_does() -> None:
    """24.0 g × 1.2917 is no multiple of anything that people do."""
    found = verdict_of({**SCIG, "order": "31.0007 g/wk"})
    assert (found["verdict"], found["mistakes"], found["mistake_working"]) == ("deviates", "", "")
    assert "No known mistake" in found["remark"]


@pytest.mark.parametrize(
    ("row", "mistakes", "remark"),
    [
        pytest.param(
            {**SCIG, "order_every": "2 weeks"},
            "interval_differs",
            "Interval: 2 weeks is not the interval of 1 week.",
            id="another interval",
        ),
        # 24 g of a 20 % solution is 120 mL.
        pytest.param(
            {**SCIG, "product": "Hizentra", "order_volume": "100 mL"},
            "volume_differs",
            "Volume: ",
            id="another volume",
        ),
    ],
)
def test_an_order_is_not_right_when_what_stands_beside_its_dose_is_not(
    row: dict[str, str], mistakes: str, remark: str
) -> None:
    found = verdict_of(row)
    assert (found["verdict"], found["deviation"], found["mistakes"]) == ("deviates", "0", mistakes)
    assert found["remark"].startswith(remark)


def test_an_order_whose_volume_and_interval_fit_is_right() -> None:
    row = {**SCIG, "product": "Hizentra", "order_volume": "120 mL", "order_every": "1 week"}
    assert verdict_of(row)["verdict"] == "right"


@pytest.mark.parametrize(
    ("tolerance", "asked", "verdict"),
    [
        # 23 g in place of 24 g is 4.17 % too little.
        pytest.param("", None, "right", id="the policy's 5 %"),
        pytest.param("", "4 %", "deviates", id="one for the whole file"),
        pytest.param("4.2 %", "4 %", "right", id="the row's own before the file's"),
        pytest.param("4.1 %", None, "deviates", id="the row's own, tighter"),
    ],
)
def test_the_tolerance_is_the_rows_or_the_files_or_the_policys(
    tolerance: str, asked: str | None, verdict: str
) -> None:
    row = {**SCIG, "order": "23 g/wk", "tolerance": tolerance}
    assert verdict_of(row, tolerance=asked)["verdict"] == verdict


# --- what is said of the patient ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patient", "says"),
    [
        pytest.param({"age": "18 years"}, "", id="18"),
        pytest.param({"weight": "80 kg", "height": "180 cm"}, "", id="ordinary measures"),
        pytest.param(
            {"weight": "201 kg"}, "A measure is far from ordinary", id="above the ordinary weight"
        ),
        pytest.param({"weight": "200 kg"}, "", id="the last ordinary weight"),
        pytest.param({}, "", id="nothing recorded"),
    ],
)
def test_a_patient_out_of_the_ordinary_is_told_beside_the_verdict(
    patient: dict[str, str], says: str
) -> None:
    found = verdict_of({**SCIG, **patient})
    assert found["verdict"] == "right"
    assert found["remark"].startswith(says)
    assert bool(found["remark"]) is bool(says)


@pytest.mark.parametrize(
    ("order", "deviation", "mistakes"),
    [
        pytest.param("24 g/wk", "0", "", id="whose dose would be right"),
        pytest.param("20 g/wk", "-4", "no_uplift", id="whose dose is wrong as well"),
    ],
)
def test_an_order_for_a_child_is_outside_the_plan_and_never_right(
    order: str, deviation: str, mistakes: str
) -> None:
    found = verdict_of({**SCIG, "age": "17.9 years", "order": order})
    assert found["verdict"] == "outside the plan"
    assert found["remark"].startswith("The plan covers adults only")
    assert found["deviation"] == deviation
    assert found["mistakes"].partition("; ")[0] == mistakes


# --- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "remark"),
    [
        pytest.param("weight", "80 kg", "", id="a unit in the cell"),
        pytest.param("weight (kg)", "80", "", id="a unit in the heading"),
        pytest.param("weight (kg)", "80 kg", "", id="the same in both"),
        pytest.param("weight_kg", "80.0 kilograms", "", id="the same in other words"),
        pytest.param("weight (g)", "80000", "", id="grams in the heading"),
        pytest.param(
            "weight (lb)",
            "80 kg",
            'Weight: "80 kg" counts as it stands in the cell; its column says lb.',
            id="another one in the cell, which counts",
        ),
    ],
)
def test_a_unit_may_stand_in_the_cell_or_in_the_heading(
    column: str, cell: str, remark: str
) -> None:
    """1 g/kg × 80 kg."""
    row = {"of": "maintenance", column: cell, "dose": "1 g/kg", "every": "3 weeks", "order": "80 g"}
    found = verdict_of(row)
    assert (found["verdict"], found["expected"], found["remark"]) == ("right", "80", remark)


def test_units_may_differ_from_row_to_row() -> None:
    """176 lb × 0.45359237 is 79.83225712 kg; 12 st 8 lb are 176 lb."""
    row = {"of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "order": "80 g"}
    weights = ("80 kg", "176 lb", "12 st 8 lb", "80000 g")
    results = verdicts(table(*({**row, "weight": each} for each in weights)), PLAN, TODAY)
    assert results["expected"].tolist() == ["80", "79.83225712", "79.83225712", "80"]


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        pytest.param("of", "IVIg maintenance", id="the kind of order in words"),
        pytest.param("sex", "M", id="a letter for the sex"),
        pytest.param("dosing_weight", "ACTUAL", id="a choice in capitals"),
        pytest.param("weight", "  80   kg ", id="spaces"),
    ],
)
def test_a_choice_may_be_written_in_other_words(key: str, cell: str) -> None:
    row = {
        "of": "maintenance",
        "weight": "80 kg",
        "dose": "1 g/kg",
        "every": "3 weeks",
        "order": "80 g",
    }
    assert verdict_of({**row, key: cell})["verdict"] == "right"


@pytest.mark.parametrize(
    ("key", "cell", "sentence"),
    [
        pytest.param("ivig_dose", "60", '"60" has no unit', id="a number without a unit"),
        pytest.param("ivig_dose", "sixty g", "does not begin with a number", id="no number"),
        pytest.param("ivig_dose", "-60 g", '"-60 g" is negative.', id="a negative amount"),
        pytest.param("ivig_dose", "6E1 g", "has an exponent", id="an exponent"),
        pytest.param("ivig_dose", "0 g", "must be above zero", id="nothing"),
        pytest.param("every", "3", '"3" has no unit', id="an interval without a unit"),
        pytest.param("of", "SCIg or IVIg", "cannot be verified", id="another kind of order"),
        pytest.param("of", "eculizumab", "cannot be verified", id="a drug without a dose"),
        pytest.param("order", "24 g every so often", "is not understood", id="another period"),
        pytest.param("product", "Hizentta", "izentra", id="a product that there is not"),
        pytest.param("tolerance", "100 %", "would pass anything", id="a tolerance without limit"),
        pytest.param("ivig_dose", "=30*2", "begins like a formula", id="a formula"),
        pytest.param("ivig_dose", "@SUM(A1)", "begins like a formula", id="a formula of Lotus"),
        pytest.param("ivig_dose", "+A1", "begins like a formula", id="a formula with a plus"),
        pytest.param("product", "-A1", "begins like a formula", id="a formula with a minus"),
        pytest.param("order", "24 g" + " " * 200 + "x", "is longer than 200", id="a long text"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_column(
    key: str, cell: str, sentence: str
) -> None:
    found = verdict_of({**SCIG, key: cell})
    assert (found["verdict"], found["error_column"]) == ("not read", key)
    assert sentence in found["error"]
    assert [found[name] for name in NUMBERS] == [""] * len(NUMBERS)


INDUCTION = {"of": "induction", "weight": "80 kg", "days": "5", "order": "32 g/day"}


@pytest.mark.parametrize(
    ("row", "verdict", "remark"),
    [
        pytest.param({**INDUCTION, "height": "tall"}, "right", "does not begin", id="a height"),
        pytest.param({**SCIG, "days": "5"}, "right", "no input", id="what another treatment asks"),
        pytest.param({**INDUCTION, "indication": "MMN"}, "right", "product", id="whose rates"),
        pytest.param(
            {**INDUCTION, "thrombosis_or_renal_risk": "maybe"}, "right", "maybe", id="a risk"
        ),
        # Without them it is not known whether the plan covers the patient.
        pytest.param({**INDUCTION, "age": "adult"}, "not settled", "adult", id="an age"),
        pytest.param({**SCIG, "weight": "8 kg"}, "not settled", "is outside 20 kg", id="a weight"),
        pytest.param(
            {**INDUCTION, "age": "adult", "order": "64 g/day"}, "deviates", "adult", id="and worse"
        ),
    ],
)
def test_what_decides_nothing_about_a_row_never_refuses_it(
    row: dict[str, str], verdict: str, remark: str
) -> None:
    found = verdict_of(row)
    assert (found["verdict"], found["error"]) == (verdict, "")
    assert found["remark"].startswith("Not used, and not needed for the dose: ")
    assert remark.replace("no input", "is not an input of scig") in found["remark"]


NAMED = {"ivig_dose": "IVIg dose", "bsa_cap": "BSA cap", "of": "Order of"}
BY_SURFACE = {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "750 mg"}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("=B2*2", id="a formula"),
        pytest.param("@SUM(A1)", id="a formula of Lotus"),
        pytest.param("read to me over the telephone, " * 10, id="a long text"),
    ],
)
@pytest.mark.parametrize(
    ("row", "key", "verdict", "told"),
    [
        pytest.param(INDUCTION, "height", "right", "remark", id="a height beside a dose by weight"),
        pytest.param(INDUCTION, "sex", "right", "remark", id="a sex"),
        pytest.param(INDUCTION, "ivig_dose", "right", "remark", id="what another treatment asks"),
        pytest.param(INDUCTION, "max_rate", "right", "remark", id="a ceiling without a rate"),
        pytest.param(INDUCTION, "thrombosis_or_renal_risk", "right", "remark", id="a risk"),
        pytest.param(INDUCTION, "age", "not settled", "remark", id="an age"),
        pytest.param(SCIG, "weight", "not settled", "remark", id="a weight that does not dose"),
        pytest.param(INDUCTION, "weight", "not read", "error", id="a weight that doses"),
        pytest.param(INDUCTION, "of", "not read", "error", id="what it is of"),
        pytest.param(INDUCTION, "order", "not read", "error", id="the order"),
        pytest.param(INDUCTION, "order_rate", "not read", "error", id="a rate"),
        pytest.param(INDUCTION, "tolerance", "not read", "error", id="a tolerance"),
        pytest.param(BY_SURFACE, "height", "not read", "error", id="a height that doses"),
        pytest.param(BY_SURFACE, "bsa_cap", "not read", "error", id="a cap of what doses"),
    ],
)
def test_a_formula_or_a_long_text_refuses_its_row_only_where_it_decides(
    row: dict[str, str], key: str, verdict: str, told: str, cell: str
) -> None:
    found = verdict_of({**row, key: cell})
    assert found["verdict"] == verdict
    assert (found["error_column"] == key) is (told == "error")
    named = NAMED.get(key) or key.replace("_", " ").capitalize()
    begins = "" if told == "error" else "Not used, and not needed for the dose: "
    assert found[told].startswith(f"{begins}{named}: ")
    assert "formula" in found[told] or "is longer than 200 characters" in found[told]


def test_what_is_wrong_with_the_dose_is_said_and_not_what_decides_nothing() -> None:
    found = verdict_of({**INDUCTION, "height": "=A1", "days": "many"})
    assert (found["verdict"], found["error_column"]) == ("not read", "days")
    asked = verdict_of({**INDUCTION, "sex": "=A1", "height": "180 cm", "dosing_weight": "ideal"})
    assert (asked["verdict"], asked["error_column"]) == ("not read", "sex")


def test_a_drug_that_is_never_given_is_one_beside_a_formula_too() -> None:
    assert verdict_of({**INDUCTION, "of": "prednisone", "weight": "=A1"})["verdict"] == (
        "contraindicated"
    )


@pytest.mark.parametrize(
    ("row", "key"),
    [
        pytest.param({**INDUCTION, "weight": "?"}, "weight", id="a weight that doses"),
        pytest.param(
            {"of": "rituximab", "weight": "80 kg", "height": "tall", "order": "750 mg"},
            "height",
            id="a height that doses",
        ),
        pytest.param(
            {
                **INDUCTION,
                "product": "Privigen",
                "order_rate": "63 mL/h",
                "thrombosis_or_renal_risk": "maybe",
            },
            "thrombosis_or_renal_risk",
            id="a risk beside a rate",
        ),
        pytest.param(
            {**SCIG, "weight": "?", "order_rate": "20 mL/h", "product": "Hizentra"},
            "weight",
            id="a weight beside a rate",
        ),
    ],
)
def test_what_decides_refuses_its_row(row: dict[str, str], key: str) -> None:
    found = verdict_of(row)
    assert (found["verdict"], found["error_column"], found["remark"]) == ("not read", key, "")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({**INDUCTION, "of": "prednisone"}, id="as what the order is of"),
        pytest.param({**INDUCTION, "of": "plasma exchange", "order": "x"}, id="a procedure"),
        pytest.param({**INDUCTION, "order": "prednisone 60 mg daily"}, id="in the order"),
        pytest.param({**INDUCTION, "order": "32 g/day; Solu-Medrol 1 g"}, id="beside the dose"),
        pytest.param({**INDUCTION, "order": "32 g/day; Medrol 1 g", "weight": "?"}, id="unread"),
    ],
)
def test_what_is_never_given_is_contraindicated_and_not_unread(row: dict[str, str]) -> None:
    found = verdict_of(row)
    assert (found["verdict"], found["error"], found["error_column"]) == ("contraindicated", "", "")
    assert "3 · Critical contraindications" in found["remark"]


def test_what_is_asked_about_first_is_not_said_to_be_contraindicated() -> None:
    assert verdict_of({**INDUCTION, "of": "prednisone replacement"})["verdict"] == "not read"


def test_an_age_without_a_unit_is_one_of_years() -> None:
    assert verdict_of({**INDUCTION, "age": "58"})["verdict"] == "right"
    assert verdict_of({**INDUCTION, "age": "12"})["verdict"] == "outside the plan"
    assert verdict_of({**INDUCTION, "age (years)": "12"})["verdict"] == "outside the plan"


def test_the_indication_decides_about_a_rate() -> None:
    """8 mg/kg/min × 80 kg is 38.4 g/h, in 10 % 384 mL/h: the label's maximum in CIDP."""
    order = {**INDUCTION, "product": "Privigen", "order_rate": "384 mL/h"}
    order["thrombosis_or_renal_risk"] = "no"
    assert verdict_of({**order, "indication": "cidp"})["verdict"] == "right"
    unread = verdict_of({**order, "indication": "nothing"})
    assert (unread["verdict"], unread["error_column"]) == ("not read", "indication")


def test_the_column_is_named_as_it_is_headed_in_the_file() -> None:
    row = {"of": "scig", "order": "24 g/wk", "IVIg per infusion": "60", "every": "3 weeks"}
    assert verdict_of(row)["error_column"] == "IVIg per infusion"


@pytest.mark.parametrize("key", ["of", "order", "ivig_dose", "every"])
@pytest.mark.parametrize("missing", ["", "   ", None, float("nan"), pd.NA])
def test_what_is_missing_is_said(key: str, missing: Any) -> None:
    found = verdict_of({**SCIG, key: missing})
    assert (found["verdict"], found["error_column"]) == ("not read", key)
    assert found["error"]


def test_what_has_no_column_is_said_by_its_key() -> None:
    row = {key: text for key, text in SCIG.items() if key != "every"}
    assert verdict_of(row)["error_column"] == "every"


@pytest.mark.parametrize(
    ("cell", "verdict", "remark"),
    [
        # 60.5 g ÷ 3 × 1.2 is 24.2 g: 24 g is 0.83 % too little.
        pytest.param("60,5 g", "right", 'IVIg dose: "60,5 g" was read as 60.5 g.', id="one place"),
        pytest.param("60,25 g", "right", 'IVIg dose: "60,25 g" was read as 60.25 g.', id="two"),
        pytest.param("60,0005 g", "right", 'IVIg dose: "60,0005 g" was read as 60.0005 g.', id="4"),
        pytest.param("0,060 g", "deviates", 'IVIg dose: "0,060 g" was read as 0.060 g.', id="0,"),
        pytest.param("60,500 g", "not read", "", id="three places may be thousands"),
        pytest.param("1.060,5 g", "not read", "", id="a point before the comma"),
        pytest.param("60,5,5 g", "not read", "", id="two commas"),
        pytest.param("60, g", "not read", "", id="a comma and nothing"),
    ],
)
def test_a_decimal_comma_is_read_only_where_it_can_mean_nothing_else(
    cell: str, verdict: str, remark: str
) -> None:
    found = verdict_of({**SCIG, "ivig_dose": cell}, decimal_comma=True)
    assert found["verdict"] == verdict
    assert found["remark"].startswith(remark)
    commas = verdict_of({**SCIG, "ivig_dose": cell})
    assert (commas["verdict"], commas["error_column"]) == ("not read", "ivig_dose")


def test_a_decimal_comma_in_an_order_leaves_its_other_commas_alone() -> None:
    row = {"of": "rituximab", "regimen": "two_doses"}
    found = verdict_of({**row, "order": "1,0 g, total"}, decimal_comma=True)
    assert found["ordered"] == "1000"
    assert found["remark"].startswith('Order: "1,0 g, total" was read as 1.0 g, total.')


def test_a_bare_number_with_a_decimal_comma_takes_the_unit_of_its_heading() -> None:
    row = {"of": "maintenance", "weight (kg)": "80,5", "dose": "1 g/kg", "every": "3 weeks"}
    found = verdict_of({**row, "order (g)": "80,5"}, decimal_comma=True)
    assert (found["verdict"], found["expected"]) == ("right", "80.5")


# --- tables ---------------------------------------------------------------------------------------


def test_an_empty_table_has_the_columns_that_are_promised() -> None:
    for orders in (table(SCIG).iloc[:0], pd.DataFrame(), pd.DataFrame(columns=["of", "verdict"])):
        results = verdicts(orders, PLAN, TODAY)
        promised = verdict_columns(list(orders.columns))
        assert list(results.columns) == [*orders.columns, *promised]
        assert {name: str(results[name].dtype) for name in promised} == promised
        assert len(results) == 0


def test_a_table_with_orders_has_the_same_types() -> None:
    results = verdicts(table(SCIG, {"of": ""}), PLAN, TODAY)
    assert {name: str(results[name].dtype) for name in RESULTS} == verdict_columns(list(SCIG))


def test_a_column_that_is_called_like_a_result_is_kept() -> None:
    """So that a file of verdicts can be corrected and verified anew."""
    row = {**SCIG, "verdict": "right, says my colleague", "verdict_2": "x"}
    results = verdicts(table(row), PLAN, TODAY)
    assert results["verdict"].tolist() == ["right, says my colleague"]
    assert results["verdict_3"].tolist() == ["right"]


def test_a_file_of_verdicts_can_be_verified_anew() -> None:
    once = verdicts(table({**SCIG, "order": "20 g/wk"}), PLAN, TODAY)
    again = verdicts(once.assign(order="24 g/wk"), PLAN, TODAY)
    assert again["verdict"].tolist() == ["deviates"]
    assert again["verdict_2"].tolist() == ["right"]


def test_what_is_known_of_a_row_beside_its_cells_is_said() -> None:
    noted = {2: Noted("The row is torn.", "Half of it."), 3: Noted(remark="Twice.")}
    results = verdicts(table(SCIG, SCIG, SCIG), PLAN, TODAY, noted=noted)
    assert results["verdict"].tolist() == ["not read", "right", "right"]
    assert results["error"].tolist() == ["The row is torn.", "", ""]
    assert results["remark"].tolist() == ["Half of it.", "Twice.", ""]


def test_two_columns_for_one_key_are_refused_for_the_table() -> None:
    with pytest.raises(Refused, match="Two columns would be weight"):
        verdicts(table({**SCIG, "weight": "80 kg", "Wt": "70 kg"}), PLAN, TODAY)


def test_a_column_is_read_as_what_it_was_chosen_to_be() -> None:
    row = {**SCIG, "Prescription": "20 g/wk"}
    assert verdict_of(row)["verdict"] == "right"
    assert verdict_of(row, mapping={"Prescription": "order"})["verdict"] == "deviates"


KNOWN_CELLS = """
80 kg|176 lb|5 ft 9 in|24 g/wk|20 g/wk|32 g/day|750 mg|scig|induction|maintenance|rituximab
cyclophosphamide|po|two_doses|60 g|3 weeks|1 g/kg|5|2 m2|17 years|ideal|adjusted|male|F|boyd
Hizentra|Privigen|120 mL|63 mL/h|20 %|16,5 %|=A1|80,5|1e9 kg|1,000 mg|80 kg every 3 weeks
"""
CELLS = st.one_of(st.text(max_size=40), st.sampled_from(re.split(r"[|\n]", KNOWN_CELLS)))


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a table of any text under headings that are read, and some that are not."""
    keys = draw(st.lists(st.sampled_from(list(BY_KEY)), unique=True))
    others = draw(st.lists(st.text(max_size=12).map(lambda text: f"my {text}"), max_size=3))
    columns = draw(st.permutations([*keys, *others]))
    width = len(columns)
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    numbers = st.integers(2, 10**6)
    index = draw(st.lists(numbers, min_size=len(rows), max_size=len(rows), unique=True))
    return pd.DataFrame(rows, columns=columns, index=index, dtype="object")


@given(tables(), st.builds(Asked, decimal_comma=st.booleans()))
def test_any_table_of_any_text_keeps_its_rows_and_columns_and_has_a_verdict_on_each(
    orders: pd.DataFrame, asked: Asked
) -> None:
    before = orders.to_numpy().tolist()
    results = verdicts(orders, PLAN, TODAY, asked)
    names = result_names(list(orders.columns))
    assert results.index.tolist() == orders.index.tolist()
    assert results.iloc[:, : orders.shape[1]].to_numpy().tolist() == before
    assert orders.to_numpy().tolist() == before
    assert results[names["row"]].tolist() == orders.index.tolist()
    for _, row in results.iterrows():
        assert row[names["verdict"]] in VERDICTS
        not_read = row[names["verdict"]] == "not read"
        assert bool(row[names["error"]]) is not_read
        assert bool(row[names["expected"]]) is not not_read
        assert (row[names["error_column"]] in {*orders.columns, *BY_KEY, ""}) or not not_read


@given(tables(), st.data())
def test_the_verdicts_on_slices_are_the_verdicts_on_the_whole(
    orders: pd.DataFrame, data: st.DataObject
) -> None:
    """As an engine cuts a table into partitions, of which some are empty."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(orders)), max_size=3)))
    whole = verdicts(orders, PLAN, TODAY)
    bounds = zip([0, *cuts], [*cuts, len(orders)], strict=True)
    slices = [verdicts(orders.iloc[start:end], PLAN, TODAY) for start, end in bounds]
    together = pd.concat(slices)
    assert together.to_numpy().tolist() == whole.to_numpy().tolist()
    assert list(together.columns) == list(whole.columns)
    assert together.index.tolist() == whole.index.tolist()
    names = result_names(list(orders.columns))
    added = sum((counted(each, names) for each in slices), start=counted(whole.iloc[:0], names))
    assert added == counted(whole, names)


def test_each_verdict_and_the_likeliest_mistake_are_counted() -> None:
    """The volume of 24 g at 20 % is 120 mL, and 100 mL is another one."""
    rows = [
        SCIG,
        {**SCIG, "order": "20 g/wk"},
        {**SCIG, "order": "31.0007 g/wk"},
        {**SCIG, "ivig_dose": "60"},
        {**SCIG, "product": "Hizentra", "order_volume": "100 mL"},
    ]
    assert dict(counted(verdicts(table(*rows), PLAN, TODAY))) == {
        ("verdict", "right"): 1,
        ("verdict", "deviates"): 3,
        ("verdict", "not read"): 1,
        ("mistake", "no_uplift"): 1,
        ("mistake", "none known"): 1,
        ("mistake", "volume_differs"): 1,
    }


def test_two_mistakes_made_together_are_counted_as_the_same_two_in_any_order() -> None:
    results = pd.DataFrame(
        [["deviates", "a + b; c"], ["deviates", "b + a"], ["deviates", "c"]],
        columns=["verdict", "mistakes"],
    )
    counts = counted(results)
    assert (counts["mistake", "a + b"], counts["mistake", "c"]) == (2, 1)
