"""Ground floor: the one unit registry, parsing of what people type, and printing.

Nothing else in the project makes a registry. Magnitudes are decimals; a body weight is a
dimension of its own (so that mg/kg never cancels to a bare number), and so is a body surface.
The definitions are a closed list, because pint's usual names would let `U` be an enzyme unit
and a plain `mg/kg` be nothing at all.
"""

from __future__ import annotations

import decimal
import re
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import pint

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

# Arithmetic is carried with more digits than are ever printed, so that a division that does not
# end (÷ 3 weeks) followed by a multiplication (× 4 weeks) still prints its exact value.
WORKING_DIGITS = 60
PRINTED_DIGITS = 28

# Exact by definition: 1 lb = 0.45359237 kg and 1 in = 2.54 cm (international yard and pound
# agreement, 1959). A year is 365.25 days and a calendar month a twelfth of it. A micromole of
# creatinine is 113.12 µg (molar mass 113.12 g/mol, PubChem CID 588).
_DEFINITIONS = (
    "gram = [drug_mass]",
    "milligram = 0.001 * gram",
    "microgram = 0.000001 * gram",
    "kilogram_body = [body_weight]",
    "gram_body = 0.001 * kilogram_body",
    "pound_body = 0.45359237 * kilogram_body",
    "stone_body = 14 * pound_body",
    "square_metre_body = [body_surface]",
    "centimetre = [length]",
    "metre = 100 * centimetre",
    "inch = 2.54 * centimetre",
    "foot = 12 * inch",
    "millilitre = [volume]",
    "microlitre = 0.001 * millilitre",
    "decilitre = 100 * millilitre",
    "litre = 1000 * millilitre",
    "minute = [time]",
    "hour = 60 * minute",
    "day = 24 * hour",
    "week = 7 * day",
    "month = 30.4375 * day",
    "year = 365.25 * day",
    "cell = [cell_count]",
    "thousand_cells = 1000 * cell",
    "billion_cells = 1000000000 * cell",
    "micromole_creatinine = 0.00011312 * gram",
    # A grip is a force, and neither a body weight nor a drug mass; a pound of force is to a
    # kilogram of force as pound is to kilogram.
    "kilogram_force = [grip_force]",
    "pound_force = 0.45359237 * kilogram_force",
    "mrc_grade = [mrc_grade]",
    "percent = 0.01",
)

registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
registry.load_definitions(list(_DEFINITIONS))

Quantity: TypeAlias = Any  # a pint quantity of `registry` with a Decimal magnitude


