"""The answer as a person reads it in a terminal."""

from __future__ import annotations

from datetime import date
from textwrap import fill
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.rounding import containers_in_words
from calculators.treatments.titration import DatedDose
from exchange.answers.administration_text import line_of
from exchange.answers.goes_with import (
    DECIDES,
    MARKS,
    MONITORING_HEADING,
    advice_of,
    first_dose_said,
    monitoring_of,
    on_record,
    product_statements,
    two_weights,
)
from exchange.answers.words import AGREES, GRAVITY_WORDS, value_label
from plan_data.schema.rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calculators.requests.answer import Answered
    from calculators.working import Alternative, Result
    from plan_data.schema.plan import Plan

_WIDTH = 96


def as_text(answered: Answered, plan: Plan) -> str:
    """Return the whole answer: numbers, working, checks, the plan's monitoring, the label's words.

    Where the plan stands is said first.
    """
    result, checks = answered.result, answered.checks
    lines = [plan.identity.banner, ""]
    apart = two_weights(answered)
    if apart is not None:
        lines += [apart.says, ""]
    for name, value in result.values.items():
        first, *rest = _lines(name, value)
        if "daily" in result.values and name in _OF_ONE_DAY:
            first = first.replace(":", ", day 1:", 1)
        lines += [first, *rest]
    lines += [f"  {value_label(name)}: {why}" for name, why in result.reasons.items()]
    if result.steps:
        lines += ["", "Working"]
    for step in result.steps:
        lines += [f"  {step.label}: {step.working}", f"      [{'; '.join(step.sources)}]"]
    ways = result.container_choices()
    if ways:
        lines += ["", "Ways to round, side by side", *(f"  {line_of(way)}" for way in ways)]
    others = result.alternatives()
    if others:
        lines += ["", "Other choices, for comparison", *map(_alternative, others)]
    lines += ["", f"Checks on {answered.today}: {GRAVITY_WORDS[checks.outcome].upper()}"]
    lines += [f"  {words}" for words in first_dose_said(answered)]
    for finding in checks.findings:
        lines.append(f"  {GRAVITY_WORDS[finding.outcome].upper()}: {finding.heading}")
        said = [f"Demand: {finding.limit.removesuffix('.')}.", finding.reason]
        said.append(f"Seen: {finding.seen.removesuffix('.')}.")
        lines += [_indented(" ".join(filter(None, said))), f"      [{finding.source}]"]
        if finding.resolve:
            lines.append(_indented(f"To settle it: {finding.resolve}"))
    lines += [*_from_the_plan(result), *_from_the_label(result), "", ROUNDING]
    return "\n".join(lines)


# What of a course is said of its first day; the days stand after it, one by one.
_OF_ONE_DAY = (
    "dispensed", "containers", "volume", "waste", "waste_volume", "ladder", "minutes", "finish",
)  # fmt: skip

ROUNDING = "≈ marks a figure rounded half up for reading; the arithmetic goes on with all digits."


def _from_the_plan(result: Result) -> list[str]:
    said = [(f"{entry.what}: {entry.when}", entry.at) for entry in monitoring_of(result)]
    said += [(entry.says, entry.at) for entry in advice_of(result)]
    return ["", MONITORING_HEADING, *_cited(said)] if said else []


def _from_the_label(result: Result) -> list[str]:
    said = [(entry.says, "; ".join(entry.sources)) for entry in product_statements(result)]
    if not said or result.product is None:
        return []
    heading = on_record(result.product.label)
    return ["", heading, *_cited(said), f"  {DECIDES} {MARKS}"]


def _cited(said: list[tuple[str, str]]) -> list[str]:
    return [line for words, source in said for line in (_filled(words, "  "), f"      [{source}]")]


def _indented(text: str) -> str:
    return _filled(text, "      ")


def _filled(text: str, indent: str) -> str:
    # Not at a hyphen: "weight-" at the end of a line and "based" on the next is no word to find.
    return fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _lines(name: str, value: Any) -> list[str]:
    if isinstance(value, tuple) and not value:
        return [f"{value_label(name)}: none"]
    if name == "mistakes":
        rows = (f"  {rank}. {_mistake(row)}" for rank, row in enumerate(value, start=1))
        return [f"{value_label(name)}:", *rows]
    if name in _ROWS:
        return [f"{value_label(name)}:", *(f"  {_ROWS[name](row)}" for row in value)]
    if isinstance(value, tuple) and isinstance(value[0], DatedDose):
        return [f"{value_label(name)}:", *(f"  {row_of(row)}" for row in value)]
    if isinstance(value, tuple) and line_of(value[0]):
        return [f"{value_label(name)}:", *(f"  {line_of(entry)}" for entry in value)]
    return [f"{value_label(name)}: {line_of(value) or shown_value(value)}"]


def administered(row: dict[str, Any]) -> str:
    """Return one day of a course: ``2026-12-07: IVIg induction, day 1 of 5: 32 g``.

    With a product what is hung or drawn up follows: the containers, the volume, how long it runs.
    """
    standing = GRAVITY_WORDS[Outcome(row["standing"])].lower()
    word = f" ({standing})" if Outcome(row["standing"]) in _SAID_ON_A_COURSE else ""
    hung = f"; {dispensed}" if (dispensed := dispensed_on(row)) else ""
    return f"{row['date']}: {row['what']}: {units.shown(row['quantity'])}{hung}{word}"


def dispensed_on(row: Mapping[str, Any]) -> str:
    """Return what is hung or drawn up on one day of a course; nothing without a product."""
    if "dispensed" not in row:
        return ""
    said = [f"dispensed {units.shown(row['dispensed'])}"]
    said += [containers_in_words(row["containers"])] if row.get("containers") else []
    said += [units.shown(row[name]) for name in ("volume", "minutes") if name in row]
    return ", ".join(said)


# What is not ready, or rests on what is not known, carries that word on every day.
_SAID_ON_A_COURSE = (Outcome.NOT_READY, Outcome.UNKNOWN)


def _mistake(row: dict[str, Any]) -> str:
    names = " with ".join(name.replace("_", " ") for name in row["names"])
    return f"{names}: {row['working']}"


def _compared(row: dict[str, Any]) -> str:
    return f"{row['what'].capitalize()} {AGREES[row['agrees']]}: {row['working']}"


_ROWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "also": _compared,
    "administrations": administered,
}


def shown_value(value: Any) -> str:
    """Return a value of a result as people read it; lists and tables in one line."""
    if value is None:
        return "not available"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date | str):
        return str(value).replace("_", " ")
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        parts = {name: part for name, part in value.items() if part is not None}
        return "; ".join(
            f"{name.replace('_', ' ')} {shown_value(part)}" for name, part in parts.items()
        )
    return units.shown(value)


def row_of(row: DatedDose) -> str:
    """Return one row of a table of doses: ``2026-11-25: 300 mg, 2 doses a day; 600 mg a day``."""
    doses = units.so_many(row.doses_per_day, "doses")
    on = row.date or "no date"
    return f"{on}: {units.shown(row.per_dose)}, {doses} a day; {units.shown(row.daily)} a day"


def _alternative(entry: Alternative) -> str:
    if entry.reason:
        return f"  {entry.label}: {entry.reason}"
    values = "; ".join(
        f"{value_label(name)} {shown_value(value)}" for name, value in entry.values.items()
    )
    containers = f"; {entry.containers}" if entry.containers else ""
    return f"  {entry.label}: {values}{containers} [{'; '.join(entry.sources)}]"
