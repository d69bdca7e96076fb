"""Strength over time: measurements by date and side, against the baseline and the plan's line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import units
from calculators.checks.monitoring import RecordedTest, monitoring
from calculators.patient.patient import LaboratoryValue
from calculators.typed.values import past_date, quoted
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plan_data.schema.plan import Plan

    Raw = Mapping[str, Any]

_EXAMPLE = '"2026-12-07 right 24 kg", and "2026-01-10 right 32 kg baseline" for the baseline'
_LINE = re.compile(
    r"(?P<date>\S+?)[\s,;]+(?:(?P<side>left|right|l|r)[\s,;]+)?(?P<grip>.+?)"
    r"(?P<baseline>[\s,;]+baseline)?",
    re.IGNORECASE,
)
_SIDES = {"l": "left", "r": "right"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement of grip strength.

    Parameters
    ----------
    side
        ``left``, ``right``, or nothing where it is not said.
    grip
        As it was typed, in kg or lb of force.
    share
        Its share of that side's baseline, where there is one.
    met
        Whether it keeps the plan's threshold: yes, no or unknown.
    baseline
        Whether it is the baseline itself.
    """

    date: date
    side: str
    grip: units.Quantity
    share: units.Quantity | None
    met: str
    baseline: bool


@dataclass(frozen=True, slots=True)
class WearingOff:
    """Strength that fell before an infusion and was higher after it.

    Parameters
    ----------
    infusion
        The day of the infusion.
    from_date, from_grip
        The highest since the infusion before, and its day.
    before_date, before_grip
        The last before the infusion.
    after_date, after_grip
        The first after it.
    """

    infusion: date
    side: str
    from_date: date
    from_grip: units.Quantity
    before_date: date
    before_grip: units.Quantity
    after_date: date
    after_grip: units.Quantity


def read_strength(given: Raw, plan: Plan) -> tuple[Measured, ...]:
    """Return the measurements in order of date, each against its side's baseline.

    A line is a date, a side where it is said, a force with its unit and, for the baseline, that
    word; tabs, commas and semicolons part them as well, as a spreadsheet does.

    Raises
    ------
    units.Refused
        A line cannot be read, a force has no unit of force, a date lies in the future, or a side
        has two baselines.
    """
    lines = _lines(given.get("strength", ()))
    most = int(plan.policies.course.most_measurements.value)
    if len(lines) > most:
        raise Refused("strength", f"Strength: {len(lines)} measurements are more than {most}.")
    read = sorted((_read(line, given["today"]) for line in lines), key=lambda each: each[0])
    baselines: dict[str, LaboratoryValue] = {}
    for on, side, grip, is_baseline in read:
        if is_baseline and side in baselines:
            raise Refused(
                "strength", f"Strength: there are two baselines {_of_side(side)}; leave one out."
            )
        if is_baseline:
            baselines[side] = LaboratoryValue(grip, on)
    return tuple(_measured(each, baselines.get(each[1]), plan) for each in read)


def _lines(sent: Any) -> list[str]:
    if isinstance(sent, str):
        sent = sent.splitlines()
    if not isinstance(sent, list | tuple) or not all(isinstance(line, str) for line in sent):
        raise Refused("strength", f"Strength must be a list of lines, each as {_EXAMPLE}.")
    return [line for line in sent if line.strip()]


def _read(line: str, today: date) -> tuple[date, str, units.Quantity, bool]:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise Refused(
            "strength", f"Strength: {quoted(line.strip())} cannot be read; write {_EXAMPLE}."
        )
    side = (found["side"] or "").lower()
    grip = _force_of(found["grip"], line)
    if units.unit_of(grip).ucum == "%":
        raise Refused(
            "strength",
            f"Strength: {quoted(line.strip())} is a percentage; write the force in kg or lb, and "
            "mark one line of each side as its baseline.",
        )
    on = past_date(found["date"], "strength", today)
    return on, _SIDES.get(side, side), grip, found["baseline"] is not None


def _force_of(typed: str, line: str) -> units.Quantity:
    """Return the force of a line; of many lines a refusal says which one cannot be read."""
    try:
        return units.parse(typed, units.GRIP, "strength")
    except Refused as why:
        _, _, said = why.message.partition(": ")
        reason, _, _ = said.partition(". Accepted: ")
        raise Refused(
            "strength",
            f"Strength: {quoted(line.strip())} cannot be read: {reason}. Write the force in kg or "
            'lb, as in "2026-12-07 right 24 kg".',
        ) from None


def _of_side(side: str) -> str:
    return f"of the {side} hand" if side else "without a side"


def _measured(
    read: tuple[date, str, units.Quantity, bool], baseline: LaboratoryValue | None, plan: Plan
) -> Measured:
    on, side, grip, is_baseline = read
    if baseline is None or baseline.quantity.magnitude == 0:
        return Measured(on, side, grip, None, "unknown", is_baseline)
    recorded = RecordedTest(LaboratoryValue(grip, on), baseline)
    said = monitoring({"grip": recorded}, plan).values["grip"]
    return Measured(on, side, grip, said["value"], said["met"], is_baseline)


def latest_of(measured: Sequence[Measured]) -> tuple[Measured, ...]:
    """Return the latest measurement of each side."""
    return tuple({each.side: each for each in measured}.values())


def wearing_off(measured: Sequence[Measured], infusions: Sequence[date]) -> tuple[WearingOff, ...]:
    """Return each infusion before which strength had fallen and after which it was higher.

    The plan names no size of fall: any counts, and is shown as what it is.
    """
    found = []
    for side in sorted({each.side for each in measured}):
        of_side = [each for each in measured if each.side == side]
        for place, day in enumerate(infusions):
            since = infusions[place - 1] if place else date.min
            until = infusions[place + 1] if place + 1 < len(infusions) else date.max
            before = [each for each in of_side if since < each.date <= day]
            later = [each for each in of_side if day < each.date <= until]
            if len(before) > 1 and later and (seen := _fell_and_rose(day, before, later[0])):
                found.append(seen)
    return tuple(sorted(found, key=lambda each: each.infusion))


def _fell_and_rose(day: date, before: list[Measured], later: Measured) -> WearingOff | None:
    last = before[-1]
    highest = max(before, key=lambda each: _force(each.grip))
    if not _force(highest.grip) > _force(last.grip) < _force(later.grip):
        return None
    return WearingOff(
        day, last.side, highest.date, highest.grip, last.date, last.grip, later.date, later.grip
    )


def _force(grip: units.Quantity) -> Any:
    return units.magnitude_in(grip, "kgf")
