"""The phases of a course by controls, and from a dose's page and a titration's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pages import opened, shown_text

from views.parts import store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

INDUCTION = "induction days=5 start=2126-12-07"
MAINTENANCE = "maintenance dose='1 g/kg' every='3 weeks' start=2126-12-28"


def course(*phases: str, **state: Any) -> AppTest:
    return opened("course", weight="80 kg", phases="\n".join(phases), **state)


def said(app: AppTest) -> str:
    return str(app.error[0].value).replace("\\", "")


def lines(app: AppTest) -> list[str]:
    return str(app.session_state["phases"]).splitlines()


def test_a_phase_is_added_and_begins_with_the_plans_own_pattern() -> None:
    app = course()
    app.selectbox(key="phase_added").set_value("induction").run()
    app.selectbox(key="phase_added").set_value("maintenance").run()
    assert lines(app) == ["induction days=5", "maintenance dose='1 g/kg' every='3 weeks'"]
    # What was not entered yet is a next step, not an error.
    assert "its start is missing" in app.info[0].value
    assert not app.error
    app.date_input(key="phase_0_start").set_value(date(2126, 12, 7)).run()
    app.date_input(key="phase_1_start").set_value(date(2126, 12, 28)).run()
    assert lines(app) == [INDUCTION, MAINTENANCE]
    assert "IVIg maintenance, infusion 1" in shown_text(app)


def test_a_field_writes_into_its_own_phase_and_an_empty_one_takes_it_out() -> None:
    app = course(INDUCTION, MAINTENANCE, phase_2=True)
    app.text_input(key="phase_1_every").set_value("4 weeks").run()
    app.date_input(key="phase_1_until").set_value(date(2127, 3, 1)).run()
    app.text_input(key="phase_1_reason").set_value("She's stronger").run()
    assert lines(app)[0] == INDUCTION
    assert "every='4 weeks'" in lines(app)[1]
    assert "until=2127-03-01" in lines(app)[1]
    assert "Reason: She's stronger" in shown_text(app)
    app.date_input(key="phase_1_until").set_value(None).run()
    assert "until" not in lines(app)[1]


def test_a_product_is_chosen_and_taken_away_with_its_rounding() -> None:
    app = course(MAINTENANCE, phase_1=True)
    app.selectbox(key="phase_0_product").set_value("privigen").run()
    app.selectbox(key="phase_0_round").set_value("nearest").run()
    assert lines(app) == [f"{MAINTENANCE} product=privigen round=nearest"]
    app.selectbox(key="phase_0_product").set_value("").run()
    assert lines(app) == [MAINTENANCE]


def test_what_was_pasted_and_no_control_shows_stays_in_the_line() -> None:
    app = course(f"{MAINTENANCE} start_time=09:00 product=Privigen", phase_1=True)
    assert "Also: start\\_time 09:00" in "\n".join(str(each.value) for each in app.caption) or (
        "start_time 09:00" in shown_text(app)
    )
    assert app.selectbox(key="phase_0_product").value == "privigen"
    app.text_input(key="phase_0_dose").set_value("2 g/kg").run()
    assert "start_time=09:00" in lines(app)[0]


def test_phases_change_places_and_are_removed() -> None:
    app = course(MAINTENANCE, INDUCTION, phase_1=True)
    app.button(key="phase_0_Later").click().run()
    assert lines(app) == [INDUCTION, MAINTENANCE]
    # What stood in the list as it was before acts upon nothing any more.
    assert "phase_1_remove" not in {each.key for each in app.button}
    app.button(key="phase_1_remove_1").click().run()
    assert lines(app) == [INDUCTION]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("maintenance dose='1 g/kg", "cannot be read", id="an open quotation mark"),
        pytest.param("maintenence start=2126-12-28", "gives no dose", id="no such calculator"),
        pytest.param(
            f"{MAINTENANCE} days=9", "Phase 1, IVIg maintenance: Days", id="no such choice"
        ),
        pytest.param(
            "maintenance start=2126-13-28", "Phase 1: Start: there is no day", id="no date"
        ),
        pytest.param(f"{MAINTENANCE} product=Nonesuch", "Phase 1", id="no such product"),
    ],
)
def test_a_line_that_cannot_be_a_phase_is_one_sentence(line: str, says: str) -> None:
    app = course(line, phase_1=True)
    assert len(app.error) == 1
    assert says in said(app)
    assert lines(app) == [line]


def test_a_dose_is_put_on_the_course_from_its_page() -> None:
    app = opened(
        "maintenance",
        weight="80",
        phases=INDUCTION,
        to_course_maintenance=True,
        product_immunoglobulin_iv="privigen",
    )
    # Its interval after the first day of the induction, the 7th.
    assert app.date_input(key="to_course_start").value == date(2126, 12, 28)
    assert "Proposed is 2126-12-28, 3 weeks after 2126-12-07" in shown_text(app)
    app.date_input(key="to_course_start").set_value(None).run()
    assert app.button(key=_put(app)).disabled
    app.date_input(key="to_course_start").set_value(date(2126, 12, 28)).run()
    app.text_input(key="to_course_reason").set_value("It's time").run()
    app.button(key=_put(app)).click().run()
    first, second = lines(app)
    assert first == INDUCTION
    assert second.startswith("maintenance start=2126-12-28")
    for part in ("dose='1 g/kg'", "every='3 weeks'", "product=privigen", "round=exact"):
        assert part in second
    assert "reason=" in second
    assert app.session_state["lands_on_page"] == "course"


def _put(app: AppTest) -> str:
    [button] = [each for each in app.button if each.label == "Put this on the course"]
    return str(button.key)


def test_a_step_of_titration_follows_the_present_phase_which_ends_the_day_before() -> None:
    present = f"{MAINTENANCE} until=2127-12-28 product=privigen reason=First"
    app = opened(
        "titrate",
        weight="80",
        phases=present,
        step_to_course=True,
        dose_titrate="1 g/kg",
        every_titrate="3 weeks",
    )
    app.selectbox(key="step_regimen").set_value(0).run()
    app.date_input(key="step_start").set_value(date(2127, 3, 1)).run()
    assert app.button(key=_put(app)).disabled  # the reason is missing
    app.text_input(key="step_reason").set_value("Grip 78 % of baseline").run()
    app.button(key=_put(app)).click().run()
    before, step = lines(app)
    assert before == present.replace("until=2127-12-28", "until=2127-02-28")
    assert "start=2127-03-01" in step
    assert "reason='Grip 78 % of baseline'" in step
    assert "product=privigen" in step
    assert "until" not in step


def test_a_step_begins_on_the_day_that_is_proposed_and_what_was_still_to_come_falls_away() -> None:
    """Every 4 weeks in place of 3: between the two the present phase would have an infusion."""
    today = store.today()
    begun, last = today - timedelta(days=21), today
    present = f"maintenance dose='1 g/kg' every='3 weeks' start={begun} product=privigen"
    asked = {"calculator": "course", "weight": "80 kg", "phases": [present]}
    app = opened(
        "titrate",
        weight="80",
        phases=present,
        step_to_course=True,
        asked_requests={"course": asked},
    )
    [every_4] = [place for place, option in enumerate(app.selectbox(key="step_regimen").options)
                 if option.startswith("1 g/kg every 4 weeks")]  # fmt: skip
    app.selectbox(key="step_regimen").set_value(every_4).run()
    due = last + timedelta(days=28)
    assert app.date_input(key="step_start").value == due
    assert f"Proposed is {due}, 4 weeks after {last}" in shown_text(app)
    # Another regimen has another day; one that was chosen stays.
    [every_5] = [place for place, option in enumerate(app.selectbox(key="step_regimen").options)
                 if option.startswith("2 g/kg every 5 weeks")]  # fmt: skip
    app.selectbox(key="step_regimen").set_value(every_5).run()
    assert app.date_input(key="step_start").value == last + timedelta(days=21)
    app.selectbox(key="step_regimen").set_value(every_4).run()
    app.text_input(key="step_reason").set_value("Stable").run()
    app.button(key=_put(app)).click().run()
    before, step = lines(app)
    assert before == f"{present} until={last}"
    assert f"start={due}" in step
    assert "until" not in step


def test_a_step_without_a_present_phase_is_the_first_with_the_chosen_product() -> None:
    app = opened(
        "titrate",
        weight="80",
        step_to_course=True,
        dose_titrate="1 g/kg",
        every_titrate="3 weeks",
        product_immunoglobulin_iv="privigen",
    )
    app.selectbox(key="step_regimen").set_value(0).run()
    app.date_input(key="step_start").set_value(date(2127, 3, 1)).run()
    app.text_input(key="step_reason").set_value("As agreed").run()
    app.button(key=_put(app)).click().run()
    [step] = lines(app)
    assert step.startswith("maintenance ")
    assert "product=privigen" in step
