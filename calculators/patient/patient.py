"""The patient as typed values: measures, facts and dates. Nothing here has a name or a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

import units
from calculators.working import ENTERED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Sex: TypeAlias = Literal["male", "female"]
Setting: TypeAlias = Literal["ED", "HOSP", "OPD", "ICU"]
DosingWeight: TypeAlias = Literal["actual", "ideal", "adjusted"]


class Unknown(Enum):
    """The value of what is not recorded. It is neither true nor false, so asking is an error."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse to be taken for no."""
        raise TypeError("an unknown is neither yes nor no; compare with UNKNOWN")


UNKNOWN = Unknown.UNKNOWN


class Answer(Enum):
    """Yes, no, or unknown: the three values of Kleene's logic."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse to be taken for yes or no without a comparison."""
        raise TypeError("an answer has three values; compare with Answer.YES")


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured quantity of a patient, in the unit in which it was typed.

    Parameters
    ----------
    quantity
        The value in the typed unit.
    """

    quantity: units.Quantity
    sources: tuple[str, ...] = (ENTERED,)


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer to a yes-or-no question, with the date of the event or the test.

    Parameters
    ----------
    answered
        The day on which it was answered, where that was kept; a date of the test counts before it.
    """

    answer: Answer
    on: date | Unknown = UNKNOWN
    answered: date | Unknown = UNKNOWN


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A laboratory value in the unit in which it was reported, with its date."""

    quantity: units.Quantity
    on: date | Unknown = UNKNOWN


NOT_RECORDED = Fact(Answer.UNKNOWN)
_NO_FACTS: Mapping[str, Fact] = MappingProxyType({})
_NO_LABORATORY: Mapping[str, LaboratoryValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Patient:
    """Everything that a calculator or a check may look at."""

    weight: Measure | Unknown = UNKNOWN
    height: Measure | Unknown = UNKNOWN
    age: Measure | Unknown = UNKNOWN
    sex: Sex | Unknown = UNKNOWN
    setting: Setting | Unknown = UNKNOWN
    dosing_weight: DosingWeight = "actual"
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)
    laboratory: Mapping[str, LaboratoryValue] = field(default_factory=lambda: _NO_LABORATORY)
    premedication: tuple[str, ...] = ()
    concurrent: tuple[str, ...] = ()

    def fact(self, name: str) -> Fact:
        """Return the recorded fact, or the fact that nothing is recorded."""
        return self.facts.get(name, NOT_RECORDED)


def needed(value: Measure | Unknown, field_name: str, why: str) -> Measure:
    """Return a measure that the calculation cannot do without.

    Raises
    ------
    units.Refused
        The measure is not recorded; the sentence says what to enter and why.
    """
    if value is UNKNOWN:
        raise units.Refused(field_name, f"Enter the {field_name}: {why}")
    return value
