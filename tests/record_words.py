"""Every word of some hundred answers, on record: so that no word changes unseen.

It is no proof that a number or a sentence is right; the second hands are (`by_hand*.py`), and
whoever reads. A record is written by the program itself, and says what the program said when
somebody last looked: a change of words is a change of files in ``recorded_words/``, to be read
before it is kept. ``make words`` writes them anew.

A record holds the answers of one calculator, one after the other. The first stands as a whole, a
line a part of it. Each other is told by the nearest of those above it: the lines that are other or
new, and the names of those that are gone.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from asking import PLAN, TODAY
from breaking import copied, edit, with_the_second_plan
from complete_cases import COMPLETE
from spoiled_cases import SPOILED, request_with

import units
from calculators.checks.measures_alone import said_of_patient
from calculators.requests.questions import questions_beside, questions_beside_a_refusal
from calculators.requests.readable import answer_what_can_be_read
from plan_data import Plan, read_plan
from plan_data.schema.plan import Treatment
from plan_data.schema.products import Product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calculators.checks.questions import StandingQuestion
    from calculators.requests.answer import Answered
    from calculators.working import Step

FOLDER = Path(__file__).parent / "recorded_words"
WRITTEN = "Written by `make words`; what it is for stands in tests/record_words.py.\n"

Request = dict[str, Any]
Lines = dict[str, str]


class Case(NamedTuple):
    """A request, what it is called, and the calculator on whose record it stands."""

    calculator: str
    name: str
    request: Request
    plan: Plan = PLAN


# --- what is asked --------------------------------------------------------------------------------


def _of_complete_cases() -> list[Case]:
    """Each complete case, and with it what may be spoiled in it and was not in one before."""
    found, known = [], set[str]()
    for name, request in COMPLETE.items():
        calculator = request["calculator"]
        found.append(Case(calculator, name, request))
        found += [
            Case(calculator, f"{name}, {each.what}", request_with(name, each))
            for each in SPOILED[name]
            if each.what not in known
        ]
        known |= {each.what for each in SPOILED[name]}
    return found


def _plan_of(asked: Mapping[str, Any]) -> Plan:
    """Return the plan under which the requests of a file are answered.

    The shipped one, where the file has no ``plan``; else the invented one, or either with a few
    lines of its files changed, for what no shipped file says.
    """
    if "plan" not in asked:
        return PLAN
    with TemporaryDirectory() as into:
        laid_out = with_the_second_plan if asked["plan"].get("invented") else copied
        folder = laid_out(Path(into))
        for each in asked["plan"].get("changes", ()):
            edit(folder, each["file"], each["was"], each["becomes"])
        return read_plan(folder)


def _of_drawn_requests() -> list[Case]:
    """What the tests of other folders ask, where it says what nothing before it said."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        asked = tomllib.loads(file.read_text(encoding="utf-8"))
        plan = _plan_of(asked)
        found += [Case(file.stem, each["name"], each["request"], plan) for each in asked["asked"]]
    return found


def every_case() -> list[Case]:
    """Return the requests, in the order in which they stand on record."""
    return [*_of_complete_cases(), *_of_drawn_requests()]


@cache
def cases() -> Mapping[str, Case]:
    """Return the requests by name."""
    return {each.name: each for each in every_case()}


# --- an answer as lines ---------------------------------------------------------------------------


def lines_of(case: Case) -> Lines:
    """Return every part of the answer to a request, by the name of the part."""
    try:
        answered, wrong = answer_what_can_be_read(case.request, case.plan, TODAY)
    except Refused as refused:
        questions = questions_beside_a_refusal(case.request, case.plan, TODAY)
        return {**_of_refusal("refused", refused), **_of_questions(questions)}
    lines = _of_answer(answered, case.plan)
    for number, each in enumerate(wrong, start=1):
        lines |= _of_refusal(f"not read {number}", each)
    return lines


def _of_refusal(name: str, refused: Refused) -> Lines:
    return {name: f"{refused.field}: {refused.message}"}


def _of_answer(answered: Answered, plan: Plan) -> Lines:
    result, checks = answered.result, answered.checks
    parts: dict[str, Any] = {
        "result": result.values,
        "reasons": result.reasons,
        "remarks": result.remarks,
        "observed": result.observed,
        "other choice": {each.choice: each for each in result.alternatives()},
        "way to round": result.container_choices(),
        "of the result": {
            name: getattr(result, name)
            for name in ("calculator", "treatment", "product", "interval", "dosing_weight")
        },
        "first dose": result.first_dose,
        "target": result.target,
        "refusal": result.refusal,
        "working": [f"{each.label}: {each.working}{_cited(each)}" for each in result.steps],
        "working comes to": _not_in_the_words(result.steps),
        "checks": checks.outcome,
        "checks in order": [
            f"{len([*some])} {outcome.value}"
            for outcome, some in groupby(each.outcome for each in checks.findings)
        ],
        "check": {
            each.rule: {part: getattr(each, part) for part in _OF_A_FINDING}
            for each in checks.findings
        },
        "patient alone": said_of_patient(answered.patient, plan, answered.today),
    }
    lines = {name: text for part in parts for name, text in _named(part, parts[part])}
    return {**lines, **_of_questions(questions_beside(answered, plan))}


_OF_A_FINDING = ("outcome", "facts", "heading", "seen", "limit", "because", "source", "resolve")


