"""The mistakes that are looked for, as data: each once, and what of it would be refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from asking import PLAN

from plan_data import BrokenPlanError
from plan_data.load import HERE, read_plan
from plan_data.schema.dosing import SubcutaneousDosing

if TYPE_CHECKING:
    from pathlib import Path

# As other programs know them.
NAMES = [
    "no_uplift",
    "double_uplift",
    "factor_1_37",
    "factor_1_30",
    "factor_1_53",
    "divided_by_4_ignoring_interval",
    "calendar_month",
    "monthly_as_weekly",
    "weekly_as_daily",
    "pounds_as_kilograms",
    "pounds_multiplied",
    "height_as_weight",
    "not_multiplied",
    "maximum_not_held",
    "other_pattern",
    "other_protocol",
    "kilograms_and_surface",
    "kilograms_as_pounds",
    "milligrams_for_grams",
    "millilitres_for_grams",
    "ideal_weight",
    "adjusted_weight",
    "total_as_daily",
    "daily_as_total",
    "other_bsa_formula",
    "bsa_capped",
    "decimal_point",
    "wrong_concentration",
    "digits_swapped",
]


def test_every_mistake_stands_once() -> None:
    assert sorted(PLAN.policies.mistakes.places) == sorted(NAMES)
    assert len(set(PLAN.mistake_labels.values())) == len(NAMES)


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        pytest.param("factor_1_30", "1.30", id="1.30"),
        pytest.param("factor_1_37", "1.37", id="1.37"),
        pytest.param("factor_1_53", "1.53", id="1.53"),
    ],
)
def test_a_mistake_of_a_factor_takes_the_factor_in_its_name(name: str, factor: str) -> None:
    [mistake] = [each for each in PLAN.policies.mistakes.known if each.name == name]
    [other] = [
        each
        for each in PLAN.one_of(SubcutaneousDosing).dosing.other_factors
        if each.name == mistake.other_factor
    ]
    assert f"{other.factor.value}" == factor
    assert PLAN.mistake_labels[name] == f"Another factor: {factor}"


def test_the_label_of_one_infusion_divided_names_the_plans_weeks() -> None:
    says = PLAN.mistake_labels["divided_by_4_ignoring_interval"]
    assert says == "One infusion divided by 4, whatever the interval"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            '    { name = "no_uplift", label = "No uplift" },\n',
            "",
            "known must hold every mistake once",
            id="a mistake is missing",
        ),
        pytest.param('name = "no_uplift"', 'name = "nothing"', "Input should be", id="no such one"),
        pytest.param(
            'other_factor = "label_1_37"',
            'other_factor = "label_1_40"',
            "'label_1_40' is nowhere defined",
            id="a factor that is nowhere",
        ),
        pytest.param("[1, 2, 2.5, 5]", "[2, 1]", "each once, in order", id="steps out of order"),
        pytest.param("[1, 2, 2.5, 5]", "[0, 1]", "above zero", id="a step of nothing"),
        pytest.param(
            'values = [0.1, 1], unit = "kg"',
            'values = [0.1, 1], unit = "g"',
            "unit must be 'kg', not 'g'",
            id="weights rounded in grams of drug",
        ),
    ],
)
def test_a_broken_list_of_mistakes_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder = tmp_path / "plan_data"
    shutil.copytree(HERE, folder)
    file = folder / "policies.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenPlanError) as told:
        read_plan(folder)
    assert "policies.toml: mistakes" in str(told.value)
    assert says in str(told.value)


def test_every_concentration_on_record_is_told_by_drug_and_route() -> None:
    strengths = {
        key: [str(strength.normalize()) for strength in found]
        for key, found in PLAN.concentrations.items()
    }
    assert strengths == {
        ("immunoglobulin", "IV"): ["0.05", "0.1"],
        ("immunoglobulin", "SC"): ["0.1", "0.165", "0.2"],
        ("cyclophosphamide", "IV"): ["0.02"],
        ("rituximab", "IV"): ["0.01"],
    }
