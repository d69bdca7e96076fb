"""What is hung and drawn up, on the pages: product, containers, ladder, sites, bedside."""

from __future__ import annotations

from typing import Any

import pytest
from pages import imports, metrics, opened, run_script, shown_text, unfolded
from streamlit.testing.v1 import AppTest

from plan_data import load_plan


def bedside_after(page: str, **state: Any) -> AppTest:
    """Work a dose out on its page, then look at the bedside view of the same session."""
    script = f"""
import streamlit as st
from plan_data import load_plan
{imports(page, "bedside", "panel")}

panel.patient_panel(load_plan())
{page}.page()
st.header("Bedside below")
bedside.page()
"""
    return run_script(script, bedside_opened_from=page, **unfolded(), **state)


def test_a_course_is_opened_in_whole_containers_day_by_day() -> None:
    """160 g over 5 days from 5, 10 and 20 g vials: 30, 30, 30, 35, 35."""
    app = opened(
        "induction",
        weight="80",
        product_immunoglobulin_iv="flebogamma_dif_10",
        round_immunoglobulin_iv="nearest",
    )
    text = shown_text(app)
    for day, dose in enumerate((30, 30, 30, 35, 35), start=1):
        assert f"| {day} | **{dose} g** |" in text
    assert "5 × 20 g + 5 × 10 g + 2 × 5 g" in text