def _of_questions(questions: tuple[StandingQuestion, ...]) -> Lines:
    """Return each question with how it stands, and for what it is asked."""
    lines = {}
    for each in questions:
        asked = each.question
        beside = f", beside {each.finding.rule}" if each.finding else ""
        lines[f"question {asked.fact}"] = f"{each.stands.value}{beside}"
        lines[f"question {asked.fact}.asked"] = "; ".join(
            (
                f"{asked.group.value}, by {asked.rule}",
                f"decides {', '.join(asked.decides) or 'nothing'}",
                *(["for the lists of risks"] if asked.listed else []),
            )
        )
    return lines


def _not_in_the_words(steps: tuple[Step, ...]) -> dict[str, Any]:
    """Return what a step comes to where its words do not say it; by it pages find its line."""
    return {
        str(number): each.quantity
        for number, each in enumerate(steps, start=1)
        if units.shown(each.quantity) not in each.working
    }


def _cited(step: Step) -> str:
    return f" [{' | '.join(step.sources)}]"


def _named(name: str, value: Any) -> list[tuple[str, str]]:
    """Return a part as lines: one for each of its parts, and what is in these on one line."""
    if isinstance(value, Mapping):
        return [line for key in value for line in _named(f"{name}.{key}", value[key])]
    if isinstance(value, list | tuple) and not all(isinstance(each, str) for each in value):
        return [(f"{name} {i}", _in_one_line(each)) for i, each in enumerate(value, start=1)]
    if isinstance(value, list):
        return [(f"{name} {i}", each) for i, each in enumerate(value, start=1)]
    return [(name, _in_one_line(value))]


def _in_one_line(value: Any) -> str:
    """Return anything that an answer holds; a quantity with all its digits, not as it is shown."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, Treatment | Product):
        value = value.id
    if isinstance(value, int | str | date | Enum):
        return str(value.value if isinstance(value, Enum) else value) or '""'
    if isinstance(value, Refused):
        value = {value.field: value.message}
    if isinstance(value, list | tuple):
        return f"[{' | '.join(map(_in_one_line, value))}]"
    if is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_in_one_line(part)}" for key, part in value.items())
    return "{value} {unit}".format_map(units.as_ucum(value))


# --- the records ----------------------------------------------------------------------------------


class Words:
    """What is said of each case, worked out once.

    It is made anew for each run of the tests: `make mutation` runs them again and again in forks
    of one process, and what that process has worked out is what the program says unchanged.
    """

    def __init__(self) -> None:
        self._known: dict[str, Lines] = {}

    def _lines(self, name: str) -> Lines:
        if name not in self._known:
            self._known[name] = lines_of(cases()[name])
        return self._known[name]

    def as_a_whole(self, name: str) -> str:
        """Return all that is said of a case."""
        asked = json.dumps(cases()[name].request, ensure_ascii=False)
        return _written({"asked": asked, **self._lines(name)})

    def told_by(self, name: str, known: str) -> str:
        """Return what is said of a case and not of another, and names of what is not said of it."""
        lines, whole = self._lines(name), self._lines(known)
        told = {"by": known, "asked": _differing(cases()[known].request, cases()[name].request)}
        told |= {part: text for part, text in lines.items() if whole.get(part) != text}
        if gone := [part for part in whole if part not in lines]:
            told["gone"] = _shortened(gone, lines)
        return _written(told)

    def said_again(self, name: str, before: str) -> str:
        """Return what is said of a case today, told in the way in which it was told `before`."""
        first, _, _ = before.partition("\n")
        if first.startswith(_BY):
            return self.told_by(name, first.removeprefix(_BY))
        return self.as_a_whole(name)

    def shortest(self, name: str, before: list[str]) -> str:
        """Return what is to be recorded of a case: told by the nearest of those before it."""
        return min((self.as_a_whole(name), *(self.told_by(name, one) for one in before)), key=len)


def _written(lines: Lines) -> str:
    return "".join(f"{part}: {text}\n" for part, text in lines.items())


def _differing(known: Request, other: Request) -> str:
    """Return what is asked otherwise than of another; what is not asked is null."""
    keys = [key for key in {**known, **other} if known.get(key) != other.get(key)]
    asked = {key: other.get(key) for key in keys}
    facts, others = known.get("facts"), other.get("facts")
    if "facts" in asked and isinstance(facts, dict) and isinstance(others, dict):
        names = [name for name in {**facts, **others} if facts.get(name) != others.get(name)]
        asked["facts"] = {name: others.get(name) for name in names}
    return json.dumps(asked, ensure_ascii=False)


def _shortened(gone: list[str], left: Iterable[str]) -> str:
    """Return names of parts; of a finding or a choice of which nothing is left, its own name."""
    stand = {_stem(part) for part in left}
    names = (part if _stem(part) in stand else _stem(part) for part in gone)
    return ", ".join(dict.fromkeys(names))


def _stem(part: str) -> str:
    return part.rpartition(".")[0] if part.count(".") > 1 else part


_BY, _HEAD = "by: ", "\n== "


def recorded(calculator: str) -> dict[str, str]:
    """Return what stands on record of a calculator, by the names of its cases."""
    _, *parts = (FOLDER / f"{calculator}.txt").read_text(encoding="utf-8").split(_HEAD)
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}


def write(folder: Path) -> None:
    """Write the records anew."""
    words = Words()
    for calculator in dict.fromkeys(each.calculator for each in cases().values()):
        names = [name for name, each in cases().items() if each.calculator == calculator]
        told = (f"{_HEAD}{name}\n{words.shortest(name, names[:i])}" for i, name in enumerate(names))
        (folder / f"{calculator}.txt").write_text(WRITTEN + "".join(told), encoding="utf-8")


if __name__ == "__main__":
    write(FOLDER)
