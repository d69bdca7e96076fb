"""The shape of section 6: what is watched and when, its threshold, what is done below it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from plan_data.schema.figures import (
    Figure,
    Model,
    Name,
    Provenance,
    Range,
    Text,
    each_once,
    in_units,
)


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


class DatedCheck(Model):
    """A check that falls on days of a course.

    Parameters
    ----------
    on
        ``infusion``: the first day of each. ``after infusion``: `time` after its last day.
        ``change of dose``, ``after a change of dose``: where the dose or the interval becomes
        another. ``interval``: every `time`, over all phases of these treatments together.
        ``before the start``: `time` before the first dose. ``end of the trial``: on its last day.
    treatments
        Of which treatments.
    because
        Why it is due, as it goes on after the name.
    time, latest
        The time that `on` speaks of; the end of the plan's range, where it has one.
    at_start
        Whether an interval has a check on the first day too.
    only_at_risk
        Whether it is left out where the patient is known not to be at risk.
    """

    id: Name
    what: Text
    on: Literal[
        "infusion",
        "after infusion",
        "change of dose",
        "after a change of dose",
        "interval",
        "before the start",
        "end of the trial",
    ]
    treatments: Annotated[tuple[Name, ...], Field(min_length=1), each_once]
    because: Text
    at: Text
    time: Annotated[Figure, in_units("h", "d", "wk", "mo")] | None = None
    latest: Annotated[Figure, in_units("h", "d", "wk", "mo")] | None = None
    at_start: bool = False
    only_at_risk: bool = False

    @model_validator(mode="after")
    def _has_its_time(self) -> DatedCheck:
        if (self.time is None) == (self.on in _AT_A_TIME):
            raise ValueError("time goes with what is due before, after or every so often")
        if self.latest is not None and self.time is None:
            raise ValueError("latest goes with a time")
        if self.time is not None and self.time.value == 0:
            raise ValueError("time must be above zero")
        return self


_AT_A_TIME = ("after infusion", "after a change of dose", "interval", "before the start")


class MonitoringSection(Model):
    """Section 6: what is watched, with thresholds and actions; and what is due when on a course."""

    provenance: Provenance
    parameters: tuple[MonitoredParameter, ...] = Field(min_length=1)
    dated: tuple[DatedCheck, ...] = ()
