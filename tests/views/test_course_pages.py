"""The pages Course and Titration, walked without a browser."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pages import opened, page_script, run_script, shown_text

from exchange.cases.case import Case
from views.parts import store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

LISTS = ["by_day_all_doses"]
PHASES = """induction days=5 start=2126-12-07
maintenance dose='1 g/kg' every='3 weeks' start=2126-12-28 until=2127-12-06"""
STYLE = Path(__file__).parents[2] / "views/parts/style.css"
STRENGTH = "2026-06-01 right 32 kg baseline\n2026-06-20 right 25 kg"


def course(phases: str = PHASES, **state: Any) -> AppTest:
    return opened("course", weight="80 kg", phases=phases, **state)


@pytest.mark.parametrize("page", ["course", "titrate"])
def test_the_draft_is_named_on_the_page(page: str) -> None:
    assert "DRAFT plan, version 1.1" in shown_text(opened(page))


def test_an_empty_course_asks_for_its_phases() -> None:
    assert "Phases are missing" in opened("course").info[0].value


def test_what_is_next_stands_first_and_every_dose_on_its_day() -> None:
    text = shown_text(course())
    first = "**2126-12-07: IVIg induction, day 1 of 5: 32 g (unknown)**"
    assert text.index(first) < text.index("Next checks, 2126-12-07: Creatinine")
    assert r"| 2127-11-29 | IVIg maintenance, infusion 17 | 80 g |" in text


def test_a_caution_is_read_though_what_stands_below_it_is_folded() -> None:
    """25 of 32 kg is 78 %, below the plan's 80 %: its words are on the fold, the rest in it."""
    app = opened("monitoring", grip="25 kg", grip_baseline="32 kg", fvc="70 %")
    labels = [each.label.replace("\\", "") for each in app.expander]
    [grip] = [each for each in app.expander if "Grip strength has fallen" in each.label]
    assert "Caution" in grip.label
    assert not grip.proto.expanded
    assert "at least 80 %" in grip.markdown[0].value.replace("\\", "")
    assert any("FVC is not above the plan's threshold" in label for label in labels)


def test_the_next_day_of_checks_stands_before_the_fold_of_all() -> None:
    """Of a course that is under way the first days of checks are past."""
    today = store.today()
    begun, ends = today - timedelta(days=100), today + timedelta(days=100)
    app = run_script(
        page_script("course"),
        weight="80 kg",
        phases=f"maintenance dose='1 g/kg' every='3 weeks' start={begun} until={ends}",
    )
    [shown] = [each.value for each in app.markdown if each.value.startswith("| Date | What, and")]
    [_, _, row] = shown.splitlines()
    next_day = date.fromisoformat(row.split("|")[1].strip())
    # An infusion, and checks with it, at least every three weeks.
    assert today <= next_day < today + timedelta(days=21)


def test_a_refusal_of_a_phase_is_one_sentence_on_the_page() -> None:
    app = course("induction days=6 start=2126-12-07")
    assert "Phase 1, IVIg induction" in app.error[0].value


def test_days_are_avoided_on_the_page() -> None:
    app = course(avoid="2126-12-28")
    assert "2126-12-29" in shown_text(app)


def test_days_are_avoided_while_their_fields_are_folded_and_the_fold_says_so() -> None:
    app = run_script(
        page_script("course"), weight="80 kg", phases=PHASES, avoid="2126-12-28", opened_folds=LISTS
    )
    assert "2126-12-29" in shown_text(app)
    assert [each.label for each in app.expander if each.label.endswith("(1 entered)")]
    assert [each for each in app.text_area if each.key == "avoid"] == []
    app = run_script(page_script("course"), weight="80 kg", phases=PHASES, opened_folds=LISTS)
    assert "2126-12-29" not in shown_text(app)


def test_what_is_contraindicated_is_said_and_not_listed() -> None:
    facts = {"uncompensated_heart_failure": {"value": "yes"}}
    app = opened("course", weight="80 kg", phases=PHASES, recorded_facts=facts)
    text = shown_text(app)
    assert "nothing of it stands on the schedule" in text
    assert "day 1 of 5" not in text


def titrated(**state: str) -> str:
    return shown_text(
        opened("titrate", weight="80 kg", dose_titrate="1 g/kg", every_titrate="3 weeks", **state)
    )


def test_the_ladder_and_the_next_steps_stand_on_the_page() -> None:
    text = titrated()
    assert "**present**" in text
    assert "Next step up: 2 g/kg every 5 weeks" in text
    assert "Next step down: 2 g/kg every 7 weeks" in text


def test_strength_below_the_line_points_to_more() -> None:
    text = titrated(strength=STRENGTH)
    assert "Points to more IVIg, or to a shorter interval" in text
    assert "| 2026-06-20 | right | 25 kgf |" in text
    assert "**below**" in text


def test_strength_that_is_not_recorded_leaves_it_open() -> None:
    assert "Cannot be told yet" in titrated()


