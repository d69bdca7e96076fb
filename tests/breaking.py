"""Breaking one file of a copy of the data, and reading what is said of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import plan_data
from plan_data import BrokenPlanError, read_plan

SHIPPED = Path(plan_data.__file__).parent


def copied(into: Path) -> Path:
    """Return a copy of the shipped data that a test may break."""
    folder = into / "plan_data"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` in the one place where `old` stands."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} holds it {text.count(old)} times"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def refusal_of(folder: Path) -> str:
    """Return what is said of broken data; data that is read fails the test."""
    with pytest.raises(BrokenPlanError) as caught:
        read_plan(folder)
    return str(caught.value)
