"""Figures in the plan's sentences: named where the sentence stands, looked up and put in at load.

A sentence that repeats a number would stay behind when the number changes, and be false. So it
names the figure, ``The maximum is {dosing.maximum}.``, and can never say anything else:

``{dosing.target_to}``
    A key of the nearest record around the sentence that has it: the case, its rule, the
    treatment, the plan. Entries of a list are named by their id or their place.
``{within}``
    A figure of the rule's own conditions, by its key there.
``{dosing.target_from to dosing.target_to}``
    A range; its unit stands once, and so does its number where both are the same.
``{below in 10*9/L}``
    In another unit.
``{within: words}``, ``{within: number}``, ``{below: one decimal}``
    The number in words, without its unit; in figures, without it; with a decimal even if it is 0.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

import units
from plan_data.schema.figures import DayChoices, Figure, Source
from plan_data.schema.rules import AllOf, AnyOf, RuleBody, RuleCase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plan_data.schema.plan import Plan

_BRACES = re.compile(r"\{([^{}]*)\}")
_REFERENCE = re.compile(
    r"(?P<low>[a-z0-9_.]+)(?: to (?P<high>[a-z0-9_.]+))?(?: in (?P<unit>\S+?))?(?:: (?P<form>.+))?"
)
_IN_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_NUMBER = re.compile(r"(?:≈ )?[\d.]+")
_FORMS = ("number", "words", "one decimal")

ModelT = TypeVar("ModelT", bound=BaseModel)


class UnknownFigureError(ValueError):
    """A sentence names a figure that is not there.

    Parameters
    ----------
    path
        The path of keys to the sentence.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path


def with_figures(plan: Plan) -> Plan:
    """Return the plan with every figure that a sentence names put in.

    Raises
    ------
    UnknownFigureError
        A sentence names a figure that is not there, or in a way that is not known.
    """
    return _filled_record(plan, (), "", skip=("sources", "order_names"))


def _filled(value: Any, around: tuple[Any, ...], path: str) -> Any:
    """Return a value with its sentences filled in; the very same where there was none."""
    if isinstance(value, str):
        return _sentence(value, around, path) if "{" in value else value
    if isinstance(value, Figure | DayChoices | Source):
        return value
    if isinstance(value, BaseModel):
        return _filled_record(value, around, path)
    if isinstance(value, tuple):
        items = tuple(
            _filled(item, around, f"{path}.{getattr(item, 'id', place)}")
            for place, item in enumerate(value)
        )
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, dict):
        entries = {key: _filled(item, around, f"{path}.{key}") for key, item in value.items()}
        return entries if any(entries[key] is not value[key] for key in value) else value
    return value


def _filled_record(
    record: ModelT, around: tuple[Any, ...], path: str, skip: tuple[str, ...] = ()
) -> ModelT:
    changed = {}
    for name in type(record).model_fields:
        if name not in skip:
            old = getattr(record, name)
            new = _filled(old, (record, *around), f"{path}.{name}" if path else name)
            if new is not old:
                changed[name] = new
    if not changed:
        return record
    return record.model_copy(update=changed)


def _sentence(text: str, around: tuple[Any, ...], path: str) -> str:
    def put_in(found: re.Match[str]) -> str:
        try:
            return _shown(found[1], around)
        except ValueError as error:
            raise UnknownFigureError(path, f"{found[0]} {error}") from None

    filled = _BRACES.sub(put_in, text)
    if "{" in _BRACES.sub("", text) or "}" in _BRACES.sub("", text):
        raise UnknownFigureError(path, "holds a brace that belongs to no figure")
    return filled


