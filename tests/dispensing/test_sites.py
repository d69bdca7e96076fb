"""SCIg at home: sites, sessions and minutes of every label, against the second implementation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import by_hand
import pytest
from asking import PLAN, TODAY, answer_to, answered, finding, outcome_of, result_of
from by_hand import as_written
from by_hand_infusion import (
    USES,
    clock,
    fewest_sessions,
    sessions_of_cutaquig,
    site_remark,
    sites,
    vials_of_cutaquig,
)
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import INTERVALS, IVIG_DOSES, WEIGHTS, Typed

import units
from calculators.dispensing.at_home import _sites_remark
from calculators.dispensing.sites import SiteRules, _above_at_most_sites, most_a_day
from calculators.dispensing.sites import sites as sites_of
from calculators.patient.patient import Measure, Patient
from calculators.requests.answer import answer
from calculators.working import Step
from plan_data.schema.dosing import SubcutaneousDosing
from plan_data.schema.figures import Figure

EVERY = [pytest.param(*key, id=f"{key[0]}, {key[1]}") for key in USES]
BECAUSE = {
    "too many sites": "needs more sites than the label has",
    "not established": "is not established here, or does not hold for this weight",
    "fits": "The sites fit",
}


def of_80_kg() -> Patient:
    return Patient(weight=Measure(units.quantity(80, "kg")))


def quantity(value: Fraction | None, unit: str) -> dict[str, str] | None:
    return None if value is None else {"value": as_written(value), "unit": unit}


@pytest.mark.parametrize(("product", "indication"), EVERY)
@given(
    dose=IVIG_DOSES,
    every=INTERVALS,
    weight=st.none() | WEIGHTS,
    sessions=st.none() | st.integers(1, 7),
)
def test_a_session_has_the_sites_and_the_time_that_are_worked_out_by_hand(  # noqa: PLR0917  (drawn)
    product: str,
    indication: str,
    dose: Typed,
    every: Typed,
    weight: Typed | None,
    sessions: int | None,
) -> None:
    use = USES[product, indication]
    weekly = by_hand.scig(dose.value, every.value)["weekly"]
    answer = answer_to(
        "scig",
        ivig_dose=dose.text,
        every=every.text,
        weight=weight.text if weight else None,
        product=product,
        indication=indication,
        sessions=sessions,
        start="22:45",
    )
    dealt = sessions or 1
    if product == "cutaquig":
        # By the millilitres on the vials, whose own share of a session's grams is drawn up.
        dealt = sessions or sessions_of_cutaquig(weekly, use, weight.value if weight else None)
        volume = dealt * vials_of_cutaquig(weekly / dealt)
    else:
        volume = weekly / use.g_per_ml
    assert answer["result"]["weekly_volume"] == quantity(volume, "mL")
    assert answer["result"]["volume"] == quantity(volume, "mL")
    planned = answer["result"]["sites"]
    assert [entry["phase"] for entry in planned] == ["first", "tolerated"]
    for entry in planned:
        label, rate = use.limits(entry["phase"], weight.value if weight else None)
        wanted = sessions or fewest_sessions(volume, label, use.most_sites)
        if product == "cutaquig" and entry["phase"] == "tolerated":
            wanted = dealt
        each = volume / wanted
        number, by_plan, by_label = sites(each, label)
        assert entry["sessions"] == wanted
        assert entry["session_volume"] == quantity(each, "mL")
        assert (entry["sites"], entry["sites_by_plan"]) == (number, by_plan)
        assert entry["sites_by_label"] == by_label
        assert entry["most_sites"] == use.most_sites
        assert entry["volume_per_site"] == quantity(each / number, "mL")
        assert entry["rate_per_site"] == quantity(rate, "mL/h")
        assert entry["rate"] == quantity(None if rate is None else rate * number, "mL/h")
        minutes = None
        if rate is not None:
            kilograms = weight.value if weight else None
            minutes = use.minutes(entry["phase"], kilograms, each / number, rate)
        assert entry["minutes"] == quantity(minutes, "min")
        assert entry["finish"] == (None if minutes is None else clock(22, 45, minutes))
        # What is not established is never without a word.
        if by_label is None or rate is None:
            assert "not established" in entry["remark"]
    if product != "hyqvia":
        remark = site_remark(
            use, [entry["sites"] for entry in planned], weight.value if weight else None
        )
        found = finding(answer, "sites")
        assert BECAUSE[remark] in found["because"]
        assert found["outcome"] == ("clear" if remark == "fits" else "caution")


# --- sites at and above a limit -------------------------------------------------------------------

# A week is 0.3 × IVIg every four weeks; in one session.
LIMITS = [
    # Hizentra, 20 %: × 5 mL. Tolerated 50 mL a site, by label and plan alike.
    pytest.param("hizentra", "cidp", "33.33 g", "tolerated", 1, id="49.995 mL is one site of 50"),
    pytest.param("hizentra", "cidp", "33.3333333333 g", "tolerated", 1, id="a hair below 50 mL"),
    pytest.param("hizentra", "cidp", "66.66 g", "tolerated", 2, id="99.99 mL is two sites"),
    pytest.param("hizentra", "cidp", "66.67 g", "tolerated", 3, id="100.005 mL is three"),
    # First infusions 20 mL a site: 40 g are 12 g a week, 60 mL.
    pytest.param("hizentra", "cidp", "39.99 g", "first", 3, id="59.985 mL is three sites of 20"),
    pytest.param("hizentra", "cidp", "40 g", "first", 3, id="60 mL exactly is three sites of 20"),
    pytest.param("hizentra", "cidp", "40.01 g", "first", 4, id="60.015 mL is four"),
    # Primary immunodeficiency: 15 mL at first, 25 mL once tolerated; 50 g are 75 mL.
    pytest.param("hizentra", "pi", "50 g", "first", 5, id="75 mL exactly is five sites of 15"),
    pytest.param("hizentra", "pi", "50.01 g", "first", 6, id="75.015 mL is six"),
    pytest.param("hizentra", "pi", "50 g", "tolerated", 3, id="75 mL exactly is three sites of 25"),
    pytest.param("hizentra", "pi", "50.01 g", "tolerated", 4, id="75.015 mL is four of 25"),
    # Cuvitru allows 60 mL a site and the plan 50: the plan decides. 100 g are 150 mL.
    pytest.param(
        "cuvitru", "pi", "100 g", "tolerated", 3, id="150 mL exactly is three sites of 50"
    ),
    pytest.param("cuvitru", "pi", "100.01 g", "tolerated", 4, id="150.015 mL is four of 50"),
    # Cutaquig by the mL on its vials: 55 g are 16.5 g a week, five vials of 20 mL; first 25 mL a
    # site, then 40.
    pytest.param("cutaquig", "pi", "55 g", "first", 4, id="100 mL exactly is four sites of 25"),
    pytest.param("cutaquig", "pi", "60 g", "first", 5, id="18 g are 108 mL, five of 25"),
    # 44 g are 13.2 g a week, four vials of 20 mL.
    pytest.param("cutaquig", "pi", "44 g", "tolerated", 2, id="80 mL exactly is two sites of 40"),
    pytest.param("cutaquig", "pi", "50 g", "tolerated", 3, id="15 g are 90 mL, three of 40"),
]


@pytest.mark.parametrize(("product", "indication", "dose", "phase", "number"), LIMITS)
def test_the_stricter_limit_decides_and_a_volume_on_it_needs_no_further_site(
    product: str, indication: str, dose: str, phase: str, number: int
) -> None:
    result = result_of(
        "scig",
        ivig_dose=dose,
        every="4 weeks",
        product=product,
        indication=indication,
        sessions="1",
    )
    [entry] = [entry for entry in result["sites"] if entry["phase"] == phase]
    assert entry["sites"] == number


def test_a_volume_without_a_last_digit_that_is_the_limit_needs_no_further_site() -> None:
    """1.2 × 175 ÷ 3 weeks is 70 g, 350 mL, however the third is written: seven sites of 50."""
    result = result_of("scig", ivig_dose="175 g", every="3 weeks", product="hizentra")
    assert [entry["sites"] for entry in result["sites"] if entry["phase"] == "tolerated"] == [7]


def test_the_working_shows_both_limits_and_which_decides() -> None:
    answer = answer_to("scig", ivig_dose="80 g", every="4 weeks", product="hizentra")
    lines = {step["label"]: step for step in answer["working"]}
    # 24 g are 120 mL: ÷ 50 is 2.4, ÷ 20 is 6.
    first = lines["First infusions: sites of a session"]
    assert first["working"] == (
        "120 mL ÷ 50 mL a site (the plan), up: 3; ÷ 20 mL (the label), up: 6; "
        "the stricter decides: 6"
    )
    assert "3C · SCIg maintenance · Dosing" in first["sources"]
    assert any(source.startswith("Hizentra label, CIDP") for source in first["sources"])


# --- sessions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "sessions"),
    [
        # Hizentra once tolerated: at most 8 sites of 50 mL at once, 400 mL, 80 g.
        pytest.param("266.66 g", 1, id="79.998 g, 399.99 mL, fit one session"),
        pytest.param("266.67 g", 2, id="80.001 g, 400.005 mL, need two"),
        # 533.34 × 0.3 × 5 = 800.01.
        pytest.param("533.33 g", 2, id="799.995 mL fit two"),
        pytest.param("533.34 g", 3, id="800.01 mL need three"),
    ],
)
def test_the_fewest_sessions_whose_sites_fit_are_found(dose: str, sessions: int) -> None:
    result = result_of("scig", ivig_dose=dose, every="4 weeks", product="hizentra")
    [tolerated] = [entry for entry in result["sites"] if entry["phase"] == "tolerated"]
    assert tolerated["sessions"] == sessions
    assert len(result.get("by_session", [None])) == sessions


def test_sessions_that_were_entered_hold_for_both_phases() -> None:
    result = result_of("scig", ivig_dose="80 g", every="4 weeks", product="hizentra", sessions=2)
    assert [entry["sessions"] for entry in result["sites"]] == [2, 2]
    # 120 mL in two sessions of 60: three sites of 20, two of 30.
    assert [entry["sites"] for entry in result["sites"]] == [3, 2]
    assert [entry["dose"]["value"] for entry in result["by_session"]] == ["12", "12"]


def test_a_rounding_that_adds_volume_finds_the_sessions_for_what_is_dispensed() -> None:
    """39.6 g of Cutaquig are 237.6 to 240 mL, six sites of 40; 41.25 g are more than six hold."""
    asked = {"ivig_dose": "396 g", "every": "12 weeks", "product": "cutaquig"}
    # 1.2 × 396 ÷ 12 = 39.6 g, 158.4 g in four weeks, to 160: 40 g a week, five vials of 48 mL.
    exact = result_of("scig", **asked)
    rounded = answer_to("scig", **asked, round="ontario_5g")
    assert exact["sites"][1]["sessions"] == 1
    assert rounded["result"]["dispensed"] == {"value": "40", "unit": "g"}
    assert rounded["result"]["volume"] == {"value": "240", "unit": "mL"}
    assert rounded["result"]["sites"][1]["sessions"] == 1
    # 1.2 × 402 ÷ 12 = 40.2 g, 160.8 g to 160 again; 404 g are 161.6 g, to 160; 407 g 162.8 to 165.
    more = answer_to("scig", **asked | {"ivig_dose": "407 g"}, round="ontario_5g")
    assert more["result"]["dispensed"] == {"value": "41.25", "unit": "g"}
    assert more["result"]["sites"][1]["sessions"] == 2
    assert finding(more, "sites")["outcome"] == "clear"


def test_sites_are_counted_for_the_largest_session() -> None:
    """31 g of Xembify over 6 sessions: five of 5 g and one of 6 g, which is 30 mL and two sites."""
    # 1.2 × 310 ÷ 12 = 31 g; 31 ÷ 6 × 5 = 25.83 mL on average.
    answer = answer_to(
        "scig",
        ivig_dose="310 g",
        every="12 weeks",
        product="xembify",
        sessions=6,
        round="nearest",
    )
    result = answer["result"]
    assert [each["dose"]["value"] for each in result["by_session"]] == ["5"] * 5 + ["6"]
    tolerated = result["sites"][1]
    assert tolerated["session_volume"] == {"value": "30", "unit": "mL"}
    assert tolerated["sites"] == 2
    lines = {step["label"]: step["working"] for step in answer["working"]}
    assert lines["Once tolerated: volume of the largest session"] == (
        "the most of 25 mL, 25 mL, 25 mL, 25 mL, 25 mL, 30 mL = 30 mL"
    )


def test_a_dose_that_no_week_of_sessions_holds_is_a_caution_and_shown_all_the_same() -> None:
    # 1.2 × 400 ÷ 2 = 240 g a week, 1200 mL; in seven sessions 171.4 mL, nine sites of 20.
    answer = answer_to("scig", ivig_dose="400 g", every="2 weeks", product="hizentra")
    first = answer["result"]["sites"][0]
    assert (first["sessions"], first["sites"], first["most_sites"]) == (7, 9, 8)
    assert "more than the 8" in first["remark"]
    found = finding(answer, "sites")
    assert found["outcome"] == "caution"
    assert "more sites" in found["because"]
    assert "First infusions" in found["seen"]


# --- weight, and what is not established ----------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "below_it"),
    [("cuvitru", "below it, use the label"), ("hyqvia", "the label has limits of its own")],
)
@pytest.mark.parametrize(
    ("weight", "says"),
    [
        pytest.param("39.99 kg", "below", id="just below 40 kg"),
        pytest.param("40 kg", None, id="40 kg"),
        pytest.param("40.01 kg", None, id="just above 40 kg"),
        # 88.18 lb are 39.9977… kg, 88.19 lb are 40.0023… kg.
        pytest.param("88.18 lb", "below", id="just below 40 kg in pounds"),
        pytest.param("88.19 lb", None, id="just above 40 kg in pounds"),
        pytest.param(None, "no weight is recorded", id="not recorded"),
    ],
)
def test_limits_that_hold_from_40_kg_say_so_below_it_and_where_it_is_unknown(
    product: str, below_it: str, weight: str | None, says: str | None
) -> None:
    says = below_it if says == "below" else says
    answer = answer_to("scig", ivig_dose="60 g", every="4 weeks", product=product, weight=weight)
    for entry in answer["result"]["sites"]:
        assert (says in entry["remark"]) if says else ("40 kg" not in entry["remark"])
    if says or product != "cuvitru":
        assert finding(answer, "sites")["outcome"] == "caution"
    else:
        assert finding(answer, "sites")["outcome"] == "clear"


@pytest.mark.parametrize("product", ["cuvitru"])
@pytest.mark.parametrize(
    ("weight", "timed"),
    [
        pytest.param("39.99 kg", False, id="just below 40 kg"),
        pytest.param("40 kg", True, id="40 kg"),
        pytest.param("40.01 kg", True, id="just above 40 kg"),
        pytest.param(None, False, id="not recorded"),
    ],
)
def test_a_rate_that_holds_from_40_kg_is_not_given_below_it_or_without_a_weight(
    product: str,
    weight: str | None,
    timed: bool,  # noqa: FBT001  (drawn from the table)
) -> None:
    answer = answer_to("scig", ivig_dose="60 g", every="4 weeks", product=product, weight=weight)
    for entry in answer["result"]["sites"]:
        given_out = [entry[name] is not None for name in ("rate_per_site", "rate", "minutes")]
        assert given_out == [timed] * 3
        # Its 60 mL are those from 40 kg, and more than the plan's 50, which stand alone below it.
        assert (entry["sites_by_label"] is not None) is timed


@pytest.mark.parametrize(
    ("weight", "sites", "a_site", "rates", "in_all"),
    [
        # 30 g every 3 weeks are 12 g a week with the plan's factor, 120 mL: 6 × 20 or 4 × 30 mL.
        pytest.param("39.99 kg", 6, "20", ("15", "20"), ("90", "120"), id="just below 40 kg"),
        pytest.param("40 kg", 4, "30", ("20", "30"), ("80", "120"), id="40 kg"),
    ],
)
def test_gammagard_has_limits_of_its_own_below_40_kg(
    weight: str, sites: int, a_site: str, rates: tuple[str, str], in_all: tuple[str, str]
) -> None:
    """Its label: 20 mL a site, first 15 mL/h, later 20; from 40 kg 30 mL, 20 and 30 mL/h."""
    answer = answer_to(
        "scig", ivig_dose="30 g", every="3 weeks", product="gammagard_liquid", weight=weight
    )
    found = answer["result"]["sites"]
    assert [entry["sites"] for entry in found] == [sites, sites]
    assert {entry["volume_per_site"]["value"] for entry in found} == {a_site}
    assert tuple(entry["rate_per_site"]["value"] for entry in found) == rates
    assert tuple(entry["rate"]["value"] for entry in found) == in_all


def test_without_a_weight_gammagards_volume_bounds_and_no_rate_is_given() -> None:
    answer = answer_to("scig", ivig_dose="60 g", every="4 weeks", product="gammagard_liquid")
    for entry in answer["result"]["sites"]:
        assert "no weight is recorded" in entry["remark"]
        assert entry["rate"] is None
        assert entry["sites_by_label"] is not None


def test_a_product_without_any_limit_on_record_says_so_and_keeps_to_the_plans() -> None:
    answer = answer_to("scig", ivig_dose="80 g", every="4 weeks", product="gammaked")
    for entry in answer["result"]["sites"]:
        # 24 g are 240 mL of 10 %: five sites of 50 mL by the plan.
        assert (entry["sites"], entry["sites_by_label"], entry["most_sites"]) == (5, None, None)
        assert "No label's limits a site are on record" in entry["remark"]
        assert entry["minutes"] is None
    assert finding(answer, "sites")["outcome"] == "caution"


def test_a_volume_a_site_that_is_not_established_is_not_taken_for_fine() -> None:
    """Gamunex-C: rates and sites are on record, the volume a site is not."""
    answer = answer_to("scig", ivig_dose="80 g", every="4 weeks", product="gamunex_c")
    assert all(
        "volume a site is not established" in entry["remark"] for entry in answer["result"]["sites"]
    )
    assert finding(answer, "sites")["outcome"] == "caution"


# --- the label's own doses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "weekly", "volumes"),
    [
        # 0.2 and 0.4 g/kg; 20 % is 5 mL a gram.
        pytest.param("80 kg", ("16", "32"), ("80", "160"), id="80 kg"),
        pytest.param("72.35 kg", ("14.47", "28.94"), ("72.35", "144.7"), id="72.35 kg"),
        # 154 lb are 69.85322498 kg.
        pytest.param(
            "154 lb",
            ("13.970644996", "27.941289992"),
            ("69.85322498", "139.70644996"),
            id="154 lb",
        ),
    ],
)
def test_hizentras_doses_in_cidp_stand_beside_the_plans(
    weight: str, weekly: tuple[str, str], volumes: tuple[str, str]
) -> None:
    result = result_of("scig", ivig_dose="80 g", every="4 weeks", product="hizentra", weight=weight)
    doses = result["labelled_doses"]
    assert [each["per_kg"] for each in doses] == [
        {"value": "0.2", "unit": "g/kg/wk"}, {"value": "0.4", "unit": "g/kg/wk"},
    ]  # fmt: skip
    assert tuple(each["weekly"]["value"] for each in doses) == weekly
    assert tuple(each["volume"]["value"] for each in doses) == volumes


def test_hizentras_doses_go_by_weight_and_ask_for_it() -> None:
    result = result_of("scig", ivig_dose="80 g", every="4 weeks", product="hizentra")
    assert result["labelled_doses"] is None
    assert "Enter the weight" in result["reasons"]["labelled_doses"]


def test_the_use_in_primary_immunodeficiency_names_no_dose_by_weight() -> None:
    result = result_of(
        "scig",
        ivig_dose="80 g",
        every="4 weeks",
        product="hizentra",
        indication="pi",
        weight="80 kg",
    )
    assert "labelled_doses" not in result


def test_hyqvia_is_ramped_up_to_the_ivig_dose() -> None:
    """The label's own example: 30 g every 4 weeks is 7.5, 15, 22.5 and 30 g at weeks 1, 2, 4, 7."""
    answer = answer_to("scig", ivig_dose="30 g", every="4 weeks", product="hyqvia", weight="80 kg")
    assert answer["result"]["ramp_up"] == [
        {
            "week": week,
            "dose": {"value": dose, "unit": "g"},
            "volume": {"value": volume, "unit": "mL"},
            "remark": "",
        }
        for week, dose, volume in (
            (1, "7.5", "75"),
            (2, "15", "150"),
            (4, "22.5", "225"),
            (7, "30", "300"),
        )
    ]
    steps = [step for step in answer["working"] if "ramp-up" in step["label"]]
    assert [step["working"] for step in steps] == [
        "30 g × 0.25 = 7.5 g", "30 g × 0.5 = 15 g", "30 g × 0.75 = 22.5 g", "30 g × 1 = 30 g",
    ]  # fmt: skip
    assert all(any("HyQvia" in source for source in step["sources"]) for step in steps)
    found = finding(answer, "sites")
    assert found["outcome"] == "caution"
    assert "every 2 to 4 weeks at the IVIg dose" in found["because"]


