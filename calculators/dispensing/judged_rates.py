"""One judgement of how fast an immunoglobulin may run, for ladders, own ladders and orders alike.

A label bounds a rate in four ways: where it starts, how long the start lasts, how far it goes, and
how far it goes in patients at risk of thrombosis or renal failure. The last one is a number only
where the label prints one below its ordinary maximum. "The minimum that is practicable", and a
limit that is the ordinary maximum, are no numbers: the prescriber enters the ceiling, and until
then nothing at risk is called within it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import units
from calculators.dispensing.containers import covering
from calculators.patient.patient import Answer
from calculators.typed.values import quoted
from calculators.working import ENTERED, Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calculators.dispensing.ladder import Rung
    from calculators.working import Term
    from plan_data.schema.figures import Figure
    from plan_data.schema.products import InfusionRates, LabelRate, Product, ProductFigure
    from plan_data.schema.remarks import OwnSteps

Verdict = Literal["within", "above", "unknown", "refused"]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The rate that no step may pass, and what sets it.

    Parameters
    ----------
    rate
        The rate, in the unit of its source.
    because
        What sets it, as people read it.
    strictly
        Whether the rate itself is already too fast ("less than").
    """

    rate: Term
    because: str
    strictly: bool = False


@dataclass(frozen=True, slots=True)
class ForWhom:
    """What of the patient and the prescriber decides how fast something may run.

    Parameters
    ----------
    risk
        Whether the patient is at risk of thrombosis or renal failure (`patient.risk`).
    weight
        The body weight, where it is known; without it a rate for the whole patient cannot be held
        against one per kg.
    entered
        A ceiling that the prescriber set.
    pump
        The highest rate of the site's pumps, in mL/h, where its policy has one.
    """

    risk: Answer = Answer.UNKNOWN
    weight: Term | None = None
    entered: units.Quantity | None = None
    pump: Term | None = None


@dataclass(frozen=True, slots=True)
class JudgedRate:
    """What is to be said of one rate for one patient.

    Parameters
    ----------
    verdict
        ``within`` or ``above`` the lowest ceiling in force; ``unknown`` where it is within the
        ordinary maximum and above the ceiling at risk, and nobody has said whether there is a
        risk; ``refused`` where no number is there to hold it against.
    words
        The same as a sentence, with the limit and whose it is.
    limit
        The ceiling that decided, in the unit of the rate; None where there is none.
    sources
        Where that ceiling stands.
    """

    verdict: Verdict
    words: str
    limit: units.Quantity | None = None
    sources: tuple[str, ...] = ()


def judge_rate(
    rate: units.Quantity, product: Product, indication: str, whom: ForWhom
) -> JudgedRate:
    """Hold a rate against the product's label.

    Parameters
    ----------
    rate
        In mL/h, mL/kg/h, mL/kg/min, mg/h, mg/kg/h or mg/kg/min.
    indication
        Whose table is meant, by its id; empty takes the product's first.

    Raises
    ------
    units.Refused
        ``indication``: the product has no such table.
    """
    table = table_for(product, indication)
    if table is None or product.concentration is None:
        return JudgedRate(
            "refused", f"No rate of infusion is on record for {product.label}: use the label."
        )
    in_force = ceilings(table, whom.risk, whom.entered, whom.pump)
    other = any(_by_weight(rate) != _by_weight(each.rate.quantity) for each in in_force)
    if whom.weight is None and other:
        return JudgedRate("refused", "The label's rates go by body weight: enter the weight.")
    if why := without_a_number(table, whom.risk, whom.entered):
        return JudgedRate("refused", why)
    unit = units.unit_of(rate).ucum
    held = [(_as(each.rate.quantity, unit, product, whom.weight), each) for each in in_force]
    limit, ceiling = min(reversed(held), key=lambda pair: pair[0].magnitude)
    if _passes(rate, limit, unit, strictly=ceiling.strictly):
        return _judged("above", rate, limit, ceiling)
    within = _judged("within", rate, limit, ceiling)
    if whom.risk is Answer.UNKNOWN:
        return _unless_at_risk(rate, table, product, whom, within)
    return within


def _judged(
    verdict: Verdict, rate: units.Quantity, limit: units.Quantity, ceiling: Ceiling
) -> JudgedRate:
    says = "ABOVE" if verdict == "above" else "below" if ceiling.strictly else "at most"
    words = f"{_in_full(rate)} is {says} {ceiling.because}, here {units.shown(limit)}"
    return JudgedRate(verdict, words, limit, ceiling.rate.sources)


