"""Is this allowed in MMN? An order by its name, against what the plan says of it.

A name that the plan does not have is never answered with a yes: the plan's silence is not leave.
A misspelt name is never taken for the one it resembles; it is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import units
from calculators.checks.crosscheck import Checks, Finding, outside_plan_scope
from calculators.checks.drug_names import OrderText, nearest, read_order, status
from calculators.working import Result, Step
from plan_data.schema.order_names import CriticalContraindication, PlannedTreatment, WarnedOf
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from datetime import date

    from calculators.checks.drug_names import Mention
    from calculators.patient.patient import Patient
    from plan_data.schema.order_names import CautionedPair, Named, OrderNames
    from plan_data.schema.plan import Plan

CONTRAINDICATED, NOT_IN_PLAN, IN_PLAN = "contraindicated", "not_in_plan", "in_plan"
REMINDER = (
    "That the plan has it is not yet a yes for this patient: its own contraindications, "
    "requirements and dose decide."
)
_NO_LEAVE = (
    "The plan says nothing of it, neither for nor against; that is no leave to give it in MMN."
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A text as it was read, and whether it is what was asked about or what goes alongside."""

    reading: OrderText
    alongside: bool

    @property
    def seen(self) -> str:
        """The text, as a finding shows it."""
        return f"{'Ordered alongside' if self.alongside else 'Order'}: {self.reading.text}"


def allowed(name: str, plan: Plan) -> Result:
    """Return whether the plan contraindicates, has, or does not have what an order names.

    Where a text names several things the gravest answer stands: contraindicated, then not in the
    plan, then in the plan.
    """
    reading = read_order(name, plan.order_names)
    answer = _answer(reading)
    deciding = next((each for each in reading.mentions if _says(each) == answer), None)
    values = {
        "name": name,
        "matched": deciding.spelling.name if deciding else None,
        "answer": answer,
    }
    return Result("allowed", None, values, _working(reading))


def _answer(reading: OrderText) -> str:
    said = {_says(mention) for mention in reading.mentions}
    if CONTRAINDICATED in said:
        return CONTRAINDICATED
    return NOT_IN_PLAN if reading.strangers or NOT_IN_PLAN in said else IN_PLAN


def _says(mention: Mention) -> str:
    if isinstance(mention.entry, CriticalContraindication):
        return CONTRAINDICATED
    return IN_PLAN if isinstance(mention.entry, PlannedTreatment) else NOT_IN_PLAN