def test_hyqvia_ramps_up_to_what_the_patient_gets_in_four_weeks() -> None:
    # 40 g every 2 weeks are 80 g in four.
    result = result_of("scig", ivig_dose="40 g", every="2 weeks", product="hyqvia")
    assert [step["dose"]["value"] for step in result["ramp_up"]] == ["20", "40", "60", "80"]


@pytest.mark.parametrize(
    ("volume", "remark"),
    [
        pytest.param("1199.99", "not a weekly product", id="just under 1200 mL"),
        pytest.param("1200", "not a weekly product", id="1200 mL"),
        pytest.param("1200.01", "above the day's volume", id="just over 1200 mL"),
    ],
)
def test_hyqvias_volume_a_day_is_a_limit_too(volume: str, remark: str) -> None:
    """Were its three sites not passed first, at the plan's 50 mL each."""
    use = PLAN.products["hyqvia"].subcutaneous[0].model_copy(update={"most_sites": None})
    rules = SiteRules(
        PLAN.one_of(SubcutaneousDosing).dosing.volume_per_site, use, most_sessions=7, sessions=1
    )
    week = units.quantity(Decimal(volume), "mL")
    planned, _ = sites_of("tolerated", Step("", "", week, ()), Patient(), rules)
    most = most_a_day(Patient(), use.model_copy(update={"below": None}))
    assert _sites_remark((planned,), use, most) == remark


