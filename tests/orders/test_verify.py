"""Orders worked by hand: the deviation, the tolerance, the implied factor, the working."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, answered, finding, refusal_of, result_of
from hypothesis import given
from hypothesis import strategies as st

SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
INDUCTION = {"of": "induction", "weight": "80 kg", "days": 5}
# The five keys of a verdict that are numbers, in the order of the columns below.
NUMBERS = ("expected", "ordered", "deviation", "deviation_percent")


@pytest.mark.parametrize(
    ("request_", "numbers", "unit", "within"),
    [
        # 60 x 4 / 3 / 4 x 1.2 = 24; 20 - 24 = -4; -4 / 24 = -16.66...%
        pytest.param(
            SCIG | {"order": "20 g/wk"},
            ("24", "20", "-4", "-16.66666666666666666666666667"),
            "g/wk",
            False,
            id="SCIg at 20 g a week in place of 24 g",
        ),
        # 2 x 80 = 160; 32 g a day
        pytest.param(
            INDUCTION | {"order": "32 g/day"}, ("32", "32", "0", "0"), "g", True, id="induction"
        ),
        # 1 x 70 = 70; 72 - 70 = 2; 2 / 70 = 2.857...%
        pytest.param(
            {
                "of": "maintenance",
                "weight": "70 kg",
                "dose": "1 g/kg",
                "every": "4 weeks",
                "order": "72 g every 4 weeks",
            },
            ("70", "72", "2", "2.857142857142857142857142857"),
            "g",
            True,
            id="maintenance within tolerance",
        ),
        # 1 g/m2 x 2 m2 = 2 g
        pytest.param(
            {
                "of": "cyclophosphamide",
                "weight": "80 kg",
                "height": "180 cm",
                "order": "1500 mg",
            },
            ("2", "1.5", "-0.5", "-25"),
            "g",
            False,
            id="intravenous cyclophosphamide",
        ),
        # 80 to 160 mg a day: 200 is 40 above the nearer end, 25 %
        pytest.param(
            {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "200 mg/day"},
            ("160", "200", "40", "25"),
            "mg",
            False,
            id="oral cyclophosphamide above the range",
        ),
        # 60 is 20 below the nearer end, 25 %
        pytest.param(
            {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "60 mg/day"},
            ("80", "60", "-20", "-25"),
            "mg",
            False,
            id="oral cyclophosphamide below the range",
        ),
        pytest.param(
            {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "120 mg/day"},
            ("120", "120", "0", "0"),
            "mg",
            True,
            id="oral cyclophosphamide inside the range",
        ),
        # 375 mg/m2 x 2 m2 = 750 mg
        pytest.param(
            {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "675 mg"},
            ("750", "675", "-75", "-10"),
            "mg",
            False,
            id="rituximab",
        ),
    ],
)
def test_a_verdict_worked_by_hand(
    request_: dict[str, Any], numbers: tuple[str, ...], unit: str, *, within: bool
) -> None:
    result = result_of("verify", **request_)
    units = (unit, unit, unit, "%")
    for name, number, its_unit in zip(NUMBERS, numbers, units, strict=True):
        assert result[name] == {"value": number, "unit": its_unit}, name
    assert result["within_tolerance"] is within
    assert result["tolerance"] == {"value": "5", "unit": "%"}


def test_the_ends_of_a_range_stand_beside_the_expected_dose() -> None:
    asked = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "60 mg/day"}
    result = result_of("verify", **asked)
    assert result["expected_low"] == {"value": "80", "unit": "mg"}
    assert result["expected_high"] == {"value": "160", "unit": "mg"}


# --- the tolerance --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "tolerance", "within"),
    [
        # 5 % of 24 g is 1.2 g
        pytest.param("25.19 g/wk", None, True, id="just below 5 % above"),
        pytest.param("25.2 g/wk", None, True, id="exactly 5 % above is within"),
        pytest.param("25.21 g/wk", None, False, id="just over 5 % above"),
        pytest.param("22.81 g/wk", None, True, id="just below 5 % below"),
        pytest.param("22.8 g/wk", None, True, id="exactly 5 % below is within"),
        pytest.param("22.79 g/wk", None, False, id="just over 5 % below"),
        # 10 % is 2.4 g
        pytest.param("26.4 g/wk", "10 %", True, id="exactly 10 % above, at 10 %"),
        pytest.param("26.41 g/wk", "10 percent", False, id="just over 10 % above, at 10 %"),
        pytest.param("24 g/wk", "0 %", True, id="the dose itself, at 0 %"),
        pytest.param("24.01 g/wk", "0 %", False, id="anything else, at 0 %"),
    ],
)
def test_the_tolerance_below_on_and_above(
    order: str, tolerance: str | None, *, within: bool
) -> None:
    asked = SCIG | {"order": order} | ({} if tolerance is None else {"tolerance": tolerance})
    result = result_of("verify", **asked)
    assert result["within_tolerance"] is within
    if within:
        assert result["mistakes"] == []


@pytest.mark.parametrize(
    ("dose", "every", "order"),
    [
        # 46 x 4 / 6 / 4 x 1.2 = 46 / 5; 35 / 5; 70 x 1.2 / 3; 50 x 1.2 x 7 / 30 days
        pytest.param("46 g", "6 weeks", "9.2 g/wk", id="46 g every 6 weeks"),
        pytest.param("35 g", "6 weeks", "7 g/wk", id="35 g every 6 weeks"),
        pytest.param("70 g", "3 weeks", "28 g/wk", id="70 g every 3 weeks"),
        pytest.param("50 g", "30 days", "14 g/wk", id="50 g every 30 days"),
    ],
)
def test_an_exactly_right_order_deviates_by_nothing(dose: str, every: str, order: str) -> None:
    asked = {"of": "scig", "ivig_dose": dose, "every": every, "order": order}
    result = result_of("verify", **asked, tolerance="0 %")
    assert result["deviation"] == {"value": "0", "unit": "g/wk"}
    assert result["deviation_percent"] == {"value": "0", "unit": "%"}
    assert result["within_tolerance"] is True
    assert result["mistakes"] == []


@pytest.mark.parametrize(
    ("order", "beside", "verdict"),
    [
        pytest.param("80 g", {}, "right", id="the dose alone"),
        pytest.param("80 g IV every 3 weeks", {}, "right", id="all as it was asked"),
        pytest.param("80 g every 4 weeks", {}, "deviates", id="another interval"),
        pytest.param("80 g", {"order_every": "4 weeks"}, "deviates", id="the interval beside it"),
        pytest.param("80 g SC", {}, "deviates", id="another route"),
        pytest.param("90 g every 3 weeks", {}, "deviates", id="another dose"),
    ],
)
def test_an_order_that_differs_in_anything_deviates_whatever_its_dose(
    order: str, beside: dict[str, str], verdict: str
) -> None:
    asked = {"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
    assert result_of("verify", **asked, order=order, **beside)["verdict"] == verdict


def test_a_weekly_dose_ordered_daily_is_told_and_so_is_the_reverse() -> None:
    """24 x 7 = 168 g a week, 600 % above; 160 mg a day once a week is 22.9 mg a day."""
    result = result_of("verify", **SCIG, order="24 g/day")
    assert result["deviation_percent"] == {"value": "600", "unit": "%"}
    assert result["mistakes"][0]["names"] == ["weekly_as_daily"]
    assert result["mistakes"][0]["working"] == (
        "The dose of a week was ordered for each day: 24 g/week × 7 = 168 g/week."
    )
    oral = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "160 mg/wk"}
    names = [each["names"] for each in result_of("verify", **oral)["mistakes"]]
    assert ["weekly_as_daily"] in names


def test_a_dose_that_does_not_end_meets_the_tolerance_exactly() -> None:
    """140 x 4 / 6 / 4 x 1.2 is 28 by way of 23.33...; 5 % above is 29.4."""
    asked = {"of": "scig", "ivig_dose": "140 g", "every": "6 weeks"}
    assert result_of("verify", **asked, order="29.4 g/wk")["within_tolerance"] is True
    assert result_of("verify", **asked, order="29.41 g/wk")["within_tolerance"] is False


@pytest.mark.parametrize(
    ("tolerance", "says"),
    [
        pytest.param("5", "has no unit", id="no unit"),
        pytest.param(5, "has no unit", id="a bare number"),
        pytest.param("-5 %", "negative", id="below nothing"),
        pytest.param("100 %", "less than 100 %", id="the whole dose"),
        pytest.param("five %", "does not begin with a number", id="in words"),
    ],
)
def test_a_tolerance_that_cannot_be_used_is_refused(tolerance: object, says: str) -> None:
    refused = refusal_of("verify", **SCIG, order="24 g/wk", tolerance=tolerance)
    assert refused.field == "tolerance"
    assert says in refused.message


# --- the implied factor ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "factor"),
    [
        # the base is 20 g a week
        pytest.param("20 g/wk", "1", id="the base itself"),
        pytest.param("24 g/wk", "1.2", id="the plan's uplift"),
        pytest.param("27.4 g/wk", "1.37", id="the factor of another label"),
    ],
)
def test_an_order_of_scig_implies_a_factor(order: str, factor: str) -> None:
    result = result_of("verify", **SCIG, order=order)
    assert result["implied_factor"] == {"value": factor, "unit": "1"}
    assert "implied_factor" not in result.get("reasons", {})


def test_an_order_of_anything_else_implies_no_factor() -> None:
    result = result_of("verify", **INDUCTION, order="32 g/day")
    assert result["implied_factor"] is None
    assert "SCIg" in result["reasons"]["implied_factor"]


# --- working and checks ---------------------------------------------------------------------------


def test_the_working_of_the_calculator_comes_first_and_the_comparison_after_it() -> None:
    plain = answer_to("scig", ivig_dose="60 g", every="3 weeks")["working"]
    working = answer_to("verify", **SCIG, order="20 g/wk")["working"]
    assert working[: len(plain)] == plain
    assert [step["label"] for step in working[len(plain) :]] == [
        "Expected",
        "Ordered",
        "Deviation",
        "Deviation in per cent",
        "Factor from IV to SC that the order implies",
    ]
    assert [step["working"] for step in working[len(plain) :]] == [
        "Weekly SCIg, with the plan's uplift: 24 g/week",
        '"20 g/wk" = 20 g/week',
        "20 g/week − 24 g/week = -4 g/week",
        "-4 g/week ÷ 24 g/week ≈ -16.7 %, outside ±5 %",
        "20 g/week ÷ 20 g/week = 1",
    ]
    assert all(step["sources"] for step in working)


def test_a_volume_shows_the_concentration_and_its_source() -> None:
    working = answer_to("verify", **SCIG, order="120 mL/wk", product="Hizentra")["working"]
    [ordered] = [step for step in working if step["label"] == "Ordered"]
    assert ordered["working"] == "120 mL × 0.2 g/mL = 24 g/week"
    assert "Hizentra" in ordered["sources"][0]


@pytest.mark.parametrize(
    ("tolerance", "source"),
    [
        pytest.param({}, "Project policy · Tolerance of an order", id="none is entered"),
        pytest.param({"tolerance": "5 %"}, "Project policy · Tolerance of an order", id="the same"),
        pytest.param({"tolerance": "10 %"}, "As entered", id="one's own"),
    ],
)
def test_a_tolerance_names_whose_it_is(tolerance: dict[str, str], source: str) -> None:
    working = answer_to("verify", **SCIG, order="20 g/wk", **tolerance)["working"]
    [share] = [step for step in working if step["label"] == "Deviation in per cent"]
    assert share["sources"] == [source]


@pytest.mark.parametrize(
    ("order", "says"),
    [
        pytest.param("120 mg/day", "80 mg to 160 mg; the order lies inside", id="inside"),
        pytest.param("200 mg/day", "80 mg to 160 mg; the nearer end is 160 mg", id="outside"),
    ],
)
def test_a_range_is_told_with_where_the_order_lies(order: str, says: str) -> None:
    asked = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": order}
    working = answer_to("verify", **asked)["working"]
    [expected] = [step for step in working if step["label"] == "Expected"]
    assert expected["working"] == says


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({**INDUCTION, "order": "32 g/day"}, id="induction"),
        pytest.param({**SCIG, "order": "20 g/wk"}, id="scig"),
        pytest.param(
            {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "750 mg"},
            id="rituximab",
        ),
    ],
)
def test_the_checks_are_those_of_the_calculator(request_: dict[str, Any]) -> None:
    facts = {"iga_deficiency": "yes", "anti_iga_antibodies": "yes", "active_infection": "no"}
    own = {key: value for key, value in request_.items() if key not in {"of", "order"}}
    checks = answer_to(request_["of"], **own, facts=facts)["checks"]
    assert answer_to("verify", **request_, facts=facts)["checks"] == checks


def test_an_order_of_what_is_contraindicated_is_verified_and_says_so() -> None:
    facts = {"iga_deficiency": "yes", "anti_iga_antibodies": "yes"}
    answer = answer_to("verify", **SCIG, order="24 g/wk", facts=facts)
    assert answer["checks"]["outcome"] == "contraindicated"
    assert finding(answer, "iga_deficiency_with_antibodies")["outcome"] == "contraindicated"
    assert answer["result"]["within_tolerance"] is True


def test_the_other_factors_stand_beside_the_verdict() -> None:
    others = answered("verify", **SCIG, order="20 g/wk").result.alternatives()
    assert [other.choice for other in others] == [
        "equal_dose",
        "label_1_30",
        "label_1_37",
        "formerly_1_53",
    ]


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "field", "says"),
    [
        pytest.param({"order": "24 g/wk"}, "of", "induction, maintenance, scig", id="of nothing"),
        pytest.param({"of": "body", "order": "2 g"}, "of", "cannot be verified", id="of a size"),
        pytest.param({"of": 5, "order": "2 g"}, "of", '"5"', id="of a number"),
        pytest.param({"of": "sciig", "order": "2 g"}, "of", "Did you mean scig?", id="misspelt"),
        pytest.param(
            SCIG | {"order": "24 g/wk", "days": 5},
            "days",
            "not an input of scig; an order of it is verified with ivig_dose, every",
            id="a key of induction with SCIg",
        ),
        pytest.param(
            INDUCTION | {"order": "32 g/day", "bsa_cap": "2 m2"},
            "bsa_cap",
            "not an input of induction",
            id="a key of rituximab with induction",
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "start": "2026-11-22"},
            "start",
            "not an input",
            id="a key of another calculator altogether",
        ),
        pytest.param(
            {"of": "induction", "weight": "80 kg", "order": "32 g/day"},
            "days",
            "Days is missing",
            id="what the calculator itself asks for",
        ),
        pytest.param(
            INDUCTION | {"weight": "8 kg", "order": "32 g/day"},
            "weight",
            "outside 20 kg to 400 kg",
            id="a weight that is refused",
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "product": "Privigen"},
            "product",
            "Privigen is given IV",
            id="an intravenous product for SCIg",
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "product": "Rituximab"},
            "product",
            "not immunoglobulin",
            id="another drug",
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "product": 5}, "product", "must be text", id="no name"
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "product": "Hizentra", "concentration": "10 %"},
            "concentration",
            "does not fit",
            id="a concentration that the product does not have",
        ),
        pytest.param(
            SCIG | {"order": "24 g/wk", "concentration": "0 %"},
            "concentration",
            "above zero",
            id="a concentration of nothing",
        ),
        pytest.param(
            {
                "of": "cyclophosphamide",
                "route": "po",
                "weight": "80 kg",
                "order": "100 mg",
                "concentration": "20 mg/mL",
            },
            "concentration",
            "no part in an oral dose",
            id="a concentration of tablets",
        ),
        pytest.param(
            {
                "of": "rituximab",
                "weight": "80 kg",
                "height": "180 cm",
                "order": "750 mg",
                "product": "Rituximab",
                "concentration": "5 mg/mL",
            },
            "concentration",
            "does not fit",
            id="a bag stronger than its label has it",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(request_: dict[str, Any], field: str, says: str) -> None:
    refused = refusal_of("verify", **request_)
    assert refused.field == field
    assert says in refused.message


@pytest.mark.parametrize(
    ("concentration", "volume"),
    [
        pytest.param("10 mg/mL", "75 mL", id="that of the vial"),
        pytest.param("1 mg/mL", "750 mL", id="the weakest bag"),
        pytest.param("4 mg/mL", "187.5 mL", id="the strongest bag"),
    ],
)
def test_a_bag_may_be_as_dilute_as_the_label_has_it(concentration: str, volume: str) -> None:
    asked = {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "product": "Rituximab"}
    result = result_of("verify", **asked, order=volume, concentration=concentration)
    assert result["ordered"] == {"value": "750", "unit": "mg"}
    assert result["within_tolerance"] is True


def test_tablets_have_a_product_and_no_concentration() -> None:
    asked = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "100 mg/day"}
    result = result_of("verify", **asked, product="Cyclophosphamide tablets")
    assert result["within_tolerance"] is True


SIZES = st.fixed_dictionaries(
    {
        "weight": st.integers(400, 1500).map(lambda tenths: f"{tenths / 10} kg")
        | st.integers(90, 330).map(lambda pounds: f"{pounds} lb"),
        "height": st.integers(1530, 2050).map(lambda tenths: f"{tenths / 10} cm"),
        "sex": st.sampled_from(["male", "female"]),
    }
)


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"of": "rituximab", "order": "375 mg/m2 weekly x 4"}, id="rituximab"),
        pytest.param({"of": "cyclophosphamide", "order": "1000 mg/m²"}, id="cyclophosphamide"),
        pytest.param(
            {"of": "cyclophosphamide", "order": "1 g/m2", "bsa_formula": "du_bois"},
            id="another formula",
        ),
        pytest.param(
            {"of": "induction", "days": 5, "order": "0.4 g/kg/day x 5 days"}, id="induction"
        ),
        pytest.param(
            {"of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "order": "1 g/kg q3w"},
            id="maintenance",
        ),
        pytest.param(
            {
                "of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "order": "1000 mg/kg",
                "dosing_weight": "ideal",
            },
            id="by ideal weight",
        ),
        pytest.param(
            {
                "of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "order": "10 mL/kg",
                "product": "Privigen",
            },
            id="in mL a kg, at 0.1 g/mL",
        ),
    ],
)  # fmt: skip
@given(size=SIZES)
def test_the_plans_dose_a_kg_or_m2_deviates_by_nothing_at_any_size(
    asked: dict[str, Any], size: dict[str, str]
) -> None:
    result = result_of("verify", **asked, **size, tolerance="0 %")
    assert result["deviation"]["value"] == "0"
    assert result["verdict"] == "right"
    assert result["mistakes"] == []


def test_an_order_by_weight_shows_what_it_was_multiplied_by() -> None:
    weight = {"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
    asked = weight | {"order": "1 g/kg q3w"}
    working = {each["label"]: each["working"] for each in answer_to("verify", **asked)["working"]}
    assert working["Ordered"] == "1 g/kg × 80 kg = 80 g"
