"""Is this allowed in the plan's disease? An order by its name, against what the plan says of it.

A name that the plan does not have is never answered with a yes: the plan's silence is not leave.
A misspelt name is never taken for the one it resembles; it is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import units
from calculators.checks.crosscheck import (
    Checks,
    Finding,
    findings_without_a_dose,
    outside_plan_scope,
)
from calculators.checks.dose_in_text import dose_and_route
from calculators.checks.drug_names import OrderText, nearest_names, read_names, status
from calculators.checks.headings import first_sentence
from calculators.patient.evidence import Evidence
from calculators.patient.patient import UNKNOWN
from calculators.working import Result, Step
from plan_data.find_product import other_products_named, products_named
from plan_data.schema.order_names import (
    CriticalContraindication,
    OtherForm,
    PlannedTreatment,
    TouchesNothing,
    WarnedOf,
)
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from datetime import date

    from calculators.checks.drug_names import Mention
    from calculators.patient.patient import Patient
    from plan_data.schema.order_names import AskedAbout, CautionedPair, Named, OrderNames
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.products import Product

    Treatments: TypeAlias = tuple[Treatment[Any], ...]

CONTRAINDICATED, ASK_FIRST = "contraindicated", "ask_first"
NOT_IN_PLAN, IN_PLAN = "not_in_plan", "in_plan"
_NOT_CHECKED = (
    "Not checked for a patient: nothing was said of one. Give the facts, or work the dose out, for "
    "the treatment's own contraindications and requirements."
)
REMINDER = (
    "That the plan has it is not yet a yes for this patient: its own contraindications, "
    "requirements and dose decide."
)


@dataclass(frozen=True, slots=True)
class OrderedText:
    """A text as it was read, and whether it is what was asked about or what goes alongside."""

    reading: OrderText
    alongside: bool

    @property
    def seen(self) -> str:
        """The text, as a finding shows it."""
        return f"{'Ordered alongside' if self.alongside else 'Order'}: {self.reading.text}"


def allowed(name: str, plan: Plan) -> Result:
    """Return whether the plan contraindicates, has, or does not have what an order names.

    Where a text names several things the gravest answer stands: contraindicated, then to be asked
    about, then not in the plan, then in the plan.
    """
    reading = read_names(name, plan.order_names)
    answer = _answer(reading)
    deciding = next((each for each in reading.mentions if _says(each) == answer), None)
    values = {
        "name": reading.text,
        "matched": deciding.spelling.name if deciding else None,
        "answer": answer,
    }
    return Result("allowed", None, values, _working(reading, plan.order_names))


def _answer(reading: OrderText) -> str:
    said = {_says(mention) for mention in reading.mentions}
    if CONTRAINDICATED in said:
        return CONTRAINDICATED
    if ASK_FIRST in said:
        return ASK_FIRST
    return NOT_IN_PLAN if reading.strangers or NOT_IN_PLAN in said else IN_PLAN


def _says(mention: Mention) -> str:
    if isinstance(mention.entry, CriticalContraindication):
        return ASK_FIRST if mention.asked_about else CONTRAINDICATED
    return IN_PLAN if isinstance(mention.entry, PlannedTreatment) else NOT_IN_PLAN


def _working(reading: OrderText, known: OrderNames) -> tuple[Step, ...]:
    one = units.quantity(1, "1")
    read = [
        Step(
            "Name read",
            f"“{mention.spelling.name}”: {mention.entry.label}, {status(mention.entry, known)}",
            one,
            (mention.spelling.at,),
        )
        for mention in reading.mentions
    ]
    left = [
        Step("Not recognised", f"“{text}”", one, ("The app's list of names",))
        for text in (*reading.strangers, *reading.unread)
    ]
    return (*read, *left)


# --- findings ---------------------------------------------------------------------------------


def order_checks(
    result: Result, alongside: tuple[str, ...], patient: Patient, plan: Plan, today: date
) -> Checks:
    """Return what the plan says of the order, of what goes alongside, and of the two together.

    Parameters
    ----------
    alongside
        Whatever else the patient is given: other orders, premedication.
    """
    known = plan.order_names
    texts = (result.values["name"], *alongside)
    orders = [OrderedText(read_names(text, known), place > 0) for place, text in enumerate(texts)]
    pairs = _pairs(orders, known)
    paired = {name for pair in known.pairs if pair.id in {each.rule for each in pairs}
              for name in (*pair.one, *pair.other)}  # fmt: skip
    findings = [
        *outside_plan_scope(result, patient, plan, today),
        *_known(orders, paired, known, checked=_says_something(patient)),
        *pairs,
        *_dose_and_route(orders[0], patient, plan),
        *_known_by_name_only(orders[0], plan),
        *_for_this_patient(orders[0], patient, plan, today),
        *_strangers(orders, known),
        *_unread(orders),
    ]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def _says_something(patient: Patient) -> bool:
    measures = (patient.weight, patient.height, patient.age, patient.sex, patient.setting)
    return bool(patient.facts or patient.laboratory) or any(
        measure is not UNKNOWN for measure in measures
    )


def _treatments(order: OrderedText, plan: Plan) -> tuple[Treatment[Any], ...]:
    """Return the plan's treatments that an order names, each once."""
    rows = {
        row.at
        for mention in order.reading.mentions
        if isinstance(mention.entry, PlannedTreatment)
        for row in mention.entry.rows
    }
    return tuple(each for each in plan.treatments.values() if each.row in rows)


