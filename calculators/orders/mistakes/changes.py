"""What each known mistake changes: an input of the dose, or the number that is written in the end.

A mistake about the patient or the conversion is a change of the inputs, and the dose is worked out
again from them. A mistake about the finished number (a decimal point, milligrams for grams) is a
factor. Where people would round on the way, the rounded variant is tried as well.

=====================================  ==========================================================
no_uplift                              the weekly base, × 1 in place of the plan's uplift
double_uplift                          the uplift taken twice
factor_1_37, factor_1_30, factor_1_53  another factor in use, in place of the plan's
divided_by_4_ignoring_interval         one infusion ÷ 4, whatever its interval, with the uplift
calendar_month                         the amount of four weeks, divided by the weeks of a calendar
                                       month
monthly_as_weekly                      the amount of four weeks, or one infusion, with or without
                                       the uplift, written for a week
weekly_as_daily                        the dose of a week ordered for each day, or that of a day for
                                       a week
pounds_as_kilograms                    the number of pounds taken for kilograms
kilograms_as_pounds                    the number of kilograms taken for pounds
pounds_multiplied                      the number of pounds multiplied by 2.2 in place of divided
height_as_weight                       the number of cm taken for the number of kg
not_multiplied                         the dose a kg or a m² ordered as the dose
maximum_not_held                       the dose by weight, not held at the plan's maximum
other_pattern                          the dose of the plan's other pattern of the treatment
other_protocol                         a dose a kg of another protocol, for one by surface
kilograms_and_surface                  the dose a kg multiplied by the m², or that a m² by the kg
milligrams_for_grams                   the number of grams written as mg, or of mg as g
millilitres_for_grams                  the number of mL at a concentration written as the mass, or
                                       in an order in mL the number of the mass as mL
ideal_weight, adjusted_weight          that weight, in place of the one that was chosen; without
                                       the exceptions that a policy makes
total_as_daily, daily_as_total         the course total ordered for each day or dose; one day's or
                                       one dose's amount ordered as the course total
other_bsa_formula                      another published formula of body surface
bsa_capped                             the surface cut at a cap that the plan does not have
decimal_point                          the point of the dose moved one place, either way
wrong_concentration                    the volume worked out at one concentration, and ordered of a
                                       product that has another; of an order in mL only
digits_swapped                         two neighbouring digits of the weight, the height, the IVIg
                                       dose or the order itself exchanged, as typed
=====================================  ==========================================================
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import units
from calculators.patient.body_size import SURFACE_FORMULAS
from calculators.treatments.expected_dose import ONE, POUND, DoseInputs, known, rounded
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plan_data.schema.policies import Mistakes


class Change(NamedTuple):
    """One mistake, made in one way.

    Parameters
    ----------
    name
        The mistake's name.
    says
        Which sentence tells it: the name, or the name with the way in which it was made.
    changes
        The inputs that it changes; none for a mistake about the finished number.
    factor
        What it multiplies the finished number by.
    told
        What the sentence needs beside the inputs.
    exact
        Whether nothing was rounded on the way.
    """

    name: str
    says: str
    changes: Mapping[str, Any]
    factor: Decimal = ONE
    told: tuple[Any, ...] = ()
    exact: bool = True


class Strengths(NamedTuple):
    """The concentrations that may play a part, in the dose's mass unit a mL.

    Parameters
    ----------
    own
        That of the product or the bag, where it is known.
    on_record
        Those of every product that holds the drug and is given by the route.
    in_volume
        Whether the order is a volume. One in g or mg is the same at any concentration.
    """

    own: Decimal | None
    on_record: tuple[Decimal, ...]
    in_volume: bool


class Circumstances(NamedTuple):
    """What is known about an order beside the dose itself.

    Parameters
    ----------
    course
        The days or doses of the course, or 1 where there is none.
    splits
        Whether the course is one dose that is split over days.
    strengths
        The concentrations that may play a part.
    mistakes
        Which mistakes are looked for, and how people round.
    factors
        Mistake → the factor that it takes for the plan's uplift.
    protocols
        The doses of other protocols, in mg/kg.
    """

    course: Decimal
    splits: bool
    strengths: Strengths
    mistakes: Mistakes
    factors: Mapping[str, Decimal]
    protocols: tuple[Decimal, ...] = ()


# --- changes of the inputs ------------------------------------------------------------------------


def input_changes(
    inputs: DoseInputs, beside: Circumstances
) -> tuple[list[Change], list[tuple[Change, Change]]]:
    """Return every mistake about the inputs, and the pairs that follow one upon the other."""
    mistakes = beside.mistakes
    if inputs.goes_by == "infusion":
        return [*_conversion(inputs, mistakes, beside.factors), *_swapped_infusion(inputs)], []
    if inputs.goes_by == "nothing":
        return list(_patterns(inputs)), []
    weights, upon_each_other = _weights(inputs, mistakes)
    found = [*weights, *_other_weights(inputs, mistakes), *_patterns(inputs)]
    if inputs.goes_by == "surface":
        found += [*_surfaces(inputs, mistakes), *_protocols(inputs, beside)]
    if inputs.goes_by == "weight":
        found += _by_weight(inputs, mistakes)
    found.append(Change("not_multiplied", "bare", {"goes_by": "nothing"}))
    found += _other_size(inputs)
    return [*found, *_swapped_height(inputs)], upon_each_other


def _conversion(
    inputs: DoseInputs, mistakes: Mistakes, factors: Mapping[str, Decimal]
) -> Iterator[Change]:
    twice = inputs.factor * inputs.factor
    for name, factor in {"no_uplift": ONE, "double_uplift": twice, **factors}.items():
        yield Change(name, "factor", {"factor": factor})
    yield Change("divided_by_4_ignoring_interval", "one_infusion", {"ignores_interval": True})
    for weeks in months(mistakes):
        yield Change("calendar_month", "month", {"divisor": weeks}, told=(weeks,))
    yield Change("monthly_as_weekly", "monthly", {"divisor": ONE})
    yield Change("monthly_as_weekly", "monthly_base", {"divisor": ONE, "factor": ONE})
    whole = {"divisor": ONE, "ignores_interval": True}
    yield Change("monthly_as_weekly", "infusion", whole)
    yield Change("monthly_as_weekly", "infusion_base", {**whole, "factor": ONE})


def months(mistakes: Mistakes) -> tuple[Decimal, ...]:
    """Return the weeks of a calendar month, as people round them, the finest first, and exactly."""
    return (*mistakes.month_weeks.numbers[::-1], _WEEKS_IN_A_MONTH)


def _swapped_infusion(inputs: DoseInputs) -> Iterator[Change]:
    for text, dose in _read_again(inputs.dose_text, units.DRUG_MASS, "g"):
        yield _swap("dose", dose, ("IVIg dose", inputs.dose_text, text))


def _swapped_height(inputs: DoseInputs) -> Iterator[Change]:
    for text, height in _read_again(inputs.height_text, units.HEIGHT, "cm"):
        yield _swap("height_cm", height, ("height", inputs.height_text, text))


def _swap(key: str, value: Decimal, told: tuple[str, str, str]) -> Change:
    return Change("digits_swapped", "swapped", {key: value}, told=told)


def _weights(
    inputs: DoseInputs, mistakes: Mistakes
) -> tuple[list[Change], list[tuple[Change, Change]]]:
    kilograms = known(inputs.weight_kg)
    singles = list(_unit_errors(kilograms, inputs.weight_unit, mistakes))
    pairs = []
    for text, weight in _read_again(inputs.weight_text, units.BODY_WEIGHT, "kg"):
        swap = _swap("weight_kg", weight, ("weight", inputs.weight_text, text))
        singles.append(swap)
        later = _unit_errors(weight, inputs.weight_unit, mistakes)
        pairs += [(swap, change) for change in later if change.exact]
    return singles, pairs


def _unit_errors(kilograms: Decimal, unit: str, mistakes: Mistakes) -> Iterator[Change]:
    """Yield pounds for kilograms and the reverse; a number that was converted may be rounded."""
    in_pounds = unit in _POUNDS
    pounds = kilograms / POUND
    for number in _variants(pounds, mistakes, typed=in_pounds):
        told = (kilograms, number, in_pounds)
        exact = number == pounds
        yield Change("pounds_as_kilograms", "pounds", {"weight_kg": number}, ONE, told, exact)
    for number in _variants(kilograms, mistakes, typed=not in_pounds):
        for weight in _variants(number * POUND, mistakes, typed=number != kilograms):
            told = (kilograms, number, not in_pounds)
            exact = number == kilograms and weight == number * POUND
            yield Change(
                "kilograms_as_pounds", "kilograms", {"weight_kg": weight}, ONE, told, exact
            )


def _variants(number: Decimal, mistakes: Mistakes, *, typed: bool) -> list[Decimal]:
    """Return a number as it is and, where nobody typed it so, rounded as people round weights."""
    if typed:
        return [number]
    steps = mistakes.weight_steps.numbers
    return list(dict.fromkeys([number, *(rounded(number, step) for step in steps)]))


def _other_weights(inputs: DoseInputs, mistakes: Mistakes) -> Iterator[Change]:
    if inputs.sex is None or inputs.height_cm is None:
        return
    for choice in ("ideal", "adjusted"):
        if choice != inputs.dosing_weight:
            for step in (None, *mistakes.weight_steps.numbers):
                changes = {"dosing_weight": choice, "by_policy": False, "weight_step": step}
                yield Change(f"{choice}_weight", "weight", changes, exact=step is None)


def _patterns(inputs: DoseInputs) -> Iterator[Change]:
    """Yield the plan's other patterns of the treatment; a size that is not known gives no dose."""
    for pattern in dict.fromkeys(inputs.patterns):
        sized = inputs.weight_kg is not None and inputs.height_cm is not None
        own = (pattern.dose, pattern.dose_unit) == (inputs.dose, inputs.dose_unit)
        if own or (pattern.goes_by == "surface" and not sized):
            continue
        changes = pattern._asdict()
        if pattern.times is None:
            del changes["times"]
        yield Change("other_pattern", "pattern", changes)


