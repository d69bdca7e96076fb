"""What is asked beside a dose: product, way to round, start, ladder, ceiling, sessions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.administration import Administration
from calculators.dispensing.ladder import Rung
from calculators.typed.values import (
    choice,
    nearest_choice,
    optional,
    quoted,
    text_of,
    worded,
    written_out,
)
from calculators.working import ENTERED, Chosen
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.typed.keys import Key
    from plan_data.schema.plan import Plan
    from plan_data.schema.policies import Rounding
    from plan_data.schema.products import Product, Route

    Raw = Mapping[str, Any]

INFUSION_KEYS: tuple[Key, ...] = (
    "product",
    "concentration",
    "round",
    "start",
    "indication",
    "ladder",
    "max_rate",
)
INJECTION_KEYS: tuple[Key, ...] = (
    "product",
    "concentration",
    "round",
    "start",
    "indication",
    "sessions",
)
BY_MASS_KEYS: tuple[Key, ...] = ("product", "concentration", "round", "start", "ladder", "max_rate")
ADMINISTRATION_KEYS: tuple[Key, ...] = tuple(
    dict.fromkeys((*INFUSION_KEYS, *INJECTION_KEYS, *BY_MASS_KEYS, "infusion"))
)


def read_administration(
    given: Raw, plan: Plan, route: Route, *, holds: str = "immunoglobulin"
) -> Administration | None:
    """Return what was chosen beside the dose, or None where no product was.

    Raises
    ------
    units.Refused
        A key is given without a product; a product, a concentration, a way to round, a time, a
        rate or a number of sessions cannot be used.
    """
    if "product" not in given:
        for key in ADMINISTRATION_KEYS:
            if key in given:
                raise Refused(key, f"{worded(key)}: choose a product first.")
        return None
    concentration = optional(given, "concentration", units.CONCENTRATION, "Concentration", "10 %")
    diluted = any(
        each.holds == holds and each.diluted_from is not None for each in plan.products.values()
    )
    as_labelled = None
    if concentration is not None and not diluted:
        as_labelled = units.convert(concentration, "g/mL")
    product = find_product(text_of(given, "product"), plan, route, as_labelled, holds)
    return Administration(
        product=product,
        route=route,
        rounding=_rounding(given, ways_to_round(plan, product)),
        rounding_limit=plan.policies.rounding_limit,
        start=units.parse_time(text_of(given, "start"), "start") if "start" in given else None,
        rungs=_rungs(given),
        max_rate=optional(given, "max_rate", units.INFUSION_RATE, "Max rate", "2 mg/kg/min"),
        bag=_bag(product, concentration) if diluted else None,
        indication=text_of(given, "indication").strip().lower() if "indication" in given else "",
        sessions=_sessions(given, plan),
        infusion=choice(given, "infusion", ("first", "later"), "first"),
        weeks=plan.common.four_weeks if route == "SC" else None,
    )


def _bag(product: Product, concentration: units.Quantity | None) -> units.Quantity | None:
    """Return the concentration in the bag; outside what the label has it diluted to, refuse."""
    lowest, highest = product.diluted_from, product.diluted_to
    if concentration is None or lowest is None or highest is None:
        return concentration
    if not lowest.quantity <= concentration <= highest.quantity:
        raise Refused(
            "concentration",
            f"Concentration: {units.shown(concentration)} does not fit; {product.label} is diluted "
            f"to {units.shown(lowest.quantity)} to {units.shown(highest.quantity)} in the bag.",
        )
    return concentration


def ways_to_round(plan: Plan, product: Product) -> tuple[Rounding, ...]:
    """Return the ways to round that a product leaves, the one that counts unasked first."""
    if product.containers.called != "tablet":
        return plan.policies.rounding
    # A tablet is not split: nothing of it is drawn up, so only whole ones can come near.
    return tuple(each for each in plan.policies.rounding if each.way in ("nearest", "down"))


def _rounding(given: Raw, policies: tuple[Rounding, ...]) -> Rounding:
    if "round" not in given:
        return policies[0]
    text = text_of(given, "round")
    wanted = _folded(text)
    for policy in policies:
        if wanted in {_folded(name) for name in (policy.id, policy.label, *policy.also_called)}:
            return policy
    names = [policy.id for policy in policies]
    raise Refused(
        "round",
        f"Round: {quoted(text)} is no way to round; there are {', '.join(names)}."
        + nearest_choice(text, names),
    )


def _folded(text: str) -> str:
    return re.sub(r"[\s_±-]+", "", text.lower())


def _sessions(given: Raw, plan: Plan) -> int | None:
    if "sessions" not in given:
        return None
    most = int(plan.policies.most_sessions.value)
    value = given["sessions"]
    text = written_out(value).strip() if not isinstance(value, bool) else ""
    if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= most:
        return int(text)
    raise Refused(
        "sessions",
        f"Sessions: {quoted(value)} is not a whole number of sessions a week, 1 to {most}.",
    )


# --- a ladder as it is typed ------------------------------------------------------------------

_EXAMPLE = '"0.5, 1, 2, 4 mg/kg/min every 30 min" or "21 mL/h 30 min; 42 mL/h 15 min"'
# A comma parts two rates only before a space: "1,5" may be one number, written with a comma.
_BETWEEN = r"(?:\s*/\s*|\s*,\s+)"
_NUMBERS = rf"([0-9.]+(?:{_BETWEEN}[0-9.]+)*)"
_UNIT = r"([A-Za-z]+(?:/[A-Za-z]+)*)"
_TIME = r"([0-9.]+\s*[A-Za-z]+)"
_RUNGS = re.compile(rf"{_NUMBERS}\s*{_UNIT}\s*(?:,|every|for|each)?\s*{_TIME}(?:\s+each)?")


def _rungs(given: Raw) -> tuple[Rung, ...] | None:
    """Read an edited ladder: rates with one time for all, or each rate with its own."""
    if "ladder" not in given:
        return None
    rungs: list[Rung] = []
    for part in re.split(r"[;\n]", text_of(given, "ladder").strip()):
        found = _RUNGS.fullmatch(part.strip())
        if found is None:
            raise Refused(
                "ladder", f"Ladder: {quoted(part.strip())} cannot be read; write {_EXAMPLE}."
            )
        numbers, unit, lasts = found.groups()
        time = units.parse(lasts, replace(units.DURATION, name="Ladder"), "ladder")
        for number in re.split(_BETWEEN, numbers):
            kind = replace(units.INFUSION_RATE, name="Ladder")
            rate = units.parse(f"{number} {unit}", kind, "ladder")
            if rate.magnitude <= 0 or time.magnitude <= 0:
                raise Refused("ladder", "Ladder: every rate and every time must be above zero.")
            rungs.append(Rung(Chosen(rate, (ENTERED,)), Chosen(time, (ENTERED,))))
    return tuple(rungs)