def _unless_at_risk(
    rate: units.Quantity,
    table: InfusionRates,
    product: Product,
    whom: ForWhom,
    within: JudgedRate,
) -> JudgedRate:
    """Return ``within`` for what would be so at risk as well, else ``unknown``."""
    lowered = at_risk_number(table)
    if lowered is None and whom.entered is not None:
        return within  # the ceiling that was entered is the one at risk too
    if lowered is None:
        words = f"{within.words}; at risk of thrombosis or renal failure the label gives no number"
        return JudgedRate("unknown", words, within.limit, within.sources)
    unit = units.unit_of(rate).ucum
    limit = _as(lowered.leading.quantity, unit, product, whom.weight)
    if not _passes(rate, limit, unit, strictly=lowered.leading.qualifier == "below"):
        return within
    words = (
        f"{within.words}; at risk of thrombosis or renal failure the label has {lowered.printed}, "
        f"here {units.shown(limit)}, and the risk is not recorded"
    )
    return JudgedRate("unknown", words, within.limit, within.sources)


def _passes(
    rate: units.Quantity, limit: units.Quantity, unit: str, *, strictly: bool = False
) -> bool:
    one, other = units.settled(rate, unit), units.settled(limit, unit)
    return bool(one >= other if strictly else one > other)


# --- whose table, and what it says -------------------------------------------------------------


def table_for(product: Product, indication: str) -> InfusionRates | None:
    """Return the rate table of an indication, or the product's first where none is named.

    Raises
    ------
    units.Refused
        The product has no table of that indication.
    """
    if not indication:
        return product.rates[0] if product.rates else None
    rates = product.rates_for(indication)
    if rates is None:
        there_are = ", ".join(each.id for each in product.rates) or "none"
        raise units.Refused(
            "indication",
            f"Indication: {product.label} has no rate table for {quoted(indication)} here; "
            f"there is {there_are}.",
        )
    return rates


def at_risk_number(rates: InfusionRates) -> LabelRate | None:
    """Return the label's ceiling for patients at risk, where it is lower than its maximum.

    "Below 8 mg/kg/min" beside a maximum of 8 mg/kg/min forbids nothing that a pump could tell
    apart from it; it is the ordinary maximum in other words, and no number for anyone at risk.
    """
    lowered = rates.at_risk.ceiling if rates.at_risk else None
    if lowered is None or any(_same_print(lowered, each) for each in rates.maximum.both):
        return None
    return lowered


def _same_print(lowered: LabelRate, figure: ProductFigure) -> bool:
    return (figure.value, figure.unit) in {(each.value, each.unit) for each in lowered.both}


def without_a_number(rates: InfusionRates, risk: Answer, entered: units.Quantity | None) -> str:
    """Say why there is no ceiling for a patient at risk, or nothing where there is one."""
    if risk is not Answer.YES or entered is not None or at_risk_number(rates) is not None:
        return ""
    return (
        f"At risk of thrombosis or renal failure, and {_why_no_number(rates)}: enter the ceiling "
        'that the prescriber sets, for example "2 mg/kg/min".'
    )


def _why_no_number(rates: InfusionRates) -> str:
    lowered = rates.at_risk.ceiling if rates.at_risk else None
    if lowered is None:
        return "the label gives no rate in numbers for that"
    return f"the label's limit for that, {lowered.printed}, is its ordinary maximum"


def at_risk_words(rates: InfusionRates) -> str:
    """Say what the label has for patients at risk, as a finding shows it."""
    lowered = at_risk_number(rates)
    if lowered is not None:
        return f"allows {lowered.printed}"
    ordinary = rates.at_risk.ceiling if rates.at_risk else None
    if ordinary is None:
        return "gives no rate in numbers"
    return f"gives no rate in numbers of its own: {ordinary.printed} is the ordinary maximum"


def ceilings(
    rates: InfusionRates,
    risk: Answer,
    entered: units.Quantity | None,
    pump: Term | None = None,
) -> tuple[Ceiling, ...]:
    """Return every ceiling in force: the label's maximum, that at risk, the entered, the pump's."""
    top = rates.maximum.leading
    found = [Ceiling(top, f"the label's maximum ({rates.indication}), {rates.maximum.printed}")]
    lowered = at_risk_number(rates)
    if risk is Answer.YES and lowered is not None:
        why = f"the label's ceiling at risk of thrombosis or renal failure, {lowered.printed}"
        strictly = lowered.leading.qualifier == "below"
        found.append(Ceiling(lowered.leading, why, strictly=strictly))
    if entered is not None:
        found.append(Ceiling(Chosen(entered, (ENTERED,)), "the ceiling that was entered"))
    if pump is not None:
        found.append(of_the_pump(pump))
    return tuple(found)


def of_the_pump(pump: Term) -> Ceiling:
    """Return the ceiling that a site's pumps set."""
    return Ceiling(pump, f"the highest rate of the site's pumps, {units.shown(pump.quantity)}")


