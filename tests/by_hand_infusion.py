"""Infusions, sites and roundings worked out a second time, in bare fractions.

Rates are written down here from the products' reference notes, not from the project's data, and
nothing of the project is imported. Masses of drug are mg inside a ladder and g elsewhere; volumes
are mL, times minutes, body weights kg.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import by_hand_containers

if TYPE_CHECKING:
    from collections.abc import Mapping

TENTH = Fraction(1, 10)
"""mL/h; the least by which a pump can be set"""
HALF_AN_HOUR = Fraction(30)
"""minutes; how long a step lasts where no label says so"""


class Rate(NamedTuple):
    """A rate as a label prints it."""

    number: str
    unit: str

    def by_the_hour(self, weight: Fraction, mg_per_ml: Fraction) -> Fraction:
        """Return the rate in mL/h for a body weight."""
        per_hour = {
            "mL/h": Fraction(1),
            "mg/h": 1 / mg_per_ml,
            "mL/kg/h": weight,
            "mL/kg/min": weight * 60,
            "mg/kg/h": weight / mg_per_ml,
            "mg/kg/min": weight * 60 / mg_per_ml,
        }
        return Fraction(self.number) * per_hour[self.unit]


class Ceiling(NamedTuple):
    """The fastest that is allowed; with `below`, the rate itself is already too fast."""

    rate: Rate
    below: bool = False


class Table(NamedTuple):
    """How a product is run: its steps, how long the first and the others last, and its limits."""

    mg_per_ml: int
    steps: tuple[Rate, ...]
    first: Fraction
    others: Fraction
    most: Rate
    at_risk: Ceiling | None
    whose: str


def _each(unit: str, *numbers: str) -> tuple[Rate, ...]:
    return tuple(Rate(number, unit) for number in numbers)


def _doubled(unit: str, start: str, most: str) -> tuple[Rate, ...]:
    """Return start, twice that, four times that, and so on; the last is the maximum itself."""
    rates = []
    rate = Fraction(start)
    while rate < Fraction(most):
        rates.append(Rate(str(rate), unit))
        rate *= 2
    return (*rates, Rate(most, unit))


MG, ML_H, ML_MIN = "mg/kg/min", "mL/kg/h", "mL/kg/min"
_NO_MORE_THAN_3_3 = Ceiling(Rate("3.3", MG))
_BELOW_3_3 = Ceiling(Rate("3.3", MG), below=True)
LABEL, POLICY, ENTERED = "label", "site policy", "as entered"
EXAMPLE = "manufacturer's example"


def _offered(
    mg_per_ml: int,
    steps: tuple[Rate, ...],
    at_risk: Ceiling | None,
    first: int = 30,
    others: int = 30,
) -> Table:
    """Return a table whose steps no label lists: they are offered as a site's policy."""
    return Table(mg_per_ml, steps, Fraction(first), Fraction(others), steps[-1], at_risk, POLICY)


