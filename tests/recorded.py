"""From the states of the independent truth tables to real patients, results and outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import by_hand_checks
from asking import PLAN, answered

import units
from calculators.checks.crosscheck import Checks, crosscheck
from calculators.patient.patient import Answer, Fact, LaboratoryValue, Measure, Patient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calculators.working import Result

TODAY = date(2026, 11, 22)
# Three calendar months back from 22 November; that very day still counts as within.
FIRST_DAY = date(2026, 8, 22)

# Ordinary measures, an adult, a setting that the plan provides for and a regimen on its patterns:
# everything else that a rule looks at is fine, so that the facts alone decide. The blood group,
# which only a dose of 2 g/kg asks for, has its own tests (test_hemolysis_and_two.py).
ORDINARY = {
    "weight": "80 kg",
    "height": "180 cm",
    "age": "60 years",
    "sex": "male",
    "setting": "OPD",
}
RESULTS: dict[str, Result] = {
    "ivig_induction": answered("induction", **ORDINARY, days=5).result,
    "ivig_maintenance": answered("maintenance", **ORDINARY, dose="1 g/kg", every="3 weeks").result,
    "scig": answered("scig", **ORDINARY, ivig_dose="80 g", every="3 weeks").result,
    "cyclophosphamide_iv": answered("cyclophosphamide", **ORDINARY, route="iv").result,
    "cyclophosphamide_po": answered("cyclophosphamide", **ORDINARY, route="po").result,
    "rituximab": answered("rituximab", **ORDINARY).result,
}

# Where a rule of the truth tables has another name in the plan's data.
_RULE_IDS = {"iga_deficiency": "iga_deficiency_with_antibodies", "wbc": "severe_leukopenia"}


def rule_id(key: str) -> str:
    """Return what the plan's data call a rule of the truth tables."""
    return _RULE_IDS.get(key, key)


def _laboratory(magnitude: str, ucum: str) -> LaboratoryValue:
    return LaboratoryValue(units.quantity(int(magnitude), ucum), TODAY)


# Fact → state → what is recorded. What is not recorded is left out altogether.
_THROMBOSIS = {
    "yes_within": Fact(Answer.YES, FIRST_DAY),
    "yes_before": Fact(Answer.YES, FIRST_DAY - timedelta(days=1)),
    "yes_undated": Fact(Answer.YES),
    "no": Fact(Answer.NO),
}
# Cockcroft and Gault for a man of 60 and 80 kg: (140 − 60) × 80 ÷ (72 × creatinine in mg/dL), which
# is 29.63 mL/min at 3 mg/dL and 44.44 mL/min at 2 mg/dL.
_LABORATORY = {
    "clearance": ("creatinine", {"below_30": ("3", "mg/dL"), "not_below_30": ("2", "mg/dL")}),
    "wbc": ("wbc", {"below": ("3999", "/uL"), "not_below": ("4000", "/uL")}),
    "iga": ("iga", {"below_7": ("6", "mg/dL"), "not_below_7": ("7", "mg/dL")}),
    "platelets": (
        "platelets",
        {"below_150": ("149", "10*9/L"), "not_below_150": ("150", "10*9/L")},
    ),
}
_ANSWERS = {"yes": Fact(Answer.YES, TODAY), "no": Fact(Answer.NO)}
_RECORDED = {"thromboembolic_event": _THROMBOSIS}
_VALUES = {
    fact: (name, {state: _laboratory(*value) for state, value in states.items()})
    for fact, (name, states) in _LABORATORY.items()
}

_MEASURES: dict[str, Any] = {
    "weight": Measure(units.quantity(80, "kg")),
    "height": Measure(units.quantity(180, "cm")),
    "age": Measure(units.quantity(60, "a")),
    "sex": "male",
    "setting": "OPD",
}


def patient_with(states: dict[str, str]) -> Patient:
    """Return the ordinary patient in whom the facts are in these states."""
    facts, laboratory = {"blood_group_not_o": Fact(Answer.NO)}, {}
    for fact, state in states.items():
        if fact in _VALUES:
            name, values = _VALUES[fact]
            if state in values:
                laboratory[name] = values[state]
        elif state != "unknown":
            facts[fact] = _RECORDED.get(fact, _ANSWERS)[state]
    return Patient(**_MEASURES, facts=facts, laboratory=laboratory)


def checked(treatment: str, states: dict[str, str]) -> Checks:
    """Return what the cross-check says of the ordinary result of a treatment."""
    return crosscheck(RESULTS[treatment], patient_with(states), PLAN, TODAY)


def combinations(treatment: str, fixed: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield every combination of states of a treatment's facts in which some are fixed."""
    facts = by_hand_checks.FACTS[treatment]
    choices = [(fixed[fact],) if fact in fixed else states for fact, states in facts.items()]
    for chosen in product(*choices):
        yield dict(zip(facts, chosen, strict=True))
