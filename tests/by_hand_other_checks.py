"""The cross-check of plan 3B, mycophenolate and eculizumab, by enumerating completions.

As in `by_hand_checks`, no three-valued logic is used: a rule that meets an unknown fact is asked
again with every value that the fact could have. When all answers agree, that is the outcome, and
otherwise it is "unknown". What the order itself says (target, what is listed alongside) is always
known. Nothing of the project may be imported here.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple

from by_hand_facts import as_counted

OUTCOMES = ("contraindicated", "not_ready", "unknown", "caution", "clear")
"""the outcomes in order of gravity, worst first"""

UNKNOWN = "unknown"

# fact: each of its states, with what it could turn out to be.
_YES_NO = {"yes": ("yes",), "no": ("no",), UNKNOWN: ("yes", "no")}
_STATES: dict[str, dict[str, tuple[str, ...]]] = {
    # The last dose at most 14 days ago (that day included), longer ago, or without a date, which
    # is a known state: it happened and cannot be shown to be old.
    "maoi_use": {
        "yes_within": ("yes_within",),
        "yes_before": ("yes_before",),
        "yes_undated": ("yes_undated",),
        "no": ("no",),
        UNKNOWN: ("yes_within", "yes_before", "yes_undated", "no"),
    },
    # At least 14 days before the first dose (day 14 included), later than that, or without a date,
    # which here may be the one or the other.
    "meningococcal_vaccination": {
        "yes_early": ("yes_early",),
        "yes_late": ("yes_late",),
        "yes_undated": ("yes_early", "yes_late"),
        "no": ("no",),
        UNKNOWN: ("yes_early", "yes_late", "no"),
    },
    # Duloxetine's clearance has to be known; the labels' bands only speak when it is.
    "clearance": {
        "below_30": ("below_30",),
        "not_below_30": ("not_below_30",),
        UNKNOWN: ("below_30", "not_below_30"),
    },
    "band": {
        name: (name,) for name in ("below_15", "below_30", "below_60", "from_60", "not_recorded")
    },
    "listed": {name: (name,) for name in ("nothing", "partner", "unrecognised")},
}
# What the order says: mg a day, for each drug on both sides of every line that a rule draws.
TARGETS: dict[str, tuple[int, ...]] = {
    "gabapentin": (300, 301, 600, 601, 700, 701, 899, 900, 1400, 1401, 1800, 1801, 3600),
    "pregabalin": (150, 151, 300, 301, 600),
    "duloxetine": (30, 60, 61, 120),
    "amitriptyline": (100, 101, 150),
    "acetaminophen": (2000, 2001, 4000),
    "modafinil": (100, 200),
    "mexiletine": (300, 600, 601, 900),
    "magnesium_oxide": (400, 800),
    "mycophenolate": (1000, 2000),
    "eculizumab": (0,),
}
"""treatment -> the targets that are tried; eculizumab has none"""


UNMADE = {
    ("gabapentin", 301), ("gabapentin", 601), ("gabapentin", 700), ("gabapentin", 701),
    ("gabapentin", 899),
    ("gabapentin", 1400), ("gabapentin", 1401), ("gabapentin", 1801), ("pregabalin", 151),
    ("pregabalin", 301), ("duloxetine", 61), ("amitriptyline", 101), ("mexiletine", 601),
}  # fmt: skip
"""targets with a dose that no whole capsules make: 700 ÷ 3 mg of 100 and more, 101 of 10 and 25"""


def unmade(drug: str, target: int, band: str) -> bool:
    """Tell whether a dose of the table is one that no whole capsules make.

    Gabapentin's band gives an amount within it once a day below 30 mL/min, twice below 60: 700 mg
    at once are made of 300 and 400. The way up goes through 900 mg, and twice 450 are not made.
    """
    once, twice = band == "below_30" and target <= 700, band == "below_60" and target <= 1400
    if drug == "gabapentin" and target > 300 and (once or twice):
        return (target if once else target / 2) % 100 != 0 or (twice and target >= 900)
    return (drug, target) in UNMADE


class Rule(NamedTuple):
    """What a rule looks at, and its outcome once all of that is known, for a target in mg.

    What only answers for another fact stands in `beside`: whether it is disputed itself is a
    question of its own rule.
    """

    facts: tuple[str, ...]
    outcome: Callable[[Mapping[str, str], int], str]
    beside: tuple[str, ...] = ()


def states_of(fact: str) -> tuple[str, ...]:
    """Return the states that a fact can be in."""
    return tuple(_STATES.get(fact, _YES_NO))


def _question(fact: str, yes: str, no: str) -> Rule:
    return Rule((fact,), lambda known, _: yes if known[fact] == "yes" else no)


def _forbidding(*facts: str) -> dict[str, Rule]:
    return {fact: _question(fact, "contraindicated", "clear") for fact in facts}


def _required(*facts: str) -> dict[str, Rule]:
    return {fact: _question(fact, "clear", "not_ready") for fact in facts}


def _implied(fact: str, *by: str) -> dict[str, Rule]:
    """Make the rule of a condition that forbids, and that other facts answer as well."""
    return {fact: Rule((fact, *by), _question(fact, "contraindicated", "clear").outcome)}


def _where_pregnancy_is_possible(fact: str) -> Rule:
    def outcome(known: Mapping[str, str], _: int) -> str:
        owed = known["pregnancy_possible"] == "yes" and known[fact] == "no"
        return "not_ready" if owed else "clear"

    return Rule(("pregnancy_possible", fact, "pregnancy"), outcome)


def _banded(limits: Mapping[str, int]) -> Rule:
    """Make the labels' rule: above what the band of the clearance allows is a caution."""

    def outcome(known: Mapping[str, str], target: int) -> str:
        limit = limits.get(known["band"])
        return "caution" if limit is not None and target > limit else "clear"

    return Rule(("band",), outcome)


