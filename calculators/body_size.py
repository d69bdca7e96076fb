"""Body surface, ideal and adjusted weight, body-mass index, creatinine clearance.

The formulas are empirical: units are stripped where a measure enters (`height_cm`, `weight_kg`)
and put back where the result leaves, and nowhere else. Powers and roots are taken in decimal
with `units.WORKING_DIGITS` digits. Each constant stands beside the publication it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import units
from calculators.working import Step, Term, stated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.patient import Measure, Sex
    from plan_data.figures import Figure

BodySurfaceFormula: TypeAlias = Literal["mosteller", "du_bois", "haycock", "gehan_george", "boyd"]


@dataclass(frozen=True, slots=True)
class _Surface:
    """A published body-surface formula: m² from kg and cm."""

    label: str
    citation: str
    arithmetic: str
    square_metres: Callable[[Decimal, Decimal], Decimal]


def _mosteller(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    return (height_cm * weight_kg / Decimal(3600)).sqrt()


def _du_bois(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    return Decimal("0.007184") * weight_kg ** Decimal("0.425") * height_cm ** Decimal("0.725")


def _haycock(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    return Decimal("0.024265") * weight_kg ** Decimal("0.5378") * height_cm ** Decimal("0.3964")


def _gehan_george(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    return Decimal("0.0235") * weight_kg ** Decimal("0.51456") * height_cm ** Decimal("0.42246")


def _boyd(weight_kg: Decimal, height_cm: Decimal) -> Decimal:
    # Boyd's weight, inside the logarithm too, is in grams.
    grams = weight_kg * 1000
    exponent = Decimal("0.7285") - Decimal("0.0188") * grams.log10()
    return Decimal("0.0003207") * height_cm ** Decimal("0.3") * grams**exponent


SURFACE_FORMULAS: Mapping[BodySurfaceFormula, _Surface] = {
    "mosteller": _Surface(
        "Mosteller",
        "Mosteller, N Engl J Med 1987;317:1098",
        "√({height} × {weight} ÷ 3600)",
        _mosteller,
    ),
    "du_bois": _Surface(
        "Du Bois & Du Bois",
        "Du Bois & Du Bois, Arch Intern Med 1916;17:863–71",
        "0.007184 × {weight}^0.425 × {height}^0.725",
        _du_bois,
    ),
    "haycock": _Surface(
        "Haycock",
        "Haycock, J Pediatr 1978;93:62–66",
        "0.024265 × {weight}^0.5378 × {height}^0.3964",
        _haycock,
    ),
    "gehan_george": _Surface(
        "Gehan & George",
        "Gehan & George, Cancer Chemother Rep 1970;54:225–35",
        "0.0235 × {weight}^0.51456 × {height}^0.42246",
        _gehan_george,
    ),
    "boyd": _Surface(
        "Boyd",
        "Boyd, University of Minnesota Press 1935",
        "0.0003207 × {height}^0.3 × {grams}^(0.7285 − 0.0188 × log10 {grams})",
        _boyd,
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
        surface = units.quantity(chosen.square_metres(weight_kg, height_cm), "m2")
        grams = weight_kg * 1000
    arithmetic = chosen.arithmetic.format(
        weight=units.shown_number(weight_kg, 2),
        height=units.shown_number(height_cm, 1),
        grams=units.shown_number(grams, 0),
    )
    return stated(f"Body surface ({chosen.label})", arithmetic, surface, chosen.citation)


_DEVINE = "Devine, Drug Intell Clin Pharm 1974;8:650–5"
_DEVINE_FROM_INCHES = 60


def ideal_weight(height: Measure, sex: Sex) -> Step:
    """Return the ideal body weight in kg (Devine).

    Raises
    ------
    units.Refused
        Below 60 inches (152.4 cm), where the formula is not defined.
    """
    inches = units.magnitude_in(height.quantity, "[in_i]")
    if inches < _DEVINE_FROM_INCHES:
        raise units.Refused(
            "dosing_weight",
            f"Height {units.shown(height.quantity)} is below 152.4 cm (60 inches), where ideal and "
            "adjusted weight are not defined; use the actual weight.",
        )
    base = Decimal(50) if sex == "male" else Decimal("45.5")
    with units.exact():
        value = units.quantity(base + Decimal("2.3") * (inches - _DEVINE_FROM_INCHES), "kg")
    arithmetic = f"{base} + 2.3 × ({units.shown_number(inches, 2)} − 60)"
    return stated(f"Ideal body weight ({sex})", arithmetic, value, _DEVINE)


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
