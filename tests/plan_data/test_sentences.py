"""A sentence of the plan that repeats a figure says what the figure says, whatever it becomes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from breaking import copied, edit, refusal_of
from pydantic import BaseModel

import units
from calculators.requests.answer import answer
from plan_data import load, read_plan
from plan_data.schema.figures import Figure
from plan_data.sentences import UnknownFigureError, with_figures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plan_data import Plan

GABAPENTIN = "plans/mmn/gabapentin.toml"


def parts_of(value: Any) -> Iterator[tuple[str | int, Any]]:
    """Return what a record, a table or a list is made of, each by its key."""
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def leaves(value: Any, kind: type, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Return everything of one kind under a value by its path of keys; products are the label's."""
    if isinstance(value, kind):
        yield path, value
    elif not isinstance(value, Figure):
        for key, part in parts_of(value):
            if key not in {"products", "sources", "order_names", "at", "row", "source"}:
                yield from leaves(part, kind, (*path, key))


def file_of(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the beginning of a path that tells the file: a treatment has one of its own."""
    return path[:2] if path[0] == "treatments" else path[:1]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return a value with one thing in it put in the place of another."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        copy = value.model_copy(update={str(key): replaced(getattr(value, str(key)), rest, new)})
        for worked_out in copy.__dict__.keys() - type(copy).model_fields.keys():
            del copy.__dict__[worked_out]
        return copy
    if isinstance(value, dict):
        return {**value, key: replaced(value[key], rest, new)}
    items = list(value)
    items[int(key)] = replaced(items[int(key)], rest, new)
    return tuple(items)


@pytest.fixture(name="unfilled", scope="module")
def plan_as_it_is_written() -> Plan:
    """Return the shipped plan with its placeholders still in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "with_figures", lambda plan: plan)
        return read_plan(load.HERE)


def changed(plan: Plan, path: tuple[str | int, ...], figure: Figure) -> Plan:
    """Return the plan with a figure one higher, and with it what the same rule has to keep equal.

    A sentence of a whole rule cannot say which of two figures under one key it means: such a rule
    stops the load, and whoever changes the figure changes both.
    """
    new = Figure(value=figure.value + 1, unit=figure.unit, source=figure.source, at=figure.at)
    try:
        return with_figures(replaced(plan, path, new))
    except UnknownFigureError:
        rule = path[: path.index("rules") + 2]
        for other, same in leaves(plan, Figure):
            if other[: len(rule)] == rule and (same.value, same.unit) == (
                figure.value,
                figure.unit,
            ):
                plan = replaced(plan, other, new)
        return with_figures(plan)


# What people type is theirs, and this is the label's of one product, not the plan's.
NOT_THE_PLANS = ("The label has this product every 2 to 4 weeks",)


def test_no_sentence_keeps_the_old_number_when_a_figure_changes(unfilled: Plan) -> None:
    """Each figure is raised by one, alone; whoever said it with its unit says the new one."""
    shipped = with_figures(unfilled)
    said, written = dict(leaves(shipped, str)), dict(leaves(unfilled, str))
    kept, moved = [], set()
    for path, figure in leaves(unfilled, Figure):
        old = re.compile(rf"(?<![\d.]){re.escape(units.shown(figure.quantity))}(?![\d\w/])")
        plan = changed(unfilled, path, figure)
        for place, text in leaves(plan, str):
            by_hand = re.sub(r"\{[^}]*\}", "", written[place])
            if text != said[place]:
                moved.add(place)
            near = file_of(place) in {file_of(path), ("common",)}
            if figure.unit != "1" and near and old.search(by_hand):
                kept.append((path, place, text))
    hand_written = [
        text
        for _, place, text in kept
        if "also_called" not in place and not any(each in text for each in NOT_THE_PLANS)
    ]
    assert hand_written == []
    assert moved == {place for place, text in written.items() if "{" in text}


