"""The page that verifies one order: what its badge says of the dose and of the rest."""

from __future__ import annotations

import pytest
from pages import opened, shown_text


@pytest.mark.parametrize(
    ("order", "every", "says"),
    [
        pytest.param("80 g", "3 weeks", "Within tolerance", id="all of it is right"),
        pytest.param("80 g", "", "Within tolerance", id="the dose is right and nothing else given"),
        pytest.param(
            "80 g",
            "2 weeks",
            "The dose fits, the rest of the order does not",
            id="the dose is right and the frequency is not",
        ),
        pytest.param("60 g", "3 weeks", "Outside tolerance", id="the dose is wrong"),
    ],
)
def test_the_badge_tells_the_dose_from_the_rest_of_the_order(
    order: str, every: str, says: str
) -> None:
    """80 kg at 1 g/kg every 3 weeks is 80 g every 3 weeks."""
    app = opened(
        "one_order",
        weight="80",
        of="maintenance",
        order_maintenance=order,
        order_every_maintenance=every,
    )
    badges = ("Within tolerance", "Outside tolerance", "The dose fits, the rest")
    text = shown_text(app)
    assert [badge for badge in badges if badge in text] == [
        badge for badge in badges if says.startswith(badge)
    ]


def test_an_order_of_a_titrated_drug_is_verified_on_the_page() -> None:
    """900 mg a day in three doses is 300 mg three times a day."""
    state = {"of": "titration", "drug": "gabapentin", "target_gabapentin": "900"}
    app = opened("one_order", **state, order_titration="300 mg three times a day")
    assert "Within tolerance" in shown_text(app)
    app = opened("one_order", **state, order_titration="900 mg three times a day")
    assert "Outside tolerance" in shown_text(app)


def test_an_order_of_a_symptomatic_drug_needs_no_target() -> None:
    state = {"of": "titration", "drug": "gabapentin"}
    app = opened("one_order", **state, order_titration="600 mg three times a day")
    assert "Within tolerance" in shown_text(app)
    assert "inside the plan's range, 900 mg/day to 1800 mg/day" in app.success[-1].value
    assert app.text_input(key="target_gabapentin").label == "Target a day, if known"
    app = opened("one_order", **state, order_titration="1300 mg three times a day")
    assert "Within tolerance" not in shown_text(app)
    assert "above the plan's maximum, 3600 mg" in " ".join(each.value for each in app.warning)


def test_no_dose_is_said_to_fit_where_it_is_the_dose_that_is_not_settled() -> None:
    """2400 mg a day lies above the plan's 900 to 1800 mg and below its maximum: the target decides.

    Of 80 g of Gammagard Liquid at 320 mL/h the dose fits, and the rate waits for the risk.
    """
    says = "what decides is not recorded"
    titrated = {"of": "titration", "drug": "gabapentin"}
    text = shown_text(opened("one_order", **titrated, order_titration="800 mg three times a day"))
    assert f"Not settled; {says}" in text
    assert "The dose fits" not in text
    hung = {
        "weight": "80",
        "of": "maintenance",
        "order_maintenance": "80 g",
        "product_verify_immunoglobulin_IV": "gammagard_liquid",
        "order_rate_maintenance": "320 mL/h",
    }
    assert f"The dose fits; {says}" in shown_text(opened("one_order", **hung))


def test_an_order_of_mycophenolate_is_verified_on_the_page() -> None:
    app = opened("one_order", of="mycophenolate", order_mycophenolate="1000 mg twice a day")
    assert "tolerance" in shown_text(app)
    assert not app.exception


def test_whose_rates_are_meant_is_asked_where_a_label_has_more_than_one() -> None:
    """5.4 mL/kg/h × 80 kg = 432 mL/h is the highest rate in MMN, and 5 × 80 = 400 in PI."""
    state = {
        "weight": "80",
        "of": "induction",
        "order_induction": "32 g/day",
        "product_verify_immunoglobulin_IV": "gammagard_liquid",
    }
    key = "indication_gammagard_liquid"
    app = opened("one_order", **state)
    assert key not in [each.key for each in app.button_group]
    app = opened("one_order", **state, order_rate_induction="432 mL/h")
    of_mmn = shown_text(app)
    app.button_group(key=key).set_value("pi").run()
    assert not app.exception
    assert "MMN" in of_mmn
    assert shown_text(app) != of_mmn


def test_an_order_that_deviates_is_a_paper_with_the_prescribers_reason() -> None:
    app = opened(
        "one_order",
        weight="80",
        of="maintenance",
        order_maintenance="60 g",
        papers_verify=True,
    )
    assert "needs the prescriber's reason" in shown_text(app)
    assert [each.label for each in app.download_button] == []
    app.text_input(key="paper_reason").set_value("Frail: less at first").run()
    assert [each.label for each in app.download_button] == ["Download: order to sign"]
