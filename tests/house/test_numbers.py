"""Numbers that could change a dose are data; what is left in Python is exact and has a place."""

from __future__ import annotations

import ast
import dataclasses
from decimal import Decimal, InvalidOperation
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
# Left out is the file of published formulas, whose constants stand beside their citation.
DOSES = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for file in sorted((ROOT / "calculators").rglob("*.py"))
    if file.name != "body_size.py"
]

# No dose-bearing number stands in Python. Whatever else a calculator needs is here: the file, the
# name beside which it stands, its numbers, and why no plan and no product could change them.
CONVERSION = "a conversion by the registry's definition, and named as one"
LIKE = "how near a misspelt name must come before it is suggested"
TEXT = "a length of text, or how many names are suggested"
EXEMPT: dict[tuple[str, str], tuple[set[str], str]] = {
    ("checks/drug_names.py", "_ALIKE"): ({"0.8"}, LIKE),
    ("checks/drug_names.py", "nearest_names"): ({"2", "3", "20"}, TEXT),
    ("checks/is_it_allowed.py", "_working"): ({"1 1"}, "a step that says a name has no amount"),
    ("dispensing/containers.py", "_MOST_WORK"): ({"2000000"}, "how long a search may be"),
    ("orders/asked.py", "WHOLE"): ({"100"}, "per cent in the whole"),
    ("orders/asked.py", "strengths_of"): ({"1 g"}, CONVERSION),
    ("orders/mistakes/changes.py", "_TEN"): ({"10"}, "a decimal point moved one place"),
    ("orders/mistakes/changes.py", "_MG_IN_A_GRAM"): ({"1 g"}, CONVERSION),
    ("orders/mistakes/changes.py", "DAYS_IN_A_WEEK"): ({"1 wk"}, CONVERSION),
    ("orders/mistakes/changes.py", "_WEEKS_IN_A_MONTH"): ({"1 mo"}, CONVERSION),
    ("orders/mistakes/changes.py", "_DIGITS"): ({"0123456789"}, "the ten digits"),
    ("orders/verdict.py", "_one_of"): ({"1 g"}, CONVERSION),
    ("orders/mistakes/search.py", "_SMALLEST"): (
        {"1E-12"},
        "nearer than this two worked-out numbers are the same",
    ),
    ("orders/mistakes/search.py", "_TWO"): ({"2"}, "half of a step"),
    ("orders/mistakes/words.py", "_NO_ROUNDING"): (
        {"1E-9"},
        "less than any rounding of a weight; it chooses a sentence, never a dose",
    ),
    ("treatments/expected_dose.py", "_CM_IN_AN_INCH"): ({"1 [in_i]"}, CONVERSION),
    ("treatments/expected_dose.py", "POUND"): ({"1 [lb_av]"}, CONVERSION),
    ("treatments/titration.py", "ONE_DAY"): ({"1 d"}, "what a dose a day is counted over"),
    ("typed/fields.py", "_DOSES"): ({"5"}, "an example of what is typed in days"),
    ("typed/order.py", "_TIMES"): ({"2", "3"}, "what the words twice and thrice say"),
    ("typed/order_words.py", "_OTHER"): ({"2"}, "every other week is every second one"),
    ("typed/order.py", "_DAY"): ({"1 d"}, "the hours of a day"),
    ("typed/order_words.py", "LATIN"): ({"2", "3", "4"}, "what BID, TID and QID say"),
    ("typed/order_words.py", "_LATIN_WAYS"): ({"4"}, "shorter than this a word is initials"),
    ("typed/order_words.py", "_LONGEST"): ({"120"}, TEXT),
    ("typed/order_words.py", "_NUMBERS"): (
        {"2", "3", "4", "5", "6", "7", "8", "9", "10", "12"},
        "what the words two to twelve say",
    ),
    ("typed/order_words.py", "weekdays_of"): ({"3"}, "the letters that tell days of a week apart"),
    ("typed/values.py", "SHORT"): ({"40"}, TEXT),
    ("typed/values.py", "LONGEST"): ({"500"}, TEXT),
    ("typed/values.py", "nearest_choice"): ({"2", "0.6"}, TEXT),
}


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


def as_number(node: ast.AST) -> Decimal | None:
    """Return the number that a literal is, also one that is written as text: ``"1E-12"``."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return None
    if not isinstance(node.value, int | float | str):
        return None
    try:
        number = Decimal(str(node.value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_one_or_nought(node: ast.AST) -> bool:
    """Tell whether this is 0 or 1, by any of the names under which it stands."""
    if isinstance(node, ast.UnaryOp):
        return is_one_or_nought(node.operand)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Decimal", "Fraction", "count"}:
        return len(node.args) == 1 and is_one_or_nought(node.args[0])
    name = ast.unparse(node).rpartition(".")[2].strip("_")
    return name in {"ONE", "NOUGHT", "ZERO"} or as_number(node) in {0, 1}


def made_of_ones(node: ast.AST) -> bool:
    """Tell whether a number is put together from 1: ``ONE + ONE``, ``ONE.scaleb(3)``."""
    if isinstance(node, ast.BinOp):
        return all(is_one_or_nought(side) or made_of_ones(side) for side in (node.left, node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        moved = node.func.attr in {"scaleb", "shift"} and is_one_or_nought(node.func.value)
        return moved and all(as_number(each) is not None for each in node.args)
    return False


def amount(node: ast.AST) -> str | None:
    """Return an amount in a unit that is written out: ``1 mg`` for ``units.quantity(1, "mg")``."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] != "quantity":
        return None
    number, unit = as_number(node.args[0]), node.args[1]
    if not number or not isinstance(unit, ast.Constant):
        return None
    return f"{number} {unit.value!s}"