def _beside(treatment: Treatment[Any], order: OrderedText, patient: Patient) -> tuple[str, ...]:
    """Return what goes alongside a treatment: what is listed, and whatever else the order names.

    What stands in the order itself is not listed a second time, and would be taken for absent.
    """
    others = (
        mention.spelling.name
        for mention in order.reading.mentions
        if not isinstance(mention.entry, PlannedTreatment)
        or all(row.at != treatment.row for row in mention.entry.rows)
    )
    return tuple(dict.fromkeys((*patient.concurrent, *others)))


def _dose_and_route(order: OrderedText, patient: Patient, plan: Plan) -> list[Finding]:
    if not any(isinstance(each.entry, PlannedTreatment) for each in order.reading.mentions):
        return []
    treatments = _dosed(order, plan)
    return dose_and_route(order.reading.text, order.seen, treatments, Evidence(patient, plan))


def _dosed(order: OrderedText, plan: Plan) -> tuple[Treatment[Any], ...]:
    """Return the plan's rows that hold dose and route of what an order names, each once.

    A drug that also goes before another treatment has them in its own row, not in that one's.
    """
    rows = set()
    for mention in order.reading.mentions:
        if isinstance(mention.entry, PlannedTreatment):
            own = plan.treatments.get(mention.entry.id)
            rows |= {row.at for row in mention.entry.rows} if own is None else {own.row}
    return tuple(each for each in plan.treatments.values() if each.row in rows)


def _for_this_patient(
    order: OrderedText, patient: Patient, plan: Plan, today: date
) -> list[Finding]:
    """Return what the rules of the treatment say on the facts given; nothing where none is."""
    if not _says_something(patient):
        return []
    found: dict[tuple[str, Outcome, str], Finding] = {}
    for treatment in _treatments(order, plan):
        with_the_rest = replace(patient, concurrent=_beside(treatment, order, patient))
        named = products_named(order.reading.text, plan)
        others = other_products_named(order.reading.text, plan)
        theirs = tuple(rule for other in others for rule in other.rules)
        of_it: list[Product | None] = [each for each in named if treatment.route in each.routes]
        for product in of_it or [None]:
            bare = Result("allowed", treatment, {}, (), product=product)
            for each in findings_without_a_dose(bare, with_the_rest, plan, today, theirs):
                found.setdefault((each.rule, each.outcome, each.because), each)
    return list(found.values())


def _known_by_name_only(order: OrderedText, plan: Plan) -> list[Finding]:
    """Return what was read of a product that cannot be worked with, as no more than that."""
    return [
        Finding(
            rule="product_known_by_name",
            facts=(),
            outcome=Outcome.UNKNOWN,
            heading=f"{other.brand} is known by name only",
            seen=order.seen,
            limit="What decides about the product was read.",
            because=f"{other.brand} is known by name only: its sizes and rates are not established "
            f"here. What was read of it: {' '.join(each.says for each in other.says)}",
            source="; ".join(dict.fromkeys(at for each in other.says for at in each.sources)),
            resolve="Use the product's current label.",
        )
        for other in other_products_named(order.reading.text, plan)
    ]


