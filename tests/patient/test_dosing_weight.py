"""The weight to dose by, its exceptions, and what each choice would change."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import by_hand
import pytest
from asking import answered, refusal_of, result_of
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import AGES, HEIGHTS, SEXES, WEIGHTS, Typed

import units

CHOICES = st.sampled_from(["actual", "ideal", "adjusted"])
ANSWERS = st.sampled_from(["yes", "no", "unknown"])


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES, age=AGES, pregnant=ANSWERS, choice=CHOICES)
def test_the_dosing_weight_agrees_with_the_second_implementation(  # noqa: PLR0917  (the policy looks at six things)
    weight: Typed, height: Typed, sex: str, age: Typed, pregnant: str, choice: str
) -> None:
    asked = {
        "weight": weight.text,
        "height": height.text,
        "sex": sex,
        "age": age.text,
        "facts": {"pregnancy": pregnant},
        "dosing_weight": choice,
        "days": 5,
    }
    if choice != "actual" and height.value < by_hand.DEVINE_FLOOR:
        refused = refusal_of("induction", **asked)
        assert refused.field == "dosing_weight"
        assert "use the actual weight" in refused.message
        return
    expected = by_hand.dosing_weight(choice, weight.value, sex, height.value, age.value, pregnant)
    total = result_of("induction", **asked)["total"]
    assert total == {"value": by_hand.as_written(2 * expected), "unit": "g"}


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES, choice=CHOICES)
def test_every_dose_by_weight_takes_the_chosen_weight(
    weight: Typed, height: Typed, sex: str, choice: str
) -> None:
    asked = {
        "weight": weight.text,
        "height": height.text,
        "sex": sex,
        "age": "60 years",
        "dosing_weight": choice,
    }
    if choice != "actual" and height.value < by_hand.DEVINE_FLOOR:
        return
    kilograms = by_hand.dosing_weight(
        choice, weight.value, sex, height.value, Fraction(60), "unknown"
    )
    doses = {
        "induction": result_of("induction", **asked, days=5)["total"]["value"],
        "maintenance": result_of("maintenance", **asked, dose="2 g/kg", every="4 weeks")[
            "per_infusion"
        ]["value"],
        "cyclophosphamide": result_of("cyclophosphamide", **asked, route="po")["daily_high"][
            "value"
        ],
    }
    assert set(doses.values()) == {by_hand.as_written(2 * kilograms)}


MAN = {"weight": "110 kg", "height": "175 cm", "sex": "male", "age": "60 years"}
WOMAN = MAN | {"sex": "female"}
NOT_PREGNANT = {"facts": {"pregnancy": "no"}}

# 2 g/kg of 110 kg is 220 g; of the adjusted 86.27874015748031496062992126 kg it is 172.557… g.
ACTUAL = "220"
ADJUSTED = "172.5574803149606299212598425"
# A woman's ideal weight is 45.5 + 2.3 × 8.8976… = 65.9646 kg, her adjusted one 83.5787… kg.
ADJUSTED_WOMAN = "167.1574803149606299212598425"


@pytest.mark.parametrize(
    ("patient", "total"),
    [
        pytest.param(MAN, ADJUSTED, id="the adjusted weight of a man"),
        pytest.param(WOMAN | NOT_PREGNANT, ADJUSTED_WOMAN, id="the adjusted weight of a woman"),
        pytest.param(MAN | {"age": "17.99 years"}, ACTUAL, id="just under 18 keeps the actual"),
        pytest.param(MAN | {"age": "18 years"}, ADJUSTED, id="18 takes the adjusted"),
        pytest.param(MAN | {"age": "18.01 years"}, ADJUSTED, id="over 18 takes the adjusted"),
        pytest.param(
            WOMAN | {"facts": {"pregnancy": "yes"}}, ACTUAL, id="pregnancy keeps the actual"
        ),
        pytest.param(
            WOMAN | {"facts": {"pregnancy_possible": "yes"}},
            ADJUSTED_WOMAN,
            id="a pregnancy that is possible takes the adjusted, and is asked about",
        ),
        # At 175 cm a man's ideal weight is 70.4645… kg; below it the adjusted weight is the larger.
        pytest.param(
            MAN | {"weight": "70.46 kg"}, "140.92", id="below the adjusted, actual is kept"
        ),
        pytest.param(
            MAN | {"weight": "70.47 kg"},
            # 70.46456… + 0.4 × (70.47 − 70.46456…) = 70.46674…
            "140.9334803149606299212598425",
            id="above the adjusted, adjusted is taken",
        ),
    ],
)
def test_the_adjusted_weight_and_its_exceptions(patient: dict[str, Any], total: str) -> None:
    result = result_of("induction", **patient, days=5, dosing_weight="adjusted")
    assert result["total"]["value"] == total


@pytest.mark.parametrize(
    "choice", [pytest.param("ideal", id="ideal"), pytest.param("adjusted", id="adjusted")]
)
@pytest.mark.parametrize(
    ("patient", "field"),
    [
        pytest.param({"weight": "110 kg", "sex": "male"}, "height", id="no height"),
        pytest.param({"weight": "110 kg", "height": "175 cm"}, "sex", id="no sex"),
        pytest.param({"height": "175 cm", "sex": "male"}, "weight", id="no weight"),
        pytest.param(
            {"weight": "60 kg", "height": "152.39 cm", "sex": "male"},
            "dosing_weight",
            id="a height just under 152.4 cm",
        ),
    ],
)
def test_another_weight_needs_height_and_sex(
    choice: str, patient: dict[str, str], field: str
) -> None:
    refused = refusal_of("induction", **patient, days=5, dosing_weight=choice)
    assert refused.field == field


@given(weight=WEIGHTS, height=HEIGHTS, sex=SEXES)
def test_the_alternatives_stand_beside_the_dose_with_their_difference_in_grams(
    weight: Typed, height: Typed, sex: str
) -> None:
    asked = {"weight": weight.text, "height": height.text, "sex": sex, "age": "60 years"}
    alternatives = answered("induction", **asked, days=5).result.alternatives()
    assert [other.choice for other in alternatives] == ["actual", "ideal", "adjusted"]
    for other in alternatives:
        if other.choice != "actual" and height.value < by_hand.DEVINE_FLOOR:
            assert other.values == {}
            assert "152.4 cm" in other.reason
            continue
        kilograms = by_hand.dosing_weight(
            other.choice, weight.value, sex, height.value, Fraction(60), "unknown"
        )
        difference = 2 * (kilograms - weight.value)
        found = other.values["difference"]
        assert units.unit_of(found).ucum == "g"
        assert by_hand.as_written(Fraction(found.magnitude)) == by_hand.as_written(difference)
        assert by_hand.as_written(Fraction(other.values["total"].magnitude)) == by_hand.as_written(
            2 * kilograms
        )


def test_without_height_and_sex_the_alternatives_say_what_they_need() -> None:
    actual, ideal, adjusted = answered("induction", weight="80 kg", days=5).result.alternatives()
    assert actual.values
    assert "height" in ideal.reason
    assert "height" in adjusted.reason