def numbers_in(tree: ast.AST) -> set[str]:
    """Return every number that is written out, but 0 and 1."""
    left_out = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)
                for part in each.values}  # fmt: skip
    for each in ast.walk(tree):  # how many answers a function keeps
        if isinstance(each, ast.keyword) and each.arg == "maxsize":
            left_out.add(id(each.value))
    found = set()
    for each in ast.walk(tree):
        number = as_number(each)
        if number is not None and number not in {0, 1} and id(each) not in left_out:
            found.add(str(ast.literal_eval(ast.unparse(each))))
        elif made_of_ones(each):
            found.add(ast.unparse(each))
        elif written := amount(each):
            found.add(written)
    return found


def beside_names(file: Path) -> dict[str, set[str]]:
    """Return the numbers of a file by the name of the constant, function or class they stand in."""
    found: dict[str, set[str]] = {}
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            name = statement.name
        elif isinstance(statement, ast.Assign):
            name = ast.unparse(statement.targets[0])
        elif isinstance(statement, ast.AnnAssign):
            name = ast.unparse(statement.target)
        else:
            name = "?"
        if numbers := numbers_in(statement):
            found.setdefault(name, set()).update(numbers)
    return found


@pytest.mark.parametrize("file", DOSES)
def test_a_calculator_holds_no_number_of_its_own_but_nought_and_one(file: Path) -> None:
    """A figure of the plan in Python would be one that no file of the plan can change."""
    inside = file.relative_to(ROOT / "calculators").as_posix()
    allowed = {name: numbers for (of, name), (numbers, _) in EXEMPT.items() if of == inside}
    # Both ways: a number that has no reason here, and a reason whose number is gone.
    assert beside_names(file) == allowed


# Outside the calculators most numbers are lengths, places and widths; a decimal or an amount in a
# unit would be a dose all the same.
ELSEWHERE = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for part in ("plan_data", "exchange", "views", "cli")
    for file in (sorted((ROOT / part).rglob("*.py")) or [ROOT / f"{part}.py"])
]
AMOUNTS = {
    "second_entry.py": {"1 d", "1 wk"},  # a day and a week are intervals as others are
    # A bare number, to see whether a figure is one; a day, to count the doses of one.
    "dosing.py": {"1 1", "1 d"},
}


def amounts_in(tree: ast.AST) -> set[str]:
    """Return the exact numbers that are written out: decimals, and amounts in a unit."""
    found = {text for each in ast.walk(tree) if (text := amount(each))}
    for each in ast.walk(tree):
        if made_of_ones(each):
            found.add(ast.unparse(each))
        if isinstance(each, ast.Call) and ast.unparse(each.func) in {"Decimal", "Fraction"}:
            number = as_number(each.args[0]) if each.args else None
            found |= set() if number is None or number in {0, 1} else {str(number)}
    return found


@pytest.mark.parametrize("file", ELSEWHERE)
def test_nothing_else_holds_a_decimal_or_an_amount_in_a_unit(file: Path) -> None:
    found = amounts_in(ast.parse(file.read_text(encoding="utf-8")))
    assert found == AMOUNTS.get(file.name, set())


def test_every_exemption_is_of_a_file_and_says_why() -> None:
    for (file, _), (_, reason) in EXEMPT.items():
        assert (ROOT / "calculators" / file).is_file()
        assert reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("RATE = 2", {"2"}, id="a whole number"),
        pytest.param('RATE = Decimal("0.5")', {"0.5"}, id="a decimal"),
        pytest.param('TINY = Decimal("1E-12")', {"1E-12"}, id="a decimal with an exponent"),
        pytest.param('RATE = make("2.50")', {"2.50"}, id="a number as text, whoever reads it"),
        pytest.param("RATE = ONE + ONE", {"ONE + ONE"}, id="a sum of ones"),
        pytest.param("RATE = Decimal(1) + 1", {"Decimal(1) + 1"}, id="a sum of ones, unnamed"),
        pytest.param("RATE = ONE.scaleb(1)", {"ONE.scaleb(1)"}, id="a point moved in a one"),
        pytest.param("RATE = 1 << 1", {"1 << 1"}, id="a shifted one"),
        pytest.param('STEP = units.quantity(1, "mg")', {"1 mg"}, id="an amount in a unit"),
        pytest.param('def f(): return times(rate, "1.37")', {"1.37"}, id="inside a function"),
        pytest.param("rest = ONE - share", set(), id="what is left of the whole"),
        pytest.param("none = units.quantity(0, 'mg')", set(), id="nothing of a unit"),
        pytest.param('"""See table 2."""', set(), id="words"),
        pytest.param("never = Decimal('Infinity')", set(), id="no number at all"),
        pytest.param("told = f'{a} 2 {b}'", set(), id="a sentence"),
    ],
)
def test_a_number_is_found_in_whatever_way_it_is_written(text: str, found: set[str]) -> None:
    assert numbers_in(ast.parse(text)) == found


@pytest.mark.parametrize(
    "record",
    [pytest.param(record, id=record.__name__) for record in (Result, Step, Alternative, Finding)],
)
def test_what_a_record_holds_is_said_in_its_docstring(record: type[Any]) -> None:
    said = (record.__doc__ or "").split()
    for field in dataclasses.fields(record):
        assert field.name in said
