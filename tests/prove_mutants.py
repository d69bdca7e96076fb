"""Mutants of the program and changed numbers of its data: `make mutation` shows that tests notice.

Three parts, each in a copy of the tree. **named** puts in what once lived (`mutants.toml`).
**figures** changes one number of the plan, its policies or a product at a time, by one in its last
place. **code** has mutmut change the functions of `calculators`, `plan_data/schema` and `units`,
folder by folder, and looks at a sample of its mutants with the fast tests near them. What mutmut
leaves alone is said in `docs/quality.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
NAMED = ROOT / "tests/mutants.toml"
FOLDERS = (
    *("units", "plan_data", "calculators", "views", "exchange"),
    *("tests", "bench", "docs", "deploy", ".streamlit"),
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")
LONGEST = 1800  # seconds that the tests of one mutant may take
STRICT = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
# With the first examples of Hypothesis only, so that a mutant that lives takes no minutes; what
# lives so may yet be noticed in the gate, which has ten times as many.
BRIEF = "--hypothesis-profile=brief"
# Hypothesis is loaded before pytest can look at its asserts, which are not asked here.
LOADED = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


class Mutant(NamedTuple):
    """What was changed, and whether tests noticed."""

    what: str
    noticed: bool


def copied(target: Path) -> Path:
    """Copy what the tests need, so that nothing is changed where people work."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, target / name, ignore=LEFT_OUT)
    for file in (*ROOT.glob("*.py"), *ROOT.glob("*.toml"), *ROOT.glob("*.md"), ROOT / "Makefile"):
        shutil.copy(file, target)
    return target


def notice(tree: Path, tests: str, mutant: str = "") -> bool:
    """Tell whether a test fails, or no longer ends.

    Parameters
    ----------
    mutant
        The name of one that mutmut has made in `tree`, where it is of these.

    Raises
    ------
    RuntimeError
        No test was run, which would show nothing.
    """
    command = [sys.executable, "-B", "-m", "pytest", *STRICT, *tests.split()]
    named = {**os.environ, "MUTANT_UNDER_TEST": mutant} if mutant else None
    try:
        ran = subprocess.run(
            command, cwd=tree, capture_output=True, text=True, check=False, timeout=LONGEST,
            env=named,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    # Pytest's statuses: 1 is a test that failed; 2 a module that did not load, 4 a conftest.
    if ran.returncode in (0, 1) or (
        ran.returncode in (2, 4) and "Error" in ran.stdout + ran.stderr
    ):
        return ran.returncode != 0
    raise RuntimeError(f"pytest ended with {ran.returncode}: {ran.stdout}{ran.stderr}")


def notice_at_once(tree: Path, tests: str) -> bool:
    """Tell the same in a fork of this process, which has loaded the program of `tree`.

    For hundreds of numbers, each of which some test notices in a second or two. The program's
    modules stay as they are; the data are read anew in each fork, since nothing has read them yet.
    """
    sys.stdout.flush()
    child = os.fork()
    if not child:
        signal.alarm(LONGEST)
        os.chdir(tree)
        sys.path[:] = [each for each in sys.path if Path(each or ".").resolve() != ROOT / "tests"]
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os._exit(pytest.main([*STRICT, *LOADED, BRIEF, *tests.split()]))
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1, 2, 4):
        raise RuntimeError(f"pytest ended with {os.WEXITSTATUS(status)}: {tests}")
    return status != 0


def load_program(tree: Path) -> None:
    """Load the program of `tree`, and what takes longest to load of the tests' libraries."""
    sys.path.insert(0, str(tree))
    for name in ("cli", "exchange.answers.batch", "calculators.requests.answer", "hypothesis"):
        import_module(name)


def require_passing(
    tree: Path, tests: str, passing: set[str], how: Callable[[Path, str], bool]
) -> None:
    """See to it once that tests pass where nothing is changed: else they would notice anything.

    Raises
    ------
    RuntimeError
        They fail.
    """
    if tests not in passing and how(tree, tests):
        raise RuntimeError(f"these fail without a change: {tests}")
    passing.add(tests)


# --- what once lived ------------------------------------------------------------------------------


def named_mutants() -> list[dict[str, Any]]:
    """Return what once lived: file, what stood there, what is put there, and the tests near it."""
    mutants: list[dict[str, Any]] = tomllib.loads(NAMED.read_text(encoding="utf-8"))["mutant"]
    return mutants


def named(tree: Path, _draw: random.Random, _share: float, of: list[str]) -> Iterator[Mutant]:
    """Put in each mutant that once lived: all of them, whatever the share."""
    passing: set[str] = set()
    for each in named_mutants():
        if of and not any(name in each["file"] for name in of):
            continue
        tests = " ".join(each["tests"])
        require_passing(tree, tests, passing, notice)
        file = tree / each["file"]
        text = file.read_text(encoding="utf-8")
        if text.count(each["was"]) != 1:
            raise RuntimeError(f"{each['file']} does not hold once: {each['was']}")
        file.write_text(text.replace(each["was"], each["becomes"]), encoding="utf-8")
        yield Mutant(f"{each['file']}: {each['why']}", notice(tree, tests))
        file.write_text(text, encoding="utf-8")


