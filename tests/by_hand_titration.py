"""The titration tables of the plan, worked out a second time without the project's code.

Amounts are bare ``Fraction``s in mg. Where the project climbs step by step, every row here is found
from its number alone. Nothing of the project may be imported.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple


class Drug(NamedTuple):
    """One row of plan 3B (or of 3D, for mycophenolate), read by hand.

    Amounts in mg: ``start`` and ``step`` a day, ``most`` the limit a day. ``every`` is the shortest
    and the longest time between steps in days, None where the plan is silent. ``stated`` is the
    amount a day up to which the row states the steps, None where it states a step.
    """

    start: int
    start_doses: int
    step: int
    doses: int
    most: int
    every: tuple[int, int] | None
    stated: int | None


DRUGS = {
    # Start 300 mg qHS; by 300 mg q1-3d; divided TID; max 3600 mg/day
    "gabapentin": Drug(300, 1, 300, 3, 3600, (1, 3), None),
    # 75 mg BID (150 a day); to 150 mg BID (300 a day) after 1 week; max 600 mg/day
    "pregabalin": Drug(150, 2, 150, 2, 600, (7, 7), 300),
    # 30 mg daily; to 60 mg after 1-2 weeks; max 120 mg/day
    "duloxetine": Drug(30, 1, 30, 1, 120, (7, 14), 60),
    # 10-25 mg qHS; by 10-25 mg q1-2 weeks; max 150 mg/day; the lowest of both ranges
    "amitriptyline": Drug(10, 1, 10, 1, 150, (7, 14), None),
    # 100 mg qAM; may increase to 200 mg qAM
    "modafinil": Drug(100, 1, 100, 1, 200, None, 200),
    # 150 mg BID (300 a day); may increase to 200 mg TID (600 a day); max 900 mg/day
    "mexiletine": Drug(300, 2, 300, 3, 900, None, 600),
    # 400 mg daily; may increase to 400 mg BID (800 a day)
    "magnesium_oxide": Drug(400, 1, 400, 2, 800, None, 800),
    # 500 mg BID (1000 a day); to 1000 mg BID (2000 a day)
    "mycophenolate": Drug(1000, 2, 1000, 2, 2000, None, 2000),
}
"""drug -> its row; acetaminophen, which is taken when needed, is `as_needed`"""


class Row(NamedTuple):
    """From ``on``, ``per_dose`` mg, ``doses`` times a day, ``daily`` mg in all."""

    on: date
    per_dose: Fraction
    doses: int
    daily: Fraction


def table(
    name: str,
    target: Fraction,
    every: int,
    begin: date,
    *,
    start: Fraction | None = None,
    step: Fraction | None = None,
) -> list[Row]:
    """Return every row from the start to the target, the last of them cut to it."""
    drug = DRUGS[name]
    first = Fraction(drug.start) if start is None else start
    up = Fraction(drug.step) if step is None else step
    if not first <= target <= drug.most:
        raise ValueError(f"{name} goes from {first} to {drug.most} mg a day, not to {target}")
    rows = []
    for number in range(ceil((target - first) / up) + 1):
        daily = min(first + number * up, target)
        doses = min(drug.start_doses + number, drug.doses)
        on = begin + timedelta(days=number * every)
        rows.append(Row(on, daily / doses, doses, daily))
    return rows


def as_needed(target: Fraction) -> tuple[Fraction, int] | None:
    """Return acetaminophen's dose in mg and the fewest doses a day, or None where none fit.

    650 to 1000 mg every 6 to 8 hours: four doses fit into a day at most.
    """
    for doses in (1, 2, 3, 4):
        if 650 * doses <= target <= 1000 * doses:
            return target / doses, doses
    return None


def six_months_after(begin: date) -> date:
    """Return the same day six months on, or the last day of a month that is too short."""
    years, month = divmod(begin.month - 1 + 6, 12)
    year, month = begin.year + years, month + 1
    return date(year, month, min(begin.day, monthrange(year, month)[1]))
