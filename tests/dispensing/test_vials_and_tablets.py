"""Doses by body surface in vials and mL, rituximab's two tables, oral doses in tablets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from asking import answer_to, finding, outcome_of, refusal_of, result_of
from by_hand import as_written
from by_hand_infusion import clock, highest, ladder, rituximab_steps
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import number_text

# √(180 × 80 ÷ 3600) = 2 m², so 750 mg of rituximab and 2 g of cyclophosphamide.
TWO_SQUARE_METRES = {"weight": "80 kg", "height": "180 cm"}
RITUXIMAB = TWO_SQUARE_METRES | {"product": "rituximab"}
CYCLOPHOSPHAMIDE = TWO_SQUARE_METRES | {"product": "cyclophosphamide"}
FIXED = {"regimen": "two_doses", "product": "rituximab"}


def lines(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return mL/h, minutes at the end and mL by then, of each step."""
    return [
        (step["rate"]["value"], step["ends"]["value"], step["volume_so_far"]["value"])
        for step in result["ladder"]
    ]


def of(containers: Any) -> list[tuple[str, int]]:
    return [(each["size"]["value"], each["count"]) for each in containers]


# --- rituximab's tables, 750 mg, worked by hand ---------------------------------------------------

# In mg, the half hours of a first infusion are 25, 50, 75, 100, 125, 150, 175, which is 700 mg in
# 210 min, and 50 mg at 400 mg/h take 7.5 min. Those of a later one are 50, 100, 150, which is
# 300 mg in 90 min, and 450 mg at 400 mg/h take 67.5 min.
FIRST = [
    pytest.param(
        "1 mg/mL",
        [("50", "30", "25"), ("100", "60", "75"), ("150", "90", "150"), ("200", "120", "250"),
         ("250", "150", "375"), ("300", "180", "525"), ("350", "210", "700"),
         ("400", "217.5", "750")],
        id="1 mg/mL: 750 mL",
    ),
    pytest.param(
        "2 mg/mL",
        [("25", "30", "12.5"), ("50", "60", "37.5"), ("75", "90", "75"), ("100", "120", "125"),
         ("125", "150", "187.5"), ("150", "180", "262.5"), ("175", "210", "350"),
         ("200", "217.5", "375")],
        id="2 mg/mL: 375 mL",
    ),
    pytest.param(
        "4 mg/mL",
        [("12.5", "30", "6.25"), ("25", "60", "18.75"), ("37.5", "90", "37.5"),
         ("50", "120", "62.5"), ("62.5", "150", "93.75"), ("75", "180", "131.25"),
         ("87.5", "210", "175"), ("100", "217.5", "187.5")],
        id="4 mg/mL: 187.5 mL",
    ),
]  # fmt: skip
LATER = [
    pytest.param(
        "1 mg/mL",
        [("100", "30", "50"), ("200", "60", "150"), ("300", "90", "300"), ("400", "157.5", "750")],
        id="1 mg/mL: 750 mL",
    ),
    pytest.param(
        "2 mg/mL",
        [("50", "30", "25"), ("100", "60", "75"), ("150", "90", "150"), ("200", "157.5", "375")],
        id="2 mg/mL: 375 mL",
    ),
    pytest.param(
        "4 mg/mL",
        [("25", "30", "12.5"), ("50", "60", "37.5"), ("75", "90", "75"),
         ("100", "157.5", "187.5")],
        id="4 mg/mL: 187.5 mL",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("concentration", "expected"), FIRST)
def test_the_first_infusion_starts_at_50_and_climbs_by_50_to_400_mg_an_hour(
    concentration: str, expected: list[tuple[str, str, str]]
) -> None:
    result = result_of("rituximab", **RITUXIMAB, concentration=concentration, start="09:00")
    assert lines(result) == expected
    assert [step["mass_rate"]["value"] for step in result["ladder"]] == [
        "50", "100", "150", "200", "250", "300", "350", "400",
    ]  # fmt: skip
    # 217.5 min: 3 h 38 min, half a minute up.
    assert (result["minutes"]["value"], result["finish"]) == ("217.5", "12:38")


@pytest.mark.parametrize(("concentration", "expected"), LATER)
def test_a_later_infusion_starts_at_100_and_climbs_by_100(
    concentration: str, expected: list[tuple[str, str, str]]
) -> None:
    result = result_of(
        "rituximab", **RITUXIMAB, concentration=concentration, infusion="later", start="09:00"
    )
    assert lines(result) == expected
    assert (result["minutes"]["value"], result["finish"]) == ("157.5", "11:38")


def test_the_two_fixed_doses_need_no_weight() -> None:
    """1000 mg at 2 mg/mL are 500 mL; after 700 mg in 3.5 h, 300 mg at 400 mg/h take 45 min."""
    result = result_of("rituximab", **FIXED, concentration="2 mg/mL", start="22:00")
    assert lines(result)[-1] == ("200", "255", "500")
    assert result["finish"] == "02:15 (+1 day)"
    assert of(result["containers"]) == [("500", 2)]
    assert all(step["rate_per_kg"] is None for step in result["ladder"])
    assert all(step["mass_rate_per_kg"] is None for step in result["ladder"])


@given(
    tenths=st.integers(10, 40),
    infusion=st.sampled_from(["first", "later"]),
    minute=st.integers(0, 1439),
    ceiling=st.none() | st.integers(1, 4000),
)
def test_rituximabs_ladder_is_the_one_worked_out_by_hand(
    tenths: int, infusion: str, minute: int, ceiling: int | None
) -> None:
    """Any concentration from 1 to 4 mg/mL, any start, any ceiling up to 400 mg/h."""
    strength = Fraction(tenths, 10)
    most = highest(400 / strength)
    more = {}
    if ceiling is not None:
        most = min(most, highest(Fraction(ceiling, 10) / strength))
        more = {"max_rate": f"{number_text(ceiling, 1)} mg/h"}
    request = FIXED | {
        "concentration": f"{number_text(tenths, 1)} mg/mL",
        "infusion": infusion,
        "start": f"{minute // 60:02d}:{minute % 60:02d}",
    }
    if most <= 0:
        assert refusal_of("rituximab", **request, **more).field == "max_rate"
        return
    by_hand = ladder(1000 / strength, rituximab_steps(infusion, strength), most)
    result = result_of("rituximab", **request, **more)
    assert lines(result) == [
        (as_written(line.rate), as_written(line.ends), as_written(line.so_far)) for line in by_hand
    ]
    assert result["finish"] == clock(minute // 60, minute % 60, by_hand[-1].ends)


@pytest.mark.parametrize(
    ("concentration", "fits"),
    [
        pytest.param("0.99 mg/mL", False, id="just under 1 mg/mL"),
        pytest.param("1 mg/mL", True, id="1 mg/mL"),
        pytest.param("1.01 mg/mL", True, id="just over 1 mg/mL"),
        pytest.param("3.99 mg/mL", True, id="just under 4 mg/mL"),
        pytest.param("4 mg/mL", True, id="4 mg/mL"),
        pytest.param("0.004 g/mL", True, id="4 mg/mL in grams"),
        pytest.param("0.4 %", True, id="4 mg/mL in percent"),
        pytest.param("4.01 mg/mL", False, id="just over 4 mg/mL"),
        pytest.param("10 mg/mL", False, id="the vial's own 10 mg/mL"),
    ],
)
def test_rituximab_is_diluted_to_between_1_and_4_mg_per_ml(concentration: str, fits: bool) -> None:  # noqa: FBT001
    if fits:
        assert result_of("rituximab", **RITUXIMAB, concentration=concentration)["ladder"]
        return
    refused = refusal_of("rituximab", **RITUXIMAB, concentration=concentration)
    assert refused.field == "concentration"
    assert "1 mg/mL to 4 mg/mL" in refused.message


def test_without_the_concentration_in_the_bag_there_are_vials_and_no_ladder() -> None:
    result = result_of("rituximab", **RITUXIMAB)
    # 750 mg: one vial of 500 and three of 100, 50 mg left over; 10 mg in each mL.
    assert of(result["containers"]) == [("500", 1), ("100", 3)]
    assert result["drawn_up"] == {"value": "75", "unit": "mL"}
    assert result["waste"] == {"value": "50", "unit": "mg"}
    assert result["waste_volume"] == {"value": "5", "unit": "mL"}
    assert result["ladder"] is None
    assert "1 mg/mL to 4 mg/mL" in result["reasons"]["ladder"]


def test_without_a_bag_what_is_drawn_up_is_not_called_the_volume_that_hangs() -> None:
    result = result_of("rituximab", **RITUXIMAB)
    assert result["volume"] is None
    assert "concentration in the bag" in result["reasons"]["volume"]


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        pytest.param("max_rate", "401 mg/h", id="a ceiling above 400 mg/h"),
        pytest.param("max_rate", "100 mg/h", id="a ceiling that may be low enough"),
        pytest.param("ladder", "500 mg/h every 30 min", id="a step above 400 mg/h"),
    ],
)
def test_without_a_bag_a_rate_that_was_entered_is_not_left_out_unseen(key: str, typed: str) -> None:
    refused = refusal_of("rituximab", **RITUXIMAB, **{key: typed})
    assert refused.field == key
    assert "before the concentration in the bag is known" in refused.message
    assert "1 mg/mL to 4 mg/mL" in refused.message


