"""Another form of a drug, listed beside it: the drug twice, or the plan's alternative to it."""

from __future__ import annotations

import pytest
from asking import outcome_of


@pytest.mark.parametrize("where", ["premedication", "concurrent"])
@pytest.mark.parametrize(
    ("drug", "target", "listed", "expected"),
    [
        ("gabapentin", "900 mg/day", "Gralise", ("same_drug_listed", "unknown")),
        ("gabapentin", "3600 mg/day", "Horizant 600 mg", ("same_drug_listed", "caution")),
        ("gabapentin", "900 mg/day", "Lyrica CR", ("not_both", "caution")),
        ("pregabalin", "300 mg/day", "Lyrica CR", ("same_drug_listed", "unknown")),
        ("pregabalin", "300 mg/day", "Gralise", ("not_both", "caution")),
        ("modafinil", "100 mg/day", "Nuvigil", ("same_drug_listed", "unknown")),
        ("gabapentin", "900 mg/day", "Nuvigil", ("same_drug_listed", "clear")),
    ],
)
def test_another_form_of_a_drug_is_no_stranger_to_it(
    where: str, drug: str, target: str, listed: str, expected: tuple[str, str]
) -> None:
    rule, outcome = expected
    asked = {"drug": drug, "target": target, where: [listed]}
    assert outcome_of(rule, "titration", **asked) == outcome


def test_mycophenolic_acid_beside_mycophenolate_is_the_drug_twice() -> None:
    found = outcome_of("same_drug_listed", "mycophenolate", concurrent=["Myfortic 720 mg"])
    assert found == "caution"  # the target alone is the maximum