# --- numbers of the data --------------------------------------------------------------------------

_NO_NUMBER = re.compile(
    r'"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|\d{4}-\d\d-\d\d', re.ASCII
)
_NUMBER = re.compile(r"(?<![\w.+-])[-+]?\d+(?:\.\d+)?(?![\w.-])", re.ASCII)
# Most numbers stand a second time in one of these.
_SECOND_COPIES = (
    "tests/plan_data/test_products.py tests/plan_data/test_product_rates.py "
    "tests/plan_data/test_titration_data.py tests/plan_data/test_shipped_plan.py "
    "tests/plan_data/test_product_statements.py tests/plan_data/test_figures.py "
    "tests/plan_data/test_policy_figures.py"
)
_NEAR_DATA = (
    _SECOND_COPIES,
    "tests/checks/test_monitoring.py tests/checks/test_windows.py tests/checks/test_measures.py",
    "tests/plan_data tests/patient",
    "tests/worked_cases tests/treatments tests/dispensing",
    "tests/course tests/orders tests/checks tests/typed",
    "tests/recorded_words",
)


class Number(NamedTuple):
    """A number in a file: where it begins and ends."""

    file: str
    begins: int
    ends: int


def numbers() -> list[Number]:
    """Return every number of the plan, of the policies and of the products."""
    found = []
    for file in sorted((ROOT / "plan_data").rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        bare = _NO_NUMBER.sub(lambda part: " " * len(part[0]), text)
        name = str(file.relative_to(ROOT))
        found += [Number(name, *each.span()) for each in _NUMBER.finditer(bare)]
    return found


def changed(text: str, number: Number) -> str:
    """Return a file's text in which the number is one more in its last place."""
    value = Decimal(text[number.begins : number.ends])
    more = value + Decimal((0, (1,), value.as_tuple().exponent))  # type: ignore[arg-type]  # finite
    return f"{text[: number.begins]}{more}{text[number.ends :]}"


def figures(tree: Path, draw: random.Random, share: float, of: list[str]) -> Iterator[Mutant]:
    """Change one number at a time.

    The tests that hold values by hand are asked first, the words on record last.
    """
    load_program(tree)
    every = [each for each in numbers() if not of or any(name in each.file for name in of)]
    passing: set[str] = set()
    for each in _sampled(every, draw, share):
        file = tree / each.file
        text = file.read_text(encoding="utf-8")
        line = text.count("\n", 0, each.begins)
        noticed = False
        for tests in _NEAR_DATA:
            require_passing(tree, tests, passing, notice_at_once)
            file.write_text(changed(text, each), encoding="utf-8")
            noticed = notice_at_once(tree, tests)
            file.write_text(text, encoding="utf-8")
            if noticed:
                break
        yield Mutant(f"{each.file}:{line + 1}: {text.splitlines()[line].strip()}", noticed)


def _sampled(every: list[Any], draw: random.Random, share: float) -> list[Any]:
    chosen = draw.sample(range(len(every)), min(len(every), max(1, round(len(every) * share))))
    return [every[place] for place in sorted(chosen)]


# --- code -----------------------------------------------------------------------------------------

# These ask about every combination, which takes minutes for each mutant that they reach.
_EVERY_COMBINATION = (
    "test_nothing_gets_better.py",
    "test_truth_tables.py",
    "test_implied_truth_tables.py",
    "test_headings_of_findings.py",
)
# Each folder with the tests near it.
NEAR = {
    "calculators/checks": " ".join(
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "tests/checks").glob("test_*.py"))
        if file.name not in _EVERY_COMBINATION
    ),
    "calculators/course": "tests/course tests/plan_data/test_drug_by_weight.py",
    "calculators/dispensing": (
        "tests/dispensing tests/checks/test_hemolysis_and_two.py tests/checks/test_largest_day.py"
    ),
    "calculators/orders": "tests/orders",
    "calculators/patient": (
        "tests/patient tests/checks/test_measures.py tests/checks/test_windows.py "
        "tests/checks/test_undated.py tests/checks/test_product_exclusions.py "
        "tests/treatments/test_working.py tests/treatments/test_surface_doses.py "
        "tests/dispensing/test_infusion_risk.py"
    ),
    "calculators/requests": "tests/cli tests/checks/test_questions.py",
    "calculators/treatments": (
        "tests/treatments tests/orders tests/plan_data/test_drug_by_weight.py "
        "tests/checks/test_risk_and_double.py tests/checks/test_regimens.py"
    ),
    "calculators/typed": (
        "tests/typed tests/patient tests/orders/test_verify.py "
        "tests/orders/test_orders_as_people_write_them.py"
    ),
    "calculators/working.py": "tests/treatments",
    "plan_data/schema": "tests/plan_data",
    "units": "tests/units tests/typed",
}
# Whatever the folder: every word on record, of which most are asked in a thousandth of a second.
NEAR_ALL = "tests/recorded_words tests/worked_cases"
_KILLED = {1, 3}  # by a test that failed, by one that could not be run
_TOO_LONG = {-24, 24, 36, 152, 255, -9}  # it no longer ended


