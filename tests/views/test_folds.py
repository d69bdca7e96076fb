"""What is opened by its name stays open while that name is there, and comes back with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pages import page_script, run_script, shown_text

from calculators.checks.questions import Group

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NAMES = "names_of_folds"
WORKING = "Working: each number with its arithmetic and its source"
STYLE = Path(__file__).parents[2] / "views/parts/style.css"


def induction() -> AppTest:
    return run_script(page_script("induction"), weight="80")


def named(app: AppTest) -> list[str]:
    return [*app.button_group(key=NAMES).options]


def test_each_is_opened_and_closed_by_its_name() -> None:
    app = induction()
    assert WORKING not in shown_text(app)
    app.button_group(key=NAMES).set_value(["working"]).run()
    assert WORKING in shown_text(app)
    assert "2 g/kg × 80 kg = 160 g" in shown_text(app)
    app.button_group(key=NAMES).set_value([]).run()
    assert WORKING not in shown_text(app)


def test_what_is_open_of_a_product_comes_back_with_the_product() -> None:
    app = induction()
    assert "Containers" not in named(app)
    product = app.selectbox(key="product_immunoglobulin_iv")
    product.set_value("privigen").run()
    assert "Containers" in named(app)
    app.button_group(key=NAMES).set_value(["working", "containers"]).run()
    assert "Containers of Privigen" in shown_text(app)
    app.selectbox(key="product_immunoglobulin_iv").set_value(None).run()
    assert "Containers of" not in shown_text(app)
    assert WORKING in shown_text(app)
    app.selectbox(key="product_immunoglobulin_iv").set_value("privigen").run()
    assert "Containers of Privigen" in shown_text(app)


def test_the_style_makes_a_grid_of_every_kind_of_rows() -> None:
    """The keys are written twice, since a selector that looks into a class would be slow."""
    style = STYLE.read_text(encoding="utf-8")
    kinds = [*(group.name.lower() for group in Group), "labels_risks", "values_beside", "lists"]
    [grid] = [line for line in style.splitlines() if line.startswith(":is(.st-key-rows_")]
    for kind in kinds:
        assert f".st-key-rows_{kind}" in grid
