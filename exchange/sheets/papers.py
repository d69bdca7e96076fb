"""The papers of a dose or a course: the order to sign, the infusion record, the patient's page.

What goes onto them is worked out here as plain text and typeset by templates, as the verified sheet
is. No figure is worked out: each is one of the result, shown as every other place shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from calculators.requests.catalogue import calculators, can_be_phases
from calculators.typed.values import choices, quoted
from exchange.answers.terminal import ROUNDING
from exchange.cases.case import VERIFY
from exchange.sheets.infusion_record import record_data
from exchange.sheets.parts import answer_part, require_a_dose
from exchange.sheets.patient_page import patient_data
from exchange.sheets.subject import subject_of
from exchange.sheets.typeset import cannot_be_printed, printable, typeset, unprintable
from exchange.sheets.verified_sheet import TEMPLATE, kind_of
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from datetime import date

    from calculators.requests.answer import Answered
    from exchange.cases.case import Case
    from exchange.sheets.subject import Subject
    from plan_data.schema.plan import Plan
    from plan_data.schema.sections import Sections

Paper: TypeAlias = Literal["order", "infusion", "patient"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
PAPER_LABELS: dict[Paper, str] = {
    "order": "Order to sign",
    "infusion": "Infusion record",
    "patient": "Patient's page",
}

COURSE = "course"  # the calculator whose days each have a paper
_RECORD = Path(__file__).with_name("infusion_record.typ")
_PATIENT = Path(__file__).with_name("patient_page.typ")
_LONGEST = 300  # characters of a reason, so that it leaves room on the page
_SIGN = ("Prescriber", "Pharmacist", "Nurse")
_OPEN = {
    Outcome.NOT_READY: "Not ready: what the checks below name has to be done before this is given.",
    Outcome.UNKNOWN: "Open: the checks below that are unknown have to be settled before this is "
    "given.",
}


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """What is chosen of a paper.

    Parameters
    ----------
    on, phase
        Of a course, the day that an order or a record is for, and where two phases have a dose on
        it, the number of the phase; without a day it is the next one.
    reason
        Why an order deviates from the plan on purpose, as the prescriber typed it.
    """

    on: date | None = None
    phase: int | None = None
    reason: str = ""


def paper(  # noqa: PLR0913, PLR0917  (what a paper is made from, part by part)
    kind: str,
    answered: Answered,
    case: Case,
    plan: Plan,
    sections: Sections,
    chosen: PaperChoices,
) -> bytes:
    """Return a paper as a PDF; the same case and choices give the same bytes.

    Parameters
    ----------
    kind
        One of `PAPERS`.
    answered, case
        The answer, and the case that was answered.
    sections
        The plan's sections, of which the patient's page takes its words.

    Raises
    ------
    units.Refused
        There is no such paper, no dose, no day, nothing that is hung or no words for the patient; a
        paper other than an order is of something contraindicated; a text cannot be printed.
    """
    data = paper_data(kind, answered, case, plan, sections, chosen)
    template = {"order": TEMPLATE, "infusion": _RECORD, "patient": _PATIENT}[kind]
    return typeset(template, data)


def paper_data(  # noqa: PLR0913, PLR0917  (as above)
    kind: str,
    answered: Answered,
    case: Case,
    plan: Plan,
    sections: Sections,
    chosen: PaperChoices,
) -> dict[str, Any]:
    """Return everything that stands on a paper, as text; refusals as `paper`."""
    if kind not in PAPERS:
        raise Refused("paper", f"Paper: {quoted(kind)} is none; there are {choices(PAPERS)}.")
    _require_of_a_dose(answered, plan)
    if kind == "patient":
        _refuse_of_one_day(chosen)
        return _ready(patient_data(answered, case, plan, sections))
    subject = subject_of(answered, case, plan, chosen.on, chosen.phase)
    require_a_dose(subject.answered, plan)
    if kind == "infusion":
        return _ready(record_data(subject, plan))
    return _ready(_order_data(subject, plan, _reason(chosen.reason)))


def _require_of_a_dose(answered: Answered, plan: Plan) -> None:
    name = answered.result.calculator
    if name not in {*can_be_phases(plan), COURSE, VERIFY}:
        raise Refused(
            "calculator", f"{calculators(plan)[name].label} gives no dose, so it has no paper."
        )


def _refuse_of_one_day(chosen: PaperChoices) -> None:
    for key in ("on", "phase", "reason"):
        if getattr(chosen, key):
            raise Refused(
                key, f"{key.capitalize()}: it goes with an order or a record; the patient's page "
                "shows every day that is to come."
            )  # fmt: skip


def _ready(data: dict[str, Any]) -> dict[str, Any]:
    ready: dict[str, Any] = printable(data)
    return {**ready, "rounding": ROUNDING if "≈" in str(ready) else ""}


# --- the order --------------------------------------------------------------------------------


def _reason(typed: str) -> str:
    text = " ".join(typed.split())
    if len(text) > _LONGEST:
        raise Refused("reason", f"Reason: it is longer than {_LONGEST} characters; shorten it.")
    if unprintable(text):
        raise Refused("reason", f"Reason: {cannot_be_printed(text)}")
    return text


def _order_data(subject: Subject, plan: Plan, reason: str) -> dict[str, Any]:
    answered = subject.answered
    kind = kind_of(answered)
    if kind in ("deviates", "unsettled") and not reason:
        what = "deviates" if kind == "deviates" else "is not settled"
        raise Refused(
            "reason",
            f"The order {what}: an order sheet of it needs the prescriber's reason for deviating.",
        )
    refused = kind == "refused"
    said = answer_part(answered, subject.case, plan, refused=refused)
    if answered.result.calculator == VERIFY:
        said["treatment"]["label"] = f"{said['treatment']['label']}, as ordered"
    return {
        **said,
        "kind": "refused" if refused else "order",
        "title": "Order refused" if refused else "Order to sign",
        "no_order": "" if refused else _OPEN.get(answered.checks.outcome, ""),
        "digest": subject.digest.split(" "),
        "twice": [],
        "sign": [] if refused else [[who, ""] for who in _SIGN],
        "end": "This sheet releases nothing, so there is nothing to sign." if refused else "",
        "course": _of_the_course(subject),
        "reasons_given": [] if refused else _reasons(subject, reason),
    }


def _of_the_course(subject: Subject) -> list[list[str]]:
    if subject.day is None:
        return []
    day, placed = subject.day, subject.day.planned.placed
    phase = day.planned.phase
    return [
        ["Phase of the course", f"{phase.number} of {day.phases}"],
        ["From", phase.start.isoformat()],
        ["Until", "no end" if placed.open else (phase.until or placed.end).isoformat()],
        ["This order is for", f"{day.dose.date.isoformat()}: {day.dose.what}"],
    ]


def _reasons(subject: Subject, reason: str) -> list[list[str]]:
    """Return why the course takes this step and why the order deviates, each where it is typed."""
    step = "" if subject.day is None else subject.day.planned.phase.reason
    said = [["Why this step", step]] if step else []
    return [*said, ["Why the order deviates from the plan", reason]] if reason else said