class Refused(ValueError):  # noqa: N818  (a refusal is an answer to the user, not a fault)
    """Input that cannot be used, as one sentence for the person who typed it.

    Parameters
    ----------
    field
        The request key that was refused, for example ``weight`` or ``facts.wbc``.
    message
        What was wrong and what is accepted.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


_EXACT = decimal.Context(prec=WORKING_DIGITS)
_FACTORS = decimal.Context(prec=WORKING_DIGITS + 40)


def exact() -> AbstractContextManager[decimal.Context]:
    """Carry decimal arithmetic with `WORKING_DIGITS` digits inside the block."""
    return decimal.localcontext(_EXACT)


@dataclass(frozen=True, slots=True)
class ClinicalUnit:
    """A unit as the registry, a person and a machine write it.

    Parameters
    ----------
    ucum
        The UCUM code, for JSON, CSV and FHIR; also how plan data names the unit.
    symbol
        What people read.
    definition
        The unit in the registry's own names.
    decimals
        Places shown to people when the exact value has more.
    """

    ucum: str
    symbol: str
    definition: str
    decimals: int

    def of(self, magnitude: Decimal) -> Quantity:
        """Return `magnitude` of this unit."""
        return registry.Quantity(magnitude, _pint_unit(self.definition))


@cache
def _pint_unit(definition: str) -> Any:
    return registry.Unit(definition)


_ALL_UNITS = (
    ClinicalUnit("g", "g", "gram", 2),
    ClinicalUnit("mg", "mg", "milligram", 1),
    ClinicalUnit("kg", "kg", "kilogram_body", 2),
    # `{body}` is a UCUM annotation: a machine reads grams, and plan data can tell the two apart.
    ClinicalUnit("g{body}", "g", "gram_body", 0),
    ClinicalUnit("[lb_av]", "lb", "pound_body", 1),
    ClinicalUnit("[stone_av]", "st", "stone_body", 2),
    ClinicalUnit("cm", "cm", "centimetre", 1),
    ClinicalUnit("m", "m", "metre", 2),
    ClinicalUnit("[in_i]", "in", "inch", 1),
    ClinicalUnit("[ft_i]", "ft", "foot", 2),
    ClinicalUnit("m2", "m²", "square_metre_body", 3),
    ClinicalUnit("kg/m2", "kg/m²", "kilogram_body/metre**2", 1),
    ClinicalUnit("mL", "mL", "millilitre", 1),
    ClinicalUnit("min", "min", "minute", 0),
    ClinicalUnit("h", "hours", "hour", 2),
    ClinicalUnit("d", "days", "day", 2),
    ClinicalUnit("wk", "weeks", "week", 3),
    ClinicalUnit("mo", "calendar months", "month", 2),
    ClinicalUnit("a", "years", "year", 2),
    ClinicalUnit("g/kg", "g/kg", "gram/kilogram_body", 3),
    ClinicalUnit("mg/kg", "mg/kg", "milligram/kilogram_body", 2),
    ClinicalUnit("g/m2", "g/m²", "gram/square_metre_body", 3),
    ClinicalUnit("mg/m2", "mg/m²", "milligram/square_metre_body", 2),
    ClinicalUnit("mg/d", "mg/day", "milligram/day", 1),
    ClinicalUnit("g/d", "g/day", "gram/day", 3),
    ClinicalUnit("g/wk", "g/week", "gram/week", 2),
    ClinicalUnit("g/kg/wk", "g/kg/week", "gram/kilogram_body/week", 4),
    ClinicalUnit("g/a", "g/year", "gram/year", 1),
    ClinicalUnit("/a", "per year", "1/year", 2),
    ClinicalUnit("d/a", "days/year", "day/year", 2),
    ClinicalUnit("mL/min", "mL/min", "millilitre/minute", 1),
    ClinicalUnit("mL/h", "mL/h", "millilitre/hour", 1),
    ClinicalUnit("mg/h", "mg/h", "milligram/hour", 1),
    ClinicalUnit("mL/kg/h", "mL/kg/h", "millilitre/kilogram_body/hour", 3),
    ClinicalUnit("mL/kg/min", "mL/kg/min", "millilitre/kilogram_body/minute", 4),
    ClinicalUnit("mg/kg/min", "mg/kg/min", "milligram/kilogram_body/minute", 2),
    ClinicalUnit("mg/kg/h", "mg/kg/h", "milligram/kilogram_body/hour", 1),
    ClinicalUnit("g/mL", "g/mL", "gram/millilitre", 3),
    ClinicalUnit("mg/mL", "mg/mL", "milligram/millilitre", 2),
    ClinicalUnit("ug/mL", "µg/mL", "microgram/millilitre", 0),
    ClinicalUnit("mg/dL", "mg/dL", "milligram/decilitre", 2),
    ClinicalUnit("g/dL", "g/dL", "gram/decilitre", 2),
    ClinicalUnit("g/L", "g/L", "gram/litre", 2),
    ClinicalUnit("umol/L", "µmol/L", "micromole_creatinine/litre", 1),
    ClinicalUnit("/uL", "/µL", "cell/microlitre", 0),
    ClinicalUnit("10*3/uL", "×10³/µL", "thousand_cells/microlitre", 2),
    ClinicalUnit("10*9/L", "×10⁹/L", "billion_cells/litre", 2),
    ClinicalUnit("kgf", "kgf", "kilogram_force", 1),
    ClinicalUnit("[lbf_av]", "lbf", "pound_force", 1),
    ClinicalUnit("{MRC}", "/5", "mrc_grade", 0),  # an annotation: UCUM has no unit for a grade
    ClinicalUnit("%", "%", "percent", 1),
    ClinicalUnit("1", "", "dimensionless", 3),
)
UNITS = {unit.ucum: unit for unit in _ALL_UNITS}
_UNITS_OF = {unit.ucum: _pint_unit(unit.definition)._units for unit in _ALL_UNITS}  # noqa: SLF001
_BY_PINT = {_pint_unit(unit.definition)._units: unit for unit in _ALL_UNITS}  # noqa: SLF001


def quantity(magnitude: Decimal | int, ucum: str) -> Quantity:
    """Return a quantity from a magnitude and a UCUM code of `UNITS`."""
    return UNITS[ucum].of(Decimal(magnitude))


def unit_of(value: Quantity) -> ClinicalUnit:
    """Return the clinical unit in which `value` stands.

    Raises
    ------
    LookupError
        The quantity stands in a unit that nobody was promised; a fault in a calculator.
    """
    try:
        return _BY_PINT[value._units]  # noqa: SLF001  (pint's public `units` builds a new object)
    except KeyError:
        raise LookupError(f"no clinical unit for {value.units}") from None


def convert(value: Quantity, ucum: str) -> Quantity:
    """Return `value` in another unit of the same dimension, with exact factors."""
    if value._units == _UNITS_OF[ucum]:  # noqa: SLF001  (as in `unit_of`)
        return value
    return UNITS[ucum].of(magnitude_in(value, ucum))


def magnitude_in(value: Quantity, ucum: str) -> Decimal:
    """Return the bare magnitude of `value` in `ucum`: the one place where units are stripped."""
    magnitude: Decimal = value.magnitude
    with exact():
        return magnitude * _factor(value._units, ucum)  # noqa: SLF001


def settled(value: Quantity, ucum: str) -> Decimal:
    """Return the magnitude of `value` in `ucum` as it is printed, for comparing it with a bound.

    A division that does not end may land a hair beside the bound that it exactly meets.
    """
    return settle(magnitude_in(value, ucum))


def settle(number: Decimal) -> Decimal:
    """Return a bare number as it is printed: rounded half up to `PRINTED_DIGITS` digits."""
    return _PRINTED.plus(number)


@lru_cache(maxsize=1024)
def _factor(from_units: Any, ucum: str) -> Decimal:
    """Return by how much to multiply on the way to `ucum`.

    pint works a factor out from one base unit a dimension, and may divide twice on the way (a day
    is 1440 minutes, so a "per day" starts with 1 ÷ 1440). Extra digits, cut off at the end, give
    back the whole number 7 for the days of a week.
    """
    with decimal.localcontext(_FACTORS):
        one = registry.Quantity(Decimal(1), from_units)
        factor: Decimal = one.to(_pint_unit(UNITS[ucum].definition)).magnitude
    return _EXACT.plus(factor)


def rounded_to(value: Quantity, step: Quantity, *, up_to: Quantity | None = None) -> Quantity:
    """Return `value` as a multiple of `step`, half up, and the last multiple within `up_to`.

    A pump takes a tenth of a mL/h and no less: a rate that would round past its ceiling is set to
    the last tenth below it.
    """
    unit = unit_of(step).ucum
    with exact():
        steps = (_PRINTED.plus(magnitude_in(value, unit)) / step.magnitude).quantize(
            _PLACES[0], rounding=ROUND_HALF_UP
        )
        if up_to is not None:
            most = _PRINTED.plus(magnitude_in(up_to, unit)) / step.magnitude
            steps = min(steps, most.quantize(_PLACES[0], rounding=ROUND_FLOOR))
        return quantity(steps * step.magnitude, unit)


def whole_number_above(value: Quantity) -> int:
    """Return the least whole number that is not below a bare quantity."""
    return int(settled(value, "1").to_integral_value(rounding=ROUND_CEILING))


def clock_after(start: time, minutes: Quantity) -> str:
    """Return the time of day so long after `start`, for example ``12:37`` or ``00:37 (+1 day)``."""
    whole = int(_PRINTED.plus(magnitude_in(minutes, "min")).quantize(_PLACES[0], ROUND_HALF_UP))
    # Counted out, because a calendar ends and the slowest of infusions may not.
    hours, minute = divmod(start.hour * _MINUTES + start.minute + whole, _MINUTES)
    days, hour = divmod(hours, _HOURS)
    later = f" (+{days} day{'s' if days > 1 else ''})" if days else ""
    return f"{hour:02}:{minute:02}{later}"


_MINUTES, _HOURS = 60, 24  # in an hour, and in a day


# --- printing ---------------------------------------------------------------------------------


_PRINTED = decimal.Context(prec=PRINTED_DIGITS, rounding=ROUND_HALF_UP)
_ROOMY = decimal.Context(prec=4 * WORKING_DIGITS)  # rounding to places needs room on the left
_TWO_DIGITS = decimal.Context(prec=2, rounding=ROUND_HALF_UP)
_PLACES = [Decimal(1).scaleb(-places) for places in range(10)]


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def fixed_point(number: Decimal) -> str:
    """Return a number as a fixed-point decimal of at most 28 digits, without an exponent.

    A value that ends within 28 digits is printed exactly; one that does not is rounded there
    once, half up.
    """
    return _plain(_PRINTED.plus(number))


def as_ucum(value: Quantity) -> dict[str, str]:
    """Return a quantity as machines read it: ``{"value": "160", "unit": "g"}``."""
    unit = unit_of(value)
    return {"value": fixed_point(value.magnitude), "unit": unit.ucum.replace("{body}", "")}


def shown_number(number: Decimal, decimals: int) -> str:
    """Return a number for people: rounded half up to `decimals`, with ``≈`` when that changed it.

    Digits past the 28th are an artefact of a division that does not end, and count as no change.
    """
    full = _PRINTED.plus(number)
    rounded = full.quantize(_PLACES[decimals], rounding=ROUND_HALF_UP, context=_ROOMY)
    if rounded == 0 != full:  # a small value is not shown as nothing
        rounded = _TWO_DIGITS.plus(full)
    return ("" if rounded == full else "≈ ") + _plain(rounded)


def shown(value: Quantity) -> str:
    """Return a quantity for people, for example ``160 g`` or ``≈ 23.33 g``."""
    unit = unit_of(value)
    number = shown_number(value.magnitude, unit.decimals)
    symbol = _ONE.get(unit.symbol, unit.symbol) if number == "1" else unit.symbol
    # Counts per volume stand close (4000/µL), all other units after a space.
    return f"{number}{symbol}" if symbol.startswith("/") else f"{number} {symbol}".rstrip()


def equals(value: Quantity) -> str:
    """Return the right-hand side of a line of arithmetic: ``= 160 g``, or ``≈ 23.33 g``."""
    text = shown(value)
    return text if text.startswith("≈") else f"= {text}"


_ONE = {
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "calendar months": "calendar month",
    "years": "year",
}


# --- parsing ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of measure that people type, with the units accepted for it.

    Parameters
    ----------
    name
        What it is called in a refusal.
    example
        One right way to write it.
    spellings
        UCUM code → ways to write it, in lower case; the first is the one named to people.
    """

    name: str
    example: str
    spellings: dict[str, tuple[str, ...]]

    @property
    def accepted(self) -> str:
        """The accepted units as one phrase."""
        names = [ways[0] for ways in self.spellings.values()]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

    def ucum_of(self, spelling: str) -> str | None:
        """Return the UCUM code that `spelling` stands for, or None when it is no unit here."""
        return self._by_spelling.get(_folded_unit(spelling))

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {_folded_unit(way): ucum for ucum, ways in self.spellings.items() for way in ways}