def test_the_ladder_of_privigen_at_70_kg_is_the_labels_doubled() -> None:
    """0.3, 0.6, 1.2, 2.4, 4.8 mL/kg/h at 70 kg; 700 mL are through after 216.875 minutes."""
    app = opened("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    text = shown_text(app)
    for rate in ("21", "42", "84", "168", "336"):
        assert f"| **{rate}** |" in text
    assert metrics(app)["Runs for"] == "≈ 217 min"
    assert "Site policy, editable" in text
    assert "The current prescribing information decides." in text


# At 80 kg Privigen climbs through 24, 48, 96 and 192 mL/h for half an hour each, 180 mL in 120
# minutes, and goes on at 384: 800 mL are through after 217 minutes, 1600 after 342, 400 after 154.
BOTH = "1 g/kg is 80 g in ≈ 217 min · 2 g/kg is 160 g in ≈ 342 min"
DEALT_OUT = BOTH.replace("342", "217", 1).replace("217", "154", 1).replace("min", "min on day 1")
EACH_DOSE: dict[str, tuple[dict[str, Any], str]] = {
    "1 g/kg": ({}, BOTH),
    "2 g/kg": ({"dose": "2"}, BOTH),
    "neither of them": ({"dose": "0.5"}, BOTH),
    "dealt out over two days": ({"days_maintenance": 2}, DEALT_OUT),
    "no product": (
        {"product_immunoglobulin_iv": None},
        "1 g/kg is 80 g · 2 g/kg is 160 g",
    ),
}


@pytest.mark.parametrize("of", EACH_DOSE)
def test_grams_and_chair_time_of_each_dose_of_the_plan_stand_beside_its_regimens(of: str) -> None:
    state, says = EACH_DOSE[of]
    chosen = {"product_immunoglobulin_iv": "privigen", "weight": "80", **state}
    text = shown_text(opened("maintenance", **chosen))
    whole = " · ".join(f"<span>{each}</span>" for each in says.split(" · "))
    assert f'<p class="band_words">{whole}</p>' in text


def test_the_time_of_an_induction_is_said_to_be_that_of_its_first_day() -> None:
    """32 g are 320 mL: 180 mL in 120 minutes, and 140 mL at 384 mL/h in 21.875 more."""
    app = opened("induction", weight="80", product_immunoglobulin_iv="privigen")
    assert metrics(app)["Runs for"] == "≈ 142 min on day 1"


def test_chair_time_among_the_regimens_names_the_day_where_a_dose_is_dealt_out() -> None:
    app = opened(
        "maintenance", weight="80", product_immunoglobulin_iv="privigen", days_maintenance=2
    )
    assert "| ≈ 217 min on day 1 |" in shown_text(app)


def test_without_a_product_there_are_grams_only() -> None:
    app = opened("maintenance", weight="70")
    assert "Runs for" not in metrics(app)
    assert "Containers of" not in shown_text(app)


def test_a_product_is_remembered_by_the_other_page_of_its_route() -> None:
    app = opened("induction", weight="70", product_immunoglobulin_iv="privigen")
    assert app.selectbox(key="product_immunoglobulin_iv").value == "privigen"
    other = opened("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    assert other.selectbox(key="product_immunoglobulin_iv").value == "privigen"


def test_edited_steps_count_and_are_named_as_entered() -> None:
    app = opened("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    app.text_area(key="ladder_privigen_cidp").set_value("1 mg/kg/min 60 min\n2 mg/kg/min 10 min")
    app.run()
    text = shown_text(app)
    # 1 mg/kg/min × 70 kg ÷ 100 mg/mL = 42 mL/h; twice that is 84.
    assert "| **42** |" in text
    assert "| **84** |" in text
    assert "Steps as entered" in text


def test_a_step_above_the_labels_maximum_is_refused_on_the_page() -> None:
    app = opened("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    app.text_area(key="ladder_privigen_cidp").set_value("9 mg/kg/min 60 min").run()
    assert "above the label's maximum (CIDP), 8 mg/kg/min" in app.error[0].value.replace("\\", "")
    assert "Runs for" not in metrics(app)


def test_a_risk_without_a_number_on_the_label_asks_for_a_ceiling() -> None:
    app = opened("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    app.segmented_control(key="check:thrombosis_or_renal_risk").set_value("yes").run()
    assert "enter the ceiling" in shown_text(app)
    assert "Runs for" not in metrics(app)


def test_scig_shows_first_infusions_beside_tolerated_ones() -> None:
    """120 mL: 20 mL a site at first makes 6, 50 mL once tolerated makes 3."""
    app = opened("scig", ivig_dose="80", every_scig="4", product_immunoglobulin_sc="hizentra")
    text = shown_text(app)
    assert "| Sites of a session | **6** | **3** |" in text
    assert "| Time of a session, at least | **60 min** | **48 min** |" in text
    assert "OFF-LABEL" in text
    assert "2 × 10 g + 1 × 4 g" in text


def test_rituximab_needs_the_concentration_in_the_bag() -> None:
    app = opened("rituximab", weight="80", height="180")
    assert "concentration in the bag" in shown_text(app)
    app.text_input(key="concentration_bag").set_value("2").run()
    # 50 mg/h at 2 mg/mL is 25 mL/h.
    assert "| **25** | 50 |" in shown_text(app)


def test_oral_cyclophosphamide_is_shown_in_whole_tablets() -> None:
    app = opened("cyclophosphamide", weight="80", route="po")
    text = shown_text(app)
    for line in ("| 100 mg | 2 × 50 mg |", "| 125 mg | 2 × 50 mg + 1 × 25 mg |"):
        assert line in text
    assert "Contraindicated where the outflow of urine is obstructed." in text


def test_the_weights_stand_side_by_side_with_their_containers() -> None:
    """Male, 175 cm, 110 kg: ideal 70.465 kg, adjusted 86.279 kg."""
    app = opened(
        "induction",
        weight="110",
        height="175",
        sex="male",
        product_immunoglobulin_iv="privigen",
    )
    app.session_state["weights"] = True
    app.run()
    text = shown_text(app)
    assert "≈ 140.93 g" in text  # 2 × 70.465
    assert "≈ 172.56 g" in text  # 2 × 86.279
    assert "Australia, BloodSTAR" in text
    assert "Ontario" in text


@pytest.mark.parametrize("page", ["induction", "maintenance"])
def test_the_bedside_view_shows_the_dose_that_was_worked_out(page: str) -> None:
    app = bedside_after(page, weight="70", product_immunoglobulin_iv="privigen")
    shown = metrics(app)
    assert shown["Give"] == {"induction": "28 g", "maintenance": "70 g"}[page]
    assert shown["Volume"] == {"induction": "280 mL", "maintenance": "700 mL"}[page]
    assert "All checks" in shown_text(app)


def test_the_bedside_view_of_a_contraindicated_dose_says_so_first() -> None:
    facts = {"thromboembolic_event": {"value": "yes"}}
    app = bedside_after(
        "maintenance", weight="70", product_immunoglobulin_iv="privigen", recorded_facts=facts
    )
    assert any("Do not hang this" in each.value for each in app.error)


def test_the_bedside_view_follows_a_weight_that_is_corrected_on_another_page() -> None:
    """2 g/kg over 5 days: 32 g a day at 80 kg, and 24 g at the 60 kg that are right."""
    script = """
import streamlit as st
from plan_data import load_plan
from views.dose import bedside, induction, scig
from views.parts import panel, redraw

redraw.begin()
panel.patient_panel(load_plan())
(scig if "elsewhere" in st.session_state else induction).page()
bedside.page()
"""
    entered = {"weight": "80", "product_immunoglobulin_iv": "privigen"}
    app = run_script(script, bedside_opened_from="induction", **entered)
    assert metrics(app)["Give"] == "32 g"
    app.session_state["elsewhere"] = True
    app.run()
    app.text_input(key="weight").set_value("60").run()
    assert metrics(app)["Give"] == "24 g"
    assert "60 kg" in shown_text(app)
    # Without a weight there is no dose, and none is kept from before.
    app.text_input(key="weight").set_value("").run()
    assert "Give" not in metrics(app)
    assert any("Enter the weight" in each.value for each in app.error)


def test_a_fact_that_is_recorded_elsewhere_counts_at_the_bedside() -> None:
    app = bedside_after("induction", weight="80", product_immunoglobulin_iv="privigen")
    app.session_state["recorded_facts"] = {"uncompensated_heart_failure": {"value": "yes"}}
    app.run()
    assert any("Do not hang this" in each.value for each in app.error)


def test_the_rates_name_the_weight_that_they_go_by() -> None:
    """The dose may go by the adjusted weight; the rates go by the patient's own."""
    app = opened(
        "induction",
        weight="110",
        height="175",
        sex="male",
        dosing_weight="adjusted",
        product_immunoglobulin_iv="privigen",
    )
    assert "Rates go by the actual weight, 110 kg." in shown_text(app)


@pytest.mark.parametrize("page", ["induction", "maintenance"])
def test_the_head_of_the_answer_says_which_weight_the_dose_and_the_rates_go_by(page: str) -> None:
    """Male, 175 cm, 110 kg: adjusted 86.279 kg. So does the bedside view, in one line."""
    heavy = {"weight": "110", "height": "175", "sex": "male", "dosing_weight": "adjusted"}
    app = bedside_after(page, **heavy, product_immunoglobulin_iv="privigen")
    said = (
        "The dose goes by the adjusted weight, ≈ 86.28 kg; "
        "the rates go by the actual weight, 110 kg."
    )
    text = shown_text(app)
    assert said in text.partition("** gives **")[0]  # above what is opened
    assert text.count(said) == 2
    assert said not in shown_text(opened(page, **heavy))


def test_the_bedside_view_without_a_dose_says_what_to_do() -> None:
    app = AppTest.from_string(
        "from views.dose import bedside\nbedside.page()", default_timeout=30
    ).run()
    assert "open this view from there" in app.info[0].value
    assert not metrics(app)


def test_every_product_is_shown_with_its_sources_and_that_the_label_decides() -> None:
    app = AppTest.from_string(
        "from views.reference import products\nproducts.page()", default_timeout=30
    )
    app.run()
    for name in app.selectbox(key="product_shown").options:
        app.selectbox(key="product_shown").set_value(name_of(name)).run()
        assert not app.exception
        text = shown_text(app)
        assert "The current prescribing information decides." in text
        assert "nobody yet" in text
        for rule in load_plan().products[name_of(name)].rules:
            assert rule.demands in text.replace("\\", "")
            assert rule.stands in text
        assert "Gammagard Liquid ERC" in text


def name_of(label: str) -> str:
    return next(each.id for each in load_plan().products.values() if each.label == label)


def test_the_bedside_view_of_rituximab_says_what_to_draw_up_and_which_infusion_it_is() -> None:
    """80 kg and 180 cm are 2 m²: 750 mg, 75 mL from the vials, 375 mL in a bag of 2 mg/mL."""
    app = bedside_after("rituximab", weight="80", height="180", concentration_bag="2")
    assert metrics(app)["Volume"] == "375 mL"
    text = shown_text(app).replace("\\", "")
    # On the page where it is worked out, and at the bedside.
    assert text.count("Draw up **75 mL** from the vials") == 2
    assert "<dt>Draw up</dt><dd><span>75 mL</span></dd>" in text
    # Once more beside the answer itself.
    assert text.count("maximum (first infusion), 400 mg/h") == 3


def test_without_a_bag_the_bedside_view_shows_no_volume_that_could_be_hung() -> None:
    app = bedside_after("rituximab", weight="80", height="180")
    assert "Volume" not in metrics(app)
    assert shown_text(app).count("Draw up **75 mL** from the vials") == 2


def test_a_volume_stands_at_the_end_of_its_step() -> None:
    """A row begins at its time: at 09:00 nothing has run in, by 09:30 10.5 mL have."""
    app = bedside_after("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    assert shown_text(app).count("| Volume by end of step |") == 2


def test_containers_rates_and_sites_stand_beside_their_sources_and_the_off_label_use() -> None:
    hung = shown_text(opened("maintenance", weight="70", product_immunoglobulin_iv="privigen"))
    assert "From: Privigen label · Presentation [A†]." in hung
    assert "From: Privigen label, CIDP · Infusion rate [A]; " in hung
    assert hung.index("OFF-LABEL") < hung.index("Pump rates are rounded")
    at_home = opened("scig", ivig_dose="80", every_scig="4", product_immunoglobulin_sc="hizentra")
    text = shown_text(at_home)
    assert "Hizentra label, CIDP · Volume and rate a site [A]" in text
    assert text.index("OFF-LABEL") < text.index("Sites of a session")


def test_no_off_label_line_stands_beside_the_one_label_that_carries_mmn() -> None:
    app = opened("maintenance", weight="70", product_immunoglobulin_iv="gammagard_liquid")
    assert "OFF-LABEL" not in shown_text(app)


def test_the_bedside_view_says_where_sizes_and_rates_come_from() -> None:
    app = bedside_after("maintenance", weight="70", product_immunoglobulin_iv="privigen")
    sources = "From: Privigen label · Presentation [A†]; Privigen label, CIDP · Infusion rate [A]"
    assert sources in shown_text(app)


def test_a_wrong_age_is_said_at_the_bedside_and_leaves_the_dose() -> None:
    app = bedside_after("induction", weight="80", age="many", product_immunoglobulin_iv="privigen")
    assert metrics(app)["Give"] == "32 g"
    assert any("Age" in each.value for each in app.error)
