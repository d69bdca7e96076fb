"""What every file of data is made of: frozen records, sources, and figures with unit and place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

import units

if TYPE_CHECKING:
    from collections.abc import Mapping

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """A frozen record that knows all its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, ignored_types=(cached_property,)
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; what was worked out from the record does not travel with it."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(copy).model_fields.keys():
            del copy.__dict__[name]
        return copy


class Source(Model):
    """Where a figure or a statement was read."""

    title: Text
    edition: str
    address: str
    read_on: date
    confidence: Literal["A", "A†", "B", "plan", "record", "project"]


class Figure(Model):
    """A number that can change a dose: value, unit, source and place in the source."""

    value: Decimal | int
    unit: Text
    source: Name
    at: Text

    @model_validator(mode="after")
    def _unit_is_known(self) -> Figure:
        if self.unit not in units.UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {', '.join(units.UNITS)}")
        return self

    @cached_property
    def quantity(self) -> units.Quantity:
        """The figure as a quantity."""
        return units.quantity(Decimal(self.value), self.unit)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figure stands, as shown to people."""
        return (self.at,)


def in_units(*ucum: str) -> AfterValidator:
    """Require a figure to stand in one of these units, so that a calculator knows what it gets."""

    def check(figure: Figure) -> Figure:
        if figure.unit not in ucum:
            wanted = " or ".join(repr(unit) for unit in ucum)
            raise ValueError(f"unit must be {wanted}, not {figure.unit!r}")
        if figure.value < 0:
            raise ValueError("value must not be negative")
        return figure

    return AfterValidator(check)


GramsPerKilogram = Annotated[Figure, in_units("g/kg")]
MilligramsPerKilogram = Annotated[Figure, in_units("mg/kg")]
GramsPerSurface = Annotated[Figure, in_units("g/m2")]
MilligramsPerSurface = Annotated[Figure, in_units("mg/m2")]
Milligrams = Annotated[Figure, in_units("mg")]
Millilitres = Annotated[Figure, in_units("mL")]
DailyDose = Annotated[Figure, in_units("mg/d", "g/d")]
Hours = Annotated[Figure, in_units("h")]
Weeks = Annotated[Figure, in_units("wk")]
Days = Annotated[Figure, in_units("d")]
Months = Annotated[Figure, in_units("mo")]
Years = Annotated[Figure, in_units("a")]
Kilograms = Annotated[Figure, in_units("kg")]
Centimetres = Annotated[Figure, in_units("cm")]
BodyMassIndex = Annotated[Figure, in_units("kg/m2")]
Number = Annotated[Figure, in_units("1")]


def whole(figure: Figure) -> Figure:
    """Require a whole number."""
    if figure.value != int(figure.value):
        raise ValueError("value must be whole")
    return figure


def _above_zero(figure: Figure) -> Figure:
    if figure.value <= 0:
        raise ValueError("value must be above zero")
    return figure


above_zero = AfterValidator(_above_zero)
Count = Annotated[Figure, in_units("1"), AfterValidator(whole)]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("must name each only once")
    return names


each_once = AfterValidator(_each_once)


class WholeNumbers(Model):
    """Whole numbers of one unit, each once, in order."""

    values: tuple[int, ...] = Field(min_length=1)
    source: Name
    at: Text

    counted: ClassVar[str]

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.values) != sorted(set(self.values)) or self.values[0] < 1:
            raise ValueError(f"values must be whole {self.counted} from 1 up, each once, in order")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Where they stand, as shown to people."""
        return (self.at,)


class OralStrengths(WholeNumbers):
    """The capsules and tablets of a drug that can be had, in mg each."""

    unit: Literal["mg"]
    counted = "milligrams"


class DayChoices(WholeNumbers):
    """The numbers of days that the plan allows, or the days of a course on which a dose falls."""

    unit: Literal["d"]
    counted = "days"

    @property
    def phrase(self) -> str:
        """The numbers as a phrase: ``2 to 5`` where none between is left out, else ``3 or 6``."""
        first, *_, last = (*self.values, self.values[-1])
        if last - first == len(self.values) - 1 > 1:
            return f"{first} to {last}"
        said = [str(value) for value in self.values]
        return " or ".join((*([", ".join(said[:-1])] if said[1:] else []), said[-1]))


def require_order(model: BaseModel, lower: str, upper: str) -> None:
    """Require that one figure of a record does not exceed another."""
    if getattr(model, lower).value > getattr(model, upper).value:
        raise ValueError(f"{lower} must not exceed {upper}")


class Provenance(Model):
    """Who wrote a file, whether a clinician has checked it, and when it is next due."""

    written_by: Text
    written_on: date
    checked_by: str
    checked_on: date | None = None
    next_review: date

    @model_validator(mode="after")
    def _checked_has_a_date(self) -> Provenance:
        if bool(self.checked_by) != (self.checked_on is not None):
            raise ValueError("checked_by and checked_on go together")
        return self


class Range(Model):
    """A lowest and a highest value, both still inside."""

    lowest: Figure
    highest: Figure

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.lowest.unit != self.highest.unit:
            raise ValueError("lowest and highest must stand in one unit")
        if self.lowest.value >= self.highest.value:
            raise ValueError("lowest must lie below highest")
        return self

    def holds(self, value: units.Quantity) -> bool:
        """Tell whether `value` lies inside, bounds included."""
        magnitude = units.magnitude_in(value, self.lowest.unit)
        return self.lowest.value <= magnitude <= self.highest.value


def range_in(ucum: str) -> AfterValidator:
    """Require a range to stand in the unit in which the measure is compared."""

    def check(bounds: Range) -> Range:
        if bounds.lowest.unit != ucum:
            raise ValueError(f"unit must be {ucum!r}, not {bounds.lowest.unit!r}")
        return bounds

    return AfterValidator(check)


def together(dosing: Model, low: str, high: str) -> None:
    """Require both ends of a range or neither, in one unit and in order."""
    lowest, highest = getattr(dosing, low), getattr(dosing, high)
    if (lowest is None) != (highest is None):
        raise ValueError(f"{low} and {high} go together")
    if lowest is not None and (lowest.unit != highest.unit or lowest.value > highest.value):
        raise ValueError(f"{low} must not exceed {high}, in the same unit")


def figures_of(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Return every record under `value` that names a source, with its path of keys."""
    if isinstance(value, BaseModel):
        found = [(path, value)] if hasattr(value, "source") else []
        for name in type(value).model_fields:
            found += figures_of(getattr(value, name), f"{path}.{name}" if path else name)
        return found
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}", item) for key, item in value.items()]
    elif isinstance(value, tuple):
        pairs = [(f"{path}.{place}", item) for place, item in enumerate(value)]
    else:
        return []
    return [entry for key, item in pairs for entry in figures_of(item, key)]