# Product and indication → the table. Doubling ladders are written out where they are short.
TABLES: dict[tuple[str, str], Table] = {
    # The manufacturer's calculator: 5, 10, 20, 30, 40 and 50 mL/h at 10 kg, half an hour each; it
    # ends below the maximum.
    ("gammagard_liquid", "mmn"): Table(
        100,
        _each(ML_H, "0.5", "1", "2", "3", "4", "5"),
        HALF_AN_HOUR,
        HALF_AN_HOUR,
        Rate("5.4", ML_H),
        _BELOW_3_3,
        EXAMPLE,
    ),
    ("gammagard_liquid", "pi"): _offered(100, _each(ML_H, "0.5", "1", "2", "4", "5"), _BELOW_3_3),
    ("gammagard_liquid", "cidp"): _offered(
        100, _each(ML_H, "0.5", "1", "2", "4", "5.4"), _BELOW_3_3
    ),
    ("gamunex_c", "cidp"): _offered(
        # "Below 8" beside a maximum of 8 is no lower number.
        100,
        _each(MG, "2", "4", "8"),
        None,
    ),
    ("privigen", "cidp"): _offered(100, _each(MG, "0.5", "1", "2", "4", "8"), None),
    ("panzyga", "cidp"): _offered(100, _each(MG, "1", "2", "4", "8", "12"), _NO_MORE_THAN_3_3),
    # Here the label lists the steps itself.
    ("octagam_10", "itp"): Table(
        100,
        _each(MG, "1", "2", "4", "8", "12"),
        HALF_AN_HOUR,
        HALF_AN_HOUR,
        Rate("12", MG),
        _NO_MORE_THAN_3_3,
        LABEL,
    ),
    ("octagam_10", "dm"): _offered(100, _each(MG, "1", "2", "4"), _NO_MORE_THAN_3_3),
    # The steps are a secondary source's; the last is a hair above the label's maximum. At risk the
    # label says "below" the very number that it prints for the maximum, which is no lower number.
    ("octagam_5", "general"): Table(
        50,
        _each("mg/kg/h", "30", "60", "120", "200"),
        HALF_AN_HOUR,
        HALF_AN_HOUR,
        Rate("3.33", MG),
        None,
        POLICY,
    ),
    ("flebogamma_dif_10", "general"): _offered(
        100, _each(ML_MIN, "0.01", "0.02", "0.04", "0.08"), None
    ),
    ("flebogamma_dif_5", "general"): _offered(
        50, _each(ML_MIN, "0.01", "0.02", "0.04", "0.08", "0.1"), None
    ),
    # Start 0.5 for 10 minutes, + 0.8 every 20 minutes; 6.1 would be past 6.
    ("bivigam", "general"): Table(
        100,
        _each(MG, "0.5", "1.3", "2.1", "2.9", "3.7", "4.5", "5.3", "6"),
        Fraction(10),
        Fraction(20),
        Rate("6", MG),
        Ceiling(Rate("2", MG), below=True),
        LABEL,
    ),
    ("asceniv", "general"): _offered(100, _doubled(MG, "0.5", "8"), None, first=15, others=15),
}

# One of these recorded as yes is a risk of thrombosis or renal failure.
# The labels' eight for thrombosis, and of their seven for the kidney the six that are asked: age
# above 65 is read.
RISK_LISTS = (
    "thromboembolic_event",
    "prolonged_immobilization",
    "hypercoagulable_condition",
    "estrogens",
    "indwelling_catheter",
    "hyperviscosity",
    "cardiovascular_risk_factors",
    "advanced_age",
    "renal_insufficiency",
    "diabetes_mellitus",
    "volume_depletion",
    "sepsis",
    "paraproteinemia",
    "nephrotoxic_drugs",
)
RISK_FACTS = (
    "thrombosis_or_renal_risk",
    *RISK_LISTS,
    "recent_myocardial_infarction",
    "severe_renal_insufficiency",
    "severe_renal_impairment",
)


def at_risk(facts: dict[str, str], *, age_recorded: bool = False) -> str:
    """Return yes, no or unknown for a patient of 65 at most, without creatinine.

    One yes settles it. "No" to the question answers what is not recorded; without it every fact of
    the lists has to be answered, and the age has to be known.
    """
    if "yes" in [facts.get(name) for name in RISK_FACTS]:
        return "yes"
    if facts.get("thrombosis_or_renal_risk") == "no":
        return "no"
    each = {facts.get(name) for name in RISK_LISTS}
    return "no" if each == {"no"} and age_recorded else "unknown"


# --- the ladder -------------------------------------------------------------------------------


class Line(NamedTuple):
    """One step of a ladder: minutes from the start, mL/h, and mL by its end."""

    starts: Fraction
    ends: Fraction
    rate: Fraction
    so_far: Fraction


def to_a_tenth(rate: Fraction) -> Fraction:
    """Return what a pump is set to: a tenth of a mL/h, half up, and never nothing."""
    return max(Fraction(floor(rate * 10 + Fraction(1, 2)), 10), TENTH)


