"""Mistakes made on random patients, apart from the project: orders with the mistake that made them.

Nothing of the project is imported here. A case is a patient, a request and an order that one known
mistake made, rounded the way people round. `alone` tells whether any other mistake, made on the
same patient, would have been rounded to the same order: it is worked out here too, from the same
plain arithmetic, and never from what the project finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor
from random import Random
from typing import TYPE_CHECKING, Any

from by_hand import INCH, LB, body_surface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FORMULAS = ("mosteller", "du_bois", "haycock", "gehan_george", "boyd")
# g in a mL: what the shipped products have, by route, and a product of each.
INTRAVENOUS = {"Privigen": Fraction(1, 10), "Octagam 5 %": Fraction(1, 20)}
SUBCUTANEOUS = {
    "Hizentra": Fraction(1, 5),
    "Cutaquig": Fraction(165, 1000),
    "HyQvia": Fraction(1, 10),
}
TOLERANCE = Fraction(5, 100)


@dataclass(frozen=True)
class Patient:
    """A patient and a regimen: everything that the dose is worked out from."""

    of: str  # induction, maintenance, scig, cyclophosphamide, po, rituximab, two_doses
    aim: str  # total, daily, dose, weekly
    weight: Fraction  # kg
    weight_text: str
    height: Fraction  # cm
    height_text: str
    male: bool
    days: int = 5
    per_kg: Fraction = Fraction(1)
    weeks: Fraction = Fraction(3)
    infusion: Fraction = Fraction(60)
    infusion_text: str = "60 g"
    formula: str = "mosteller"
    cap: Fraction | None = None
    dosing: Fraction | None = None  # kg, in place of the actual weight
    share: Fraction = Fraction(2)  # of the range of oral cyclophosphamide, in mg/kg


def dose(patient: Patient) -> Fraction:
    """Return the dose that is aimed at: g, or mg for oral cyclophosphamide and rituximab."""
    weight = patient.weight if patient.dosing is None else patient.dosing
    if patient.of == "induction":
        total = 2 * weight
        return total if patient.aim == "total" else total / patient.days
    if patient.of == "maintenance":
        infusion = patient.per_kg * weight
        return infusion if patient.aim == "dose" else infusion / patient.weeks
    if patient.of == "scig":
        return patient.infusion * 4 / patient.weeks / 4 * Fraction(6, 5)
    if patient.of == "po":
        return patient.share * weight
    doses = {"cyclophosphamide": 6, "rituximab": 4, "two_doses": 2}[patient.of]
    if patient.of == "two_doses":
        one = Fraction(1000)
    else:
        surface = Fraction(body_surface(patient.formula, patient.height, weight))
        if patient.cap is not None:
            surface = min(surface, patient.cap)
        one = surface * (1 if patient.of == "cyclophosphamide" else 375)
    return one * doses if patient.aim == "total" else one


def right(patient: Patient) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest right dose."""
    if patient.of == "po":
        return 1 * patient.weight, 2 * patient.weight
    return dose(patient), dose(patient)


# --- the mistakes, each in every way in which it can be made --------------------------------------


def _again(**changes: object) -> Callable[[Patient], Fraction]:
    return lambda patient: dose(replace(patient, **changes))  # type: ignore[arg-type]  # fields of Patient


def ideal(patient: Patient) -> Fraction:
    """Return Devine's ideal weight."""
    return (Fraction(50) if patient.male else Fraction("45.5")) + Fraction("2.3") * (
        patient.height / INCH - 60
    )


def exchanged(text: str) -> list[str]:
    """Return a text with each two neighbouring digits exchanged, where they differ."""
    found = []
    for place in range(len(text) - 1):
        for later in (place + 1, place + 2):
            if later >= len(text) or (later == place + 2 and text[place + 1] != "."):
                continue
            one, other = text[place], text[later]
            if one.isdigit() and other.isdigit() and one != other:
                letters = list(text)
                letters[place], letters[later] = other, one
                found.append("".join(letters))
    return found


def number_of(text: str) -> Fraction:
    """Return the number of a text such as "80.5 kg"."""
    return Fraction(text.split(maxsplit=1)[0])


