"""The doses and sizes of the plan, worked out a second time without the project's code.

Everything rational is a bare ``Fraction``, whose unit the docstring gives; powers, roots and
logarithms are ``Decimal`` at 70 digits. Nothing of the project may be imported here: agreement
between two programs is evidence only while they share nothing.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import TypedDict

LB = Fraction("0.45359237")
"""kg in one international pound, exactly"""
STONE = 14 * LB
"""kg in one stone"""
INCH = Fraction("2.54")
"""cm in one inch, exactly"""
FOOT = 12 * INCH
"""cm in one foot"""
CREATININE_MOLAR_MASS = Fraction("113.12")
"""g/mol"""
YEAR = Fraction("365.25")
"""days"""
MONTH = YEAR / 12
"""days in a calendar month, on average; the plan's own month is four weeks"""
WEEK = Fraction(7)
"""days"""
FOUR_WEEKS = 4 * WEEK
"""days"""
DEVINE_FLOOR = 60 * INCH
"""cm; Devine's rule counts inches above this height and says nothing below it"""

# 70 digits leave some 20 to spare below the 50 that are promised, so that the errors of a few
# chained operations cannot reach a digit that a test looks at.
_WIDE = Context(prec=70, rounding=ROUND_HALF_EVEN)

_KILOGRAMS = {"kg": Fraction(1), "g": Fraction(1, 1000), "lb": LB, "st": STONE}
_CENTIMETRES = {"cm": Fraction(1), "m": Fraction(100), "in": INCH, "ft": FOOT}
# 1 umol/L is 113.12 ug/L; 1 mg/dL is 10 mg/L, which is 10,000 ug/L.
_CREATININE = {"mg/dL": Fraction(1), "umol/L": CREATININE_MOLAR_MASS / 10_000}
# A litre is 10**6 uL, so 10**9 cells in a litre are 10**3 in each uL.
_CELLS = {"/uL": Fraction(1), "10*3/uL": Fraction(1000), "10*9/L": Fraction(1000)}
# 1 g/L is 1000 mg in 10 dL.
_IMMUNOGLOBULIN = {"mg/dL": Fraction(1), "g/L": Fraction(100)}
_DAYS = {"d": Fraction(1), "wk": WEEK, "mo": MONTH}

# formula: (coefficient, exponent of weight in kg, exponent of height in cm), giving m2. The
# exponents are easily swapped: in all three the one of weight stands first.
_POWER_LAWS = {
    "du_bois": (Decimal("0.007184"), Decimal("0.425"), Decimal("0.725")),
    "haycock": (Decimal("0.024265"), Decimal("0.5378"), Decimal("0.3964")),
    "gehan_george": (Decimal("0.0235"), Decimal("0.51456"), Decimal("0.42246")),
}

_DEVINE_BASE = {"male": Fraction(50), "female": Fraction("45.5")}
_COCKCROFT_GAULT_FACTOR = {"male": Fraction(1), "female": Fraction("0.85")}


class RituximabWeekly(TypedDict):
    """``per_dose`` and ``total`` in mg; ``days`` counted from day 1."""

    per_dose: Decimal
    doses: int
    total: Decimal
    days: list[int]


class RituximabTwoDoses(TypedDict):
    """``per_dose`` and ``total`` in mg; ``days`` counted from day 1."""

    per_dose: Fraction
    doses: int
    total: Fraction
    days: list[int]


def _factor(factors: Mapping[str, Fraction], name: str) -> Fraction:
    """Return the factor that belongs to a name, refusing every other name."""
    if name not in factors:
        raise ValueError(f"{name!r} is none of {', '.join(factors)}")
    return factors[name]


def kilograms(number: Fraction, unit: str) -> Fraction:
    """Return a body weight in kg, given in kg, g, lb or st."""
    return number * _factor(_KILOGRAMS, unit)


def centimetres(number: Fraction, unit: str) -> Fraction:
    """Return a height in cm, given in cm, m, in or ft."""
    return number * _factor(_CENTIMETRES, unit)


def creatinine_mg_dl(number: Fraction, unit: str) -> Fraction:
    """Return a creatinine concentration in mg/dL, given in mg/dL or umol/L."""
    return number * _factor(_CREATININE, unit)


def cells_per_microlitre(number: Fraction, unit: str) -> Fraction:
    """Return a cell count per uL, given in /uL, 10*3/uL or 10*9/L."""
    return number * _factor(_CELLS, unit)


def immunoglobulin_mg_dl(number: Fraction, unit: str) -> Fraction:
    """Return an immunoglobulin concentration in mg/dL, given in mg/dL or g/L."""
    return number * _factor(_IMMUNOGLOBULIN, unit)


