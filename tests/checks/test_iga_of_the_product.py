"""A patient who is IgA deficient is shown how much IgA the chosen product holds."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from asking import PLAN, answer_to, finding

PRODUCTS = Path(__file__).parents[2] / "plan_data" / "products"
RULE = "iga_deficiency_with_antibodies"
BY_ROUTE: dict[str, dict[str, Any]] = {
    "IV": {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"},
    "SC": {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
}
ASKED = [
    pytest.param(name, route, id=f"{name}, {route}")
    for name, product in PLAN.products.items()
    for route in product.routes
    if product.holds == "immunoglobulin"
]


def seen(product: str | None, route: str, **facts: str) -> str:
    chosen = {"product": product} if product else {}
    answer = answer_to(**BY_ROUTE[route], weight="80 kg", **chosen, facts=facts)
    text: str = finding(answer, RULE)["seen"]
    return text


@pytest.mark.parametrize("antibodies", ["yes", "no"])
@pytest.mark.parametrize(("name", "route"), ASKED)
def test_the_finding_names_the_iga_on_record_with_its_source_or_says_that_there_is_none(
    name: str, route: str, antibodies: str
) -> None:
    product = tomllib.loads((PRODUCTS / f"{name}.toml").read_text(encoding="utf-8"))
    said = seen(name, route, iga_deficiency="yes", anti_iga_antibodies=antibodies)
    if "iga" not in product:
        assert f"; IgA in {product['label']}: not established; On record of others" in said
        return
    iga = product["iga"]
    shown = f"{iga['qualifier']} {iga['value']} µg/mL ({iga['at']} [{iga['mark']}])"
    assert f"; IgA in {product['label']}: {shown}; Lower on record in the same dose: " in said


def test_octagam_10_holds_about_106_micrograms_a_millilitre() -> None:
    said = seen("octagam_10", "IV", iga_deficiency="yes", anti_iga_antibodies="no")
    assert "IgA in Octagam 10 %: about 106 µg/mL (Secondary source" in said


# µg a mL as printed, beside g of immunoglobulin a mL: what goes with a gram is their quotient.
LOWER = [
    # 106 ÷ 0.1 = 1060 µg a gram. Below: Privigen 250, Gammagard 370, Gamunex-C and Gammaked 460,
    # Panzyga and Flebogamma 10 % 1000, Flebogamma 5 % 50 ÷ 0.05 = 1000. Not: Octagam 5 % 4000,
    # Bivigam and Asceniv 2000.
    pytest.param(
        "octagam_10",
        ["Privigen 10 %", "Gammagard Liquid 10 %", "Gamunex-C 10 %", "Gammaked 10 %",
         "Panzyga 10 %", "Flebogamma DIF 10 %", "Flebogamma DIF 5 %"],
        id="Octagam 10 %",
    ),
    pytest.param("gammagard_liquid", ["Privigen 10 %"], id="Gammagard Liquid"),
    # 200 ÷ 0.05 = 4000: a mL of Octagam 5 % says 200 as one of Bivigam does, a gram twice as much.
    pytest.param(
        "octagam_5",
        ["Privigen 10 %", "Gammagard Liquid 10 %", "Gamunex-C 10 %", "Gammaked 10 %",
         "Panzyga 10 %", "Flebogamma DIF 10 %", "Flebogamma DIF 5 %", "Octagam 10 %",
         "Bivigam 10 %", "Asceniv 10 %"],
        id="Octagam 5 %",
    ),
    pytest.param("privigen", ["none"], id="Privigen: none on record is lower"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lower"), LOWER)
def test_the_products_that_hold_less_in_the_same_dose_are_named(
    name: str, lower: list[str]
) -> None:
    said = seen(name, "IV", iga_deficiency="yes", anti_iga_antibodies="no")
    named = said.partition("Lower on record in the same dose: ")[2].split("; ")
    begins = [each.partition(" %")[0] + " %" if " %" in each else each for each in named]
    assert set(begins) == set(lower)
    assert all("[" in each for each in named if each != "none")


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_patient_who_is_not_known_to_be_deficient_is_not_shown_it(answer: str) -> None:
    facts = {} if answer == "unknown" else {"iga_deficiency": answer}
    assert "IgA in " not in seen("privigen", "IV", **facts)


def test_without_a_product_nothing_is_said_of_one() -> None:
    said = seen(None, "IV", iga_deficiency="yes", anti_iga_antibodies="no")
    assert "IgA in " not in said
