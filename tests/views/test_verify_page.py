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