@lru_cache(maxsize=1024)
def _folded_unit(text: str) -> str:
    """Fold the ways in which one unit is keyed: case, spaces, µ, powers, multiplication signs."""
    folded = "".join(text.lower().split()).replace("μ", "u").replace("µ", "u")
    for found, plain in (("²", "2"), ("³", "3"), ("⁹", "9"), ("×", "x"), ("’", "'"), ("′", "'")):
        folded = folded.replace(found, plain)
    folded = folded.replace("″", '"').replace("”", '"').replace("^", "*").replace("**", "*")
    return re.sub(r"^x10", "10", folded)


_CELLS = {
    "/uL": ("/µL", "cells/µL", "per µL"),
    "10*3/uL": ("10³/µL", "10*3/µL", "K/µL", "thousand/µL"),
    "10*9/L": ("10⁹/L", "10*9/L"),
}
_DRUG_MASS = {
    "g": ("g", "gm", "gms", "gram", "grams", "gramme", "grammes"),
    "mg": ("mg", "mgs", "milligram", "milligrams"),
}
BODY_WEIGHT = Kind(
    "Weight",
    "80 kg",
    {
        "kg": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"),
        "g{body}": ("g", "gram", "grams", "gramme", "grammes"),
        "[lb_av]": ("lb", "lbs", "pound", "pounds"),
        "[stone_av]": ("st", "stone", "stones"),
    },
)
HEIGHT = Kind(
    "Height",
    "180 cm",
    {
        "cm": ("cm", "cms", "centimetre", "centimetres", "centimeter", "centimeters"),
        "m": ("m", "metre", "metres", "meter", "meters"),
        "[in_i]": ("in", "ins", "inch", "inches", '"', "''"),
        "[ft_i]": ("ft", "foot", "feet", "'"),
    },
)
AGE = Kind("Age", "58 years", {"a": ("years", "year", "y", "yr", "yrs", "a")})
DRUG_MASS = Kind("Dose", "60 g", _DRUG_MASS)
DAILY_DOSE = Kind(
    "Target",
    "900 mg/day",
    {
        "mg/d": ("mg/day", "mg/d", "mg/24h", "mg a day", "mg per day", "mg daily"),
        "g/d": ("g/day", "g/d", "g/24h", "g a day", "g per day", "g daily"),
    },
)
DOSE_PER_WEIGHT = Kind(
    "Dose",
    "1 g/kg",
    {
        "g/kg": ("g/kg", "gm/kg", "gram/kg", "grams/kg"),
        "mg/kg": ("mg/kg", "milligram/kg", "milligrams/kg"),
    },
)
INTERVAL = Kind(
    "Interval",
    "3 weeks",
    {
        "wk": ("weeks", "week", "wk", "wks", "w"),
        "d": ("days", "day", "d"),
        "mo": ("months", "month", "mo", "calendar months", "calendar month"),
    },
)
SURFACE = Kind("Body surface", "2 m²", {"m2": ("m²", "m2", "m*2", "sqm", "sq m")})
CONCENTRATION = Kind(
    "Concentration",
    "10 %",
    {
        # A solution of so many per cent holds so many grams in a decilitre.
        "g/dL": ("%", "percent", "g/dL", "g/100 mL"),
        "g/mL": ("g/mL",),
        "mg/mL": ("mg/mL",),
    },
)
INFUSION_RATE = Kind(
    "Rate",
    "2 mg/kg/min",
    {
        "mg/kg/min": ("mg/kg/min",),
        "mg/kg/h": ("mg/kg/h", "mg/kg/hour"),
        "mL/kg/h": ("mL/kg/h", "mL/kg/hour"),
        "mL/kg/min": ("mL/kg/min",),
        "mL/h": ("mL/h", "mL/hour", "mL/hr"),
        "mg/h": ("mg/h", "mg/hour", "mg/hr"),
    },
)
DURATION = Kind(
    "Duration",
    "30 min",
    {"min": ("min", "mins", "minute", "minutes"), "h": ("h", "hour", "hours", "hr", "hrs")},
)
CREATININE = Kind(
    "Creatinine",
    "1.1 mg/dL",
    {"mg/dL": ("mg/dL",), "umol/L": ("µmol/L", "micromol/L", "micromoles/L")},
)
CELL_COUNT = Kind("Cell count", "4.2 10*9/L", _CELLS)
IMMUNOGLOBULIN = Kind("Immunoglobulin", "800 mg/dL", {"mg/dL": ("mg/dL",), "g/L": ("g/L",)})
HEMOGLOBIN = Kind("Hemoglobin", "13.5 g/dL", {"g/dL": ("g/dL",), "g/L": ("g/L",)})
GRIP = Kind(
    "Grip strength",
    "24 kg",
    {
        "kgf": ("kg", "kgs", "kgf", "kg of force", "kilograms", "kilogram"),
        "[lbf_av]": ("lb", "lbs", "lbf", "lb of force", "pounds", "pound"),
        "%": ("%", "percent", "% of baseline", "percent of baseline"),
    },
)
MRC_GRADE = Kind("MRC grade", "4/5", {"{MRC}": ("/5",)})
FVC = Kind(
    "FVC",
    "78 %",
    {"%": ("%", "percent", "% predicted", "percent predicted", "% of predicted")},
)

