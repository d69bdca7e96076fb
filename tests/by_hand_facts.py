"""What one recorded fact says of another, and which measured value speaks against an answer.

Written out by hand from the settled questions. Nothing of the project may be imported here.
"""

from collections.abc import Mapping

# A recorded "yes" to the one is a "yes" to each of the others.
YES_MEANS_YES = {
    "hepatic_failure": ("severe_hepatic_impairment", "severe_liver_disease", "hepatic_impairment"),
    "severe_hepatic_impairment": ("hepatic_impairment",),
    "severe_liver_disease": ("hepatic_impairment",),
    "severe_renal_impairment": ("severe_renal_insufficiency", "renal_insufficiency"),
    "severe_renal_insufficiency": ("severe_renal_impairment", "renal_insufficiency"),
    "severe_active_infection": ("active_infection",),
    "uncontrolled_narrow_angle_glaucoma": ("angle_closure_glaucoma",),
    "pregnancy": ("pregnancy_possible",),
}
# A recorded "no" to the one answers the others where nothing is recorded of them.
NO_MEANS_NO = {"pregnancy_possible": ("pregnancy",)}

# A measured value that lies below speaks against a "no".
AGAINST_NO: dict[str, dict[str, tuple[str, ...]]] = {
    "iga_deficiency": {"iga": ("below_7",)},  # mg/dL
    "thrombocytopenia": {"platelets": ("below_150",)},  # 10⁹/L
    # mL/min, as a clearance or as the band in which it lies
    "severe_renal_insufficiency": {"clearance": ("below_30",)},
    "severe_renal_impairment": {"band": ("below_15", "below_30")},
}


def as_counted(states: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Return the states of some facts as they count, and those on which two records disagree."""
    counted = dict(states)
    for cause, others in YES_MEANS_YES.items():
        if states.get(cause) == "yes":
            counted |= {fact: "yes" for fact in others if fact in states}
    for cause, others in NO_MEANS_NO.items():
        if counted.get(cause) == "no":
            counted |= {fact: "no" for fact in others if states.get(fact) == "unknown"}
    disputed = {fact for fact in states if states[fact] == "no" and counted[fact] == "yes"}
    for fact, values in AGAINST_NO.items():
        if counted.get(fact) == "no" and any(states.get(each) in values[each] for each in values):
            disputed.add(fact)
    return counted, disputed
