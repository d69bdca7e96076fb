"""What goes with an answer in words: the plan's monitoring and advice, what labels say, weights.

Pages, terminal and JSON take it from here, so that no one of them says less than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import units
from calculators.patient.patient import UNKNOWN
from calculators.typed.fields import FIELDS

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from calculators.working import Result
    from plan_data.schema.plan import Advice, Monitoring
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


def product_statements(result: Result) -> tuple[Statement, ...]:
    """Return what is on record of the product of a result, as its file has it.

    Nothing where no product was chosen or ordered. Source: each statement's own, with its mark.
    """
    return () if result.product is None else result.product.says


def on_record(label: str) -> str:
    """Return the heading of what is on record of a product."""
    return f"What is on record of {label}, with sources"


@dataclass(frozen=True, slots=True)
class TwoWeights:
    """The weight that a dose goes by and the other one that its rates go by, both in kg.

    Parameters
    ----------
    dose_by
        Which weight the dose goes by, ``ideal`` or ``adjusted``. Rates go by the actual one: labels
        give them per kg of body weight.
    """

    dose_by: str
    dose_weight: units.Quantity
    rates_weight: units.Quantity

    @property
    def says(self) -> str:
        """The two in a sentence, as it stands at the head of an answer."""
        return (
            f"The dose goes by the {self.dose_by} weight, {units.shown(self.dose_weight)}; "
            f"the rates go by the actual weight, {units.shown(self.rates_weight)}."
        )


def two_weights(answered: Answered) -> TwoWeights | None:
    """Return which weight dose and rates go by; None where it is one, or no rate goes by any."""
    result, actual = answered.result, answered.patient.weight
    steps = result.values.get("ladder")
    hung = steps is not None and len(steps) > 0 and steps[0].rate_per_kg is not None
    # A rate in an order is held against the label's, which is per kg of body weight.
    ordered = any(each["what"] == "rate" for each in result.values.get("also", ()))
    if actual is UNKNOWN or not (hung or ordered):
        return None
    by_rates = units.convert(actual.quantity, "kg")
    if result.dosing_weight is None or result.dosing_weight.quantity == by_rates:
        return None
    which = result.remarks["dosing_weight"].partition(",")[0]
    return TwoWeights(which, result.dosing_weight.quantity, by_rates)


def first_dose_said(answered: Answered) -> tuple[str, ...]:
    """Return to which day windows and ages of tests run; nothing where there is no treatment."""
    result, label = answered.result, FIELDS["first_dose"].label
    if result.treatment is None:
        return ()
    if result.first_dose is None:
        day = f"not recorded; windows and ages run to {answered.today}, the day of the check."
    else:
        day = f"{result.first_dose}; windows and ages run to that day."
    return (f"{label}: {day}",)