def test_with_a_bag_what_is_hung_and_what_is_drawn_up_stand_apart() -> None:
    answer = answer_to("rituximab", **RITUXIMAB, concentration="2 mg/mL")
    assert answer["result"]["drawn_up"] == {"value": "75", "unit": "mL"}
    assert answer["result"]["volume"] == {"value": "375", "unit": "mL"}
    lines_of = {step["label"]: step["working"] for step in answer["working"]}
    assert lines_of["Volume"] == "750 mg ÷ 10 mg/mL = 75 mL"
    assert lines_of["Volume in the bag"] == "750 mg ÷ 2 mg/mL = 375 mL"


def test_a_ladder_for_rituximab_can_be_entered_in_mg_or_ml_an_hour() -> None:
    asked = RITUXIMAB | {"concentration": "2 mg/mL"}
    by_mass = result_of("rituximab", **asked, ladder="50, 100 mg/h every 60 min")
    by_volume = result_of("rituximab", **asked, ladder="25, 50 mL/h every 60 min")
    # 25 mL in an hour; 350 mL at 50 mL/h take seven more.
    assert lines(by_mass) == lines(by_volume) == [("25", "60", "25"), ("50", "480", "375")]
    assert by_mass["ladder_origin"] == "as entered"


@pytest.mark.parametrize("key", ["max_rate", "ladder"])
@pytest.mark.parametrize("rate", ["1 mg/kg/min", "60 mg/kg/h", "0.5 mL/kg/h", "0.01 mL/kg/min"])
def test_a_rate_by_weight_is_refused_for_rituximab(key: str, rate: str) -> None:
    typed = rate if key == "max_rate" else f"{rate} 30 min"
    refused = refusal_of("rituximab", **RITUXIMAB, concentration="2 mg/mL", **{key: typed})
    assert refused.field == key
    assert "goes by body weight" in refused.message
    assert "mg/h or mL/h" in refused.message


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        pytest.param("max_rate", "400.1 mg/h", id="a ceiling above 400 mg/h"),
        pytest.param("max_rate", "200.1 mL/h", id="a ceiling above 400 mg/h in mL/h"),
        pytest.param("ladder", "50, 401 mg/h every 30 min", id="a step above 400 mg/h"),
    ],
)
def test_more_than_400_mg_an_hour_is_refused(key: str, typed: str) -> None:
    refused = refusal_of("rituximab", **RITUXIMAB, concentration="2 mg/mL", **{key: typed})
    assert refused.field == key
    assert "above the label's maximum (first infusion), 400 mg/h" in refused.message


