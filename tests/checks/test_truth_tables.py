"""Every combination of the facts of every treatment, against an independent truth table.

The truth tables (`by_hand_checks`) know no three-valued logic: they fill in each unknown in every
way it could turn out. Counted by hand, the facts have

=====================  ==========================================  =======
treatment              states                                      product
=====================  ==========================================  =======
IVIg, either row       3 (eleven facts), 5 (thromboembolic event)  885,735
SCIg                   3 (six facts)                                   729
cyclophosphamide IV    3 (twelve facts)                            531,441
cyclophosphamide PO    3 (eleven facts)                            177,147
rituximab              3 (seven facts)                               2,187
=====================  ==========================================  =======

SCIg and rituximab are put through `crosscheck` combination by combination. The other 2.5 million
would take longer than all other tests together, because every call words some twenty findings.
For them the product is composed, which is as good as long as three things hold, and each of the
three is tested through `crosscheck` itself, for all six treatments:

1. a rule's outcome is that of its truth table, for every combination of its own facts;
2. it depends on no other fact: every combination of a rule's own facts is tried among 200 random
   settings of all others, and every combination of the facts of any two rules together;
3. the whole is the worst of its parts, in every one of those calls.

The outcomes that (1) saw are then put together for each of the combinations, none left out.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations as pairs
from itertools import product
from random import Random

import by_hand_checks
import pytest
from asking import PLAN
from recorded import RESULTS, checked, combinations, rule_id

from calculators.checks.crosscheck import rules_for

RANDOM_SETTINGS = 200

# Worked by hand from the plan's rows; see the table above.
PRODUCTS = {
    "ivig_induction": 885_735,
    "ivig_maintenance": 885_735,
    "scig": 729,
    "cyclophosphamide_iv": 531_441,
    "cyclophosphamide_po": 177_147,
    "rituximab": 2_187,
}
# How many of them are clear, worked by hand:
# IVIg: no IgA deficiency leaves the antibodies free (3), with an IgA that is not below 7 or not
# recorded (2); no event or an old one (2); no severe insufficiency with a clearance that is not
# below 30 or not recorded (2); all else in one way. SCIg: the antibodies (3), the IgA (2), the
# platelets (2). Cyclophosphamide: pregnancy not possible leaves the test free (3) and answers for
# pregnancy, so that this is no or not recorded (2); and a test that was done leaves open whether
# pregnancy is possible (2 more). Rituximab: one way only.
CLEAR = {
    "ivig_induction": 3 * 2 * 2 * 2,
    "ivig_maintenance": 3 * 2 * 2 * 2,
    "scig": 3 * 2 * 2,
    "cyclophosphamide_iv": 3 * 2 + 2,
    "cyclophosphamide_po": 3 * 2 + 2,
    "rituximab": 1,
}


TREATMENTS = [pytest.param(name, id=name) for name in by_hand_checks.RULES]
LARGE = [pytest.param(name, id=name) for name in PRODUCTS if PRODUCTS[name] > 60_000]
SMALL = [pytest.param(name, id=name) for name in PRODUCTS if PRODUCTS[name] <= 60_000]


def outcomes(treatment: str, states: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the outcome of the whole and of each rule, by the name that the truth tables use.

    Rules that are about something else than these facts have to be clear, in every call.
    """
    checks = checked(treatment, states)
    found = {finding.rule: finding.outcome.value for finding in checks.findings}
    assert len(found) == len(checks.findings)
    own = {key: found.pop(rule_id(key)) for key in by_hand_checks.RULES[treatment]}
    assert set(found.values()) == {"clear"}, found
    return checks.outcome.value, own


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_the_facts_of_a_treatment_have_as_many_combinations_as_worked_by_hand(
    treatment: str,
) -> None:
    counted = sum(1 for _ in combinations(treatment, {}))
    assert counted == PRODUCTS[treatment]


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_rule_reads_the_facts_of_its_truth_table_and_no_others(treatment: str) -> None:
    """Its own, what answers for them, and what may speak against an answer."""
    named = {"clearance": "creatinine"}
    rules = {rule.id: rule for rule in rules_for(RESULTS[treatment], PLAN)}
    of_treatment = {name for rule in rules.values() for name in rule.reads}
    for key, rule in by_hand_checks.RULES[treatment].items():
        reads = set(rules[rule_id(key)].reads)
        against = {
            each.laboratory for name in reads for each in PLAN.policies.evidence.against(name)
        }
        implying = {each.fact for each in PLAN.implications if not reads.isdisjoint(each.implies)}
        looked_at = (reads | against | (implying & of_treatment)) - {"premedication"}
        assert looked_at == {named.get(fact, fact) for fact in rule.facts}