KINDS = {
    "creatinine": CREATININE,
    "cell_count": CELL_COUNT,
    "immunoglobulin": IMMUNOGLOBULIN,
    "hemoglobin": HEMOGLOBIN,
}

_LONGEST = 60
# Feet with inches, and stones with pounds, are one measure written with two units.
_PAIRS = {"[ft_i]": ("[in_i]", 12, "inches"), "[stone_av]": ("[lb_av]", 14, "pounds")}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_PAIR = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\D*?)\s*([0-9]+(?:\.[0-9]+)?)\s*(\D+)")


def parse(text: str, kind: Kind, field: str) -> Quantity:
    """Return what a person typed, in the unit that was typed.

    Parameters
    ----------
    text
        A number with its unit, for example ``176 lb``, ``5 ft 9 in``, ``4.2 K/uL``.
    kind
        What is being asked for; it decides which units are accepted.
    field
        The request key, named in the refusal.

    Raises
    ------
    Refused
        No number, no unit, a unit of another kind, a sign, a comma or an exponent.
    """
    typed = " ".join(text.split())
    if not typed:
        raise Refused(field, f"{kind.name} is empty. {_how(kind)}")
    if len(typed) > _LONGEST:
        raise Refused(
            field, f"{kind.name}: {typed[:20]}… is too long to be a measure. {_how(kind)}"
        )
    pair = _parse_pair(typed, kind, field)
    return pair if pair is not None else _parse_single(typed, kind, field)


