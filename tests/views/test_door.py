"""The app is ready before its first visitor, and holds nothing of any patient until then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any

from breaking import copied, edit
from pages import metrics
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

from plan_data import load

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]

# In a process of its own, because the tests beside it have loaded everything already.
_FIRST_VISIT = """
import json, sys
import app
app.get_ready()
from plan_data.load import _read_once
from streamlit.testing.v1 import AppTest
read, before = _read_once.cache_info().misses, set(sys.modules)
page = AppTest.from_file("every_page.py", default_timeout=60).run()
page.text_input(key="weight").set_value("80").run()
ours = ("units", "plan_data", "calculators", "exchange", "views", "pandas", "numpy", "pint")
print(json.dumps({
    "read": read,
    "read again": _read_once.cache_info().misses - read,
    "loaded": sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ours),
    "of tables": sorted({"altair", "dask", "numpy", "pandas", "pyarrow"} & set(sys.modules)),
    "weight": page.text_input(key="weight").value,
    "title": page.title[0].value,
    "shown": "<dd>160 g</dd>" in "".join(each.value for each in page.get("html")),
}))
"""


def test_streamlit_run_finds_the_door() -> None:
    assert discover_asgi_app(ROOT / "app.py").import_string == "app:app"


def test_the_first_visitor_waits_for_nothing_that_could_be_loaded_before() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _FIRST_VISIT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1]) == {
        "read": 1,
        "read again": 0,
        "loaded": [],
        "of tables": [],
        "weight": "80",
        "title": "Induction",
        "shown": True,
    }


def test_the_plan_is_read_once_though_many_ask_for_it_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped = load.load_plan()
    together, read = Barrier(8), []

    def counted(folder: Path) -> Any:
        read.append(folder)
        Event().wait(0.05)  # as long as it takes for the others to ask
        return shipped

    def ask() -> None:
        together.wait()
        load.load_plan()

    monkeypatch.setattr(load, "read_plan", counted)
    monkeypatch.setattr(load, "_read_once", lru_cache(load._read_once.__wrapped__))
    visitors = [Thread(target=ask) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert read == [load.HERE]


def test_data_that_cannot_be_read_is_said_to_the_visitor_with_file_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tmp_path)
    edit(folder, "plans/mmn/identity.toml", 'id = "mmn"', 'id = "other"')
    monkeypatch.setenv("DOSE_PLAN", str(folder))
    page = AppTest.from_file(ROOT / "every_page.py", default_timeout=60).run()
    assert not page.exception
    assert [each.value for each in page.error] == ["Nothing can be calculated."]
    [said] = page.text
    assert said.value == (
        f"The plan's data in {folder} cannot be used: "
        "plans/mmn/identity.toml: id: 'other' is not the name of the folder"
    )
    assert not metrics(page)


_WATCHES = """
import app
from streamlit.watcher import path_watcher
print(path_watcher.get_default_path_watcher_class() is path_watcher.NoOpPathWatcher)
"""


def test_no_visitor_waits_for_files_to_be_watched() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _WATCHES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == "True", ran.stderr


_THE_REST = """
import sys
import app
app.get_ready()
before = set(sys.modules)
app.load_the_rest()
print(*sorted({"altair", "numpy", "pandas"} & set(sys.modules) - before))
"""


def test_what_tables_and_pictures_are_drawn_with_is_loaded_afterwards() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _THE_REST], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["altair", "numpy", "pandas"], ran.stderr