def _target(above: int, below: int = 0) -> Rule:
    """Make a rule that looks at the target alone: a caution outside these bounds."""
    return Rule((), lambda _, target: "clear" if below <= target <= above else "caution")


def _second_step(start: int) -> Rule:
    """Make the rule on an interval that was entered where the plan gives none."""
    return Rule((), lambda _, target: "caution" if target > start else "clear")


def _listed_partner() -> Rule:
    found = {"nothing": "clear", "partner": "caution", "unrecognised": "unknown"}
    return Rule(("listed",), lambda known, _: found[known["listed"]])


def _hepatic(known: Mapping[str, str], target: int) -> str:
    over = known["hepatic_impairment"] == "yes" and target > 2000
    return "contraindicated" if over else "clear"


def _ecg_above_100(known: Mapping[str, str], target: int) -> str:
    return "not_ready" if target > 100 and known["ecg"] == "no" else "clear"


def _maoi(known: Mapping[str, str], longer_ago: str) -> str:
    if known["maoi_use"] in {"yes_within", "yes_undated"}:
        return "contraindicated"
    if known["listed"] == "unrecognised":  # the name may be one of an MAO inhibitor
        return "unknown"
    return longer_ago if known["maoi_use"] == "yes_before" else "clear"


def _clearance(known: Mapping[str, str], _: int) -> str:
    return "contraindicated" if known["clearance"] == "below_30" else "clear"


def _vaccination(known: Mapping[str, str], _: int) -> str:
    return "clear" if known["meningococcal_vaccination"] == "yes_early" else "not_ready"


# The clearance may speak against a "no"; it answers nothing.
_SEVERE_RENAL = {
    "severe_renal_impairment": Rule(
        ("severe_renal_impairment", "band"),
        _question("severe_renal_impairment", "caution", "clear").outcome,
    )
}

