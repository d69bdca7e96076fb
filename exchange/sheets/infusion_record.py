"""The infusion record: what is hung with its rates, and blanks for what is seen and done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.infusion import infusions_of
from calculators.dispensing.ladder import label_of_rates
from calculators.dispensing.rounding import containers_in_words
from exchange.answers.administration_text import line_of
from exchange.answers.goes_with import two_weights
from exchange.answers.words import GRAVITY_WORDS
from exchange.sheets.parts import patient_part, plan_part, treatment_part
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.dispensing.infusion import Day
    from calculators.dispensing.rounding import Container
    from calculators.dispensing.sites import Sites
    from calculators.requests.answer import Answered
    from exchange.sheets.subject import Subject
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product

_MOST_ROWS = 30  # of a week under the skin; more are written on a second sheet
_ROWS_WITHOUT_RATES = 6


def record_data(subject: Subject, plan: Plan) -> dict[str, Any]:
    """Return everything that stands on the record, as text.

    One page for each infusion: of a course the day that is chosen, else every day of the dose.

    Raises
    ------
    units.Refused
        It is contraindicated, or nothing is hung or drawn up: there is no product, or it is taken.
    """
    answered = subject.answered
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        raise Refused("paper", "It is contraindicated, so there is no infusion to record.")
    product = _product(answered, plan)
    days = _days(subject)
    return {
        "title": "Infusion record",
        "plan": plan_part(plan),
        "treatment": treatment_part(answered, plan),
        "product": product.label,
        "patient": patient_part(subject.case),
        "weights": _weights(answered),
        "outcome": GRAVITY_WORDS[answered.checks.outcome],
        "checked_on": answered.today.isoformat(),
        "before": [
            [GRAVITY_WORDS[each.outcome], each.heading]
            for each in answered.checks.findings
            if each.outcome is not Outcome.CLEAR
        ],
        "under_the_skin": "sites" in answered.result.values,
        "asked_by": _asked_by(product),
        "rates": _whose_rates(answered),
        "days": [_day(day, number, subject, product) for number, day in days],
        "sources": list(product.containers.sources),
        "digest": subject.digest.split(" "),
    }


def _product(answered: Answered, plan: Plan) -> Product:
    result = answered.result
    label = "it" if result.treatment is None else result.treatment.label
    product = plan.products.get(str(result.values.get("product", "")))
    if product is None or "dispensed" not in result.values:
        raise Refused(
            "product",
            f"No product of {label} is hung or drawn up: choose one, whose containers and rates "
            "the record names; what is taken by mouth has no record.",
        )
    return product


def _days(subject: Subject) -> list[tuple[int, Day]]:
    days = infusions_of(subject.answered.result)
    every = list(enumerate(days, start=1))
    return every if subject.day is None else [every[subject.day.part - 1]]


def _weights(answered: Answered) -> str:
    apart = two_weights(answered)
    return "" if apart is None else apart.says


def _asked_by(product: Product) -> str:
    """Return who asks for the blanks: the product's label, or else whoever prints them."""
    if product.record is None:
        return (
            "No label of this product that was read asks for these blanks; a site's practice "
            "decides."
        )
    return (
        f"The label has this written down: {product.record.says} "
        f"[{'; '.join(product.record.sources)}]."
    )


def _whose_rates(answered: Answered) -> str:
    values = answered.result.values
    if not values.get("ladder_origin"):
        return ""
    return f"{label_of_rates(values['ladder_origin'])}. Not above {values['ceiling']}."


def _day(day: Day, number: int, subject: Subject, product: Product) -> dict[str, Any]:
    result = subject.answered.result
    of_how_many = len(infusions_of(result))
    chosen = subject.day
    on = "" if chosen is None else chosen.dose.date.isoformat()
    what = "" if of_how_many == 1 else f"Day {number} of {of_how_many}"
    if chosen is not None:
        what = chosen.dose.what
    return {
        "what": what,
        "on": on,
        "figures": _figures(day, result.values),
        "containers": containers_in_words(day.containers),
        "each_container": _each(day.containers, product),
        "ladder": _ladder(day),
        "no_ladder": "" if day.ladder is not None else result.reasons.get("ladder", ""),
        "sites": [line_of(each) for each in result.values.get("sites", ())],
        "site_rows": _site_rows(result.values.get("sites", ())),
    }


def _figures(day: Day, values: Mapping[str, Any]) -> list[list[str]]:
    found = [["Give, a week" if "sites" in values else "Give", units.shown(day.dose)]]
    if day.volume is not None:
        found.append(["Volume", units.shown(day.volume)])
    if "drawn_up" in values:
        found.append(["Drawn up", units.shown(values["drawn_up"])])
    if day.waste.magnitude > 0:
        found.append(["Left over", units.shown(day.waste)])
    if day.minutes is not None:
        found.append(["Runs for", units.shown(day.minutes)])
    if day.finish:
        found.append(["Finish", day.finish])
    return found


def _each(containers: tuple[Container, ...], product: Product) -> list[str]:
    """Return each container by itself: every one has a lot of its own."""
    called = product.containers.called
    return [
        f"{units.shown(container.size)} {called}"
        for container in containers
        for _ in range(container.count)
    ]


def _ladder(day: Day) -> list[list[str]]:
    if day.ladder is None:
        return [["", "", ""]] * _ROWS_WITHOUT_RATES
    return [
        [
            step.clock or units.shown(step.starts),
            units.shown(step.rate),
            units.shown(step.volume_so_far),
        ]
        for step in day.ladder
    ]


def _site_rows(sites: tuple[Sites, ...]) -> int:
    """Return how many lines a week under the skin needs: one for each site of each session."""
    return min(_MOST_ROWS, max((each.sessions * each.sites for each in sites), default=0))