def test_rituximab_is_off_label_in_mmn_and_knows_no_risk_ceiling() -> None:
    answer = answer_to("rituximab", **RITUXIMAB, concentration="2 mg/mL")
    assert finding(answer, "product_indication")["outcome"] == "caution"
    assert "infusion_risk" not in [found["rule"] for found in answer["checks"]["findings"]]


# --- vials ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cap", "way", "vials", "given_mg", "left"),
    [
        # Rituximab, vials of 100 and 500 mg: 375 mg/m² × the cap.
        pytest.param("2 m2", "exact", [("500", 1), ("100", 3)], "750", "50", id="750 mg"),
        # 700 and 800 are equally near: 700 is 500 + 2 × 100, 800 is 500 + 3 × 100; fewer wins.
        pytest.param("2 m2", "nearest", [("500", 1), ("100", 2)], "700", "0", id="750 to 700"),
        pytest.param("2 m2", "down", [("500", 1), ("100", 2)], "700", "0", id="750 down to 700"),
        # 700 ÷ 750 is 6.7 % below.
        pytest.param("2 m2", "within_10", [("500", 1), ("100", 2)], "700", "0", id="within 10 %"),
        pytest.param(
            "2 m2", "within_5", [("500", 1), ("100", 3)], "750", "50", id="not within 5 %"
        ),
        # 1.6 m² are 600 mg: 500 + 100.
        pytest.param("1.6 m2", "exact", [("500", 1), ("100", 1)], "600", "0", id="600 mg"),
    ],
)
def test_rituximab_in_vials(
    cap: str, way: str, vials: list[tuple[str, int]], given_mg: str, left: str
) -> None:
    result = result_of("rituximab", **RITUXIMAB, bsa_cap=cap, round=way)
    assert of(result["containers"]) == vials
    assert result["dispensed"] == {"value": given_mg, "unit": "mg"}
    assert result["waste"] == {"value": left, "unit": "mg"}


