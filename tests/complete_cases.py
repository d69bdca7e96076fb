"""Complete cases: for every treatment one in which all that it asks is recorded, recent and clear.

What an audit found, or a single thing grown old, is laid over one of them; whatever is then said
comes from that alone. They are written by hand from the plan's rows.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

TODAY = date(2026, 11, 25)
# Tests of five days ago count by every limit there is; vaccinations are brought up to date before.
RECENT = (TODAY - timedelta(days=5)).isoformat()
VACCINATED = (TODAY - timedelta(days=30)).isoformat()

Request = dict[str, Any]

PATIENT: Request = {
    "weight": "80 kg",
    "height": "180 cm",
    "age": "58 years",
    "sex": "male",
    "setting": "OPD",
    "today": TODAY.isoformat(),
}
_NORMAL = {"creatinine": "0.9 mg/dL", "wbc": "6.0 10*9/L", "platelets": "250 10*9/L"}


def _done(*tests: str, on: str = RECENT) -> dict[str, str]:
    return dict.fromkeys(tests, f"yes@{on}")


def _measured(*values: str) -> dict[str, str]:
    return {value: f"{_NORMAL[value]}@{RECENT}" for value in values}


_IGA = {"iga_deficiency": "no", "anti_iga_antibodies": "no", "iga": f"180 mg/dL@{RECENT}"}
_IVIG = {
    **_IGA,
    "thromboembolic_event": "no",
    "uncompensated_heart_failure": "no",
    "severe_renal_insufficiency": "no",
    "prior_infusion_reaction": "no",
    **_done("quantitative_immunoglobulins", "renal_function", "hepatitis_b_c_panel", "cbc"),
    **_measured("creatinine"),
}
_NOT_PREGNANT = {"pregnancy_possible": "no", "pregnancy": "no"}
_CYCLOPHOSPHAMIDE = {
    "refractory_to_ivig": "yes",
    **_done("cbc", "liver_function_tests", "renal_function", "urinalysis"),
    **_done("fertility_counseling"),
    **_NOT_PREGNANT,
    "active_infection": "no",
    "severe_active_infection": "no",
    **_measured("wbc"),
}
_RITUXIMAB = {
    "refractory_to_ivig": "yes",
    **_done("hepatitis_b_c_panel", "quantitative_immunoglobulins", "cd19_cd20_counts"),
    **_done("vaccination_update", on=VACCINATED),
    "active_hepatitis_b": "no",
    "severe_active_infection": "no",
    "active_infection": "no",
}
_LIVER = {
    "severe_hepatic_impairment": "no",
    "hepatic_impairment": "no",
    "hepatic_failure": "no",
    "severe_liver_disease": "no",
}
_KIDNEY = {
    "severe_renal_impairment": "no",
    "severe_renal_insufficiency": "no",
    "renal_insufficiency": "no",
    **_measured("creatinine"),
}
_GLAUCOMA = {"uncontrolled_narrow_angle_glaucoma": "no", "angle_closure_glaucoma": "no"}


def _titration(drug: str, target: str, **facts: str) -> Request:
    return {
        "calculator": "titration",
        "drug": drug,
        "target": target,
        "start": TODAY.isoformat(),
        "facts": facts,
    }


_OWN: dict[str, Request] = {
    # At 2 g/kg the blood group decides as well.
    "induction": {
        "calculator": "induction",
        "days": "5",
        "facts": {**_IVIG, "blood_group_not_o": "no"},
    },
    "maintenance": {
        "calculator": "maintenance",
        "dose": "1 g/kg",
        "every": "3 weeks",
        "facts": _IVIG,
    },
    "scig": {
        "calculator": "scig",
        "ivig_dose": "80 g",
        "every": "4 weeks",
        "facts": {
            **_IGA,
            "thrombocytopenia": "no",
            "coagulation_disorder": "no",
            "thromboembolic_event": "no",
            **_measured("platelets"),
        },
    },
    "cyclophosphamide": {
        "calculator": "cyclophosphamide",
        "facts": {**_CYCLOPHOSPHAMIDE, **_done("mesna_ordered")},
    },
    "oral cyclophosphamide": {
        "calculator": "cyclophosphamide",
        "route": "po",
        "facts": _CYCLOPHOSPHAMIDE,
    },
    "rituximab": {"calculator": "rituximab", "facts": _RITUXIMAB},
    "rituximab in two doses": {
        "calculator": "rituximab",
        "regimen": "two_doses",
        "facts": _RITUXIMAB,
    },
    "mycophenolate": {
        "calculator": "mycophenolate",
        "start": TODAY.isoformat(),
        "facts": {
            **_done("cbc", "liver_function_tests", "contraception_counseling"),
            **_NOT_PREGNANT,
            "severe_gi_disease": "no",
        },
    },
    "eculizumab": {
        "calculator": "eculizumab",
        "facts": {
            "unresolved_meningococcal_infection": "no",
            **_done("meningococcal_vaccination", on=VACCINATED),
            **_done("cbc", "complement_levels"),
        },
    },
    "gabapentin": _titration("gabapentin", "900 mg/day", **_KIDNEY),
    "pregabalin": _titration("pregabalin", "150 mg/day", **_KIDNEY),
    "duloxetine": _titration(
        "duloxetine",
        "60 mg/day",
        **_LIVER,
        **_GLAUCOMA,
        **_KIDNEY,
        maoi_use="no",
    ),
    "amitriptyline": _titration(
        "amitriptyline",
        "50 mg/day",
        **_GLAUCOMA,
        cardiac_arrhythmia="no",
        recent_myocardial_infarction="no",
        urinary_retention="no",
        maoi_use="no",
        **_done("ecg"),
    ),
    "acetaminophen": _titration("acetaminophen", "3 g/day", **_LIVER),
    "modafinil": _titration(
        "modafinil",
        "100 mg/day",  # how soon it is raised the plan does not say: the start dose alone is clear
        **_LIVER,
        left_ventricular_hypertrophy="no",
        mitral_valve_prolapse_with_stimulant_use="no",
    ),
    "mexiletine": _titration(
        "mexiletine",
        "300 mg/day",
        **_LIVER,
        second_or_third_degree_av_block="no",
        **_done("ecg"),
    ),
    "magnesium oxide": _titration("magnesium_oxide", "400 mg/day", **_KIDNEY, gi_obstruction="no"),
}
# With a product whose label has MMN, so that its own rules are clear as well.
_OWN |= {
    f"{name} with a product": {
        **_OWN[name],
        "product": "gammagard liquid",
        "facts": {**_IVIG, "thrombosis_or_renal_risk": "no"},
    }
    for name in ("induction", "maintenance")
}
# A course of 2 g/kg asks for the blood group as well.
_OWN["induction with a product"]["facts"]["blood_group_not_o"] = "no"
COMPLETE: dict[str, Request] = {name: {**PATIENT, **own} for name, own in _OWN.items()}


# What decides about each of them: take one out, and nobody can say that all is well. By hand from
# the plan's contraindications and requirements; a liver that is failing matters to acetaminophen
# above 2 g/day only, which is why its case has 3.
_DECIDES_ON_IVIG = (
    "iga_deficiency",
    "thromboembolic_event",
    "uncompensated_heart_failure",
    "severe_renal_insufficiency",
    "prior_infusion_reaction",
    "quantitative_immunoglobulins",
    "renal_function",
    "hepatitis_b_c_panel",
    "cbc",
)
_DECIDES_ON_CYCLOPHOSPHAMIDE = (
    "refractory_to_ivig",
    "cbc",
    "liver_function_tests",
    "renal_function",
    "urinalysis",
    "fertility_counseling",
    "pregnancy_possible",
    "active_infection",
    "wbc",
)
_DECIDES_ON_RITUXIMAB = (
    "refractory_to_ivig",
    "hepatitis_b_c_panel",
    "quantitative_immunoglobulins",
    "cd19_cd20_counts",
    "vaccination_update",
    "active_hepatitis_b",
    "severe_active_infection",
)
DECIDES: dict[str, tuple[str, ...]] = {
    "induction": _DECIDES_ON_IVIG,
    "maintenance": _DECIDES_ON_IVIG,
    "scig": ("iga_deficiency", "thrombocytopenia", "coagulation_disorder"),
    "cyclophosphamide": (*_DECIDES_ON_CYCLOPHOSPHAMIDE, "mesna_ordered"),
    "oral cyclophosphamide": _DECIDES_ON_CYCLOPHOSPHAMIDE,
    "rituximab": _DECIDES_ON_RITUXIMAB,
    "rituximab in two doses": _DECIDES_ON_RITUXIMAB,
    "mycophenolate": (
        "cbc",
        "liver_function_tests",
        "pregnancy_possible",
        "severe_gi_disease",
    ),
    "eculizumab": (
        "unresolved_meningococcal_infection",
        "meningococcal_vaccination",
        "cbc",
        "complement_levels",
    ),
    "gabapentin": ("severe_renal_impairment",),
    "pregabalin": ("severe_renal_impairment",),
    "duloxetine": (
        "severe_hepatic_impairment",
        "maoi_use",
        "uncontrolled_narrow_angle_glaucoma",
        "creatinine",
    ),
    "amitriptyline": (
        "cardiac_arrhythmia",
        "recent_myocardial_infarction",
        "urinary_retention",
        "angle_closure_glaucoma",
        "maoi_use",
    ),
    "acetaminophen": ("severe_liver_disease", "hepatic_failure", "hepatic_impairment"),
    "modafinil": (
        "severe_hepatic_impairment",
        "left_ventricular_hypertrophy",
        "mitral_valve_prolapse_with_stimulant_use",
    ),
    "mexiletine": ("second_or_third_degree_av_block", "hepatic_failure", "ecg"),
    "magnesium oxide": ("renal_insufficiency", "gi_obstruction"),
}

DECIDES |= {
    f"{name} with a product": (*_DECIDES_ON_IVIG, "thrombosis_or_renal_risk")
    for name in ("induction", "maintenance")
}
DECIDES["induction with a product"] += ("blood_group_not_o",)

# Treatment → what was done or measured on `RECENT` → how many days it counts: the plan's two weeks
# on cyclophosphamide, the interval of three weeks less a day on maintenance, 14 for a pregnancy
# test, else 90 (policy). What may be of any age is not named.
COUNTS: dict[str, dict[str, int]] = {
    "induction": {"cbc": 90, "renal_function": 90},
    "maintenance": {"cbc": 20, "renal_function": 20},
    "scig": {},
    "cyclophosphamide": {
        "cbc": 14,
        "wbc": 14,
        "liver_function_tests": 90,
        "renal_function": 90,
        "urinalysis": 90,
        "mesna_ordered": 90,
    },
    "oral cyclophosphamide": {"cbc": 14, "wbc": 14, "liver_function_tests": 90, "urinalysis": 90},
    "rituximab": {"cd19_cd20_counts": 90},
    "rituximab in two doses": {"cd19_cd20_counts": 90},
    "mycophenolate": {"cbc": 90, "liver_function_tests": 90},
    "eculizumab": {"cbc": 90, "complement_levels": 90},
    "gabapentin": {},
    "pregabalin": {},
    "duloxetine": {"creatinine": 90},
    "amitriptyline": {},
    "acetaminophen": {},
    "modafinil": {},
    "mexiletine": {"ecg": 90},
    "magnesium oxide": {},
}
COUNTS |= {f"{name} with a product": COUNTS[name] for name in ("induction", "maintenance")}
# Six calendar months before rituximab (policy): 25 May is the last day, 24 May too long ago.
BEFORE_SIX_MONTHS = "2026-05-24"


def changed(name: str, **changes: Any) -> Request:
    """Return a complete case with some keys laid over it; facts one by one, None takes one out."""
    case = COMPLETE[name]
    facts = {**case["facts"], **changes.pop("facts", {})}
    kept = {fact: value for fact, value in facts.items() if value is not None}
    return {**case, **changes, "facts": kept}
