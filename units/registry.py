"""The one unit registry: what units there are, exact conversion, and rounding to a step.

Nothing else in the project makes a registry. Magnitudes are decimals; a body weight is a
dimension of its own (so that mg/kg never cancels to a bare number), and so is a body surface.
The definitions are a closed list, because pint's usual names would let `U` be an enzyme unit
and a plain `mg/kg` be nothing at all.
"""

from __future__ import annotations

import decimal
import operator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from units.loading import without

# Of every library of arrays that is installed pint loads what it needs to serve it: of NumPy and
# Dask a fifth of a second, and here a magnitude is a decimal.
with without("babel", "dask", "numpy", "scipy", "uncertainties", "xarray"):
    import pint

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from units.arithmetic import Quantity

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


_NUMBERS = (Decimal, int)


class _DecimalQuantity(pint.UnitRegistry.Quantity[Any]):
    """A quantity of pint's whose arithmetic skips what never holds here.

    For each operation pint asks whether either side is an array, a logarithm or a temperature;
    here a magnitude is a decimal and every unit a factor. Two in different units are compared
    exactly; their sum, and what is done with anything else, is pint's.
    """

    def __mul__(self, other: Any) -> Any:
        if type(other) is type(self):
            return self._by(operator.mul, other, _multiplied)
        if type(other) in _NUMBERS:
            return self._made(self._magnitude * other, self._units)
        pints: Any = super()
        return pints.__mul__(other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if type(other) is type(self):
            return self._by(operator.truediv, other, _divided)
        if type(other) in _NUMBERS:
            return self._made(self._magnitude / other, self._units)
        pints: Any = super()
        return pints.__truediv__(other)

    def __add__(self, other: Any) -> Any:
        if self._stands_in_the_unit_of(other):
            return self._by(operator.add, other)
        pints: Any = super()
        return pints.__add__(other)

    def __sub__(self, other: Any) -> Any:
        if self._stands_in_the_unit_of(other):
            return self._by(operator.sub, other)
        pints: Any = super()
        return pints.__sub__(other)

    def compare(self, other: Any, op: Any) -> Any:
        """Compare exactly, by which less, at most, more and at least are told.

        pint divides first where two stand in different units: 156 mL/h was less than 2.6 mL/min,
        and equal to it.
        """
        if self._stands_in_the_unit_of(other):
            return op(self._magnitude, other._magnitude)  # noqa: SLF001  (of this class)
        if type(other) is type(self):
            (kind, ours), (its_kind, its) = self._in_base(), other._in_base()  # noqa: SLF001  (the same)
            if kind == its_kind:
                return op(ours, its)
        return super().compare(other, op)

    def __eq__(self, other: object) -> Any:
        if self._stands_in_the_unit_of(other):
            return self.compare(other, operator.eq)
        if type(other) is type(self) and self._in_base()[0] == other._in_base()[0]:
            return self.compare(other, operator.eq)
        return super().__eq__(other)

    def __hash__(self) -> int:
        # Of a bare number its own, to which it is equal.
        kind, exactly = self._in_base()
        return hash((frozenset(kind.items()), exactly)) if kind else hash(exactly)

    def _in_base(self) -> tuple[Any, Fraction]:
        kind, size = _kind_and_size(self._units)
        return kind, Fraction(self._magnitude) * size

    def _stands_in_the_unit_of(self, other: Any) -> bool:
        if type(other) is not type(self):
            return False
        its = other._units  # noqa: SLF001  (of this class)
        return self._units is its or bool(self._units == its)

    def _by(self, op: Any, other: Any, of_units: Any = None) -> Any:
        its = other._units  # noqa: SLF001  (of this class)
        of = self._units if of_units is None else of_units(self._units, its)
        return self._made(op(self._magnitude, other._magnitude), of)  # noqa: SLF001  (of this class)

    def _made(self, magnitude: Decimal, of: Any) -> Any:
        made = object.__new__(type(self))
        made._magnitude = magnitude
        made._units = of
        return made


@lru_cache(maxsize=4096)
def _kind_and_size(of: Any) -> tuple[Any, Fraction]:
    return registry.get_dimensionality(of), _in_base_units(of)


@lru_cache(maxsize=4096)
def _multiplied(one: Any, other: Any) -> Any:
    return one * other


@lru_cache(maxsize=4096)
def _divided(one: Any, other: Any) -> Any:
    return one / other


class _DecimalUnitRegistry(pint.UnitRegistry[Any]):
    Quantity = _DecimalQuantity


registry: pint.UnitRegistry[Any] = _DecimalUnitRegistry(None, non_int_type=Decimal)
registry.load_definitions(list(_DEFINITIONS))

_EXACT = decimal.Context(prec=WORKING_DIGITS)
_FACTORS = decimal.Context(prec=WORKING_DIGITS + 40)
PRINTED = decimal.Context(prec=PRINTED_DIGITS, rounding=ROUND_HALF_UP)
_WHOLE = Decimal(1)


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
        # As pint makes one, without its search for what the magnitude and the unit may be: a
        # third of the time that a file of orders took went into that.
        made = object.__new__(registry.Quantity)
        made._magnitude = magnitude
        made._units = _pint_units(self.definition)
        return cast("Quantity", made)


@cache
def _pint_unit(definition: str) -> Any:
    return registry.Unit(definition)


@cache
def _pint_units(definition: str) -> Any:
    return _pint_unit(definition)._units  # noqa: SLF001


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
        raise LookupError(f"no clinical unit for {value._units}") from None  # noqa: SLF001


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
    return PRINTED.plus(number)


@lru_cache(maxsize=1024)
def _factor(from_units: Any, ucum: str) -> Decimal:
    """Return by how much to multiply on the way to `ucum`; every factor is divided out last.

    pint remembers a factor with the digits of whoever asked first: after one comparison of days
    with minutes in ordinary arithmetic, a conversion was off at the 28th digit. A unit by itself is
    a decimal that ends, so that fractions of those are exact.
    """
    to = _pint_units(UNITS[ucum].definition)
    if registry.get_dimensionality(from_units) != registry.get_dimensionality(to):
        raise pint.DimensionalityError(from_units, to)
    factor = _in_base_units(from_units) / _in_base_units(to)
    with decimal.localcontext(_FACTORS):
        return _EXACT.plus(Decimal(factor.numerator) / factor.denominator)


def _in_base_units(of: Any) -> Fraction:
    product = Fraction(1)
    for name, power in of.items():
        size = cast("Decimal", registry.get_base_units(name)[0])
        product *= Fraction(size) ** int(power)
    return product


def rounded_to(value: Quantity, step: Quantity, *, up_to: Quantity | None = None) -> Quantity:
    """Return `value` as a multiple of `step`, half up, and the last multiple within `up_to`.

    A pump takes a tenth of a mL/h and no less: a rate that would round past its ceiling is set to
    the last tenth below it.
    """
    unit = unit_of(step).ucum
    with exact():
        steps = (PRINTED.plus(magnitude_in(value, unit)) / step.magnitude).quantize(
            _WHOLE, rounding=ROUND_HALF_UP
        )
        if up_to is not None:
            most = PRINTED.plus(magnitude_in(up_to, unit)) / step.magnitude
            steps = min(steps, most.quantize(_WHOLE, rounding=ROUND_FLOOR))
        return quantity(steps * step.magnitude, unit)


def whole_number_above(value: Quantity) -> int:
    """Return the least whole number that is not below a bare quantity."""
    return int(settled(value, "1").to_integral_value(rounding=ROUND_CEILING))
