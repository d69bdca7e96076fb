"""A course as a table, CSV or Excel: one row a day of treatment, one a check, in order of date.

What stands in a cell is text or a number, and no program works it out: the writers are those of the
files of orders.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import units
from calculators.course.course import CourseResult
from calculators.dispensing.rounding import containers_in_words
from exchange.answers.words import GRAVITY_WORDS
from exchange.order_files.write_results import table_file
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from calculators.course.due_checks import DueCheck
    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan

COLUMNS = (
    "date",
    "kind",
    "phase",
    "what",
    "dose",
    "dose_unit",
    "dispensed",
    "dispensed_unit",
    "containers",
    "volume",
    "volume_unit",
    "minutes",
    "checks",
    "because",
    "reason",
    "source",
    "plan",
)

_Cells = dict[str, str | Decimal]


def course_table(answered: Answered, plan: Plan, ending: str) -> bytes:
    """Return a course as a file of that kind.

    Parameters
    ----------
    ending
        ``csv`` or ``xlsx``.

    Raises
    ------
    units.Refused
        The answer is no course.
    """
    result = answered.result
    if not isinstance(result, CourseResult):
        raise Refused("calculator", "Only a course can be written as a table.")
    # On every row: a row that is copied elsewhere still says that the plan is a draft.
    of_plan = f"{plan.identity.id} {plan.identity.version}, {plan.identity.status}"
    file = BytesIO()
    with table_file(file, ending, sheet="Course") as writer:
        writer.row(COLUMNS)
        for _, cells in sorted((*_doses(result), *_checks(result)), key=lambda row: row[0]):
            row = {**cells, "plan": of_plan}
            writer.row(row.get(name, "") for name in COLUMNS)
    return file.getvalue()


def _doses(result: CourseResult) -> Iterator[tuple[tuple[date, int, int], _Cells]]:
    reasons = {each.phase.number: each.phase.reason for each in result.planned}
    since = {
        (each.phase.number, time.on): time.says
        for each in result.planned
        for time in each.placed.since_last
    }
    since |= {
        (each.phase.number, each.first_day): each.since_last
        for each in result.planned
        if each.since_last
    }
    for dose in result.values["administrations"]:
        cells: _Cells = {
            "date": dose["date"].isoformat(),
            "kind": "treatment",
            "phase": Decimal(dose["phase"]),
            "what": dose["what"],
            **_number("dose", dose["quantity"]),
            "checks": GRAVITY_WORDS[Outcome(dose["standing"])],
            "because": since.get((dose["phase"], dose["date"]), ""),
            "reason": reasons[dose["phase"]],
            "source": dose["source"],
        }
        for name in ("dispensed", "volume"):
            if name in dose:
                cells |= _number(name, dose[name])
        if "containers" in dose:
            cells["containers"] = containers_in_words(dose["containers"])
        if "minutes" in dose:
            cells["minutes"] = _number("minutes", dose["minutes"])["minutes"]
        yield (dose["date"], 0, dose["phase"]), cells


def _checks(result: CourseResult) -> Iterator[tuple[tuple[date, int, int], _Cells]]:
    due: tuple[DueCheck, ...] = result.values["monitoring"]
    for check in due:
        yield (
            (check.date, 1, 0),
            {
                "date": check.date.isoformat(),
                "kind": "check",
                "what": check.what,
                "because": check.because,
                "source": check.source,
            },
        )


def _number(name: str, quantity: Any) -> _Cells:
    """Return an amount as a number with all its digits, and its unit beside it."""
    exact = units.as_ucum(quantity)
    return {name: Decimal(exact["value"]), f"{name}_unit": exact["unit"]}
