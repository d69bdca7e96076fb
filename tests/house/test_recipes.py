"""The recipes in docs/ are walked: what they tell a newcomer to write is written, and works."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest
from asking import TODAY, run
from breaking import SHIPPED, copied, edit, refusal_of
from pydantic import TypeAdapter

from calculators.requests.answer import answer
from plan_data import read_plan
from plan_data.load import OF_A_PLAN
from plan_data.schema.dosing import AnyDosing

ROOT = Path(__file__).parents[2]


def blocks(recipe: str, language: str) -> list[str]:
    text = (ROOT / "docs" / recipe).read_text(encoding="utf-8")
    indented = re.findall(rf"(?ms)^ *```{language}\n(.*?)^ *```", text)
    return [textwrap.dedent(block) for block in indented]


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


@pytest.fixture(name="begun")
def plan_begun_by_the_recipe(tmp_path: Path) -> Path:
    copy, _ = blocks("add-a-plan.md", "sh")
    copied(tmp_path)
    subprocess.run(["sh", "-ec", copy], cwd=tmp_path, check=True)
    return tmp_path / "my_data"


def test_a_plan_begun_by_the_recipe_answers_under_its_name(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(begun, "plans/mine/identity.toml", 'id = "mmn"', 'id = "mine"')
    monkeypatch.chdir(begun.parent)
    _, ask = blocks("add-a-plan.md", "sh")
    program, *arguments = shlex.split(ask)
    assert program == "mmn-dose"
    status, output, errors = run(*arguments, "--json")
    assert (status, errors) == (0, "")
    answer = json.loads(output)
    assert answer["plan"]["id"] == "mine"
    assert answer["result"]["per_day"] == {"value": "32", "unit": "g"}  # 2 g/kg × 80 kg ÷ 5


def test_the_slip_of_the_plans_recipe_is_refused_in_its_words(begun: Path) -> None:
    (message,) = blocks("add-a-plan.md", "text")
    assert refusal_of(begun) == message.strip()


def test_the_plans_recipe_names_the_files_that_every_plan_has_and_every_kind_of_dosing() -> None:
    text = (ROOT / "docs/add-a-plan.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^ +\| `(\w+)\.toml`", text)) == set(OF_A_PLAN)
    named = text[text.index("`[dosing]` says its `kind`") : text.index("A calculator works with")]
    schema = TypeAdapter(AnyDosing).json_schema()
    assert set(re.findall(r"`(\w+)`", named)) - {"kind"} == set(schema["discriminator"]["mapping"])


# --- a treatment, and a product: each is files of the data alone ----------------------------------


def changed_in(folder: Path) -> set[str]:
    """Return the files of a copy of the data that the shipped data has not, or has otherwise."""
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {
        str(file)
        for file in files
        if not (SHIPPED / file).exists()
        or (SHIPPED / file).read_bytes() != (folder / file).read_bytes()
    }


def add(folder: Path, file: str, block: str, after: str = "") -> None:
    """Put a block of a recipe into a file: after a line of it, or at its end."""
    path = folder / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if after:
        assert text.count(after) == 1
        path.write_text(text.replace(after, f"{after}{block}"), encoding="utf-8")
    else:
        path.write_text(f"{text}\n{block}" if text else block, encoding="utf-8")


def asked_by(recipe: str, folder: Path) -> list[dict[str, Any]]:
    """Return the answers to the commands of a recipe, asked of a copy of the data."""
    (commands,) = blocks(recipe, "sh")
    answers = []
    for line in commands.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "mmn-dose"
        status, output, errors = run(*arguments, "--json", "--plan", str(folder))
        assert (status, errors) == (0, "")
        answers.append(json.loads(output))
    return answers


@pytest.fixture(name="with_drug")
def copy_with_the_drug(tmp_path: Path) -> Path:
    treatment, line, name = blocks("add-a-treatment.md", "toml")
    folder = copied(tmp_path)
    add(folder, "plans/mmn/sampleximab.toml", treatment)
    add(folder, "plans/mmn/identity.toml", line, after='    "eculizumab",\n')
    add(folder, "plans/mmn/order_names.toml", name)
    return folder


def test_a_drug_added_by_the_recipe_is_dosed_verified_and_known(with_drug: Path) -> None:
    dose, order, known = asked_by("add-a-treatment.md", with_drug)
    # 7 mg/kg × 80 kg is 560 mg, to the nearest 50 mg 550 mg.
    assert dose["result"]["per_dose"] == {"value": "550", "unit": "mg"}
    assert "dose_maximum" in {each["rule"] for each in dose["checks"]["findings"]}
    assert order["result"]["verdict"] == "right"
    assert known["result"]["answer"] == "in_plan"


def test_a_drug_touches_as_many_files_as_its_recipe_says(with_drug: Path) -> None:
    assert changed_in(with_drug) == {
        "plans/mmn/sampleximab.toml", "plans/mmn/identity.toml", "plans/mmn/order_names.toml",
    }  # fmt: skip
    text = (ROOT / "docs/add-a-treatment.md").read_text(encoding="utf-8")
    assert "That is three files, none of them Python." in text


def test_the_slip_of_the_treatments_recipe_is_refused_in_its_words(with_drug: Path) -> None:
    edit(
        with_drug,
        "plans/mmn/sampleximab.toml",
        "round_to = { value = 50",
        "round_to = { value = 100",
    )
    (message,) = blocks("add-a-treatment.md", "text")
    assert refusal_of(with_drug) == message.strip()


@pytest.fixture(name="with_product")
def copy_with_the_product(tmp_path: Path) -> Path:
    source, product, line = blocks("add-a-product.md", "toml")
    folder = copied(tmp_path)
    add(folder, "sources.toml", source)
    add(folder, "products/examplig.toml", product)
    add(folder, "policies.toml", line, after='    "privigen",\n')
    return folder


def test_a_product_added_by_the_recipe_is_opened_in_its_containers(with_product: Path) -> None:
    (answer,) = asked_by("add-a-product.md", with_product)
    result = answer["result"]
    # 2 g/kg × 80 kg ÷ 5 is 32 g a day: two vials of 12 g and two of 4 g, 400 mL at 8 %.
    assert result["product"] == "examplig"
    assert {(each["size"]["value"], each["count"]) for each in result["containers"]} == {
        ("12", 2), ("4", 2),
    }  # fmt: skip
    assert result["volume"] == {"value": "400", "unit": "mL"}
    # 1 to 3 mL/kg/h at 80 kg.
    rates = [each["rate"]["value"] for each in result["ladder"]]
    assert (rates[0], rates[-1]) == ("80", "240")


def test_a_product_touches_as_many_files_as_its_recipe_says(with_product: Path) -> None:
    assert changed_in(with_product) == {
        "sources.toml", "products/examplig.toml", "policies.toml",
    }  # fmt: skip
    text = (ROOT / "docs/add-a-product.md").read_text(encoding="utf-8")
    assert "That is three files, none of them Python" in text


def test_the_slip_of_the_products_recipe_is_refused_in_its_words(with_product: Path) -> None:
    edit(
        with_product, "products/examplig.toml",
        'mark = "A", at = "Examplig label · How supplied"',
        'mark = "A†", at = "Examplig label · How supplied"',
    )  # fmt: skip
    (message,) = blocks("add-a-product.md", "text")
    assert refusal_of(with_product) == message.strip()
