"""What else an order says: interval, number of days or doses, volume, rate."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from asking import PLAN, TODAY, answer_to, finding, refusal_of, result_of

from exchange.order_files.verdicts import verdicts

MAINTENANCE = {"of": "maintenance", "weight": "70 kg", "dose": "1 g/kg", "every": "3 weeks"}
SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks", "order": "24 g/wk"}
INDUCTION = {"of": "induction", "weight": "80 kg", "days": 5}
SIZE = {"weight": "80 kg", "height": "180 cm"}
CYCLOPHOSPHAMIDE = {"of": "cyclophosphamide", **SIZE}
RITUXIMAB = {"of": "rituximab", **SIZE}
TWO_DOSES = {"of": "rituximab", "regimen": "two_doses"}
ORAL = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "100 mg/day"}
NO_RISK = {"facts": {"thrombosis_or_renal_risk": "no"}}
FASTEST = MAINTENANCE | NO_RISK | {"order": "70 g", "product": "Privigen"}


def compared(what: str, request: dict[str, Any]) -> dict[str, Any]:
    """Return the one comparison of a kind in the answer to a request."""
    rows: list[dict[str, Any]] = result_of("verify", **request)["also"]
    [found] = [row for row in rows if row["what"] == what]
    assert list(found) == ["what", "ordered", "expected", "agrees", "working"]
    return found


def test_an_order_that_says_nothing_else_is_compared_with_nothing_else() -> None:
    assert result_of("verify", **MAINTENANCE, order="70 g")["also"] == []


@pytest.mark.parametrize(
    ("request_", "expected", "agrees"),
    [
        pytest.param(
            MAINTENANCE | {"order": "70 g every 3 weeks"}, ("3", "wk"), True, id="in the order"
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g every 4 weeks"}, ("3", "wk"), False, id="another"
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "order_every": "21 days"},
            ("3", "wk"),
            True,
            id="beside the order, in days",
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "order_every": "20 days"},
            ("3", "wk"),
            False,
            id="a day short",
        ),
        pytest.param(SCIG | {"order_every": "1 week"}, ("1", "wk"), True, id="SCIg weekly"),
        pytest.param(SCIG | {"order_every": "2 weeks"}, ("1", "wk"), False, id="SCIg fortnightly"),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"order": "2 g every 1 month"},
            ("1", "mo"),
            True,
            id="cyclophosphamide monthly",
        ),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"order": "2 g every 4 weeks"},
            ("1", "mo"),
            True,
            id="the plan's month is four weeks",
        ),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"order": "2 g every 3 weeks"},
            ("1", "mo"),
            False,
            id="cyclophosphamide every 3 weeks",
        ),
        pytest.param(
            RITUXIMAB | {"order": "750 mg", "order_every": "1 week"},
            ("7", "d"),
            True,
            id="rituximab weekly",
        ),
        pytest.param(
            INDUCTION | {"order": "32 g/day", "order_every": "1 day"},
            ("1", "d"),
            True,
            id="a course is given each day",
        ),
        pytest.param(
            RITUXIMAB | {"order": "750 mg every 2 weeks"}, ("7", "d"), False, id="every 2 weeks"
        ),
        pytest.param(
            TWO_DOSES | {"order": "1000 mg every 2 weeks"}, ("14", "d"), True, id="two doses"
        ),
    ],
)
def test_an_interval_is_compared(
    request_: dict[str, Any], expected: tuple[str, str], *, agrees: bool
) -> None:
    found = compared("interval", request_)
    assert found["expected"] == {"value": expected[0], "unit": expected[1]}
    assert found["agrees"] is agrees
    assert ("is not the interval" in found["working"]) is not agrees


def test_a_week_for_which_an_exposure_is_ordered_is_no_interval() -> None:
    asked = MAINTENANCE | {"every": "4 weeks", "order": "17.5 g every 1 week"}
    result = result_of("verify", **asked)
    assert result["within_tolerance"] is True
    assert result["also"] == []


@pytest.mark.parametrize(
    ("request_", "what", "ordered", "expected", "agrees"),
    [
        pytest.param(
            INDUCTION | {"order": "32 g daily for 5 days"},
            "days",
            {"value": "5", "unit": "d"},
            {"value": "5", "unit": "d"},
            True,
            id="the days of the course",
        ),
        pytest.param(
            INDUCTION | {"order": "160 g over 4 days"},
            "days",
            {"value": "4", "unit": "d"},
            {"value": "5", "unit": "d"},
            False,
            id="a day too few",
        ),
        pytest.param(
            RITUXIMAB | {"order": "750 mg weekly x 4"},
            "doses",
            {"value": "4", "unit": "1"},
            {"value": "4", "unit": "1"},
            True,
            id="the doses of rituximab",
        ),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"order": "2 g monthly x 12"},
            "doses",
            {"value": "12", "unit": "1"},
            {"value": "6", "unit": "1"},
            False,
            id="twice the doses of cyclophosphamide",
        ),
        pytest.param(
            TWO_DOSES | {"order": "1000 mg x 2 doses"},
            "doses",
            {"value": "2", "unit": "1"},
            {"value": "2", "unit": "1"},
            True,
            id="two doses",
        ),
    ],
)
def test_a_number_of_days_or_doses_is_compared(
    request_: dict[str, Any],
    what: str,
    ordered: dict[str, str],
    expected: dict[str, str],
    *,
    agrees: bool,
) -> None:
    found = compared(what, request_)
    assert found["ordered"] == ordered
    assert found["expected"] == expected
    assert found["agrees"] is agrees


# --- volume ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("volume", "agrees"),
    [
        # 24 g / 0.2 g/mL = 120 mL; 5 % is 6 mL
        pytest.param("120 mL", True, id="the volume itself"),
        pytest.param("126 mL", True, id="exactly 5 % above"),
        pytest.param("126.1 mL", False, id="just over 5 % above"),
    ],
)
def test_a_volume_is_compared_within_the_tolerance(volume: str, *, agrees: bool) -> None:
    found = compared("volume", SCIG | {"order_volume": volume, "product": "Hizentra"})
    assert found["expected"] == {"value": "120", "unit": "mL"}
    assert found["agrees"] is agrees
    assert found["working"].startswith("24 g ÷ 0.2 g/mL = 120 mL")


def test_a_volume_at_another_concentration_on_record_names_it() -> None:
    """24 g at 16.5 % is 145.45 mL."""
    found = compared("volume", SCIG | {"order_volume": "145 mL", "product": "Hizentra"})
    assert found["agrees"] is False
    assert "at 0.165 g/mL it would be ≈ 145.5 mL" in found["working"]


# --- rate -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "expected", "agrees"),
    [
        # Privigen, CIDP: 8 mg/kg/min; at 100 mg/mL 0.08 mL/kg/min = 4.8 mL/kg/h; x 70 kg = 336 mL/h
        pytest.param("335.9 mL/h", {"value": "336", "unit": "mL/h"}, True, id="just below"),
        pytest.param("336 mL/h", {"value": "336", "unit": "mL/h"}, True, id="the maximum"),
        pytest.param("336.1 mL/h", {"value": "336", "unit": "mL/h"}, False, id="just above"),
        pytest.param("4.8 mL/kg/h", {"value": "4.8", "unit": "mL/kg/h"}, True, id="mL a kg"),
        pytest.param("8.1 mg/kg/min", {"value": "8", "unit": "mg/kg/min"}, False, id="mg a kg"),
        # 8 mg/kg/min x 70 kg x 60 min/h
        pytest.param("33600 mg/h", {"value": "33600", "unit": "mg/h"}, True, id="mg an hour"),
    ],
)
def test_a_rate_is_compared_with_the_labelled_maximum(
    rate: str, expected: dict[str, str], *, agrees: bool
) -> None:
    found = compared("rate", FASTEST | {"order_rate": rate})
    assert found["expected"] == expected
    assert found["agrees"] is agrees
    assert "the label's maximum (CIDP), 8 mg/kg/min" in found["working"]
    assert ("ABOVE" in found["working"]) is not agrees


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        pytest.param(
            MAINTENANCE
            | NO_RISK
            | {"order": "70 g", "product": "Gammagard Liquid", "order_rate": "378 mL/h"},
            "(MMN)",  # 5.4 mL/kg/h x 70 kg = 378
            id="the label's table on MMN",
        ),
        pytest.param(
            MAINTENANCE
            | NO_RISK
            | {"order": "70 g", "product": "Octagam 10 %", "order_rate": "504 mL/h"},
            "(ITP)",  # 12 mg/kg/min x 70 kg x 60 min/h at 100 mg/mL, as in the ladder
            id="without either, the first table, as in the ladder",
        ),
        pytest.param(
            RITUXIMAB | {"order": "750 mg", "product": "Rituximab", "order_rate": "400 mg/h"},
            "400 mg/h",
            id="a rate that goes by no weight",
        ),
    ],
)
def test_the_maximum_is_that_of_the_table_that_fits(request_: dict[str, Any], says: str) -> None:
    found = compared("rate", request_)
    assert says in found["working"]
    assert found["agrees"] is True


AT_RISK = {"facts": {"thrombosis_or_renal_risk": "yes"}}


@pytest.mark.parametrize(
    ("product", "rate", "agrees", "says"),
    [
        # Panzyga at risk: 3.3 mg/kg/min x 70 kg x 60 min/h at 100 mg/mL = 138.6 mL/h
        pytest.param("Panzyga", "138.6 mL/h", True, "here 138.6 mL/h", id="the ceiling at risk"),
        pytest.param("Panzyga", "138.7 mL/h", False, "ABOVE", id="just above the ceiling at risk"),
        pytest.param("Panzyga", "384 mL/h", False, "ABOVE", id="the ordinary maximum's rate"),
        pytest.param("Gamunex-C", "100 mL/h", False, "enter the ceiling", id="a label without one"),
        pytest.param("Octagam 5 %", "10 mL/h", False, "enter the ceiling", id="an ordinary one"),
    ],
)
def test_a_rate_at_risk_is_held_against_the_ceiling_of_the_ladder(
    product: str, rate: str, says: str, *, agrees: bool
) -> None:
    order = {"order": "70 g", "product": product, "order_rate": rate}
    answer = answer_to("verify", **MAINTENANCE | AT_RISK | order)
    [found] = [each for each in answer["result"]["also"] if each["what"] == "rate"]
    assert found["agrees"] is agrees
    assert says in found["working"]
    assert answer["result"]["verdict"] == ("right" if agrees else "deviates")


@pytest.mark.parametrize(
    ("product", "rate", "says", "words"),
    [
        pytest.param("Panzyga", "138.6 mL/h", "right", "at most", id="right at risk as well"),
        pytest.param(
            "Panzyga", "138.7 mL/h", "not settled", "here 138.6 mL/h, and the risk is not recorded",
            id="right only without a risk",
        ),
        pytest.param(
            "Gamunex-C", "100 mL/h", "not settled", "at risk of thrombosis or renal failure the "
            "label gives no number", id="a label without a number at risk",
        ),
        # 12 mg/kg/min x 70 kg x 60 min/h at 100 mg/mL = 504 mL/h
        pytest.param("Panzyga", "504.1 mL/h", "deviates", "ABOVE", id="above the ordinary maximum"),
    ],
)  # fmt: skip
def test_a_rate_about_which_an_unrecorded_risk_decides_is_not_settled(
    product: str, rate: str, says: str, words: str
) -> None:
    order = {"order": "70 g", "product": product, "order_rate": rate}
    result = result_of("verify", **MAINTENANCE | order)
    [found] = [each for each in result["also"] if each["what"] == "rate"]
    assert found["agrees"] is {"right": True, "not settled": None, "deviates": False}[says]
    assert words in found["working"]
    assert result["verdict"] == says
    risk = finding(answer_to("verify", **MAINTENANCE | order), "infusion_risk")
    assert risk["outcome"] == "unknown"
    row = pd.DataFrame([{"of": "maintenance", **MAINTENANCE, **order}])
    assert list(verdicts(row, PLAN, TODAY)["verdict"]) == [says]


@pytest.mark.parametrize(
    ("ceiling", "rate", "agrees", "says"),
    [
        # 2 mg/kg/min x 70 kg x 60 min/h at 100 mg/mL = 84 mL/h
        pytest.param("2 mg/kg/min", "83.9 mL/h", True, "at most", id="below the ceiling"),
        pytest.param("2 mg/kg/min", "84 mL/h", True, "at most", id="on it"),
        pytest.param("2 mg/kg/min", "84.1 mL/h", False, "ABOVE the ceiling", id="above it"),
        # the label's own maximum, 8 mg/kg/min, is 336 mL/h
        pytest.param("400 mL/h", "336.1 mL/h", False, "ABOVE the label", id="above the label's"),
    ],
)
def test_where_a_label_has_no_number_at_risk_the_prescribers_ceiling_decides(
    ceiling: str, rate: str, says: str, *, agrees: bool
) -> None:
    order = {"order": "70 g", "product": "Gamunex-C", "order_rate": rate, "max_rate": ceiling}
    found = compared("rate", MAINTENANCE | AT_RISK | order)
    assert found["agrees"] is agrees
    assert says in found["working"]


def test_a_rate_within_an_entered_ceiling_is_settled_whether_there_is_a_risk_or_none() -> None:
    order = {"order": "70 g", "product": "Gamunex-C", "order_rate": "80 mL/h"}
    result = result_of("verify", **MAINTENANCE, **order, max_rate="2 mg/kg/min")
    assert result["verdict"] == "right"


def test_the_rates_of_another_indication_are_those_that_are_held_against_an_order() -> None:
    """Octagam 10 %: ITP 12 mg/kg/min x 70 kg is 504 mL/h, dermatomyositis 4 mg/kg/min is 168."""
    order = {"order": "70 g", "product": "Octagam 10 %", "order_rate": "200 mL/h"}
    assert compared("rate", MAINTENANCE | NO_RISK | order)["agrees"] is True
    found = compared("rate", MAINTENANCE | NO_RISK | order | {"indication": "DM"})
    assert found["agrees"] is False
    assert found["expected"] == {"value": "168", "unit": "mL/h"}


def test_a_ceiling_below_the_labelled_maximum_of_rituximab_decides() -> None:
    asked = RITUXIMAB | {"order": "750 mg", "product": "Rituximab", "order_rate": "150 mg/h"}
    assert compared("rate", asked)["agrees"] is True
    found = compared("rate", asked | {"max_rate": "100 mg/h"})
    assert found["agrees"] is False
    assert "ABOVE the ceiling that was entered" in found["working"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        # Panzyga: 504 mL/h for anyone, 138.6 mL/h at risk
        pytest.param("yes", "deviates", id="at risk"),
        pytest.param("Y", "deviates", id="at risk, in short"),
        pytest.param("no", "right", id="not at risk"),
        pytest.param("", "not settled", id="nothing recorded"),
        pytest.param("unknown", "not settled", id="said to be unknown"),
    ],
)
def test_a_column_of_a_file_says_whether_the_patient_is_at_risk(cell: str, says: str) -> None:
    order = {"order": "70 g", "product": "Panzyga", "order_rate": "300 mL/h"}
    row = pd.DataFrame([{**MAINTENANCE, **order, "thrombosis_or_renal_risk": cell}])
    assert list(verdicts(row, PLAN, TODAY)["verdict"]) == [says]


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [
        pytest.param({"order_rate": "120 mL/h", "product": "Privigen"}, "not read", id="a rate"),
        pytest.param({}, "right", id="no rate, about which it decides"),
    ],
)
def test_a_risk_that_cannot_be_read_refuses_an_order_with_a_rate(
    beside: dict[str, str], verdict: str
) -> None:
    order = {**MAINTENANCE, "order": "70 g", "Thrombosis or renal risk": "perhaps", **beside}
    found = verdicts(pd.DataFrame([order]), PLAN, TODAY).iloc[0]
    assert found["verdict"] == verdict
    refused = verdict == "not read"
    assert found["error_column"] == ("Thrombosis or renal risk" if refused else "")
    said = '"perhaps" is not one of yes, no, unknown.'
    assert said in found["error" if refused else "remark"]


@pytest.mark.parametrize(
    ("request_", "count", "agrees"),
    [
        pytest.param(RITUXIMAB | {"order": "750 mg daily x 4 days"}, "4", True, id="four days"),
        pytest.param(RITUXIMAB | {"order": "750 mg x 4 days"}, "4", True, id="each of four days"),
        pytest.param(RITUXIMAB | {"order": "750 mg weekly x 28 days"}, "4", True, id="four weeks"),
        pytest.param(RITUXIMAB | {"order": "750 mg weekly x 8 weeks"}, "8", False, id="eight"),
        pytest.param(
            CYCLOPHOSPHAMIDE | {"order": "2 g every 2 months for 12 months"}, "6", True, id="months"
        ),
    ],
)
def test_a_count_in_days_or_weeks_is_counted_in_doses(
    request_: dict[str, Any], count: str, *, agrees: bool
) -> None:
    found = compared("doses", request_)
    assert found["ordered"] == {"value": count, "unit": "1"}
    assert found["agrees"] is agrees


def test_a_count_that_is_worked_out_is_written_without_digits_that_say_nothing() -> None:
    """Three times a week for four weeks are 3 × 4 = 12 doses; three a day for five days are 15."""
    weekly = compared("doses", RITUXIMAB | {"order": "250 mg three times a week for 4 weeks"})
    assert weekly["working"] == "12 doses, not as in the course of 4 doses"
    daily = compared("doses", RITUXIMAB | {"order": "250 mg TID x 5 days"})
    assert daily["working"] == "15 doses, not as in the course of 4 doses"


@pytest.mark.parametrize(
    "order",
    [
        # 24 g over 8.4 days are 20 g a week, which the missing uplift gives as well.
        pytest.param("24 g every 8.4 days", id="an interval that no mistake explains"),
        # 2.4 g a week, which a moved point gives as well.
        pytest.param("24 g every 70 days", id="one ten times as long"),
    ],
)
def test_what_is_right_at_once_is_no_mistake_of_the_dose(order: str) -> None:
    result = result_of("verify", **SCIG | {"order": order})
    assert result["verdict"] == "deviates"
    assert result["mistakes"] == []
    assert result["reasons"]["mistakes"] == (
        "What is given at once is right; the interval is another one."
    )


@pytest.mark.parametrize("order", ["750 mg x 4 days", "750 mg daily x 4 days"])
def test_four_days_for_four_weeks_deviate_by_the_interval(order: str) -> None:
    result = result_of("verify", **RITUXIMAB, order=order)
    assert result["verdict"] == "deviates"
    assert [each["names"] for each in result["mistakes"]] == [["weekly_as_daily"]]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(ORAL | {"order": "100 mg daily for 30 days"}, id="oral, for 30 days"),
        pytest.param(ORAL | {"order": "100 mg x 30 days"}, id="oral, 30 days"),
        pytest.param(SCIG | {"order": "24 g weekly x 12"}, id="SCIg, 12 weeks"),
        pytest.param(SCIG | {"order": "24 g x 12 weeks"}, id="SCIg, each of 12 weeks"),
    ],
)
def test_how_long_a_steady_dose_is_ordered_for_is_shown_and_the_plan_has_no_number(
    request_: dict[str, Any],
) -> None:
    assert compared("duration", request_)["expected"] == "no number in the plan"
    assert result_of("verify", **request_)["verdict"] == "right"


def test_a_steady_dose_by_the_month_is_refused_with_what_either_month_makes_of_it() -> None:
    """96 g / 4 = 24 g; 96 g x 7 / 30.4375 = 22.0780... g."""
    refused = refusal_of("verify", **SCIG | {"order": "96 g monthly"})
    assert refused.field == "order"
    assert "24 g a week (over 4 weeks) or ≈ 22.08 g a week (over 1 calendar month)" in str(refused)


@pytest.mark.parametrize(
    ("order", "deviation"),
    [
        # 80 kg, 180 cm: 2 m2
        pytest.param("2 g/m2", "-97.5", id="for each m², where the plan has it for each kg"),
        pytest.param("80 g/m2", "0", id="a number that comes to the same"),
    ],
)
def test_an_order_by_surface_of_a_dose_by_weight_is_multiplied_out(
    order: str, deviation: str
) -> None:
    result = result_of("verify", **INDUCTION, height="180 cm", order=order)
    assert result["deviation_percent"] == {"value": deviation, "unit": "%"}


def test_an_order_by_surface_of_a_dose_by_weight_needs_the_height() -> None:
    refused = refusal_of("verify", **INDUCTION, order="2 g/m2")
    assert refused.field == "height"
    assert "goes by body surface" in str(refused)


@pytest.mark.parametrize(
    ("order", "days", "verdict", "mistake"),
    [
        # 70 g in all
        pytest.param("35 g daily x 2", 2, "right", None, id="over the days that were asked for"),
        pytest.param("35 g/day", 2, "right", None, id="of each day"),
        pytest.param("70 g", 2, "right", None, id="of the whole infusion"),
        pytest.param("70 g over 2 days", 2, "right", None, id="the whole, with its days"),
        pytest.param("14 g daily x 5", 2, "deviates", None, id="over other days"),
        pytest.param("35 g daily x 2", None, "right", None, id="over days that nobody asked for"),
        pytest.param("35 g", 2, "deviates", "daily_as_total", id="one day's for the whole"),
        pytest.param("70 g daily x 2", 2, "deviates", "total_as_daily", id="the whole each day"),
        pytest.param("70 g daily x 3", None, "deviates", "total_as_daily", id="days not asked for"),
    ],
)
def test_an_infusion_that_is_split_is_held_against_the_days_that_were_asked_for(
    order: str, days: int | None, verdict: str, mistake: str | None
) -> None:
    asked = MAINTENANCE | {"order": order} | ({} if days is None else {"days": days})
    result = result_of("verify", **asked)
    assert result["verdict"] == verdict
    named = [name for each in result["mistakes"] for name in each["names"]]
    assert mistake is None or mistake in named


def test_a_rate_that_goes_by_no_weight_is_compared_by_weight_where_it_is_ordered_so() -> None:
    """400 mg/h for 80 kg is 5 mg/kg/h, which is 0.5 mL/kg/h at 10 mg/mL."""
    asked = RITUXIMAB | {"order": "750 mg", "product": "Rituximab", "order_rate": "0.5 mL/kg/h"}
    found = compared("rate", asked)
    assert found["expected"] == {"value": "0.5", "unit": "mL/kg/h"}
    assert found["agrees"] is True


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "field", "says"),
    [
        pytest.param(
            MAINTENANCE | {"order": "70 g every 3 weeks", "order_every": "3 weeks"},
            "order_every",
            "which one counts",
            id="the interval twice",
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "order_every": "often"},
            "order_every",
            "does not begin with a number",
            id="an interval in words",
        ),
        pytest.param(
            SCIG | {"order_volume": "120 mL"},
            "order_volume",
            "give the product or the concentration",
            id="a volume without a concentration",
        ),
        pytest.param(
            SCIG | {"order_volume": "120", "product": "Hizentra"},
            "order_volume",
            "has no unit",
            id="a volume without a unit",
        ),
        pytest.param(
            ORAL | {"order_volume": "10 mL"}, "order_volume", "oral dose", id="tablets in mL"
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "order_rate": "63 mL/h"},
            "order_rate",
            "give the product",
            id="a rate without a product",
        ),
        pytest.param(
            SCIG | {"order_rate": "60 mL/h", "product": "Hizentra"},
            "order_rate",
            "Order rate: only a rate into a vein is compared; under the skin a label limits the "
            "rate at each site.",
            id="a rate under the skin",
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "product": "Privigen", "max_rate": "2"},
            "max_rate",
            'Max rate: "2" has no unit. Accepted: a number with mg/kg/min, mg/kg/h, mL/kg/h, '
            'mL/kg/min, mL/h or mg/h, for example "2 mg/kg/min".',
            id="a ceiling without a unit",
        ),
        pytest.param(
            MAINTENANCE | {"order": "70 g", "product": "Gammaked", "order_rate": "63 mL/h"},
            "order_rate",
            "not established here; use the label",
            id="a product whose maximum is not on record",
        ),
        pytest.param(
            TWO_DOSES | {"order": "1000 mg", "product": "Rituximab", "order_rate": "5 mg/kg/min"},
            "weight",
            "the labelled maximum depends on it",
            id="a rate by weight without a weight",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    request_: dict[str, Any], field: str, says: str
) -> None:
    refused = refusal_of("verify", **request_)
    assert refused.field == field
    assert says in refused.message
