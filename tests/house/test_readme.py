"""The README's examples run, and print what it says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from calculators.requests.catalogue import CALCULATORS
from exchange.cases.toml_file import read_case
from plan_data import load_plan

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
EXAMPLES = [
    tuple(part.split("\n", 1))
    for session in SESSIONS
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
]


def test_the_readme_has_an_example_of_every_command() -> None:
    commands = " ".join(command for command, _ in EXAMPLES)
    for name in CALCULATORS:
        assert f"mmn-dose {name} " in commands
    assert "mmn-dose batch -" in commands


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[each[0] for each in EXAMPLES])
def test_an_example_prints_what_the_readme_says(command: str, printed: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(  # noqa: S602  (the command is the README's own)
        command,
        shell=True,
        cwd=ROOT,
        # This checkout's code, also where the environment was installed from another one.
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.stderr == ""
    same = doctest.OutputChecker().check_output(printed, ran.stdout, doctest.ELLIPSIS)
    assert same, ran.stdout


def test_the_readmes_case_file_is_read_as_a_case() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    block = next(block for block in blocks if "case_version" in block)
    case = read_case(block.encode(), "README.md", load_plan())
    assert case.patient
    assert case.facts


def test_the_readmes_number_is_the_one_in_the_plan() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    shown = tomllib.loads(next(block for block in blocks if "dosing.total" in block))
    shipped = tomllib.loads((ROOT / "plan_data/plans/mmn/ivig_induction.toml").read_text("utf-8"))
    assert shown["dosing"]["total"] == shipped["dosing"]["total"]