def days(number: Fraction, unit: str) -> Fraction:
    """Return a length of time in days, given in d, wk or (calendar) mo."""
    return number * _factor(_DAYS, unit)


def induction(weight_kg: Fraction, days: int) -> dict[str, Fraction]:
    """Return IVIg induction, 2 g/kg in all: ``total`` in g, ``per_day`` in g."""
    if days not in {2, 3, 4, 5}:
        raise ValueError(f"the plan gives the induction over 2 to 5 days, not {days}")
    total = 2 * weight_kg
    return {"total": total, "per_day": total / days}


def maintenance(
    weight_kg: Fraction, dose_g_per_kg: Fraction, interval_days: Fraction
) -> dict[str, Fraction]:
    """Return one IVIg maintenance regimen in every measure of exposure.

    ``per_infusion`` g, ``weekly`` g/wk, ``weekly_per_kg`` g/kg/wk, ``four_weekly`` g in 28 days,
    ``annual`` g in 365.25 days, ``infusions_per_year`` 1/year.
    """
    per_infusion = dose_g_per_kg * weight_kg
    # Each figure is scaled from the infusion itself, none from another figure, so that a slip in
    # one does not carry over to the rest.
    return {
        "per_infusion": per_infusion,
        "weekly": per_infusion * WEEK / interval_days,
        "weekly_per_kg": dose_g_per_kg * WEEK / interval_days,
        "four_weekly": per_infusion * FOUR_WEEKS / interval_days,
        "annual": per_infusion * YEAR / interval_days,
        "infusions_per_year": YEAR / interval_days,
    }


def scig(ivig_dose_g: Fraction, interval_days: Fraction) -> dict[str, Fraction]:
    """Return the SCIg conversion: ``four_weekly_ivig`` g, ``weekly_base`` g, ``weekly`` g."""
    # What is divided by 4 is the amount of four weeks, not one infusion: only every four weeks
    # are the two the same.
    four_weekly = ivig_dose_g * FOUR_WEEKS / interval_days
    base = four_weekly / 4
    return {"four_weekly_ivig": four_weekly, "weekly_base": base, "weekly": base * 6 / 5}


def the_eight_regimens() -> list[tuple[Fraction, Fraction, Fraction]]:
    """Return the plan's IVIg regimens: dose in g/kg, interval in weeks, exposure in g/kg/wk."""
    one, two = Fraction(1), Fraction(2)
    return [
        (one, Fraction(2), Fraction(1, 2)),
        (one, Fraction(3), Fraction(1, 3)),
        (one, Fraction(4), Fraction(1, 4)),
        (two, Fraction(4), Fraction(1, 2)),
        (two, Fraction(5), Fraction(2, 5)),
        (two, Fraction(6), Fraction(1, 3)),
        (two, Fraction(7), Fraction(2, 7)),
        (two, Fraction(8), Fraction(1, 4)),
    ]


def band() -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest of the eight exposures, in g/kg/wk."""
    return Fraction(1, 4), Fraction(1, 2)


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of the digits in force where it is called."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return base to the exponent by way of the logarithm.

    The operator ``**`` would be shorter; this is another road to the same number.
    """
    return (exponent * base.ln()).exp()


