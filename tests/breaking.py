"""Breaking one file of a copy of the data, and reading what is said of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import plan_data
from plan_data import BrokenPlanError, read_plan

SHIPPED = Path(plan_data.__file__).parent
SECOND_PLAN = Path(__file__).parent / "second_plan"


def copied(into: Path) -> Path:
    """Return a copy of the shipped data that a test may break."""
    folder = into / "plan_data"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


def with_the_second_plan(into: Path) -> Path:
    """Return a copy of the shipped data whose one plan is the invented one."""
    folder = copied(into)
    shutil.rmtree(folder / "plans/mmn")
    shutil.copytree(SECOND_PLAN, folder / "plans/invented")
    (folder / "default_plan.toml").write_text('plan = "invented"', encoding="utf-8")
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


def leave_out_of_monitoring(folder: Path, *treatments: str) -> None:
    """Take treatments out of the dated checks of the shipped plan, and checks that were theirs."""
    file = folder / "plans/mmn/monitoring.toml"
    first, *checks = file.read_text(encoding="utf-8").split("[[dated]]\n")
    kept = []
    for check in checks:
        named = re.search(r"^treatments = \[(.*)\]$", check, re.MULTILINE)
        assert named is not None
        left = [each for each in named[1].split(", ") if each.strip('"') not in treatments]
        if left:
            kept.append(check.replace(named[0], f"treatments = [{', '.join(left)}]"))
    file.write_text("[[dated]]\n".join((first, *kept)), encoding="utf-8")
