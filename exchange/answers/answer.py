"""The answer as machines read it: exact decimals in fixed point, UCUM units."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import units
from exchange.answers.goes_with import (
    advice_of,
    monitoring_of,
    product_statements,
    two_weights,
)

if TYPE_CHECKING:
    from calculators.checks.crosscheck import Checks
    from calculators.requests.answer import Answered
    from calculators.working import Result
    from plan_data.schema.plan import Plan


def as_json(answered: Answered, plan: Plan) -> dict[str, Any]:
    """Return an answer as JSON values.

    Quantities are ``{"value": "32", "unit": "g"}`` with at most 28 digits, never rounded further.
    ``monitoring`` and ``advice`` are the plan's words on the treatment, ``product_says`` those of
    labels on the product; each is empty where there is no treatment or no product. ``weights`` is
    None unless the dose goes by another weight than the rates. ``first_dose`` is the day to which
    windows and ages of tests run; None where it is not known, and they run to the day of the check.
    """
    result = answered.result
    return {
        "calculator": result.calculator,
        "plan": {
            "id": plan.identity.id,
            "version": plan.identity.version,
            "status": plan.identity.status,
        },
        **(refusal(result.refusal) if result.refusal else {}),
        "weights": _weights(answered),
        "first_dose": _value(result.first_dose),
        "result": _values(result),
        "working": [
            {"label": step.label, "working": step.working, "sources": list(step.sources)}
            for step in result.steps
        ],
        "checks": _checks(answered.checks),
        "monitoring": [
            {"what": entry.what, "when": entry.when, "source": entry.at}
            for entry in monitoring_of(result)
        ],
        "advice": [{"says": entry.says, "source": entry.at} for entry in advice_of(result)],
        "product_says": [
            {"kind": entry.kind, "says": entry.says, "source": "; ".join(entry.sources)}
            for entry in product_statements(result)
        ],
    }


def refusal(refused: units.Refused) -> dict[str, Any]:
    """Return a refusal as JSON values."""
    return {"error": {"field": refused.field, "message": refused.message}}


def _weights(answered: Answered) -> dict[str, Any] | None:
    apart = two_weights(answered)
    if apart is None:
        return None
    return {
        "dose": {"goes_by": apart.dose_by, "weight": _value(apart.dose_weight)},
        "rates": {"goes_by": "actual", "weight": _value(apart.rates_weight)},
        "says": apart.says,
    }


def _values(result: Result) -> dict[str, Any]:
    values = {name: _value(value) for name, value in result.values.items()}
    if result.reasons:
        values["reasons"] = dict(result.reasons)
    return values


def _value(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if is_dataclass(value):
        return {each.name: _value(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {name: _value(part) for name, part in value.items()}
    return units.as_ucum(value)


def _checks(checks: Checks) -> dict[str, Any]:
    return {
        "outcome": checks.outcome.value,
        "findings": [
            {
                "rule": finding.rule,
                "facts": list(finding.facts),
                "outcome": finding.outcome.value,
                "heading": finding.heading,
                "seen": finding.seen,
                "limit": finding.limit,
                "because": finding.because,
                "source": finding.source,
                "resolve": finding.resolve,
            }
            for finding in checks.findings
        ],
    }
