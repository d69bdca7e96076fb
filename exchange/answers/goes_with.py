"""What goes with an answer in words: the plan's monitoring and advice, and what labels say.

Pages, terminal and JSON take it from here, so that no one of them says less than another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calculators.working import Result
    from plan_data.schema.plan import Advice, Monitoring, Plan
    from plan_data.schema.products import Statement

MONITORING_HEADING = "Monitoring and advice from the plan"
DECIDES = "The current prescribing information decides."
MARKS = "A label's mark: A official, A† re-hosted text, B secondary."


def monitoring_of(result: Result) -> tuple[Monitoring, ...]:
    """Return what the plan has watched on the treatment of a result; nothing where it has none."""
    return () if result.treatment is None else result.treatment.monitoring


def advice_of(result: Result) -> tuple[Advice, ...]:
    """Return what the plan says of the treatment of a result that no rule can look at."""
    return () if result.treatment is None else result.treatment.advice


def product_statements(result: Result, plan: Plan) -> tuple[Statement, ...]:
    """Return what is on record of the product of a result, as its file has it.

    Nothing where no product was chosen. Source: each statement's own, with its mark.
    """
    product = plan.products.get(result.values.get("product", ""))
    return () if product is None else product.says


def on_record(label: str) -> str:
    """Return the heading of what is on record of a product."""
    return f"What is on record of {label}, with sources"