def ways(patient: Patient, strength: Fraction | None, unit: str = "g") -> dict[str, list[Fraction]]:
    """Return every mistake that can be made on a patient, with each dose that it gives.

    Parameters
    ----------
    strength
        g (or mg, as the dose) in a mL of the product, where one is named.
    unit
        What the order is written in; mL is mistaken for nothing in an order that has none.
    """
    now = dose(patient)
    made: dict[str, list[Fraction]] = {
        "decimal_point": [now * 10, now / 10],
        "milligrams_for_grams": [now * 1000, now / 1000],
    }
    made |= _taken_for_another(patient)
    if patient.of == "scig":
        made |= _conversions(patient)
    if patient.of == "maintenance" and patient.aim == "weekly":
        # The amount of four weeks, or one infusion, for a week: of every 7 weeks the same number
        # as a week's for each day.
        made["monthly_as_weekly"] = [now * 4, now * patient.weeks]
        made["calendar_month"] = [now * 4 / Fraction("4.345")]
    if patient.of in {"induction", "cyclophosphamide", "rituximab", "two_doses"}:
        course = {"induction": patient.days, "cyclophosphamide": 6, "rituximab": 4}.get(
            patient.of, 2
        )
        if patient.aim == "total":
            made["daily_as_total"] = [now / course]
        else:
            made["total_as_daily"] = [now * course]
    if patient.of not in {"scig", "two_doses"}:
        made |= _weights(patient)
    if patient.of in {"cyclophosphamide", "rituximab"}:
        made |= _surfaces(patient)
    return made | _strengths(patient, strength, unit)


def _taken_for_another(patient: Patient) -> dict[str, list[Fraction]]:
    """Return the mistakes that take one thing for another: a week for a day, height for weight."""
    made: dict[str, list[Fraction]] = {}
    if patient.aim == "weekly":
        made["weekly_as_daily"] = [dose(patient) * 7]
    if patient.of == "po":
        made["weekly_as_daily"] = [dose(patient) / 7]
    if patient.of in {"induction", "maintenance", "po"}:
        pounds = patient.weight / LB
        made["pounds_multiplied"] = [_again(weight=pounds * Fraction(22, 10))(patient)]
        made["height_as_weight"] = [_again(weight=patient.height)(patient)]
        made["not_multiplied"] = [_again(weight=Fraction(1), dosing=None)(patient)]
        surface = Fraction(body_surface("mosteller", patient.height, patient.weight))
        made["kilograms_and_surface"] = [_again(weight=surface, dosing=None)(patient)]
    if patient.of in {"cyclophosphamide", "rituximab"}:
        made["not_multiplied"] = [_again(cap=Fraction(1))(patient)]
        made["kilograms_and_surface"] = [
            _again(cap=Fraction(1))(patient) * patient.weight  # the dose a m², for each kg
        ]
    if patient.of == "cyclophosphamide":
        fifteen = Fraction(15, 1000) * patient.weight  # g
        made["other_protocol"] = [fifteen * 6 if patient.aim == "total" else fifteen]
    if patient.of == "maintenance":
        made["other_pattern"] = [
            _again(per_kg=Fraction(each))(patient) for each in (1, 2) if each != patient.per_kg
        ]
    other = {"rituximab": "two_doses", "two_doses": "rituximab"}
    if patient.of in other:  # of the fixed doses no formula is asked for
        plain: dict[str, Any] = (
            {} if patient.of == "rituximab" else {"formula": "mosteller", "cap": None}
        )
        made["other_pattern"] = [_again(of=other[patient.of], **plain)(patient)]
    return made


def _conversions(patient: Patient) -> dict[str, list[Fraction]]:
    four_weekly = patient.infusion * 4 / patient.weeks
    return {
        "no_uplift": [four_weekly / 4],
        "double_uplift": [four_weekly / 4 * Fraction(144, 100)],
        "factor_1_37": [four_weekly / 4 * Fraction(137, 100)],
        "factor_1_30": [four_weekly / 4 * Fraction(130, 100)],
        "factor_1_53": [four_weekly / 4 * Fraction(153, 100)],
        "divided_by_4_ignoring_interval": [patient.infusion / 4 * Fraction(12, 10)],
        "calendar_month": [
            four_weekly / Fraction("4.345") * Fraction(12, 10),
            four_weekly / (Fraction("365.25") / 12 / 7) * Fraction(12, 10),
        ],
        "monthly_as_weekly": [
            amount * factor
            for amount in (four_weekly, patient.infusion)
            for factor in (1, Fraction(12, 10))
        ],
        "digits_swapped": [
            dose(replace(patient, infusion=number_of(text)))
            for text in exchanged(patient.infusion_text)
        ],
    }


