"""A maintenance infusion that is dealt out over days, as induction is."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, refusal_of, result_of

USUAL = {"weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}


@pytest.mark.parametrize(
    ("dose", "days", "grams", "per_kg"),
    [
        pytest.param("1 g/kg", 2, "40", "0.5", id="Panzyga's lower split: 0.5 g/kg a day"),
        pytest.param("2 g/kg", 2, "80", "1", id="Panzyga's upper split: 1 g/kg a day"),
        pytest.param("1 g/kg", 4, "20", "0.25", id="Gammagard's longest: 80 g over 4 days"),
        pytest.param("2 g/kg", 5, "32", "0.4", id="Privigen's and Flebogamma's longest"),
    ],
)
def test_a_day_gets_its_share_in_grams_and_in_grams_a_kg(
    dose: str, days: int, grams: str, per_kg: str
) -> None:
    found = result_of("maintenance", **USUAL | {"dose": dose}, days=days)
    assert found["days"] == days
    assert found["per_day"] == {"value": grams, "unit": "g"}
    assert found["per_day_per_kg"] == {"value": per_kg, "unit": "g/kg"}


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, "3"])
def test_the_days_do_not_change_the_infusion_and_its_exposure(days: int | str) -> None:
    whole = result_of("maintenance", **USUAL)
    split = result_of("maintenance", **USUAL, days=days)
    assert {name: split[name] for name in whole} == whole
    assert ("per_day" in split) is (str(days) != "1")


def test_containers_and_millilitres_are_those_of_each_day() -> None:
    """80 g over 2 days: 40 g a day, at 10 % 400 mL."""
    found = result_of("maintenance", **USUAL, days=2, product="privigen")
    assert [(day["day"], day["dose"], day["volume"]) for day in found["daily"]] == [
        (1, {"value": "40", "unit": "g"}, {"value": "400", "unit": "mL"}),
        (2, {"value": "40", "unit": "g"}, {"value": "400", "unit": "mL"}),
    ]


def test_a_day_stands_beside_the_largest_that_a_label_splits_to() -> None:
    """3 g/kg over 2 days are 1.5 g/kg a day; Panzyga's label has 1 g/kg a day at most."""
    for dose, says in (("3 g/kg", "; above 1 g/kg"), ("2 g/kg", "; not above 1 g/kg")):
        answer = answer_to("maintenance", **USUAL | {"dose": dose}, days=2)
        [line] = [step for step in answer["working"] if "a day and kg" in step["label"]]
        assert says in line["working"]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        *((days, "an infusion is dealt out over 1 to 5 days (Project policy") for days in (0, 6)),
        ("6", "6 is not one of them"),
        *(
            (days, "a whole number of days that an infusion can be dealt out over: 1, 2, 3, 4, 5.")
            for days in ("two", 1.5, True, "")
        ),
    ],
)
def test_other_days_are_refused_with_the_range(days: Any, says: str) -> None:
    refused = refusal_of("maintenance", **USUAL, days=days)
    assert refused.field == "days"
    assert says in refused.message


def test_days_below_none_are_refused() -> None:
    assert refusal_of("maintenance", **USUAL, days=-1).field == "days"
