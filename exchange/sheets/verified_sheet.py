"""The verified sheet: one page of a dose that two people entered apart, or of its refusal.

The page is laid out in ``verified_sheet.typ``. What goes onto it is worked out here as plain text;
the template gets it as data, so that nothing that anyone typed is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from calculators.requests.answer import answer
from calculators.typed.values import quoted, worded
from exchange.answers.terminal import ROUNDING
from exchange.cases.second_entry import agreed
from exchange.sheets.parts import answer_part, require_a_dose, twice_part
from exchange.sheets.typeset import cannot_be_printed, printable, typeset, unprintable
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from calculators.requests.answer import Answered
    from exchange.cases.case import Case
    from exchange.cases.second_entry import Compared
    from plan_data.schema.plan import Plan

Kind: TypeAlias = Literal["verified", "deviates", "unsettled", "refused"]

TEMPLATE = Path(__file__).with_name("verified_sheet.typ")

_LONGEST = 60  # characters of a name or of a time, so that it stays on its line


@dataclass(frozen=True, slots=True)
class Verification:
    """Two people, what they made of the case, and when.

    Parameters
    ----------
    compared
        What the second entry made of the first.
    first_by, second_by
        The two people, as typed.
    when
        The date and the time of the second entry, as typed.
    """

    compared: tuple[Compared, ...]
    first_by: str
    second_by: str
    when: str


def verified_sheet(answered: Answered, case: Case, plan: Plan, verification: Verification) -> bytes:
    """Return the sheet as a PDF of one page; the same case and people give the same bytes.

    A contraindicated order makes a refusal: its reasons, no dose, and nothing to sign.

    Parameters
    ----------
    answered
        The answer to the case, from the calculator of which the sheet is.

    Raises
    ------
    units.Refused
        The entries differ; the case or the answer is not the one that was compared; there is no
        dose; a name or the time is missing; a text cannot be printed, or all of it on one page.
    """
    return typeset(TEMPLATE, sheet_data(answered, case, plan, verification))


def sheet_data(
    answered: Answered, case: Case, plan: Plan, verification: Verification
) -> dict[str, Any]:
    """Return everything that stands on the sheet, as text; refusals as `verified_sheet`."""
    compared = verification.compared
    people = _people(verification)
    _require_agreement(compared, case)
    _require_this_case(answered, case, plan)
    kind = kind_of(answered)
    if kind != "refused":
        require_a_dose(answered, plan)
    data = {
        "kind": kind,
        "title": title_of(answered),
        "no_order": NO_ORDER if title_of(answered) == CHECKS_OPEN else "",
        **answer_part(answered, case, plan, refused=kind == "refused"),
        "twice": [twice_part(each) for each in compared],
        "people": people,
        "sign": _places_to_sign(people) if kind == "verified" else [],
        "end": "" if kind == "verified" else _released_nothing(people),
        "course": [],
        "reasons_given": [],
    }
    ready: dict[str, Any] = printable(data)
    return {**ready, "rounding": ROUNDING if "≈" in str(ready) else ""}


def _places_to_sign(people: dict[str, str]) -> list[list[str]]:
    return [
        ["Entered first by", people["first_by"]],
        [f"Entered a second time, on {people['when']}, by", people["second_by"]],
    ]


def _released_nothing(people: dict[str, str]) -> str:
    return (
        f"Checked by {people['first_by']} and {people['second_by']}, {people['when']}. This sheet "
        "releases nothing, so there is nothing to sign."
    )


_TITLES: dict[Kind, str] = {
    "verified": "Verified dose sheet",
    "deviates": "Order not verified",
    "unsettled": "Order not verified",
    "refused": "Order refused",
}


# What is said instead where two people agree on the arithmetic and a check is not clear.
CHECKS_OPEN = "Arithmetic verified, checks open"
NO_ORDER = (
    "This sheet is not an order. Two people entered the same figures and the arithmetic holds; the "
    "checks listed below as not ready or unknown are open and have to be settled first."
)


def title_of(answered: Answered) -> str:
    """Return what the sheet of an answer is called; no check that is open hides behind it."""
    kind = kind_of(answered)
    is_open = answered.checks.outcome in {Outcome.NOT_READY, Outcome.UNKNOWN}
    return CHECKS_OPEN if kind == "verified" and is_open else _TITLES[kind]


# What is said beside a sheet of an order that cannot be released.
NOTHING_TO_SIGN: dict[Kind, str] = {
    "deviates": "The order deviates: the sheet says how, and has nothing to sign.",
    "unsettled": "The order is not settled: the sheet says why, and has nothing to sign.",
}


def kind_of(answered: Answered) -> Kind:
    """Return which of the four sheets an answer makes; only ``verified`` has places to sign.

    ``refused`` is contraindicated; ``deviates`` is an order outside its tolerance, or one whose
    interval, number of doses, volume or rate does not agree; ``unsettled`` one about which a fact
    that is not recorded decides.
    """
    values = answered.result.values
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        return "refused"
    if values.get("verdict") == "deviates":
        return "deviates"
    if values.get("verdict") == "not settled":
        return "unsettled"
    return "verified"


# --- what has to hold before there is a sheet -------------------------------------------------


def _people(verification: Verification) -> dict[str, str]:
    fields = ("first_by", "second_by", "when")
    people = {field: " ".join(getattr(verification, field).split()) for field in fields}
    asked = {
        "first_by": "who entered the case first",
        "second_by": "who entered it a second time",
        "when": "the date and the time of the second entry",
    }
    for field, text in people.items():
        if not text:
            raise Refused(field, f"Say {asked[field]}, as it is to stand on the sheet.")
        if len(text) > _LONGEST:
            raise Refused(
                field, f"{worded(field)}: {quoted(text)} is longer than {_LONGEST} characters."
            )
        if unprintable(text):
            raise Refused(field, cannot_be_printed(text))
    if people["first_by"].casefold() == people["second_by"].casefold():
        raise Refused(
            "second_by", f"{people['second_by']} entered the case first; another person checks it."
        )
    return people


def _require_agreement(compared: tuple[Compared, ...], case: Case) -> None:
    if not agreed(compared):
        differing = [each.says for each in compared if each.verdict == "differs"]
        raise Refused(
            "second", "The two entries differ, so there is no sheet. " + " ".join(differing)
        )
    for each in compared:
        if each.first != " ".join(case.entered.get(each.field, "").split()):
            raise Refused(
                "case",
                f"{worded(each.field)} in the case is not what was compared; enter it again.",
            )


def _require_this_case(answered: Answered, case: Case, plan: Plan) -> None:
    """Require that the answer is the answer to this case, whose digest stands below it."""
    again = answer(case.request(answered.result.calculator), plan, answered.today)
    one = (again.patient, again.result.values, again.result.steps, again.checks, again.today)
    result = answered.result
    if one != (answered.patient, result.values, result.steps, answered.checks, answered.today):
        raise Refused("case", "The case has changed since it was answered; calculate it again.")
