"""What a calculator must not do is an error for the strict type checker, and not only when it runs.

Each wrong line is checked by itself, in a function that has what it needs; the right ones beside
them show that it is the mistake that is found.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import textwrap
import tokenize
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from calculators.typed.fields import FIELDS
from calculators.typed.keys import Key

ROOT = Path(__file__).parents[2]
PARTS = (
    "bench",
    "calculators",
    "docs",
    "exchange",
    "plan_data",
    "tests",
    "units",
    "views",
)
BEFORE = """
from decimal import Decimal

import units
from calculators.typed.values import positive
from calculators.working import Result
from calculators.treatments.declared import Calculator, Raw
from plan_data.schema.remarks import Remarks


def written(
    mass: units.Quantity,
    volume: units.Quantity,
    earlier: units.Quantity | None,
    found: Result,
    given: Raw,
    calculator: Calculator,
) -> object:
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
    "return found.remarks.get('steps', '').upper()",
    "return Remarks(steps='as the plan states them', tablets='outside the range')",
    "return positive(given, 'ivig_dose', units.DRUG_MASS, 'give it')",
    "return Calculator('Body size', ('creatinine', 'with'), calculator.run)",
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
    "a remark that may not have been made is used": (
        "return found.remarks.get('steps').upper()",
        'Item "None" of',
    ),
    "a remark is read that no calculator makes": (
        "return found.remarks['step']",
        'TypedDict "Remarks" has no key "step"',
    ),
    "a remark is made that there is not": (
        "return Remarks(dispensd='rounded')",
        'Extra key "dispensd" for TypedDict "Remarks"',
    ),
    "a remark says a word that it does not have": (
        "return Remarks(target_range='abov')",
        'Incompatible types (expression has type "Literal',
    ),
    "a key is read that no treatment has": (
        "return positive(given, 'ivig_doze', units.DRUG_MASS, 'give it')",
        'Argument 2 to "positive" has incompatible type "Literal[\'ivig_doze\']"; expected',
    ),
    "a key is declared that no treatment has": (
        "return Calculator('Body size', ('creatinin',), calculator.run)",
        'Argument 2 to "Calculator" has incompatible type "tuple[Literal[\'creatinin\']]"',
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
    [found] = said[text]
    assert found.startswith(error)


# --- what is not checked has its reason -------------------------------------------------------

# An ignored error names its code and, after two spaces, why: `# type: ignore[x]  # why`.
REASONED = re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S")
FILES = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for part in ("*.py", *(f"{room}/**/*.py" for room in PARTS))
    for file in sorted(ROOT.glob(part))
]


def ignored_without_reason(text: str) -> list[str]:
    """Return the comments that silence the type checker and do not say why."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    silencing = [text for text in comments if re.search(r"type:\s*ignore|mypy:", text)]
    return [text for text in silencing if not REASONED.search(text)]


@pytest.mark.parametrize("file", FILES)
def test_no_type_error_is_ignored_without_its_reason(file: Path) -> None:
    assert ignored_without_reason(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "comment",
    ["# type: ignore", "# type: ignore[misc]", "#type:ignore  # why", "# mypy: ignore-errors"],
)
def test_an_error_ignored_without_its_reason_would_be_found(comment: str) -> None:
    assert ignored_without_reason(f"x = 1  {comment}\n") == [comment]


def test_a_reason_after_the_code_is_enough() -> None:
    assert ignored_without_reason("x = 1  # type: ignore[misc]  # that is the point\n") == []


def test_the_parts_that_are_checked_are_those_of_the_type_checker() -> None:
    """A new folder is checked by mypy, and its ignored errors have reasons too."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = settings["tool"]["mypy"]["files"]
    assert {name for name in checked if not name.endswith(".py")} == set(PARTS)


def test_the_keys_that_check_are_the_fields_of_requests() -> None:
    assert set(get_args(Key)) == set(FIELDS)
