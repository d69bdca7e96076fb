"""The verified sheet: one page of a dose that two people entered apart, or of its refusal.

The page is laid out in ``verified_sheet.typ``. What goes onto it is worked out here as plain text;
the template gets it as data, so that nothing that anyone typed is ever read as markup.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import units
from calculators.check_twice import agreed
from calculators.inputs import CALCULATORS
from calculators.reading import quoted, worded
from calculators.request import answer
from calculators.titration import DatedDose
from calculators.words import GRAVITY_WORDS, value_label
from exports.case_file import VERIFY
from exports.terminal import ROUNDING, shown_value
from plan_data.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from calculators.check_twice import Compared
    from calculators.crosscheck import Finding
    from calculators.request import Answered
    from exports.case_file import Case
    from plan_data.schema import Plan

TEMPLATE = Path(__file__).with_name("verified_sheet.typ")

# The figures that are given, by calculator, and what they are called on a sheet that stands alone;
# the first is the one to draw up, and what is not named here stands below in smaller type.
_GIVEN: dict[str, dict[str, str]] = {
    "induction": {"per_day": "Each day, IV", "days": "Days", "total": "Course total"},
    "maintenance": {"per_infusion": "Each infusion, IV, every {every}"},
    "scig": {"weekly": "SCIg each week, SC"},
    "cyclophosphamide": {
        "per_dose": "Each month, IV",
        "doses": "Doses",
        "daily_low": "Lowest each day, PO",
        "daily_high": "Highest each day, PO",
    },
    "rituximab": {"per_dose": "Each dose, IV", "days": "On days"},
    "mycophenolate": {"target": "Dose to reach, a day, PO"},
    "titration": {"target": "Dose to reach, a day, PO"},
    "verify": {
        "expected_low": "Expected, lowest",
        "expected_high": "Expected, highest",
        "expected": "Expected",
        "deviation_percent": "Deviation",
    },
}
_MEASURES = ("weight", "height", "age", "sex", "setting")
_LISTS = {"premedication": "Premedication", "concurrent": "Ordered alongside"}
_VERDICTS = {"agrees": "Agrees", "differs": "Differs", "not_needed": "Not needed"}
_LONGEST = 60  # characters of a name or of a time, so that it stays on its line
_UNBROKEN = 20  # characters; a longer word may be broken anywhere


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
    return _typeset(sheet_data(answered, case, plan, verification))


def sheet_data(
    answered: Answered, case: Case, plan: Plan, verification: Verification
) -> dict[str, Any]:
    """Return everything that stands on the sheet, as text; refusals as `verified_sheet`."""
    compared = verification.compared
    people = _people(verification)
    _require_agreement(compared, case)
    _require_this_case(answered, case, plan)
    kind = _kind(answered)
    if kind != "refused":
        _require_a_dose(answered)
    result, sources = answered.result, _Sources()
    refused = kind == "refused"
    data = {
        "kind": kind,
        "title": _TITLES[kind],
        "plan": _plan(plan),
        "treatment": _treatment(answered),
        "patient": _patient(case),
        "asked": _asked(answered, case),
        "twice": [_twice(each) for each in compared],
        "outcome": GRAVITY_WORDS[answered.checks.outcome],
        "counts": _counts(answered.checks.findings),
        "checked_on": answered.today.isoformat(),
        "steps": [] if refused else [_step(step, sources) for step in result.steps],
        **(_NO_FIGURES if refused else _figures(answered, case)),
        **(_NO_VERDICT if refused else _verdict(answered, plan)),
        "findings": [_finding(each, sources) for each in answered.checks.findings],
        "sources": sources.listed,
        "people": people,
        "digest": case.digest.split(" "),
    }
    printable: dict[str, Any] = _printable(data)
    return {**printable, "rounding": ROUNDING if "≈" in str(printable) else ""}


_TITLES = {
    "verified": "Verified dose sheet",
    "deviates": "Order not verified",
    "refused": "Order refused",
}


def _kind(answered: Answered) -> str:
    """Return which of the three sheets it is; only the first has places to sign."""
    values = answered.result.values
    if answered.checks.outcome is Outcome.CONTRAINDICATED:
        return "refused"
    also = values.get("also", ())
    if values.get("within_tolerance") is False or not all(each["agrees"] for each in also):
        return "deviates"
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
        if _unprintable(text):
            raise Refused(field, _cannot_be_printed(text))
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


def _require_a_dose(answered: Answered) -> None:
    if answered.result.refusal is not None:
        raise answered.result.refusal
    if answered.result.treatment is None:
        label = CALCULATORS[answered.result.calculator].label
        raise Refused("calculator", f"{label} gives no dose, so there is no sheet to verify.")


# --- what stands on the sheet -----------------------------------------------------------------


class _Sources:
    """Every place that is referred to, once, numbered in the order in which it comes up."""

    def __init__(self) -> None:
        self.listed: list[str] = []

    def number(self, source: str) -> int:
        if source not in self.listed:
            self.listed.append(source)
        return self.listed.index(source) + 1


def _plan(plan: Plan) -> dict[str, str]:
    identity = plan.identity
    return {
        "title": identity.title,
        "version": identity.version,
        "revised": identity.revised_on.isoformat(),
        "banner": identity.banner,
    }


def _treatment(answered: Answered) -> dict[str, str]:
    treatment = answered.result.treatment
    if treatment is None:
        return {"label": CALCULATORS[answered.result.calculator].label, "place": ""}
    return {
        "label": treatment.label,
        "place": treatment.row,
    }


def _patient(case: Case) -> list[list[str]]:
    rows = [[worded(key), _typed(case.patient.get(key, "not recorded"))] for key in _MEASURES]
    return rows + [
        [label, _typed(case.patient[key])] for key, label in _LISTS.items() if case.patient.get(key)
    ]


def _asked(answered: Answered, case: Case) -> list[list[str]]:
    """Return what the calculator was asked beside the patient, as typed; the order first."""
    calculator = answered.result.calculator
    held = {**case.order, **case.request(calculator)}
    keys = (*case.order, *CALCULATORS[calculator].keys, "dosing_weight")
    if held.get("of") in CALCULATORS:
        held["of"] = CALCULATORS[held["of"]].label
    return [[_label(key), _typed(held[key])] for key in dict.fromkeys(keys) if key in held]


def _label(key: str) -> str:
    if key == "of":
        return value_label(key)
    return worded(key).replace("Ivig", "IVIg").replace("Bsa", "BSA")


def _typed(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return " ".join(text.split())


def _twice(each: Compared) -> list[str]:
    return [worded(each.field), each.first, each.second, _VERDICTS[each.verdict]]


_NO_FIGURES: dict[str, Any] = {"given": [], "beside": [], "rows": [], "reasons": []}
_NO_VERDICT: dict[str, Any] = {"verdict": "", "also": [], "mistakes": []}
# What a verdict on an order holds beside figures; what an order does not have is left out.
_WORDS_OF_A_VERDICT = ("of", "within_tolerance", "mistakes", "also")


def _figures(answered: Answered, case: Case) -> dict[str, Any]:
    """Return the values to give, large, those beside them, and dated doses as a table."""
    result = answered.result
    verifies = result.calculator == VERIFY
    rows = {name: value for name, value in result.values.items() if _is_table(value)}
    shown = {
        name: [value_label(name), shown_value(value)]
        for name, value in result.values.items()
        if name not in rows and not (verifies and (name in _WORDS_OF_A_VERDICT or value is None))
    }
    typed = {key: _typed(value) for key, value in case.request(result.calculator).items()}
    labels = _GIVEN.get(result.calculator, {})
    given = [name for name in labels if name in shown]
    if "expected_low" in given:
        given.remove("expected")
    first = [["Ordered, as written", typed["order"]]] if verifies else []
    return {
        "given": first + [[labels[name].format(**typed), shown[name][1]] for name in given],
        "beside": [shown[name] for name in shown if name not in given],
        "rows": [_row(row) for value in rows.values() for row in value],
        "reasons": [
            f"{value_label(name)}: {why}" for name, why in result.reasons.items() if name in shown
        ],
    }


def _verdict(answered: Answered, plan: Plan) -> dict[str, Any]:
    """Return what the order check says in words: the verdict, what else agrees, the mistakes."""
    values = answered.result.values
    if answered.result.calculator != VERIFY:
        return _NO_VERDICT
    place = "Within" if values["within_tolerance"] else "OUTSIDE"
    also = [
        [
            each["what"].capitalize(),
            "Agrees" if each["agrees"] else "DOES NOT AGREE",
            each["working"],
        ]
        for each in values["also"]
    ]
    labels = {mistake.name: mistake.label for mistake in plan.policies.mistakes.known}
    mistakes = [
        [" + ".join(labels[name] for name in each["names"]), each["working"]]
        for each in values["mistakes"]
    ]
    if "mistakes" in answered.result.reasons:
        mistakes.append(["", answered.result.reasons["mistakes"]])
    verdict = f"{place} the tolerance of {units.shown(values['tolerance'])}"
    return {"verdict": verdict, "also": also, "mistakes": mistakes}


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], DatedDose)


def _row(row: DatedDose) -> list[str]:
    on = row.date.isoformat() if row.date else "no date"
    return [on, units.shown(row.per_dose), str(row.doses_per_day), units.shown(row.daily)]


def _step(step: Any, sources: _Sources) -> dict[str, Any]:
    return {
        "label": step.label,
        "working": step.working,
        "sources": sorted(sources.number(source) for source in step.sources),
    }


# What each outcome means, for whoever reads the sheet without the plan at hand.
_MEANING = {
    Outcome.CONTRAINDICATED: "the plan says no",
    Outcome.NOT_READY: "a requirement is known not to be done",
    Outcome.UNKNOWN: "a fact that decides is not recorded, or is too old to count",
    Outcome.CAUTION: "allowed, with something to weigh",
    Outcome.CLEAR: "looked at, and fine",
}


def _counts(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return the outcomes that came up, gravest first, each with its number of findings."""
    counts = Counter(finding.outcome for finding in findings)
    return [
        {
            "outcome": outcome.value,
            "word": GRAVITY_WORDS[outcome],
            "meaning": _MEANING[outcome],
            "count": counts[outcome],
        }
        for outcome in Outcome
        if outcome in counts
    ]


