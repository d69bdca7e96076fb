"""What a treatment is, it says of itself: nowhere else is the name of a regimen compared."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from calculators.requests.catalogue import TREATED

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