def test_a_target_above_a_range_that_was_changed_is_held_against_the_new_one(
    tmp_path: Path,
) -> None:
    """With the plan's range up to 2000, 2100 mg/day was called above a range up to 1800."""
    folder = copied(tmp_path)
    edit(folder, GABAPENTIN, "target_to = { value = 1800,", "target_to = { value = 2000,")
    request = {"calculator": "titration", "drug": "gabapentin", "target": "2100 mg/day"}
    answered = answer({**request, "start": "2026-11-25"}, read_plan(folder), date(2026, 11, 25))
    found = next(each for each in answered.checks.findings if each.rule == "target_range")
    assert "above the plan's range of 900 to 2000 mg/day" in found.because
    assert found.limit == "The target lies in the plan's range, 900 to 2000 mg/day."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("{dosing.target_to}", "1800 mg/day", id="a figure of the treatment"),
        pytest.param(
            "{dosing.target_from to dosing.target_to}", "900 to 1800 mg/day", id="a range"
        ),
        pytest.param(
            "{dosing.start_from to dosing.start_to}", "300 mg", id="a range of one number"
        ),
        pytest.param("{duloxetine.dosing.maximum}", "120 mg/day", id="of another treatment"),
        pytest.param("{measures.accepted_age.highest}", "120 years", id="of the measures"),
        pytest.param("{policies.rounding.within_5.tolerance}", "5 %", id="of an entry by its id"),
        pytest.param("{dosing.maximum in g/d}", "3.6 g/day", id="in another unit"),
        pytest.param("{dosing.maximum: number}", "3600", id="without its unit"),
        pytest.param("{dosing.start_doses: words}", "one", id="in words"),
        pytest.param("{duloxetine.dosing.maximum: one decimal}", "120.0 mg/day", id="a decimal"),
        pytest.param(
            "{ivig_maintenance.dosing.lowest_exposure to ivig_maintenance.dosing.highest_exposure}",
            "0.25 to 0.5 g/kg/week",
            id="a band that follows from the patterns",
        ),
        pytest.param("{scig.dosing.raised_by}", "20 %", id="an uplift that follows from a factor"),
    ],
)
def test_a_placeholder_is_shown_as_the_sentence_needs_it(
    tmp_path: Path, written: str, shown: str
) -> None:
    folder = copied(tmp_path)
    edit(folder, GABAPENTIN, 'ask = "Give the target."', f'ask = "It is {written}."')
    rules = {rule.id: rule for rule in read_plan(folder).treatments["gabapentin"].rules}
    assert rules["target_range"].ask == f"It is {shown}."


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param("{dosing.target_too}", "names no figure", id="a key that is not there"),
        pytest.param("{dosing}", "names no figure", id="a table, not a figure"),
        pytest.param("{row}", "names no figure", id="a text, not a figure"),
        pytest.param("{nonsuch.dosing.maximum}", "names no figure", id="an unknown treatment"),
        pytest.param("{within}", "names no figure", id="a condition that the rule does not have"),
        pytest.param("{policies.rounding.99.tolerance}", "names no figure", id="past the last"),
        pytest.param("{dosing.maximum in mL}", "cannot stand in", id="a unit that does not fit"),
        pytest.param("{dosing.maximum in stone}", "cannot stand in", id="an unknown unit"),
        pytest.param("{dosing.maximum: roman}", "is no reference", id="an unknown form"),
        pytest.param("{dosing.maximum: words}", "has no word", id="a number without a word"),
        pytest.param("{}", "is no reference", id="empty braces"),
        pytest.param("{dosing.start_from to dosing.maximum}", "two units", id="not one range"),
        pytest.param("{dosing.maximum", "a brace", id="a brace that nobody closes"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_stops_the_load(
    tmp_path: Path, written: str, reason: str
) -> None:
    folder = copied(tmp_path)
    edit(folder, GABAPENTIN, 'ask = "Give the target."', f'ask = "It is {written}."')
    said = refusal_of(folder)
    assert said.startswith(f"{GABAPENTIN}: rules.target_range.ask: ")
    assert reason in said


def test_a_rule_that_means_one_of_two_figures_under_one_key_stops_the_load(tmp_path: Path) -> None:
    """Eculizumab's two cases name one number of days; with two, its demand would mean either."""
    folder = copied(tmp_path)
    file = "plans/mmn/eculizumab.toml"
    text = (folder / file).read_text(encoding="utf-8")
    first, _, rest = text.partition("at_least = { value = 14,")
    (folder / file).write_text(first + "at_least = { value = 21," + rest, encoding="utf-8")
    assert f"{file}: rules.meningococcal_vaccination.demands: " in refusal_of(folder)