def highest(rate: Fraction, *, below: bool = False) -> Fraction:
    """Return the last tenth that is not past a ceiling; with `below`, not the ceiling itself."""
    tenths = rate * 10
    last = ceil(tenths) - 1 if below else floor(tenths)
    return Fraction(last, 10)


def ladder(
    volume: Fraction, steps: list[tuple[Fraction, Fraction]], ceiling: Fraction
) -> list[Line]:
    """Return the lines of a ladder, of steps in mL/h and minutes, under what a pump may be set to.

    From where every further step would be at the ceiling, one line runs to the end.
    """
    set_to = [(min(to_a_tenth(rate), ceiling), minutes) for rate, minutes in steps]
    while len(set_to) > 1 and set_to[-1][0] == set_to[-2][0] == ceiling:
        set_to.pop()
    lines: list[Line] = []
    time = ran = Fraction(0)
    for place, (rate, minutes) in enumerate(set_to):
        until_empty = (volume - ran) * 60 / rate
        open_ended = place == len(set_to) - 1
        lasts = until_empty if open_ended else min(minutes, until_empty)
        ran += rate * lasts / 60
        lines.append(Line(time, time + lasts, rate, ran))
        time += lasts
        if ran == volume:
            break
    return lines


def clock(hour: int, minute: int, minutes: Fraction) -> str:
    """Return the time of day after so many minutes, half a minute up, and how many days on."""
    whole = hour * 60 + minute + floor(minutes + Fraction(1, 2))
    days, rest = whole // 1440, whole % 1440
    text = f"{rest // 60:02d}:{rest % 60:02d}"
    if days == 0:
        return text
    return f"{text} (+1 day)" if days == 1 else f"{text} (+{days} days)"


# --- rituximab, in mg/h -----------------------------------------------------------------------


