"""A comma in a measure is asked about at its field, and never read unasked."""

from __future__ import annotations

import pytest
from pages import metrics, opened, shown_text

from views.parts.commas import meanings_of_comma


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("80,5", ("80.5",), id="one digit behind it"),
        pytest.param("80,5 kg", ("80.5 kg",), id="with its unit"),
        pytest.param("0,25 g/kg", ("0.25 g/kg",), id="below one"),
        pytest.param("1,500", ("1.500", "1500"), id="three digits may be thousands"),
        pytest.param("0,500", ("0.500",), id="no thousands begin with nought"),
        pytest.param("1500,500", ("1500.500",), id="four digits before it"),
        pytest.param("80.5", (), id="a point"),
        pytest.param("1,500.5", (), id="both marks"),
        pytest.param("1,500,000", (), id="two commas"),
        pytest.param("80,", (), id="nothing behind it"),
        pytest.param("a, b", (), id="no digits"),
    ],
)
def test_what_a_comma_may_mean(text: str, meant: tuple[str, ...]) -> None:
    assert meanings_of_comma(text) == meant


@pytest.mark.parametrize(
    ("page", "key", "state"),
    [
        pytest.param("induction", "weight", {}, id="weight"),
        pytest.param("induction", "height", {"weight": "80"}, id="height"),
        pytest.param("induction", "age", {"weight": "80"}, id="age"),
        pytest.param("maintenance", "dose", {"weight": "80"}, id="dose"),
        pytest.param("maintenance", "every", {"weight": "80"}, id="interval"),
        pytest.param("scig", "ivig_dose", {"weight": "80"}, id="IVIg"),
        pytest.param("cyclophosphamide", "bsa_cap", {"weight": "80", "height": "180"}, id="cap"),
        pytest.param("one_order", "order_scig", {"weight": "80"}, id="order"),
        pytest.param("one_order", "tolerance", {"weight": "80"}, id="tolerance"),
        pytest.param("monitoring", "grip", {}, id="grip"),
    ],
)
def test_a_decimal_comma_is_asked_about_and_taken_at_a_click(
    page: str, key: str, state: dict[str, str]
) -> None:
    app = opened(page, **state, **{key: "2,5"})
    button = app.button(key=f"comma_0_{key}")
    assert button.label.replace("\\", "") == "2,5: is this 2.5?"
    button.click().run()
    assert not app.exception
    assert app.text_input(key=key).value == "2.5"
    assert not [each for each in app.button if each.key == f"comma_0_{key}"]


def test_the_dose_waits_until_it_is_said_what_the_comma_means() -> None:
    app = opened("induction", weight="80,5")
    assert not metrics(app)
    assert "has a comma" in shown_text(app)
    app.button(key="comma_0_weight").click().run()
    # 2 g/kg × 80.5 kg
    assert metrics(app)["Course total"] == "161 g"


def test_a_laboratory_value_is_recorded_as_it_was_meant() -> None:
    app = opened("body", weight="80", height="180", age="58", sex="male")
    key = "body:creatinine:typed"
    app.text_input(key=key).set_value("0,9").run()
    app.button(key=f"comma_0_{key}").click().run()
    assert not app.exception
    assert app.session_state["recorded_facts"]["creatinine"]["value"] == "0.9 mg/dL"