# --- the product of a small treatment, call by call ---------------------------------------------


@pytest.mark.parametrize("treatment", SMALL)
def test_every_combination_comes_out_as_in_the_truth_table(treatment: str) -> None:
    covered: Counter[str] = Counter()
    for states in combinations(treatment, {}):
        whole, rules = outcomes(treatment, states)
        assert rules == by_hand_checks.rule_verdicts(treatment, states), states
        assert whole == by_hand_checks.verdict(treatment, states), states
        assert whole not in {"clear", "caution"} or not decided_by_an_unknown(treatment, states)
        covered[whole] += 1
    assert covered.total() == PRODUCTS[treatment]
    assert covered["clear"] == CLEAR[treatment]


def decided_by_an_unknown(treatment: str, states: dict[str, str]) -> bool:
    """Tell whether some rule could come out in two ways, depending on what is not known."""
    return any(
        len({by_hand_checks.two_valued(treatment, key, known) for known in turns_out}) > 1
        for key, rule in by_hand_checks.RULES[treatment].items()
        if "unknown" in {states[fact] for fact in rule.facts}
        for turns_out in [
            by_hand_checks.completions(rule.facts, tuple(states[fact] for fact in rule.facts))
        ]
    )


# --- the three things that make a composed product as good ---------------------------------------


def random_states(treatment: str, random: Random) -> dict[str, str]:
    """Return one combination of a treatment's facts, each state as likely as the others."""
    facts = by_hand_checks.FACTS[treatment]
    return {fact: random.choice(states) for fact, states in facts.items()}


def agree(treatment: str, states: dict[str, str]) -> dict[str, str]:
    """Require that whole and parts are those of the truth tables; return the parts."""
    whole, rules = outcomes(treatment, states)
    assert rules == by_hand_checks.rule_verdicts(treatment, states), states
    assert whole == by_hand_checks.worst(rules), states
    return rules


