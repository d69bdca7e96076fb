"""What stands beside the code: the changelog, the settings, the lock files, the test policy."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
LOCKS = [pytest.param(file, id=file.name) for file in sorted(ROOT.glob("requirements*.lock"))]
NOT_OURS = {".venv", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def test_the_changelog_begins_with_the_doses_that_changed() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*)$", changelog, flags=re.MULTILINE)
    assert sections[0] == "Doses that changed"


def test_the_program_is_installed_under_its_name() -> None:
    assert tomllib.loads(PYPROJECT)["project"]["scripts"] == {"mmn-dose": "cli:main"}


def test_every_lint_that_is_ignored_has_its_reason() -> None:
    """In `ignore` and in each list of `per-file-ignores`, one reason a line."""
    ignored = [
        line.strip()
        for line in PYPROJECT.partition("[tool.ruff.lint]")[2]
        .partition("[tool.ruff.lint.pydocstyle]")[0]
        .splitlines()
        if re.search(r'"[A-Z]+[0-9]*"', line) and "select" not in line
    ]
    assert ignored
    assert [line for line in ignored if not re.search(r"# \S", line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_by_version_and_hash_and_names_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    requirements = [
        entry for entry in re.split(r"\n(?=[A-Za-z0-9])", text) if not entry.startswith("#")
    ]
    assert requirements
    for entry in requirements:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_there_are_lock_files_for_the_app_and_for_the_tests() -> None:
    assert {param.id for param in LOCKS} == {"requirements.lock", "requirements-dev.lock"}


def test_no_file_names_the_folder_in_which_it_was_written() -> None:
    """Nothing depends on where the project stands, nor on a folder beside it."""
    beside = ".." + "/shared"
    for file in ROOT.rglob("*"):
        if NOT_OURS & set(file.relative_to(ROOT).parts) or not file.is_file():
            continue
        if file.name.startswith(".coverage"):  # what coverage measured, of whichever run
            continue
        if file.suffix in {".py", ".toml", ".md", ".lock", ".txt", ""}:
            text = file.read_text(encoding="utf-8", errors="replace")
            assert str(ROOT) not in text, file
            assert beside not in text, file


def test_every_folder_of_tests_is_defined_in_a_line() -> None:
    policy = (TESTS / "README.md").read_text(encoding="utf-8")
    defined = set(re.findall(r"^\| `([a-z_]+)/` \| \S.* \|$", policy, flags=re.MULTILINE))
    folders = {
        folder.name
        for folder in TESTS.iterdir()
        if folder.is_dir() and any(folder.glob("test_*.py"))
    }
    assert defined == folders


def test_no_two_files_of_tests_have_one_name() -> None:
    """The folders are no packages, so that a name stands for one file only."""
    names = [file.name for file in TESTS.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