def _shown(reference: str, around: tuple[Any, ...]) -> str:
    """Return what stands for a reference.

    Raises
    ------
    ValueError
        It names nothing, or nothing that can be shown in this way.
    """
    parts = _REFERENCE.fullmatch(reference)
    if parts is None or parts["form"] not in (None, *_FORMS):
        raise ValueError(
            "is no reference: write {key}, {key to key} or {key in UNIT}, and after a colon one of "
            + ", ".join(_FORMS)
        )
    low = _quantity(parts["low"], parts["unit"], around)
    if parts["high"] is None:
        return _in_form(low, parts["form"])
    high = _quantity(parts["high"], parts["unit"], around)
    if units.unit_of(low) != units.unit_of(high):
        raise ValueError("is no range: its ends stand in two units")
    if low == high:
        return _in_form(low, parts["form"])
    form = "words" if parts["form"] == "words" else "number"
    return f"{_in_form(low, form)} to {_in_form(high, parts['form'])}"


def _in_form(value: units.Quantity, form: str | None) -> str:
    number, unit = _split(value)
    if form == "number":
        return number
    if form == "words":
        if not number.isdigit() or int(number) >= len(_IN_WORDS):
            raise ValueError(f"is {number}, which has no word here")
        return _IN_WORDS[int(number)]
    if form == "one decimal" and "." not in number:
        return f"{number}.0{unit}"
    return units.shown(value)


def _split(value: units.Quantity) -> tuple[str, str]:
    """Return number and unit as they are shown."""
    found = _NUMBER.match(units.shown(value))
    if found is None:  # pragma: no cover  (every quantity is shown with its number first)
        raise ValueError("is not shown as a number")
    return found[0], found.string[found.end() :]


def _quantity(key: str, unit: str | None, around: tuple[Any, ...]) -> units.Quantity:
    first, *rest = key.split(".")
    value: Any = next((e for record in around if (e := _entry(record, first)) is not None), None)
    for name in rest:
        value = None if value is None else _entry(value, name)
    value = value.quantity if isinstance(value, Figure) else value
    if not hasattr(value, "magnitude"):
        raise ValueError(f"names no figure: {key!r} is nowhere around this sentence")
    figure: units.Quantity = value
    if unit is None:
        return figure
    try:
        return units.convert(figure, unit)
    except (TypeError, ValueError, LookupError):
        raise ValueError(f"cannot stand in {unit!r}") from None


def _entry(record: Any, name: str) -> Any:
    """Return what a record, a table or a list has under a name; None where it has nothing."""
    if isinstance(record, RuleCase | RuleBody):
        own = _own_figures(record)
        if name in own:
            return own[name]
    if isinstance(record, BaseModel):
        worked_out = isinstance(getattr(type(record), name, None), cached_property)
        known = worked_out or name in type(record).model_fields
        # A treatment is known by its own name, wherever the plan keeps it.
        return getattr(record, name) if known else getattr(record, "treatments", {}).get(name)
    if isinstance(record, dict):
        return record.get(name)
    if isinstance(record, tuple):
        if name.isdigit():
            return record[int(name)] if int(name) < len(record) else None
        return next((each for each in record if name in _names(each)), None)
    return None


def _names(entry: Any) -> tuple[Any, ...]:
    return getattr(entry, "id", None), getattr(entry, "name", None)


def _own_figures(record: RuleCase | RuleBody) -> dict[str, Figure]:
    """Return the figures of a rule's conditions by key; of two that differ, none.

    Which of them a sentence of the whole rule would mean could not be told.
    """
    cases = (record,) if isinstance(record, RuleCase) else record.cases
    found: dict[str, set[tuple[Decimal, str]]] = {}
    figures: dict[str, Figure] = {}
    for case in cases:
        for key, figure in _figures_in(case.when):
            found.setdefault(key, set()).add((Decimal(figure.value), figure.unit))
            figures[key] = figure
    return {key: figure for key, figure in figures.items() if len(found[key]) == 1}


def _figures_in(condition: Any) -> Iterator[tuple[str, Figure]]:
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.all if isinstance(condition, AllOf) else condition.any:
            yield from _figures_in(part)
        return
    for key in type(condition).model_fields:
        value = getattr(condition, key)
        if isinstance(value, Figure):
            yield key, value
