"""One thing at a time that is aged, removed, denied or misnamed in a complete case.

By hand from the plan and the settled questions; nothing of the project may be imported here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from by_hand_facts import YES_MEANS_YES
from by_hand_infusion import RISK_LISTS
from complete_cases import BEFORE_SIX_MONTHS, COMPLETE, COUNTS, DECIDES, TODAY, changed


class Spoiled(NamedTuple):
    """One thing that was changed, and how.

    Parameters
    ----------
    what
        How, and which: the id of the test.
    key
        What was touched; no two that touch the same thing are put together.
    request, facts
        What is laid over the complete case; a fact that is None is taken out.
    tells
        Whether it is another answer, and not the loss of one.
    """

    what: str
    key: str
    request: dict[str, Any]
    facts: dict[str, Any]
    tells: bool = False


def _fact(how: str, name: str, value: str | None, *, tells: bool = False) -> Spoiled:
    return Spoiled(f"{how}: {name}", name, {}, {name: value}, tells)


def _asked(how: str, key: str, value: Any, *, tells: bool = False) -> Spoiled:
    # A weight is asked about by the height beside it: the two are one thing.
    touched = "body-mass index" if key in {"weight", "height"} else key
    return Spoiled(f"{how}: {key}", touched, {key: value}, {}, tells)


def _removed(name: str) -> list[Spoiled]:
    return [_fact("removed", fact, None) for fact in DECIDES[name]]


def _answered_badly(name: str) -> list[Spoiled]:
    """The other answer to each question, and a value beyond the plan's limit."""
    found = []
    for fact in DECIDES[name]:
        value = COMPLETE[name]["facts"][fact]
        if value == "no":
            found.append(_fact("answered yes", fact, "yes", tells=True))
        elif value.startswith("yes"):
            found.append(_fact("answered no", fact, "no", tells=True))
    return found


def _aged(name: str) -> list[Spoiled]:
    found = []
    for fact, days in COUNTS[name].items():
        value = COMPLETE[name]["facts"][fact].partition("@")[0]
        found.append(_fact("aged", fact, f"{value}@{TODAY - timedelta(days=days + 1)}"))
    if name.startswith("rituximab"):
        tests = ("hepatitis_b_c_panel", "quantitative_immunoglobulins")
        found += [_fact("aged", test, f"yes@{BEFORE_SIX_MONTHS}") for test in tests]
    # That something is not so is the word of its day, and counts for 90 days (policy).
    long_ago = TODAY - timedelta(days=91)
    denied = [fact for fact in DECIDES[name] if COMPLETE[name]["facts"][fact] == "no"]
    found += [_fact("denied long ago", fact, f"no@{long_ago}") for fact in denied]
    if "start" in COMPLETE[name] or not COUNTS[name]:
        return found
    late = (TODAY + timedelta(days=max(COUNTS[name].values()))).isoformat()
    key = "start" if name == "eculizumab" else "first_dose"
    return [*found, _asked("put off", key, late)]


# A value → the answers that it speaks against, where they were answered no. The clearance is
# (140 − 58) × 80 ÷ (72 × 3.64) = 25.0 mL/min.
_AGAINST = {
    "iga": ("0 mg/dL", {"iga_deficiency"}),
    "platelets": ("20 10*9/L", {"thrombocytopenia"}),
    "creatinine": (
        "3.64 mg/dL",
        {"severe_renal_insufficiency", "severe_renal_impairment", "renal_insufficiency"},
    ),
    "wbc": ("3.9 10*9/L", {"wbc"}),
}
# Between the clearance by the actual weight, (140 − 58) × 80 ÷ (72 × 3) = 30.4 mL/min, and that by
# the adjusted one of 77.0 kg, 29.2 mL/min, lies the limit of 30.
BY_ONE_WEIGHT = "3.0 mg/dL"


