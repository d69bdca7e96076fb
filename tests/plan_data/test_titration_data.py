"""The rows of 3B, mycophenolate and eculizumab as data, against figures written from the plan."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from plan_data import load_plan
from plan_data.load import figures_of

PLAN = load_plan()
TREATMENTS = (*PLAN.symptomatic, "mycophenolate", "eculizumab")

# Written by hand from the plan, version 1.1: 3B and 3D, column Dosing. One figure a line.
FIGURES: dict[str, dict[str, tuple[str, str]]] = {
    "gabapentin": {
        "start_from": ("300", "mg"),
        "start_to": ("300", "mg"),
        "start_doses": ("1", "1"),  # qHS
        "step_from": ("300", "mg"),
        "step_to": ("300", "mg"),
        "next_doses": ("3", "1"),  # TID
        "step_every_from": ("1", "d"),
        "step_every_to": ("3", "d"),
        "target_from": ("900", "mg/d"),
        "target_to": ("1800", "mg/d"),
        "maximum": ("3600", "mg/d"),
    },
    "pregabalin": {
        "start_from": ("75", "mg"),
        "start_to": ("75", "mg"),
        "start_doses": ("2", "1"),  # BID
        "next_dose": ("150", "mg"),
        "next_doses": ("2", "1"),  # BID
        "step_every_from": ("7", "d"),  # 1 week
        "step_every_to": ("7", "d"),
        "maximum": ("600", "mg/d"),
    },
    "duloxetine": {
        "start_from": ("30", "mg"),
        "start_to": ("30", "mg"),
        "start_doses": ("1", "1"),
        "next_dose": ("60", "mg"),
        "next_doses": ("1", "1"),
        "step_every_from": ("7", "d"),  # 1-2 weeks
        "step_every_to": ("14", "d"),
        "maximum": ("120", "mg/d"),
    },
    "amitriptyline": {
        "start_from": ("10", "mg"),
        "start_to": ("25", "mg"),
        "start_doses": ("1", "1"),  # qHS
        "step_from": ("10", "mg"),
        "step_to": ("25", "mg"),
        "next_doses": ("1", "1"),
        "step_every_from": ("7", "d"),  # 1-2 weeks
        "step_every_to": ("14", "d"),
        "maximum": ("150", "mg/d"),
    },
    "acetaminophen": {
        "dose_from": ("650", "mg"),
        "dose_to": ("1000", "mg"),
        "every_from": ("6", "h"),
        "every_to": ("8", "h"),
        "maximum": ("4", "g/d"),
        "lowered_maximum": ("2", "g/d"),
    },
    "modafinil": {
        "start_from": ("100", "mg"),
        "start_to": ("100", "mg"),
        "start_doses": ("1", "1"),  # qAM
        "next_dose": ("200", "mg"),
        "next_doses": ("1", "1"),
        "maximum": ("200", "mg/d"),  # the highest dose that the row names
    },
    "mexiletine": {
        "start_from": ("150", "mg"),
        "start_to": ("150", "mg"),
        "start_doses": ("2", "1"),  # BID
        "next_dose": ("200", "mg"),
        "next_doses": ("3", "1"),  # TID
        "maximum": ("900", "mg/d"),
    },
    "magnesium_oxide": {
        "start_from": ("400", "mg"),
        "start_to": ("400", "mg"),
        "start_doses": ("1", "1"),
        "next_dose": ("400", "mg"),
        "next_doses": ("2", "1"),  # BID
        "maximum": ("800", "mg/d"),  # 400 mg BID, the highest dose that the row names
    },
    "mycophenolate": {
        "start_from": ("500", "mg"),
        "start_to": ("500", "mg"),
        "start_doses": ("2", "1"),  # BID
        "next_dose": ("1000", "mg"),
        "next_doses": ("2", "1"),  # BID
        "maximum": ("2000", "mg/d"),  # 1000 mg BID, the highest dose that the row names
        "trial": ("6", "mo"),
    },
    "eculizumab": {},
}

# US capsules and tablets in mg, written by hand from the notes on strengths and forms.
STRENGTHS: dict[str, tuple[int, ...]] = {
    "gabapentin": (100, 300, 400, 600, 800),
    "pregabalin": (25, 50, 75, 100, 150, 200, 225, 300),
    "duloxetine": (20, 30, 40, 60),
    "amitriptyline": (10, 25, 50, 75, 100, 150),
    "modafinil": (100, 200),
    "mexiletine": (150, 200, 250),
    "magnesium_oxide": (400,),
    "mycophenolate": (250, 500),
}

# The same two columns' statements, each with the rule that checks it, by hand from the plan.
CONTRAINDICATIONS = {
    "gabapentin": {"severe_renal_impairment"},
    "pregabalin": {"severe_renal_impairment"},
    "duloxetine": {
        "severe_hepatic_impairment",
        "maoi_use",
        "uncontrolled_narrow_angle_glaucoma",
        "creatinine_clearance",
    },
    "amitriptyline": {
        "cardiac_arrhythmia",
        "recent_myocardial_infarction",
        "urinary_retention",
        "angle_closure_glaucoma",
        "maoi_use",
    },
    "acetaminophen": {"severe_liver_disease", "hepatic_failure"},
    "modafinil": {
        "severe_hepatic_impairment",
        "left_ventricular_hypertrophy",
        "mitral_valve_prolapse_with_stimulant_use",
    },
    "mexiletine": {"second_or_third_degree_av_block", "hepatic_failure"},
    "magnesium_oxide": {"renal_insufficiency", "gi_obstruction"},
    "mycophenolate": {"pregnancy", "severe_gi_disease"},
    "eculizumab": {"unresolved_meningococcal_infection"},
}
REQUIREMENTS = {
    "mycophenolate": {
        "cbc",
        "liver_function_tests",
        "pregnancy_test",
        "contraception_counseling",
    },
    "eculizumab": {"meningococcal_vaccination", "cbc", "complement_levels"},
}
PRIORITIES = {
    "gabapentin": "- ROUTINE ROUTINE -",
    "pregabalin": "- ROUTINE ROUTINE -",
    "duloxetine": "- ROUTINE ROUTINE -",
    "amitriptyline": "- ROUTINE ROUTINE -",
    "acetaminophen": "ROUTINE ROUTINE ROUTINE ROUTINE",
    "modafinil": "- - ROUTINE -",
    "mexiletine": "- - ROUTINE -",
    "magnesium_oxide": "- ROUTINE ROUTINE -",
    "mycophenolate": "- - EXT -",
    "eculizumab": "- - EXT -",
}
# What the rules compare with, beside the dosing: (place, value, unit).
LIMITS = {
    "duloxetine": {
        ("3B · Duloxetine · Contraindications", "14", "d"),
        ("3B · Duloxetine · Contraindications", "30", "mL/min"),
    },
    "amitriptyline": {
        ("3B · Duloxetine · Contraindications", "14", "d"),
        ("3B · Amitriptyline · Monitoring", "100", "mg/d"),
    },
    "eculizumab": {("3D · Eculizumab · Pre-Treatment Requirements", "14", "d")},
    # products.md: 100–300 once daily, 200–700 once daily, 200–700 BID; clearance in mL/min
    "gabapentin": {
        *(
            ("Gabapentin label (secondary source) · Dose by creatinine clearance", value, unit)
            for value, unit in (
                ("15", "mL/min"),
                ("300", "mg/d"),
                ("30", "mL/min"),
                ("700", "mg/d"),
                ("60", "mL/min"),
                ("1400", "mg/d"),
            )
        ),
    },
    "pregabalin": {
        ("Pregabalin label (secondary source) · Dose by creatinine clearance", value, unit)
        for value, unit in (
            ("15", "mL/min"),
            ("75", "mg/d"),
            ("30", "mL/min"),
            ("150", "mg/d"),
            ("60", "mL/min"),
            ("300", "mg/d"),
        )
    },
}


# products.md: below 15 mL/min 100–300 and below 30 200–700 once daily, below 60 200–700 BID.
BANDS = {
    "gabapentin": [
        *(("15", "mL/min"), ("1", "1"), ("300", "mg/d")),
        *(("30", "mL/min"), ("1", "1"), ("700", "mg/d")),
        *(("60", "mL/min"), ("2", "1"), ("1400", "mg/d")),
    ]
}


@pytest.mark.parametrize("name", TREATMENTS)
def test_each_dosing_figure_is_the_plans(name: str) -> None:
    dosing = PLAN.treatments[name].dosing
    found = dict(figures_of(dosing))
    bands = [found.pop(key) for key in list(found) if key.startswith("clearance_bands")]
    assert [(f"{each.value}", each.unit) for each in bands] == BANDS.get(name, [])
    strengths = found.pop("strengths", None)
    assert (strengths.values if strengths else None) == STRENGTHS.get(name)
    expected = FIGURES[name]
    assert set(found) == set(expected)
    for key, (value, unit) in expected.items():
        assert (found[key].value, found[key].unit) == (Decimal(value), unit), key
        assert found[key].source == "mmn_plan"
        assert found[key].at == f"{PLAN.treatments[name].row} · Dosing"


@pytest.mark.parametrize("name", TREATMENTS)
def test_each_figure_of_a_rule_is_the_one_written_by_hand(name: str) -> None:
    found = {
        (figure.at, str(figure.value), figure.unit)
        for _, figure in figures_of(PLAN.treatments[name].rules)
    }
    assert found == LIMITS.get(name, set())


def test_only_the_labels_bands_and_strengths_come_from_elsewhere_and_say_so() -> None:
    says = {"mmn_plan": "3", "renal_bands": "label", "strengths_and_forms": "Strengths and forms"}
    for name in TREATMENTS:
        for _, figure in figures_of(PLAN.treatments[name]):
            assert says[figure.source] in figure.at
    assert PLAN.sources["renal_bands"].confidence == "B"
    assert PLAN.sources["strengths_and_forms"].confidence == "B"


def test_what_the_plan_does_not_state_is_not_in_the_data() -> None:
    for name in ("modafinil", "mexiletine", "magnesium_oxide", "mycophenolate"):
        dosing: Any = PLAN.treatments[name].dosing
        assert dosing.step_every_from is None
        assert dosing.step_every_to is None
    highest = {"modafinil", "magnesium_oxide", "mycophenolate"}
    for name in set(TREATMENTS) - {"acetaminophen", "eculizumab"}:
        says: Any = PLAN.treatments[name].dosing
        assert says.maximum_is == ("highest dose" if name in highest else "maximum")


@pytest.mark.parametrize("name", TREATMENTS)
def test_each_contraindication_and_requirement_has_its_rule(name: str) -> None:
    treatment = PLAN.treatments[name]
    for column, expected in (
        ("Contraindications", CONTRAINDICATIONS[name]),
        ("Pre-Treatment Requirements", REQUIREMENTS.get(name, set())),
    ):
        found = {rule.id for rule in treatment.rules if rule.at == f"{treatment.row} · {column}"}
        assert found == expected


@pytest.mark.parametrize("name", TREATMENTS)
def test_the_priorities_are_the_plans(name: str) -> None:
    priorities = PLAN.treatments[name].priorities
    found = f"{priorities.ED} {priorities.HOSP} {priorities.OPD} {priorities.ICU}"
    assert found == PRIORITIES[name]


@pytest.mark.parametrize("name", TREATMENTS)
def test_the_rules_name_real_facts_and_real_groups(name: str) -> None:
    known = {*PLAN.facts.yes_no, *PLAN.facts.laboratory, "weight", "age", "sex"}
    for rule in PLAN.treatments[name].rules:
        assert set(rule.reads) <= known | {"premedication", "concurrent"}, rule.id
        groups = re.findall(r"group='(\w+)'", repr(rule.cases))
        assert set(groups) <= {*PLAN.name_groups, "unrecognised"}, rule.id


@pytest.mark.parametrize("name", TREATMENTS)
def test_every_place_is_in_the_treatments_own_row_or_named_for_another(name: str) -> None:
    treatment = PLAN.treatments[name]
    borrowed = {
        "3B · Duloxetine · Monitoring",
        "3B · Pregabalin · Indication",
        "Gabapentin label",
        "Pregabalin label",
        "Mycophenolate label",
    }
    for place in [rule.at for rule in treatment.rules] + [each.at for each in treatment.monitoring]:
        assert place.startswith((treatment.row, *borrowed)), place


def test_the_treatments_stand_in_the_plans_order() -> None:
    sections = [treatment.section for treatment in PLAN.treatments.values()]
    assert sections == sorted(sections)
    assert len(PLAN.treatments) == 15
    assert len(PLAN.symptomatic) == 8
