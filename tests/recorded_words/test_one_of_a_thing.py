"""One is no plural: nothing that the program says reads "1 days", "1 doses" or "are 1 day"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from asking import TODAY, answered, run
from record_words import FOLDER, Case, lines_of

import units

if TYPE_CHECKING:
    from collections.abc import Iterator

_MANY = (
    "days|weeks|months|years|hours|minutes|doses|infusions|sites|sessions|phases|orders|rows|columns|"
    "cells|times|steps|vials|capsules|tablets|containers|measurements|questions|checks|grades|digits|"
    "characters"
)
# A number one before a word for many, or a verb for many before it.
PLURAL = re.compile(
    rf"(?<![0-9.,/×–-])(?:≈ )?1 (?:calendar |more |other |equal |whole )?(?:{_MANY})\b"
    r"|\bare (?:≈ )?1 \w"
)


def spoken(lines: dict[str, str]) -> Iterator[str]:
    """Yield what is said, without what was typed and is only given back in quotation marks."""
    for line in lines.values():
        yield re.sub(r'"[^"]*"|“[^”]*”', "…", line)


def wrong(lines: dict[str, str]) -> list[str]:
    return [line for line in spoken(lines) if PLURAL.search(line)]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_no_word_on_record_takes_one_for_many(file: Any) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    said = {str(number): line for number, line in enumerate(lines) if not line.startswith("asked:")}
    assert wrong(said) == []


# --- answers in which there is one of each thing --------------------------------------------------

PATIENT = {"weight": "80 kg", "height": "180 cm", "age": "58 years", "sex": "male"}
A_DAY = "maintenance dose='0.1 g/kg' every='1 day' start=2026-12-07 until=2026-12-07"
A_WEEK = "maintenance dose='0.5 g/kg' every='1 week' start=2026-12-07 until=2026-12-21"
MONTHLY = "maintenance dose='1 g/kg' every='1 month' start=2026-12-07 until=2027-02-07"
AT_HOME = "scig ivig_dose='60 g' every='3 weeks' start={} until={}"
TITRATED = "titration drug=magnesium_oxide target='400 mg/day' start=2026-12-07"

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "a phase a day after another": (
        "course",
        {"phases": [A_WEEK, MONTHLY.replace("2026-12-07", "2026-12-22")]},
    ),
    "a phase that begins on one day and ends on it": ("course", {"phases": [A_DAY]}),
    "SCIg a day after IVIg": (
        "course",
        {"phases": [A_WEEK, AT_HOME.format("2026-12-22", "2026-12-22")]},
    ),
    "an infusion moved to the next day": (
        "course",
        {"phases": [A_WEEK], "moved": ["2026-12-14 to 2026-12-08"]},
    ),
    "a day that is avoided, of infusions each second day": (
        "course",
        {"phases": [A_WEEK.replace("1 week", "2 days")], "avoid": ["2026-12-09"]},
    ),
    "a month": ("course", {"phases": [MONTHLY], "skipped": ["2027-01-07"]}),
    "a drug that is taken once a day": ("course", {"phases": [TITRATED]}),
    "an infusion over one day": ("maintenance", {"dose": "1 g/kg", "every": "1 week", "days": 1}),
    "each day": ("maintenance", {"dose": "1 g/kg", "every": "1 day"}),
    "one calendar month": ("maintenance", {"dose": "1 g/kg", "every": "1 month"}),
    "one dose a day": ("titration", {"drug": "magnesium_oxide", "target": "400 mg/day"}),
    "one capsule": ("titration", {"drug": "duloxetine", "target": "30 mg/day"}),
    "one step": ("titration", {"drug": "modafinil", "target": "100 mg/day", "step_every": "1 day"}),
    "one site": ("scig", {"ivig_dose": "10 g", "every": "3 weeks", "product": "hizentra"}),
    "one session": (
        "scig",
        {"ivig_dose": "10 g", "every": "1 week", "product": "hizentra", "sessions": 1},
    ),
    "HyQvia": ("scig", {"ivig_dose": "30 g", "every": "1 week", "product": "hyqvia"}),
    "one vial": ("maintenance", {"dose": "0.1 g/kg", "every": "1 week", "product": "privigen"}),
    "rounded to vials": (
        "maintenance",
        {"dose": "0.5 g/kg", "every": "2 weeks", "product": "privigen", "round": "ontario"},
    ),
    "fifteen drops of an hour": (
        "rituximab",
        {"regimen": "two_doses", "product": "rituximab", "infusion": "first"},
    ),
    "a fact a day old": (
        "induction",
        {"days": 2, "facts": {"cbc": {"value": "yes", "date": "2026-11-21"}}},
    ),
    "a pregnancy test a day old": (
        "cyclophosphamide",
        {
            "facts": {
                "pregnancy_possible": "yes",
                "pregnancy_test": {"value": "yes", "date": "2026-11-21"},
            }
        },
    ),
    "a vaccination a day ago": (
        "eculizumab",
        {"facts": {"meningococcal_vaccination": {"value": "yes", "date": "2026-11-21"}}},
    ),
    "values a day apart": (
        "monitor",
        {"grip": "24 kg@2026-11-21", "grip_baseline": "32 kg@2026-11-20"},
    ),
}
ORDERED = {
    "magnesium_oxide": ("400 mg/day", "400 mg once daily", "800 mg once daily", "400 mg BID"),
    "modafinil": ("100 mg/day", "200 mg once daily", "100 mg BID", "100 mg weekly"),
    "duloxetine": ("60 mg/day", "60 mg once daily", "30 mg BID", "30 mg nightly"),
    "amitriptyline": ("25 mg/day", "25 mg nightly", "10 mg BID", "25 mg x 1 day"),
    "mycophenolate": ("1 g/day", "1 g once daily", "500 mg BID", "1 g x 1 dose"),
    "gabapentin": ("900 mg/day", "300 mg nightly", "300 mg TID", "900 mg once daily"),
}
ONE_ORDERED: list[tuple[dict[str, Any], str]] = [
    ({"of": "scig", "ivig_dose": "60 g", "every": "1 week"}, "72 g every 1 day"),
    ({"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, "24 g every 1 month"),
    ({"of": "induction", "weight": "80 kg", "days": 5}, "32 g x 1 day"),
    ({"of": "induction", "weight": "80 kg", "days": 5}, "160 g over 1 day"),
    ({"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "1 month"}, "80 g/1 day"),
    ({"of": "rituximab", **PATIENT}, "750 mg once"),
    ({"of": "rituximab", "regimen": "two_doses"}, "1 g x 1"),
    ({"of": "cyclophosphamide", **PATIENT}, "2 g every 1 week x 1"),
]


def every_case() -> Iterator[Any]:
    for name, (calculator, request) in ASKED.items():
        yield pytest.param(calculator, {**PATIENT, **request}, id=name)
    for of, (target, *orders) in ORDERED.items():
        for order in orders:
            for more in dict[str, str](), {"start": "2026-11-21"}:
                asked = {"of": of, "target": target, "order": order, **more}
                yield pytest.param("verify", asked, id=f"{of}, {order}, {len(more)}")
    for wanted, order in ONE_ORDERED:
        yield pytest.param("verify", {**wanted, "order": order}, id=f"{wanted['of']}, {order}")


@pytest.mark.parametrize(("calculator", "request_"), list(every_case()))
def test_an_answer_with_one_of_a_thing_says_so(calculator: str, request_: dict[str, Any]) -> None:
    case = Case(calculator, "", {"calculator": calculator, **request_})
    assert wrong(lines_of(case)) == []


@pytest.mark.parametrize(
    "phases", [each["phases"] for _, each in ASKED.values() if "phases" in each]
)
def test_the_command_line_says_so_too(phases: list[str]) -> None:
    options = [word for phase in phases for word in ("--phase", phase)]
    _, text, _ = run("course", "--weight", "80 kg", "--today", str(TODAY), *options)
    assert wrong({"": " ".join(text.split())}) == []


def test_one_day_between_two_doses_is_one_day() -> None:
    """From the 21st to the 22nd is one day; to the 23rd are two."""
    for day, says in (("22", "2026-12-22 is 1 day"), ("23", "2026-12-23 are 2 days")):
        step = MONTHLY.replace("2026-12-07", f"2026-12-{day}")
        values = answered("course", phases=[A_WEEK, step], **PATIENT).result.values
        assert says in values["phases"][1].says


@pytest.mark.parametrize(
    ("number", "says"),
    [
        pytest.param("0.99", "0.99 days", id="below one"),
        pytest.param("0.9999", "≈ 1 day", id="about one"),
        pytest.param("1", "1 day", id="one"),
        pytest.param("1.001", "≈ 1 day", id="about one, from above"),
        pytest.param("1.01", "1.01 days", id="above one"),
        pytest.param("11", "11 days", id="eleven"),
    ],
)
def test_about_one_is_one_as_well(number: str, says: str) -> None:
    assert units.shown(units.quantity(Decimal(number), "d")) == says


@pytest.mark.parametrize(("number", "says"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_a_count_goes_with_its_word(number: int, says: str) -> None:
    assert units.so_many(number, "days") == says