def _known(
    orders: list[OrderedText], paired: set[str], known: OrderNames, *, checked: bool
) -> list[Finding]:
    """Return one finding for each known thing that is named, wherever it is named."""
    places: dict[str, list[tuple[OrderedText, Mention]]] = defaultdict(list)
    for order in orders:
        for mention in order.reading.mentions:
            places[mention.entry.id].append((order, mention))
    findings = []
    for found in places.values():
        seen = "; ".join(dict.fromkeys(order.seen for order, _ in found))
        entry = found[0][1].entry
        if isinstance(entry, CriticalContraindication):
            findings.append(_critical(entry, [mention for _, mention in found], seen, known))
        elif isinstance(entry, PlannedTreatment):
            findings.append(_in_plan(entry, seen, checked=checked))
        elif isinstance(entry, OtherForm):
            findings.append(_other_form(entry, seen, known))
        elif all(order.alongside for order, _ in found) and (
            isinstance(entry, TouchesNothing) or entry.id in paired
        ):
            continue
        elif isinstance(entry, TouchesNothing):
            findings.append(_common(entry, seen, known))
        elif isinstance(entry, WarnedOf):
            findings.append(_warned_of(entry, seen))
    return findings


def _critical(
    entry: CriticalContraindication, mentions: list[Mention], seen: str, known: OrderNames
) -> Finding:
    """Return what the plan says of it; one plain mention outweighs any that is asked about."""
    plainly = [each for each in mentions if not each.asked_about]
    if plainly or entry.asked_about is None:
        return _contraindicated(entry, (plainly or mentions)[0], seen, known)
    return _asked_about(entry, entry.asked_about, mentions[0], seen)


def _contraindicated(
    entry: CriticalContraindication, mention: Mention, seen: str, known: OrderNames
) -> Finding:
    spelling = mention.spelling
    read_in = () if spelling.source == known.plan_source else (f"for the name: {spelling.at}",)
    return Finding(
        rule=entry.id,
        facts=(),
        outcome=Outcome.CONTRAINDICATED,
        heading=f"The order names {spelling.name}",
        seen=seen,
        limit=entry.demands,
        because=f"The order names {spelling.name}. {entry.says}",
        source="; ".join((entry.at, *read_in)),
        resolve=entry.resolve,
    )


def _asked_about(
    entry: CriticalContraindication, asked: AskedAbout, mention: Mention, seen: str
) -> Finding:
    return Finding(
        rule=f"{entry.id}_to_ask_about",
        facts=(),
        outcome=Outcome.UNKNOWN,
        heading=f"The order names {mention.spelling.name}, to be asked about",
        seen=seen,
        limit=entry.demands,
        because=f"The order names {mention.spelling.name}. {asked.says}",
        source=asked.at,
        resolve=asked.resolve,
    )


# What is said of anything that an order names and the plan does not have.
_NOT_IN_PLAN = Finding(
    rule="not_in_plan",
    facts=(),
    outcome=Outcome.UNKNOWN,
    heading="",
    seen="",
    limit="The order names a treatment of this plan.",
    because="",
    source="The whole plan: no row or contraindication has this name",
    resolve="Ask the prescriber and the pharmacist before it is given.",
)


def _no_leave(known: OrderNames) -> str:
    return (
        "The plan says nothing of it, neither for nor against; "
        f"that is no leave to give it in {known.disease}."
    )


def _other_form(entry: OtherForm, seen: str, known: OrderNames) -> Finding:
    return replace(
        _NOT_IN_PLAN,
        rule=entry.id,
        heading=f"Not in this plan: {entry.label}",
        seen=seen,
        because=f"Not in this plan. {entry.says} {_no_leave(known)}",
        source=entry.at,
        resolve="Ask the prescriber which of the two is meant.",
    )


