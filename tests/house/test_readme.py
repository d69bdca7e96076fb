"""The examples of the README and of the manual run, and print what is said there."""

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
PAGES = {
    file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
    for file in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
}
EXAMPLES = [
    pytest.param(*part.split("\n", 1), id=f"{page}: {part.partition(chr(10))[0]}")
    for page, text in PAGES.items()
    for session in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
]
TABLES = [
    block for text in PAGES.values() for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
]


def test_there_is_an_example_of_every_command() -> None:
    commands = " ".join(str(param.values[0]) for param in EXAMPLES)
    for name in CALCULATORS:
        assert f"mmn-dose {name} " in commands
    assert "mmn-dose batch -" in commands


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_an_example_prints_what_is_said(command: str, printed: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(  # noqa: S602  (the command is our own page's)
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


def test_the_manuals_case_file_is_read_as_a_case() -> None:
    block = next(block for block in TABLES if "case_version" in block)
    case = read_case(block.encode(), "manual.md", load_plan())
    assert case.patient
    assert case.facts


def test_the_readmes_number_is_the_one_in_the_plan() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    shown = tomllib.loads(next(block for block in blocks if "dosing.total" in block))
    shipped = tomllib.loads((ROOT / "plan_data/plans/mmn/ivig_induction.toml").read_text("utf-8"))
    assert shown["dosing"]["total"] == shipped["dosing"]["total"]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("page", [pytest.param(name, id=name) for name in PAGES])
def test_what_a_page_links_to_is_there(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", PAGES[page]):
        assert "://" in target or ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", [pytest.param(name, id=name) for name in PAGES])
def test_a_file_or_folder_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(
        r"`((?:units|plan_data|calculators|exchange|views|tests|docs|bench)/[A-Za-z0-9_./*-]*)`",
        PAGES[page],
    )
    for path in named:
        assert list(ROOT.glob(path.rstrip("/"))), path
