"""A figure, a range or numbers of days that cannot be: the words say what has to be."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plan_data.schema.figures import (
    Count,
    DayChoices,
    Figure,
    OralStrengths,
    Range,
    above_zero,
    each_once,
    range_in,
)

SAID = {"source": "project_policy", "at": "Invented"}


def figure(value: str, unit: str = "g") -> dict[str, Any]:
    return {"value": Decimal(value), "unit": unit, **SAID}


def numbers(*values: int, unit: str = "d") -> dict[str, Any]:
    return {"values": values, "unit": unit, **SAID}


def between(lowest: dict[str, Any], highest: dict[str, Any]) -> dict[str, Any]:
    return {"lowest": lowest, "highest": highest}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        pytest.param(
            Annotated[Figure, above_zero],
            figure("0"),
            "value must be above zero",
            id="nought, where something is given",
        ),
        pytest.param(
            Annotated[Figure, above_zero],
            figure("-1"),
            "value must be above zero",
            id="below nought, where something is given",
        ),
        pytest.param(Count, figure("1.5", "1"), "value must be whole", id="half a count"),
        pytest.param(Count, figure("1", "g"), "unit must be '1', not 'g'", id="a count of grams"),
        pytest.param(
            Count, figure("-1", "1"), "value must not be negative", id="a count below nought"
        ),
        pytest.param(
            Annotated[tuple[str, ...], each_once],
            ("a", "b", "a"),
            "must name each only once",
            id="a name twice",
        ),
        pytest.param(
            DayChoices,
            numbers(3, 2),
            "values must be whole days from 1 up, each once, in order",
            id="days out of order",
        ),
        pytest.param(
            DayChoices,
            numbers(0, 2),
            "values must be whole days from 1 up, each once, in order",
            id="no day",
        ),
        pytest.param(
            OralStrengths,
            numbers(5, 5, unit="mg"),
            "values must be whole milligrams from 1 up, each once, in order",
            id="a strength twice",
        ),
        pytest.param(
            Range,
            between(figure("1"), figure("2", "kg")),
            "lowest and highest must stand in one unit",
            id="a range of two units",
        ),
        pytest.param(
            Range,
            between(figure("2"), figure("2")),
            "lowest must lie below highest",
            id="a range of one number",
        ),
        pytest.param(
            Annotated[Range, range_in("kg")],
            between(figure("1"), figure("2")),
            "unit must be 'kg', not 'g'",
            id="a range of another unit",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(kind: Any, value: Any, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert [each["msg"] for each in caught.value.errors()] == [f"Value error, {words}"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(Annotated[Figure, above_zero], figure("0.1"), id="a little above nought"),
        pytest.param(Count, figure("0", "1"), id="a count of nought"),
        pytest.param(Annotated[tuple[str, ...], each_once], ("a", "b"), id="two names"),
        pytest.param(DayChoices, numbers(1), id="one day"),
        pytest.param(
            Annotated[Range, range_in("g")], between(figure("1"), figure("1.1")), id="a short range"
        ),
    ],
)
def test_what_can_be_is_taken(kind: Any, value: Any) -> None:
    assert TypeAdapter(kind).validate_python(value)
