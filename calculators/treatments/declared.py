"""What each treatment says of itself: its request keys, its regimens, and how an order is read.

The catalogue, the verdict on an order, the pages and the sheets go by these declarations alone;
nowhere else is the name of a treatment or of a regimen looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from calculators.checks.crosscheck import Checks, crosscheck
from calculators.dispensing.asked import ADMINISTRATION_KEYS
from calculators.treatments.asked import read_first_dose
from calculators.treatments.expected_dose import ONE
from calculators.typed.values import choice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from decimal import Decimal

    import units
    from calculators.patient.patient import Patient
    from calculators.treatments.expected_dose import Aim, DoseInputs, GoesBy
    from calculators.typed.keys import Key
    from calculators.typed.order_words import Period
    from calculators.working import Result
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.products import Route

    Raw: TypeAlias = Mapping[str, Any]


def against_the_plan(_: Raw, result: Result, patient: Patient, plan: Plan, today: date) -> Checks:
    """Check a result against the rules of its treatment."""
    return crosscheck(result, patient, plan, today)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator as it is asked for.

    Parameters
    ----------
    label
        Its name for people.
    keys
        The request keys that are its own, beside the common ones.
    run
        Request, patient and plan → result.
    check
        How its result is checked; against the rules of its treatment, unless it says otherwise.
    doses
        The kinds of dosing of the treatments that it is for; none where it is for no treatment.
    reads
        The kinds of dosing of which it takes a figure beside.
    many
        Whether the plan may have any number of the treatments that it is for, told apart by name;
        else it has exactly one.
    given
        The figures that are given, and what each is called on a sheet that stands alone.
    apart
        The keys that another page asks as well, and that mean something else there: what is entered
        for one is not entered for the other.
    """

    label: str
    keys: tuple[Key, ...]
    run: Callable[[Raw, Patient, Plan], Result]
    check: Callable[[Raw, Result, Patient, Plan, date], Checks] = against_the_plan
    doses: tuple[type[Any], ...] = ()
    reads: tuple[type[Any], ...] = ()
    many: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    apart: tuple[Key, ...] = ()

    @property
    def hangs(self) -> bool:
        """Whether what it doses can be hung as an infusion, with a ladder of rates."""
        return "ladder" in self.keys

    def is_for(self, treatment: Treatment[Any]) -> bool:
        """Whether it is the calculator of this treatment."""
        return isinstance(treatment.dosing, self.doses)

    def fits(self, plan: Plan) -> bool:
        """Whether the plan has what it works from."""
        if self.many:
            return any(plan.every(kind) for kind in self.doses)
        return all(len(plan.every(kind)) == 1 for kind in (*self.doses, *self.reads))


def _once(_: Any, __: Plan) -> Decimal:
    return ONE