@pytest.mark.parametrize(
    ("ivig", "remark"),
    [
        # 0.3 of a gram a week, 10 mL a gram: 3 mL for each gram of IVIg in four weeks.
        pytest.param("199.99 g", "ramp-up above the day's volume", id="599.97 mL"),
        pytest.param("200 g", "ramp-up above the day's volume", id="600 mL"),
        pytest.param("200.01 g", "above the day's volume", id="600.03 mL"),
    ],
)
def test_an_answer_holds_hyqvias_session_against_the_day(ivig: str, remark: str) -> None:
    """Below 40 kg 600 mL a day; no site of the plan's 50 mL would let a session come that far."""
    scig = PLAN.one_of(SubcutaneousDosing)
    plan_site = scig.dosing.volume_per_site
    wide = Figure(value=600, unit="mL", source=plan_site.source, at=plan_site.at)
    dosing = scig.dosing.model_copy(update={"volume_per_site": wide})
    treatments = {**PLAN.treatments, "scig": scig.model_copy(update={"dosing": dosing})}
    plan = PLAN.model_copy(update={"treatments": treatments})
    asked = {"calculator": "scig", "ivig_dose": ivig, "every": "4 weeks", "product": "hyqvia"}
    assert answer({**asked, "weight": "39 kg"}, plan, TODAY).result.remarks["sites"] == remark


