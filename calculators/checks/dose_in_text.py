"""The dose and the route in the text of an order, against the plan's rows of what it names."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

import units
from calculators.checks.crosscheck import Finding
from calculators.checks.headings import first_sentence
from calculators.patient.patient import Answer
from calculators.typed.order import read_order, span_of
from plan_data.schema.dosing import AsNeededDosing
from plan_data.schema.figures import Figure, figures_of
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calculators.patient.evidence import Evidence
    from calculators.typed.order import Order
    from plan_data.schema.plan import Treatment

    Treatments: TypeAlias = tuple[Treatment[Any], ...]

# A dose as it stands in the text of an order; the longer unit is tried first.
_DOSE = re.compile(
    r"(?<![0-9.,])(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9})?)\s*"
    r"(?P<unit>g/kg|mg/kg|g/m2|mg/m2|g/m²|mg/m²|mg|gm|g)(?![a-z²2])",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(r"\bq\W*\d|\bq[a-z]{1,3}\b|\b(every|each|hourly|times|x)\b", re.IGNORECASE)
_A_DAY = ("mg/d", "g/d")
_UNITS = {"g/m²": "g/m2", "mg/m²": "mg/m2", "gm": "g"}
# By what a dose is measured: only doses of one kind can be held against each other.
_KIND_OF = {"g": "g", "mg": "g", "g/kg": "g/kg", "mg/kg": "g/kg", "g/m2": "g/m2", "mg/m2": "g/m2"}
_ROUTES = {
    "IV": ("iv", "ivpb", "intravenous", "intravenously"),
    "SC": ("sc", "sq", "subq", "subcut", "subcutaneous", "subcutaneously"),
    "PO": ("po", "oral", "orally"),
}


def dose_and_route(
    text: str, seen: str, treatments: Treatments, evidence: Evidence
) -> list[Finding]:
    """Hold the dose and the route in an order against the plan's rows, or say that it was not.

    Parameters
    ----------
    seen
        The order, as a finding shows it.
    treatments
        The plan's rows of what the order names.
    evidence
        What is recorded of the patient: a fact may lower a maximum.
    """
    found = list(_DOSE.finditer(text))
    doses = [
        _of_one(
            each, text[each.end() : later.start() if later else None], seen, treatments, evidence
        )
        for each, later in zip_longest(found, found[1:])
    ]
    return [
        *dict.fromkeys(doses),
        *_together(found, seen, treatments),
        *_route(text, seen, treatments),
    ]


def _of_one(
    found: re.Match[str], rest: str, seen: str, treatments: Treatments, evidence: Evidence
) -> Finding:
    """Return what is said of one dose; `rest` is the text up to the next."""
    order, unread = _as_ordered(found, rest)
    return (
        _above_maximum(found, order, seen, treatments, evidence)
        or _too_often(found, order, seen, treatments)
        or _how_often_unread(unread, seen, treatments)
        or _dose(found["number"], found["unit"].lower(), seen, treatments)
    )


def _together(found: list[re.Match[str]], seen: str, treatments: Treatments) -> Iterator[Finding]:
    """Yield that several doses are not added up, where the plan bounds the amount of a day."""
    masses = [each for each in found if each["unit"].lower() in units.DRUG_MASS.spellings]
    if not masses[1:] or not _maxima(treatments):
        return
    heading = "The order has several doses"
    yield Finding(
        rule="doses_in_order",
        facts=(),
        outcome=Outcome.UNKNOWN,
        heading=heading,
        seen=seen,
        limit="What the doses come to in a day is within the plan's maximum.",
        because=f"{heading}, and what they come to in a day was not worked out; the plan has a "
        "maximum a day.",
        source="; ".join(each.at for each in _maxima(treatments)),
        resolve="Ask about the amount of a day, for example “900 mg/day”.",
    )


def _above_maximum(
    found: re.Match[str],
    order: Order | None,
    seen: str,
    treatments: Treatments,
    evidence: Evidence,
) -> Finding | None:
    """Hold what the order comes to in a day against the most that the plan gives in one."""
    unit = _UNITS.get(found["unit"].lower(), found["unit"].lower())
    whole = len(_maxima(treatments)) == len(treatments) > 0
    if not whole or unit not in units.DRUG_MASS.spellings:
        return None
    with units.exact():
        once = units.magnitude_in(units.quantity(Decimal(found["number"]), unit), "mg")
        times = order.times if order is not None and order.period == "day" else Decimal(1)
        amount = units.quantity(once * times, "mg/d")
    lowering = {
        each.dosing.lowered_for: (evidence.fact(each.dosing.lowered_for).answer, each.dosing)
        for each in treatments
        if isinstance(each.dosing, AsNeededDosing)
    }
    in_force = _maxima(treatments)
    if lowering and all(answer is Answer.YES for answer, _ in lowering.values()):
        in_force = [dosing.lowered_maximum for _, dosing in lowering.values()]
    highest = max(in_force, key=lambda each: units.magnitude_in(each.quantity, "mg/d"))
    read = f"The dose was read as {units.shown(amount)}"
    if units.magnitude_in(amount, highest.unit) > highest.value:
        says = f"{read}, above the plan's maximum, {units.shown(highest.quantity)}."
        return _beyond(says, highest.at, seen)
    for name, (answer, dosing) in lowering.items():
        lowered = dosing.lowered_maximum
        if answer is Answer.NO or amount <= lowered.quantity:
            continue
        says = (
            f"{read}; with {name.replace('_', ' ')} the plan's maximum is "
            f"{units.shown(lowered.quantity)}, and whether there is any is not recorded."
        )
        beyond = _beyond(says, lowered.at, seen)
        return replace(beyond, facts=(name,), outcome=Outcome.UNKNOWN)
    return None


def _too_often(
    found: re.Match[str], order: Order | None, seen: str, treatments: Treatments
) -> Finding | None:
    """Hold how often a day the order is given against the plan's shortest interval, in hours."""
    shortest = [
        each.dosing.every_from for each in treatments if isinstance(each.dosing, AsNeededDosing)
    ]
    if order is None or not shortest or len(shortest) < len(treatments):
        return None
    least = min(shortest, key=lambda each: each.value)
    period = span_of(replace(order, times=Decimal(1)))
    if period is None or least.quantity * order.times <= period:
        return None
    says = (
        f"The dose was read as {found[0]}, {order.times:f} times a day: more often than the plan's "
        f"every {units.shown(least.quantity)}."
    )
    return _beyond(says, least.at, seen)