def _common(entry: TouchesNothing, seen: str, known: OrderNames) -> Finding:
    return replace(
        _NOT_IN_PLAN,
        heading=f"Not in this plan: {entry.label}",
        seen=seen,
        because=f"Not in this plan. {entry.label} touches none of its rules. {_no_leave(known)}",
    )


def _in_plan(entry: PlannedTreatment, seen: str, *, checked: bool) -> Finding:
    purposes = "; ".join(f"{row.at}: {row.purpose}" for row in entry.rows)
    return Finding(
        rule=f"in_plan_{entry.id}",
        facts=(),
        outcome=Outcome.CLEAR if checked else Outcome.UNKNOWN,
        heading=f"{entry.label} is in this plan",
        seen=seen,
        limit=_NOT_IN_PLAN.limit,
        because=f"{entry.label} is in this plan. {purposes}. {REMINDER}"
        + ("" if checked else f" {_NOT_CHECKED}"),
        source="; ".join(row.at for row in entry.rows),
        resolve="Run its own checks for this patient before it is ordered.",
    )


def _warned_of(entry: WarnedOf, seen: str) -> Finding:
    return Finding(
        rule=entry.id,
        facts=(),
        outcome=Outcome.UNKNOWN,
        heading=first_sentence(entry.says),
        seen=seen,
        limit=_NOT_IN_PLAN.limit,
        because=entry.says,
        source=entry.at,
        resolve=entry.resolve,
    )


def _pairs(orders: list[OrderedText], known: OrderNames) -> list[Finding]:
    """Return a caution for each pair that the plan warns of and that is named together."""
    mentions = [(order, each.entry) for order in orders for each in order.reading.mentions]
    named = {entry.id for _, entry in mentions}
    return [
        _pair(pair, mentions)
        for pair in known.pairs
        if named.intersection(pair.one) and named.intersection(pair.other)
    ]


def _pair(pair: CautionedPair, mentions: list[tuple[OrderedText, Named]]) -> Finding:
    ids = (*pair.one, *pair.other)
    seen = (order.seen for order, entry in mentions if entry.id in ids)
    return Finding(
        rule=pair.id,
        facts=(),
        outcome=Outcome.CAUTION,
        heading=first_sentence(pair.because),
        seen="; ".join(dict.fromkeys(seen)),
        limit=pair.demands,
        because=pair.because,
        source=pair.at,
        resolve=pair.resolve,
    )


def _strangers(orders: list[OrderedText], known: OrderNames) -> list[Finding]:
    strange = [order for order in orders if order.reading.strangers]
    if not strange:
        return []
    parts = [part for order in strange for part in order.reading.strangers]
    questions = dict.fromkeys(question for part in parts if (question := did_you_mean(part, known)))
    seen = "; ".join(order.seen for order in strange)
    return [
        replace(
            _NOT_IN_PLAN,
            heading=f"Not in this plan: {seen}",
            seen=seen,
            because=" ".join(("Not in this plan.", _no_leave(known), *questions)),
            resolve="Check the spelling, and ask the prescriber and the pharmacist before it "
            "is given.",
        )
    ]


def did_you_mean(text: str, known: OrderNames) -> str:
    """Return the question that a misspelt name raises, or nothing where no known name is near."""
    near = [
        f"{each.spelling.name}, which is {status(each.entry, known)}"
        for each in nearest_names(text, known)
    ]
    return f"Did you mean {'? Or '.join(near)}?" if near else ""


def _unread(orders: list[OrderedText]) -> list[Finding]:
    partly = [order for order in orders if order.reading.unread]
    if not partly:
        return []
    words = ", ".join(word for order in partly for word in order.reading.unread)
    return [
        Finding(
            rule="words_not_read",
            facts=(),
            outcome=Outcome.UNKNOWN,
            heading=f"These words beside a known name were not recognised: {words}",
            seen="; ".join(order.seen for order in partly),
            limit="Every word of the order is understood.",
            because=f"These words beside a known name were not recognised: {words}. "
            "One of them may name another drug.",
            source="The app's list of names",
            resolve="Ask about each drug by itself.",
        )
    ]
