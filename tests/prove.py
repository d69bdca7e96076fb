"""The attacks on the program as commands: `make proof` runs them all, for minutes, with a seed.

Each part draws from one seed, which is printed, and stops at the first thing that is wrong with
what shows it. The gate runs the same parts with small numbers (`tests/proof`).
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import secrets
import sys
import zipfile
import zlib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import by_hand
from asking import PLAN, TODAY
from files_made import HEADINGS, NOT_READ, RIGHT, WITHOUT_UPLIFT, csv_text
from streamlit.testing.v1 import AppTest
from workbooks import row_of, workbook

from exchange.answers.batch import answer_lines
from exchange.cases.case import Case
from exchange.cases.toml_file import read_case, written_case
from exchange.order_files.orders_file import OrdersFile, open_orders
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY = 2_000_000_000  # bytes of address space that all parts together may have
PROCESSOR = 7200  # seconds of work after which the system ends the run


class WrongError(Exception):
    """The program did something that it must not do."""


def require(fine: object, what: str, shown_by: object) -> None:
    """Stop with what shows that something is wrong."""
    if not fine:
        raise WrongError(f"{what}: {shown_by!r}")


# --- requests against the second hand -------------------------------------------------------------


def _weight(draw: random.Random) -> tuple[str, Fraction]:
    """Draw a weight as it is typed, and in kilograms."""
    unit = draw.choice(("kg", "g", "lb"))
    lowest, highest = {"kg": (300, 2500), "g": (300_000, 2_500_000), "lb": (700, 5500)}[unit]
    number = Decimal(draw.randint(lowest, highest)).scaleb(-1 if unit != "g" else 0)
    number = number if unit != "g" else Decimal(draw.randint(30_000, 250_000))
    return f"{number} {unit}", by_hand.kilograms(Fraction(number), unit)


def _induction(draw: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
    typed, kilograms = _weight(draw)
    days = draw.choice((2, 3, 4, 5))
    expected = by_hand.induction(kilograms, days)
    request = {"calculator": "induction", "weight": typed, "days": days}
    return request, {name: by_hand.as_written(expected[name]) for name in ("total", "per_day")}


def _scig(draw: random.Random) -> tuple[dict[str, Any], dict[str, str]]:
    dose = Decimal(draw.randint(100, 2000)).scaleb(-1)
    weeks = draw.randint(1, 8)
    expected = by_hand.scig(Fraction(dose), weeks * by_hand.WEEK)
    request = {"calculator": "scig", "ivig_dose": f"{dose} g", "every": f"{weeks} weeks"}
    return request, {"weekly": by_hand.as_written(expected["weekly"])}


_REQUESTS = (_induction, _scig)


def requests(draw: random.Random, count: int) -> str:
    """Ask for doses at random, and hold each against the second hand, in bare fractions."""
    asked: list[dict[str, str]] = []

    def lines() -> Iterator[bytes]:
        for number in range(count):
            request, expected = draw.choice(_REQUESTS)(draw)
            asked.append(expected)
            yield json.dumps({"id": number, **request}).encode() + b"\n"

    answered = 0
    for number, (text, refused) in enumerate(answer_lines(lines(), PLAN, TODAY)):
        found = json.loads(text)
        require(not refused and found["id"] == number, "refused or out of order", text)
        for name, value in asked[number].items():
            got = found["result"][name]["value"]
            require(got == value, f"{name} is {got}, by hand {value}", text)
        asked[number] = {}
        answered += 1
    require(answered == count, "answers lost", answered)
    return f"{answered} requests, each dose as by hand"


# --- hostile requests -----------------------------------------------------------------------------

_ANSWERED = {"calculator": "induction", "weight": "80 kg", "days": 5}
_KEYS = ("calculator", "weight", "days", "facts", "today", "id", "order", "of", "product", "every")
_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 10**400, 1e308, "", "80 kg", "80", "-80 kg", "1e9 kg", "NaN kg", "½ kg"),
    *("8" * 5000 + " kg", "\ud800", "\u202e80 kg", "induction", "titration", "verify", "allowed"),
    *([], {}, [[[[]]]], {"wbc": {"value": "x", "date": "2026-13-40"}}, {"cbc": {"cbc": {}}}),
)


def hostile(draw: random.Random, count: int) -> str:
    """Send lines that are broken in every way; each gets one answer, and none ends the program."""

    def line() -> bytes:
        given = {draw.choice(_KEYS): draw.choice(_VALUES) for _ in range(draw.randint(0, 6))}
        content = json.dumps({**_ANSWERED, **given}).encode()
        for _ in range(draw.choice((0, 0, 0, 1, 3))):
            place = draw.randrange(len(content) or 1)
            content = content[:place] + draw.randbytes(draw.randint(0, 3)) + content[place + 1 :]
        return content.replace(b"\n", b" ") + b"\n"

    answered = refused = 0
    for text, was_refused in answer_lines((line() for _ in range(count)), PLAN, TODAY):
        found = json.loads(text)
        require("\n" not in text, "an answer of two lines", text)
        require(("error" in found) == was_refused, "a refusal without an error", text)
        require("result" in found or "error" in found, "neither an answer nor a refusal", text)
        refused += was_refused
        answered += 1
    require(answered == count, "answers lost", answered)
    return f"{count} hostile requests, {refused} refused, none without an answer"


# --- hostile files --------------------------------------------------------------------------------

_PACKED = 0.2  # of the workbooks are broken as they are packed, the others before
_STILL_XML = 0.7  # of those are XML all the same
_ROWS = (HEADINGS, RIGHT, WITHOUT_UPLIFT, NOT_READ)
_CSV = csv_text(_ROWS).encode()
_SHEET = "".join(row_of(*row) for row in _ROWS)


def _broken(content: bytes, draw: random.Random) -> bytes:
    """Break a content in one to four places."""
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(content) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            content = content[:place]
        elif kind == 1:
            content = content[:place] + draw.randbytes(draw.randint(1, 8)) + content[place:]
        elif kind == 2:
            content = content[:place] + content[place : place + 40] * draw.randint(1, 500)
        else:
            content = (
                content[:place] + draw.choice((b'"', b"<", b",,", b"\n", b"&")) + content[place:]
            )
    return content


def _nudged(content: bytes, draw: random.Random) -> bytes:
    """Put other signs in the place of one to four digits and letters; what is XML stays XML."""
    signs = [place for place, sign in enumerate(content) if chr(sign).isalnum()]
    changed = bytearray(content)
    for place in draw.sample(signs, min(len(signs), draw.randint(1, 4))):
        changed[place] = draw.choice(b"0123456789-.eEABZ%")
    return bytes(changed)


def _csv(draw: random.Random) -> bytes:
    return _broken(_CSV, draw)


def _excel(draw: random.Random) -> bytes:
    """Break a workbook: its bytes as they are packed, or a part of it before."""
    whole = workbook(_SHEET, formats=("0%", r"0\ \l\b"), behind='<mergeCell ref="A2:A3"/>')
    if draw.random() < _PACKED:
        return _broken(whole, draw)
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            breaks = _nudged if draw.random() < _STILL_XML else _broken
            new.writestr(name, breaks(part, draw) if name == chosen else part)
    return target.getvalue()


def _files(kind: Callable[[random.Random], bytes]) -> Callable[[random.Random, int], str]:
    def part(draw: random.Random, count: int) -> str:
        said: Counter[str] = Counter()
        for _ in range(count):
            content = kind(draw)
            try:
                file = OrdersFile(open_orders(lambda content=content: BytesIO(content)))  # type: ignore[misc]  # bound now
                rows = sum(len(piece) for piece in file.verdicts(PLAN, TODAY))
            except Refused as refused:
                require(refused.message.strip(), "a refusal without a word", content)
                said["refused"] += 1
            except Exception as error:
                raise WrongError(f"{type(error).__name__} on {zlib.compress(content)!r}") from error
            else:
                require(rows == file.count, "rows lost", content)
                said["read"] += 1
        return f"{count} broken files, {said['refused']} refused in a sentence, {said['read']} read"

    return part


# --- cases that are cut ---------------------------------------------------------------------------


def cases(draw: random.Random, count: int) -> str:
    """Cut saved cases at every length: none is opened without what was behind the cut."""
    cuts = 0
    for _ in range(count):
        facts = draw.sample(list(PLAN.facts.yes_no), draw.randint(1, 6))
        typed, _kilograms = _weight(draw)
        case = Case.model_validate(
            {
                "patient": {"weight": typed},
                "facts": {name: draw.choice(("yes", "no")) for name in facts},
                "calculator": "induction",
                "choices": {"induction": {"days": str(draw.randint(2, 5))}},
            }
        )
        content = written_case(case)
        require(read_case(content, "case", PLAN) == case, "another case", content)
        for length in range(len(content)):
            cuts += 1
            try:
                opened = read_case(content[:length], "case", PLAN)
            except Refused:
                continue
            raise WrongError(f"a cut case was opened: {content[:length]!r} as {opened!r}")
    return f"{count} cases cut at {cuts} lengths, none opened"


# --- a day at one page ----------------------------------------------------------------------------

_EVERY_PAGE = Path(__file__).parents[1] / "every_page.py"
_MORE = Fraction(1, 100)  # that a page may hold after all of a day than after half of it


def reruns(draw: random.Random, count: int) -> str:
    """Type weights into one page all day: what it holds does not grow."""
    app = AppTest.from_file(str(_EVERY_PAGE), default_timeout=600).run()
    held = 0
    for number in range(1, count + 1):
        weight = next(each for each in app.text_input if each.label == "Weight")
        weight.set_value(f"{draw.randint(40, 120)} kg").run()
        require(not app.exception, "a fault", app.exception)
        app.run()  # the dose alone was drawn anew; the whole page has the field again
        if number == count // 2:
            gc.collect()
            held = len(gc.get_objects())
    gc.collect()
    after = len(gc.get_objects())
    require(after <= held * (1 + _MORE), "it grows", (held, after))
    return f"{count} reruns of a page, which holds {after} objects, after half of them {held}"


PARTS: dict[str, tuple[Callable[[random.Random, int], str], int]] = {
    "requests": (requests, 1_000_000),
    "hostile requests": (hostile, 20_000),
    "broken CSV": (_files(_csv), 500),
    "broken workbooks": (_files(_excel), 500),
    "cut cases": (cases, 1000),
    "reruns": (reruns, 1000),
}


def shown_by(name: str, seed: int, count: int) -> str:
    """Run a part, and return what it has shown."""
    part, _ = PARTS[name]
    return part(random.Random(f"{seed} {name}"), count)


def main() -> None:
    """Run the parts that are named, or all, and print what each has shown."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--share", type=float, default=1.0, help="of the usual numbers")
    given = asked.parse_args()
    print(f"Seed {given.seed}", flush=True)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    for name in given.parts or PARTS:
        try:
            shown = shown_by(name, given.seed, int(PARTS[name][1] * given.share))
        except WrongError as wrong:
            sys.exit(f"{name}: WRONG. {wrong}\nAgain: --seed {given.seed} '{name}'")
        print(f"{name}: {shown}", flush=True)


if __name__ == "__main__":
    main()
