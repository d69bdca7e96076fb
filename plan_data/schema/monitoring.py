"""The shape of section 6: what is watched, its threshold, and what is done where it is not met."""

from __future__ import annotations

from pydantic import Field, model_validator

from plan_data.schema.figures import Figure, Model, Name, Provenance, Range, Text


class AtLeast(Model):
    """Met at the figure and above it."""

    at_least: Figure


class Above(Model):
    """Met above the figure, not at it."""

    above: Figure


class NoFall(Model):
    """Met where the later of two values is not below the earlier."""

    no_fall: Name


class ClinicianAnswers(Model):
    """The plan has no number: the clinician is asked; `yes` and `no` are the words for it."""

    clinician: Text
    yes: Text
    no: Text


class MonitoredParameter(Model):
    """A row of section 6: what is asked of a recorded value, and what to do where it fails."""

    id: Name
    label: Text
    demands: Text
    ask: Text
    met: Text
    not_met: Text
    action: Text
    frequency: Text
    at: Text
    action_at: Text
    rule: AtLeast | Above | NoFall | ClinicianAnswers
    accepted: Range | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> MonitoredParameter:
        limit = self.limit
        if limit is not None and self.accepted is not None:
            if limit.unit != self.accepted.lowest.unit:
                raise ValueError("the limit and what is accepted must stand in one unit")
            if not self.accepted.holds(limit.quantity):
                raise ValueError("the limit must lie inside what is accepted")
        return self

    @property
    def limit(self) -> Figure | None:
        """The plan's number, where it has one."""
        if isinstance(self.rule, AtLeast):
            return self.rule.at_least
        return self.rule.above if isinstance(self.rule, Above) else None


class MonitoringSection(Model):
    """Section 6: the parameters that are watched, with thresholds and actions."""

    provenance: Provenance
    parameters: tuple[MonitoredParameter, ...] = Field(min_length=1)
