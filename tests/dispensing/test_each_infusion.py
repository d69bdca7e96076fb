"""Each infusion of a result, as the bedside, the papers and the one line read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asking import answered

from calculators.dispensing.infusion import infusions_of

if TYPE_CHECKING:
    from calculators.dispensing.rounding import Container


def of(containers: tuple[Container, ...]) -> list[tuple[int, int]]:
    return [(int(each.size.magnitude), each.count) for each in containers]


def test_a_course_has_an_infusion_a_day() -> None:
    """80 kg over 5 days in vials of 5, 10 and 20 g: 30 g three times, then 35 g twice."""
    course = answered(
        "induction", weight="80 kg", days=5, product="flebogamma_dif_10", round="nearest"
    )
    days = infusions_of(course.result)
    assert [each.day for each in days] == [1, 2, 3, 4, 5]
    assert [each.dose.magnitude for each in days] == [30, 30, 30, 35, 35]
    # A tenth of a gram in a mL.
    assert [each.volume.magnitude for each in days if each.volume] == [300, 300, 300, 350, 350]
    assert of(days[0].containers) == [(20, 1), (10, 1)]
    assert of(days[4].containers) == [(20, 1), (10, 1), (5, 1)]
    assert all(each.minutes and each.ladder and each.finish is None for each in days)


@pytest.mark.parametrize("start", [None, "09:00"])
def test_one_infusion_is_the_one_day_with_what_is_left_over(start: str | None) -> None:
    """72 g of Privigen from vials of 5, 10, 20 and 40 g: 75 g are opened, 3 g or 30 mL are left."""
    asked = {"weight": "72 kg", "dose": "1 g/kg", "every": "3 weeks", "product": "privigen"}
    result = answered("maintenance", **asked, start=start).result
    (only,) = infusions_of(result)
    assert only.day == 1
    assert only.dose.magnitude == 72
    assert only.volume is not None
    assert only.volume.magnitude == 720
    assert of(only.containers) == [(40, 1), (20, 1), (10, 1), (5, 1)]
    assert only.waste.magnitude == 3
    assert only.waste_volume is not None
    assert only.waste_volume.magnitude == 30
    assert only.minutes is not None
    assert only.minutes.magnitude > 0
    assert only.ladder
    # The last step ends with the infusion.
    assert only.ladder[-1].ends == only.minutes
    assert (only.finish is None) is (start is None)


def test_a_week_under_the_skin_is_one_without_a_ladder() -> None:
    """80 g every 4 weeks are 24 g a week: two vials of 10 g and one of 4 g of Hizentra, 120 mL."""
    week = answered("scig", ivig_dose="80 g", every="4 weeks", product="hizentra", start="09:00")
    (only,) = infusions_of(week.result)
    assert only.day == 1
    assert only.dose.magnitude == 24
    assert only.volume is not None
    assert only.volume.magnitude == 120
    assert of(only.containers) == [(10, 2), (4, 1)]
    assert (only.minutes, only.finish, only.ladder) == (None, None, None)