def _weights(patient: Patient) -> dict[str, list[Fraction]]:
    lean = ideal(patient)
    adjusted = lean + Fraction(2, 5) * (patient.weight - lean)
    swapped = [
        _again(weight=number_of(text) * (LB if text.endswith("lb") else 1))(patient)
        for text in exchanged(patient.weight_text)
    ]
    if patient.of in {"cyclophosphamide", "rituximab"}:
        swapped += [
            _again(height=number_of(text))(patient) for text in exchanged(patient.height_text)
        ]
    made = {
        "pounds_as_kilograms": [_again(weight=patient.weight / LB)(patient)],
        "kilograms_as_pounds": [_again(weight=patient.weight * LB)(patient)],
        "adjusted_weight": [_again(dosing=adjusted)(patient)],
        "digits_swapped": swapped,
    }
    if lean > 0:
        made["ideal_weight"] = [_again(dosing=lean)(patient)]
    return made


def _surfaces(patient: Patient) -> dict[str, list[Fraction]]:
    others = [formula for formula in FORMULAS if formula != patient.formula]
    return {
        "other_bsa_formula": [_again(formula=formula)(patient) for formula in others],
        "bsa_capped": [_again(cap=Fraction(2))(patient)],
    }


def _strengths(patient: Patient, strength: Fraction | None, unit: str) -> dict[str, list[Fraction]]:
    """Return the mistakes about a concentration: of the product that is named, or of any."""
    now = dose(patient)
    if patient.of in {"induction", "maintenance"}:
        on_record = sorted(INTRAVENOUS.values())
    elif patient.of == "scig":
        on_record = sorted(SUBCUTANEOUS.values())
    elif patient.of == "po":
        return {}
    else:
        # Cyclophosphamide has 20 mg/mL and its dose is in g; rituximab has 10 mg/mL, in mg.
        on_record = [Fraction(20, 1000) if patient.of == "cyclophosphamide" else Fraction(10)]
    if unit == "mL":  # of the product: without one a volume has no mass
        assert strength is not None
        return {
            # The number of grams as mL, and mL that are right for another product.
            "millilitres_for_grams": [now * strength],
            "wrong_concentration": [
                now / other * strength for other in on_record if other != strength
            ],
        }
    known = on_record if strength is None else [strength]
    return {"millilitres_for_grams": [now / each for each in known]}


# --- patients -------------------------------------------------------------------------------------