def _finding(finding: Finding, sources: _Sources) -> dict[str, Any]:
    return {
        "outcome": finding.outcome.value,
        "limit": finding.limit,
        "because": finding.because,
        "seen": finding.seen.removesuffix("."),
        "resolve": finding.resolve,
        "sources": [sources.number(finding.source)],
    }


# --- printing ---------------------------------------------------------------------------------


def _printable(data: Any) -> Any:
    """Return the data with single spaces; refuse a sign that shows nothing on paper."""
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_printable(value) for value in data]
    if not isinstance(data, str):
        return data
    text = " ".join(data.split())
    if _unprintable(text):
        raise Refused("case", _cannot_be_printed(text))
    return text


def _unprintable(text: str) -> str:
    """Return the first sign that has no shape of its own, or turns the signs around it."""
    return next(
        (sign for sign in text if unicodedata.category(sign)[0] in "CZ" and sign != " "), ""
    )


def _cannot_be_printed(text: str) -> str:
    code = f"U+{ord(_unprintable(text)):04X}"
    seen = "".join(sign if sign == " " or sign.isprintable() else "?" for sign in text)
    return f"{quoted(seen)} holds a sign that does not show on paper ({code}); take it out."


_SYMBOLS = "|".join(re.escape(unit.symbol) for unit in units.UNITS.values() if unit.symbol)
# The space between a number and its unit, and between the mark of a rounded figure and its number.
_INSIDE_A_FIGURE = re.compile(rf"(?<=≈) (?=[0-9])|(?<=[0-9]) (?=(?:{_SYMBOLS})(?![\w]))")


