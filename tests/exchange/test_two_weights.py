"""Where a dose goes by one weight and its rates by another, the head of the answer says so."""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN, TODAY, answer_to, command_line, run

# A man of 130 kg and 170 cm. Devine: 50 + 2.3 × (170 ÷ 2.54 − 60) = 65.937 kg.
# Adjusted: 65.937 + 0.4 × (130 − 65.937) = 91.562 kg.
HEAVY = {"weight": "130 kg", "height": "170 cm", "sex": "male", "age": "58 years"}
MAINTENANCE = {"calculator": "maintenance", **HEAVY, "dose": "1 g/kg", "every": "3 weeks"}
INDUCTION = {"calculator": "induction", **HEAVY, "days": "5"}
SHOWN = {"ideal": "≈ 65.94 kg", "adjusted": "≈ 91.56 kg"}
UNROUNDED = {"ideal": "65.937", "adjusted": "91.562"}
BY_VEIN = [
    pytest.param(request | {"product": name}, id=f"{request['calculator']}, {name}")
    for name, product in PLAN.products.items()
    if product.holds == "immunoglobulin" and product.rates
    for request in (INDUCTION, MAINTENANCE)
]


def sentence(which: str) -> str:
    return (
        f"The dose goes by the {which} weight, {SHOWN[which]}; "
        "the rates go by the actual weight, 130 kg."
    )


def printed(request: dict[str, Any]) -> list[str]:
    _, output, _ = run(*command_line(request), "--today", TODAY.isoformat())
    return output.splitlines()


@pytest.mark.parametrize("which", ["ideal", "adjusted"])
@pytest.mark.parametrize("request_", BY_VEIN)
def test_every_infused_immunoglobulin_says_which_weight_dose_and_rates_go_by(
    request_: dict[str, Any], which: str
) -> None:
    answer = answer_to(**request_, dosing_weight=which)
    weights = answer["weights"]
    assert answer["result"]["ladder"]
    assert weights["dose"]["goes_by"] == which
    assert weights["dose"]["weight"]["unit"] == "kg"
    assert weights["dose"]["weight"]["value"].startswith(UNROUNDED[which])
    assert weights["rates"] == {"goes_by": "actual", "weight": {"value": "130", "unit": "kg"}}
    assert weights["says"] == sentence(which)


@pytest.mark.parametrize("which", ["ideal", "adjusted"])
@pytest.mark.parametrize("request_", BY_VEIN)
def test_a_terminal_says_it_before_any_number(request_: dict[str, Any], which: str) -> None:
    banner, _, first, *_ = printed(request_ | {"dosing_weight": which})
    assert "DRAFT" in banner
    assert first == sentence(which)


def test_the_rates_that_it_speaks_of_are_those_of_the_actual_weight() -> None:
    """Privigen: 0.5 mg/kg/min × 130 kg ÷ 100 mg/mL × 60 min/h = 39 mL/h, and 8 give 624 mL/h."""
    answer = answer_to(**MAINTENANCE, product="privigen", dosing_weight="adjusted")
    rates = [step["rate"]["value"] for step in answer["result"]["ladder"]]
    assert (rates[0], rates[-1]) == ("39", "624")


ONE = [
    pytest.param(MAINTENANCE | {"product": "privigen"}, id="the actual weight was taken"),
    pytest.param(MAINTENANCE | {"dosing_weight": "adjusted"}, id="no product, no rates"),
    pytest.param(
        MAINTENANCE | {"product": "gammaked", "dosing_weight": "adjusted"},
        id="no rate of the product is on record",
    ),
    pytest.param(
        INDUCTION | {"product": "privigen", "dosing_weight": "adjusted", "age": "17 years"},
        id="under 18 the actual weight is kept",
    ),
    pytest.param(
        MAINTENANCE
        | {"product": "gamunex_c", "dosing_weight": "adjusted"}
        | {"facts": {"thrombosis_or_renal_risk": "yes"}},
        id="at risk, and the label has no number: there are no rates",
    ),
    pytest.param(
        {
            "calculator": "scig", **HEAVY, "ivig_dose": "60 g", "every": "3 weeks",
            "product": "hizentra",
        },
        id="under the skin rates are a site's",
    ),
    pytest.param(
        {
            "calculator": "rituximab", **HEAVY, "product": "rituximab",
            "concentration": "2 mg/mL",
        },
        id="rituximab runs by the hour, whatever the weight",
    ),
    pytest.param(
        {
            "calculator": "cyclophosphamide", **HEAVY, "route": "po",
            "product": "cyclophosphamide_tablets", "dosing_weight": "adjusted",
        },
        id="tablets",
    ),
    pytest.param(
        {
            "calculator": "verify", **HEAVY, "of": "maintenance", "dose": "1 g/kg",
            "every": "3 weeks", "order": "92 g", "dosing_weight": "adjusted",
        },
        id="an order has no ladder of its own",
    ),
    pytest.param({"calculator": "body", **HEAVY, "dosing_weight": "ideal"}, id="body size"),
    pytest.param({"calculator": "eculizumab", **HEAVY}, id="no dose"),
]  # fmt: skip


@pytest.mark.parametrize("request_", ONE)
def test_nothing_is_said_where_there_is_one_weight_or_no_rate_by_weight(
    request_: dict[str, Any],
) -> None:
    assert answer_to(**request_)["weights"] is None
    assert not [line for line in printed(request_) if "the rates go by" in line]


def test_a_weight_in_pounds_is_said_in_kilograms_beside_the_other() -> None:
    """286.6 lb × 0.45359237 kg/lb = 129.999… kg."""
    request = MAINTENANCE | {"weight": "286.6 lb", "product": "privigen"}
    weights = answer_to(**request, dosing_weight="adjusted")["weights"]
    assert weights["rates"]["weight"]["unit"] == "kg"
    assert weights["says"].endswith("the rates go by the actual weight, ≈ 130 kg.")
    assert answer_to(**request)["weights"] is None


def test_an_order_with_a_rate_names_both_weights() -> None:
    """The rate is held against the label's, per kg of body weight; the dose goes by another."""
    order: dict[str, Any] = {
        "of": "maintenance",
        **HEAVY,
        "dose": "1 g/kg",
        "every": "3 weeks",
        "dosing_weight": "adjusted",
        "product": "privigen",
        "order": "91.6 g",
        "order_rate": "624 mL/h",
    }
    said = "The dose goes by the adjusted weight, ≈ 91.56 kg; the rates go by the actual weight"
    assert answer_to("verify", **order)["weights"]["says"].startswith(said)
    assert answer_to("verify", **{**order, "dosing_weight": "actual"})["weights"] is None
