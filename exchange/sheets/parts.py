"""The parts of a sheet as plain text: patient, order, figures, working, checks, sources."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import units
from calculators.dispensing.rounding import Container, containers_in_words
from calculators.requests.catalogue import calculators
from calculators.treatments.titration import DatedDose
from calculators.typed.fields import FIELDS, field_of
from exchange.answers.administration_text import line_of
from exchange.answers.terminal import shown_value
from exchange.answers.words import GRAVITY_WORDS, value_label
from exchange.cases.case import VERIFY
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calculators.checks.crosscheck import Finding
    from calculators.requests.answer import Answered
    from calculators.working import Step
    from exchange.cases.case import Case
    from exchange.cases.second_entry import Compared
    from plan_data.schema.plan import Plan

# The figures of an order, as the calculators name those of a dose: the first is the one to draw up,
# and what is not named here stands below in smaller type.
_GIVEN_OF_AN_ORDER: Mapping[str, str] = {
    "expected_low": "Expected, lowest",
    "expected_high": "Expected, highest",
    "expected": "Expected",
    "deviation_percent": "Deviation",
}
_MEASURES = ("weight", "height", "age", "sex", "setting")
_LISTS = ("premedication", "concurrent")
_AGREES = {True: "Agrees", False: "DOES NOT AGREE", None: "NOT SETTLED"}
_VERDICTS = {"agrees": "Agrees", "differs": "Differs", "not_needed": "Not needed"}


class Sources:
    """Every place that is referred to, once, numbered in the order in which it comes up."""

    def __init__(self) -> None:
        self.listed: list[str] = []

    def number(self, source: str) -> int:
        """Return the number of a source, a new one where it has none yet."""
        if source not in self.listed:
            self.listed.append(source)
        return self.listed.index(source) + 1


def answer_part(answered: Answered, case: Case, plan: Plan, *, refused: bool) -> dict[str, Any]:
    """Return what a sheet says of an answer, whoever signs it.

    Parameters
    ----------
    case
        What the answer was asked with.
    refused
        Whether the sheet is a refusal, on which no figure stands.
    """
    sources = Sources()
    findings = answered.checks.findings
    return {
        "plan": plan_part(plan),
        "treatment": treatment_part(answered, plan),
        "patient": patient_part(case),
        "asked": asked_part(answered, case, plan),
        "outcome": GRAVITY_WORDS[answered.checks.outcome],
        "counts": counts_part(findings),
        "checked_on": answered.today.isoformat(),
        "steps": [] if refused else [step_part(step, sources) for step in answered.result.steps],
        **(NO_FIGURES if refused else figures_part(answered, case, plan)),
        **(NO_VERDICT if refused else verdict_part(answered, plan)),
        "findings": [finding_part(each, sources) for each in findings],
        "sources": sources.listed,
        "digest": case.digest.split(" "),
    }


def require_a_dose(answered: Answered, plan: Plan) -> None:
    """Refuse an answer that holds no dose.

    Raises
    ------
    units.Refused
        The calculator refused, or is of no treatment.
    """
    if answered.result.refusal is not None:
        raise answered.result.refusal
    if answered.result.treatment is None:
        label = calculators(plan)[answered.result.calculator].label
        raise Refused("calculator", f"{label} gives no dose, so there is no sheet to verify.")


def plan_part(plan: Plan) -> dict[str, str]:
    """Return which plan it is, and that it is a draft."""
    identity = plan.identity
    return {
        "title": identity.title,
        "version": identity.version,
        "revised": identity.revised_on.isoformat(),
        "banner": identity.banner,
    }


def treatment_part(answered: Answered, plan: Plan) -> dict[str, str]:
    """Return the treatment and its row in the plan."""
    treatment = answered.result.treatment
    if treatment is None:
        return {"label": calculators(plan)[answered.result.calculator].label, "place": ""}
    return {
        "label": treatment.label,
        "place": treatment.row,
    }


def patient_part(case: Case) -> list[list[str]]:
    """Return what describes the patient, as typed; what is not recorded says so."""
    rows = [[FIELDS[key].label, _typed(case.patient.get(key, "not recorded"))] for key in _MEASURES]
    return rows + [
        [FIELDS[key].label, _typed(case.patient[key])] for key in _LISTS if case.patient.get(key)
    ]


def asked_part(answered: Answered, case: Case, plan: Plan) -> list[list[str]]:
    """Return what the calculator was asked beside the patient, as typed; the order first."""
    calculator, known = answered.result.calculator, calculators(plan)
    held = {**case.order, **case.request(calculator)}
    keys = (*case.order, *known[calculator].keys, "dosing_weight")
    if held.get("of") in known:
        held["of"] = known[held["of"]].label
    return [
        [field_of(key, keys).sheet_label, _typed(held[key])]
        for key in dict.fromkeys(keys)
        if key in held
    ]


def _typed(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return " ".join(text.split())


def twice_part(each: Compared) -> list[str]:
    """Return one field as it was entered twice."""
    return [FIELDS[each.field].sheet_label, each.first, each.second, _VERDICTS[each.verdict]]


NO_FIGURES: dict[str, Any] = {"given": [], "beside": [], "rows": [], "lines": [], "reasons": []}
NO_VERDICT: dict[str, Any] = {"verdict": "", "also": [], "mistakes": []}
# What a verdict on an order holds beside figures; what an order does not have is left out.
_WORDS_OF_A_VERDICT = ("of", "verdict", "within_tolerance", "mistakes", "also")


def figures_part(answered: Answered, case: Case, plan: Plan) -> dict[str, Any]:
    """Return the values to give, large, those beside them, and dated doses as a table."""
    result = answered.result
    verifies = result.calculator == VERIFY
    rows = {name: value for name, value in result.values.items() if _is_table(value)}
    lines = {name: lines for name, value in result.values.items() if (lines := _lines(value))}
    shown = {
        name: [value_label(name), _named(name, value, plan)]
        for name, value in result.values.items()
        if name not in rows
        and name not in lines
        and not (verifies and (name in _WORDS_OF_A_VERDICT or value is None))
    }
    typed = {key: _typed(value) for key, value in case.request(result.calculator).items()}
    labels = _GIVEN_OF_AN_ORDER if verifies else calculators(plan)[result.calculator].given
    labels = labels or {name: value_label(name) for name in shown}
    given = [name for name in labels if name in shown]
    if "expected_low" in given:
        given.remove("expected")
    first = [["Ordered, as written", typed["order"]]] if verifies else []
    return {
        "given": first + [[labels[name].format(**typed), shown[name][1]] for name in given],
        "beside": [shown[name] for name in shown if name not in given],
        "rows": [_row(row) for value in rows.values() for row in value],
        "lines": [[value_label(name), entries] for name, entries in lines.items()],
        "reasons": [
            f"{value_label(name)}: {why}" for name, why in result.reasons.items() if name in shown
        ],
    }


def verdict_part(answered: Answered, plan: Plan) -> dict[str, Any]:
    """Return what the order check says in words: the verdict, what else agrees, the mistakes."""
    values = answered.result.values
    if answered.result.calculator != VERIFY:
        return NO_VERDICT
    place = "Within" if values["within_tolerance"] else "OUTSIDE"
    also = [
        [
            each["what"].capitalize(),
            _AGREES[each["agrees"]],
            each["working"],
        ]
        for each in values["also"]
    ]
    labels = plan.mistake_labels
    mistakes = [
        [" + ".join(labels[name] for name in each["names"]), each["working"]]
        for each in values["mistakes"]
    ]
    if "mistakes" in answered.result.reasons:
        mistakes.append(["", answered.result.reasons["mistakes"]])
    verdict = f"{place} the tolerance of {units.shown(values['tolerance'])}"
    return {"verdict": verdict, "also": also, "mistakes": mistakes}


def _named(name: str, value: Any, plan: Plan) -> str:
    """Return a value as people read it; a product and a way to round by their own names."""
    if name == "product" and value in plan.products:
        return plan.products[value].label
    if name == "rounding":
        return next((each.label for each in plan.policies.rounding if each.id == value), value)
    return shown_value(value)


def _lines(value: Any) -> list[str]:
    """Return what is hung and drawn up as lines, or nothing where the value is something else."""
    entries = value if isinstance(value, tuple) else (value,)
    if entries and all(isinstance(entry, Container) for entry in entries):
        return [containers_in_words(entries)]
    return [line for entry in entries if (line := line_of(entry))]


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], DatedDose)


def _row(row: DatedDose) -> list[str]:
    on = row.date.isoformat() if row.date else "no date"
    return [on, units.shown(row.per_dose), str(row.doses_per_day), units.shown(row.daily)]


def step_part(step: Step, sources: Sources) -> dict[str, Any]:
    """Return one line of the working with the numbers of its sources."""
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


def counts_part(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
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


def finding_part(finding: Finding, sources: Sources) -> dict[str, Any]:
    """Return one finding with the number of its source."""
    return {
        "outcome": finding.outcome.value,
        "heading": finding.heading,
        "limit": finding.limit,
        "because": finding.reason,
        "seen": finding.seen.removesuffix("."),
        "resolve": finding.resolve,
        "sources": [sources.number(finding.source)],
    }
