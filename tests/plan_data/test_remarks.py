"""What a calculator says of its result and what a rule listens for are one closed set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from breaking import copied, edit, refusal_of, with_the_second_plan

from plan_data import load_plan, read_plan
from plan_data.schema import rules
from plan_data.schema.remarks import WORDS, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GABAPENTIN = "plans/mmn/gabapentin.toml"
MAINTENANCE = "plans/mmn/ivig_maintenance.toml"
COMMON = "plans/mmn/common.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            GABAPENTIN,
            'is = "above"',
            'is = "abov"',
            "rules: target_range: is: 'abov' is nothing that target_range says; it says 'inside', "
            "'below', 'above'",
            id="a word that the remark never has",
        ),
        pytest.param(
            GABAPENTIN,
            'when = { result = "target_range", is = "above" }',
            'when = { all = [{ any = [{ result = "target_range", is = "Above" }] }] }',
            "rules: target_range: is: 'Above'",
            id="a word in another case, inside all and any",
        ),
        pytest.param(
            COMMON,
            'about = "dispensed"',
            'about = "dispensd"',
            "rules: dispensed_dose: about: 'dispensd'",
            id="a rule about a remark that does not exist",
        ),
        pytest.param(
            COMMON,
            'when = { result = "tablets", is = "outside the range" }',
            'when = { result = "tablet", is = "outside the range" }',
            "rules: tablets: result: 'tablet'",
            id="a remark that does not exist",
        ),
        pytest.param(
            MAINTENANCE,
            'when = { result = "plan_pattern", is = "below the band" }',
            'when = { result = "target_range", is = "below" }',
            "rules: plan_pattern: result: 'target_range' is no remark that these results make; "
            "they make 'dosing_weight', 'plan_pattern'",
            id="a remark that another treatment's results make",
        ),
    ],
)
def test_a_rule_that_listens_for_what_is_never_said_stops_the_load(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    """It would load, never hold, and turn a caution into "clear"."""
    folder = copied(tmp_path)
    edit(folder, file, old, new)
    assert refusal_of(folder).startswith(f"{file}: {says}")


def heard(condition: Any) -> Iterator[tuple[str, str]]:
    if isinstance(condition, rules.ResultIs):
        yield condition.result, condition.answer
    for part in getattr(condition, "all", getattr(condition, "any", ())):
        yield from heard(part)


def test_every_word_that_is_no_news_is_one_that_no_rule_needs(tmp_path: Path) -> None:
    """A word that tells of something to weigh has a rule that hears it; the rest are these.

    The shipped plan doses nothing as the second plan's drug by weight; its rule is heard there.
    """
    plans = (load_plan(), read_plan(with_the_second_plan(tmp_path)))
    every = [rule for plan in plans for rule in plan.common.rules]
    every += [rule for plan in plans for each in plan.treatments.values() for rule in each.rules]
    listened = {pair for rule in every for case in rule.cases for pair in heard(case.when)}
    unheard = {(name, word) for name in WORDS for word in WORDS[name]} - listened
    assert unheard == {
        ("dosing_weight", "actual"),
        ("body_surface_cap", "not applied"),
        ("route", "iv"),
        ("plan_pattern", "on a plan pattern"),
        ("ivig_interval", "one of the plan's"),
        ("ivig_exposure", "inside the band"),
        ("ivig_exposure", "weight not recorded, not compared with the band"),
        ("target_range", "inside"),
        ("steps", "as the plan states them"),
        ("step_interval", "not needed"),
        ("step_interval", "the plan's"),
        ("dose_maximum", "below the maximum"),
        ("lowered_maximum", "above"),
        ("dispensed", "as calculated"),
        ("product_indication", "labelled"),
        ("infusion_risk", "not at risk"),
        ("thrombosis_risk", "not at risk"),
        ("room", "below the maximum"),
        ("own_steps", "as the label"),
        ("sites", "fits"),
        ("tablets", "inside the range"),
    }


def test_every_kind_of_dosing_has_its_remarks_declared() -> None:
    for treatment in load_plan().treatments.values():
        own = said_of(treatment.dosing)
        assert set(own) <= set(WORDS)
        assert len(set(own)) == len(own)