RULES: dict[str, dict[str, Rule]] = {
    "gabapentin": {
        "target_range": _target(1800, below=900),
        **_SEVERE_RENAL,
        "creatinine_clearance_band": _banded({"below_15": 300, "below_30": 300, "below_60": 600}),
        "not_both": _listed_partner(),
    },
    "pregabalin": {
        "stated_steps": _target(300),
        **_SEVERE_RENAL,
        "creatinine_clearance_band": _banded({"below_15": 75, "below_30": 150, "below_60": 300}),
        "not_both": _listed_partner(),
    },
    "duloxetine": {
        "stated_steps": _target(60),
        **_forbidding("severe_hepatic_impairment", "uncontrolled_narrow_angle_glaucoma"),
        "maoi_use": Rule(("maoi_use", "listed"), lambda known, _: _maoi(known, "clear")),
        "creatinine_clearance": Rule(("clearance",), _clearance),
        "serotonergic_pair": _listed_partner(),
    },
    "amitriptyline": {
        **_forbidding("cardiac_arrhythmia", "recent_myocardial_infarction"),
        **_forbidding("urinary_retention", "angle_closure_glaucoma"),
        "maoi_use": Rule(("maoi_use", "listed"), lambda known, _: _maoi(known, "caution")),
        "ecg": Rule(("ecg",), _ecg_above_100),
        "serotonergic_pair": _listed_partner(),
    },
    "acetaminophen": {
        **_forbidding("hepatic_failure"),
        **_implied("severe_liver_disease", "hepatic_failure"),
        "hepatic_impairment": Rule(
            ("hepatic_impairment", "severe_liver_disease", "hepatic_failure"),
            _hepatic,
            beside=("severe_liver_disease", "hepatic_failure"),
        ),
    },
    "modafinil": {
        "step_interval": _second_step(100),
        **_forbidding("severe_hepatic_impairment", "left_ventricular_hypertrophy"),
        **_forbidding("mitral_valve_prolapse_with_stimulant_use"),
    },
    "mexiletine": {
        "stated_steps": _target(600),
        "step_interval": _second_step(300),
        **_forbidding("second_or_third_degree_av_block", "hepatic_failure"),
        **_required("ecg"),
    },
    "magnesium_oxide": {
        "step_interval": _second_step(400),
        "renal_insufficiency": _question("renal_insufficiency", "caution", "clear"),
        **_forbidding("gi_obstruction"),
    },
    "mycophenolate": {
        "step_interval": _second_step(1000),
        **_required("cbc", "liver_function_tests"),
        "pregnancy_test": _where_pregnancy_is_possible("pregnancy_test"),
        "contraception_counseling": _where_pregnancy_is_possible("contraception_counseling"),
        **_implied("pregnancy", "pregnancy_possible"),
        **_forbidding("severe_gi_disease"),
        "live_vaccine": _listed_partner(),
    },
    "eculizumab": {
        **_forbidding("unresolved_meningococcal_infection"),
        "meningococcal_vaccination": Rule(("meningococcal_vaccination",), _vaccination),
        **_required("cbc", "complement_levels"),
    },
}
"""treatment -> rule -> what it says; an interval is entered wherever the plan gives none"""

FACTS: dict[str, tuple[str, ...]] = {
    treatment: tuple(dict.fromkeys(fact for rule in rules.values() for fact in rule.facts))
    for treatment, rules in RULES.items()
}
"""treatment -> every fact that its rules look at"""


def _completions(facts: tuple[str, ...], states: Mapping[str, str]) -> list[dict[str, str]]:
    """Return every way in which the unsettled ones among some facts could turn out."""
    choices = [_STATES.get(fact, _YES_NO)[states[fact]] for fact in facts]
    return [dict(zip(facts, choice, strict=True)) for choice in product(*choices)]


def rule_verdicts(treatment: str, target: int, states: Mapping[str, str]) -> dict[str, str]:
    """Return the outcome of each rule of a treatment; every fact must have a state."""
    found = {}
    for name, rule in RULES[treatment].items():
        counted, disputed = as_counted({fact: states[fact] for fact in rule.facts})
        ways = _completions(rule.facts, counted)
        outcomes = {rule.outcome(known, target) for known in ways}
        found[name] = outcomes.pop() if len(outcomes) == 1 else UNKNOWN
        if disputed.difference(rule.beside) and found[name] == "clear":
            found[name] = "caution"
    return found


def worst(outcomes: Mapping[str, str]) -> str:
    """Return the gravest of the outcomes of some rules."""
    return min(outcomes.values(), key=OUTCOMES.index)