def _by_weight(inputs: DoseInputs, mistakes: Mistakes) -> Iterator[Change]:
    if inputs.most is not None:
        yield Change("maximum_not_held", "maximum", {"most": None})
    if inputs.height_cm is not None:
        yield Change("height_as_weight", "height", {"weight_kg": inputs.height_cm})
    kilograms = known(inputs.weight_kg)
    in_pounds = inputs.weight_unit in _POUNDS
    for number in _variants(kilograms / POUND, mistakes, typed=in_pounds):
        # 2.2, as people know it, and all its digits.
        for factor in (rounded(ONE / POUND, mistakes.weight_steps.numbers[0]), ONE / POUND):
            told = (kilograms, number, in_pounds, factor)
            changes = {"weight_kg": number * factor}
            yield Change("pounds_multiplied", "multiplied", changes, ONE, told, in_pounds)


def _protocols(inputs: DoseInputs, beside: Circumstances) -> Iterator[Change]:
    mass = inputs.unit.partition("/")[0]
    for dose in beside.protocols:
        by_weight = units.magnitude_in(units.quantity(dose, "mg"), mass)
        changes = {"goes_by": "weight", "dose": by_weight, "dose_unit": f"{mass}/kg"}
        yield Change("other_protocol", "protocol", changes, ONE, (dose,))


