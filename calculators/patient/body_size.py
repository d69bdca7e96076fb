"""Body surface, ideal and adjusted weight, body-mass index, creatinine clearance.

The formulas are empirical: units are stripped where a measure enters (`height_cm`, `weight_kg`)
and put back where the result leaves, and nowhere else. Powers and roots are taken in decimal
with `units.WORKING_DIGITS` digits. Each constant stands beside the publication it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import units
from calculators.working import Step, Term, stated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.patient.patient import Measure, Sex
    from plan_data.schema.figures import Figure

BodySurfaceFormula: TypeAlias = Literal["mosteller", "du_bois", "haycock", "gehan_george", "boyd"]


@dataclass(frozen=True, slots=True)
class _Mosteller:
    """The root of weight × height ÷ 3600."""

    def square_metres(self, weight_kg: Decimal, height_cm: Decimal) -> Decimal:
        return (height_cm * weight_kg / Decimal(3600)).sqrt()

    def by_logarithms(self, ln_kg: Decimal, ln_cm: Decimal) -> Decimal:
        return ((ln_kg + ln_cm - _LN_3600) / 2).exp()


@dataclass(frozen=True, slots=True)
class _PowerLaw:
    """A coefficient, and the exponents of weight and height."""

    coefficient: Decimal
    of_weight: Decimal
    of_height: Decimal
    ln_coefficient: Decimal

    def square_metres(self, weight_kg: Decimal, height_cm: Decimal) -> Decimal:
        return self.coefficient * weight_kg**self.of_weight * height_cm**self.of_height

    def by_logarithms(self, ln_kg: Decimal, ln_cm: Decimal) -> Decimal:
        return (self.ln_coefficient + self.of_weight * ln_kg + self.of_height * ln_cm).exp()


def _power_law(coefficient: str, of_weight: str, of_height: str) -> _PowerLaw:
    first = Decimal(coefficient)
    return _PowerLaw(first, Decimal(of_weight), Decimal(of_height), first.ln())


@dataclass(frozen=True, slots=True)
class _Boyd:
    """Boyd's weight, inside the logarithm too, is in grams."""

    def square_metres(self, weight_kg: Decimal, height_cm: Decimal) -> Decimal:
        grams = weight_kg * 1000
        exponent = Decimal("0.7285") - Decimal("0.0188") * grams.log10()
        return Decimal("0.0003207") * height_cm ** Decimal("0.3") * grams**exponent

    def by_logarithms(self, ln_kg: Decimal, ln_cm: Decimal) -> Decimal:
        ln_grams = ln_kg + _LN_1000
        exponent = Decimal("0.7285") - Decimal("0.0188") * ln_grams / _LN_10
        return (_LN_BOYD + Decimal("0.3") * ln_cm + exponent * ln_grams).exp()


_LN_10, _LN_1000, _LN_3600 = (Decimal(number).ln() for number in (10, 1000, 3600))
_LN_BOYD = Decimal("0.0003207").ln()


class _Formula(Protocol):
    """m² from kg and cm: exactly, or from their natural logarithms.

    The second way is for whoever tries many weights and heights: a logarithm of each is taken
    once, and every pair then costs one exponential in place of two powers.
    """

    def square_metres(self, weight_kg: Decimal, height_cm: Decimal) -> Decimal:
        """Return the surface with the digits of the context in force."""

    def by_logarithms(self, ln_kg: Decimal, ln_cm: Decimal) -> Decimal:
        """Return the surface to some 15 digits."""


@dataclass(frozen=True, slots=True)
class _Surface:
    """A published body-surface formula."""

    label: str
    citation: str
    arithmetic: str
    formula: _Formula


SURFACE_FORMULAS: Mapping[BodySurfaceFormula, _Surface] = {
    "mosteller": _Surface(
        "Mosteller",
        "Mosteller, N Engl J Med 1987;317:1098",
        "√({height} × {weight} ÷ 3600)",
        _Mosteller(),
    ),
    "du_bois": _Surface(
        "Du Bois & Du Bois",
        "Du Bois & Du Bois, Arch Intern Med 1916;17:863–71",
        "0.007184 × {weight}^0.425 × {height}^0.725",
        _power_law("0.007184", "0.425", "0.725"),
    ),
    "haycock": _Surface(
        "Haycock",
        "Haycock, J Pediatr 1978;93:62–66",
        "0.024265 × {weight}^0.5378 × {height}^0.3964",
        _power_law("0.024265", "0.5378", "0.3964"),
    ),
    "gehan_george": _Surface(
        "Gehan & George",
        "Gehan & George, Cancer Chemother Rep 1970;54:225–35",
        "0.0235 × {weight}^0.51456 × {height}^0.42246",
        _power_law("0.0235", "0.51456", "0.42246"),
    ),
    "boyd": _Surface(
        "Boyd",
        "Boyd, University of Minnesota Press 1935",
        "0.0003207 × {height}^0.3 × {grams}^(0.7285 − 0.0188 × log10 {grams})",
        _Boyd(),
    ),
}