def code(tree: Path, draw: random.Random, share: float, of: list[str]) -> Iterator[Mutant]:
    """Have mutmut make the mutants of the folders, and look at some of each.

    First with the words on record, in forks of one process. What lives there is asked again in a
    process of its own, by the tests near its folder as well: what ran as a module loaded, or is
    remembered, had run before the fork, and the typesetter's threads are gone in one.
    """
    folders = [each for each in NEAR if not of or any(name in each for name in of)]
    with (tree / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(_settings(folders))
    # It names its mutants as it makes them. Asked for none of them, it makes them, looks which
    # tests reach which function, and says that nothing matches.
    asked = _mutmut(tree, "run", "--max-children", "1", "none of them")
    names = sorted(_states(tree))
    if "nothing matches" not in asked or not names:
        raise RuntimeError(f"mutmut made no mutants of {folders}: {asked}")
    chosen = {
        name: folder
        for folder in folders
        for name in _sampled([each for each in names if _is_in(folder, each)], draw, share)
    }
    _mutmut(tree, "run", "--max-children", "1", *chosen)
    states = _states(tree)
    for name, folder in chosen.items():
        state = states[name]
        if state is None:
            raise RuntimeError(f"mutmut did not look at {name}")
        if state in _TOO_LONG:
            print(f"code: no longer ends {name}", flush=True)
        noticed = state in _KILLED | _TOO_LONG or notice(
            tree / "mutants", f"{BRIEF} {NEAR_ALL} {NEAR[folder]}", name
        )
        yield Mutant(name if noticed else _mutmut(tree, "show", name).strip(), noticed)


def _is_in(folder: str, mutant: str) -> bool:
    return mutant.startswith(folder.removesuffix(".py").replace("/", ".") + ".")


def _settings(folders: list[str]) -> str:
    files = [each if each.endswith(".py") else f"{each}/*" for each in folders]
    keys: dict[str, object] = {
        "source_paths": ["calculators", "plan_data", "units"],
        "only_mutate": files,
        "also_copy": [*FOLDERS, *(file.name for file in ROOT.glob("*.py")), "Makefile"],
        "pytest_add_cli_args_test_selection": NEAR_ALL.split(),
        "pytest_add_cli_args": ["-p", "no:xdist", "-p", "no:cacheprovider", BRIEF],
        # Minutes, of which mutmut's own are a second for what is short, and a quarter of an hour
        # and more for what has no end.
        "timeout_constant": 60,
        "timeout_multiplier": 4,
    }
    lines = (f"{key} = {json.dumps(value)}" for key, value in keys.items())
    return "\n[tool.mutmut]\n" + "\n".join(lines) + "\n"


def _mutmut(tree: Path, *asked: str) -> str:
    command = [sys.executable, "-m", "mutmut", *asked]
    ran = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


def _states(tree: Path) -> dict[str, int | None]:
    """Return how the tests of each mutant ended."""
    found: dict[str, int | None] = {}
    for file in (tree / "mutants").rglob("*.meta"):
        found |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


PARTS: dict[str, Callable[[Path, random.Random, float, list[str]], Iterator[Mutant]]] = {
    "named": named,
    "figures": figures,
    "code": code,
}


def main() -> None:
    """Run the parts that are named, or all; print each survivor and how many were noticed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--share", type=float, default=1.0, help="of the numbers and mutants")
    asked.add_argument(
        "--of", nargs="*", default=[], help="only files whose path holds one of these"
    )
    given = asked.parse_args()
    print(f"Seed {given.seed}", flush=True)
    for name in given.parts or PARTS:
        draw = random.Random(f"{given.seed} {name}")
        seen = killed = 0
        with tempfile.TemporaryDirectory() as folder:
            for mutant in PARTS[name](copied(Path(folder)), draw, given.share, given.of):
                seen += 1
                killed += mutant.noticed
                if not mutant.noticed:
                    print(f"{name}: LIVES {mutant.what}", flush=True)
                if seen % 20 == 0:
                    print(f"{name}: {killed} of {seen} so far", file=sys.stderr, flush=True)
        print(f"{name}: {killed} of {seen} noticed", flush=True)


if __name__ == "__main__":
    main()
