"""What people call results and outcomes; the terminal and the pages say the same."""

from __future__ import annotations

from plan_data.rules import Outcome

GRAVITY_WORDS = {
    Outcome.CONTRAINDICATED: "Contraindicated",
    Outcome.NOT_READY: "Not ready",
    Outcome.UNKNOWN: "Unknown",
    Outcome.CAUTION: "Caution",
    Outcome.CLEAR: "Clear",
}

_VALUE_LABELS = {
    "total": "Total",
    "per_day": "Each day",
    "days": "Days",
    "per_infusion": "Each infusion",
    "weekly": "A week",
    "weekly_per_kg": "A week and kg",
    "four_weekly": "In four weeks",
    "annual": "A year",
    "infusions_per_year": "Infusions a year",
    "four_weekly_ivig": "IVIg in four weeks",
    "weekly_base": "Weekly base, before the uplift",
    "bsa": "Body surface",
    "per_dose": "Each dose",
    "doses": "Doses",
    "cumulative": "Cumulative",
    "daily_low": "Lowest a day",
    "daily_high": "Highest a day",
    "ideal_body_weight": "Ideal body weight",
    "adjusted_body_weight": "Adjusted body weight",
    "bmi": "Body-mass index",
    "creatinine_clearance": "Creatinine clearance",
    "drug": "Drug",
    "target": "Target",
    "steps": "Steps",
    "maximum": "Maximum",
    "maximum_with_hepatic_impairment": "Maximum with hepatic impairment",
    "trial_months": "Trial, in calendar months",
    "trial_ends": "Trial ends",
    "dose": "Dose",
    "weight": "Weight",
    "difference": "Difference",
    "factor": "Factor",
    "name": "Asked about",
    "matched": "Read as",
    "answer": "Answer",
    "grip": "Grip strength",
    "mrc": "MRC grade",
    "hemoglobin": "Hemoglobin",
    "creatinine": "Renal function",
    "igg_trough": "IgG trough",
    "ncs": "NCS/EMG",
    "fvc": "FVC",
    "of": "Order of",
    "expected": "Expected",
    "expected_low": "Expected, lowest",
    "expected_high": "Expected, highest",
    "ordered": "Ordered",
    "deviation": "Deviation",
    "deviation_percent": "Deviation in per cent",
    "within_tolerance": "Within tolerance",
    "tolerance": "Tolerance",
    "implied_factor": "Implied factor from IV to SC",
    "mistakes": "Mistakes that give this order",
    "also": "Also compared",
}


def value_label(name: str) -> str:
    """Return what people call a value of a result."""
    return _VALUE_LABELS[name]