def body_surface(weight: Measure, height: Measure, formula: BodySurfaceFormula) -> Step:
    """Return the body surface in m² by one of the published formulas.

    Mosteller is the project's default, because the plan names none and it is the one that can be
    checked on paper.
    """
    weight_kg = units.magnitude_in(weight.quantity, "kg")
    height_cm = units.magnitude_in(height.quantity, "cm")
    chosen = SURFACE_FORMULAS[formula]
    with units.exact():
        surface = units.quantity(chosen.formula.square_metres(weight_kg, height_cm), "m2")
        grams = weight_kg * 1000
    arithmetic = chosen.arithmetic.format(
        weight=units.shown_number(weight_kg, 2),
        height=units.shown_number(height_cm, 1),
        grams=units.shown_number(grams, 0),
    )
    return stated(f"Body surface ({chosen.label})", arithmetic, surface, chosen.citation)


_DEVINE = "Devine, Drug Intell Clin Pharm 1974;8:650–5"
DEVINE_FROM_INCHES = 60
_DEVINE_BASE: Mapping[Sex, Decimal] = {"male": Decimal(50), "female": Decimal("45.5")}


def ideal_weight(height: Measure, sex: Sex) -> Step:
    """Return the ideal body weight in kg (Devine).

    Raises
    ------
    units.Refused
        Below 60 inches (152.4 cm), where the formula is not defined.
    """
    inches = require_ideal(height)
    with units.exact():
        value = units.quantity(ideal_kilograms(inches, sex), "kg")
    arithmetic = f"{_DEVINE_BASE[sex]} + 2.3 × ({units.shown_number(inches, 2)} − 60)"
    return stated(f"Ideal body weight ({sex})", arithmetic, value, _DEVINE)


def require_ideal(height: Measure) -> Decimal:
    """Return the height in inches, for which the ideal weight is defined.

    Raises
    ------
    units.Refused
        Below 60 inches (152.4 cm), where the formula is not defined.
    """
    inches = units.magnitude_in(height.quantity, "[in_i]")
    if inches < DEVINE_FROM_INCHES:
        raise units.Refused(
            "dosing_weight",
            f"Height {units.shown(height.quantity)} is below 152.4 cm (60 inches), where ideal and "
            "adjusted weight are not defined; use the actual weight.",
        )
    return inches


def ideal_kilograms(inches: Decimal, sex: Sex) -> Decimal:
    """Return Devine's formula as it stands, below its range too.

    Nobody is dosed by it there; but someone may have been, and that is a mistake to be found.
    """
    return _DEVINE_BASE[sex] + Decimal("2.3") * (inches - DEVINE_FROM_INCHES)


def adjusted_weight(actual: Term, ideal: Step, factor: Figure) -> Step:
    """Return the adjusted body weight in kg: ideal + factor × (actual − ideal)."""
    with units.exact():
        actual_kg = units.convert(actual.quantity, "kg")
        value = ideal.quantity + factor.value * (actual_kg - ideal.quantity)
    arithmetic = (
        f"{units.shown(ideal.quantity)} + {factor.value} × "
        f"({units.shown(actual_kg)} − {units.shown(ideal.quantity)})"
    )
    citation = "Pai, Pharmacotherapy 2012;32:856–68"
    return stated("Adjusted body weight", arithmetic, value, citation, *factor.sources)


def body_mass_index(weight: Measure, height: Measure) -> Step:
    """Return the body-mass index in kg/m² (Keys 1972)."""
    weight_kg = units.magnitude_in(weight.quantity, "kg")
    metres = units.magnitude_in(height.quantity, "m")
    value = kilograms_per_square_metre(weight, height)
    arithmetic = f"{units.shown_number(weight_kg, 2)} ÷ ({units.shown_number(metres, 3)})²"
    return stated("Body-mass index", arithmetic, value, "Keys 1972")


def kilograms_per_square_metre(weight: Measure, height: Measure) -> units.Quantity:
    """Return the body-mass index without its working, for those who only compare it."""
    weight_kg = units.magnitude_in(weight.quantity, "kg")
    metres = units.magnitude_in(height.quantity, "m")
    with units.exact():
        return units.quantity(weight_kg / metres**2, "kg/m2")


def creatinine_clearance(
    age: Measure, weight: Term, weight_name: str, creatinine: units.Quantity, sex: Sex
) -> Step:
    """Return the creatinine clearance in mL/min (Cockcroft–Gault).

    Parameters
    ----------
    weight, weight_name
        The weight that the user chose, and what it is called: the choice moves the result, so the
        label names it.
    """
    years = units.magnitude_in(age.quantity, "a")
    weight_kg = units.magnitude_in(weight.quantity, "kg")
    mg_dl = units.magnitude_in(creatinine, "mg/dL")
    with units.exact():
        value = (140 - years) * weight_kg / (72 * mg_dl)
        if sex == "female":
            value *= Decimal("0.85")
    arithmetic = (
        f"(140 − {units.shown_number(years, 2)}) × {units.shown_number(weight_kg, 2)}"
        f" ÷ (72 × {units.shown_number(mg_dl, 2)})" + (" × 0.85" if sex == "female" else "")
    )
    return stated(
        f"Creatinine clearance (Cockcroft–Gault, {weight_name} weight)",
        arithmetic,
        units.quantity(value, "mL/min"),
        "Cockcroft & Gault, Nephron 1976;16:31–41",
    )
