"""The recipes in docs/ are walked: what they tell a newcomer to write is written, and works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import TODAY
from breaking import SHIPPED, copied, refusal_of

from calculators.requests.answer import answer
from plan_data import read_plan

ROOT = Path(__file__).parents[2]


def blocks(recipe: str, language: str) -> list[str]:
    text = (ROOT / "docs" / recipe).read_text(encoding="utf-8")
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", text)


@pytest.fixture(name="folder")
def copy_with_the_rule(tmp_path: Path) -> Path:
    fact, rule = blocks("add-a-rule.md", "toml")
    folder = copied(tmp_path)
    facts = folder / "facts.toml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("[conditions]\n", f"[conditions]\n{fact}"), encoding="utf-8")
    with (folder / "plans/mmn/rituximab.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{rule}")
    return folder


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        pytest.param({"green_hair": "yes"}, "contraindicated", id="yes"),
        pytest.param({"green_hair": "no"}, "clear", id="no"),
        pytest.param({"green_hair": "unknown"}, "unknown", id="answered that it is not known"),
        pytest.param({}, "unknown", id="not answered"),
    ],
)
def test_a_rule_written_by_the_recipe_is_asked_and_decides(
    folder: Path, facts: dict[str, str], outcome: str
) -> None:
    plan = read_plan(folder)
    request = {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm", "facts": facts}
    findings = {
        each.rule: each.outcome.value for each in answer(request, plan, TODAY).checks.findings
    }
    assert findings["green_hair"] == outcome


def test_the_rule_of_the_recipe_is_no_rule_of_the_shipped_plan() -> None:
    assert "green_hair" not in (SHIPPED / "facts.toml").read_text(encoding="utf-8")


def test_the_slip_of_the_recipe_is_refused_in_its_words(folder: Path) -> None:
    file = folder / "plans/mmn/rituximab.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('fact = "green_hair"', 'fact = "gren_hair"'), encoding="utf-8")
    (message,) = blocks("add-a-rule.md", "text")
    assert refusal_of(folder) == message.strip()
