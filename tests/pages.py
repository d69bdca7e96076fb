"""Ways of opening a page without a browser and reading it, for the tests of pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

_FIGURE = re.compile(r"<dt>(.*?)</dt><dd>(.*?)</dd>")
VIEWS = Path(__file__).parents[1] / "views"


def imports(*modules: str) -> str:
    """Return the lines that import pages and their parts, whichever room they stand in."""
    rooms = (next(VIEWS.glob(f"*/{module}.py")).parent.name for module in modules)
    lines = (
        f"from views.{room} import {module}" for room, module in zip(rooms, modules, strict=True)
    )
    return "\n".join(lines)


def page_script(page: str) -> str:
    """Return the script of an app that has this one page, under banner and patient panel."""
    return f"""
from plan_data import load_plan
{imports(page, "frame", "panel", "redraw")}

redraw.begin()
in_use = load_plan()
frame.draft_banner(in_use)
panel.patient_panel(in_use)
{page}.page()
redraw.end()
"""


# What a page folds away, opened: who reads a page without a browser reads all of it.
FOLDS = (
    "closed_days",
    "regimens_all",
    "strength_all",
)
BY_NAME = (
    "by_day_all_days_of_checks",
    "by_day_all_doses",
    "clear_findings",
    "containers",
    "exposure",
    "labels_risks",
    "on_record",
    "rate",
    "recorded_otherwise",
    "regimens",
    "surfaces",
    "unknown_findings",
    "values_beside",
    "watched",
    "ways",
    "weights",
    "working",
)


def opened(page: str, **state: Any) -> AppTest:
    """Open a page, and all that it folds away; a fault on the page fails the test."""
    return run_script(page_script(page), **unfolded(), **state)


def unfolded() -> dict[str, Any]:
    """Return the state of a session in which nothing is folded away."""
    return {**dict.fromkeys(FOLDS, True), "opened_folds": list(BY_NAME)}


def run_script(script: str, **state: Any) -> AppTest:
    """Run the script of an app with something entered before."""
    app = AppTest.from_string(script, default_timeout=30)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def metrics(app: AppTest) -> dict[str, str]:
    """Return the large figures of a page by their label."""
    markup = [str(getattr(each, "value", "")) for each in app.get("html")]
    figures = "".join(each for each in markup if each.startswith('<dl class="figures'))
    return {unescape(label): unescape(figure) for label, figure in _FIGURE.findall(figures)}


def shown_text(app: AppTest) -> str:
    """Return everything that is written on the page, without the marks that escape Markdown."""
    markup = [part for part in app.get("html") if "<style>" not in str(getattr(part, "value", ""))]
    parts = [*app.markdown, *app.info, *app.error, *app.warning, *app.caption, *markup]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")