def _in_lines(data: Any) -> Any:
    """Return the data as its lines may break: never inside a figure, anywhere in a long word."""
    if isinstance(data, dict):
        return {key: _in_lines(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_lines(value) for value in data]
    if not isinstance(data, str):
        return data
    return _INSIDE_A_FIGURE.sub("\u00a0", " ".join(map(_breakable, data.split(" "))))


def _breakable(word: str) -> str:
    if len(word) <= 2 * _UNBROKEN:
        return word
    parts = [word[start : start + _UNBROKEN] for start in range(0, len(word), _UNBROKEN)]
    return "\u200b".join(parts)


def _typeset(data: dict[str, Any]) -> bytes:
    import typst  # noqa: PLC0415  (takes a while to load, and only a sheet needs it)

    fonts = typst.Fonts(include_system_fonts=False)
    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True
    )
    inputs = {"data": json.dumps(_in_lines(data), ensure_ascii=False)}
    try:
        # PDF/UA-1 is refused where a sign has no shape in the fonts, instead of an empty box.
        pdf: Any = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
    except typst.TypstError as error:
        raise Refused("case", _why_not(error)) from None
    return bytes(pdf)


def _why_not(error: Exception) -> str:
    text = str(error)
    if "could not be displayed" in text:
        signs = text.partition("the text `")[2].partition("` could")[0]
        return f"The sheet's fonts have no shape for {signs}; write it in Latin letters."
    if "too much for one page" in text:
        return "This is too much for a sheet of one page, whose type would be too small to read."
    raise error
