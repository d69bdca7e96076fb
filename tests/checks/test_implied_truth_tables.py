"""Every combination of a fact and of all that implies it, for each treatment that the fact decides.

The truth tables of the treatments hold the facts that their own rules ask for; what another record
says of one of those (`by_hand_facts`) is taken in here, from outside the treatment too. Expected is
the plain rule: yes where the fact or anything that implies it is yes, else what was answered.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from asking import answer_to, finding
from by_hand_facts import YES_MEANS_YES
from complete_cases import DECIDES, RECENT, changed

ANSWERS = ("yes", "no", "unknown")
# What a yes comes to: the plan rules the treatment out, but for three where it asks for care.
OF_A_YES = {
    ("gabapentin", "severe_renal_impairment"): "caution",
    ("pregabalin", "severe_renal_impairment"): "caution",
    ("magnesium oxide", "renal_insufficiency"): "caution",
}
# Above 2 g/day a liver that is impaired refuses the dose of acetaminophen altogether.
REQUESTS = {"acetaminophen": {"target": "2 g/day"}}
NOT_ASKED = {("acetaminophen", "hepatic_impairment"), ("mycophenolate", "pregnancy_possible")}
CAUSES = {
    fact: tuple(cause for cause, others in YES_MEANS_YES.items() if fact in others)
    for others in YES_MEANS_YES.values()
    for fact in others
}
IMPLIED = [
    pytest.param(name, fact, id=f"{name}: {fact} by {' and '.join(CAUSES[fact])}")
    for name, facts in DECIDES.items()
    for fact in facts
    if fact in CAUSES and fact != "pregnancy_possible" and (name, fact) not in NOT_ASKED
]


def outcome_of(name: str, rule: str, facts: dict[str, Any]) -> str:
    # Beside a recorded creatinine an answer may be disputed; that has its own tables.
    alone = {"creatinine": None, **facts} if name != "duloxetine" else facts
    request = changed(name, **REQUESTS.get(name, {}), facts=alone)
    found: str = finding(answer_to(request.pop("calculator"), **request), rule)["outcome"]
    return found


@pytest.mark.parametrize(("name", "fact"), IMPLIED)
def test_a_fact_counts_as_the_worst_that_is_recorded_of_it(name: str, fact: str) -> None:
    causes = CAUSES[fact]
    for answers in product(ANSWERS, repeat=1 + len(causes)):
        own, *others = answers
        told = dict(zip((fact, *causes), answers, strict=True))
        counted = "yes" if "yes" in others else own
        expected = {
            "yes": OF_A_YES.get((name, fact), "contraindicated"),
            "no": "clear",
            "unknown": "unknown",
        }[counted]
        assert outcome_of(name, fact, told) == expected, told


# Within three calendar months of 25 November, that very day included; a day before; without a date.
_EVENT = {
    "yes_within": "yes@2026-08-25",
    "yes_before": "yes@2026-08-24",
    "yes_undated": "yes",
    "no": "no",
    "unknown": "unknown",
}


@pytest.mark.parametrize("name", ["induction", "maintenance"])
@pytest.mark.parametrize("infarction", list(_EVENT))
@pytest.mark.parametrize("event", list(_EVENT))
def test_an_infarction_within_the_window_is_an_event_whatever_was_answered_to_that(
    name: str, event: str, infarction: str
) -> None:
    """One without a date cannot be shown to lie outside the window, as an event cannot."""
    bad = ("yes_within", "yes_undated")
    expected = "unknown" if event == "unknown" else "clear"
    if event in bad or infarction in bad:
        expected = "contraindicated"
    told = {
        "thromboembolic_event": _EVENT[event],
        "recent_myocardial_infarction": _EVENT[infarction],
    }
    assert outcome_of(name, "thromboembolic_event", told) == expected


# A value → beyond the limit, and not: 7 mg/dL of IgA, 150 × 10⁹/L of platelets, and a clearance of
# 30 mL/min. By the actual weight that is (140 − 58) × 80 ÷ (72 × 30) = 3.037 mg/dL of creatinine,
# by the adjusted one, 74.99 + 0.4 × 5.01 = 77.0 kg, it is 2.923 mg/dL: between the two it depends.
_VALUES = {
    "iga": {"beyond": "6.9 mg/dL", "at the limit": "7 mg/dL"},
    "platelets": {"beyond": "149 10*9/L", "at the limit": "150 10*9/L"},
    "creatinine": {"beyond": "3.04 mg/dL", "it depends": "3.03 mg/dL", "within": "2.92 mg/dL"},
}
# Treatment → fact → the value that may speak against its "no".
_SPEAKS = {
    "induction": {"iga_deficiency": "iga", "severe_renal_insufficiency": "creatinine"},
    "maintenance": {"iga_deficiency": "iga", "severe_renal_insufficiency": "creatinine"},
    "scig": {"iga_deficiency": "iga", "thrombocytopenia": "platelets"},
    "gabapentin": {"severe_renal_impairment": "creatinine"},
    "pregabalin": {"severe_renal_impairment": "creatinine"},
    "magnesium oxide": {"renal_insufficiency": "creatinine"},
}
DISPUTED = [
    pytest.param(name, fact, value, id=f"{name}: {fact} by {value}")
    for name, facts in _SPEAKS.items()
    for fact, value in facts.items()
]


@pytest.mark.parametrize(("name", "fact", "value"), DISPUTED)
def test_a_value_beyond_its_limit_disputes_a_no_and_answers_nothing(
    name: str, fact: str, value: str
) -> None:
    rule = {"iga_deficiency": "iga_deficiency_with_antibodies"}.get(fact, fact)
    # A deficiency without antibodies is a caution; the antibodies are answered no.
    of_a_yes = (
        "caution" if fact == "iga_deficiency" else OF_A_YES.get((name, fact), "contraindicated")
    )
    for answer, (place, text) in product(ANSWERS, _VALUES[value].items()):
        disputed = {"beyond": "caution", "it depends": "unknown"}.get(place, "clear")
        # Without antibodies an unknown deficiency is a caution or clear: unknown.
        expected = {"yes": of_a_yes, "no": disputed, "unknown": "unknown"}[answer]
        request = changed(name, facts={fact: answer, value: f"{text}@{RECENT}"})
        found = finding(answer_to(request.pop("calculator"), **request), rule)["outcome"]
        assert found == expected, (answer, place)