@pytest.mark.parametrize("first_is_over", [True, False])
@pytest.mark.parametrize(
    ("over", "remark"),
    [
        pytest.param({"sites": 4, "most_sites": 3}, "too many sites", id="sites"),
        pytest.param({"session_volume": "1201"}, "above the day's volume", id="volume"),
        pytest.param({"remark": "No rate is established."}, "not established", id="a remark"),
        pytest.param({"sites": 3, "most_sites": 3}, "fits", id="on each limit"),
    ],
)
def test_one_phase_that_does_not_fit_is_enough(
    over: dict[str, Any], remark: str, *, first_is_over: bool
) -> None:
    """The first infusions or those once tolerated: the other one fits."""
    rules = SiteRules(
        PLAN.one_of(SubcutaneousDosing).dosing.volume_per_site, None, most_sessions=7, sessions=1
    )
    week = Step("", "", units.quantity(Decimal(20), "mL"), ())
    fits, _ = sites_of("tolerated", week, Patient(), rules)
    fits = replace(fits, remark="")
    if "session_volume" in over:
        over = {"session_volume": units.quantity(Decimal(over["session_volume"]), "mL")}
    does_not = replace(fits, **over)
    hyqvia = PLAN.products["hyqvia"].subcutaneous[0].model_copy(update={"below": None})
    planned = (does_not, fits) if first_is_over else (fits, does_not)
    assert _sites_remark(planned, None, most_a_day(Patient(), hyqvia)) == remark


