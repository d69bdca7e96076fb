"""A phase with what became of it: its dose, its checks, its days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import units
from calculators.course.placing import IMMUNOGLOBULIN
from plan_data.schema.dosing import MaintenanceDosing
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from datetime import date

    from calculators.checks.crosscheck import Checks
    from calculators.course.phases import Phase
    from calculators.course.placing import PlacedDoses
    from calculators.working import Result


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase of the course, with what became of it.

    Parameters
    ----------
    phase, label
        What was asked, and the treatment's name for people.
    result, checks
        Its dose with the working, and the plan's checks at its first dose.
    placed
        Its doses on their days.
    since_last
        What is said of the time since the last dose of the phase before, in words.
    beside
        What is said of the change from the phase before, in words.
    """

    phase: Phase
    label: str
    result: Result
    checks: Checks
    placed: PlacedDoses
    since_last: str = ""
    beside: str = ""

    @property
    def on_the_schedule(self) -> bool:
        """Whether its doses stand on the schedule: nothing contraindicated does."""
        return self.checks.outcome is not Outcome.CONTRAINDICATED

    @property
    def first_day(self) -> date:
        """The day of the first dose as it stands, also where it was moved or left out."""
        return self.placed.doses[0].date if self.placed.doses else self.phase.start

    @property
    def route(self) -> str:
        """By which route it is given: IV, SC or PO."""
        if self.result.treatment is None:
            return ""
        first, *_ = self.result.treatment.route.split()
        return str(first)

    @property
    def is_immunoglobulin(self) -> bool:
        """Whether it is immunoglobulin, by whatever way."""
        return is_immunoglobulin(self.result)

    @property
    def is_maintenance(self) -> bool:
        """Whether it is IVIg that goes on."""
        treatment = self.result.treatment
        return treatment is not None and isinstance(treatment.dosing, MaintenanceDosing)

    @property
    def regimen(self) -> tuple[Any, ...]:
        """What makes a dose another one: the treatment, what one time gets, and how often."""
        treatment = "" if self.result.treatment is None else self.result.treatment.id
        each, every = self.placed.each_time, self.placed.every
        grams = None if each is None else units.settled(each, "g")
        # Three weeks are 21 days; a calendar month is none of either.
        unit = "" if every is None else "mo" if units.unit_of(every).ucum == "mo" else "d"
        return treatment, grams, unit, every and units.magnitude_in(every, unit)


def is_immunoglobulin(result: Result) -> bool:
    """Tell whether a result is a dose of immunoglobulin."""
    return result.treatment is not None and isinstance(result.treatment.dosing, IMMUNOGLOBULIN)
