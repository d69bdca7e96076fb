"""Whether a course, or a day of it, is larger than what regulator and labels have.

Both figures are by the kg, and their sources name no weight: by the weight that doses or by the
actual one, either makes it so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.patient import UNKNOWN
from plan_data.schema.remarks import Remarks

if TYPE_CHECKING:
    from calculators.patient.patient import Patient
    from calculators.working import Term
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Plan


def course_remarks(
    course: units.Quantity,
    day: units.Quantity,
    dosing_weight: Term | None,
    patient: Patient,
    plan: Plan,
) -> Remarks:
    """Return the remarks on a course of a high dose, and on a large day; none where it is neither.

    Parameters
    ----------
    course
        The whole course, in g, all days together: hemolysis goes by it, over however many days.
    day
        The largest share that one day gets, in g.
    """
    weights = [dosing_weight, None if patient.weight is UNKNOWN else patient.weight]
    found = Remarks()
    limits = _limits(plan.policies.hemolysis.course_dose, weights)
    if any(units.settled(course, "g") >= units.settled(each, "g") for each in limits):
        found["course_dose"] = "a high dose"
    limits = _limits(plan.policies.largest_labelled_day, weights)
    if any(units.settled(day, "g") > units.settled(each, "g") for each in limits):
        found["day_share"] = "above the labels"
    return found


def _limits(figure: Figure, weights: list[Term | None]) -> list[units.Quantity]:
    with units.exact():
        return [
            units.convert(figure.quantity * units.convert(weight.quantity, "kg"), "g")
            for weight in weights
            if weight is not None
        ]