@pytest.mark.parametrize(
    ("dose", "weeks"),
    [
        # A tenth of a gram in a mL: 119.9 g are 1199 mL, the label's day is 1200.
        pytest.param("119.9 g", [], id="just under 1200 mL"),
        pytest.param("120 g", [], id="1200 mL"),
        pytest.param("120.1 g", [7], id="just over 1200 mL"),
        # Three quarters of 160.1 g are 120.075 g.
        pytest.param("160.1 g", [4, 7], id="a dose before the whole one as well"),
    ],
)
def test_a_dose_of_the_ramp_up_above_the_labels_day_is_said_to_be(
    dose: str, weeks: list[int]
) -> None:
    answer = answer_to("scig", ivig_dose=dose, every="4 weeks", product="hyqvia", weight="80 kg")
    remarks = {step["week"]: step["remark"] for step in answer["result"]["ramp_up"]}
    assert [week for week, remark in remarks.items() if remark] == weeks
    assert all("1200 mL" in remarks[week] for week in weeks)
    because = finding(answer, "sites")["because"]
    assert ("more than the label allows in a day" in because) == bool(weeks)


@pytest.mark.parametrize(
    ("weight", "day"),
    [
        pytest.param("39.99 kg", "600", id="just below 40 kg"),
        pytest.param("40 kg", "1200", id="40 kg"),
        pytest.param(None, "600", id="not recorded: the smaller"),
    ],
)
def test_hyqvias_day_holds_half_as_much_below_40_kg(weight: str | None, day: str) -> None:
    answer = answer_to(
        "scig", ivig_dose="120.1 g", every="4 weeks", product="hyqvia", weight=weight
    )
    whole = answer["result"]["ramp_up"][-1]
    assert whole["remark"] == f"More than the {day} mL that the label has in a day."


