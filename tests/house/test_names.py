"""A name that others import means one thing: two things that share one are taken for each other."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("units", "plan_data", "calculators", "exchange", "views")

# Every page is drawn by its own `page`: the name is the convention of the navigation.
ONE_IN_EACH_FILE = {"page"}


def test_no_public_function_or_class_is_defined_in_two_files() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for part in PARTS:
        for file in (ROOT / part).rglob("*.py"):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                    where[node.name].add(str(file.relative_to(ROOT)))
    assert len(where) > 100
    twice = {name: sorted(files) for name, files in where.items() if len(files) > 1}
    assert set(twice) - ONE_IN_EACH_FILE == set(), twice
