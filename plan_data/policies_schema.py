"""What sites decide and the plan leaves open: rounding, pumps, ladders, weights, tolerance.

None of it is the plan's. Each entry names who decided it, and is shown as that one's policy.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from plan_data.figures import (
    Count,
    Figure,
    Model,
    Name,
    Number,
    Provenance,
    Text,
    in_units,
)

Percent = Annotated[Figure, in_units("%")]


class Rounding(Model):
    """A way of going from a calculated dose to containers.

    Parameters
    ----------
    way
        ``exact``: the calculated dose is drawn up, the rest is waste. ``nearest``: whole
        containers, as near as can be. ``down``: whole containers, never above. ``within``: whole
        containers where they come within ``tolerance``, else exact. ``to_multiple``: the dose is
        first rounded to a multiple.
    """

    id: Name
    label: Text
    way: Literal["exact", "nearest", "down", "within", "to_multiple"]
    tolerance: Percent | None = None
    multiple: Annotated[Figure, in_units("g")] | None = None
    also_called: tuple[Text, ...] = ()
    source: Name
    at: Text

    @model_validator(mode="after")
    def _has_what_its_way_needs(self) -> Rounding:
        if (self.tolerance is not None) != (self.way == "within"):
            raise ValueError("tolerance goes with the way 'within', and with no other")
        if (self.multiple is not None) != (self.way == "to_multiple"):
            raise ValueError("multiple goes with the way 'to_multiple', and with no other")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Whose policy it is, as shown to people."""
        return (self.at,)


class LadderPolicy(Model):
    """The steps that are offered where a label gives a start and a maximum but no steps."""

    factor: Number
    lasts: Annotated[Figure, in_units("min")]
    pump_step: Annotated[Figure, in_units("mL/h")]


class AtRiskFacts(Model):
    """Which recorded facts mean a risk of thrombosis or renal failure, and who is asked else."""

    asked: Name
    any_of: tuple[Name, ...] = Field(min_length=1)
    source: Name
    at: Text


class WeightPolicy(Model):
    """Whose rule it is to dose immunoglobulin by which weight.

    Parameters
    ----------
    weight
        The weight that it doses by; none where its formula could not be read.
    """

    id: Name
    label: Text
    weight: Literal["actual", "ideal", "adjusted"] | None = None
    says: Text
    source: Name
    at: Text


class Policies(Model):
    """Everything that a site's policy may set."""

    provenance: Provenance
    rounding: tuple[Rounding, ...] = Field(min_length=1)
    rounding_limit: Percent
    ladder: LadderPolicy
    at_risk: AtRiskFacts
    dosing_weights: tuple[WeightPolicy, ...] = Field(min_length=1)
    order_tolerance: Percent
    most_sessions: Count