def test_three_sites_of_hyqvia_take_400_ml_each() -> None:
    """The plan's 50 mL a site would come first, so the plan's limit is set aside here."""
    use = PLAN.products["hyqvia"].subcutaneous[0]
    plan_site = PLAN.one_of(SubcutaneousDosing).dosing.volume_per_site
    wide = Figure(value=600, unit="mL", source=plan_site.source, at=plan_site.at)
    rules = SiteRules(wide, use, most_sessions=7, sessions=1)
    for volume, said in (("1200", False), ("1200.03", True)):
        week = Step("", "", units.quantity(Decimal(volume), "mL"), ())
        forced = use.model_copy(
            update={"tolerated": use.tolerated.model_copy(update={"volume": None})}
        )
        planned, _ = sites_of(
            "tolerated", week, of_80_kg(), replace(rules, use=forced, plan_site=wide)
        )
        assert planned.sites == (2 if volume == "1200" else 3)
        assert ("at most 400 mL each" in planned.remark) is said


@pytest.mark.parametrize(
    ("weight", "minutes"),
    [
        # 12 g a week are 120 mL of 10 %, three sites of 40 mL, ten minutes a step. From 40 kg at
        # first 10, 30, 60, 120 mL/h: 1.667 + 5 + 10 + 20 = 36.667 mL in 40 min, 3.333 mL at 240
        # mL/h in 0.8333 min; then 10, 30, 120: 26.667 mL in 30 min, 13.333 at 240 in 3.3333 min.
        pytest.param("40 kg", ("40.8333", "33.3333"), id="40 kg"),
        # Below it at first 5, 10, 20, 40: 12.5 mL in 40 min, 27.5 mL at 80 mL/h in 20.625 min; then
        # 10, 20, 40, 80: 25 mL in 40 min, 15 mL at 160 mL/h in 5.625 min.
        pytest.param("39.99 kg", ("60.6250", "45.6250"), id="just below 40 kg"),
    ],
)
def test_hyqvia_runs_through_the_rates_of_its_leaflet(
    weight: str, minutes: tuple[str, str]
) -> None:
    answer = answer_to("scig", ivig_dose="40 g", every="4 weeks", product="hyqvia", weight=weight)
    found = [entry["minutes"]["value"] for entry in answer["result"]["sites"]]
    assert tuple(f"{Decimal(each):.4f}" for each in found) == minutes
    assert all("10 min at" in step["working"] for step in answer["working"]
               if step["label"].endswith("time of a session"))  # fmt: skip