def _other_size(inputs: DoseInputs) -> Iterator[Change]:
    """Yield the dose a kg times the surface, or that a m² times the weight."""
    mass = inputs.dose_unit.partition("/")[0]
    if inputs.goes_by == "surface":
        changes = {"goes_by": "weight", "dose_unit": f"{mass}/kg"}
        yield Change("kilograms_and_surface", "kilograms_for_surface", changes)
    elif inputs.height_cm is not None:
        changes = {"goes_by": "surface", "dose_unit": f"{mass}/m2", "dosing_weight": "actual"}
        yield Change("kilograms_and_surface", "surface_for_kilograms", changes)


def _surfaces(inputs: DoseInputs, mistakes: Mistakes) -> Iterator[Change]:
    for formula in SURFACE_FORMULAS:
        if formula != inputs.formula:
            yield Change("other_bsa_formula", "formula", {"formula": formula})
    yield Change("bsa_capped", "cap", {"cap": Decimal(mistakes.surface_cap.value)})


# --- changes of the finished number ---------------------------------------------------------------


def number_changes(inputs: DoseInputs, written: Decimal, beside: Circumstances) -> list[Change]:
    """Return every mistake about the finished number, each as a factor.

    Parameters
    ----------
    written
        How much one of the order's unit is in the dose's mass unit.
    """
    found = [
        *_courses(inputs, beside),
        *_months(inputs, beside.mistakes),
        *_weeks(inputs),
        Change("decimal_point", "right", {}, _TEN),
        Change("decimal_point", "left", {}, ONE / _TEN),
        Change("milligrams_for_grams", "grams", {}, _MG_IN_A_GRAM),
        Change("milligrams_for_grams", "milligrams", {}, ONE / _MG_IN_A_GRAM),
        *_volumes(written, beside.strengths),
        *_concentrations(beside.strengths),
    ]
    # One number may come about in two ways; the first tells it.
    return list({(change.name, change.factor): change for change in reversed(found)}.values())[::-1]