def _contradicted(name: str) -> list[Spoiled]:
    decides = set(DECIDES[name])
    denied = {fact for fact in decides if COMPLETE[name]["facts"][fact] == "no"}
    found = [
        _fact("said by another", cause, "yes", tells=True)
        for cause, others in YES_MEANS_YES.items()
        if denied & set(others)
    ]
    found += [
        _fact("measured otherwise", value, f"{measured}@{TODAY}", tells=True)
        for value, (measured, against) in _AGAINST.items()
        if against & decides or value in decides
    ]
    if _AGAINST["creatinine"][1] & decides or "creatinine" in decides:
        found.append(_fact("by one weight", "creatinine", f"{BY_ONE_WEIGHT}@{TODAY}", tells=True))
    if "thromboembolic_event" in denied:
        found.append(
            _fact("said by another", "recent_myocardial_infarction", f"yes@{TODAY}", tells=True)
        )
    return found


# An event has its own spoilers; the others of the labels' lists are each a risk.
_RISKS = tuple(name for name in RISK_LISTS if name != "thromboembolic_event")


def _at_risk(name: str) -> list[Spoiled]:
    """The summary was answered no: each of the list outvotes it, and so does an age above 65."""
    if "thrombosis_or_renal_risk" not in DECIDES[name]:
        return []
    found = [_fact("at risk", fact, "yes", tells=True) for fact in _RISKS]
    return [*found, _asked("at risk", "age", "66 years", tells=True)]


# Values of the complete cases with the other unit beside the same number, or the other way round.
_OTHER_UNIT = {
    "creatinine": ("0.9 µmol/L", "80 mg/dL"),
    "wbc": ("6.0 /uL", "6000 10*9/L"),
    "platelets": ("250 /uL", "250000 10*9/L"),
    "iga": ("1.8 mg/dL", "180 g/L"),
}


def _in_another_unit(name: str) -> list[Spoiled]:
    facts = COMPLETE[name]["facts"]
    found = [
        _fact(f"in another unit, {text}", value, f"{text}@{TODAY}", tells=True)
        for value, texts in _OTHER_UNIT.items()
        if value in facts
        for text in texts
    ]
    return [
        *found,
        _asked("in another unit", "weight", "80 lb", tells=True),
        _asked("in another unit", "height", "180 in", tells=True),
        _asked("a number alone", "weight", "80"),
    ]


def _misnamed(name: str) -> list[Spoiled]:
    found = [
        Spoiled(f"misspelt: {fact}", fact, {}, {fact: None, f"{fact}x": "no"})
        for fact in DECIDES[name]
    ]
    return [
        *found,
        _asked("a name that is not known", "concurrent", ["Xyzvax vaccine"]),
        _asked("a name that is not known", "premedication", ["prednisoone 20 mg"]),
        _asked("a corticosteroid", "premedication", ["methylprednisolone 125 mg"]),
    ]


def _of_the_patient(name: str) -> list[Spoiled]:
    found = [_asked("removed", key, None) for key in ("age", "setting")]
    found += [
        _asked("under age", "age", "17 years", tells=True),
        _asked("misspelt", "setting", "ICUU"),
    ]
    if name != "acetaminophen":  # which the plan has everywhere
        found.append(_asked("where the plan has no place for it", "setting", "ICU"))
    needs_clearance = "creatinine" in COMPLETE[name]["facts"]
    return [*found, _asked("removed", "sex", None)] if needs_clearance else found


def spoiled(name: str) -> list[Spoiled]:
    """Return every single thing that may be spoiled in a complete case."""
    kinds = (
        _removed,
        _answered_badly,
        _aged,
        _contradicted,
        _at_risk,
        _in_another_unit,
        _misnamed,
        _of_the_patient,
    )
    return [each for kind in kinds for each in kind(name)]


def lost(name: str) -> list[Spoiled]:
    """Return what may be left out and leave a complete case clear, as nothing else is wrong.

    A creatinine that decides nothing is not among them: where sex is not recorded it is what raises
    the question, and goes with it.
    """
    decides = {*DECIDES[name], "creatinine"}
    idle = [fact for fact in COMPLETE[name]["facts"] if fact not in decides]
    return [*(_fact("left out", fact, None) for fact in idle), _asked("left out", "height", None)]


def request_with(name: str, *changes: Spoiled) -> dict[str, Any]:
    """Return the request of a complete case with some things spoiled."""
    request: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for each in changes:
        request |= each.request
        facts |= each.facts
    return changed(name, **request, facts=facts)


SPOILED = {name: spoiled(name) for name in COMPLETE}
