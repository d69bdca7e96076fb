"""What has to be said of a patient beside a verdict that comes without the checks.

A file of orders holds none of the facts that the checks ask for. Two things can still be told from
it: that the patient is outside the plan, and that a measure is far from ordinary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calculators.crosscheck import crosscheck
from calculators.reading import read_patient
from calculators.working import Result
from plan_data.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plan_data.schema import Plan

MEASURES = ("weight", "height", "age")


def said_of_patient(given: Mapping[str, Any], plan: Plan, today: date) -> str:
    """Return what the rules for every patient find in the measures; nothing if all is well.

    Parameters
    ----------
    given
        The keys of a request; only the measures of the patient are looked at.

    Raises
    ------
    units.Refused
        A measure cannot be used.
    """
    measures = {key: given[key] for key in MEASURES if key in given}
    if not measures:
        return ""
    patient = read_patient(measures, plan, today)
    findings = crosscheck(_OF_NO_TREATMENT, patient, plan, today).findings
    return " ".join(
        f"{each.because} {each.seen.removesuffix('.')}."
        for each in findings
        if each.outcome in {Outcome.CONTRAINDICATED, Outcome.CAUTION}
    )


_OF_NO_TREATMENT = Result("verify", None, {}, ())
