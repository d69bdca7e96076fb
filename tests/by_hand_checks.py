"""The plan's cross-check, worked out a second time by enumerating completions.

No three-valued logic is used here. A rule that meets an unknown fact is asked again with every
value that the fact could have; when all those answers are the same outcome, that is the outcome,
and otherwise it is "unknown". Nothing of the project may be imported here.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

from by_hand_facts import as_counted

OUTCOMES = ("contraindicated", "not_ready", "unknown", "caution", "clear")
"""the outcomes in order of gravity, worst first"""

UNKNOWN = "unknown"

_ANSWERS = ("yes", "no", UNKNOWN)
# Only what is no plain question has an entry; the last state is the one of a fact not recorded.
_OTHER_STATES: dict[str, tuple[str, ...]] = {
    # Within three calendar months (that very day included), longer ago, or without a date. An
    # event without a date is a known state: it happened, and cannot be shown to be old.
    "thromboembolic_event": ("yes_within", "yes_before", "yes_undated", "no", UNKNOWN),
    # Against 4000 per uL; exactly 4000 is not below.
    "wbc": ("below", "not_below", UNKNOWN),
    # Against 30 mL/min, 7 mg/dL and 150 × 10⁹/L. Not recorded is no unknown here: without a figure
    # nothing contradicts the clinician's answer, so it has no completions.
    "clearance": ("below_30", "not_below_30", "not_recorded"),
    "iga": ("below_7", "not_below_7", "not_recorded"),
    "platelets": ("below_150", "not_below_150", "not_recorded"),
}


class Rule(NamedTuple):
    """What a rule looks at, and its outcome once all of that is known."""

    facts: tuple[str, ...]
    outcome: Callable[[Mapping[str, str]], str]


def states_of(fact: str) -> tuple[str, ...]:
    """Return the states of a fact, the one of a fact not recorded last."""
    return _OTHER_STATES.get(fact, _ANSWERS)


def _iga(known: Mapping[str, str]) -> str:
    """Judge IgA deficiency, which forbids only together with antibodies."""
    if known["iga_deficiency"] == "no":
        return "clear"
    return "contraindicated" if known["anti_iga_antibodies"] == "yes" else "caution"


def _thrombosis(known: Mapping[str, str]) -> str:
    """Judge a thromboembolic event by its age."""
    recent = known["thromboembolic_event"] in {"yes_within", "yes_undated"}
    return "contraindicated" if recent else "clear"


def _pregnancy_test(known: Mapping[str, str]) -> str:
    """Judge the pregnancy test, which is owed only where pregnancy is possible."""
    if known["pregnancy_possible"] == "no" or known["pregnancy_test"] == "yes":
        return "clear"
    return "not_ready"


def _white_cells(known: Mapping[str, str]) -> str:
    """Judge the white cells against 4000 per uL."""
    return "contraindicated" if known["wbc"] == "below" else "clear"


def _question(fact: str, *beside: str, yes: str, no: str) -> dict[str, Rule]:
    """Make the rule of one plain question, under the name of its fact.

    What stands `beside` it answers for it, or speaks against the answer.
    """

    def outcome(known: Mapping[str, str]) -> str:
        return yes if known[fact] == "yes" else no

    return {fact: Rule((fact, *beside), outcome)}


def _measured(fact: str, value: str) -> dict[str, Rule]:
    """Make the rule of a condition that forbids, beside a value that may speak against a "no"."""
    return _question(fact, value, yes="contraindicated", no="clear")


def _forbidding(*facts: str) -> dict[str, Rule]:
    """Make one rule for each condition that forbids the treatment."""
    rules: dict[str, Rule] = {}
    for fact in facts:
        rules |= _question(fact, yes="contraindicated", no="clear")
    return rules


def _required(*facts: str) -> dict[str, Rule]:
    """Make one rule for each thing that has to be so before the treatment."""
    rules: dict[str, Rule] = {}
    for fact in facts:
        rules |= _question(fact, yes="clear", no="not_ready")
    return rules


_IGA = {"iga_deficiency": Rule(("iga_deficiency", "anti_iga_antibodies", "iga"), _iga)}

_IVIG: dict[str, Rule] = {
    **_IGA,
    "thromboembolic_event": Rule(("thromboembolic_event",), _thrombosis),
    **_forbidding("uncompensated_heart_failure"),
    **_measured("severe_renal_insufficiency", "clearance"),
    **_required("quantitative_immunoglobulins", "renal_function", "hepatitis_b_c_panel", "cbc"),
    **_question("prior_infusion_reaction", yes="caution", no="clear"),
}

_SCIG: dict[str, Rule] = {
    **_IGA,
    **_measured("thrombocytopenia", "platelets"),
    **_forbidding("coagulation_disorder"),
}

_CYCLOPHOSPHAMIDE_PO: dict[str, Rule] = {
    **_required("refractory_to_ivig"),
    **_required("cbc", "liver_function_tests", "renal_function", "urinalysis"),
    **_required("fertility_counseling"),
    "pregnancy_test": Rule(("pregnancy_possible", "pregnancy_test", "pregnancy"), _pregnancy_test),
    **_forbidding("active_infection"),
    **_question("pregnancy", "pregnancy_possible", yes="contraindicated", no="clear"),
    "wbc": Rule(("wbc",), _white_cells),
}

# The plan names mesna in the intravenous half of the row alone.
_CYCLOPHOSPHAMIDE_IV: dict[str, Rule] = {**_CYCLOPHOSPHAMIDE_PO, **_required("mesna_ordered")}

_RITUXIMAB: dict[str, Rule] = {
    **_required("refractory_to_ivig", "hepatitis_b_c_panel", "quantitative_immunoglobulins"),
    **_required("cd19_cd20_counts", "vaccination_update"),
    **_forbidding("active_hepatitis_b", "severe_active_infection"),
}

RULES: dict[str, dict[str, Rule]] = {
    "ivig_induction": _IVIG,
    "ivig_maintenance": _IVIG,
    "scig": _SCIG,
    "cyclophosphamide_iv": _CYCLOPHOSPHAMIDE_IV,
    "cyclophosphamide_po": _CYCLOPHOSPHAMIDE_PO,
    "rituximab": _RITUXIMAB,
}
"""treatment -> rule key -> rule"""

FACTS: dict[str, dict[str, tuple[str, ...]]] = {
    treatment: {fact: states_of(fact) for rule in rules.values() for fact in rule.facts}
    for treatment, rules in RULES.items()
}
"""treatment -> fact -> the states it can be in, "unknown" (or "not_recorded") last"""


def two_valued(treatment: str, rule: str, known: Mapping[str, str]) -> str:
    """Return the ordinary outcome of one rule, every fact of which must be known."""
    facts, outcome = RULES[treatment][rule]
    for fact in facts:
        state = known[fact]
        # A misspelt state would otherwise pass for a "no".
        if state == UNKNOWN or state not in states_of(fact):
            raise ValueError(f"{fact} cannot be {state!r} where everything is known")
    return outcome(known)


def completions(facts: tuple[str, ...], states: tuple[str, ...]) -> list[dict[str, str]]:
    """Return every way in which the unknown ones among some facts could turn out.

    What one recorded fact says of another is no longer unknown.
    """
    counted, _ = as_counted(dict(zip(facts, states, strict=True)))
    choices = [
        tuple(known for known in states_of(fact) if known != UNKNOWN)
        if counted[fact] == UNKNOWN
        else (counted[fact],)
        for fact in facts
    ]
    return [dict(zip(facts, choice, strict=True)) for choice in product(*choices)]


def _truth_table(treatment: str, rule: str) -> dict[tuple[str, ...], str]:
    """Return the outcome of a rule for every combination of states of its facts."""
    facts = RULES[treatment][rule].facts
    table: dict[tuple[str, ...], str] = {}
    for states in product(*(states_of(fact) for fact in facts)):
        seen = {two_valued(treatment, rule, known) for known in completions(facts, states)}
        table[states] = seen.pop() if len(seen) == 1 else UNKNOWN
        # Nothing is clear of which two records disagree.
        _, disputed = as_counted(dict(zip(facts, states, strict=True)))
        if disputed and table[states] == "clear":
            table[states] = "caution"
    return table


# Worked out once: the tests ask for the verdict of half a million combinations.
TABLES: dict[str, dict[str, dict[tuple[str, ...], str]]] = {
    treatment: {rule: _truth_table(treatment, rule) for rule in rules}
    for treatment, rules in RULES.items()
}
"""treatment -> rule key -> states of the rule's facts -> outcome"""

_GRAVITY = {outcome: place for place, outcome in enumerate(OUTCOMES)}
_PREPARED = {
    treatment: [(key, rule.facts, TABLES[treatment][key]) for key, rule in rules.items()]
    for treatment, rules in RULES.items()
}


def rule_verdicts(treatment: str, states: Mapping[str, str]) -> dict[str, str]:
    """Return the outcome of each rule of a treatment.

    Every fact of the treatment must have a state; a missing or misspelt one is a KeyError rather
    than an unknown, because here it would be a mistake of the test. Other facts are ignored.
    """
    return {
        key: table[tuple([states[fact] for fact in facts])]
        for key, facts, table in _PREPARED[treatment]
    }


def worst(outcomes: Mapping[str, str]) -> str:
    """Return the gravest of the outcomes of some rules."""
    return min(outcomes.values(), key=_GRAVITY.__getitem__)


def verdict(treatment: str, states: Mapping[str, str]) -> str:
    """Return the outcome of the whole cross-check: the worst of its parts."""
    return worst(rule_verdicts(treatment, states))
