"""Days on a calendar: an interval after a start, with months that end at the month's last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

import units
from calculators.typed.values import worded
from units import Refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


def require_whole(every: units.Quantity, field: str) -> None:
    """Refuse an interval that is no whole number of days or calendar months.

    Raises
    ------
    units.Refused
        It falls between two days, or is shorter than one.
    """
    unit = "mo" if units.unit_of(every).ucum == "mo" else "d"
    number = units.magnitude_in(every, unit)
    if number % 1 or number < 1:
        raise Refused(
            field,
            f"{worded(field)}: {shown(every)} is no whole number of days or calendar months; "
            'a dose falls on a day, so write for example "3 weeks".',
        )


def after(start: date, every: units.Quantity, times: int) -> date:
    """Return the day so many intervals after `start`, or the last day that a date can name.

    Calendar months are counted from `start` each time, and end at the month's last day where it
    is shorter: from 31 January on, 28 February and 31 March.
    """
    try:
        if units.unit_of(every).ucum == "mo":
            return start + relativedelta(months=int(every.magnitude) * times)
        return start + timedelta(days=int(units.magnitude_in(every, "d")) * times)
    except (ValueError, OverflowError):
        return date.max


def days_up_to(last: date, start: date, every: units.Quantity, *, first: int = 0) -> Iterator[date]:
    """Yield the days from the `first`-th interval after `start` on, up to `last` and with it."""
    times = first
    while (day := after(start, every, times)) <= last and day < date.max:
        yield day
        times += 1
