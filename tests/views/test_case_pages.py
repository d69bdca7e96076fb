"""The case saved and opened on the pages, and checked twice: what is put where, and what is not."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from pages import imports, metrics, run_script, shown_text

from exchange.cases.toml_file import read_case, written_case
from plan_data import load_plan

PLAN = load_plan()


def app_with(page: str) -> str:
    """Return the script of an app that opens a case, shows a page and saves the case again."""
    return f"""
import streamlit as st
from exchange.cases.toml_file import read_case
from plan_data import load_plan
{imports(page, "case_file", "case_state", "panel")}

plan = load_plan()
if "given_case" in st.session_state:
    case = read_case(st.session_state.pop("given_case"), "case.toml", plan)
    st.session_state["left"] = case_state.put(case, plan)
    st.session_state["case_base"] = case
panel.patient_panel(plan)
{page}.page()
st.session_state["saved"] = case_file.written_case(case_file.current_case())
"""


CASE = b"""
case_version = 2

[patient]
weight = "176 lb"
height = "5 ft 9 in"
age = "58 years"
sex = "male"
setting = "OPD"
premedication = ["acetaminophen"]

[facts]
iga_deficiency = "no"
thromboembolic_event = { value = "yes", date = 2025-09-01 }
creatinine = { value = "97 umol/L", date = 2026-11-20 }

[choices]
calculator = "verify"

[choices.induction]
days = "2"
dosing_weight = "adjusted"
product = "octagam_10"
round = "nearest"
start = "09:00"
indication = "dm"
max_rate = "2 mg/kg/min"

[choices.maintenance]
dose = "2 g/kg"
every = "6 weeks"

[choices.scig]
ivig_dose = "60 g"
every = "3 weeks"
product = "hizentra"
sessions = "2"

[choices.rituximab]
bsa_formula = "du_bois"
concentration = "2 mg/mL"
infusion = "later"

[choices.titration]
drug = "gabapentin"
target = "900 mg/day"
start = "2026-11-22"