def test_a_wrong_unit_is_one_sentence_on_the_page() -> None:
    app = opened("titrate", weight="80 kg", dose_titrate="1 g/kg", every_titrate="3 weeks",
                 strength=f"{STRENGTH}\n2026-06-21 right 25 cm")  # fmt: skip
    assert app.error[0].value.replace("\\", "") == (
        'Strength: "2026-06-21 right 25 cm" cannot be read: "cm" is not a unit accepted here. '
        'Write the force in kg or lb, as in "2026-12-07 right 24 kg".'
    )


def test_a_case_with_a_course_is_put_back_into_its_controls() -> None:
    case = Case(
        choices={
            "course": {
                "phases": tuple(PHASES.splitlines()),
                "avoid": ("weekends",),
                "move": "before",
            },
            "titrate": {
                "strength": tuple(STRENGTH.splitlines()),
                "dose": "1 g/kg",
                "every": "3 weeks",
            },
        }
    )
    app = run_script(
        "import streamlit as st\nfrom plan_data import load_plan\n"
        "from views.parts import case_state\n"
        'st.session_state["left"] = case_state.put(st.session_state["case"], load_plan())',
        case=case,
    )
    assert app.session_state["left"] == ()
    assert app.session_state["phases#1"] == PHASES
    assert app.session_state["strength#1"] == STRENGTH
    assert app.session_state["avoid#1"] == "weekends"
    assert app.session_state["dose_titrate#1"] == "1 g/kg"


def _light_of(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2.1 has it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_each_line_of_the_picture_is_seen_on_a_light_and_on_a_dark_page() -> None:
    """WCAG 2.1, 1.4.11: 3 to 1. The plan's threshold was black, also on a dark page."""
    state = {"dose_titrate": "1 g/kg", "every_titrate": "3 weeks", "strength": STRENGTH}
    app = opened("titrate", weight="80 kg", **state)
    [picture] = app.get("vega_lite_chart")
    drawn = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}", picture.proto.spec)}
    assert len(drawn) > 1
    assert "black" not in picture.proto.spec
    page = re.search(r"--page: light-dark\((#\w{6}), (#\w{6})\)", STYLE.read_text("utf-8"))
    assert page is not None
    for colour in drawn:
        for behind in page.groups():
            dark, light = sorted((_light_of(colour), _light_of(behind)))
            assert (light + 0.05) / (dark + 0.05) >= 3, (colour, behind)


def test_infusions_and_dose_stand_in_the_picture_under_the_strength_and_in_tables() -> None:
    """One picture on one line of time; every 3 weeks at 1 g/kg are a third of a g/kg a week."""
    today = store.today()
    begun, changed = today - timedelta(days=63), today - timedelta(days=21)
    ended = changed - timedelta(days=1)
    phases = [
        f"maintenance dose='1 g/kg' every='3 weeks' start={begun} until={ended}",
        f"maintenance dose='1 g/kg' every='2 weeks' start={changed}",
    ]
    app = opened(
        "titrate",
        weight="80 kg",
        phases="\n".join(phases),
        asked_requests={"course": {"calculator": "course", "phases": phases}},
        strength=f"{begun} right 32 kg baseline\n{changed} right 25 kg",
    )
    [picture] = app.get("vega_lite_chart")
    drawn = json.loads(picture.proto.spec)
    assert "vconcat" not in drawn
    columns = {
        name for each in _layers(drawn) for name in re.findall(r"'field': '(\w+)'", str(each))
    }
    assert columns == {"On", "To", "Percent", "Side", "Exposure"}
    text = shown_text(app)
    infusions = [begun, begun + timedelta(days=21), changed, changed + timedelta(days=14)]
    assert f"Infusions: {', '.join(map(str, infusions))}." in text
    assert f"| {begun} | {ended} | IVIg maintenance | ≈ 0.3333 g/kg/week |" in text
    assert f"| {changed} | {today} | IVIg maintenance | 0.5 g/kg/week |" in text


def _layers(drawn: dict[str, Any]) -> list[Any]:
    if "layer" not in drawn:
        return [drawn.get("encoding", {})]
    return [each for layer in drawn["layer"] for each in _layers(layer)]


# --- papers -----------------------------------------------------------------------------------


def test_an_order_of_the_next_day_is_offered_where_papers_are_opened() -> None:
    app = course(papers_course=True)
    assert [each.label for each in app.download_button][:1] == ["Download: order to sign"]
    app.segmented_control(key="paper_kind").set_value("infusion").run()
    assert "No product of IVIg induction is hung" in app.warning[0].value
    app.segmented_control(key="paper_kind").set_value("patient").run()
    assert "Download: patient's page" in [each.label for each in app.download_button]


def test_papers_of_a_dose_stand_beside_it() -> None:
    app = opened("induction", weight="80", papers_induction=True)
    assert [each.label for each in app.download_button] == ["Download: order to sign"]
