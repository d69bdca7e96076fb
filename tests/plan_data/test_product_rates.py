"""Rates and limits of products: in order, within each other, and one rate in two units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN

if TYPE_CHECKING:
    from plan_data.schema.products import InfusionRates, LabelRate, Product, ProductFigure

TABLES = [(product, table) for product in PLAN.products.values() for table in product.rates]
RATES = [pytest.param(product, table, id=f"{product.id}, {table.id}") for product, table in TABLES]
# The unit in which a label prints a rate first; every other table prints mg/kg/min only or first.
VOLUME_FIRST = {"gammagard_liquid", "flebogamma_dif_10", "flebogamma_dif_5"}


def an_hour(figure: Any) -> Fraction:
    """Return a rate by the hour: a minute's times 60."""
    times = {"mL/kg/h": 1, "mg/kg/h": 1, "mL/kg/min": 60, "mg/kg/min": 60}
    return Fraction(str(figure.value)) * times[figure.unit]


def by_mass(rate: LabelRate, product: Product) -> Fraction:
    """Return the leading rate in mg/kg/h: mL times the g/mL of the product times 1000."""
    assert product.concentration is not None
    strength = Fraction(str(product.concentration.value)) * 1000
    return an_hour(rate.leading) * (strength if rate.leads == "by_volume" else 1)


def all_rates(table: InfusionRates) -> list[LabelRate]:
    ceiling = table.at_risk.ceiling if table.at_risk is not None else None
    found = [table.start, table.maximum, table.increment, ceiling, *table.ladder]
    return [rate for rate in found if rate is not None]


@pytest.mark.parametrize(("product", "table"), RATES)
def test_the_rate_that_the_label_prints_first_leads(product: Product, table: InfusionRates) -> None:
    first = "by_volume" if product.id in VOLUME_FIRST else "by_mass"
    assert {table.start.leads, table.maximum.leads} == {first}
    assert table.start.leading is getattr(table.start, first)


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        pytest.param("gammagard_liquid", "by_mass", id="Gammagard's is in mg/kg/min"),
        pytest.param("octagam_10", "by_mass", id="Octagam 10 % prints mg/kg/min first"),
        pytest.param("octagam_5", "by_volume", id="Octagam 5 % prints mL/kg/min only"),
    ],
)
def test_the_at_risk_ceiling_leads_as_it_is_printed(name: str, leads: str) -> None:
    for table in PLAN.products[name].rates:
        assert table.at_risk is not None
        assert table.at_risk.ceiling is not None
        assert table.at_risk.ceiling.leads == leads


@pytest.mark.parametrize(("product", "table"), RATES)
def test_a_start_lies_below_its_maximum(product: Product, table: InfusionRates) -> None:
    assert 0 < by_mass(table.start, product) < by_mass(table.maximum, product)


@pytest.mark.parametrize(("product", "table"), RATES)
def test_no_at_risk_ceiling_lies_above_the_maximum_or_below_the_start(
    product: Product, table: InfusionRates
) -> None:
    assert table.at_risk is not None
    ceiling = table.at_risk.ceiling
    if ceiling is None:
        assert "practicable" in table.at_risk.says.says
        return
    assert by_mass(table.start, product) <= by_mass(ceiling, product)
    same_unit = getattr(table.maximum, ceiling.leads)
    if same_unit is not None:
        assert an_hour(ceiling.leading) <= an_hour(same_unit)
    else:
        assert by_mass(ceiling, product) <= by_mass(table.maximum, product)


# Whose word it is what holds for patients at risk.
AT_RISK = {
    "gammagard_liquid": "B",
    "gamunex_c": "A†",
    "privigen": "A",
    "panzyga": "A†",
    "octagam_10": "A",
    "octagam_5": "A",
    "flebogamma_dif_10": "A†",
    "flebogamma_dif_5": "B",
    "bivigam": "B",
    "asceniv": "A",
}


@pytest.mark.parametrize(("product", "table"), RATES)
def test_what_holds_at_risk_carries_the_mark_of_where_it_was_read(
    product: Product, table: InfusionRates
) -> None:
    assert table.at_risk is not None
    assert table.at_risk.says.mark == AT_RISK[product.id]


def test_which_labels_ask_for_the_lowest_practicable_rate() -> None:
    asks = {
        product.id
        for product, table in TABLES
        if table.at_risk is not None and "practicable" in table.at_risk.says.says
    }
    assert asks == {"gamunex_c", "privigen", "flebogamma_dif_10", "flebogamma_dif_5", "asceniv"}


def test_a_ladder_begins_with_the_start_and_rises_to_the_maximum() -> None:
    table = PLAN.products["octagam_10"].rates_for("itp")
    assert table is not None
    assert [an_hour(rate.by_mass) for rate in table.ladder] == [60, 120, 240, 480, 720]
    assert an_hour(table.start.by_mass) == 60
    assert an_hour(table.maximum.by_mass) == 720