[order]
of = "scig"
order = "20 g/wk"
tolerance = "10 %"
order_every = "1 week"
"""


def with_case(page: str, content: bytes = CASE) -> Any:
    return run_script(app_with(page), given_case=content)


def held(app: Any, control: str) -> Any:
    """Return what stands in a control of the case that was opened first."""
    return app.session_state[f"{control}#1"]


@pytest.mark.parametrize(
    ("page", "control", "value"),
    [
        pytest.param("induction", "weight", "176 lb", id="the weight with its unit"),
        pytest.param("induction", "height", "5 ft 9 in", id="the height"),
        pytest.param("induction", "sex", "male", id="the sex"),
        pytest.param("induction", "days", 2, id="the days of induction"),
        pytest.param("induction", "dosing_weight", "adjusted", id="the weight to dose by"),
        pytest.param("induction", "product_immunoglobulin_iv", "octagam_10", id="the product"),
        pytest.param("induction", "round_immunoglobulin_iv", "nearest", id="the way to round"),
        pytest.param("induction", "indication_octagam_10", "dm", id="whose rates"),
        pytest.param("induction", "max_rate_octagam_10", "2 mg/kg/min", id="the lower ceiling"),
        pytest.param("maintenance", "dose", "2 g/kg", id="the dose of maintenance"),
        pytest.param("maintenance", "every", "6 weeks", id="its interval"),
        pytest.param("scig", "ivig_dose", "60 g", id="the IVIg"),
        pytest.param("scig", "every_scig", "3 weeks", id="the interval of IVIg"),
        pytest.param("scig", "product_immunoglobulin_sc", "hizentra", id="the SCIg product"),
        pytest.param("scig", "sessions", "2", id="the sessions"),
        pytest.param("rituximab", "bsa_formula", "du_bois", id="the surface formula"),
        pytest.param(
            "rituximab", "concentration_bag", "2 mg/mL", id="the concentration in the bag"
        ),
        pytest.param("rituximab", "infusion_rituximab", "later", id="which infusion"),
        pytest.param("titration", "drug", "gabapentin", id="the symptomatic drug"),
        pytest.param("titration", "target_gabapentin", "900 mg/day", id="its target"),
        pytest.param("one_order", "of", "scig", id="what the order is of"),
        pytest.param("one_order", "order_scig", "20 g/wk", id="the order"),
        pytest.param("one_order", "order_every_scig", "1 week", id="the frequency of the order"),
        pytest.param("one_order", "tolerance", "10 %", id="the tolerance"),
    ],
)
def test_an_opened_case_stands_in_the_controls(page: str, control: str, value: Any) -> None:
    app = with_case(page)
    assert held(app, control) == value
    assert app.session_state["left"] == ()


def test_the_answer_is_that_of_the_opened_case() -> None:
    """60 g every 3 weeks is 24 g/week; 20 g/week is 16.7 % less, outside ten per cent."""
    app = with_case("one_order")
    assert metrics(app) == {"Ordered": "20 g/week", "Expected": "24 g/week"}
    assert "No uplift" in shown_text(app)
    assert "Outside tolerance" in shown_text(app)


@pytest.mark.parametrize("page", ["induction", "maintenance", "scig", "rituximab", "one_order"])
def test_saved_again_it_says_the_same_wherever_it_was_opened(page: str) -> None:
    """Only the page in use may differ: it is the one on which the case was saved."""
    app = with_case(page)
    saved = read_case(app.session_state["saved"], "saved.toml", PLAN)
    opened = read_case(CASE, "case.toml", PLAN)
    assert saved.patient.items() >= {**opened.patient}.items()
    assert saved.facts == opened.facts
    assert saved.order == opened.order
    for calculator, chosen in opened.choices.items():
        assert saved.choices[calculator].items() >= chosen.items()
    assert read_case(written_case(saved), "again.toml", PLAN) == saved


def test_an_opened_case_replaces_what_was_there() -> None:
    app = run_script(
        app_with("induction"),
        weight="99",
        recorded_facts={"cbc": {"value": "yes"}},
        product_immunoglobulin_iv="privigen",
        given_case=b'case_version = 2\n[patient]\nheight = "180 cm"\n',
    )
    assert not held(app, "weight")
    assert app.session_state["recorded_facts"] == {}
    assert held(app, "product_immunoglobulin_iv") is None


def test_what_has_no_control_is_named_and_not_taken_over() -> None:
    case = b"""