def random_patient(random: Random, of: str) -> Patient:
    """Return a patient as they come: in kg or lb, in cm, with an ordinary regimen."""
    height = random.randint(148, 200)
    if random.random() < 0.5:
        tenths = random.randint(420, 1400)
        number = Fraction(tenths, 10) if random.random() < 0.5 else Fraction(tenths // 10)
        weight, weight_text = number, f"{_plain(number)} kg"
    else:
        pounds = random.randint(93, 308)
        weight, weight_text = pounds * LB, f"{pounds} lb"
    infusion = random.choice([20, 25, 30, 35, 40, 45, 50, 60, 65, 70, 75, 80, 90, 100, 120, 140])
    aims = {
        "induction": ("total", "daily"),
        "maintenance": ("dose", "weekly"),
        "scig": ("weekly",),
        "po": ("daily",),
    }.get(of, ("dose", "total"))
    return Patient(
        of=of,
        aim=random.choice(aims),
        weight=weight,
        weight_text=weight_text,
        height=Fraction(height),
        height_text=f"{height} cm",
        male=random.random() < 0.5,
        days=random.randint(2, 5),
        per_kg=Fraction(random.choice([1, 2])),
        weeks=Fraction(random.randint(2, 8)),
        infusion=Fraction(infusion),
        infusion_text=f"{infusion} g",
        formula=random.choice(FORMULAS) if random.random() < 0.2 else "mosteller",
        share=random.choice([Fraction(1), Fraction(3, 2), Fraction(2)]),
    )


def request_of(patient: Patient, product: str | None) -> dict[str, str]:
    """Return the patient and the regimen as keys of a request, without the order."""
    asked = {
        "of": {"po": "cyclophosphamide", "two_doses": "rituximab"}.get(patient.of, patient.of),
        "sex": "male" if patient.male else "female",
        "age": "50 years",
        "weight": patient.weight_text,
        "height": patient.height_text,
    }
    if patient.of == "induction":
        asked["days"] = str(patient.days)
    if patient.of == "maintenance":
        asked |= {"dose": f"{patient.per_kg} g/kg", "every": f"{patient.weeks} weeks"}
    if patient.of == "scig":
        asked |= {"ivig_dose": patient.infusion_text, "every": f"{patient.weeks} weeks"}
    if patient.of == "po":
        asked["route"] = "po"
    if patient.of == "two_doses":
        asked["regimen"] = "two_doses"
    if patient.of in {"cyclophosphamide", "rituximab"}:
        asked["bsa_formula"] = patient.formula
    if product is not None:
        asked["product"] = product
    return asked


def product_for(random: Random, of: str) -> tuple[str | None, Fraction | None]:
    """Return a product that fits with its concentration, or none."""
    fits = {"induction": INTRAVENOUS, "maintenance": INTRAVENOUS, "scig": SUBCUTANEOUS}.get(of)
    if fits is None or random.random() < 0.5:
        return None, None
    name = random.choice(sorted(fits))
    return name, fits[name]


# --- orders ---------------------------------------------------------------------------------------


def rounded(amount: Fraction, step: Fraction) -> Fraction:
    """Return the nearest multiple of a step, half up."""
    return floor(amount / step + Fraction(1, 2)) * step


def how_people_round(random: Random, amount: Fraction, unit: str, share: Fraction) -> Fraction:
    """Return a step that a person would round to: never moving the amount by more than a share."""
    steps = {
        "g": ["0.1", "0.5", "1", "1", "1", "2.5", "5", "5", "10"],
        "mg": ["1", "1", "5", "5", "10", "10", "25", "50"],
        "mL": ["0.1", "0.5", "1", "1", "5", "5", "10", "20"],
    }[unit]
    fine = [Fraction(step) for step in steps if Fraction(step) / 2 <= amount * share]
    return random.choice(fine) if fine else Fraction(1, 1000)


def written(amount: Fraction, patient: Patient, unit: str) -> str:
    """Return an amount as an order is written."""
    per = {"daily": "/day", "weekly": "/wk", "total": " in total", "dose": ""}[patient.aim]
    return f"{_plain(amount)} {unit}{per}"


def _plain(number: Fraction) -> str:
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(int(number * 10**places)).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def unit_of(patient: Patient) -> str:
    """Return the unit in which the dose is worked out."""
    return "mg" if patient.of in {"po", "rituximab", "two_doses"} else "g"


@dataclass(frozen=True)
class Wrong:
    """A wrong order: the request, the mistake that made it, and whether it alone could have."""

    name: str
    request: dict[str, str] = field(hash=False)
    alone: bool


# Which calculators a mistake can be made in, and how large a deviation still passes: between two
# formulas of body surface there is mostly less than 5 %.
MADE_IN = {
    "no_uplift": ("scig",),
    "double_uplift": ("scig",),
    "factor_1_37": ("scig",),
    "factor_1_30": ("scig",),
    "factor_1_53": ("scig",),
    "divided_by_4_ignoring_interval": ("scig",),
    "calendar_month": ("scig", "maintenance"),
    "monthly_as_weekly": ("scig", "maintenance"),
    "weekly_as_daily": ("scig", "po", "maintenance"),
    "pounds_multiplied": ("induction", "maintenance", "po"),
    "height_as_weight": ("induction", "maintenance", "po"),
    "not_multiplied": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "other_pattern": ("maintenance", "rituximab", "two_doses"),
    "other_protocol": ("cyclophosphamide",),
    "kilograms_and_surface": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "pounds_as_kilograms": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "kilograms_as_pounds": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "milligrams_for_grams": ("induction", "maintenance", "scig", "cyclophosphamide", "po"),
    "millilitres_for_grams": ("induction", "maintenance", "scig", "cyclophosphamide"),
    "ideal_weight": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "adjusted_weight": ("induction", "maintenance", "cyclophosphamide", "po", "rituximab"),
    "total_as_daily": ("induction", "cyclophosphamide", "rituximab", "two_doses"),
    "daily_as_total": ("induction", "cyclophosphamide", "rituximab", "two_doses"),
    "other_bsa_formula": ("cyclophosphamide", "rituximab"),
    "bsa_capped": ("cyclophosphamide", "rituximab"),
    "decimal_point": ("induction", "maintenance", "scig", "cyclophosphamide", "po", "rituximab"),
    "wrong_concentration": ("induction", "maintenance", "scig"),
    "digits_swapped": ("induction", "maintenance", "scig", "cyclophosphamide", "po", "rituximab"),
}
# Of these some orders are written in mL, where a product is named.
OF_VOLUMES = {"millilitres_for_grams", "wrong_concentration", "decimal_point"}
FINE = {"other_bsa_formula": Fraction(1, 100)}


def wrong_orders(name: str, seed: int, count: int) -> Iterator[Wrong]:
    """Yield orders that one mistake made, each out of tolerance, on patients at random."""
    random = Random(f"{name} {seed}")  # noqa: S311  (cases, no secrets)
    found = 0
    while found < count:
        patient = random_patient(random, random.choice(MADE_IN[name]))
        product, strength = product_for(random, patient.of)
        unit = unit_of(patient)
        if strength is not None and name in OF_VOLUMES and random.random() < 0.5:
            unit = "mL"
        # How much one of the unit is, in g or mg.
        one = strength if unit == "mL" and strength is not None else Fraction(1)
        made = ways(patient, strength, unit)
        if not made.get(name):
            continue
        amount = random.choice(made[name]) / one
        tolerance = FINE.get(name, TOLERANCE)
        step = how_people_round(random, amount, unit, tolerance / 2)
        order = rounded(amount, step)
        lowest, highest = right(patient)
        if lowest * (1 - tolerance) <= order * one <= highest * (1 + tolerance) or order <= 0:
            continue
        others = [
            other
            for other, doses in made.items()
            if other != name and any(rounded(each / one, step) == order for each in doses)
        ]
        if lowest < dose(patient) < highest:
            # Of a range nobody knows which dose of it was meant: whatever would lead into its own
            # range explains an order as well, unless this one stands at an end of its range.
            others += _within_a_range(patient, name, order)
        request = request_of(patient, product) | {"order": written(order, patient, unit)}
        if tolerance != TOLERANCE:
            request["tolerance"] = f"{_plain(tolerance * 100)} %"
        found += 1
        yield Wrong(name, request, not others)


def _within_a_range(patient: Patient, name: str, order: Fraction) -> list[str]:
    """Return the other mistakes that make a range of the right one in which the order lies."""
    lowest, highest = (ways(replace(patient, share=Fraction(share)), None) for share in (1, 2))
    return [
        other
        for other, doses in lowest.items()
        if other != name
        and any(low <= order <= high for low, high in zip(doses, highest[other], strict=True))
    ]


def right_orders(seed: int, count: int) -> Iterator[dict[str, str]]:
    """Yield right orders: exact to a thousandth, or rounded by no more than a fortieth."""
    random = Random(f"right {seed}")  # noqa: S311  (cases, no secrets)
    kinds = ("induction", "maintenance", "scig", "cyclophosphamide", "po", "rituximab", "two_doses")
    for _ in range(count):
        patient = random_patient(random, random.choice(kinds))
        product, _ = product_for(random, patient.of)
        amount, unit = dose(patient), unit_of(patient)
        step = random.choice(
            [Fraction(1, 1000), how_people_round(random, amount, unit, TOLERANCE / 2)]
        )
        order = written(rounded(amount, step), patient, unit)
        yield request_of(patient, product) | {"order": order}