@pytest.mark.parametrize(
    ("cap", "way", "vials", "grams", "volume", "percent"),
    [
        # Cyclophosphamide, vials of 500, 1000 and 2000 mg, 20 mg in each mL: 1 g/m² × the cap.
        pytest.param("2 m2", "exact", [("2000", 1)], "2", "100", "0", id="2 g"),
        pytest.param(
            "1.9 m2", "exact", [("2000", 1)], "1.9", "95", "0", id="1.9 g of a vial of 2 g"
        ),
        # 2 ÷ 1.9 is 5.263157894736842105263157895 % above.
        pytest.param(
            "1.9 m2",
            "within_10",
            [("2000", 1)],
            "2",
            "100",
            "5.263157894736842105263157895",
            id="1.9 g up to 2 g, within 10 %",
        ),
        pytest.param("1.9 m2", "within_5", [("2000", 1)], "1.9", "95", "0", id="not within 5 %"),
        # 1.5 ÷ 1.7 is 11.76… % below: further than 10 %, so 1.7 g are drawn up of 2 g.
        pytest.param("1.7 m2", "within_10", [("2000", 1)], "1.7", "85", "0", id="1.7 g stays"),
        pytest.param(
            "1.6 m2", "within_10", [("1000", 1), ("500", 1)], "1.5", "75", "-6.25",
            id="1.6 g down to 1.5 g",
        ),
    ],
)  # fmt: skip
def test_cyclophosphamide_in_vials_and_millilitres(  # noqa: PLR0917  (columns of a table)
    cap: str, way: str, vials: list[tuple[str, int]], grams: str, volume: str, percent: str
) -> None:
    result = result_of("cyclophosphamide", **CYCLOPHOSPHAMIDE, bsa_cap=cap, round=way)
    assert of(result["containers"]) == vials
    assert result["dispensed"] == {"value": grams, "unit": "g"}
    assert result["volume"] == {"value": volume, "unit": "mL"}
    assert result["deviation_percent"] == {"value": percent, "unit": "%"}


def test_cyclophosphamide_has_no_rate_on_record_and_says_so() -> None:
    result = result_of("cyclophosphamide", **CYCLOPHOSPHAMIDE, start="09:00")
    assert [result[name] for name in ("ladder", "minutes", "finish")] == [None] * 3
    assert "No rate of infusion is on record" in result["reasons"]["ladder"]


def test_a_dose_by_surface_is_held_against_its_figure_again() -> None:
    answer = answer_to("rituximab", **RITUXIMAB, round="nearest")
    # 700 mg ÷ 2 m² = 350 mg/m².
    assert "350 mg/m² where 375 mg/m² was asked for" in finding(answer, "dispensed_dose")["seen"]


# --- tablets --------------------------------------------------------------------------------------


def tablets(weight: str, **more: str) -> dict[str, Any]:
    return result_of(
        "cyclophosphamide", route="po", weight=weight, product="cyclophosphamide", **more
    )


