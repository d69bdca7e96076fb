"""The ladder of every product against the second implementation, and what every ladder keeps to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from asking import PLAN, refusal_of, result_of
from by_hand import as_written
from by_hand_infusion import (
    ENTERED,
    RISK_FACTS,
    TABLES,
    Line,
    Rate,
    at_risk,
    clock,
    highest,
    ladder,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from what_people_type import WEIGHTS, Typed, number_text

from calculators.dispensing.ladder import offered_steps

EVERY = [pytest.param(*key, id=f"{key[0]}, {key[1]}") for key in TABLES]
UNITS = ("mL/h", "mL/kg/h", "mL/kg/min", "mg/kg/min", "mg/kg/h", "mg/h")

# From a thousandth of a gram to five grams a kg: bags of a few drops and of ten litres.
DOSES = st.integers(1, 5000).map(lambda mg: Typed(f"{mg} mg/kg", Fraction(mg, 1000)))
STATES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(["yes", "no", "unknown"]) for name in RISK_FACTS}
)
RATES = st.builds(
    lambda thousandths, unit: Rate(number_text(thousandths, 3), unit),
    st.integers(1, 900_000),
    st.sampled_from(UNITS),
)
MINUTES = st.integers(1, 240)


def asked(product: str, indication: str, weight: str, dose: str, **more: Any) -> dict[str, Any]:
    request = {"weight": weight, "dose": dose, "every": "3 weeks"}
    return request | {"product": product, "indication": indication} | more


def lines_of(result: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return starts, ends, rate and volume so far of each step, as they are printed."""
    found = []
    for step in result["ladder"]:
        columns = [step[name] for name in ("starts", "ends", "rate", "volume_so_far")]
        assert [column["unit"] for column in columns] == ["min", "min", "mL/h", "mL"]
        found.append(tuple(column["value"] for column in columns))
    return found


def printed(lines: list[Line]) -> list[tuple[str, ...]]:
    return [tuple(as_written(part) for part in line) for line in lines]


def limits(
    key: tuple[str, str], weight: Fraction, risk: str, entered: Rate | None
) -> list[Fraction]:
    """Return what a pump may be set to under each ceiling that is in force."""
    table = TABLES[key]
    strength = Fraction(table.mg_per_ml)
    found = [highest(table.most.by_the_hour(weight, strength))]
    if risk == "yes" and table.at_risk is not None:
        rate, below = table.at_risk
        found.append(highest(rate.by_the_hour(weight, strength), below=below))
    if entered is not None:
        found.append(highest(entered.by_the_hour(weight, strength)))
    return found


@pytest.mark.parametrize(("product", "indication"), EVERY)
@given(
    weight=WEIGHTS,
    dose=DOSES,
    facts=STATES,
    entered=st.none() | RATES,
    start=st.times().map(lambda time: (time.hour, time.minute)),
)
def test_every_ladder_is_the_one_worked_out_by_hand(  # noqa: PLR0917  (each is drawn by its own)
    product: str,
    indication: str,
    weight: Typed,
    dose: Typed,
    facts: dict[str, str],
    entered: Rate | None,
    start: tuple[int, int],
) -> None:
    """Weights in kg, lb and stones, any dose, any risk, any ceiling that was entered."""
    table = TABLES[product, indication]
    strength = Fraction(table.mg_per_ml)
    risk = at_risk(facts)
    request = asked(product, indication, weight.text, dose.text, facts=facts)
    request["start"] = f"{start[0]:02d}:{start[1]:02d}"
    if entered is not None:
        request["max_rate"] = f"{entered.number} {entered.unit}"
        most = table.most.by_the_hour(weight.value, strength)
        if entered.by_the_hour(weight.value, strength) > most:
            refused = refusal_of("maintenance", **request)
            assert refused.field == "max_rate"
            assert "above the label's maximum" in refused.message
            return
        if (
            risk == "yes"
            and table.at_risk is None
            and entered.by_the_hour(weight.value, strength) == most
        ):
            refused = refusal_of("maintenance", **request)
            assert refused.field == "max_rate"
            assert "enter a lower ceiling" in refused.message
            return
    if risk == "yes" and table.at_risk is None and entered is None:
        result = result_of("maintenance", **request)
        assert (result["ladder"], result["minutes"], result["finish"]) == (None, None, None)
        assert "enter the ceiling" in result["reasons"]["ladder"]
        return
    ceiling = min(limits((product, indication), weight.value, risk, entered))
    if ceiling <= 0:
        assert refusal_of("maintenance", **request).field == "max_rate"
        return
    volume = weight.value * dose.value * 1000 / strength
    minutes = [table.first, *[table.others] * (len(table.steps) - 1)]
    steps = [
        (rate.by_the_hour(weight.value, strength), lasts)
        for rate, lasts in zip(table.steps, minutes, strict=True)
    ]
    by_hand = ladder(volume, steps, ceiling)
    result = result_of("maintenance", **request)
    assert lines_of(result) == printed(by_hand)
    assert result["ladder_origin"] == table.whose
    assert result["minutes"] == {"value": as_written(by_hand[-1].ends), "unit": "min"}
    assert result["finish"] == clock(*start, by_hand[-1].ends)
    assert [step["clock"] for step in result["ladder"]] == [
        clock(*start, line.starts) for line in by_hand
    ]