def _working(reading: OrderText) -> tuple[Step, ...]:
    one = units.quantity(1, "1")
    read = [
        Step(
            "Name read",
            f"“{mention.spelling.name}”: {mention.entry.label}, {status(mention.entry)}",
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
    orders = [Ordered(read_order(text, known), place > 0) for place, text in enumerate(texts)]
    pairs = _pairs(orders, known)
    paired = {name for pair in known.pairs if pair.id in {each.rule for each in pairs}
              for name in (*pair.one, *pair.other)}  # fmt: skip
    findings = [
        *outside_plan_scope(result, patient, plan, today),
        *_known(orders, paired),
        *pairs,
        *_strangers(orders, known),
        *_unread(orders),
    ]
    findings.sort(key=lambda finding: finding.outcome.gravity)
    return Checks(findings[0].outcome, tuple(findings))


def _known(orders: list[Ordered], paired: set[str]) -> list[Finding]:
    """Return one finding for each known thing that is named, wherever it is named."""
    places: dict[str, list[tuple[Ordered, Mention]]] = defaultdict(list)
    for order in orders:
        for mention in order.reading.mentions:
            places[mention.entry.id].append((order, mention))
    findings = []
    for found in places.values():
        seen = "; ".join(dict.fromkeys(order.seen for order, _ in found))
        entry, mention = found[0][1].entry, found[0][1]
        if isinstance(entry, CriticalContraindication):
            findings.append(_contraindicated(entry, mention, seen))
        elif isinstance(entry, PlannedTreatment):
            findings.append(_in_plan(entry, seen))
        elif isinstance(entry, WarnedOf) and not (
            entry.id in paired and all(order.alongside for order, _ in found)
        ):
            findings.append(_warned_of(entry, seen))
    return findings


def _contraindicated(entry: CriticalContraindication, mention: Mention, seen: str) -> Finding:
    spelling = mention.spelling
    read_in = () if spelling.source == "mmn_plan" else (f"for the name: {spelling.at}",)
    return Finding(
        rule=entry.id,
        facts=(),
        outcome=Outcome.CONTRAINDICATED,
        seen=seen,
        limit=entry.demands,
        because=f"The order names {spelling.name}. {entry.says}",
        source="; ".join((entry.at, *read_in)),
        resolve=entry.resolve,
    )


def _in_plan(entry: PlannedTreatment, seen: str) -> Finding:
    purposes = "; ".join(f"{row.at}: {row.purpose}" for row in entry.rows)
    return Finding(
        rule=f"in_plan_{entry.id}",
        facts=(),
        outcome=Outcome.CLEAR,
        seen=seen,
        limit="The order names a treatment of this plan.",
        because=f"{entry.label} is in this plan. {purposes}. {REMINDER}",
        source="; ".join(row.at for row in entry.rows),
        resolve="Run its own checks for this patient before it is ordered.",
    )


def _warned_of(entry: WarnedOf, seen: str) -> Finding:
    return Finding(
        rule=entry.id,
        facts=(),
        outcome=Outcome.UNKNOWN,
        seen=seen,
        limit="The order names a treatment of this plan.",
        because=entry.says,
        source=entry.at,
        resolve=entry.resolve,
    )


def _pairs(orders: list[Ordered], known: OrderNames) -> list[Finding]:
    """Return a caution for each pair that the plan warns of and that is named together."""
    mentions = [(order, each.entry) for order in orders for each in order.reading.mentions]
    named = {entry.id for _, entry in mentions}
    return [
        _pair(pair, mentions)
        for pair in known.pairs
        if named.intersection(pair.one) and named.intersection(pair.other)
    ]


def _pair(pair: CautionedPair, mentions: list[tuple[Ordered, Named]]) -> Finding:
    ids = (*pair.one, *pair.other)
    seen = (order.seen for order, entry in mentions if entry.id in ids)
    return Finding(
        rule=pair.id,
        facts=(),
        outcome=Outcome.CAUTION,
        seen="; ".join(dict.fromkeys(seen)),
        limit=pair.demands,
        because=pair.because,
        source=pair.at,
        resolve=pair.resolve,
    )


def _strangers(orders: list[Ordered], known: OrderNames) -> list[Finding]:
    strange = [order for order in orders if order.reading.strangers]
    if not strange:
        return []
    parts = [part for order in strange for part in order.reading.strangers]
    questions = dict.fromkeys(question for part in parts if (question := did_you_mean(part, known)))
    return [
        Finding(
            rule="not_in_plan",
            facts=(),
            outcome=Outcome.UNKNOWN,
            seen="; ".join(order.seen for order in strange),
            limit="The order names a treatment of this plan.",
            because=" ".join(("Not in this plan.", _NO_LEAVE, *questions)),
            source="The whole plan: no row or contraindication has this name",
            resolve="Check the spelling, and ask the prescriber and the pharmacist before it "
            "is given.",
        )
    ]


def did_you_mean(text: str, known: OrderNames) -> str:
    """Return the question that a misspelt name raises, or nothing where no known name is near."""
    near = [f"{each.spelling.name}, which is {status(each.entry)}" for each in nearest(text, known)]
    return f"Did you mean {'? Or '.join(near)}?" if near else ""


def _unread(orders: list[Ordered]) -> list[Finding]:
    partly = [order for order in orders if order.reading.unread]
    if not partly:
        return []
    words = ", ".join(word for order in partly for word in order.reading.unread)
    return [
        Finding(
            rule="words_not_read",
            facts=(),
            outcome=Outcome.UNKNOWN,
            seen="; ".join(order.seen for order in partly),
            limit="Every word of the order is understood.",
            because=f"These words beside a known name were not recognised: {words}. "
            "One of them may name another drug.",
            source="The app's list of names",
            resolve="Ask about each drug by itself.",
        )
    ]