@pytest.mark.parametrize(
    ("weight", "low", "high", "inside"),
    [
        # 1 to 2 mg/kg, tablets of 25 and 50 mg.
        pytest.param("80 kg", "75", "150", ["100", "125", "150"], id="80 kg: 80 and 160 mg"),
        pytest.param("75 kg", "75", "150", ["75", "100", "125", "150"], id="75 kg fits both ends"),
        # Half-way between two doses the fewer tablets win: 62.5 is 50 (one) before 75 (two).
        pytest.param("62.5 kg", "50", "125", ["75", "100", "125"], id="62.5 kg: half-way, fewer"),
        pytest.param("62.4 kg", "50", "125", ["75", "100"], id="62.4 kg: 124.8 mg is below 125"),
        pytest.param("62.6 kg", "75", "125", ["75", "100", "125"], id="62.6 kg: nearer to 75"),
        # Half-way between 75 (two tablets) and 100 (two), the lower wins.
        pytest.param("87.5 kg", "75", "175", ["100", "125", "150", "175"], id="87.5 kg: the lower"),
        pytest.param("20 kg", "25", "50", ["25"], id="20 kg, the lightest that is accepted"),
    ],
)
def test_both_ends_of_the_range_and_what_lies_between_in_whole_tablets(
    weight: str, low: str, high: str, inside: list[str]
) -> None:
    result = tablets(weight)
    assert result["lowest_in_tablets"]["daily"] == {"value": low, "unit": "mg"}
    assert result["highest_in_tablets"]["daily"] == {"value": high, "unit": "mg"}
    assert [each["daily"]["value"] for each in result["tablets"]] == inside
    assert result["rounding"] == "nearest"


@pytest.mark.parametrize(
    ("weight", "low", "high"),
    [
        pytest.param("99.9 kg", "75", "175", id="just under 100 mg"),
        pytest.param("100 kg", "100", "200", id="100 mg exactly"),
        pytest.param("100.1 kg", "100", "200", id="just over 100 mg"),
    ],
)
def test_rounding_down_takes_the_tablets_at_or_below(weight: str, low: str, high: str) -> None:
    result = tablets(weight, round="down")
    assert result["lowest_in_tablets"]["daily"]["value"] == low
    assert result["highest_in_tablets"]["daily"]["value"] == high


def test_no_tablet_at_or_below_is_refused() -> None:
    refused = refusal_of(
        "cyclophosphamide", route="po", weight="24.9 kg", product="cyclophosphamide", round="down"
    )
    assert refused.field == "round"
    assert "the smallest holds 25 mg" in refused.message
    assert tablets("25 kg", round="down")["lowest_in_tablets"]["daily"]["value"] == "25"


@given(tenths=st.integers(200, 4000))
def test_tablets_are_what_brute_force_finds(tenths: int) -> None:
    """Every multiple of 25 mg can be made; what is not nearest is further off."""
    low, high = Fraction(tenths, 10), Fraction(tenths, 5)
    result = tablets(f"{number_text(tenths, 1)} kg")
    doses = [Fraction(25 * number) for number in range(1, 40)]
    assert [Fraction(each["daily"]["value"]) for each in result["tablets"]] == [
        dose for dose in doses if low <= dose <= high
    ]
    for name, end in (("lowest_in_tablets", low), ("highest_in_tablets", high)):
        found = result[name]
        daily = Fraction(found["daily"]["value"])
        assert abs(daily - end) == min(abs(dose - end) for dose in doses)
        assert Fraction(found["deviation"]["value"]) == daily - end
        assert sum(Fraction(size) * count for size, count in of(found["containers"])) == daily
        # As many of 50 mg as go in, and one of 25 for what is left.
        assert of(found["containers"]) == [
            (size, count) for size, count in (("50", daily // 50), ("25", daily % 50 / 25)) if count
        ]
    ends = [
        Fraction(result[f"{end}_in_tablets"]["daily"]["value"]) for end in ("lowest", "highest")
    ]
    outcome = "clear" if all(low <= end <= high for end in ends) else "caution"
    asked = {"route": "po", "weight": f"{number_text(tenths, 1)} kg", "product": "cyclophosphamide"}
    assert outcome_of("tablets", "cyclophosphamide", **asked) == outcome


def test_tablets_are_not_split_so_no_other_way_to_round_is_taken() -> None:
    for way in ("exact", "within_5", "within_10", "ontario_5g"):
        refused = refusal_of(
            "cyclophosphamide", route="po", weight="80 kg", product="cyclophosphamide", round=way
        )
        assert refused.field == "round"
        assert "there are nearest, down" in refused.message


@pytest.mark.parametrize("infusion", ["first", "later"])
def test_the_ceiling_says_which_of_rituximabs_two_tables_is_followed(infusion: str) -> None:
    result = result_of("rituximab", **RITUXIMAB, concentration="2 mg/mL", infusion=infusion)
    assert f"({infusion} infusion" in result["ceiling"]
