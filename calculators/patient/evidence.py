"""What is recorded of a patient, with what may be said of it: the facts as rules get them.

A record can be too old to count, be implied by another one, or have another one against it. All of
that is found here, once, before a rule looks; how long a test counts, what implies what, and which
value speaks against which answer are data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

import units
from calculators.patient.all_sizes import clearance_of
from calculators.patient.body_size import DEVINE_FROM_INCHES
from calculators.patient.dosing_weight import dosing_weight
from calculators.patient.patient import NOT_RECORDED, UNKNOWN, Answer, Measure, Patient, Unknown
from calculators.patient.plausibility import unlikely

if TYPE_CHECKING:
    from datetime import date

    from calculators.patient.patient import LaboratoryValue
    from calculators.working import Step
    from plan_data.schema.figures import Figure
    from plan_data.schema.plan import Implication, Plan
    from plan_data.schema.policies import Contradiction


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer as it counts.

    Parameters
    ----------
    implied_by
        The fact that says it, where it is not the recorded answer that counts.
    disagrees
        Whether another answer was recorded, which the implied one outweighs.
    """

    answer: Answer
    on: date | Unknown = UNKNOWN
    implied_by: str = ""
    disagrees: bool = False


_NOTHING = Weighed(NOT_RECORDED.answer)


@dataclass(frozen=True, slots=True)
class At:
    """For what and on which day the facts are weighed.

    Parameters
    ----------
    today
        The day of the check.
    first_dose
        The day of the first dose, where a schedule or a start gives one: windows run to it.
    treatment
        The treatment's id; a test's age is held against what that treatment allows.
    whatever_age
        Take each record at its word, however old: what rules a treatment out goes on doing so.
    """

    today: date
    first_dose: date | None = None
    treatment: str = ""
    whatever_age: bool = False

    @property
    def windows_end(self) -> date:
        """The day to which windows run: that of the first dose."""
        return self.first_dose or self.today

    @property
    def ages_end(self) -> date:
        """The day by which a test may have grown too old: that of a dose that lies ahead."""
        return max(self.today, self.windows_end)


def first_day(window: Figure, last: date) -> date:
    """Return the first day of a window of calendar months or days that ends on `last`."""
    length = int(window.value)
    back = relativedelta(months=length) if window.unit == "mo" else relativedelta(days=length)
    try:
        return last - back
    except (ValueError, OverflowError):  # before the first year that a date can name
        return type(last).min


def last_day(window: Figure, first: date) -> date:
    """Return the last day on which something of `first` lies in a window of months or days.

    In a month that is shorter it is that month's last day, never a later one.
    """
    length = int(window.value)
    if window.unit != "mo":
        return days_later(first, length)
    try:
        return first + relativedelta(months=length)
    except (ValueError, OverflowError):  # past the last year that a date can name
        return type(first).max


def days_later(first: date, days: int) -> date:
    """Return the day so many days later; the last that a date can name where there is none."""
    try:
        return first + timedelta(days=days)
    except OverflowError:
        return type(first).max


