"""What `make mutation` changes is there to be changed: each named mutant, and every number."""

from __future__ import annotations

from pathlib import Path

import pytest
from prove_mutants import NEAR, NEAR_ALL, Number, changed, named_mutants, numbers

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutant", [pytest.param(each, id=each["why"]) for each in named_mutants()])
def test_a_named_mutant_has_one_place_and_tests_near_it(mutant: dict[str, str]) -> None:
    assert (ROOT / mutant["file"]).read_text(encoding="utf-8").count(mutant["was"]) == 1
    assert mutant["was"] != mutant["becomes"]
    assert all((ROOT / tests).exists() for tests in mutant["tests"])


def test_every_file_that_is_changed_has_tests_near_it() -> None:
    for folder in ("calculators", "plan_data/schema", "units"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            assert file.name == "__init__.py" or any(name.startswith(each) for each in NEAR), name
    assert all(
        (ROOT / each).exists() for near in (*NEAR.values(), NEAR_ALL) for each in near.split()
    )


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        pytest.param("value = 2", "value = 3", id="a whole number"),
        pytest.param("value = 0.40", "value = 0.41", id="in its last place"),
        pytest.param("values = [-1]", "values = [0]", id="below nought, in a list"),
        pytest.param(
            'a = { value = 9, unit = "g/1.73" }',
            'a = { value = 10, unit = "g/1.73" }',
            id="beside text",
        ),
    ],
)
def test_a_number_is_changed_by_one_in_its_last_place(text: str, becomes: str) -> None:
    begins = next(place for place, sign in enumerate(text) if sign in "-0123456789")
    ends = begins + next(
        place for place, sign in enumerate(f"{text[begins:]} ") if sign not in "-.0123456789"
    )
    assert changed(text, Number("", begins, ends)) == becomes


def test_numbers_of_the_plan_and_of_products_are_changed_and_no_dates() -> None:
    found = {
        (Path(each.file).name, (ROOT / each.file).read_text("utf-8")[each.begins : each.ends])
        for each in numbers()
    }
    assert {("ivig_induction.toml", "0.4"), ("privigen.toml", "40"), ("scig.toml", "1.20")} <= found
    assert not [text for _, text in found if text.startswith("2026")]
