"""What a calculator must not do is an error for the strict type checker, and not only when it runs.

Each wrong line is checked by itself, in a function that has what it needs; the right ones beside
them show that it is the mistake that is found.
"""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BEFORE = """
from decimal import Decimal

import units


def written(mass: units.Quantity, volume: units.Quantity, earlier: units.Quantity | None) -> object:
"""
RIGHT = (
    "return mass + mass",
    "return mass / volume",
    "return mass * Decimal(2)",
    "return 2 * mass",
    "return mass.magnitude + volume.magnitude",
    "return abs(mass - mass) <= mass",
    "return earlier is not None and mass + earlier",
    "return units.magnitude_in(mass, 'g') + Decimal(1)",
)
WRONG = {
    "a mass is added to the bare number of a volume": (
        "return mass + volume.magnitude",
        'Unsupported operand types for + ("Quantity" and "Decimal")',
    ),
    "a bare number is added to a mass": (
        "return volume.magnitude + mass",
        'Unsupported operand types for + ("Decimal" and "Quantity")',
    ),
    "a mass is compared with a bare number": (
        "return mass > volume.magnitude",
        'Unsupported operand types for > ("Quantity" and "Decimal")',
    ),
    "a mass is multiplied by a floating number": (
        "return mass * 0.5",
        'Unsupported operand types for * ("Quantity" and "float")',
    ),
    "a magnitude meets a floating number": (
        "return mass.magnitude * 0.5",
        'Unsupported operand types for * ("Decimal" and "float")',
    ),
    "a mass is given where a number is wanted": (
        "return units.fixed_point(mass)",
        'Argument 1 to "fixed_point" has incompatible type "Quantity"; expected "Decimal"',
    ),
    "a number is given where a quantity is wanted": (
        "return units.shown(mass.magnitude)",
        'Argument 1 to "shown" has incompatible type "Decimal"; expected "Quantity"',
    ),
    "what may be missing is added": (
        "return mass + earlier",
        'Unsupported operand types for + ("Quantity" and "None")',
    ),
    "units are stripped past the one place for it": (
        "return mass.to('g')",
        '"Quantity" has no attribute "to"',
    ),
}


def line_of(text: str) -> str:
    return BEFORE + textwrap.indent(text, "    ") + "\n"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what mypy says of each snippet, by the snippet; all are checked in one go."""
    folder = tmp_path_factory.mktemp("snippets")
    snippets = [*RIGHT, *(text for text, _ in WRONG.values())]
    for number, text in enumerate(snippets):
        (folder / f"snippet_{number}.py").write_text(line_of(text), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-pretty", "--no-error-summary", "--hide-error-codes",
         "--config-file", "pyproject.toml", *sorted(map(str, folder.iterdir()))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    of: dict[str, list[str]] = {text: [] for text in snippets}
    for file, what in re.findall(r"snippet_([0-9]+)\.py:[0-9]+: error: (.*)", ran.stdout):
        of[snippets[int(file)]].append(what)
    return of


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_let_through(text: str, said: dict[str, list[str]]) -> None:
    assert said[text] == []


@pytest.mark.parametrize(("text", "error"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_an_error(text: str, error: str, said: dict[str, list[str]]) -> None:
    assert said[text] == [error]
