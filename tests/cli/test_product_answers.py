"""What other programs and a terminal get where a product is chosen: names, types, units, lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import TODAY, answer_to, command_line, in_batch, run

from plan_data import load_plan
from units import UNITS

SIZE = {"weight": "80 kg", "height": "180 cm"}
INDUCTION = {
    "calculator": "induction",
    "weight": "80 kg",
    "days": "5",
    "product": "flebogamma_dif_10",
    "round": "nearest",
    "start": "08:00",
}
MAINTENANCE = {
    "calculator": "maintenance",
    "weight": "70 kg",
    "dose": "1 g/kg",
    "every": "3 weeks",
    "product": "privigen",
    "start": "09:00",
}
HIZENTRA = {
    "calculator": "scig",
    "weight": "80 kg",
    "ivig_dose": "80 g",
    "every": "4 weeks",
    "product": "hizentra",
    "sessions": "2",
    "start": "20:00",
}
HYQVIA = HIZENTRA | {"product": "hyqvia", "ivig_dose": "30 g", "sessions": "1"}
CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", **SIZE, "product": "cyclophosphamide"}
TABLETS = CYCLOPHOSPHAMIDE | {"route": "po"}
RITUXIMAB = {
    "calculator": "rituximab",
    **SIZE,
    "product": "rituximab",
    "concentration": "2 mg/mL",
    "start": "09:00",
}

DISPENSED = ["product", "rounding", "dispensed", "containers", "volume", "waste", "waste_volume",
             "deviation", "deviation_percent"]  # fmt: skip
LADDER = ["ladder", "ladder_origin", "ceiling", "minutes", "finish"]
NAMES = [
    pytest.param(
        INDUCTION,
        ["total", "per_day", "days", *DISPENSED, "course", *LADDER, "daily"],
        id="induction",
    ),
    pytest.param(
        MAINTENANCE,
        ["per_infusion", "weekly", "weekly_per_kg", "four_weekly", "annual", "infusions_per_year",
         *DISPENSED, *LADDER],
        id="maintenance",
    ),
    pytest.param(
        HIZENTRA,
        ["four_weekly_ivig", "weekly_base", "weekly", *DISPENSED, "weekly_volume", "by_session",
         "sites", "labelled_doses"],
        id="SCIg",
    ),
    pytest.param(
        HYQVIA,
        ["four_weekly_ivig", "weekly_base", "weekly", *DISPENSED, "weekly_volume", "sites",
         "ramp_up"],
        id="SCIg with a ramp-up",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE,
        ["bsa", "per_dose", "doses", "cumulative", *DISPENSED, "ladder", "minutes", "finish",
         "reasons"],
        id="cyclophosphamide, intravenous",
    ),
    pytest.param(
        TABLETS,
        ["daily_low", "daily_high", "product", "rounding", "lowest_in_tablets",
         "highest_in_tablets", "tablets"],
        id="cyclophosphamide, oral",
    ),
    pytest.param(
        RITUXIMAB,
        ["bsa", "per_dose", "doses", "total", "days", *DISPENSED, "drawn_up", *LADDER],
        id="rituximab",
    ),
]  # fmt: skip
REQUESTS = [pytest.param(each.values[0], id=str(each.id)) for each in NAMES]


@pytest.mark.parametrize(("request_", "names"), NAMES)
def test_an_answer_with_a_product_holds_exactly_the_promised_values_in_order(
    request_: dict[str, Any], names: list[str]
) -> None:
    assert list(answer_to(**request_)["result"]) == names


# What stands inside: name → the keys of one entry.
PORTION = ["dose", "volume", "containers", "waste", "waste_volume"]
INSIDE = {
    "containers": ["size", "count"],
    "course": PORTION,
    "by_session": PORTION,
    "daily": ["day", *PORTION[:2], "containers", "waste", "waste_volume", "minutes", "finish",
              "ladder"],
    "ladder": ["starts", "ends", "rate", "rate_per_kg", "mass_rate_per_kg", "mass_rate",
               "volume_so_far", "clock"],
    "sites": ["phase", "sessions", "session_volume", "sites_by_plan", "sites_by_label", "sites",
              "most_sites", "volume_per_site", "rate_per_site", "rate", "rate_steps",
              "step_every", "minutes", "finish", "remark"],
    "labelled_doses": ["per_kg", "weekly", "volume"],
    "ramp_up": ["week", "dose", "volume", "remark"],
    "tablets": ["of", "daily", "containers", "deviation"],
    "lowest_in_tablets": ["of", "daily", "containers", "deviation"],
    "highest_in_tablets": ["of", "daily", "containers", "deviation"],
}  # fmt: skip


@pytest.mark.parametrize("request_", REQUESTS)
def test_what_stands_inside_has_the_promised_keys_in_order(request_: dict[str, Any]) -> None:
    result = answer_to(**request_)["result"]
    looked_at = 0
    for name, keys in INSIDE.items():
        value = result.get(name)
        for entry in value if isinstance(value, list) else [value] if value else []:
            assert list(entry) == keys, name
            looked_at += 1
    assert looked_at


TEXTS = {
    "product", "rounding", "ladder_origin", "ceiling", "finish", "phase", "remark", "of", "clock",
}  # fmt: skip
NUMBERS = {
    "count", "day", "days", "doses", "sessions", "sites_by_plan", "sites_by_label", "sites",
    "most_sites", "week",
}  # fmt: skip


def looked_through(name: str, value: Any) -> int:
    """Require of each part that it is what its name promises; return how many quantities it has."""
    if value is None:
        return 0
    if isinstance(value, list):
        return sum(looked_through(name, part) for part in value)
    if isinstance(value, dict) and set(value) == {"value", "unit"}:
        assert set(value["value"]) <= set("-0123456789."), name
        assert len(value["value"].replace(".", "").strip("-0")) <= 28, name
        assert value["unit"] in UNITS, name
        return 1
    if isinstance(value, dict):
        return sum(looked_through(each, part) for each, part in value.items())
    kind = str if name in TEXTS else int
    assert name in TEXTS | NUMBERS, name
    assert type(value) is kind, name
    return 0


@pytest.mark.parametrize("request_", REQUESTS)
def test_every_value_is_a_quantity_a_whole_number_or_a_text(request_: dict[str, Any]) -> None:
    result = answer_to(**request_)["result"]
    reasons = result.pop("reasons", {})
    assert all(isinstance(why, str) and why for why in reasons.values())
    assert {name for name, value in result.items() if value is None} == set(reasons)
    assert looked_through("", result) > 5


@pytest.mark.parametrize(
    ("request_", "unit_of"),
    [
        pytest.param(
            MAINTENANCE,
            {
                "dispensed": "g",
                "volume": "mL",
                "waste": "g",
                "waste_volume": "mL",
                "deviation": "g",
                "deviation_percent": "%",
                "minutes": "min",
            },
            id="maintenance",
        ),
        pytest.param(
            RITUXIMAB,
            {"dispensed": "mg", "volume": "mL", "drawn_up": "mL", "waste": "mg", "minutes": "min"},
            id="rituximab, in milligrams",
        ),
        pytest.param(
            CYCLOPHOSPHAMIDE, {"dispensed": "g", "volume": "mL", "waste": "g"},
            id="cyclophosphamide, in grams as it is calculated",
        ),
        pytest.param(HIZENTRA, {"dispensed": "g", "weekly_volume": "mL"}, id="SCIg"),
    ],
)  # fmt: skip
def test_units_are_ucum_codes(request_: dict[str, Any], unit_of: dict[str, str]) -> None:
    result = answer_to(**request_)["result"]
    assert {name: result[name]["unit"] for name in unit_of} == unit_of


def test_each_step_of_a_ladder_stands_in_the_units_of_a_pump_and_of_a_label() -> None:
    for step in answer_to(**MAINTENANCE)["result"]["ladder"]:
        units = {name: part["unit"] for name, part in step.items() if isinstance(part, dict)}
        assert units == {
            "starts": "min", "ends": "min", "rate": "mL/h", "rate_per_kg": "mL/kg/h",
            "mass_rate_per_kg": "mg/kg/min", "mass_rate": "mg/h", "volume_so_far": "mL",
        }  # fmt: skip


@pytest.mark.parametrize("request_", REQUESTS)
def test_the_command_line_and_the_batch_give_that_answer(request_: dict[str, Any]) -> None:
    dated = request_ | {"today": TODAY.isoformat()}
    status, output, errors = run(*command_line(dated), "--json")
    assert (status, errors) == (0, "")
    assert json.loads(output) == answer_to(**dated)
    [batched] = in_batch(json.dumps({"id": 1, **dated}))
    assert batched == {"id": 1, **answer_to(**dated)}


# --- a terminal -----------------------------------------------------------------------------------

LINES = [
    pytest.param(
        MAINTENANCE,
        [
            "Product: privigen",
            "Rounding: exact",
            "Dispensed: 70 g",
            "  1 × 40 g",
            "  1 × 20 g",
            "  1 × 10 g",
            "Volume: 700 mL",
            "Left over: 0 g",
            "  09:00, from 0 min: 21 mL/h (0.3 mL/kg/h, 0.5 mg/kg/min); 10.5 mL by 30 min",
            "  11:00, from 120 min: 336 mL/h (4.8 mL/kg/h, 8 mg/kg/min); 700 mL by ≈ 217 min",
            "Time: ≈ 217 min",
            "Finish: 12:37",
            "  Volume: 70 g ÷ 0.1 g/mL = 700 mL",
            "  nearest: 70 g, deviation 0 g (0 %), left over 0 g; 1 × 40 g + 1 × 20 g + 1 × 10 g",
        ],
        id="maintenance",
    ),
    pytest.param(
        MAINTENANCE | {"weight": "71 kg", "round": "exact"},
        [
            "Left over: 4 g",
            "Left over, as volume: 40 mL",
            (
                "  Containers: 1 × 40 g + 1 × 20 g + 1 × 10 g + 1 × 5 g = 75 g; 71 g is given "
                "and 4 g (40 mL) is left over"
            ),
            (
                "  nearest: 70 g, deviation -1 g (≈ -1.4 %), left over 0 g; "
                "1 × 40 g + 1 × 20 g + 1 × 10 g"
            ),
        ],
        id="maintenance with something left over",
    ),
    pytest.param(
        INDUCTION,
        [
            "The whole course: 160 g, 1600 mL: 5 × 20 g + 5 × 10 g + 2 × 5 g",
            "  day 1: 30 g, 300 mL: 1 × 20 g + 1 × 10 g, ≈ 111 min, until 09:51",
            "  day 5: 35 g, 350 mL: 1 × 20 g + 1 × 10 g + 1 × 5 g, ≈ 118 min, until 09:58",
            "  Dispensed in all: 30 g + 30 g + 30 g + 35 g + 35 g = 160 g",
            (
                "  exact: 160 g (32 g, 32 g, 32 g, 32 g, 32 g), deviation 0 g (0 %), "
                "left over 15 g; 5 × 20 g + 5 × 10 g + 5 × 5 g"
            ),
        ],
        id="induction",
    ),
    pytest.param(
        HIZENTRA,
        [
            "Volume a week: 120 mL",
            "  12 g, 60 mL: 1 × 10 g + 1 × 2 g",
            (
                "  First infusions: 2 a week, each 3 sites (plan 2, label 3) of 20 mL; "
                "20 mL/h a site, 60 mL/h in all, 60 min, until 21:00"
            ),
            (
                "  Once tolerated: 2 a week, each 2 sites (plan 2, label 2) of 30 mL; "
                "50 mL/h a site, 100 mL/h in all, 36 min, until 20:36"
            ),
            "  0.2 g/kg/week: 16 g/week, 80 mL",
            "  0.4 g/kg/week: 32 g/week, 160 mL",
        ],
        id="SCIg",
    ),
    pytest.param(
        HIZENTRA | {"sessions": "7"},
        [
            # 120 ÷ 7 = 17.142857 mL, at 50 mL/h 20.57 min.
            (
                "  Once tolerated: 7 a week, each 1 site (plan 1, label 1) of ≈ 17.1 mL; "
                "50 mL/h a site, 50 mL/h in all, ≈ 21 min, until 20:21"
            ),
        ],
        id="SCIg at one site",
    ),
    pytest.param(
        HYQVIA,
        [
            "  week 1: 7.5 g, 75 mL",
            "  week 7: 30 g, 300 mL",
            "  The label's ramp-up, week 4: 30 g × 0.75 = 22.5 g",
        ],
        id="SCIg with a ramp-up",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE,
        [
            "  1 × 2000 mg",
            "Volume: 100 mL",
            "Rates: not available",
            "  Rates: No rate of infusion is on record for Cyclophosphamide powder: use the label.",
        ],
        id="cyclophosphamide, intravenous",
    ),
    pytest.param(
        TABLETS,
        [
            "Product: cyclophosphamide tablets",
            "Lowest, in tablets: 75 mg a day (-5 mg): 1 × 50 mg + 1 × 25 mg",
            "Highest, in tablets: 150 mg a day (-10 mg): 3 × 50 mg",
            "  100 mg a day: 2 × 50 mg",
            "  125 mg a day: 2 × 50 mg + 1 × 25 mg",
        ],
        id="cyclophosphamide, oral",
    ),
    pytest.param(
        RITUXIMAB,
        [
            "Volume: 375 mL",
            "Drawn up from the vials: 75 mL",
            "  09:00, from 0 min: 25 mL/h (50 mg/h); 12.5 mL by 30 min",
            "  12:30, from 210 min: 200 mL/h (400 mg/h); 375 mL by ≈ 218 min",
            "Finish: 12:38",
        ],
        id="rituximab",
    ),
]


@pytest.mark.parametrize(("request_", "expected"), LINES)
def test_a_terminal_shows_what_is_hung_and_drawn_up_a_line_each(
    request_: dict[str, Any], expected: list[str]
) -> None:
    status, output, errors = run(*command_line(request_ | {"today": TODAY.isoformat()}))
    assert (status, errors) == (0, "")
    printed = output.splitlines()
    for line in expected:
        assert line in printed, line
    assert not [line for line in printed if "Decimal" in line or "E-" in line or "E+" in line]


def test_a_way_that_leaves_no_dose_is_printed_with_its_reason() -> None:
    small = MAINTENANCE | {"dose": "30 mg/kg", "today": TODAY.isoformat()}
    _, output, _ = run(*command_line(small))
    # 30 mg/kg × 70 kg = 2.1 g.
    assert "  down: Round: no whole containers lie at or below 2.1 g in 1 infusion" in output


@pytest.mark.parametrize(
    "name", ["induction", "maintenance", "scig", "cyclophosphamide", "rituximab"]
)
def test_the_help_offers_the_products_options(name: str) -> None:
    status, output, _ = run(name, "--help")
    assert status == 0
    for option in ("--product", "--round", "--start", "--concentration"):
        assert option in output


def test_every_product_can_be_asked_for_by_its_routes() -> None:
    asked = {
        ("immunoglobulin", "IV"): MAINTENANCE,
        ("immunoglobulin", "SC"): HIZENTRA,
        ("rituximab", "IV"): {key: RITUXIMAB[key] for key in ("calculator", *SIZE)},
        ("cyclophosphamide", "IV"): CYCLOPHOSPHAMIDE,
        ("cyclophosphamide", "PO"): TABLETS,
    }
    for name, product in load_plan().products.items():
        for route in product.routes:
            result = answer_to(**(asked[product.holds, route] | {"product": name}))["result"]
            assert result["product"] == name