@cache
def seen_tables(treatment: str) -> dict[str, dict[tuple[str, ...], str]]:
    """Return the outcome that `crosscheck` has for each combination of each rule's own facts.

    Every one of them is seen in `RANDOM_SETTINGS` settings of the other facts, and has to be the
    same in all of them.
    """
    # Any seed will do; a fixed one makes every failure everybody's failure.
    random = Random(20261122)  # noqa: S311
    tables: dict[str, dict[tuple[str, ...], str]] = {}
    for key, (facts, _) in by_hand_checks.RULES[treatment].items():
        tables[key] = {}
        for own in product(*(by_hand_checks.states_of(fact) for fact in facts)):
            fixed = dict(zip(facts, own, strict=True))
            seen = {
                agree(treatment, random_states(treatment, random) | fixed)[key]
                for _ in range(RANDOM_SETTINGS)
            }
            assert len(seen) == 1, (key, own, seen)
            tables[key][own] = seen.pop()
    return tables


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_rule_comes_out_as_in_its_truth_table_whatever_the_other_facts_are(
    treatment: str,
) -> None:
    assert seen_tables(treatment) == by_hand_checks.TABLES[treatment]


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_any_two_rules_come_out_as_in_their_truth_tables_together(treatment: str) -> None:
    random = Random(20261123)  # noqa: S311  (as above)
    for (_, (one, _)), (_, (other, _)) in pairs(by_hand_checks.RULES[treatment].items(), 2):
        facts = tuple(dict.fromkeys(one + other))
        for own in product(*(by_hand_checks.states_of(fact) for fact in facts)):
            fixed = dict(zip(facts, own, strict=True))
            agree(treatment, random_states(treatment, random) | fixed)


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("treatment", LARGE)
def test_every_combination_composed_of_those_outcomes_is_as_in_the_truth_table(
    treatment: str,
) -> None:
    tables = [
        (rule.facts, seen_tables(treatment)[key])
        for key, rule in by_hand_checks.RULES[treatment].items()
    ]
    gravity = {outcome: place for place, outcome in enumerate(by_hand_checks.OUTCOMES)}
    covered: Counter[str] = Counter()
    for states in combinations(treatment, {}):
        parts = [table[tuple([states[fact] for fact in facts])] for facts, table in tables]
        whole = min(parts, key=gravity.__getitem__)
        assert whole == by_hand_checks.verdict(treatment, states), states
        assert whole not in {"clear", "caution"} or not decided_by_an_unknown(treatment, states)
        covered[whole] += 1
    assert covered.total() == PRODUCTS[treatment]
    assert covered["clear"] == CLEAR[treatment]


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_with_nothing_recorded_the_whole_is_unknown(treatment: str) -> None:
    nothing = {fact: states[-1] for fact, states in by_hand_checks.FACTS[treatment].items()}
    whole, rules = outcomes(treatment, nothing)
    assert whole == "unknown"
    assert set(rules.values()) == {"unknown"}


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_one_unknown_in_a_patient_who_is_clear_makes_the_whole_unknown(treatment: str) -> None:
    """From every clear combination, each fact is forgotten in turn."""
    cleared = 0
    for states in combinations(treatment, ALL_CLEAR[treatment]):
        assert outcomes(treatment, states)[0] == "clear"
        cleared += 1
        for fact, possible in by_hand_checks.FACTS[treatment].items():
            forgotten = states | {fact: possible[-1]}
            decides = decided_by_an_unknown(treatment, forgotten)
            assert outcomes(treatment, forgotten)[0] == ("unknown" if decides else "clear")
    assert cleared == 1


# One clear patient each, every fact recorded.
_IVIG_CLEAR = {
    "iga_deficiency": "no",
    "anti_iga_antibodies": "no",
    "thromboembolic_event": "no",
    "uncompensated_heart_failure": "no",
    "severe_renal_insufficiency": "no",
    "clearance": "not_below_30",
    "iga": "not_below_7",
    "quantitative_immunoglobulins": "yes",
    "renal_function": "yes",
    "hepatitis_b_c_panel": "yes",
    "cbc": "yes",
    "prior_infusion_reaction": "no",
}
_CYCLOPHOSPHAMIDE_CLEAR = {
    "refractory_to_ivig": "yes",
    "cbc": "yes",
    "liver_function_tests": "yes",
    "renal_function": "yes",
    "urinalysis": "yes",
    "fertility_counseling": "yes",
    "pregnancy_possible": "yes",
    "pregnancy_test": "yes",
    "active_infection": "no",
    "pregnancy": "no",
    "wbc": "not_below",
}
ALL_CLEAR = {
    "ivig_induction": _IVIG_CLEAR,
    "ivig_maintenance": _IVIG_CLEAR,
    "scig": {
        "iga_deficiency": "no",
        "anti_iga_antibodies": "no",
        "iga": "not_below_7",
        "thrombocytopenia": "no",
        "platelets": "not_below_150",
        "coagulation_disorder": "no",
    },
    "cyclophosphamide_iv": _CYCLOPHOSPHAMIDE_CLEAR | {"mesna_ordered": "yes"},
    "cyclophosphamide_po": _CYCLOPHOSPHAMIDE_CLEAR,
    "rituximab": {
        "refractory_to_ivig": "yes",
        "hepatitis_b_c_panel": "yes",
        "quantitative_immunoglobulins": "yes",
        "cd19_cd20_counts": "yes",
        "vaccination_update": "yes",
        "active_hepatitis_b": "no",
        "severe_active_infection": "no",
    },
}