case_version = 2
[patient]
sex = "other"
[choices.induction]
days = "7"
product = "privgen"
"""
    left = " ".join(with_case("induction", case).session_state["left"])
    assert "sex: other" in left
    assert "days: 7" in left
    assert 'There is no product "privgen"' in left


def test_a_dated_fact_of_the_case_decides_the_checks() -> None:
    recent = CASE.replace(b"2025-09-01", b"2026-11-01")
    app = with_case("induction", recent)
    assert any("Contraindicated" in each.value for each in app.error)


# --- every control --------------------------------------------------------------------------------

# Each page, and what has to be chosen first so that all its controls are there.
PAGES: dict[str, dict[str, Any]] = {
    "induction": {"product_immunoglobulin_iv": "privigen"},
    "maintenance": {"product_immunoglobulin_iv": "octagam_10"},
    "scig": {"product_immunoglobulin_sc": "hizentra"},
    "cyclophosphamide": {"product_cyclophosphamide_iv": None},
    "rituximab": {"product_rituximab_iv": "rituxan"},
    "mycophenolate": {},
    "eculizumab": {},
    "titration": {"drug": "gabapentin"},
    "one_order": {},
    "is_it_allowed": {},
    "monitoring": {"hemoglobin_before": "13"},
    "bedside": {},
}
OTHER = b'case_version = 2\n[patient]\nheight = "151 cm"\n'
# What tells one file of orders from another; a file of orders is no part of a case.
NOT_OF_THE_CASE = ("orders_",)


def controls(app: Any) -> dict[str, Any]:
    """Return every control of a page in which something is entered or chosen, by its key."""
    kinds = (
        *app.text_input, *app.text_area, *app.selectbox, *app.multiselect, *app.date_input,
        *app.time_input, *app.segmented_control,
    )  # fmt: skip
    return {
        each.key: each for each in kinds if each.key and not each.key.startswith(NOT_OF_THE_CASE)
    }


def bare(key: str) -> str:
    return re.sub(r"#\d+", "", key)


def pick_another(each: Any) -> bool:
    """Change a control to something that it did not stand at; tell whether there was anything."""
    if each.type in ("text_input", "text_area"):
        each.set_value(f"{each.value or ''}7")
    elif each.type == "date_input":
        each.set_value(date(2020, 2, 3))
    elif each.type == "time_input":
        each.set_value(time(7, 35))
    else:
        # `options` are those shown; the value is set as the page holds it.
        others = (
            [option for option in range(len(each.options)) if option != each.index]
            if each.type == "selectbox"
            else []
        )
        if each.type != "selectbox" or not others:
            return False
        each.select_index(others[-1])
    return True


@pytest.mark.parametrize("page", list(PAGES))
def test_no_control_keeps_anything_of_the_case_before(page: str) -> None:
    """Every control that the page has is changed; with another case it stands as if untouched."""
    untouched = run_script(app_with(page), given_case=OTHER)
    app = run_script(app_with(page), weight="99", age="71", **PAGES[page])
    for key in list(controls(app)):
        each = controls(app).get(key)
        if each is not None and pick_another(each):
            app.run()
    asked = (
        {name: dict(each) for name, each in app.session_state["asked_requests"].items()}
        if "asked_requests" in app.session_state
        else {}
    )
    assert page == "bedside" or asked
    app.session_state["given_case"] = OTHER
    app.run()
    assert not app.exception
    stands = {bare(key): each.value for key, each in controls(app).items()}
    assert stands == {bare(key): each.value for key, each in controls(untouched).items()}
    assert app.session_state["saved"] == untouched.session_state["saved"]


def test_the_day_at_the_bedside_is_not_kept_for_another_case() -> None:
    script = app_with("bedside")
    hung = {"calculator": "induction", "days": 5, "product": "privigen"}
    entered = {"weight": "80", "asked_requests": {"induction": hung}}
    entered |= {"bedside_opened_from": "induction"}
    app = run_script(script, **entered, bedside_day=3)
    assert app.session_state["bedside_day"] == 3
    app.session_state["given_case"] = OTHER
    app.run()
    app.session_state["asked_requests"] = {"induction": hung}
    app.session_state["bedside_opened_from"] = "induction"
    app.session_state["weight#1"] = "80"
    app.run()
    assert held(app, "bedside_day") == 1


def test_an_earlier_hemoglobin_is_saved_and_opened_with_its_date() -> None:
    """It could not be saved at all: a case holds text, and this was a table."""
    entered = {"hemoglobin_before": "13", "hemoglobin_before_date": date(2026, 8, 20)}
    app = run_script(app_with("monitoring"), **entered)
    again = with_case("monitoring", app.session_state["saved"])
    assert held(again, "hemoglobin_before") == "13 g/dL"
    assert held(again, "hemoglobin_before_date") == date(2026, 8, 20)
    assert again.session_state["left"] == ()


# --- what was only looked at ----------------------------------------------------------------------

WALK = f"""
import streamlit as st
from plan_data import load_plan
{imports("induction", "maintenance", "plan", "case_file", "panel", "store")}

