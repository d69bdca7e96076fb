"""Requests a second of one core, through what `mmn-dose batch` runs.

The time is this process's own processor time, so that other work on the machine counts little.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING, Any

import units
from exchange.answers.batch import answer_lines
from plan_data import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plan_data import Plan

REQUESTS = 1200
ROUNDS = 7
TODAY = date(2026, 11, 22)

_OWN_INPUTS: tuple[dict[str, Any], ...] = (
    {"calculator": "induction", "days": 5},
    {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"},
    {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
    {"calculator": "cyclophosphamide"},
    {"calculator": "cyclophosphamide", "route": "po"},
    {"calculator": "rituximab"},
    {"calculator": "rituximab", "regimen": "two_doses"},
    {"calculator": "body"},
    {"calculator": "induction", "days": 2, "dosing_weight": "adjusted"},
)


@dataclass(frozen=True)
class Batch:
    """Lines a second, in the median of the rounds.

    Parameters
    ----------
    answered
        Requests read, calculated, checked and written with their working.
    json_only
        The same requests and answers only read and written as JSON: how fast this machine is.
    """

    answered: float
    json_only: float


def batch(say: Callable[[str], None]) -> Batch:
    """Measure the batch and the plain JSON of the same lines in turn."""
    plan = load_plan()
    lines = list(_requests(plan))
    answers = _answers(lines, plan)
    answered, json_only = [], []
    for turn in range(ROUNDS):
        began = time.process_time()
        _answers(lines, plan)
        halfway = time.process_time()
        for line, answer in zip(lines, answers, strict=True):
            json.dumps([json.loads(line), json.loads(answer)])
        ended = time.process_time()
        answered.append(len(lines) / (halfway - began))
        json_only.append(len(lines) / (ended - halfway))
        say(f"batch: {turn + 1} of {ROUNDS}")
    return Batch(median(answered), median(json_only))


def _answers(lines: list[bytes], plan: Plan) -> list[str]:
    answers = []
    for answer, was_refused in answer_lines(lines, plan, TODAY):
        if was_refused:
            raise RuntimeError(f"a request of the benchmark was refused: {answer}")
        answers.append(answer)
    return answers


def _requests(plan: Plan) -> Iterator[bytes]:
    """Give requests for every calculator, no two for the same patient."""
    for number, own in enumerate(islice(cycle(_OWN_INPUTS), REQUESTS)):
        request = {
            "id": number,
            "weight": f"{50 + number / 20:.2f} kg",
            "height": f"{155 + number % 45} cm",
            "age": f"{20 + number % 60} years",
            "sex": ("male", "female")[number % 2],
            "setting": ("ED", "HOSP", "OPD", "ICU")[number % 4],
            "today": TODAY.isoformat(),
            "facts": _facts(plan, number),
            **own,
        }
        yield json.dumps(request).encode() + b"\n"


def _facts(plan: Plan, number: int) -> dict[str, Any]:
    """Answer a fifth of the facts: yes, no or a value, with and without a date."""
    on = f"2026-{1 + number % 10:02}-{1 + number % 28:02}"
    yes_no = {
        name: {"value": "yes", "date": on} if place % 3 == 0 else "no"
        for place, name in enumerate(plan.facts.yes_no)
        if (number + place) % 5 == 0
    }
    laboratory = {
        name: {"value": units.KINDS[value.kind].example, "date": on}
        for place, (name, value) in enumerate(plan.facts.laboratory.items())
        if (number + place) % 5 == 0
    }
    return {**yes_no, **laboratory}