def rituximab_steps(infusion: str, mg_per_ml: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return the steps in mL/h: first 50, + 50 to 400 mg/h; later 100, + 100 to 400 mg/h."""
    by = {"first": 50, "later": 100}[infusion]
    return [(Fraction(mg) / mg_per_ml, HALF_AN_HOUR) for mg in range(by, 401, by)]


# --- containers by a way to round -------------------------------------------------------------


class Given(NamedTuple):
    """What one administration gives, in g or mg, and the containers, the largest size first."""

    dose: Fraction
    counts: tuple[int, ...]
    opened: Fraction


Sizes = tuple[Fraction, ...]


def rounded(way: str, dose: Fraction, days: int, sizes: Sizes) -> list[Given] | None:
    """Return what each day gets, or None where a way to round leaves no dose.

    The ways: exact, nearest, down, within_5, within_10, and ontario_5g in g.
    """
    target = dose
    if way == "ontario_5g":
        target = Fraction(5 * floor(dose / 5 + Fraction(1, 2)))
        if target == 0:
            return None
    if way == "exact":
        return _drawn_up(target, days, sizes)
    if way == "ontario_5g":
        return _in_fives(target, days, sizes)
    whole = by_hand_containers.course(target, days, sizes, from_below=way == "down")
    if whole is None:
        return None
    total = sum((amount for amount, _ in whole), Fraction(0))
    tolerance = {"within_5": Fraction(5, 100), "within_10": Fraction(10, 100)}.get(way)
    if tolerance is not None and abs(total - target) > tolerance * target:
        return _drawn_up(target, days, sizes)
    return [Given(amount, counts, amount) for amount, counts in whole]


def a_week_by_ontario(weekly: Fraction, sessions: int, sizes: Sizes) -> list[Given] | None:
    """Return each session where four weeks are rounded to 5 g and divided by four."""
    four_weeks = 5 * floor(weekly * 4 / 5 + Fraction(1, 2))
    return _drawn_up(Fraction(four_weeks, 4), sessions, sizes) if four_weeks else None


def _in_fives(target: Fraction, days: int, sizes: Sizes) -> list[Given] | None:
    """Return the days of a course in doses of 5 g each, as even as can be, the lowest first."""
    least, over = divmod(int(target / 5), days)
    if not least:
        return None
    doses = [Fraction(5 * least)] * (days - over) + [Fraction(5 * least + 5)] * over
    found = []
    for dose in doses:
        opened, counts = by_hand_containers.covering(dose, sizes)
        found.append(Given(dose, counts, opened))
    return found


CUTAQUIG = {"1": 6, "1.65": 10, "2": 12, "3.3": 20, "4": 24, "8": 48}
"""mL printed on each vial, by its grams"""


def as_labelled(dose: Fraction, opened: list[tuple[str, int]]) -> Fraction:
    """Return the mL of a dose of Cutaquig: its share of what is printed on the vials opened."""
    grams = sum(Fraction(size) * number for size, number in opened)
    return sum(CUTAQUIG[size] * number for size, number in opened) * dose / grams


def vials_of_cutaquig(dose: Fraction) -> Fraction:
    """Return the mL of a dose from the vials that hold it: least grams, fewest, largest first."""
    # In twentieths of a gram every size is a whole number, and what makes an amount grows from
    # what makes a smaller one.
    sizes = sorted(CUTAQUIG, key=Fraction, reverse=True)
    steps = [int(Fraction(size) * 20) for size in sizes]
    while True:
        for amount in range(ceil(dose * 20), len(_MADE)):
            if (made := _MADE[amount]) is not None:
                counts = [(size, -fewer) for size, fewer in zip(sizes, made[1:], strict=True)]
                return as_labelled(dose, [pair for pair in counts if pair[1]])
        amount, found = len(_MADE), []
        for place, step in enumerate(steps):
            if step <= amount and (before := _MADE[amount - step]) is not None:
                more = list(before)
                more[0] += 1
                more[1 + place] -= 1
                found.append(tuple(more))
        _MADE.append(min(found, default=None))


_MADE: list[tuple[int, ...] | None] = [(0,) * (1 + len(CUTAQUIG))]
"""for each amount in twentieths of a gram: how many vials, then less how many of each size"""


def _drawn_up(dose: Fraction, days: int, sizes: Sizes) -> list[Given]:
    """Return an even share a day, drawn up from the containers that hold it."""
    each = dose / days
    opened, counts = by_hand_containers.covering(each, sizes)
    return [Given(each, counts, opened)] * days


# --- sites under the skin ---------------------------------------------------------------------

PLAN_SITE = Fraction(50)
"""mL; the plan's limit a site"""


def sites(volume: Fraction, label: Fraction | None) -> tuple[int, int, int | None]:
    """Return the sites that count, those by the plan and those by the label."""
    by_plan = ceil(volume / PLAN_SITE)
    by_label = None if label is None else ceil(volume / label)
    return max(by_plan, by_label or 0), by_plan, by_label


class Use(NamedTuple):
    """What one label says of a site: volumes in mL and rates in mL/h, None where it is unread."""

    g_per_ml: Fraction
    first_volume: int | None
    first_rate: int | None
    later_volume: int | None
    later_rate: int | None
    most_sites: int | None
    from_kg: int | None = None
    below: tuple[int | None, int, int] | None = None
    """below that weight: volume, first rate and later rate"""
    flows: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    """of a phase, with " below" where it is that of a lower weight: rates, ten minutes each"""

    def minutes(
        self, phase: str, kilograms: Fraction | None, volume: Fraction, rate: Fraction
    ) -> Fraction:
        """Return the time in which one site takes a volume, through the rates where there are."""
        below = self.from_kg is not None and kilograms is not None and kilograms < self.from_kg
        rates = self.flows.get(f"{phase} below" if below else phase, ())
        taken, left = Fraction(0), volume
        for each in rates[:-1]:
            in_ten = Fraction(each, 6)
            if left <= in_ten:
                return taken + left / each * 60
            taken, left = taken + 10, left - in_ten
        return taken + left / rate * 60

    def limits(
        self, phase: str, kilograms: Fraction | None
    ) -> tuple[Fraction | None, Fraction | None]:
        """Return volume and rate in a phase, ``first`` or ``tolerated``.

        Where the later limit is unread the first one stands; where the first volume is, the later
        one bounds it; a first rate is never taken from the later one, which is faster. Below the
        weight from which the limits hold, the label's figures below it are taken, or none; without
        a weight no rate, and of two volumes the smaller.
        """
        if phase == "first":
            volume, rate = self.first_volume or self.later_volume, self.first_rate
        else:
            volume, rate = self.later_volume or self.first_volume, self.later_rate
            rate = rate or self.first_rate
        if self.from_kg is not None and (kilograms is None or kilograms < self.from_kg):
            own, *rates = self.below or (None, None, None)
            if kilograms is None:
                volume = None if own is None or volume is None else min(own, volume)
                rate = None
            else:
                volume, rate = own, rates[0 if phase == "first" else 1]
        return (
            None if volume is None else Fraction(volume),
            None if rate is None else Fraction(rate),
        )


HYQVIA = {
    "first below": (5, 10, 20, 40, 80),
    "tolerated below": (10, 20, 40, 80, 160),
    "first": (10, 30, 60, 120, 240),
    "tolerated": (10, 30, 120, 240, 300),
}
USES: dict[tuple[str, str], Use] = {
    ("hizentra", "cidp"): Use(Fraction(20, 100), 20, 20, 50, 50, 8),
    ("hizentra", "pi"): Use(Fraction(20, 100), 15, 15, 25, 25, 8),
    ("cuvitru", "pi"): Use(Fraction(20, 100), 60, 20, 60, 60, 4, from_kg=40),
    ("xembify", "pi"): Use(Fraction(20, 100), 25, None, 25, 35, 6),
    ("cutaquig", "pi"): Use(Fraction("0.165"), 25, 20, 40, 52, 6),
    ("hyqvia", "cidp"): Use(
        Fraction(10, 100), None, 240, 600, 300, 3, from_kg=40, below=(None, 80, 160), flows=HYQVIA
    ),
    ("gammagard_liquid", "pi"): Use(
        Fraction(10, 100), 30, 20, None, 30, 8, from_kg=40, below=(20, 15, 20)
    ),
    ("gamunex_c", "pi"): Use(Fraction(10, 100), None, 20, None, 20, 8),
}
MOST_SESSIONS = 7
"""a week: one a day"""


def fewest_sessions(weekly: Fraction, label: Fraction | None, most: int | None) -> int:
    """Return the fewest sessions a week, up to one a day, whose sites the label has at once."""
    for sessions in range(1, MOST_SESSIONS):
        if most is None or sites(weekly / sessions, label)[0] <= most:
            return sessions
    return MOST_SESSIONS


def sessions_of_cutaquig(weekly: Fraction, use: Use, kilograms: Fraction | None) -> int:
    """Return the sessions once tolerated: more until one, measured by its own vials, fits."""
    label, _ = use.limits("tolerated", kilograms)
    volume = vials_of_cutaquig(weekly)
    while True:
        number = fewest_sessions(volume, label, use.most_sites)
        volume = number * vials_of_cutaquig(weekly / number)
        if number == MOST_SESSIONS or fewest_sessions(volume, label, use.most_sites) <= number:
            return number


def site_remark(use: Use, sites_of_each: list[int], kilograms: Fraction | None) -> str:
    """Return the gravest of what is to be said, for labels that are not HyQvia's."""
    if use.most_sites is not None and max(sites_of_each) > use.most_sites:
        return "too many sites"
    unread = None in {use.first_volume, use.first_rate, use.later_volume, use.later_rate}
    by_weight = use.from_kg is not None and (kilograms is None or kilograms < use.from_kg)
    return "not established" if unread or by_weight else "fits"
