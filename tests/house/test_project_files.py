"""The files that a project is judged by: there, and saying one thing."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from docs.draw_house import PICTURE, floors, looked_at, picture, without_shortcuts

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_picture_of_the_house_is_current() -> None:
    current = PICTURE.read_text(encoding="utf-8") == picture()
    assert current, "the imports have changed: run `python -m docs.draw_house`"


def test_a_line_that_follows_from_others_is_not_drawn() -> None:
    looks: dict[str, set[str]] = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert without_shortcuts(looks) == {"a": {"b"}, "b": {"c"}, "c": set()}
    assert floors(looks) == [["c"], ["b"], ["a"]]


def test_imports_in_a_circle_cannot_be_drawn() -> None:
    with pytest.raises(RecursionError):
        floors({"a": {"b"}, "b": {"a"}})


def test_what_is_drawn_is_what_the_code_imports() -> None:
    looks = looked_at()
    assert looks["units"] == set()
    assert looks["plan_data"] == {"units"}
    assert "calculators.working" in looks["calculators.patient"]


def test_the_screenshot_is_a_picture() -> None:
    assert (ROOT / "docs/induction.png").read_bytes().startswith(b"\x89PNG")


def test_the_licence_is_apache_20() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert PROJECT["license"] == "Apache-2.0"


def test_the_citation_has_the_projects_version_and_licence() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^version: (.*)$", text) == [PROJECT["version"]]
    assert re.findall(r"(?m)^license: (.*)$", text) == [PROJECT["license"]]


def test_the_wheel_holds_the_app_its_data_and_what_keeps_it_to_this_machine(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    with zipfile.ZipFile(wheel) as files:
        inside = set(files.namelist())
        settings = tomllib.loads(files.read(".streamlit/config.toml").decode())
    data = {str(file.relative_to(ROOT)) for file in (ROOT / "plan_data").rglob("*.toml")}
    assert len(data) > 40
    assert {"app.py", "cli.py", "exchange/sheets/verified_sheet.typ", *data} <= inside
    assert settings["server"]["address"] == "localhost"
    assert settings["client"]["showErrorDetails"] == "none"


def test_the_gate_measures_branches_and_has_a_floor_for_program_and_tests() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]["branch"]
    floors = re.findall(r"coverage report --fail-under (\d+)", (ROOT / "Makefile").read_text())
    assert [int(floor) >= 97 for floor in floors] == [True, True]