def _beyond(says: str, source: str, seen: str) -> Finding:
    """Return the finding of a dose that goes beyond the plan's."""
    return Finding(
        rule="dose_in_order",
        facts=(),
        outcome=Outcome.CAUTION,
        heading=first_sentence(says),
        seen=seen,
        limit="The dose is one of the plan's.",
        because=says,
        source=source,
        resolve="Verify the dose for this patient.",
    )


def _as_ordered(found: re.Match[str], rest: str) -> tuple[Order | None, str]:
    """Return the dose with how often it is written to be given, and the words that are not read."""
    words = rest.split()
    for last in range(len(words), 0, -1):
        with suppress(units.Refused):
            order = read_order({"order": f"{found[0]} {' '.join(words[:last])}"}, "")
            return order, " ".join(words[last:])
    return None, " ".join(words)


def _maxima(treatments: Treatments) -> list[Figure]:
    """Return the most that the plan gives of each in a day, where it names it in mass."""
    maxima = [getattr(each.dosing, "maximum", None) for each in treatments]
    return [each for each in maxima if isinstance(each, Figure) and each.unit in _A_DAY]


def _how_often_unread(unread: str, seen: str, treatments: Treatments) -> Finding | None:
    """Say that how often is written and was not read, where the plan bounds the amount of a day."""
    if not _HOW_OFTEN.search(unread) or not _maxima(treatments):
        return None
    heading = "How often the dose is given was not read"
    return Finding(
        rule="dose_in_order",
        facts=(),
        outcome=Outcome.UNKNOWN,
        heading=heading,
        seen=seen,
        limit="The dose is one of the plan's.",
        because=f"{heading} (“{unread}”), and the plan has a maximum a day.",
        source="; ".join(each.at for each in _maxima(treatments)),
        resolve="Write how often it is given, for example “every 8 hours”, or verify the order.",
    )


def _dose(number: str, unit: str, seen: str, treatments: Treatments) -> Finding:
    ucum = _UNITS.get(unit, unit)
    dose = units.quantity(Decimal(number), ucum)
    figures = [
        figure
        for treatment in treatments
        for _, figure in figures_of(treatment.dosing)
        if isinstance(figure, Figure) and _KIND_OF.get(figure.unit) == _KIND_OF[ucum]
    ]
    shown = units.shown(dose)
    same = [each for each in figures if units.magnitude_in(each.quantity, ucum) == dose.magnitude]
    outcome = Outcome.UNKNOWN
    says = (
        f"The dose was read as {shown}. It was not held against the plan here: work it out, or "
        "verify the order, for this patient."
    )
    if same:
        outcome = Outcome.CLEAR
        says = (
            f"The dose was read as {shown}, a figure of the plan. Whether it fits was not checked."
        )
    elif _KIND_OF[ucum] != "g" and figures:
        highest = max(figures, key=lambda each: units.magnitude_in(each.quantity, ucum))
        if units.magnitude_in(highest.quantity, ucum) < dose.magnitude:
            outcome = Outcome.CAUTION
            says = (
                f"The dose was read as {shown}, above the plan's largest for it, "
                f"{units.shown(highest.quantity)}."
            )
    return Finding(
        rule="dose_in_order",
        facts=(),
        outcome=outcome,
        heading=first_sentence(says),
        seen=seen,
        limit="The dose is one of the plan's.",
        because=says,
        source="; ".join(dict.fromkeys(each.at for each in same or figures))
        or "The plan's rows have no such figure",
        resolve="" if outcome is Outcome.CLEAR else "Verify the dose for this patient.",
    )


def _route(text: str, seen: str, treatments: Treatments) -> list[Finding]:
    words = set(re.findall(r"[a-z]+", text.casefold()))
    routes = [route for route, ways in _ROUTES.items() if words.intersection(ways)]
    known = {route for each in treatments for route in re.findall(r"[A-Z]{2}", each.route)}
    strange = [route for route in routes if known and route not in known]
    if not strange:
        return []
    return [
        Finding(
            rule="route_in_order",
            facts=(),
            outcome=Outcome.CAUTION,
            heading=f"The order says {strange[0]}; the plan has {' or '.join(sorted(known))}",
            seen=seen,
            limit=f"The route is the plan's: {' or '.join(sorted(known))}.",
            because=f"The order says {strange[0]}; the plan gives it {' or '.join(sorted(known))}.",
            source="; ".join(f"{each.row} · Route" for each in treatments),
            resolve="Ask the prescriber which route is meant.",
        )
    ]