class Evidence:
    """The facts of a patient as they count.

    Parameters
    ----------
    at
        For what and when; None where only what is implied and what is measured matters.
    weight, weight_name
        The weight that a dose was worked out by; that which the patient's record chooses, if none.
    """

    def __init__(
        self,
        patient: Patient,
        plan: Plan,
        at: At | None = None,
        weight: Step | None = None,
        weight_name: str = "",
    ) -> None:
        self.patient = patient
        self.plan = plan
        self.at = at
        self._weight = weight
        self._weight_name = weight_name

    # --- answers ------------------------------------------------------------------------------

    def fact(self, name: str) -> Weighed:
        """Return an answer as it counts, whatever its age."""
        return self._weighed.get(name, _NOTHING)

    @cached_property
    def _weighed(self) -> dict[str, Weighed]:
        found = {name: Weighed(fact.answer, fact.on) for name, fact in self.patient.facts.items()}
        changed = True
        while changed:
            changed = False
            for implication in self.plan.implications:
                cause = found.get(implication.fact, _NOTHING)
                if not self._implies(implication, cause):
                    continue
                for name in implication.implies:
                    before = found.get(name, _NOTHING)
                    after = _implied(before, implication, cause)
                    if after != before:
                        found[name], changed = after, True
        return found

    def _implies(self, implication: Implication, cause: Weighed) -> bool:
        if cause.answer.value != implication.answered:
            return False
        if implication.within is None or cause.on is UNKNOWN or self.at is None:
            # An event without a date cannot be shown to lie outside the window.
            return True
        return cause.on >= first_day(implication.within, self.at.windows_end)

    # --- age ----------------------------------------------------------------------------------

    def counts_for(self, name: str) -> Figure | None:
        """Return how long a dated test or value counts here; None where nothing limits it."""
        policy = self.plan.policies.evidence
        if name not in policy.expires:
            # That something is not so is the word of its day, as a test is.
            return policy.within if self._denied_on(name) is not UNKNOWN else None
        treatment = self.plan.treatments.get(self.at.treatment) if self.at else None
        for age in (*(treatment.evidence_ages if treatment else ()), *policy.ages):
            if name in age.facts:
                return age.within
        return policy.within

    def too_old(self, name: str) -> bool:
        """Tell whether a test that was done, or a value, has a date that is too old to count."""
        window, on = self.counts_for(name), self.date_of(name)
        if window is None or on is UNKNOWN or self.at is None or self.at.whatever_age:
            return False
        return on < first_day(window, self.at.ages_end)

    def doubtful(self, name: str) -> bool:
        """Tell whether a record is too old to count, or said "recent" of an old date."""
        return self.too_old(name) or self.no_longer_recent(name) or self.of_another_day(name)

    def no_longer_recent(self, name: str) -> bool:
        """Tell whether an answer says "recent" and its date leaves that open."""
        window = self.plan.common.recent.get(name)
        fact = self.fact(name)
        if window is None or self.at is None or fact.on is UNKNOWN:
            return False
        return fact.answer is Answer.YES and fact.on < first_day(window, self.at.windows_end)

    def of_another_day(self, name: str) -> bool:
        """Tell whether what is done before each dose was answered undated, and not on this day."""
        treatment = self.plan.treatments.get(self.at.treatment) if self.at else None
        if self.at is None or treatment is None or name not in treatment.before_each_dose:
            return False
        if self.at.whatever_age or self.fact(name).on is not UNKNOWN:
            return False
        fact = self.patient.fact(name)
        answered = fact.answered
        return fact.answer is Answer.YES and answered is not UNKNOWN and answered < self.at.today

    def date_of(self, name: str) -> date | Unknown:
        """Return the date of a value, of a "yes", or of a "no" to a condition."""
        value = self.patient.laboratory.get(name)
        if value is not None:
            return value.on
        fact = self.fact(name)
        return fact.on if fact.answer is Answer.YES else self._denied_on(name)

    def _denied_on(self, name: str) -> date | Unknown:
        """Return the day on which a condition was answered no; a test not done is no such word."""
        fact = self.fact(name)
        if fact.answer is not Answer.NO or name not in self.plan.facts.conditions:
            return UNKNOWN
        return fact.on

    def laboratory(self, name: str) -> LaboratoryValue | None:
        """Return a value that counts; one that is too old does not."""
        return None if self.too_old(name) else self.patient.laboratory.get(name)

    # --- plausibility -------------------------------------------------------------------------

    def question(self, name: str) -> str:
        """Return what is asked of a value that is hardly ever seen; empty where nothing is."""
        value = self.patient.laboratory.get(name)
        if value is None:
            return ""
        return unlikely(name, value.quantity, self.plan)

    # --- clearance ----------------------------------------------------------------------------

    @cached_property
    def clearance(self) -> Step | None:
        """The creatinine clearance by the weight that was chosen, where all of it is recorded."""
        return self._clearance(self._weight_name or self.patient.dosing_weight)

    @cached_property
    def other_clearances(self) -> tuple[Step, ...]:
        """The clearance by actual and by adjusted weight, where another weight was chosen."""
        chosen = self._weight_name or self.patient.dosing_weight
        found = (self._clearance(name, alone=True) for name in ("actual", "adjusted"))
        return tuple(
            step
            for name, step in zip(("actual", "adjusted"), found, strict=True)
            if step is not None and name != chosen
        )

    @cached_property
    def least_clearance(self) -> Step | None:
        """The clearance by the least adjusted weight that a height not recorded could make.

        Devine's formula begins at 60 inches; None where the height is recorded, or nothing else is.
        """
        if self.patient.height is not UNKNOWN:
            return None
        shortest = Measure(units.quantity(DEVINE_FROM_INCHES, "[in_i]"))
        return self._clearance("adjusted", replace(self.patient, height=shortest), alone=True)

    def _clearance(
        self, name: str, patient: Patient | None = None, *, alone: bool = False
    ) -> Step | None:
        patient = patient or self.patient
        try:
            weight = None if alone else self._weight
            if weight is None:
                chosen = dosing_weight(patient, name, self.plan)  # type: ignore[arg-type]  # one of the three
                if alone and name == "adjusted" and chosen.remark == "actual":
                    return None
                weight = chosen.step
            return clearance_of(patient, weight, name)
        except units.Refused:
            return None

    def clearance_below(self, limit: Figure) -> Answer:
        """Tell whether the clearance lies below a limit, by the weight that was chosen.

        Where it does not, and by the actual or the adjusted weight it does, that is unknown; so
        it is where it may do so by an adjusted weight for which the height is not recorded.
        """
        if self.clearance is None:
            return Answer.UNKNOWN
        if self._lies_below(self.clearance, limit):
            return Answer.YES
        beside = (*self.other_clearances, self.least_clearance)
        if any(step is not None and self._lies_below(step, limit) for step in beside):
            return Answer.UNKNOWN
        return Answer.NO

    @staticmethod
    def _lies_below(clearance: Step, limit: Figure) -> bool:
        return units.magnitude_in(clearance.quantity, limit.unit) < limit.value

    # --- values against answers ---------------------------------------------------------------

    def against(self, name: str) -> tuple[tuple[Contradiction, Answer], ...]:
        """Return the values that speak against the recorded "no" to a fact, or may do so.

        A value speaks against an answer at any age: that it is old is said, and makes it no
        reason to be at ease.
        """
        if self.fact(name).answer is not Answer.NO:
            return ()
        judged = ((each, self._speaks(each)) for each in self.watched(name))
        return tuple((each, answer) for each, answer in judged if answer is not Answer.NO)

    def watched(self, name: str) -> tuple[Contradiction, ...]:
        """Return what could speak against a "no" to a fact."""
        return self.plan.policies.evidence.against(name)

    def _speaks(self, each: Contradiction) -> Answer:
        value = self.patient.laboratory.get(each.laboratory)
        if value is None:
            return Answer.NO
        if each.by_clearance:
            return self.clearance_below(each.below)
        measured = units.magnitude_in(value.quantity, each.below.unit)
        return Answer.YES if measured < each.below.value else Answer.NO


def _implied(before: Weighed, implication: Implication, cause: Weighed) -> Weighed:
    """Return an answer after an implication; the worse of the two counts, and the later event."""
    answer = Answer(implication.answered)
    dated = implication.within is not None or answer is Answer.NO
    on = cause.on if dated else UNKNOWN
    after = Weighed(answer, on, implication.fact, disagrees=before.answer is not Answer.UNKNOWN)
    if before.answer is Answer.UNKNOWN:
        return after
    if answer is Answer.NO:
        return before
    if before.answer is Answer.NO:
        return after
    later = before.on is not UNKNOWN and (on is UNKNOWN or on > before.on)
    if implication.within is None or not later:
        return before
    return Weighed(answer, on, implication.fact)
