"""The dose in one line, as it is pasted into a note: amount, arithmetic, what is opened, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.dispensing.infusion import infusions_of
from calculators.dispensing.rounding import containers_in_words
from exchange.answers.words import GRAVITY_WORDS, value_label
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calculators.checks.crosscheck import Finding
    from calculators.dispensing.infusion import Day
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan


def counts_in_words(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each outcome, gravest first."""
    found = [finding.outcome for finding in findings]
    return ", ".join(
        f"{found.count(outcome)} {GRAVITY_WORDS[outcome].lower()}"
        for outcome in Outcome
        if outcome in found
    )


def one_line(answered: Answered, values: Sequence[str], plan: Plan) -> str:
    """Return an answer as one line of text.

    A contraindicated dose says so first; what is unknown or not ready is counted, and where the
    plan stands is said at the end, so that the line is never surer than the page.

    Parameters
    ----------
    values
        The names of the values to be said.
    """
    result = answered.result
    treatment = result.treatment.label if result.treatment is not None else ""
    doses = (_with_working(answered, name) for name in values)
    parts = [f"{treatment}: {'; '.join(doses)}", *_given(answered, plan)]
    first = "CONTRAINDICATED. " if answered.checks.outcome is Outcome.CONTRAINDICATED else ""
    checks = counts_in_words(answered.checks.findings)
    return (
        f"{first}{', '.join(parts)}. Checks on {answered.today}: {checks}. {plan.identity.banner}"
    )


def _with_working(answered: Answered, name: str) -> str:
    quantity = answered.result.values[name]
    amount = units.shown(quantity)
    steps = (step.working for step in answered.result.steps if step.quantity == quantity)
    line = next(steps, "").rpartition(" = ")[0]
    return f"{value_label(name).lower()} {amount}" + (f" ({line})" if line else "")


def _given(answered: Answered, plan: Plan) -> list[str]:
    """Return product, given dose, containers, volume and time, where a product is chosen.

    The dose that is given is said: it may be rounded. Days that differ are said one by one.
    """
    values = answered.result.values
    if "product" not in values or "containers" not in values:
        return []
    days = infusions_of(answered.result)
    product = plan.products[values["product"]].label
    if len({units.shown(day.dose) for day in days}) == 1:
        return [f"{product} {_of_a_day(days[0])}"]
    return [product, *(f"day {day.day}: {_of_a_day(day)}" for day in days)]


def _of_a_day(day: Day) -> str:
    measured = (units.shown(each) for each in (day.volume, day.minutes) if each is not None)
    gives = f"gives {units.shown(day.dose)}"
    return ", ".join((containers_in_words(day.containers), gives, *measured))
