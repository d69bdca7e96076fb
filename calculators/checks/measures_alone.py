"""What has to be said of a patient beside a verdict that comes without the checks.

A file of orders holds none of the facts that the checks ask for. Two things can still be told from
it: that the patient is outside the plan, and that a measure is far from ordinary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators.checks.crosscheck import crosscheck
from calculators.typed.patient import read_patient
from calculators.working import Result
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plan_data.schema.plan import Plan

MEASURES = ("weight", "height", "age")


@dataclass(frozen=True, slots=True)
class SaidOfPatient:
    """What the measures of a patient tell.

    Parameters
    ----------
    outside_plan
        Whether the plan does not cover the patient; False where it cannot be told.
    words
        What is to be said, as sentences; empty where nothing is.
    """

    outside_plan: bool = False
    words: str = ""


def said_of_patient(given: Mapping[str, Any], plan: Plan, today: date) -> SaidOfPatient:
    """Return what the rules for every patient find in the measures.

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
        return SaidOfPatient()
    patient = read_patient(measures, plan, today)
    findings = crosscheck(_OF_NO_TREATMENT, patient, plan, today).findings
    return SaidOfPatient(
        outside_plan=any(each.outcome is Outcome.CONTRAINDICATED for each in findings),
        words=" ".join(
            f"{each.because} {each.seen.removesuffix('.')}."
            for each in findings
            if each.outcome in {Outcome.CONTRAINDICATED, Outcome.CAUTION}
        ),
    )


_OF_NO_TREATMENT = Result("verify", None, {}, ())
