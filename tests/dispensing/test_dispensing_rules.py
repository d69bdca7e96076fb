"""What the cross-check says of what is dispensed, and what stays true of it with a product."""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN, answer_to, answered, finding, outcome_of

INDUCTION = {"weight": "80 kg", "days": 5}
MAINTENANCE = {"weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
SCIG = {"ivig_dose": "80 g", "every": "4 weeks"}
SIZE = {"weight": "80 kg", "height": "180 cm"}

IV = [name for name, each in PLAN.products.items() if each.holds == "immunoglobulin"
      and "IV" in each.routes]  # fmt: skip


def rules(answer: dict[str, Any]) -> set[str]:
    return {found["rule"] for found in answer["checks"]["findings"]}


# --- whose label carries MMN ----------------------------------------------------------------------


def test_there_are_eleven_products_by_vein() -> None:
    assert len(IV) == 11


@pytest.mark.parametrize("calculator", ["induction", "maintenance"])
@pytest.mark.parametrize("product", IV)
def test_one_label_by_vein_carries_mmn_and_every_other_use_is_off_label(
    product: str, calculator: str
) -> None:
    request: dict[str, Any] = INDUCTION if calculator == "induction" else MAINTENANCE
    found = finding(answer_to(calculator, **request, product=product), "product_indication")
    assert PLAN.products[product].label in found["seen"]
    assert found["seen"].endswith(", IV")
    if product == "gammagard_liquid":
        assert found["outcome"] == "clear"
        assert "OFF-LABEL" not in found["because"]
    else:
        assert found["outcome"] == "caution"
        assert "OFF-LABEL" in found["because"]
        assert "rates and limits are those of another indication" in found["because"]


def test_a_european_leaflet_that_carries_mmn_is_said_to() -> None:
    """Privigen and Flebogamma, by the reference notes on labels, section 5."""
    said = {
        product: "A European leaflet carries MMN"
        in finding(answer_to("maintenance", **MAINTENANCE, product=product), "product_indication")[
            "because"
        ]
        for product in IV
    }
    european = {product for product, each in said.items() if each}
    assert european == {"privigen", "flebogamma_dif_5", "flebogamma_dif_10"}


def test_gammagard_under_the_skin_is_off_label_though_by_vein_it_is_not() -> None:
    found = finding(answer_to("scig", **SCIG, product="gammagard"), "product_indication")
    assert found["outcome"] == "caution"
    assert found["seen"] == "Product: Gammagard Liquid 10 %, SC"


@pytest.mark.parametrize(
    ("calculator", "request_"),
    [
        pytest.param("rituximab", SIZE | {"product": "rituximab"}, id="rituximab"),
        pytest.param(
            "cyclophosphamide",
            SIZE | {"product": "cyclophosphamide"},
            id="cyclophosphamide by vein",
        ),
        pytest.param(
            "cyclophosphamide",
            SIZE | {"product": "cyclophosphamide", "route": "po"},
            id="cyclophosphamide by mouth",
        ),
    ],
)
def test_no_label_of_another_drug_carries_mmn(calculator: str, request_: dict[str, str]) -> None:
    assert outcome_of("product_indication", calculator, **request_) == "caution"


# --- rules hold only for what was chosen ----------------------------------------------------------

OF_A_PRODUCT = {
    "dispensed_dose", "product_indication", "infusion_risk", "thrombosis_risk", "sites", "tablets"
}  # fmt: skip


@pytest.mark.parametrize(
    ("calculator", "request_", "expected"),
    [
        pytest.param("induction", INDUCTION, set(), id="induction without a product"),
        pytest.param(
            "induction",
            INDUCTION | {"product": "privigen"},
            {"dispensed_dose", "product_indication", "infusion_risk"},
            id="induction",
        ),
        pytest.param("maintenance", MAINTENANCE, set(), id="maintenance without a product"),
        pytest.param(
            "maintenance",
            MAINTENANCE | {"product": "privigen"},
            {"dispensed_dose", "product_indication", "infusion_risk"},
            id="maintenance",
        ),
        pytest.param(
            "maintenance",
            MAINTENANCE | {"product": "gammaked"},
            {"dispensed_dose", "product_indication"},
            id="a product without rates",
        ),
        pytest.param("scig", SCIG, set(), id="SCIg without a product"),
        pytest.param(
            "scig",
            SCIG | {"product": "hizentra"},
            {"dispensed_dose", "product_indication", "sites", "thrombosis_risk"},
            id="SCIg",
        ),
        pytest.param("rituximab", SIZE, set(), id="rituximab without a product"),
        pytest.param(
            "rituximab",
            SIZE | {"product": "rituximab"},
            {"dispensed_dose", "product_indication"},
            id="rituximab",
        ),
        pytest.param(
            "cyclophosphamide",
            SIZE | {"product": "cyclophosphamide"},
            {"dispensed_dose", "product_indication"},
            id="cyclophosphamide by vein",
        ),
        pytest.param(
            "cyclophosphamide",
            SIZE | {"product": "cyclophosphamide", "route": "po"},
            {"product_indication", "tablets"},
            id="cyclophosphamide by mouth",
        ),
    ],
)
def test_a_rule_on_what_is_dispensed_holds_only_where_it_is_made(
    calculator: str, request_: dict[str, Any], expected: set[str]
) -> None:
    assert rules(answer_to(calculator, **request_)) & OF_A_PRODUCT == expected


@pytest.mark.parametrize(
    ("calculator", "request_", "product"),
    [
        pytest.param("induction", INDUCTION, "privigen", id="induction"),
        pytest.param("maintenance", MAINTENANCE, "privigen", id="maintenance"),
        pytest.param("scig", SCIG, "hizentra", id="scig"),
        pytest.param("rituximab", SIZE, "rituximab", id="rituximab"),
        pytest.param("cyclophosphamide", SIZE, "cyclophosphamide", id="cyclophosphamide"),
        pytest.param(
            "cyclophosphamide",
            SIZE | {"route": "po"},
            "cyclophosphamide",
            id="cyclophosphamide by mouth",
        ),
    ],
)
def test_a_product_changes_nothing_of_the_dose_and_its_checks(
    calculator: str, request_: dict[str, Any], product: str
) -> None:
    """The calculated values, their working and every other finding are those without one."""
    bare, chosen = answer_to(calculator, **request_), answer_to(
        calculator, **request_, product=product
    )  # fmt: skip
    assert bare["result"].items() <= chosen["result"].items()
    assert bare["working"] == chosen["working"][: len(bare["working"])]
    of_its_own = OF_A_PRODUCT | {rule.id for rule in PLAN.products[product].rules}
    others = [each for each in chosen["checks"]["findings"] if each["rule"] not in of_its_own]
    assert others == bare["checks"]["findings"]


# --- what was true stays true ---------------------------------------------------------------------


def test_a_contraindicated_dose_is_shown_with_everything_that_it_would_take() -> None:
    """80 kg of Privigen at 1 g/kg: 80 g, 800 mL; 24, 48, 96, 192, 384 mL/h."""
    answer = answer_to(
        "maintenance",
        **MAINTENANCE,
        product="privigen",
        start="09:00",
        facts={"uncompensated_heart_failure": "yes"},
    )
    assert answer["checks"]["outcome"] == "contraindicated"
    assert answer["checks"]["findings"][0]["rule"] == "uncompensated_heart_failure"
    result = answer["result"]
    assert result["containers"] == [{"size": {"value": "40", "unit": "g"}, "count": 2}]
    assert result["volume"] == {"value": "800", "unit": "mL"}
    # 12 + 24 + 48 + 96 mL in 120 min, and 620 mL at 384 mL/h in 96.875 min.
    assert result["minutes"] == {"value": "216.875", "unit": "min"}
    assert result["finish"] == "12:37"


def test_an_event_that_contraindicates_is_a_risk_too_and_both_are_said() -> None:
    answer = answer_to(
        "maintenance",
        **MAINTENANCE,
        product="octagam 10 %",
        facts={"thromboembolic_event": {"value": "yes", "date": "2026-11-01"}},
    )
    assert finding(answer, "thromboembolic_event")["outcome"] == "contraindicated"
    assert finding(answer, "infusion_risk")["outcome"] == "caution"
    # At most 3.3 mg/kg/min × 80 × 60 ÷ 100 = 158.4 mL/h.
    assert answer["result"]["ladder"][-1]["rate"]["value"] == "158.4"


@pytest.mark.parametrize(
    ("calculator", "request_"),
    [
        pytest.param("rituximab", SIZE | {"product": "rituximab"}, id="rituximab"),
        pytest.param("maintenance", MAINTENANCE | {"product": "privigen"}, id="IVIg"),
        pytest.param("scig", SCIG | {"product": "hizentra"}, id="SCIg"),
    ],
)
@pytest.mark.parametrize("steroid", ["dexamethasone", "methylprednisolone", "Solu-Medrol 100 mg"])
def test_a_corticosteroid_as_premedication_is_contraindicated_with_a_product_too(
    calculator: str, request_: dict[str, Any], steroid: str
) -> None:
    answer = answer_to(calculator, **request_, premedication=["acetaminophen", steroid])
    assert finding(answer, "corticosteroid_on_order")["outcome"] == "contraindicated"
    assert answer["result"]["containers"]


def test_premedication_without_a_steroid_is_not() -> None:
    answer = answer_to("rituximab", **SIZE, product="rituximab", premedication=["acetaminophen"])
    assert finding(answer, "corticosteroid_on_order")["outcome"] == "clear"


def test_mesna_is_asked_for_with_a_product_too_and_has_no_dose() -> None:
    answer = answer_to("cyclophosphamide", **SIZE, product="cyclophosphamide")
    assert finding(answer, "mesna_ordered")["outcome"] == "unknown"
    said = [each.says for each in PLAN.products["cyclophosphamide"].says]
    assert any("No dose of mesna is established" in each for each in said)


def test_the_dosing_weights_stand_side_by_side_in_grams_and_in_vials() -> None:
    """A man of 175 cm and 110 kg: Devine 70.4645…, adjusted 86.2787… kg; at 1 g/kg of Privigen."""
    result = answered(
        "maintenance",
        weight="110 kg",
        height="175 cm",
        sex="male",
        age="60 years",
        dose="1 g/kg",
        every="3 weeks",
        product="privigen",
    ).result
    found = {each.choice: each.containers for each in result.alternatives()}
    # 110 g; 70.46 g take 75; 86.28 g take 90.
    assert found == {
        "actual": "2 × 40 g + 1 × 20 g + 1 × 10 g",
        "ideal": "1 × 40 g + 1 × 20 g + 1 × 10 g + 1 × 5 g",
        "adjusted": "2 × 40 g + 1 × 10 g",
    }


def test_a_weight_whose_dose_is_below_every_container_says_so_where_it_stands() -> None:
    """60 mg/kg, rounded down: 6.6 g are 5; of 70.46 kg they are 4.2 g, and no vial is so small."""
    result = answered(
        "maintenance",
        weight="110 kg",
        height="175 cm",
        sex="male",
        dose="60 mg/kg",
        every="3 weeks",
        product="privigen",
        round="down",
    ).result
    found = {each.choice: each.containers for each in result.alternatives()}
    assert found["actual"] == "1 × 5 g"
    assert "the smallest holds 5 g" in found["ideal"]


def test_a_rate_goes_by_the_actual_weight_whatever_the_dose_goes_by() -> None:
    """8 mg/kg/min × 110 kg × 60 ÷ 100 = 528 mL/h."""
    answer = answer_to(
        "maintenance",
        weight="110 kg",
        height="175 cm",
        sex="male",
        age="60 years",
        dose="1 g/kg",
        every="3 weeks",
        dosing_weight="ideal",
        product="privigen",
    )
    assert answer["result"]["ladder"][-1]["rate"]["value"] == "528"
    # (175 ÷ 2.54 − 60) × 2.3 + 50 = 70.4645669291…
    assert answer["result"]["dispensed"]["value"].startswith("70.4645669291")


def test_every_step_of_the_working_names_its_source() -> None:
    """Facts of a product with their mark; what was entered says so."""
    for calculator, request_ in (
        ("induction", INDUCTION | {"product": "octagam_5", "round": "within_5"}),
        ("maintenance", MAINTENANCE | {"product": "panzyga", "max_rate": "2 mg/kg/min"}),
        ("scig", SCIG | {"product": "hyqvia", "weight": "80 kg"}),
        ("scig", SCIG | {"product": "hizentra", "weight": "80 kg", "round": "ontario"}),
        ("rituximab", SIZE | {"product": "rituximab", "concentration": "2 mg/mL"}),
        ("cyclophosphamide", SIZE | {"product": "cyclophosphamide", "round": "nearest"}),
        ("cyclophosphamide", SIZE | {"product": "cyclophosphamide", "route": "po"}),
    ):
        for step in answer_to(calculator, **request_)["working"]:
            assert step["sources"], step["label"]
            assert all(step["sources"]), step["label"]
            assert step["working"]


# --- what calculators say, and what rules make of it ----------------------------------------------

SAID: dict[tuple[str, str], tuple[str, str, dict[str, Any]]] = {
    ("dispensed", "as calculated"): ("clear", "maintenance", MAINTENANCE | {"product": "privigen"}),
    # 81 g are 80 g, 1.2 % below, and 80 ÷ 81 ÷ 3 lies in the band.
    ("dispensed", "rounded"): (
        "caution",
        "maintenance",
        MAINTENANCE | {"weight": "81 kg", "product": "privigen", "round": "nearest"},
    ),
    # 1.7 g are 1.5 g in vials of 0.5, 1 and 2 g, 11.8 % below.
    ("dispensed", "rounded beyond the limit"): (
        "caution",
        "cyclophosphamide",
        SIZE | {"bsa_cap": "1.7 m2", "product": "cyclophosphamide", "round": "nearest"},
    ),
    ("dispensed", "rounded, above the band"): (
        "caution",
        "maintenance",
        MAINTENANCE
        | {"weight": "73 kg", "every": "2 weeks", "product": "privigen", "round": "nearest"},
    ),
    ("dispensed", "rounded, below the band"): (
        "caution",
        "maintenance",
        MAINTENANCE
        | {"weight": "72 kg", "every": "4 weeks", "product": "privigen", "round": "nearest"},
    ),
    ("product_indication", "labelled"): (
        "clear", "maintenance", MAINTENANCE | {"product": "gammagard"},
    ),
    ("product_indication", "off-label"): (
        "caution", "maintenance", MAINTENANCE | {"product": "panzyga"},
    ),
    ("product_indication", "labelled in Europe"): (
        "caution", "maintenance", MAINTENANCE | {"product": "privigen"},
    ),
    ("infusion_risk", "not recorded"): (
        "unknown", "maintenance", MAINTENANCE | {"product": "panzyga"},
    ),
    ("infusion_risk", "not at risk"): (
        "clear",
        "maintenance",
        MAINTENANCE | {"product": "panzyga", "facts": {"thrombosis_or_renal_risk": "no"}},
    ),
    ("infusion_risk", "ceiling in force"): (
        "caution",
        "maintenance",
        MAINTENANCE | {"product": "panzyga", "facts": {"thrombosis_or_renal_risk": "yes"}},
    ),
    ("infusion_risk", "no ceiling in numbers"): (
        "caution",
        "maintenance",
        MAINTENANCE | {"product": "privigen", "facts": {"thrombosis_or_renal_risk": "yes"}},
    ),
    ("thrombosis_risk", "not recorded"): ("unknown", "scig", SCIG | {"product": "hizentra"}),
    ("thrombosis_risk", "not at risk"): (
        "clear",
        "scig",
        SCIG | {"product": "hizentra", "facts": {"thrombosis_or_renal_risk": "no"}},
    ),
    ("thrombosis_risk", "at risk"): (
        "caution", "scig", SCIG | {"facts": {"thromboembolic_event": "yes"}},
    ),
    ("sites", "fits"): ("clear", "scig", SCIG | {"product": "hizentra"}),
    ("sites", "too many sites"): (
        "caution", "scig", SCIG | {"product": "hizentra", "ivig_dose": "600 g", "sessions": 1},
    ),
    ("sites", "not established"): ("caution", "scig", SCIG | {"product": "xembify"}),
    ("sites", "ramp-up above the day's volume"): (
        "caution", "scig", SCIG | {"product": "hyqvia", "weight": "80 kg", "ivig_dose": "140 g"},
    ),
    ("sites", "not a weekly product"): (
        "caution", "scig", SCIG | {"product": "hyqvia", "weight": "80 kg"},
    ),
    ("tablets", "inside the range"): (
        "clear",
        "cyclophosphamide",
        {"weight": "75 kg", "route": "po", "product": "cyclophosphamide"},
    ),
    ("tablets", "outside the range"): (
        "caution",
        "cyclophosphamide",
        {"weight": "80 kg", "route": "po", "product": "cyclophosphamide"},
    ),
}  # fmt: skip
RULE_OF = {"dispensed": "dispensed_dose"}


@pytest.mark.parametrize(
    ("name", "remark"), [pytest.param(*key, id=f"{key[0]}: {key[1]}") for key in SAID]
)
def test_each_remark_is_made_and_has_its_outcome(name: str, remark: str) -> None:
    """One more, a volume above the label's day, no shipped product can reach; see the sites."""
    outcome, calculator, request = SAID[name, remark]
    assert answered(calculator, **request).result.remarks.get(name) == remark
    assert outcome_of(RULE_OF.get(name, name), calculator, **request) == outcome


@pytest.mark.parametrize(
    ("ivig_dose", "remark"),
    [
        pytest.param("13.75 g", "rounded", id="5.5 g down to 5 g are 9.1 % less"),
        pytest.param("13.9 g", "rounded beyond the limit", id="5.56 g down to 5 g are 10.1 % less"),
        pytest.param("14 g", "rounded beyond the limit", id="5.6 g down to 5 g are 10.7 % less"),
    ],
)
def test_what_is_rounded_by_more_than_ten_percent_is_beyond_the_limit(
    ivig_dose: str, remark: str
) -> None:
    """Every three weeks × 1.20 ÷ 3 is 0.4 of it a week; Hizentra comes in whole grams."""
    request = {"every": "3 weeks", "product": "hizentra", "round": "down", "weight": "80 kg"}
    found = answered("scig", ivig_dose=ivig_dose, **request)
    assert found.result.remarks["dispensed"] == remark