def test_the_last_step_of_octagam_5_lies_a_hair_above_the_maximum_that_its_label_rounds() -> None:
    """The label's 3.33 mg/kg/min is 199.8 mg/kg/h; the secondary source's last step is 200."""
    (table,) = PLAN.products["octagam_5"].rates
    assert [an_hour(rate.by_mass) for rate in table.ladder] == [30, 60, 120, 200]
    assert an_hour(table.start.by_mass) == 30  # 0.5 mg/kg/min
    assert an_hour(table.maximum.by_mass) == Fraction("199.8")
    assert table.maximum.by_mass is not None
    assert rounded(Fraction(200, 60), table.maximum.by_mass) == Fraction("3.33")
    assert Fraction(200, 60) > Fraction("3.33")
    assert "rounding" in table.says[0].says


def test_only_these_products_have_a_ladder_and_one_of_them_is_an_example() -> None:
    have = {(product.id, table.id) for product, table in TABLES if table.ladder}
    assert have == {("octagam_10", "itp"), ("octagam_5", "general"), ("gammagard_liquid", "mmn")}
    examples = {(product.id, table.id) for product, table in TABLES if table.ladder_is_example}
    assert examples == {("gammagard_liquid", "mmn")}


@pytest.mark.parametrize(("product", "table"), RATES)
def test_a_rate_that_is_printed_in_two_units_is_one_rate_within_the_labels_rounding(
    product: Product, table: InfusionRates
) -> None:
    """Turned into the other unit and rounded to its printed places, one gives the other."""
    assert product.concentration is not None
    strength = Fraction(str(product.concentration.value)) * 1000  # mg/mL
    for rate in all_rates(table):
        if rate.by_volume is None or rate.by_mass is None:
            continue
        volume, mass = an_hour(rate.by_volume), an_hour(rate.by_mass)
        per_minute = {"mL/kg/h": 1, "mL/kg/min": 60}[rate.by_volume.unit]
        to_mass = rounded(volume * strength / 60, rate.by_mass)
        to_volume = rounded(mass / strength / per_minute, rate.by_volume)
        assert to_mass == written(rate.by_mass) or to_volume == written(rate.by_volume)


def written(figure: ProductFigure) -> Fraction:
    return Fraction(str(figure.value))


def rounded(number: Fraction, like: ProductFigure) -> Fraction:
    """Round half up to as many places as a figure is printed with."""
    places = 10 ** len(str(like.value).partition(".")[2])
    return Fraction((number * places + Fraction(1, 2)).__floor__(), places)


def test_which_rates_are_printed_in_two_units() -> None:
    """Written out once: 0.5 mL/kg/h is 0.833… and printed as 0.8; 5 is 8.33… and printed as 8."""
    both = {
        (product.id, table.id, str(rate.by_volume.value), str(rate.by_mass.value))
        for product, table in TABLES
        for rate in all_rates(table)
        if rate.by_volume is not None and rate.by_mass is not None
    }
    assert both == {
        ("gammagard_liquid", "mmn", "0.5", "0.8"),
        ("gammagard_liquid", "mmn", "5.4", "9"),
        ("gammagard_liquid", "pi", "0.5", "0.8"),
        ("gammagard_liquid", "pi", "5", "8"),
        ("octagam_10", "itp", "0.03", "3.3"),
        ("octagam_10", "dm", "0.03", "3.3"),
        ("octagam_5", "general", "0.01", "0.5"),
        ("octagam_5", "general", "0.07", "3.33"),
        ("flebogamma_dif_5", "general", "0.01", "0.5"),
        ("flebogamma_dif_5", "general", "0.10", "5"),
    }


@pytest.mark.parametrize(
    ("name", "indication", "start", "maximum"),
    [
        pytest.param(
            "gammagard_liquid",
            "mmn",
            "0.5 mL/kg/h or 0.8 mg/kg/min",
            "5.4 mL/kg/h or 9 mg/kg/min",
            id="volume first, as the manufacturer prints it",
        ),
        pytest.param(
            "octagam_5",
            "general",
            "0.5 mg/kg/min or 0.01 mL/kg/min",
            "3.33 mg/kg/min or 0.07 mL/kg/min",
            id="mass first",
        ),
        pytest.param("privigen", "cidp", "0.5 mg/kg/min", "8 mg/kg/min", id="mass only"),
    ],
)
def test_a_rate_is_read_as_the_label_prints_it(
    name: str, indication: str, start: str, maximum: str
) -> None:
    table = PLAN.products[name].rates_for(indication)
    assert table is not None
    assert (table.start.printed, table.maximum.printed) == (start, maximum)


# --- subcutaneous use -----------------------------------------------------------------------------

USES = [
    pytest.param(use, id=f"{name}, {use.id}")
    for name, product in PLAN.products.items()
    for use in product.subcutaneous
]


@pytest.mark.parametrize("use", USES)
def test_what_a_first_infusion_allows_is_no_more_than_what_is_tolerated(use: Any) -> None:
    for limit in ("volume", "rate"):
        first, tolerated = getattr(use.first, limit), getattr(use.tolerated, limit)
        if first is not None and tolerated is not None:
            assert first.value <= tolerated.value


def test_hyqvias_ramp_up_gives_the_amounts_of_its_example() -> None:
    """30 g every 4 weeks: 7.5, 15, 22.5 and 30 g at weeks 1, 2, 4 and 7."""
    (use,) = PLAN.products["hyqvia"].subcutaneous
    amounts = [(step.week.value, 30 * step.share.value) for step in use.ramp_up]
    assert amounts == [(1, Fraction("7.5")), (2, 15), (4, Fraction("22.5")), (7, 30)]
