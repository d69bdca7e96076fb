"""A second copy of every number among the policies, written from what each of them rests on.

What is no project policy was read where the entry says: the pharmacists' associations and Ontario
(rounding), the regulator and the cohort (hemolysis), the labels (days, risks, the week between a
vein and the skin), the pharmacists' tool (doubling). The plausible values are those proposed from
published screening limits.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN

import units
from plan_data.schema.figures import figures_of

NUMBERS = {
    # How a dose is rounded, and how far an order may lie from it.
    "rounding.3.tolerance": "5 %",
    "rounding.4.tolerance": "10 %",
    "rounding.5.multiple": "5 g",
    "rounding_limit": "10 %",
    "order_tolerance": "5 %",
    # Steps of a rate that is given as start and maximum: twice the one before, every half hour.
    "ladder.factor": "2",
    "ladder.lasts": "30 min",
    "ladder.shortest": "5 min",
    "ladder.pump_step": "0.1 mL/h",
    # Who is at risk by a number.
    "at_risk.age_above": "65 a",
    "at_risk.clearance_below": "60 mL/min",
    # For how long a record counts, and which values disagree with an answer.
    "evidence.within": "90 d",
    "evidence.ages.0.within": "14 d",
    "evidence.contradictions.0.below": "7 mg/dL",
    "evidence.contradictions.1.below": "150 10*9/L",
    "evidence.contradictions.2.below": "30 mL/min",
    "evidence.contradictions.3.below": "30 mL/min",
    "evidence.contradictions.4.below": "30 mL/min",
    # Finding the mistake in an order.
    "mistakes.most_named": "10",
    "mistakes.rounding_steps": "1 2 2.5 5",
    "mistakes.order_rounding": "5 %",
    "mistakes.pair_rounding": "1 %",
    "mistakes.weight_steps": "0.1 1 kg",
    "mistakes.surface_step": "0.01 m2",
    "mistakes.surface_cap": "2 m2",
    "mistakes.month_weeks": "4.3 4.33 4.345 wk",
    "mistakes.other_protocols.0.dose": "15 mg/kg",
    # Days, sessions and courses.
    "maintenance_days": "1 2 3 4 5 d",
    "largest_labelled_day": "1 g/kg",
    "most_sessions": "7",
    "course.open_shown": "12 mo",
    "course.longest": "120 mo",
    "course.move_within": "7 d",
    "course.scig_after_ivig": "1 wk",
    "course.most_phases": "60",
    "course.most_measurements": "500",
    # Hemolysis is looked for from 36 to 96 hours after a course of 2 g/kg, later from day 5 to 10.
    "hemolysis.course_dose": "2 g/kg",
    "hemolysis.check_from": "36 h",
    "hemolysis.check_to": "96 h",
    "hemolysis.late_from": "5 d",
    "hemolysis.late_to": "10 d",
}

# Test → what is accepted, and what is not asked about, each from and to.
PLAUSIBLE = {
    "creatinine": ("0.1", "75", "0.3", "10", "mg/dL"),
    "wbc": ("0", "1000", "0.5", "100", "10*9/L"),
    "platelets": ("0", "2200", "10", "1000", "10*9/L"),
    "hemoglobin": ("1", "30", "5", "20", "g/dL"),
    "igg_trough": ("0", "20000", "50", "6000", "mg/dL"),
    "iga": ("0", "15000", "0", "1000", "mg/dL"),
}
ENDS = ("accepted.lowest", "accepted.highest", "ordinary.lowest", "ordinary.highest")
PLAUSIBLE_BY_PATH = {
    f"evidence.plausible.{name}.{end}": f"{number} {unit}"
    for name, (*numbers, unit) in PLAUSIBLE.items()
    for end, number in zip(ENDS, numbers, strict=True)
}
ALL = NUMBERS | PLAUSIBLE_BY_PATH


def as_copied(figure: Any) -> str:
    values = figure.values if hasattr(figure, "values") else (figure.value,)
    numbers = " ".join(units.fixed_point(each) for each in values)
    return numbers if figure.unit == "1" else f"{numbers} {figure.unit}"


SHIPPED = {
    path: as_copied(figure)
    for path, figure in figures_of(PLAN.policies)
    if hasattr(figure, "value") or hasattr(figure, "values")
}


@pytest.mark.parametrize("path", sorted({*ALL, *SHIPPED}))
def test_every_number_of_the_policies_is_its_second_copy(path: str) -> None:
    assert SHIPPED.get(path) == ALL.get(path)
