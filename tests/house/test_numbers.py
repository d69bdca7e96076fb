"""Numbers that could change a dose are data; what is left in Python is exact and has a place."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Any

import pytest

from calculators.checks.crosscheck import Finding
from calculators.working import Alternative, Result, Step

ROOT = Path(__file__).parents[2]
EXACT_PARTS = ("units", "plan_data", "calculators", "exchange", "cli")
FILES = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for part in EXACT_PARTS
    for file in (sorted((ROOT / part).glob("**/*.py")) or [ROOT / f"{part}.py"])
]
# Left out are the published formulas, whose constants stand beside their citation, and the two
# files that read what people type: their numbers are lengths of text.
DOSES = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for file in sorted((ROOT / "calculators").rglob("*.py"))
    if file.name not in {"body_size.py", "values.py", "catalogue.py", "drug_names.py"}
]

# The exceptions, which change no answer: how long a search for containers may be before it
# is refused.
SIZES_OF_WORK = {"containers.py": {2_000_000}}


def nodes(file: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def constants(file: Path) -> list[Any]:
    return [node.value for node in nodes(file) if isinstance(node, ast.Constant)]


# How near a misspelt name must come to a known one before it is suggested: no part of any dose.
LIKENESS = {"values.py": [0.6], "drug_names.py": [0.8], "headings.py": [0.8]}


@pytest.mark.parametrize("file", FILES)
def test_no_floating_number_is_written_or_made(file: Path) -> None:
    floating = [value for value in constants(file) if isinstance(value, float | complex)]
    assert floating in ([], LIKENESS.get(file.name))
    made = [
        node.func.id
        for node in nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert not {"float", "complex"} & set(made)
    assert "round" not in made or file.name in LIKENESS


@pytest.mark.parametrize("file", FILES)
def test_no_module_of_floating_functions_is_imported(file: Path) -> None:
    names = {
        alias.name
        for node in nodes(file)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.module for node in nodes(file) if isinstance(node, ast.ImportFrom)}
    assert not names & {"math", "cmath", "statistics", "numpy"}


@pytest.mark.parametrize("file", DOSES)
def test_a_calculator_holds_no_number_but_nought_and_one(file: Path) -> None:
    """A figure of the plan in Python would be one that no file of the plan can change."""
    numbers = [
        value for value in constants(file) if isinstance(value, int) and not isinstance(value, bool)
    ]
    assert set(numbers) <= {0, 1} | SIZES_OF_WORK.get(file.name, set())


@pytest.mark.parametrize(
    "record",
    [pytest.param(record, id=record.__name__) for record in (Result, Step, Alternative, Finding)],
)
def test_what_a_record_holds_is_said_in_its_docstring(record: type[Any]) -> None:
    said = (record.__doc__ or "").split()
    for field in dataclasses.fields(record):
        assert field.name in said