# --- the other factors ----------------------------------------------------------------------------


def test_the_other_factors_stand_beside_it_in_grams_and_in_vials() -> None:
    """80 g every 4 weeks are 20 g a week: × 1, 1.3, 1.37, 1.53 are 20, 26, 27.4, 30.6 g."""
    result = answered("scig", ivig_dose="80 g", every="4 weeks", product="hizentra").result
    found = [
        (str(each.values["factor"].magnitude), str(each.values["weekly"].magnitude.normalize()))
        for each in result.alternatives()
    ]
    assert [(factor, Fraction(weekly)) for factor, weekly in found] == [
        ("1", Fraction(20)), ("1.30", Fraction(26)), ("1.37", Fraction("27.4")),
        ("1.53", Fraction("30.6")),
    ]  # fmt: skip
    # Vials of 1, 2, 4 and 10 g: the least that hold 20, 26, 27.4 (28) and 30.6 g (31).
    assert [each.containers for each in result.alternatives()] == [
        "2 × 10 g",
        "2 × 10 g + 1 × 4 g + 1 × 2 g",
        "2 × 10 g + 2 × 4 g",
        "3 × 10 g + 1 × 1 g",
    ]
    assert all(each.sources for each in result.alternatives())


@pytest.mark.parametrize(
    "product",
    [name for name, product in PLAN.products.items() if "SC" in product.routes],
)
def test_every_product_under_the_skin_is_off_label_in_mmn(product: str) -> None:
    asked = {"ivig_dose": "80 g", "every": "4 weeks", "product": product}
    assert outcome_of("product_indication", "scig", **asked) == "caution"
    assert "OFF-LABEL" in finding(answer_to("scig", **asked), "product_indication")["because"]


@pytest.mark.parametrize(
    ("millilitres", "says"),
    [
        pytest.param("399.9", "", id="a little less than each may take then"),
        pytest.param("400", "", id="just what each may take then"),
        pytest.param(
            "400.1",
            "3 sites at once take at most 400 mL each: more sessions a week are needed.",
            id="a little more",
        ),
    ],
)
def test_as_many_sites_as_the_label_has_take_no_more_each_than_it_says(
    millilitres: str, says: str
) -> None:
    """HyQvia has at most 3 sites at once, and then at most 400 mL each."""
    use = next(each for each in PLAN.products["hyqvia"].subcutaneous if each.volume_at_most_sites)
    plan_site = PLAN.one_of(SubcutaneousDosing).dosing.volume_per_site
    rules = SiteRules(plan_site, use, 7, None)
    a_site = Step("", "", units.quantity(Decimal(millilitres), "mL"), ())
    assert _above_at_most_sites(a_site, 3, rules) == ([says] if says else [])
    assert _above_at_most_sites(a_site, 2, rules) == []
