"""Ways to round against brute force, for one dose and for a course, and what is said of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import by_hand
import pytest
from asking import PLAN, answer_to, answered, finding, refusal_of, result_of
from by_hand import as_written
from by_hand_infusion import Given, Sizes, a_week_by_ontario, as_labelled, rounded
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import WEIGHTS, Typed, number_text

WAYS = ("exact", "nearest", "down", "within_5", "within_10", "ontario_5g")
# Sizes in g, written down from the products' reference notes.
SIZES: dict[str, Sizes] = {
    name: tuple(Fraction(size) for size in sizes.split())
    for name, sizes in {
        "gammagard_liquid": "1 2.5 5 10 20 30",
        "privigen": "5 10 20 40",
        "flebogamma_dif_10": "5 10 20",
        "bivigam": "5 10",
        "asceniv": "5",
        "octagam_10": "2 5 10 20 30",
        "hizentra": "1 2 4 10",
        "cutaquig": "1 1.65 2 3.3 4 8",
        "hyqvia": "2.5 5 10 20 30",
    }.items()
}
STRENGTHS = {"hizentra": Fraction("0.2")}
COURSES = ("privigen", "flebogamma_dif_10", "bivigam", "asceniv")


def in_grams(value: Fraction) -> dict[str, str]:
    return {"value": as_written(value), "unit": "g"}


def in_millilitres(product: str, grams: Fraction) -> dict[str, str]:
    strength = STRENGTHS.get(product, Fraction(1, 10))
    return {"value": as_written(grams / strength), "unit": "mL"}


def containers(sizes: Sizes, counts: tuple[int, ...]) -> list[dict[str, Any]]:
    largest_first = sorted(sizes, reverse=True)
    return [
        {"size": in_grams(size), "count": count}
        for size, count in zip(largest_first, counts, strict=True)
        if count
    ]


def portion(product: str, expected: Given) -> dict[str, Any]:
    waste = expected.opened - expected.dose
    if product == "cutaquig":
        vials = [
            (each["size"]["value"], each["count"])
            for each in containers(SIZES[product], expected.counts)
        ]
        printed = as_labelled(expected.opened, vials)
        volume = as_labelled(expected.dose, vials)
        return {
            "dose": in_grams(expected.dose),
            "volume": {"value": as_written(volume), "unit": "mL"},
            "containers": containers(SIZES[product], expected.counts),
            "waste": in_grams(waste),
            "waste_volume": {"value": as_written(printed - volume), "unit": "mL"},
        }
    return {
        "dose": in_grams(expected.dose),
        "volume": in_millilitres(product, expected.dose),
        "containers": containers(SIZES[product], expected.counts),
        "waste": in_grams(waste),
        "waste_volume": in_millilitres(product, waste),
    }


def together(days: list[Given]) -> Given:
    counts = tuple(sum(each) for each in zip(*(day.counts for day in days), strict=True))
    return Given(
        sum((day.dose for day in days), Fraction(0)),
        counts,
        sum((day.opened for day in days), Fraction(0)),
    )


def taken(result: dict[str, Any], product: str) -> dict[str, Any]:
    """Return what a result gives at the top, as a portion."""
    assert result["product"] == product
    named = {"dose": "dispensed"}
    names = ("dose", "volume", "containers", "waste", "waste_volume")
    return {name: result[named.get(name, name)] for name in names}


def agrees(answer: dict[str, Any], calculated: Fraction, days: list[Given]) -> None:
    """Require the deviation, and a caution just where what is given is not what was calculated."""
    result, whole = answer["result"], together(days)
    off = whole.dose - calculated
    assert result["deviation"] == in_grams(off)
    assert result["deviation_percent"] == {"value": as_written(off / calculated * 100), "unit": "%"}
    found = finding(answer, "dispensed_dose")
    assert found["outcome"] == ("caution" if off else "clear")
    beyond = abs(off) > calculated / 10
    above_or_below = "band" in found["because"]
    assert ("more than 10 %" in found["because"]) is (beyond and not above_or_below)


# --- one dose -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [pytest.param(way, id=way) for way in WAYS])
@given(
    product=st.sampled_from(["gammagard_liquid", "octagam_10", *COURSES]),
    weight=st.integers(200, 4000),
    milligrams=st.integers(1, 400),
)
def test_one_dose_is_given_as_brute_force_would_give_it(
    way: str, product: str, weight: int, milligrams: int
) -> None:
    calculated = Fraction(weight, 10) * Fraction(milligrams, 1000)
    # What can be listed of small sizes is small; 40 g of six sizes is some hundred thousand fills.
    if product in {"gammagard_liquid", "octagam_10"} and calculated > 12:
        calculated, weight, milligrams = Fraction(12), 400, 300
    request = {
        "weight": f"{number_text(weight, 1)} kg",
        "dose": f"{milligrams} mg/kg",
        "every": "3 weeks",
        "product": product,
        "round": way,
    }
    expected = rounded(way, calculated, 1, SIZES[product])
    if expected is None:
        assert refusal_of("maintenance", **request).field == "round"
        return
    answer = answer_to("maintenance", **request)
    assert taken(answer["result"], product) == portion(product, expected[0])
    assert answer["result"]["rounding"] == way
    agrees(answer, calculated, expected)


# --- a course -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [pytest.param(way, id=way) for way in WAYS])
@given(product=st.sampled_from(COURSES), days=st.integers(2, 5), weight=st.integers(200, 1000))
def test_a_course_is_given_as_brute_force_would_give_it(
    way: str, product: str, days: int, weight: int
) -> None:
    calculated = 2 * Fraction(weight, 10)
    request = {
        "weight": f"{number_text(weight, 1)} kg",
        "days": days,
        "product": product,
        "round": way,
    }
    expected = rounded(way, calculated, days, SIZES[product])
    assert expected is not None  # 40 g over five days are more than the smallest container a day
    answer = answer_to("induction", **request)
    result = answer["result"]
    found = [
        {name: day[name] for name in ("dose", "volume", "containers", "waste", "waste_volume")}
        for day in result["daily"]
    ]
    assert found == [portion(product, each) for each in expected]
    assert [day["day"] for day in result["daily"]] == list(range(1, days + 1))
    assert taken(result, product) == found[0]
    assert result["course"] == portion(product, together(expected))
    agrees(answer, calculated, expected)


@pytest.mark.parametrize("way", [pytest.param(way, id=way) for way in WAYS])
@given(
    product=st.sampled_from(["hizentra", "cutaquig", "hyqvia"]),
    grams=st.integers(1, 60),
    weeks=st.integers(2, 12),
    sessions=st.integers(1, 3),
)
def test_a_week_at_home_is_dealt_out_as_brute_force_would(
    way: str, product: str, grams: int, weeks: int, sessions: int
) -> None:
    calculated = by_hand.scig(Fraction(grams), weeks * by_hand.WEEK)["weekly"]
    if product == "cutaquig" and calculated > 6:
        grams, weeks, calculated = 10, 4, Fraction(3)
    request = {
        "ivig_dose": f"{grams} g",
        "every": f"{weeks} weeks",
        "product": product,
        "round": way,
        "sessions": sessions,
    }
    expected = rounded(way, calculated, sessions, SIZES[product])
    if way == "ontario_5g":
        expected = a_week_by_ontario(calculated, sessions, SIZES[product])
    if expected is None:
        assert refusal_of("scig", **request).field == "round"
        return
    answer = answer_to("scig", **request)
    result = answer["result"]
    assert taken(result, product) == portion(product, together(expected))
    if sessions > 1:
        assert result["by_session"] == [portion(product, each) for each in expected]
    else:
        assert "by_session" not in result
    agrees(answer, calculated, expected)


# --- what holds of every way to round -------------------------------------------------------------


@pytest.mark.parametrize("way", [pytest.param(way, id=way) for way in WAYS])
@given(
    weight=WEIGHTS,
    days=st.integers(2, 5),
    product=st.sampled_from(
        [name for name, each in PLAN.products.items() if "IV" in each.routes and each.rates]
    ),
)
def test_containers_hold_what_is_given_and_what_is_left_over(
    way: str, weight: Typed, days: int, product: str
) -> None:
    result = result_of("induction", weight=weight.text, days=days, product=product, round=way)
    calculated = 2 * weight.value
    given_in_all = Fraction(0)
    for day in result["daily"]:
        opened = sum(Fraction(each["size"]["value"]) * each["count"] for each in day["containers"])
        dose, waste = Fraction(day["dose"]["value"]), Fraction(day["waste"]["value"])
        assert abs(opened - dose - waste) < Fraction(1, 10**20)
        assert all(each["count"] >= 1 for each in day["containers"])
        assert waste >= 0
        # Less is left over than the smallest container holds: another choice would waste less.
        assert waste < min(size.magnitude for size in PLAN.products[product].containers.sizes)
        if way in {"nearest", "down"}:
            assert waste == 0
        given_in_all += dose
    if way == "exact":
        assert result["deviation"] == {"value": "0", "unit": "g"}
        assert abs(given_in_all - calculated) < Fraction(1, 10**20)
    if way == "down":
        assert given_in_all <= calculated
    if way.startswith("within"):
        share = Fraction(way.removeprefix("within_")) / 100
        assert abs(given_in_all - calculated) <= share * calculated + Fraction(1, 10**20)


@given(
    grams=st.integers(1, 400),
    weeks=st.integers(1, 60),
    product=st.sampled_from(["hizentra", "cuvitru", "xembify", "cutaquig", "hyqvia"]),
    sessions=st.integers(1, 7),
)
def test_an_exact_dose_is_never_called_rounded_however_it_is_dealt_out(
    grams: int, weeks: int, product: str, sessions: int
) -> None:
    """A third of a gram has no last digit; dealt out and added up again it is the same dose."""
    answer = answer_to(
        "scig", ivig_dose=f"{grams} g", every=f"{weeks} weeks", product=product, sessions=sessions
    )
    assert answer["result"]["deviation"] == {"value": "0", "unit": "g"}
    assert finding(answer, "dispensed_dose")["outcome"] == "clear"
    waste = Fraction(answer["result"]["waste"]["value"])
    assert waste == 0 or waste > Fraction(1, 10**9)
    weekly = by_hand.scig(Fraction(grams), weeks * by_hand.WEEK)["weekly"]
    assert answer["result"]["dispensed"] == in_grams(weekly)


# --- tolerances, below, on and above --------------------------------------------------------------

# Hizentra comes in whole grams; a week is 1.2 × IVIg ÷ weeks.
TOLERANCES = [
    # 1.2 × 100 ÷ 21 = 5.714285…, and 6 is 1.05 times that.
    pytest.param("within_5", "100 g", "21 weeks", "6", id="exactly 5 % above is within"),
    pytest.param("within_5", "100.01 g", "21 weeks", "6", id="just under 5 % above is within"),
    # 1.2 × 99.99 ÷ 21 = 5.713714…
    pytest.param("within_5", "99.99 g", "21 weeks", None, id="just over 5 % above is not"),
    # 1.2 × 50 ÷ 19 = 3.157894…, and 3 is 0.95 times that.
    pytest.param("within_5", "50 g", "19 weeks", "3", id="exactly 5 % below is within"),
    pytest.param("within_5", "49.99 g", "19 weeks", "3", id="just under 5 % below is within"),
    pytest.param("within_5", "50.01 g", "19 weeks", None, id="just over 5 % below is not"),
    # 1.2 × 25 ÷ 11 = 2.727272…, and 3 is 1.1 times that.
    pytest.param("within_10", "25 g", "11 weeks", "3", id="exactly 10 % above is within"),
    pytest.param("within_10", "25.01 g", "11 weeks", "3", id="just under 10 % above is within"),
    pytest.param("within_10", "24.99 g", "11 weeks", None, id="just over 10 % above is not"),
    # 1.2 × 25 ÷ 9 = 3.333333…, and 3 is 0.9 times that.
    pytest.param("within_10", "25 g", "9 weeks", "3", id="exactly 10 % below is within"),
    pytest.param("within_10", "24.99 g", "9 weeks", "3", id="just under 10 % below is within"),
    pytest.param("within_10", "25.01 g", "9 weeks", None, id="just over 10 % below is not"),
]


@pytest.mark.parametrize(("way", "dose", "every", "whole"), TOLERANCES)
def test_whole_containers_count_up_to_the_tolerance_itself(
    way: str, dose: str, every: str, whole: str | None
) -> None:
    result = result_of("scig", ivig_dose=dose, every=every, product="hizentra", round=way)
    if whole is None:
        assert result["deviation"] == {"value": "0", "unit": "g"}
        assert result["waste"]["value"] != "0"
    else:
        assert result["dispensed"] == {"value": whole, "unit": "g"}
        assert result["waste"] == {"value": "0", "unit": "g"}


@pytest.mark.parametrize(
    ("dose", "every", "far"),
    [
        pytest.param("25.01 g", "11 weeks", False, id="just under 10 % above"),
        pytest.param("25 g", "11 weeks", False, id="exactly 10 % above"),
        pytest.param("24.99 g", "11 weeks", True, id="just over 10 % above"),
        pytest.param("24.99 g", "9 weeks", False, id="just under 10 % below"),
        pytest.param("25 g", "9 weeks", False, id="exactly 10 % below"),
        pytest.param("25.01 g", "9 weeks", True, id="just over 10 % below"),
    ],
)
def test_a_rounding_beyond_10_percent_is_called_far(dose: str, every: str, far: bool) -> None:  # noqa: FBT001
    answer = answer_to("scig", ivig_dose=dose, every=every, product="hizentra", round="nearest")
    found = finding(answer, "dispensed_dose")
    assert found["outcome"] == "caution"
    assert ("FAR" in found["because"]) is far


@pytest.mark.parametrize(
    ("dose", "given_grams"),
    [
        # × 100 kg.
        pytest.param("724 mg/kg", "70", id="72.4 g goes down to 70"),
        pytest.param("725 mg/kg", "75", id="72.5 g goes up to 75, half up"),
        pytest.param("726 mg/kg", "75", id="72.6 g goes up to 75"),
        pytest.param("700 mg/kg", "70", id="70 g stays"),
        pytest.param("25 mg/kg", "5", id="2.5 g goes up to 5"),
        pytest.param("24 mg/kg", None, id="2.4 g would be nothing, which is refused"),
    ],
)
def test_ontario_rounds_to_5_g(dose: str, given_grams: str | None) -> None:
    request = {"weight": "100 kg", "dose": dose, "every": "3 weeks", "product": "privigen"}
    if given_grams is None:
        refused = refusal_of("maintenance", **request, round="ontario_5g")
        assert refused.field == "round"
        assert "leaves nothing" in refused.message
        return
    result = result_of("maintenance", **request, round="ontario_5g")
    assert result["dispensed"] == {"value": given_grams, "unit": "g"}


@pytest.mark.parametrize(
    ("dose", "given_grams"),
    [
        pytest.param("49 mg/kg", None, id="4.9 g: the smallest vial is above it"),
        pytest.param("50 mg/kg", "5", id="5 g: the smallest vial itself"),
        pytest.param("51 mg/kg", "5", id="5.1 g"),
    ],
)
def test_rounding_down_below_the_smallest_container_is_refused(
    dose: str, given_grams: str | None
) -> None:
    request = {"weight": "100 kg", "dose": dose, "every": "3 weeks", "product": "privigen"}
    if given_grams is None:
        refused = refusal_of("maintenance", **request, round="down")
        assert refused.field == "round"
        assert "the smallest holds 5 g" in refused.message
        return
    result = result_of("maintenance", **request, round="down")
    assert result["dispensed"] == {"value": given_grams, "unit": "g"}


# --- side by side ---------------------------------------------------------------------------------


def test_every_way_stands_side_by_side_with_what_it_gives() -> None:
    """72 g of Privigen: 5, 10, 20, 40 g; 70 is nearest (−2.7…%), 75 covers with 3 g left over."""
    result = answered(
        "maintenance", weight="72 kg", dose="1 g/kg", every="3 weeks", product="privigen"
    ).result
    ways = {way.rounding: way for way in result.container_choices()}
    assert list(ways) == list(WAYS)
    given_grams = {name: way.dispensed.magnitude for name, way in ways.items()}
    assert given_grams == {
        "exact": 72, "nearest": 70, "down": 70, "within_5": 70, "within_10": 70, "ontario_5g": 70,
    }  # fmt: skip
    assert ways["exact"].waste.magnitude == 3
    assert ways["exact"].waste_volume.magnitude == 30
    assert ways["nearest"].deviation.magnitude == -2
    assert not ways["nearest"].waste.magnitude
    assert not any(way.days or way.reason for way in ways.values())


def test_a_way_that_leaves_no_dose_stands_there_with_its_reason() -> None:
    result = answered(
        "maintenance", weight="80 kg", dose="30 mg/kg", every="3 weeks", product="privigen"
    ).result  # 2.4 g
    ways = {way.rounding: way for way in result.container_choices()}
    for name in ("down", "ontario_5g"):
        assert ways[name].reason
        assert ways[name].dispensed is None
        assert ways[name].containers == ()
    assert ways["nearest"].dispensed.magnitude == 5


def test_ontarios_way_is_not_offered_for_another_drug_and_is_refused_when_asked_for() -> None:
    asked = {"weight": "80 kg", "height": "180 cm", "product": "rituximab"}
    ways = answered("rituximab", **asked).result.container_choices()
    assert [way.rounding for way in ways] == [way for way in WAYS if way != "ontario_5g"]
    refused = refusal_of("rituximab", **asked, round="ontario_5g")
    assert refused.field == "round"
    assert "immunoglobulin" in refused.message


@pytest.mark.parametrize(
    ("weight", "number", "exact", "nearest"),
    [
        pytest.param("80 kg", 5, [32] * 5, [30, 30, 30, 35, 35], id="160 g over 5 days"),
        pytest.param("81 kg", 2, [81] * 2, [80] * 2, id="162 g over 2 days: 160 g lie nearest"),
    ],
)
def test_the_days_of_a_course_stand_beside_each_way(
    weight: str, number: int, exact: list[int], nearest: list[int]
) -> None:
    """In vials of 5, 10 and 20 g."""
    result = answered("induction", weight=weight, days=number, product="flebogamma_dif_10").result
    days = {way.rounding: [day.magnitude for day in way.days] for way in result.container_choices()}
    assert days["exact"] == exact
    assert days["nearest"] == nearest


WORKING = [
    pytest.param(
        "nearest",
        {
            "Containers, day 1": "1 × 20 g + 1 × 10 g = 30 g",
            "Containers, day 2": "1 × 20 g + 1 × 10 g = 30 g",
            "Containers, day 3": "1 × 20 g + 1 × 10 g = 30 g",
            "Containers, day 4": "1 × 20 g + 1 × 10 g + 1 × 5 g = 35 g",
            "Containers, day 5": "1 × 20 g + 1 × 10 g + 1 × 5 g = 35 g",
            "Volume, day 1": "30 g ÷ 0.1 g/mL = 300 mL",
            "Dispensed in all": "30 g + 30 g + 30 g + 35 g + 35 g = 160 g",
        },
        id="days that differ are told one by one",
    ),
    pytest.param(
        "exact",
        {
            "Containers, each of 5 times": (
                "1 × 20 g + 1 × 10 g + 1 × 5 g = 35 g; 32 g is given and 3 g (30 mL) is left over"
            ),
            "Volume": "32 g ÷ 0.1 g/mL = 320 mL",
            "Dispensed in all": "32 g + 32 g + 32 g + 32 g + 32 g = 160 g",
        },
        id="days that are alike are told once",
    ),
]


@pytest.mark.parametrize(("way", "lines"), WORKING)
def test_the_working_of_a_course_names_its_days(way: str, lines: dict[str, str]) -> None:
    """160 g over 5 days, in vials of 5, 10 and 20 g of a tenth of a gram in a mL."""
    answer = answer_to("induction", weight="80 kg", days=5, product="flebogamma_dif_10", round=way)
    told = {
        step["label"]: step["working"]
        for step in answer["working"]
        if step["label"].startswith(("Containers", "Volume", "Dispensed in all"))
    }
    assert told == lines
    assert list(told) == list(lines)


POLICY = [
    pytest.param(
        {"calculator": "maintenance", "weight": "72 kg", "dose": "1 g/kg", "every": "3 weeks",
         "product": "privigen"},
        {
            "Dose by the rounding policy": "72 g to the nearest 5 g = 70 g",
            # −2 ÷ 72 is −2.77… %.
            "Dispensed, less what was calculated": "70 g − 72 g = -2 g (≈ -2.8 %)",
        },
        id="an infusion",
    ),
    pytest.param(
        # 1.2 × 407 ÷ 12 = 40.7 g a week.
        {"calculator": "scig", "ivig_dose": "407 g", "every": "12 weeks", "product": "hizentra"},
        {
            "Dose a week by the rounding policy": (
                "40.7 g × 4 weeks = 162.8 g to the nearest 5 g: 165 g ÷ 4 weeks = 41.25 g"
            ),
            # 0.55 ÷ 40.7 is 1.35… %.
            "Dispensed, less what was calculated": "41.25 g − 40.7 g = 0.55 g (≈ 1.4 %)",
        },
        id="a week at home, by the total of four",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "lines"), POLICY)
def test_the_working_says_what_a_policy_made_of_the_dose(
    asked: dict[str, Any], lines: dict[str, str]
) -> None:
    answer = answer_to(**asked, round="ontario_5g")
    told = {step["label"]: step["working"] for step in answer["working"]}
    assert {label: told.get(label) for label in lines} == lines


@pytest.mark.parametrize(
    ("ivig", "says"),
    [
        # 1.2 × 396 ÷ 12 = 39.6 g: the vials of 8, 3.3 and 1 g have 48, 20 and 6 mL on them.
        pytest.param("396 g", "4 × 48 mL + 2 × 20 mL + 1 × 6 mL = 238 mL", id="whole vials"),
        # 1.2 × 5 ÷ 12 = 0.5 g, half of the smallest vial.
        pytest.param("5 g", "(1 × 6 mL) × 0.5 g ÷ 1 g = 3 mL", id="a share of one"),
    ],
)
def test_the_volume_by_the_labels_millilitres_shows_them(ivig: str, says: str) -> None:
    answer = answer_to("scig", ivig_dose=ivig, every="12 weeks", product="cutaquig")
    told = {step["label"]: step["working"] for step in answer["working"]}
    assert told["Volume, as labelled"] == says


# --- held against the plan again ------------------------------------------------------------------

BAND = [
    # Privigen comes in fives; the band is 0.25 to 0.5 g/kg/week.
    pytest.param("72 kg", "1 g/kg", "2 weeks", "rounded", id="72 g down to 70 every 2 weeks"),
    pytest.param("75 kg", "1 g/kg", "2 weeks", None, id="75 g is given as it is"),
    # 75 ÷ 73 ÷ 2 = 0.5136…
    pytest.param("73 kg", "1 g/kg", "2 weeks", "ABOVE", id="73 g up to 75 every 2 weeks"),
    # 0.98 × 75 = 73.5; 75 ÷ 75 ÷ 2 = 0.5.
    pytest.param("75 kg", "0.98 g/kg", "2 weeks", "rounded", id="73.5 g up onto the band's top"),
    # 80 ÷ 75 ÷ 2 = 0.5333…: 78 g is above the band already, and stays above it.
    pytest.param("75 kg", "1.04 g/kg", "2 weeks", "ABOVE", id="78 g up to 80, above before"),
    # 1.02 × 70 = 71.4; 70 ÷ 70 ÷ 4 = 0.25.
    pytest.param("70 kg", "1.02 g/kg", "4 weeks", "rounded", id="71.4 g down onto its bottom"),
    # 70 ÷ 72 ÷ 4 = 0.2430…
    pytest.param("72 kg", "1 g/kg", "4 weeks", "below", id="72 g down to 70 every 4 weeks"),
    pytest.param("73 kg", "1 g/kg", "4 weeks", "rounded", id="73 g up to 75 every 4 weeks"),
    # 145 ÷ 71 ÷ 4 = 0.5105…; 140 ÷ 71 ÷ 8 = 0.2464…
    pytest.param("71.5 kg", "2 g/kg", "4 weeks", "ABOVE", id="143 g up to 145 every 4 weeks"),
    pytest.param("71 kg", "2 g/kg", "8 weeks", "below", id="142 g down to 140 every 8 weeks"),
]


@pytest.mark.parametrize(("weight", "dose", "every", "said"), BAND)
def test_a_rounded_dose_is_held_against_the_plans_band_again(
    weight: str, dose: str, every: str, said: str | None
) -> None:
    answer = answer_to(
        "maintenance", weight=weight, dose=dose, every=every, product="privigen", round="nearest"
    )
    found = finding(answer, "dispensed_dose")
    if said is None:
        assert found["outcome"] == "clear"
        return
    assert found["outcome"] == "caution"
    words = {"ABOVE": "lies ABOVE the plan's band", "below": "lies below the plan's band"}
    for word, text in words.items():
        assert (text in found["because"]) is (word == said)


def test_the_finding_names_both_doses_and_what_the_plan_asked_for() -> None:
    answer = answer_to(
        "maintenance",
        weight="72 kg",
        dose="1 g/kg",
        every="3 weeks",
        product="privigen",
        round="nearest",
    )
    # 70 − 72 = −2 g, which is −2.777… % of 72; 70 ÷ 72 = 0.9722… g/kg.
    assert finding(answer, "dispensed_dose")["seen"] == (
        "Calculated 72 g, dispensed 70 g (≈ -2.8 %); "
        "that is ≈ 0.972 g/kg where 1 g/kg was asked for"
    )


def test_an_induction_that_is_rounded_is_held_against_2_g_per_kg() -> None:
    answer = answer_to("induction", weight="81 kg", days=5, product="privigen", round="down")
    # 162 g down to 160 g; 160 ÷ 81 = 1.9753… g/kg.
    assert "≈ 1.975 g/kg where 2 g/kg was asked for" in finding(answer, "dispensed_dose")["seen"]


def test_ontario_gives_each_day_of_a_course_in_fives() -> None:
    """70.3 kg × 2 g/kg are 140.6 g, to 140: 45, 45 and 50 g, and no vial of 1 g."""
    result = result_of(
        "induction", weight="70.3 kg", days=3, product="gammagard liquid", round="ontario_5g"
    )
    assert [day["dose"]["value"] for day in result["daily"]] == ["45", "45", "50"]
    vials = {each["size"]["value"] for day in result["daily"] for each in day["containers"]}
    assert vials == {"5", "10", "20", "30"}


def test_ontario_refuses_days_that_would_get_nothing() -> None:
    """20 kg × 2 g/kg are 40 g, eight times 5 g; a maintenance of 5 g is one dose."""
    result = result_of("induction", weight="20 kg", days=5, product="privigen", round="ontario_5g")
    assert [day["dose"]["value"] for day in result["daily"]] == ["5", "5", "10", "10", "10"]


@pytest.mark.parametrize(
    ("dose", "every", "weekly"),
    [
        pytest.param("80 g", "4 weeks", "23.75", id="96 g in four weeks go to 95: 23.75 g a week"),
        pytest.param("65 g", "3 weeks", "26.25", id="104 g go to 105: 26.25 g, not 25"),
        # 1.2 × 81.25 = 97.5, which goes up to 100.
        pytest.param("81.24 g", "4 weeks", "23.75", id="97.488 g go down to 95"),
        pytest.param("81.25 g", "4 weeks", "25", id="97.5 g are half way and go up to 100"),
    ],
)
def test_ontario_rounds_the_total_of_a_week_at_home_and_divides_it(
    dose: str, every: str, weekly: str
) -> None:
    result = result_of("scig", ivig_dose=dose, every=every, product="hizentra", round="ontario_5g")
    assert result["dispensed"] == {"value": weekly, "unit": "g"}


@pytest.mark.parametrize(
    ("ivig", "millilitres"),
    [
        # A week is 0.3 × the IVIg every four weeks.
        pytest.param("80 g", "144", id="24 g are three vials of 48 mL, not 145.45 mL"),
        pytest.param("5.5 g", "10", id="1.65 g are the vial of 10 mL"),
    ],
)
def test_cutaquig_is_measured_by_the_millilitres_on_its_vials(ivig: str, millilitres: str) -> None:
    result = result_of("scig", ivig_dose=ivig, every="4 weeks", product="cutaquig", sessions="1")
    vials = [(each["size"]["value"], each["count"]) for each in result["containers"]]
    dose = Fraction(result["dispensed"]["value"])
    assert result["volume"] == {"value": as_written(as_labelled(dose, vials)), "unit": "mL"}
    assert result["weekly_volume"] == result["volume"]
    assert result["volume"]["value"] == millilitres