_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})")


def parse_time(text: str, field: str) -> time:
    """Return a time of day written HH:MM, on the 24-hour clock.

    Raises
    ------
    Refused
        It is written otherwise, or there is no such time.
    """
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return time.fromisoformat(f"{found.group(1):0>2}:{found.group(2)}")
    except ValueError:
        pass
    raise Refused(
        field,
        f'Start: "{text.strip()[:20]}" is not a time of day; write hours and minutes of the '
        '24-hour clock, for example "09:00".',
    )


def _how(kind: Kind) -> str:
    return f'Accepted: a number with {kind.accepted}, for example "{kind.example}".'


def _parse_pair(typed: str, kind: Kind, field: str) -> Quantity | None:
    found = _PAIR.fullmatch(typed)
    if found is None:
        return None
    first, first_unit, second, second_unit = found.groups()
    larger, smaller = kind.ucum_of(first_unit), kind.ucum_of(second_unit)
    if larger not in _PAIRS or smaller != _PAIRS[larger][0]:
        return None
    _, in_one, plural = _PAIRS[larger]
    if "." in first or Decimal(second) >= in_one:
        raise Refused(
            field,
            f'{kind.name}: "{typed}" mixes two units; the first number must be whole and the '
            f"{plural} below {in_one}. {_how(kind)}",
        )
    with exact():
        total: Quantity = convert(quantity(Decimal(first), larger), smaller)
        return total + quantity(Decimal(second), smaller)