# --- own ladders ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JudgedLadder:
    """What is to be said of steps that were entered.

    Parameters
    ----------
    remark
        ``as the label``, ``faster than the label`` or ``asked about``: the gravest.
    words
        Every difference, a sentence each; empty where there is none.
    """

    remark: OwnSteps
    words: tuple[str, ...]


def judge_ladder(
    rungs: Sequence[Rung],
    rates: InfusionRates,
    product: Product,
    weight: Term | None,
    shortest: Figure,
) -> JudgedLadder:
    """Hold steps that were entered against the label's start and how long it lasts.

    What lies above the label's maximum is refused elsewhere, before a ladder is made. Steps that
    fall, or that last less than `shortest`, are asked about: they are rarely meant.
    """
    faster, asked = [], []
    in_ml = [_as(rung.rate.quantity, "mL/h", product, weight) for rung in rungs]
    start = _as(rates.start.leading.quantity, "mL/h", product, weight)
    if _passes(in_ml[0], start, "mL/h"):
        faster.append(
            f"It starts at {_twice(rungs[0].rate.quantity, in_ml[0])}; the label "
            f"({rates.indication}) starts at {rates.start.printed}, here {units.shown(start)}."
        )
    first, lasts = rungs[0].lasts.quantity, rates.start_lasts
    single = len(rungs) == 1 or not _passes(max(in_ml), start, "mL/h")
    if lasts is not None and not single and first < lasts.quantity:
        faster.append(
            f"The first step lasts {units.shown(first)}; the label ({rates.indication}) holds the "
            f"start for {lasts.shown}."
        )
    for place, (before, after) in enumerate(pairwise(in_ml), start=1):
        if _passes(before, after, "mL/h"):
            asked.append(
                f"Step {place + 1} falls from {units.shown(before)} to {units.shown(after)}: is "
                "this meant, or are the steps in another order?"
            )
    for place, rung in enumerate(rungs, start=1):
        if rung.lasts.quantity < shortest.quantity:
            asked.append(
                f"Step {place} lasts {units.shown(rung.lasts.quantity)}, less than "
                f"{units.shown(shortest.quantity)}: is this meant?"
            )
    words = (*faster, *asked)
    if faster:
        return JudgedLadder("faster than the label", words)
    return JudgedLadder("asked about" if asked else "as the label", words)


def _twice(typed: units.Quantity, in_ml: units.Quantity) -> str:
    """Return a rate as it was typed, and in mL/h where that is another unit."""
    same = units.unit_of(typed).ucum == units.unit_of(in_ml).ucum
    return _in_full(typed) if same else f"{_in_full(typed)}, {units.shown(in_ml)}"


def _in_full(value: units.Quantity) -> str:
    """Return a rate with every digit, so that it is seen on which side of a limit it lies."""
    return f"{units.fixed_point(value.magnitude)} {units.unit_of(value).symbol}"


# --- one rate in another unit -----------------------------------------------------------------


def _by_weight(rate: units.Quantity) -> bool:
    return "/kg/" in units.unit_of(rate).ucum


def _as(rate: units.Quantity, ucum: str, product: Product, weight: Term | None) -> units.Quantity:
    """Return a rate in another unit, through the concentration and the body weight."""
    own = units.unit_of(rate).ucum
    with units.exact():
        if own.startswith("mg") != ucum.startswith("mg") and product.concentration is not None:
            strength = product.concentration.quantity
            rate = rate / strength if own.startswith("mg") else rate * strength
        if ("/kg/" in own) != ("/kg/" in ucum) and weight is not None:
            kilograms = units.convert(weight.quantity, "kg")
            rate = rate * kilograms if "/kg/" in own else rate / kilograms
    return units.convert(rate, ucum)


# --- volumes ----------------------------------------------------------------------------------


def volume_of(mass: units.Quantity, product: Product) -> units.Quantity:
    """Return the millilitres that hold a mass of drug, as the containers are labelled.

    Where a label prints millilitres that are not the mass ÷ the concentration, they count, and
    what is drawn up of the containers is its share of theirs. Elsewhere it is mass ÷
    concentration.

    Raises
    ------
    units.Refused
        The product is no solution, or the search for containers would be too long.
    """
    concentration = product.concentration
    if concentration is None:
        raise units.Refused("product", f"Product: {product.label} is no solution.")
    labelled = product.containers.labelled
    with units.exact():
        if not labelled or mass.magnitude <= 0:
            return units.convert(mass / concentration.quantity, "mL")
        fill = covering(mass, product.containers.sizes)
        printed = [labelled[size.magnitude] * many for size, many in fill.counts]
        volume = units.quantity(sum(printed, Decimal(0)), "mL") * mass / fill.total
    return units.convert(volume, "mL")
