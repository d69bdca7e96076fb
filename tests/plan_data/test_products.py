"""Every fact about a product, written down by hand from what was read, against the shipped files.

An entry of `FIGURES` is what a person would note from the reference: qualifier, value, unit, mark.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking import PLAN

from plan_data.load import HERE
from plan_data.schema.figures import figures_of
from plan_data.schema.products import Containers, Product, ProductFigure
from units import shown

# --- every figure ---------------------------------------------------------------------------------

FIGURES: dict[str, dict[str, str]] = {
    "gammagard_liquid": {
        "concentration": "0.1 g/mL, B",
        "containers": "1, 2.5, 5, 10, 20, 30 g, A",
        "iga": "mean 37 ug/mL, B",
        "rates.0.start.by_volume": "0.5 mL/kg/h, A",
        "rates.0.start.by_mass": "0.8 mg/kg/min, A",
        "rates.0.maximum.by_volume": "5.4 mL/kg/h, A",
        "rates.0.maximum.by_mass": "9 mg/kg/min, A",
        "rates.0.step_every": "30 min, A",
        "rates.0.ladder.0.by_volume": "0.5 mL/kg/h, A",
        "rates.0.ladder.1.by_volume": "1 mL/kg/h, A",
        "rates.0.ladder.2.by_volume": "2 mL/kg/h, A",
        "rates.0.ladder.3.by_volume": "3 mL/kg/h, A",
        "rates.0.ladder.4.by_volume": "4 mL/kg/h, A",
        "rates.0.ladder.5.by_volume": "5 mL/kg/h, A",
        "rates.0.at_risk.ceiling.by_mass": "below 3.3 mg/kg/min, B",
        "rates.2.start.by_volume": "0.5 mL/kg/h, A",
        "rates.2.maximum.by_volume": "5.4 mL/kg/h, A",
        "rates.2.at_risk.ceiling.by_mass": "below 3.3 mg/kg/min, B",
        "rates.1.start.by_volume": "0.5 mL/kg/h, A",
        "rates.1.start.by_mass": "0.8 mg/kg/min, A",
        "rates.1.start_lasts": "30 min, A",
        "rates.1.maximum.by_volume": "5 mL/kg/h, A",
        "rates.1.maximum.by_mass": "8 mg/kg/min, A",
        "rates.1.step_every": "30 min, A",
        "rates.1.at_risk.ceiling.by_mass": "below 3.3 mg/kg/min, B",
        "subcutaneous.0.first.volume": "30 mL, A",
        "subcutaneous.0.first.rate": "20 mL/h, A",
        "subcutaneous.0.tolerated.rate": "30 mL/h, A",
        "subcutaneous.0.from_weight": "40 kg, A",
        "subcutaneous.0.below.first.volume": "20 mL, A",
        "subcutaneous.0.below.first.rate": "15 mL/h, A",
        "subcutaneous.0.below.tolerated.rate": "20 mL/h, A",
        "subcutaneous.0.most_sites": "8 1, A",
        "subcutaneous.0.factor": "1.37 1, A",
    },
    "gamunex_c": {
        "concentration": "0.1 g/mL, A†",
        "containers": "1, 2.5, 5, 10, 20, 40 g, A†",
        "iga": "mean 46 ug/mL, A†",
        "rates.0.start.by_mass": "2 mg/kg/min, A†",
        "rates.0.start_lasts": "30 min, A†",
        "rates.0.maximum.by_mass": "8 mg/kg/min, A†",
        "rates.0.at_risk.ceiling.by_mass": "below 8 mg/kg/min, A†",
        "subcutaneous.0.first.rate": "20 mL/h, A†",
        "subcutaneous.0.tolerated.rate": "20 mL/h, A†",
        "subcutaneous.0.most_sites": "8 1, A†",
        "subcutaneous.0.factor": "1.37 1, A†",
    },
    "gammaked": {
        "concentration": "0.1 g/mL, B",
        "containers": "1, 2.5, 5, 10, 20 g, B",
        "iga": "mean 46 ug/mL, A",
    },
    "privigen": {
        "concentration": "0.1 g/mL, A†",
        "containers": "5, 10, 20, 40 g, A†",
        "iga": "at most 25 ug/mL, A†",
        "rates.0.start.by_mass": "0.5 mg/kg/min, A",
        "rates.0.maximum.by_mass": "8 mg/kg/min, A",
    },
    "panzyga": {
        "concentration": "0.1 g/mL, B",
        "containers": "1, 2.5, 5, 10, 20, 30 g, B",
        "iga": "about 100 ug/mL, B",
        "rates.0.start.by_mass": "1 mg/kg/min, A†",
        "rates.0.start_lasts": "30 min, A†",
        "rates.0.maximum.by_mass": "12 mg/kg/min, A†",
        "rates.0.step_every": "30 min, A†",
        "rates.0.at_risk.ceiling.by_mass": "at most 3.3 mg/kg/min, A†",
    },
    "octagam_10": {
        "concentration": "0.1 g/mL, B",
        "containers": "2, 5, 10, 20, 30 g, B",
        "iga": "about 106 ug/mL, B",
        "rates.0.start.by_mass": "1 mg/kg/min, A",
        "rates.0.start_lasts": "30 min, A",
        "rates.0.maximum.by_mass": "12 mg/kg/min, A",
        "rates.0.step_every": "30 min, A",
        "rates.0.ladder.0.by_mass": "1 mg/kg/min, A",
        "rates.0.ladder.1.by_mass": "2 mg/kg/min, A",
        "rates.0.ladder.2.by_mass": "4 mg/kg/min, A",
        "rates.0.ladder.3.by_mass": "8 mg/kg/min, A",
        "rates.0.ladder.4.by_mass": "12 mg/kg/min, A",
        "rates.0.at_risk.ceiling.by_mass": "at most 3.3 mg/kg/min, A",
        "rates.0.at_risk.ceiling.by_volume": "at most 0.03 mL/kg/min, A",
        "rates.1.start.by_mass": "1 mg/kg/min, A",
        "rates.1.start_lasts": "30 min, A",
        "rates.1.maximum.by_mass": "4 mg/kg/min, A",
        "rates.1.at_risk.ceiling.by_mass": "at most 3.3 mg/kg/min, A",
        "rates.1.at_risk.ceiling.by_volume": "at most 0.03 mL/kg/min, A",
    },
    "octagam_5": {
        "concentration": "0.05 g/mL, B",
        "containers": "1, 2.5, 5, 10, 25 g, B",
        "iga": "at most 200 ug/mL, B",
        "rates.0.start.by_mass": "0.5 mg/kg/min, A",
        "rates.0.start.by_volume": "0.01 mL/kg/min, A",
        "rates.0.maximum.by_mass": "3.33 mg/kg/min, A",
        "rates.0.maximum.by_volume": "0.07 mL/kg/min, A",
        "rates.0.ladder.0.by_mass": "30 mg/kg/h, B",
        "rates.0.ladder.1.by_mass": "60 mg/kg/h, B",
        "rates.0.ladder.2.by_mass": "120 mg/kg/h, B",
        "rates.0.ladder.3.by_mass": "200 mg/kg/h, B",
        "rates.0.at_risk.ceiling.by_volume": "below 0.07 mL/kg/min, A",
    },
    "flebogamma_dif_10": {
        "concentration": "0.1 g/mL, A†",
        "containers": "5, 10, 20 g, A†",
        "iga": "at most 100 ug/mL, A†",
        "rates.0.start.by_volume": "0.01 mL/kg/min, A†",
        "rates.0.maximum.by_volume": "0.08 mL/kg/min, A†",
    },
    "flebogamma_dif_5": {
        "concentration": "0.05 g/mL, A",
        "containers": "5, 10, 20 g, A",
        "iga": "at most 50 ug/mL, A",
        "rates.0.start.by_volume": "0.01 mL/kg/min, B",
        "rates.0.start.by_mass": "0.5 mg/kg/min, B",
        "rates.0.maximum.by_volume": "0.10 mL/kg/min, B",
        "rates.0.maximum.by_mass": "5 mg/kg/min, B",
    },
    "bivigam": {
        "concentration": "0.1 g/mL, B",
        "containers": "5, 10 g, B",
        "iga": "below 200 ug/mL, B",
        "rates.0.start.by_mass": "0.5 mg/kg/min, A",
        "rates.0.start_lasts": "10 min, A",
        "rates.0.maximum.by_mass": "6 mg/kg/min, A",
        "rates.0.step_every": "20 min, A",
        "rates.0.increment.by_mass": "0.8 mg/kg/min, A",
        "rates.0.at_risk.ceiling.by_mass": "below 2 mg/kg/min, B",
    },
    "asceniv": {
        "concentration": "0.1 g/mL, A",
        "containers": "5 g, A",
        "iga": "below 200 ug/mL, B",
        "rates.0.start.by_mass": "0.5 mg/kg/min, A",
        "rates.0.start_lasts": "15 min, A",
        "rates.0.maximum.by_mass": "8 mg/kg/min, A",
        "rates.0.step_every": "15 min, A",
    },
    "hizentra": {
        "iga": "at most 50 ug/mL, B",
        "concentration": "0.2 g/mL, A",
        "containers": "1, 2, 4, 10 g, B",
        "subcutaneous.0.first.volume": "at most 20 mL, A",
        "subcutaneous.0.first.rate": "at most 20 mL/h, A",
        "subcutaneous.0.tolerated.volume": "at most 50 mL, A",
        "subcutaneous.0.tolerated.rate": "at most 50 mL/h, A",
        "subcutaneous.0.most_sites": "8 1, B",
        "subcutaneous.0.weekly_doses.0": "0.2 g/kg/wk, A",
        "subcutaneous.0.weekly_doses.1": "0.4 g/kg/wk, A",
        "subcutaneous.1.first.volume": "at most 15 mL, A",
        "subcutaneous.1.first.rate": "at most 15 mL/h, A",
        "subcutaneous.1.tolerated.volume": "at most 25 mL, A",
        "subcutaneous.1.tolerated.rate": "at most 25 mL/h, A",
        "subcutaneous.1.most_sites": "8 1, B",
        "subcutaneous.1.factor": "1.37 1, A†",
    },
    "cuvitru": {
        "iga": "about 80 ug/mL, B",
        "concentration": "0.2 g/mL, A",
        "containers": "1, 2, 4, 8, 10 g, B",
        "subcutaneous.0.first.volume": "at most 60 mL, A",
        "subcutaneous.0.first.rate": "20 mL/h, A",
        "subcutaneous.0.tolerated.volume": "at most 60 mL, A",
        "subcutaneous.0.tolerated.rate": "at most 60 mL/h, A",
        "subcutaneous.0.from_weight": "40 kg, A",
        "subcutaneous.0.most_sites": "4 1, A",
        "subcutaneous.0.factor": "1.30 1, A",
    },
    "xembify": {
        "concentration": "0.2 g/mL, A†",
        "containers": "1, 2, 4, 10 g, A†",
        "subcutaneous.0.first.volume": "25 mL, A†",
        "subcutaneous.0.tolerated.volume": "25 mL, A†",
        "subcutaneous.0.tolerated.rate": "at most 35 mL/h, A†",
        "subcutaneous.0.factor": "1.37 1, B",
        "subcutaneous.0.most_sites": "6 1, A†",
    },
    "cutaquig": {
        "iga": "about 206 ug/mL, B",
        "concentration": "0.165 g/mL, A",
        "containers": "1, 1.65, 2, 3.3, 4, 8 g, labelled 6, 10, 12, 20, 24, 48 mL, B",
        "subcutaneous.0.first.volume": "at most 25 mL, A",
        "subcutaneous.0.first.rate": "at most 20 mL/h, A",
        "subcutaneous.0.tolerated.volume": "at most 40 mL, A",
        "subcutaneous.0.tolerated.rate": "at most 52 mL/h, A",
        "subcutaneous.0.most_sites": "6 1, B",
        "subcutaneous.0.factor": "1.30 1, A",
    },
    "hyqvia": {
        "iga": "at most 140 ug/mL, A†",
        "concentration": "0.1 g/mL, A",
        "containers": "2.5, 5, 10, 20, 30 g, A",
        "subcutaneous.0.tolerated.volume": "600 mL, A",
        "subcutaneous.0.volume_at_most_sites": "at most 400 mL, A",
        "subcutaneous.0.below.most_a_day": "600 mL, A",
        "subcutaneous.0.first.steps.0": "10 mL/h, A†",
        "subcutaneous.0.first.steps.1": "30 mL/h, A†",
        "subcutaneous.0.first.steps.2": "60 mL/h, A†",
        "subcutaneous.0.first.steps.3": "120 mL/h, A†",
        "subcutaneous.0.first.steps.4": "240 mL/h, A†",
        "subcutaneous.0.first.step_every": "10 min, A†",
        "subcutaneous.0.first.rate": "240 mL/h, A†",
        "subcutaneous.0.tolerated.steps.0": "10 mL/h, A†",
        "subcutaneous.0.tolerated.steps.1": "30 mL/h, A†",
        "subcutaneous.0.tolerated.steps.2": "120 mL/h, A†",
        "subcutaneous.0.tolerated.steps.3": "240 mL/h, A†",
        "subcutaneous.0.tolerated.steps.4": "300 mL/h, A†",
        "subcutaneous.0.tolerated.step_every": "10 min, A†",
        "subcutaneous.0.tolerated.rate": "300 mL/h, A†",
        "subcutaneous.0.below.first.steps.0": "5 mL/h, A†",
        "subcutaneous.0.below.first.steps.1": "10 mL/h, A†",
        "subcutaneous.0.below.first.steps.2": "20 mL/h, A†",
        "subcutaneous.0.below.first.steps.3": "40 mL/h, A†",
        "subcutaneous.0.below.first.steps.4": "80 mL/h, A†",
        "subcutaneous.0.below.first.step_every": "10 min, A†",
        "subcutaneous.0.below.first.rate": "80 mL/h, A†",
        "subcutaneous.0.below.tolerated.steps.0": "10 mL/h, A†",
        "subcutaneous.0.below.tolerated.steps.1": "20 mL/h, A†",
        "subcutaneous.0.below.tolerated.steps.2": "40 mL/h, A†",
        "subcutaneous.0.below.tolerated.steps.3": "80 mL/h, A†",
        "subcutaneous.0.below.tolerated.steps.4": "160 mL/h, A†",
        "subcutaneous.0.below.tolerated.step_every": "10 min, A†",
        "subcutaneous.0.below.tolerated.rate": "160 mL/h, A†",
        "subcutaneous.0.from_weight": "40 kg, A",
        "subcutaneous.0.most_sites": "3 1, A",
        "subcutaneous.0.most_a_day": "1200 mL, A",
        "subcutaneous.0.factor": "1 1, A",
        "subcutaneous.0.ramp_up.0.week": "1 wk, A",
        "subcutaneous.0.ramp_up.0.share": "0.25 1, A",
        "subcutaneous.0.ramp_up.1.week": "2 wk, A",
        "subcutaneous.0.ramp_up.1.share": "0.5 1, A",
        "subcutaneous.0.ramp_up.2.week": "4 wk, A",
        "subcutaneous.0.ramp_up.2.share": "0.75 1, A",
        "subcutaneous.0.ramp_up.3.week": "7 wk, A",
        "subcutaneous.0.ramp_up.3.share": "1 1, A",
        "subcutaneous.0.ramp_up_interval": "4 wk, A",
    },
    "rituximab": {
        "concentration": "10 mg/mL, A",
        "diluted_from": "1 mg/mL, A†",
        "diluted_to": "4 mg/mL, A†",
        "containers": "100, 500 mg, A",
        "mass_rates.0.start": "50 mg/h, B",
        "mass_rates.0.step": "50 mg/h, B",
        "mass_rates.0.step_every": "30 min, B",
        "mass_rates.0.maximum": "400 mg/h, B",
        "mass_rates.1.start": "100 mg/h, A†",
        "mass_rates.1.step": "100 mg/h, A†",
        "mass_rates.1.step_every": "30 min, A†",
        "mass_rates.1.maximum": "400 mg/h, A†",
    },
    "cyclophosphamide": {
        "concentration": "20 mg/mL, B",
        "containers": "500, 1000, 2000 mg, A",
    },
    "cyclophosphamide_tablets": {
        "containers": "25, 50 mg, A",
    },
}
NAMES = [pytest.param(name, id=name) for name in FIGURES]


def noted(figure: Any) -> str:
    if isinstance(figure, Containers):
        value = ", ".join(str(size) for size in figure.values)
        printed = ", ".join(str(volume) for volume in figure.volumes)
        labelled = f", labelled {printed} mL" if printed else ""
        return f"{value} {figure.unit}{labelled}, {figure.mark}"
    return f"{figure.qualifier} {figure.value} {figure.unit}, {figure.mark}".strip()


def figures(product: Product) -> dict[str, Any]:
    """Return what has a value, with its path of keys; statements have none."""
    kinds = ProductFigure | Containers
    return {path: fact for path, fact in figures_of(product) if isinstance(fact, kinds)}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_the_one_that_was_read_with_its_mark_and_nothing_else(name: str) -> None:
    found = {path: noted(fact) for path, fact in figures(PLAN.products[name]).items()}
    assert found == FIGURES[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_and_statement_carries_the_mark_of_a_source_that_exists(name: str) -> None:
    facts = figures_of(PLAN.products[name])
    assert facts
    for path, fact in facts:
        assert fact.mark == PLAN.sources[fact.source].confidence, path
        assert fact.sources == (f"{fact.at} [{fact.mark}]",)


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_rounded_where_people_read_it(name: str) -> None:
    for path, fact in figures(PLAN.products[name]).items():
        sizes = fact.sizes if isinstance(fact, Containers) else (fact.quantity,)
        for size in sizes:
            assert "≈" not in shown(size), path


@pytest.mark.parametrize(
    ("name", "path", "read_as"),
    [
        pytest.param("privigen", "iga", "at most 25 µg/mL", id="a maximum"),
        pytest.param("gamunex_c", "iga", "mean 46 µg/mL", id="a mean"),
        pytest.param("bivigam", "iga", "below 200 µg/mL", id="a bound that is not reached"),
        pytest.param("octagam_10", "iga", "about 106 µg/mL", id="an approximate value"),
        pytest.param("cutaquig", "concentration", "0.165 g/mL", id="a plain value"),
        pytest.param("hizentra", "subcutaneous.0.most_sites", "8", id="a count"),
    ],
)
def test_a_figure_is_read_with_its_qualifier(name: str, path: str, read_as: str) -> None:
    assert figures(PLAN.products[name])[path].shown == read_as


# --- names, routes and indications ----------------------------------------------------------------

# Label, brand, other names, what it holds, routes; and the indications of its tables in order.
IV, SC, BOTH = ("IV",), ("SC",), ("IV", "SC")
IG = "immunoglobulin"
IDENTITIES: dict[str, tuple[Any, ...]] = {
    "gammagard_liquid": ("Gammagard Liquid 10 %", "Gammagard Liquid", ("Gammagard",), IG, BOTH),
    "gamunex_c": ("Gamunex-C 10 %", "Gamunex-C", ("Gamunex",), IG, BOTH),
    "gammaked": ("Gammaked 10 %", "Gammaked", (), IG, BOTH),
    "privigen": ("Privigen 10 %", "Privigen", (), IG, IV),
    "panzyga": ("Panzyga 10 %", "Panzyga", (), IG, IV),
    "octagam_10": ("Octagam 10 %", "Octagam", (), IG, IV),
    "octagam_5": ("Octagam 5 %", "Octagam", (), IG, IV),
    "flebogamma_dif_10": ("Flebogamma DIF 10 %", "Flebogamma DIF", ("Flebogamma",), IG, IV),
    "flebogamma_dif_5": ("Flebogamma DIF 5 %", "Flebogamma DIF", ("Flebogamma",), IG, IV),
    "bivigam": ("Bivigam 10 %", "Bivigam", (), IG, IV),
    "asceniv": ("Asceniv 10 %", "Asceniv", (), IG, IV),
    "hizentra": ("Hizentra 20 %", "Hizentra", (), IG, SC),
    "cuvitru": ("Cuvitru 20 %", "Cuvitru", (), IG, SC),
    "xembify": ("Xembify 20 %", "Xembify", (), IG, SC),
    "cutaquig": ("Cutaquig 16.5 %", "Cutaquig", (), IG, SC),
    "hyqvia": ("HyQvia 10 %", "HyQvia", (), IG, SC),
    "rituximab": ("Rituximab", "Rituximab", ("Rituxan",), "rituximab", IV),
    "cyclophosphamide": (
        "Cyclophosphamide powder",
        "Cyclophosphamide",
        ("Cyclophosphamide for injection", "Cyclophosphamide vials"),
        "cyclophosphamide",
        IV,
    ),
    "cyclophosphamide_tablets": (
        "Cyclophosphamide tablets",
        "Cyclophosphamide",
        (),
        "cyclophosphamide",
        ("PO",),
    ),
}
# The first table is the default: what is nearest to MMN stands first.
TABLES = {
    "gammagard_liquid": (("mmn", "pi", "cidp"), ("pi",)),
    "gamunex_c": (("cidp",), ("pi",)),
    "privigen": (("cidp",), ()),
    "panzyga": (("cidp",), ()),
    "octagam_10": (("itp", "dm"), ()),
    "octagam_5": (("general",), ()),
    "flebogamma_dif_10": (("general",), ()),
    "flebogamma_dif_5": (("general",), ()),
    "bivigam": (("general",), ()),
    "asceniv": (("general",), ()),
    "hizentra": ((), ("cidp", "pi")),
    "cuvitru": ((), ("pi",)),
    "xembify": ((), ("pi",)),
    "cutaquig": ((), ("pi",)),
    "hyqvia": ((), ("cidp",)),
}


def test_every_product_file_is_listed_and_loaded_in_the_order_in_which_it_is_offered() -> None:
    on_disk = {file.stem for file in (HERE / "products").iterdir()}
    assert on_disk == set(PLAN.products)
    assert list(PLAN.products) == list(FIGURES) == list(IDENTITIES)


@pytest.mark.parametrize("name", NAMES)
def test_a_product_has_its_names_its_drug_and_its_routes(name: str) -> None:
    product = PLAN.products[name]
    told = (product.label, product.brand, product.also_called, product.holds, product.routes)
    assert told == IDENTITIES[name]
    assert product.containers.called == ("tablet" if "PO" in product.routes else "vial")


@pytest.mark.parametrize("name", NAMES)
def test_a_product_has_tables_for_the_indications_that_were_read_and_no_others(name: str) -> None:
    product = PLAN.products[name]
    rates = tuple(table.id for table in product.rates)
    uses = tuple(use.id for use in product.subcutaneous)
    assert (rates, uses) == TABLES.get(name, ((), ()))
    for indication in ("mmn", "cidp", "itp", "dm", "pi", "general"):
        table, use = product.rates_for(indication), product.use_for(indication)
        assert (table is not None) is (indication in rates)
        assert (use is not None) is (indication in uses)
        assert table is None or table.id == indication
        assert use is None or use.id == indication


def test_rituximab_has_a_table_for_the_first_and_one_for_later_infusions() -> None:
    tables = {name: [rate.id for rate in PLAN.products[name].mass_rates] for name in FIGURES}
    assert tables.pop("rituximab") == ["first", "later"]
    assert not any(tables.values())


def test_one_label_carries_mmn_and_for_the_intravenous_route_only() -> None:
    carries = {name: product.labelled_routes for name, product in PLAN.products.items()}
    assert carries.pop("gammagard_liquid") == {"mmn": ("IV",)}
    assert not any(carries.values())


# --- who stands for it ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_no_clinician_has_checked_a_product_and_its_file_says_so(name: str) -> None:
    provenance = PLAN.products[name].provenance
    assert PLAN.provenances[f"products.{name}"] is provenance
    assert provenance.written_by == "MMN Dose Planner project"
    assert (provenance.checked_by, provenance.checked_on) == ("", None)
    assert provenance.next_review > provenance.written_on


def test_the_reviewer_is_told_that_products_are_unchecked() -> None:
    from plan_data.sections_load import load_sections  # noqa: PLC0415

    questions = {question.id: question for question in load_sections().questions}
    assert "No clinician has checked it" in questions["products"].meanwhile
    assert {"products", "at_risk_rate", "mmn_label"} <= questions.keys()