def _boyd(height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Return Boyd's body surface in m2."""
    # Grams both as the base and under the logarithm: kilograms under it are the usual error.
    grams = weight_kg * 1000
    exponent = Decimal("0.7285") - Decimal("0.0188") * grams.log10()
    return Decimal("0.0003207") * _power(height_cm, Decimal("0.3")) * _power(grams, exponent)


def body_surface(formula: str, height_cm: Fraction, weight_kg: Fraction) -> Decimal:
    """Return the body surface in m2, right to at least 50 digits.

    The formula is mosteller, du_bois, haycock, gehan_george or boyd.
    """
    with localcontext(_WIDE):
        if formula == "mosteller":
            # Divided as a fraction first, so that a perfect square under the root stays one.
            return _decimal(height_cm * weight_kg / 3600).sqrt()
        height, weight = _decimal(height_cm), _decimal(weight_kg)
        if formula == "boyd":
            return _boyd(height, weight)
        if formula not in _POWER_LAWS:
            raise ValueError(f"{formula!r} is no formula of body surface known here")
        coefficient, of_weight, of_height = _POWER_LAWS[formula]
        return coefficient * _power(weight, of_weight) * _power(height, of_height)


def ideal_weight(sex: str, height_cm: Fraction) -> Fraction:
    """Return Devine's ideal weight in kg; ValueError below 152.4 cm."""
    base = _factor(_DEVINE_BASE, sex)
    if height_cm < DEVINE_FLOOR:
        raise ValueError("Devine's rule starts at 152.4 cm: use the actual weight")
    return base + Fraction("2.3") * (height_cm / INCH - 60)


def adjusted_weight(sex: str, height_cm: Fraction, weight_kg: Fraction) -> Fraction:
    """Return the weight in kg that lies 0.4 of the way from ideal to actual.

    ValueError below 152.4 cm, where there is no ideal weight.
    """
    ideal = ideal_weight(sex, height_cm)
    return ideal + Fraction("0.4") * (weight_kg - ideal)


def dosing_weight(  # noqa: PLR0917 - the policy looks at six things
    choice: str,
    weight_kg: Fraction,
    sex: str,
    height_cm: Fraction,
    age_years: Fraction,
    pregnant: str,
) -> Fraction:
    """Return the weight in kg to dose immunoglobulin by: actual, ideal or adjusted.

    BloodSTAR's exceptions hold for adjusted alone: actual weight is kept under 18 years, in
    pregnancy ("yes"), and when it is below the adjusted one. Below 152.4 cm, ideal and adjusted
    are refused with ValueError before any exception is looked at.
    """
    if choice == "actual":
        return weight_kg
    if choice == "ideal":
        return ideal_weight(sex, height_cm)
    if choice != "adjusted":
        raise ValueError(f"{choice!r} is none of actual, ideal, adjusted")
    adjusted = adjusted_weight(sex, height_cm, weight_kg)
    if age_years < 18 or pregnant == "yes" or weight_kg < adjusted:
        return weight_kg
    return adjusted


def body_mass_index(height_cm: Fraction, weight_kg: Fraction) -> Fraction:
    """Return the body-mass index in kg/m2."""
    metres = height_cm / 100
    return weight_kg / (metres * metres)


def creatinine_clearance(
    age: Fraction, weight_kg: Fraction, creatinine_mg_dl: Fraction, sex: str
) -> Fraction:
    """Return Cockcroft and Gault's creatinine clearance in mL/min; age in years."""
    male = (140 - age) * weight_kg / (72 * creatinine_mg_dl)
    return male * _factor(_COCKCROFT_GAULT_FACTOR, sex)


def cyclophosphamide_iv(bsa: Decimal) -> dict[str, Decimal]:
    """Return 1 g/m2 monthly times 6: ``per_dose`` g, ``doses``, ``cumulative`` g."""
    # Every product is taken in the wide context: the usual one would cut it to 28 digits.
    with localcontext(_WIDE):
        return {"per_dose": bsa * 1, "doses": Decimal(6), "cumulative": bsa * 6}


def cyclophosphamide_po(weight_kg: Fraction) -> dict[str, Fraction]:
    """Return 1 to 2 mg/kg a day: ``daily_low`` mg, ``daily_high`` mg."""
    return {"daily_low": 1 * weight_kg, "daily_high": 2 * weight_kg}


def by_weight(
    weight_kg: Fraction, per_kg: Fraction, most: Fraction | None, step: Fraction | None
) -> Fraction:
    """Return one dose a kg, at most so much, to the nearest multiple of a step, half up."""
    dose = weight_kg * per_kg
    if most is not None and dose > most:
        dose = most
    return dose if step is None else step * ((2 * dose + step) // (2 * step))


def rituximab_weekly(bsa: Decimal) -> RituximabWeekly:
    """Return 375 mg/m2 weekly times 4, in mg."""
    with localcontext(_WIDE):
        return {"per_dose": 375 * bsa, "doses": 4, "total": 1500 * bsa, "days": [1, 8, 15, 22]}


def rituximab_two_doses() -> RituximabTwoDoses:
    """Return 1000 mg on days 1 and 15, in mg."""
    return {"per_dose": Fraction(1000), "doses": 2, "total": Fraction(2000), "days": [1, 15]}


def _leading_power(size: Fraction) -> int:
    """Return the power of ten of the first digit of a positive number (0 for 1 to 9.99)."""
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power if size >= Fraction(10) ** power else power - 1


def as_written(value: Fraction | Decimal, digits: int = 28) -> str:
    """Return a number as people write it, with at most so many significant digits.

    Rounded half up (away from zero) once; no exponent, no trailing zeros after the point.
    """
    exact = Fraction(value)
    if exact == 0:
        return "0"
    size = abs(exact)
    places = digits - 1 - _leading_power(size)
    rounded = floor(size * Fraction(10) ** places + Fraction(1, 2))
    sign = "-" if exact < 0 else ""
    if places <= 0:
        return f"{sign}{rounded * 10**-places}"
    padded = str(rounded).zfill(places + 1)
    text = f"{padded[:-places]}.{padded[-places:]}"
    return sign + text.rstrip("0").rstrip(".")