def _parse_single(typed: str, kind: Kind, field: str) -> Quantity:
    number = _NUMBER.match(typed)
    if number is None:
        raise Refused(field, f"{kind.name}: {_why_no_number(typed)} {_how(kind)}")
    if len(number.group()) > PRINTED_DIGITS:
        raise Refused(
            field,
            f"{kind.name}: {typed[:20]}… has more than {PRINTED_DIGITS} digits. {_how(kind)}",
        )
    unit = typed[number.end() :].strip()
    if not unit:
        raise Refused(field, f'{kind.name}: "{typed}" has no unit. {_how(kind)}')
    ucum = kind.ucum_of(unit)
    if ucum is None:
        raise Refused(field, f"{kind.name}: {_why_no_unit(typed, unit)} {_how(kind)}")
    return quantity(Decimal(number.group()), ucum)


def _why_no_number(typed: str) -> str:
    if typed[0] in "-−–":
        return f'"{typed}" is negative.'
    return f'"{typed}" does not begin with a number.'


def _why_no_unit(typed: str, unit: str) -> str:
    if unit.startswith(","):
        return f'"{typed}" has a comma; write decimals with a point and thousands without a mark.'
    if re.match(r"[eE][+-]?[0-9]", unit):
        return f'"{typed}" has an exponent; write the number out in full.'
    if re.match(r"[-–] ?[0-9]", unit):  # 2026-03-01, which a spreadsheet makes of 3-1; or 2-3 g
        return f'"{typed}" reads like a date or a range; write one number.'
    return f'"{unit}" is not a unit accepted here.'
