"""What a finding says is punctuated as a person would: no two marks stand beside each other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asking import PLAN, answer_to, finding

# Two marks, a mark after a blank, or two blanks.
WRONG = re.compile(r"[.;:,!?] ?[.;:,]| [.;:,](?!\d)|  ")
YES_NO = tuple(PLAN.facts.yes_no)
DATED = tuple(name for name in YES_NO if PLAN.facts.yes_no[name].dated)
RECORDED = [
    pytest.param({}, id="nothing is recorded"),
    pytest.param(dict.fromkeys(YES_NO, "no"), id="everything is answered no"),
    pytest.param(dict.fromkeys(YES_NO, "yes"), id="everything is answered yes"),
    pytest.param(
        {name: {"value": "no", "date": "2015-01-02"} for name in DATED},
        id="what has a date is answered no, long ago",
    ),
    pytest.param(
        {name: {"value": "yes", "date": "2026-11-01"} for name in DATED}
        | {"creatinine": {"value": "3.1 mg/dL", "date": "2026-11-20"}, "iga": "5 mg/dL"},
        id="what has a date is answered yes, of late",
    ),
]
SIZE = {"weight": "130 kg", "height": "170 cm", "sex": "male"}
MAN = SIZE | {"age": "70 years", "setting": "OPD"}
REQUESTS = [
    {"calculator": "induction", "days": "5"},
    {"calculator": "induction", "days": "3", "product": "gammagard_liquid", "round": "nearest"},
    {"calculator": "maintenance", "dose": "3 g/kg", "every": "3 weeks", "product": "privigen"},
    {"calculator": "maintenance", "dose": "1 g/kg", "every": "9 weeks", "product": "octagam_5",
     "dosing_weight": "adjusted", "ladder": "0.5, 1, 2, 3 mg/kg/min every 15 min"},
    {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
    {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks", "product": "hyqvia"},
    {"calculator": "scig", "ivig_dose": "160 g", "every": "2 weeks", "product": "cuvitru"},
    {"calculator": "cyclophosphamide"},
    {"calculator": "cyclophosphamide", "route": "po", "product": "cyclophosphamide_tablets"},
    {"calculator": "rituximab", "product": "rituximab", "concentration": "2 mg/mL"},
    {"calculator": "mycophenolate", "start": "2026-11-22", "step_every": "2 weeks"},
    {"calculator": "eculizumab"},
    {"calculator": "titration", "drug": "amitriptyline", "target": "150 mg/day",
     "step_every": "1 week"},
    {"calculator": "titration", "drug": "duloxetine", "target": "60 mg/day",
     "step_every": "1 week"},
    {"calculator": "allowed", "name": "gabapentin 5000 mg IV"},
    {"calculator": "allowed", "name": "prednisone 20 mg PO"},
    {"calculator": "allowed", "name": "Myfortic 720 mg"},
    {"calculator": "monitor", "grip": "24 kg", "grip_baseline": "32 kg"},
    {"calculator": "verify", "of": "scig", "ivig_dose": "60 g", "every": "3 weeks",
     "order": "20 g/wk", "product": "hizentra", "order_volume": "240 mL"},
    {"calculator": "body"},
]  # fmt: skip


@pytest.mark.parametrize("facts", RECORDED)
@pytest.mark.parametrize(
    "who", [pytest.param(SIZE, id="only the size is known"), pytest.param(MAN, id="a man of 70")]
)
def test_no_text_of_a_finding_has_two_marks_beside_each_other(
    who: dict[str, Any], facts: dict[str, Any]
) -> None:
    looked_at = 0
    wrong = set()
    for request in REQUESTS:
        answer = answer_to(**(who | request), facts=facts, concurrent=["aspirin", "no such"])
        for found in answer["checks"]["findings"]:
            for part in ("heading", "seen", "limit", "because", "source", "resolve"):
                looked_at += 1
                if WRONG.search(found[part]):
                    wrong.add((request["calculator"], found["rule"], part, found[part]))
    assert looked_at
    assert not wrong


@pytest.mark.parametrize(
    ("rule", "request_"),
    [
        pytest.param(
            "infusion_risk", {"calculator": "induction", "days": "5", "product": "privigen"},
            id="by vein",
        ),
        pytest.param(
            "thrombosis_risk",
            {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks", "product": "hizentra"},
            id="under the skin",
        ),
    ],
)  # fmt: skip
def test_after_the_sentence_on_the_labels_lists_stands_its_full_stop_and_no_semicolon(
    rule: str, request_: dict[str, Any]
) -> None:
    seen = finding(answer_to(**SIZE, **request_), rule)["seen"]
    sentence, stop, rest = seen.partition(". Risk of thrombosis")
    assert "Not answered, and on the labels' lists: Thromboembolic event, " in sentence
    assert stop
    assert ": not recorded; Thromboembolic event: not recorded; " in rest
