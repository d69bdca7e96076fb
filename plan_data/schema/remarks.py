"""What a calculator may say of its own result, for rules to look at: every name, and every word.

The calculators are typed to say nothing else, and a rule that listens for anything else stops the
load: it would never hold, and turn a caution into "clear". The set stands with the plan's schema
because plan and calculators both have to see it, and imports run one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict, get_args, get_type_hints

from plan_data.schema import dosing

if TYPE_CHECKING:
    from collections.abc import Mapping

WhichWeight = Literal["actual", "ideal", "adjusted", "adjusted, pregnancy not recorded"]
WhetherCapped = Literal["applied", "not applied"]
InBand = Literal["inside the band", "below the band", "above the band"]
OnPattern = Literal[
    "on a plan pattern", "off the patterns, inside the band", "below the band", "above the band"
]
IvigInterval = Literal["one of the plan's", "calendar months", "outside the plan"]
IvigExposure = Literal[
    "inside the band",
    "below the band",
    "above the band",
    "weight not recorded, not compared with the band",
]
InTargetRange = Literal["inside", "below", "above"]
WhoseSteps = Literal["as the plan states them", "beyond the stated steps"]
WhoseInterval = Literal["not needed", "the plan's", "not established", "chosen"]
WhatIsDispensed = Literal[
    "as calculated",
    "rounded",
    "rounded beyond the limit",
    "rounded, above the band",
    "rounded, below the band",
]
OnLabel = Literal["labelled", "labelled in Europe", "off-label"]
InfusionRisk = Literal["not at risk", "not recorded", "ceiling in force", "no ceiling in numbers"]
ThrombosisRisk = Literal["not at risk", "not recorded", "at risk"]
RoomBelowMaximum = Literal["at the maximum", "below the maximum"]
OwnSteps = Literal["as the label", "asked about", "faster than the label"]
WhetherSitesFit = Literal[
    "fits",
    "too many sites",
    "above the day's volume",
    "ramp-up above the day's volume",
    "not a weekly product",
    "not established",
]
InTablets = Literal["inside the range", "outside the range"]


AtMaximum = Literal["held at the maximum", "below the maximum"]
DosesAtClearance = Literal["fewer than the plan's", "cannot be told"]
InStrengths = Literal["a dose that no strength makes"]
CourseDose = Literal["a high dose"]
DayShare = Literal["above the labels"]
SinceLast = Literal["sooner than the interval", "later than the interval"]


class Remarks(TypedDict, total=False):
    """Every remark by name, with the words that it can have."""

    dosing_weight: WhichWeight
    body_surface_cap: WhetherCapped
    route: Literal["iv", "po"]
    plan_pattern: OnPattern
    ivig_interval: IvigInterval
    ivig_exposure: IvigExposure
    thrombosis_risk: ThrombosisRisk
    target_range: InTargetRange
    steps: WhoseSteps
    step_interval: WhoseInterval
    dose_maximum: AtMaximum
    lowered_maximum: Literal["above", "not above"]
    room: RoomBelowMaximum
    # Said only where it is so.
    strengths: InStrengths
    doses_at_clearance: DosesAtClearance
    course_dose: CourseDose
    day_share: DayShare
    # Of a phase of a course: the time since the last dose of the one before.
    since_last: SinceLast
    # With a product.
    dispensed: WhatIsDispensed
    product_indication: OnLabel
    infusion_risk: InfusionRisk
    own_steps: OwnSteps
    sites: WhetherSitesFit
    tablets: InTablets


WORDS: Mapping[str, tuple[str, ...]] = {
    name: get_args(words) for name, words in get_type_hints(Remarks).items()
}

_WITH_A_PRODUCT = (
    "dispensed", "product_indication", "infusion_risk", "own_steps", "sites", "tablets",
)  # fmt: skip

# Which remarks the results of each kind of dosing make; a rule of a treatment hears no other.
_SAID_OF: Mapping[type, tuple[str, ...]] = {
    dosing.InductionDosing: ("dosing_weight", "course_dose", "day_share", "since_last"),
    dosing.MaintenanceDosing: (
        "dosing_weight",
        "plan_pattern",
        "course_dose",
        "day_share",
        "since_last",
    ),
    dosing.SubcutaneousDosing: (
        "ivig_interval",
        "ivig_exposure",
        "thrombosis_risk",
        "since_last",
    ),
    dosing.CyclophosphamideDosing: ("route", "dosing_weight", "body_surface_cap"),
    dosing.RituximabDosing: ("body_surface_cap",),
    dosing.TitrationDosing: (
        "steps",
        "step_interval",
        "target_range",
        "room",
        "strengths",
        "doses_at_clearance",
    ),
    dosing.AsNeededDosing: ("lowered_maximum", "room"),
    dosing.ByWeightDosing: ("dosing_weight", "dose_maximum"),
    dosing.NoDosing: (),
}


def said_of(doses: object) -> tuple[str, ...]:
    """Return the names of the remarks that results of this kind of dosing can make."""
    own = [names for kind, names in _SAID_OF.items() if isinstance(doses, kind)]
    return tuple(name for names in own for name in names) + _WITH_A_PRODUCT
