"""What a treatment is, it says of itself: nowhere else is the name of a regimen compared."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from calculators.requests.catalogue import CALCULATORS, TREATED

ROOT = Path(__file__).parents[2]
NAMES = set(TREATED) | {
    regimen.name for each in TREATED.values() for regimen in each.regimens.values()
}
FILES = [
    pytest.param(file, id=str(file.relative_to(ROOT)))
    for part in ("calculators", "exchange", "views")
    for file in sorted((ROOT / part).rglob("*.py"))
]


def compared(tree: ast.Module) -> set[str]:
    """Return every text that is compared, looked for in a collection, or matched."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        else:
            continue
        for part in parts:
            found |= {
                each.value
                for each in ast.walk(part)
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


@pytest.mark.parametrize("file", FILES)
def test_no_name_of_a_treatment_or_a_regimen_is_compared(file: Path) -> None:
    assert compared(ast.parse(file.read_text(encoding="utf-8"))) & NAMES == set()


def test_a_comparison_with_a_name_would_be_found() -> None:
    tree = ast.parse('a == "scig"; b in ("rituximab",)\nmatch c:\n    case "induction": pass')
    assert compared(tree) & NAMES == {"scig", "rituximab", "induction"}


# The calculators of treatments; those of sizes, names and monitoring are for none.
OF_TREATMENTS = NAMES | {name for name, each in CALCULATORS.items() if each.doses}


def listed(tree: ast.Module) -> set[str]:
    """Return every text that is the key of a table or an entry of a list."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            parts: list[ast.expr | None] = list(node.keys)
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = list(node.elts)
        else:
            continue
        found |= {
            each.value
            for each in parts
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }
    return found


# The treatments themselves, and the one table of calculators.
DECLARE = ("calculators/treatments", "calculators/requests/catalogue.py")


@pytest.mark.parametrize(
    "file",
    [each for each in FILES if not str(each.id).startswith(DECLARE)],
)
def test_no_table_lists_treatments_by_name(file: Path) -> None:
    """A drug that is added would be missing in it, and nobody would be told."""
    assert listed(ast.parse(file.read_text(encoding="utf-8"))) & OF_TREATMENTS == set()


def test_a_table_of_names_would_be_found() -> None:
    tree = ast.parse('PAGES = {"scig": "scig"}\nFIRST = ("titration", "weight")')
    assert listed(tree) & OF_TREATMENTS == {"scig", "titration"}