store.new_run()
plan_data = load_plan()
panel.patient_panel(plan_data)
{{"induction": induction, "maintenance": maintenance, "plan": plan}}[
    st.session_state["at"]
].page()
st.session_state["saved"] = case_file.written_case(case_file.current_case())
"""


def saved(app: Any) -> Any:
    return read_case(app.session_state["saved"], "saved.toml", PLAN)


def test_looking_at_a_page_chooses_nothing() -> None:
    app = run_script(WALK, at="induction")
    app.session_state["at"] = "maintenance"
    app.run()
    assert saved(app).choices == {}
    assert saved(app).calculator is None


def test_what_was_looked_at_and_left_is_not_saved() -> None:
    app = run_script(WALK, at="induction", weight="80")
    assert dict(saved(app).choices["induction"])["days"] == "5"
    app.session_state["at"] = "plan"
    app.run()
    assert saved(app).choices == {}
    assert saved(app).patient == {"weight": "80 kg"}


def test_what_was_chosen_on_a_page_is_saved_from_any_other() -> None:
    app = run_script(WALK, at="maintenance", weight="80")
    app.text_input(key="dose").set_value("0.8").run()
    app.session_state["at"] = "induction"
    app.run()
    assert saved(app).choices["maintenance"]["dose"] == "0.8 g/kg"
    app.session_state["at"] = "plan"
    app.run()
    assert set(saved(app).choices) == {"maintenance"}


# Facts that a file can hold and no control would take, with what is said of each.
NOT_ACCEPTED = {
    'thromboembolic_event = { value = "yes", date = 2030-01-01 }': "lies after today",
    'creatinine = { value = "1.0 mg/dL", date = 2030-01-01 }': "lies after today",
    'renal_function = { value = "yes", date = 9999-12-31 }': "lies after today",
    'creatinine = "abc"': "does not begin with a number",
    'iga_deficiency = "perhaps"': "is not one of yes, no",
}


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
@pytest.mark.parametrize(("fact", "says"), NOT_ACCEPTED.items(), ids=list(NOT_ACCEPTED))
@pytest.mark.parametrize("page", ["induction", "scig", "rituximab"])
def test_an_opened_fact_that_is_not_accepted_is_an_error_and_no_hint(
    page: str, fact: str, says: str, *, unfolded: bool
) -> None:
    case = f'case_version = 2\n[patient]\nweight = "80 kg"\n[facts]\n{fact}\n'
    chosen = '[choices.scig]\nivig_dose = "80 g"\nevery = "4 weeks"\n'
    app = run_script(
        app_with(page).replace('\nst.session_state["saved"]', "\n#"),
        given_case=(case + chosen).encode(),
        opened_folds=["recorded_otherwise"] if unfolded else [],
    )
    assert [error.value for error in app.error if says in error.value.replace("\\", "")]
    assert not [hint.value for hint in app.info if says in hint.value.replace("\\", "")]


def test_an_opened_date_of_long_ago_is_shown() -> None:
    case = (
        b'case_version = 2\n[facts]\nthromboembolic_event = { value = "yes", date = 1850-01-01 }\n'
    )
    app = run_script(app_with("induction"), given_case=case)
    dates = [each.value for each in app.date_input if each.label != "First dose on"]
    assert dates == [date(1850, 1, 1)]


@pytest.mark.parametrize("day", [date(2026, 12, 10), date(1850, 1, 1), date(2150, 1, 1)], ids=str)
def test_a_first_dose_comes_back_from_a_file(day: date) -> None:
    case = (
        f'case_version = 2\n[patient]\nweight = "80 kg"\n[choices]\ncalculator = "induction"\n'
        f'[choices.induction]\ndays = "5"\nfirst_dose = {day}\n'
    ).encode()
    app = run_script(app_with("induction"), given_case=case)
    assert [each.value for each in app.date_input if each.label == "First dose on"] == [day]
    assert not app.exception


def test_an_undated_test_before_an_infusion_is_asked_again_the_day_after() -> None:
    case = (
        b'case_version = 2\n[patient]\nweight = "80 kg"\n[choices]\ncalculator = "induction"\n'
        b'[facts]\ncbc = { value = "yes", answered = 2026-01-01 }\n'
    )
    app = run_script(app_with("induction"), given_case=case)
    assert "Complete blood count was answered yes without a date on 2026-01-01" in shown_text(app)
    # Answered again, it holds for the day of this session, which the saved case will keep.
    app.segmented_control(key="check:cbc#1").set_value("no").run()
    app.segmented_control(key="check:cbc#1").set_value("yes").run()
    assert "without a date on 2026-01-01" not in shown_text(app)
    assert app.session_state["recorded_facts"]["cbc"]["answered"] > date(2026, 1, 1)
