"""Which dose of a calculator an order is for, told from the period that is written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import units
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.treatments.expected_dose import Aim
    from calculators.typed.order import Order, Period

Regimen: TypeAlias = Literal[
    "induction",
    "maintenance",
    "scig",
    "cyclophosphamide_iv",
    "cyclophosphamide_po",
    "rituximab_weekly",
    "rituximab_two_doses",
]


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods that an order of one regimen may be written for.

    Parameters
    ----------
    aims
        Period → the dose that is meant.
    fits
        The same as a phrase.
    route, holds
        What a product must be, to be ordered for it.
    counted
        Units of a count that may stand in the order ("x 5 days"); empty where none may.
    """

    aims: Mapping[Period, Aim]
    fits: str
    route: str
    holds: str
    counted: tuple[str, ...] = ()


_COURSE: dict[Period, Aim] = {"none": "per_dose", "dose": "per_dose", "total": "total"}

PERIODS: Mapping[Regimen, Periods] = {
    "induction": Periods(
        {"none": "total", "total": "total", "day": "per_day"},
        'an order of induction is the course total ("160 g") or the dose a day ("32 g/day")',
        "IV",
        "immunoglobulin",
        ("", "d"),
    ),
    "maintenance": Periods(
        {"none": "per_dose", "dose": "per_dose", "interval": "per_dose", "week": "weekly"},
        'an order of maintenance is the dose an infusion ("80 g", "80 g every 3 weeks") or the '
        'exposure a week ("26.7 g/wk")',
        "IV",
        "immunoglobulin",
    ),
    "scig": Periods(
        {"none": "weekly", "week": "weekly"},
        'an order of SCIg is the dose a week ("24 g/wk"); a month may mean four weeks or a '
        "calendar month",
        "SC",
        "immunoglobulin",
    ),
    "cyclophosphamide_iv": Periods(
        {**_COURSE, "month": "per_dose", "interval": "per_dose"},
        'an order of intravenous cyclophosphamide is one dose ("2 g", "2 g monthly") or the '
        'cumulative dose ("12 g in total")',
        "IV",
        "cyclophosphamide",
        ("", "1", "mo"),
    ),
    "cyclophosphamide_po": Periods(
        {"none": "daily", "day": "daily"},
        'an order of oral cyclophosphamide is the dose a day ("100 mg/day")',
        "PO",
        "cyclophosphamide",
    ),
    "rituximab_weekly": Periods(
        {**_COURSE, "week": "per_dose", "interval": "per_dose"},
        'an order of rituximab is one dose ("750 mg", "750 mg weekly x 4") or the course total '
        '("3000 mg in total")',
        "IV",
        "rituximab",
        ("", "1", "wk"),
    ),
    "rituximab_two_doses": Periods(
        {**_COURSE, "interval": "per_dose"},
        'an order of rituximab is one dose ("1000 mg", "1000 mg every 2 weeks") or the course '
        'total ("2000 mg in total")',
        "IV",
        "rituximab",
        ("", "1"),
    ),
}


def aim_of(order: Order, regimen: Regimen) -> Aim:
    """Return which dose the order is for.

    Raises
    ------
    units.Refused
        The period, or a count of days or doses, does not fit the regimen.
    """
    periods = PERIODS[regimen]
    period = _period(order)
    if period not in periods.aims:
        raise Refused("order", f'Order: the period of "{order.text}" does not fit; {periods.fits}.')
    if order.count is None:
        return periods.aims[period]
    if order.counted not in periods.counted:
        raise Refused("order", f'Order: the count in "{order.text}" does not fit; {periods.fits}.')
    # "32 g x 5 days" is 32 g each day; "160 g over 5 days" and "12 g over 6 months" are the whole.
    if period != "none":
        return periods.aims[period]
    if order.spread:
        return periods.aims["total"]
    return "per_day" if regimen == "induction" else periods.aims["none"]


def _period(order: Order) -> Period:
    """Return the period; an interval of one day or one week is that day or week."""
    if order.every is None:
        return order.period
    days = units.settled(order.every, "d")
    for one, period in _SINGLE.items():
        if days == units.settled(units.quantity(1, one), "d"):
            return period
    return order.period


_SINGLE: Mapping[str, Period] = {"d": "day", "wk": "week"}