@given(
    weight=WEIGHTS,
    dose=DOSES,
    typed=st.lists(st.tuples(st.integers(1, 60_000), MINUTES), min_size=1, max_size=6),
    ceiling=st.none() | st.integers(1, 40_000),
)
def test_a_ladder_that_was_entered_is_run_as_it_stands_up_or_down(
    weight: Typed, dose: Typed, typed: list[tuple[int, int]], ceiling: int | None
) -> None:
    """In mL/h to a hundredth; Privigen's maximum, 8 mg/kg/min, is 4.8 mL/kg/h."""
    most = Fraction("4.8") * weight.value
    wanted = [(Fraction(rate, 100), Fraction(minutes)) for rate, minutes in typed]
    text = "; ".join(
        f"{number_text(rate, 2)} mL/h {minutes} min"
        for rate, minutes in typed  # as a nurse writes
    )
    request = asked("privigen", "cidp", weight.text, dose.text, ladder=text)
    top = highest(most)
    if ceiling is not None:
        assume(Fraction(ceiling, 100) <= most and ceiling >= 10)
        request["max_rate"] = f"{number_text(ceiling, 2)} mL/h"
        top = min(top, highest(Fraction(ceiling, 100)))
    if any(rate > most for rate, _ in wanted):
        refused = refusal_of("maintenance", **request)
        assert refused.field == "ladder"
        assert "above the label's maximum" in refused.message
        return
    result = result_of("maintenance", **request)
    assert lines_of(result) == printed(ladder(weight.value * dose.value * 10, wanted, top))
    assert result["ladder_origin"] == ENTERED


# --- what holds of every ladder -------------------------------------------------------------------


def numbers(result: dict[str, Any], name: str) -> list[Fraction]:
    return [Fraction(step[name]["value"]) for step in result["ladder"]]


@pytest.mark.parametrize(("product", "indication"), EVERY)
@given(weight=WEIGHTS, dose=DOSES, facts=STATES)
def test_the_volumes_of_the_steps_sum_to_the_volume_and_no_step_is_above_the_maximum(
    product: str, indication: str, weight: Typed, dose: Typed, facts: dict[str, str]
) -> None:
    result = result_of(
        "maintenance", **asked(product, indication, weight.text, dose.text, facts=facts)
    )
    if result["ladder"] is None:
        return
    table = TABLES[product, indication]
    rates, ends, so_far = (numbers(result, name) for name in ("rate", "ends", "volume_so_far"))
    assert result["ladder"][-1]["volume_so_far"] == result["volume"]
    assert so_far == sorted(set(so_far))
    starts = numbers(result, "starts")
    assert starts == [0, *ends[:-1]]
    # Each step runs rate × time; both are printed to 28 digits.
    for rate, begun, ended, before, after in zip(
        rates, starts, ends, [Fraction(0), *so_far[:-1]], so_far, strict=True
    ):
        assert abs(rate * (ended - begun) / 60 - (after - before)) < Fraction(1, 10**18)
    most = table.most.by_the_hour(weight.value, Fraction(table.mg_per_ml))
    assert all(rate <= most for rate in rates)
    assert all(rate % Fraction(1, 10) == 0 for rate in rates)


@given(
    weight=WEIGHTS,
    dose=DOSES,
    one=st.integers(1, 480),
    other=st.integers(1, 480),
    typed=st.none() | st.lists(st.tuples(st.integers(1, 400), MINUTES), min_size=1, max_size=5),
)
def test_the_finish_never_comes_earlier_with_a_lower_ceiling(
    weight: Typed, dose: Typed, one: int, other: int, typed: list[tuple[int, int]] | None
) -> None:
    """Ceilings up to the label's 4.8 mL/kg/h, over the offered steps and over any others."""
    request = asked("privigen", "cidp", weight.text, dose.text)
    if typed is not None:
        request["ladder"] = "; ".join(
            f"{number_text(rate, 2)} mL/kg/h {minutes} min" for rate, minutes in typed
        )
    lower, upper = sorted((one, other))
    times = [
        Fraction(
            result_of("maintenance", **request, max_rate=f"{number_text(each, 2)} mL/kg/h")[
                "minutes"
            ]["value"]
        )
        for each in (lower, upper)
    ]
    assert times[0] >= times[1]


@given(weight=WEIGHTS, dose=DOSES)
def test_a_rate_is_shown_by_volume_and_by_mass_for_the_same_weight(
    weight: Typed, dose: Typed
) -> None:
    result = result_of("maintenance", **asked("octagam_5", "general", weight.text, dose.text))
    for step in result["ladder"]:
        rate = Fraction(step["rate"]["value"])
        # 5 % is 50 mg in each mL.
        assert step["rate_per_kg"] == {"value": as_written(rate / weight.value), "unit": "mL/kg/h"}
        assert step["mass_rate"] == {"value": as_written(rate * 50), "unit": "mg/h"}
        assert step["mass_rate_per_kg"] == {
            "value": as_written(rate * 50 / 60 / weight.value),
            "unit": "mg/kg/min",
        }


@pytest.mark.parametrize(("product", "indication"), EVERY)
@given(weight=WEIGHTS, dose=DOSES)
def test_the_steps_that_are_offered_for_editing_are_the_ladder_itself(
    product: str, indication: str, weight: Typed, dose: Typed
) -> None:
    table = PLAN.products[product].rates_for(indication)
    assert table is not None
    request = asked(product, indication, weight.text, dose.text)
    offered = offered_steps(table, PLAN.policies.ladder)
    typed = result_of("maintenance", **request, ladder=offered)
    assert typed["ladder"] == result_of("maintenance", **request)["ladder"]
    assert typed["ladder_origin"] == ENTERED