def _at_no_interval(_: Any, __: Plan) -> tuple[units.Quantity, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Regimen:
    """One way in which a treatment is given, and how an order of it is written.

    Parameters
    ----------
    name
        Its name, for programs.
    route, holds
        What a product must be, to be ordered for it.
    read
        Request and plan → what was chosen, each key read once. It is what the others are given.
    require
        Refuses what the dose cannot be worked out without.
    work
        The dose with its working.
    dispense
        The result with what is hung or drawn up, where a product was asked for.
    bare
        The inputs of the dose that is meant, for the search for mistakes; of the lowest and the
        highest, where a range is right. `require` has been asked before.
    aims
        The periods that an order may be written for → which dose is meant.
    fits
        The same as a phrase.
    values
        That dose → the names of its values in the result; the lowest and highest of a range.
    counted, counts, each
        Units of a count that may stand in the order ("x 5 days"); what is counted, days or doses;
        and which dose an amount is that stands before a count.
    splits
        Whether one dose may be given over some days ("40 g daily x 2").
    course
        The days or doses of the course, or 1 where there is none.
    intervals
        The interval at which it is given, and what else may be written for it; none for a dose
        that is given at no interval.
    once
        Whether it is given a single time, so that any interval in an order is wrong.
    goes_by
        What the dose is multiplied by.
    example
        An order of it, where it is not written as the treatment's example is.
    by_steps
        For what is raised by steps: those that an order may be for, each with its number.
    """

    name: str
    route: Route
    holds: str
    read: Callable[[Raw, Plan], Any]
    require: Callable[[Any, Patient], None]
    work: Callable[[Any, Patient, Plan], Result]
    dispense: Callable[[Raw, Any, Result, Patient, Plan], Result]
    bare: Callable[[Any, Aim, Raw, Patient, Plan], tuple[DoseInputs, ...]]
    aims: Mapping[Period, Aim]
    fits: str
    values: Mapping[Aim, tuple[str, ...]]
    counted: tuple[str, ...] = ()
    counts: Literal["days", "doses"] = "doses"
    each: Aim = "per_dose"
    splits: bool = False
    course: Callable[[Any, Plan], Decimal] = _once
    intervals: Callable[[Any, Plan], tuple[units.Quantity, ...]] = _at_no_interval
    once: bool = False
    goes_by: GoesBy = "weight"
    example: str = ""
    by_steps: Callable[[Any, Patient, Plan], tuple[tuple[int, Any], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Treated:
    """A treatment whose dose is calculated and whose orders can be verified.

    Parameters
    ----------
    name
        The name of its calculator.
    label, short
        Its name for people, and the one on a narrow button.
    keys
        The request keys that are its own.
    regimens
        Choice → regimen; the first is the one that counts unasked.
    told_by
        The request key whose choices these are; None where there is one regimen.
    example
        An order of it, as it is written.
    given
        The figures that are given, and what each is called on a sheet that stands alone.
    doses, reads
        The kind of dosing of its treatment, and the kinds of which it takes a figure beside.
    apart
        As of `Calculator`.
    also_called
        Other names, in small letters, by which an order may call it beside its name and label.
    opens_verify
        Whether the page that verifies an order opens with it, where the plan has it.
    keys_of_the_dose
        The keys that decide a dose: how it is hung or drawn up has no part in its order. A file
        asks for them with each order, so they are told apart once.
    """

    name: str
    label: str
    keys: tuple[Key, ...]
    regimens: Mapping[str, Regimen]
    example: str
    short: str = ""
    told_by: Key | None = None
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    doses: tuple[type[Any], ...] = ()
    reads: tuple[type[Any], ...] = ()
    apart: tuple[Key, ...] = ()
    also_called: tuple[str, ...] = ()
    opens_verify: bool = False
    keys_of_the_dose: tuple[Key, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Tell the keys that decide a dose apart from those of how it is given."""
        how_given = ADMINISTRATION_KEYS if "product" in self.keys else ()
        of_the_dose = tuple(key for key in self.keys if key not in how_given)
        object.__setattr__(self, "keys_of_the_dose", of_the_dose)

    @property
    def calculator(self) -> Calculator:
        """The calculator as it is asked for."""
        return Calculator(
            self.label,
            (*self.keys, "first_dose"),
            self.run,
            doses=self.doses,
            reads=self.reads,
            given=self.given,
            apart=self.apart,
        )

    def regimen(self, given: Raw) -> Regimen:
        """Return the regimen that is asked about.

        Raises
        ------
        units.Refused
            What was chosen is no regimen of it.
        """
        choices = tuple(self.regimens)
        chosen: str = choice(given, self.told_by, choices, choices[0]) if self.told_by else ""
        return self.regimens[chosen]

    def run(self, given: Raw, patient: Patient, plan: Plan) -> Result:
        """Return the dose, and what is hung or drawn up where a product was asked for."""
        regimen = self.regimen(given)
        chosen = regimen.read(given, plan)
        result = regimen.work(chosen, patient, plan)
        given_out = regimen.dispense(given, chosen, result, patient, plan)
        return replace(given_out, first_dose=read_first_dose(given))