def _courses(inputs: DoseInputs, beside: Circumstances) -> Iterator[Change]:
    course = beside.course
    if course == ONE:
        return
    if inputs.aim in {"total", "daily"} or beside.splits:
        yield Change("daily_as_total", "one_dose", {}, ONE / course, (course,))
    if inputs.aim != "total":
        yield Change("total_as_daily", "course", {}, course, (course,))


def _months(inputs: DoseInputs, mistakes: Mistakes) -> Iterator[Change]:
    """Yield the mistakes about the month in the exposure a week of IVIg maintenance."""
    if inputs.goes_by != "weight" or inputs.aim != "weekly":
        return
    for weeks in months(mistakes):
        yield Change("calendar_month", "month", {}, inputs.four_weeks / weeks, (weeks,))
    yield Change("monthly_as_weekly", "monthly", {}, inputs.four_weeks)
    yield Change("monthly_as_weekly", "infusion", {}, inputs.over)


def _weeks(inputs: DoseInputs) -> Iterator[Change]:
    if inputs.aim == "weekly":
        yield Change("weekly_as_daily", "each_day", {}, DAYS_IN_A_WEEK)
    elif inputs.aim == "daily":
        yield Change("weekly_as_daily", "each_week", {}, ONE / DAYS_IN_A_WEEK)


def _volumes(written: Decimal, strengths: Strengths) -> Iterator[Change]:
    """Yield mL and the mass taken for each other: the unit that was written is the wrong one."""
    for strength in strengths.on_record if strengths.own is None else (strengths.own,):
        if strengths.in_volume:
            yield Change("millilitres_for_grams", "mass", {}, strength, (strength, ONE))
            continue
        # The number of mL stands in the dose's own unit, or in the one that was written.
        for unit in dict.fromkeys((ONE, written)):
            told = (strength, unit)
            yield Change("millilitres_for_grams", "volume", {}, unit / strength, told)


def _concentrations(strengths: Strengths) -> Iterator[Change]:
    own = strengths.own
    if own is None or not strengths.in_volume:
        return
    for other in strengths.on_record:
        if other != own:
            told = (own, other)
            yield Change("wrong_concentration", "concentration", {}, own / other, told)


# --- digits ---------------------------------------------------------------------------------------


def swaps(text: str) -> Iterator[str]:
    """Yield a text with two neighbouring digits exchanged, across a decimal point too."""
    places = [place for place, mark in enumerate(text) if mark in _DIGITS]
    for place, following in pairwise(places):
        near = following - place == 1 or text[place + 1 : following] == "."
        if near and text[place] != text[following]:
            between = text[place + 1 : following]
            exchanged = text[following] + between + text[place]
            yield text[:place] + exchanged + text[following + 1 :]


def _read_again(text: str, kind: units.Kind, ucum: str) -> Iterator[tuple[str, Decimal]]:
    for swapped in swaps(text):
        try:
            value = units.magnitude_in(units.parse(swapped, kind, ""), ucum)
        except Refused:  # 5 ft 10 in becomes 5 ft 01 in, but 12 st 31 lb is no weight
            continue
        if value > 0:
            yield swapped, value


_DIGITS = frozenset("0123456789")
_POUNDS = frozenset({"[lb_av]", "[stone_av]"})
_TEN = Decimal(10)  # a point that is moved one place
_MG_IN_A_GRAM = units.magnitude_in(units.quantity(1, "g"), "mg")
DAYS_IN_A_WEEK = units.magnitude_in(units.quantity(1, "wk"), "d")
_WEEKS_IN_A_MONTH = units.magnitude_in(units.quantity(1, "mo"), "wk")
