"""What has to be said of a patient beside a verdict that comes without the checks.

A file of orders holds none of the facts that the checks ask for. Two things can still be told from
it: that the patient is outside the plan, and that a measure is far from ordinary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calculators.checks.crosscheck import findings_of_cases
from calculators.patient.patient import Patient
from calculators.working import Result
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from datetime import date

    from plan_data.schema.plan import Plan


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


def said_of_patient(patient: Patient, plan: Plan, today: date) -> SaidOfPatient:
    """Return what the rules for every patient find in the measures, and in nothing else."""
    measured = Patient(weight=patient.weight, height=patient.height, age=patient.age)
    if measured == _UNMEASURED:
        return SaidOfPatient()
    findings = findings_of_cases(_OF_NO_TREATMENT, measured, plan, today)
    return SaidOfPatient(
        outside_plan=any(each.outcome is Outcome.CONTRAINDICATED for each in findings),
        words=" ".join(
            f"{each.because} {each.seen.removesuffix('.')}."
            for each in findings
            if each.outcome in {Outcome.CONTRAINDICATED, Outcome.CAUTION}
        ),
    )


_OF_NO_TREATMENT = Result("verify", None, {}, ())
_UNMEASURED = Patient()
