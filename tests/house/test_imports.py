"""The way through the house runs one way, and each floor leaves out what it must not know."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What stands in front of the framework: each by itself.
LAYERS = {"ahead", "at_hand", "guard", "together"}

# Each part, and the parts of the project that it may import beside itself.
MAY_IMPORT: dict[str, set[str]] = {
    "units": set(),
    "plan_data": {"units"},
    "calculators": {"units", "plan_data"},
    "exchange": {"units", "plan_data", "calculators"},
    "views": {"units", "plan_data", "calculators", "exchange"},
    "cli": {"units", "plan_data", "calculators", "exchange"},
    "every_page": {"units", "plan_data", "calculators", "exchange", "views"},
    **{layer: set() for layer in sorted(LAYERS)},
    "app": {"units", "plan_data", "calculators", "exchange", "views", *LAYERS},
}
FILES = {
    part: sorted((ROOT / part).glob("**/*.py")) or [ROOT / f"{part}.py"] for part in MAY_IMPORT
}
MODULES = [
    pytest.param(part, file, id=str(file.relative_to(ROOT)))
    for part, files in FILES.items()
    for file in files
]
PURE = [param for param in MODULES if param.values[0] == "calculators"]
WITHOUT_PAGES = [
    param for param in MODULES if param.values[0] not in {"views", "every_page", *LAYERS, "app"}
]
# The verdicts on many orders take and return a table, and the file that they stand in is read by
# the piece. Nobody else's command waits for pandas to load: these are imported where they are used.
WITH_TABLES = {"verdicts.py", "orders_file.py"}


# The floors inside `calculators/`, from the ground up: a room may look at the floors below its own.
# Containers and checks stand side by side, and so do orders and the course.
FLOORS = (
    {"working"},
    {"patient"},
    {"typed"},
    {"dispensing", "checks"},
    {"treatments"},
    {"orders", "course"},
    {"requests"},
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> set[str]:
    """Return every module that a file imports anywhere, for type checking too, by full name."""
    names: set[str] = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            assert node.module is not None
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def packages(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(file)}


def at_run_time(file: Path) -> set[str]:
    """Return the packages that a file imports when it runs; those for types only are left out."""
    tree = tree_of(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in found for alias in node.names if isinstance(node, ast.Import)}
    names |= {node.module or "" for node in found if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def test_every_python_file_of_the_program_has_its_floor() -> None:
    """A new file beside the known parts has to be given a place in the order."""
    top = {file.stem for file in ROOT.glob("*.py")} | {
        file.parent.name for file in ROOT.glob("*/__init__.py")
    }
    assert top - {"bench"} == set(MAY_IMPORT)


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_imports_run_one_way(part: str, file: Path) -> None:
    of_the_house = packages(file) & MAY_IMPORT.keys()
    assert of_the_house - {part} <= MAY_IMPORT[part]


def room_of(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize(("part", "file"), PURE)
def test_imports_inside_the_calculators_run_downwards(part: str, file: Path) -> None:
    inside = file.relative_to(ROOT / part).with_suffix("").parts
    if inside == ("__init__",):
        assert not imported(file)
        return
    own = FLOOR_OF[inside[0]]
    rooms = {room_of(name) for name in imported(file) if name.startswith("calculators.")}
    assert {room for room in rooms - {inside[0]} if FLOOR_OF[room] >= own} == set()


def test_every_room_of_the_calculators_has_its_floor() -> None:
    rooms = {file.stem for file in (ROOT / "calculators").iterdir() if file.suffix != ".pyc"}
    assert rooms - {"__init__", "__pycache__"} == set(FLOOR_OF)


@pytest.mark.parametrize(("part", "file"), WITHOUT_PAGES)
def test_streamlit_and_pandas_are_known_to_the_pages_only(part: str, file: Path) -> None:
    tables = {"pandas"} if part == "exchange" and file.name in WITH_TABLES else set()
    assert not at_run_time(file) & ({"streamlit", "pandas", "numpy"} - tables)


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_the_program_asks_nothing_of_a_network(part: str, file: Path) -> None:
    network = {"socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib"}
    assert not packages(file) & network


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_there_is_one_registry_of_units(part: str, file: Path) -> None:
    makes_one = "UnitRegistry(" in file.read_text(encoding="utf-8")
    is_the_registry = file == ROOT / "units/registry.py"
    assert makes_one is is_the_registry
    assert ("pint" in packages(file)) is is_the_registry


@pytest.mark.parametrize(("part", "file"), PURE)
def test_a_calculator_reads_no_file_and_knows_no_terminal(part: str, file: Path) -> None:
    outside = {
        "os",
        "io",
        "pathlib",
        "tomllib",
        "json",
        "csv",
        "sys",
        "shutil",
        "tempfile",
        "click",
    }
    assert not packages(file) & (outside | {"time", "random", "logging", "subprocess", "pydantic"})
    called = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]
    names = {node.func.id for node in called if isinstance(node.func, ast.Name)}
    assert not names & {"open", "print", "input", "eval", "exec", "__import__"}


@pytest.mark.parametrize(("part", "file"), PURE)
def test_a_calculator_reads_no_clock(part: str, file: Path) -> None:
    attributes = {
        node.func.attr
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not attributes & {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}
    assert not imported(file) & {"datetime.datetime", "time"}
