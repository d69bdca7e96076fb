"""Which product a name means: every way to write it, and a sentence where it cannot be told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from asking import PLAN

from calculators.checks.drug_names import read_names
from plan_data.find_product import find_product
from units import Refused, quantity

IV_LIST = (
    "Gammagard Liquid 10 %, Gamunex-C 10 %, Gammaked 10 %, Privigen 10 %, Panzyga 10 %, "
    "Octagam 10 %, Octagam 5 %, Flebogamma DIF 10 %, Flebogamma DIF 5 %, Bivigam 10 %, "
    "Asceniv 10 %"
)
SC_LIST = (
    "Gammagard Liquid 10 %, Gamunex-C 10 %, Gammaked 10 %, Hizentra 20 %, Cuvitru 20 %, "
    "Xembify 20 %, Cutaquig 16.5 %, HyQvia 10 %"
)
OTHERS = "Rituximab, Cyclophosphamide powder, Cyclophosphamide tablets"
EVERYTHING = (
    f"{IV_LIST}, Hizentra 20 %, Cuvitru 20 %, Xembify 20 %, Cutaquig 16.5 %, HyQvia 10 %, {OTHERS}"
)


def per(value: str, unit: str) -> Any:
    return quantity(Decimal(value), unit)


def refused(text: str, **asked: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        find_product(text, PLAN, **asked)
    return caught.value.field, caught.value.message


# --- ways to write one ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in PLAN.products])
def test_an_id_and_a_label_find_their_product_however_they_are_keyed(name: str) -> None:
    product = PLAN.products[name]
    for way in (product.id, product.label):
        for keyed in (
            way,
            way.upper(),
            f"  {way.lower()} ",
            way.replace(" ", ""),
            way.replace("_", " "),
            way.replace("_", "-"),
            way.replace(" ", "_"),
            way.replace("-", " "),
            way.replace("%", ""),
            way.replace(" %", "%"),
            way.replace(" ", "\u00a0"),
        ):
            assert find_product(keyed, PLAN) is product, keyed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("Privigen", "privigen", id="a brand"),
        pytest.param("privigen 10%", "privigen", id="a brand with its strength"),
        pytest.param("PRIVIGEN 10.0 %", "privigen", id="a strength written with a decimal"),
        pytest.param("Privigen®", "privigen", id="a brand with its sign"),
        pytest.param("Privigen.", "privigen", id="a brand with a full stop"),
        pytest.param("octagam 5 %", "octagam_5", id="a shared brand with one strength"),
        pytest.param("Octagam10", "octagam_10", id="a shared brand with the other strength"),
        pytest.param("Flebogamma DIF 10", "flebogamma_dif_10", id="a strength without its sign"),
        pytest.param("flebogamma 5%", "flebogamma_dif_5", id="another name with its strength"),
        pytest.param("gamunex", "gamunex_c", id="another name"),
        pytest.param("GAMUNEX C 10%", "gamunex_c", id="a hyphen left out"),
        pytest.param("gammagard", "gammagard_liquid", id="a brand cut short"),
        pytest.param("Cutaquig 16.5%", "cutaquig", id="a strength with a decimal point"),
        pytest.param("hy-qvia", "hyqvia", id="a hyphen put in"),
        pytest.param("rituxan", "rituximab", id="a brand of rituximab"),
        pytest.param("cyclophosphamide", "cyclophosphamide", id="an id that is a shared brand too"),
        pytest.param("Cyclophosphamide Tablets", "cyclophosphamide_tablets", id="tablets"),
        pytest.param("cyclophosphamide for injection", "cyclophosphamide", id="for injection"),
    ],
)
def test_a_product_is_found_by_what_people_call_it(typed: str, name: str) -> None:
    assert find_product(typed, PLAN).id == name


# --- two products of one brand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        pytest.param("Octagam", "Octagam 10 % or Octagam 5 %", id="Octagam"),
        pytest.param("Flebogamma", "Flebogamma DIF 10 % or Flebogamma DIF 5 %", id="Flebogamma"),
    ],
)
def test_a_brand_that_two_products_share_is_refused_naming_both(typed: str, both: str) -> None:
    assert refused(typed, route="IV") == (
        "product",
        f'Product: "{typed}" may be {both}; say which, or give the concentration.',
    )


@pytest.mark.parametrize(
    ("concentration", "name"),
    [
        pytest.param(per("0.1", "g/mL"), "octagam_10", id="0.1 g/mL"),
        pytest.param(per("100", "mg/mL"), "octagam_10", id="100 mg/mL"),
        pytest.param(per("10", "g/dL"), "octagam_10", id="10 g/dL"),
        pytest.param(per("0.05", "g/mL"), "octagam_5", id="0.05 g/mL"),
        pytest.param(per("50", "mg/mL"), "octagam_5", id="50 mg/mL"),
        pytest.param(per("5.00", "g/dL"), "octagam_5", id="5 g/dL"),
    ],
)
def test_the_concentration_tells_two_strengths_apart(concentration: Any, name: str) -> None:
    assert find_product("octagam", PLAN, "IV", concentration).id == name


@pytest.mark.parametrize(
    ("route", "name"),
    [
        pytest.param("IV", "cyclophosphamide", id="IV is the powder"),
        pytest.param("PO", "cyclophosphamide_tablets", id="PO is the tablets"),
        pytest.param(None, "cyclophosphamide", id="without a route the id decides"),
    ],
)
def test_the_route_tells_powder_and_tablets_apart(route: str | None, name: str) -> None:
    assert find_product("Cyclophosphamide", PLAN, route).id == name


# --- concentrations that do not fit ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("concentration", "fits"),
    [
        pytest.param(per("16.499999", "g/dL"), False, id="a hair below 16.5 %"),
        pytest.param(per("16.5", "g/dL"), True, id="16.5 g/dL"),
        pytest.param(per("165", "mg/mL"), True, id="165 mg/mL"),
        pytest.param(per("0.1650", "g/mL"), True, id="0.165 g/mL"),
        pytest.param(per("16.500001", "g/dL"), False, id="a hair above 16.5 %"),
        pytest.param(per("200", "mg/mL"), False, id="another product's"),
    ],
)
def test_a_concentration_is_compared_exactly(concentration: Any, fits: bool) -> None:  # noqa: FBT001
    if fits:
        assert find_product("Cutaquig", PLAN, "SC", concentration).id == "cutaquig"
    else:
        field, message = refused("Cutaquig", route="SC", concentration=concentration)
        assert field == "concentration"
        assert message.endswith(" does not fit; Cutaquig 16.5 % has 0.165 g/mL.")


@pytest.mark.parametrize(
    ("text", "concentration", "says"),
    [
        pytest.param(
            "Privigen",
            per("20", "g/dL"),
            "Concentration: 20 g/dL does not fit; Privigen 10 % has 0.1 g/mL.",
            id="one product's own is named",
        ),
        pytest.param(
            "Octagam",
            per("0.2", "g/mL"),
            "Concentration: 0.2 g/mL does not fit; Octagam 10 % has 0.1 g/mL and Octagam 5 % has "
            "0.05 g/mL.",
            id="both are named where two share the brand",
        ),
        pytest.param(
            "Octagam 5 %",
            per("100", "mg/mL"),
            "Concentration: 100 mg/mL does not fit; Octagam 5 % has 0.05 g/mL.",
            id="name and concentration contradict each other",
        ),
        pytest.param(
            "cyclophosphamide tablets",
            per("20", "mg/mL"),
            "Concentration: 20 mg/mL does not fit; Cyclophosphamide tablets have no concentration.",
            id="tablets have none",
        ),
    ],
)
def test_a_concentration_that_does_not_fit_is_refused_with_the_products_own(
    text: str, concentration: Any, says: str
) -> None:
    assert refused(text, concentration=concentration) == ("concentration", says)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        pytest.param("Privigen 20 %", "Privigen 10 %", id="a strength that there is not"),
        pytest.param("octagam 20", "Octagam 10 % or Octagam 5 %", id="neither of two strengths"),
        pytest.param("Cutaquig 16 %", "Cutaquig 16.5 %", id="a strength cut short"),
        pytest.param(
            "Cyclophosphamide 5 %",
            "Cyclophosphamide powder or Cyclophosphamide tablets",
            id="a strength where one of two has none",
        ),
    ],
)
def test_a_strength_in_the_name_that_there_is_not_is_refused(typed: str, known: str) -> None:
    assert refused(typed) == (
        "product",
        f'Product: "{typed}" is none that is known here; by that name there is {known}.',
    )


# --- routes and drugs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "route", "says"),
    [
        pytest.param(
            "Privigen",
            "SC",
            "Privigen is given IV; no subcutaneous use of it is on record here. By that route "
            f"there are {SC_LIST}.",
            id="an intravenous product under the skin",
        ),
        pytest.param(
            "Hizentra",
            "IV",
            "Hizentra is given SC; no intravenous use of it is on record here. By that route "
            f"there are {IV_LIST}.",
            id="a subcutaneous product into a vein",
        ),
        pytest.param(
            "octagam 5 %",
            "SC",
            "Octagam 5 % is given IV; no subcutaneous use of it is on record here. By that route "
            f"there are {SC_LIST}.",
            id="one of two strengths by another route",
        ),
        pytest.param(
            "Gammagard",
            "PO",
            "Gammagard Liquid is given IV and SC; no oral use of it is on record here.",
            id="a product of two routes by a third, for which there is none",
        ),
        pytest.param(
            "cyclophosphamide powder",
            "PO",
            "Cyclophosphamide powder is given IV; no oral use of it is on record here. By that "
            "route there is Cyclophosphamide tablets.",
            id="powder by mouth",
        ),
        pytest.param(
            "rituximab",
            "SC",
            "Rituximab is given IV; no subcutaneous use of it is on record here.",
            id="rituximab under the skin",
        ),
    ],
)
def test_a_product_without_the_route_is_refused_with_those_that_have_it(
    text: str, route: str, says: str
) -> None:
    assert refused(text, route=route) == ("product", says)


@pytest.mark.parametrize(
    ("text", "route", "name"),
    [
        pytest.param("Privigen", "IV", "privigen", id="IV"),
        pytest.param("Hizentra", "SC", "hizentra", id="SC"),
        pytest.param("Gamunex-C", "IV", "gamunex_c", id="the first of two routes"),
        pytest.param("Gamunex-C", "SC", "gamunex_c", id="the second of two routes"),
        pytest.param("cyclophosphamide tablets", "PO", "cyclophosphamide_tablets", id="PO"),
    ],
)
def test_a_product_with_the_route_is_found(text: str, route: str, name: str) -> None:
    assert find_product(text, PLAN, route).id == name


def test_a_product_that_holds_another_drug_is_refused() -> None:
    assert refused("Rituxan", route="IV", holds="immunoglobulin") == (
        "product",
        f"Rituximab holds rituximab, not immunoglobulin. There are {IV_LIST}.",
    )
    assert refused("Privigen", route="IV", holds="rituximab") == (
        "product",
        "Privigen holds immunoglobulin, not rituximab. There is Rituximab.",
    )
    assert find_product("Privigen", PLAN, "IV", holds="immunoglobulin").id == "privigen"


# --- names that are not known ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        pytest.param("Privgen", "Did you mean Privigen 10 %?", id="a letter left out"),
        pytest.param("hizenta", "Did you mean Hizentra 20 %?", id="another letter left out"),
        pytest.param(
            "octogam", "Did you mean Octagam 10 % or Octagam 5 %?", id="a brand of two strengths"
        ),
        pytest.param("HyQuia", "Did you mean HyQvia 10 %?", id="a wrong letter"),
        pytest.param("wxyz", f"There are {EVERYTHING}.", id="nothing comes near"),
        pytest.param("10 %", f"There are {EVERYTHING}.", id="a strength alone"),
        pytest.param("%", f"There are {EVERYTHING}.", id="no letter and no digit"),
        pytest.param("Привиген", f"There are {EVERYTHING}.", id="letters of another alphabet"),
    ],
)
def test_an_unknown_product_is_refused_with_the_nearest_or_the_list(typed: str, hint: str) -> None:
    assert refused(typed) == ("product", f'There is no product "{typed}" here. {hint}')


def test_the_list_holds_what_fits_the_drug_and_the_route() -> None:
    assert refused("wxyz", route="SC", holds="immunoglobulin")[1].endswith(f"There are {SC_LIST}.")
    assert refused("wxyz", holds="rituximab")[1].endswith(" There is Rituximab.")
    assert refused("wxyz", route="PO", holds="rituximab")[1] == 'There is no product "wxyz" here.'


@pytest.mark.parametrize("typed", [pytest.param("", id="empty"), pytest.param(" \t", id="blank")])
def test_no_name_is_refused_with_the_list(typed: str) -> None:
    assert refused(typed) == ("product", f"Product is empty. There are {EVERYTHING}.")


def test_a_name_of_any_length_is_refused_in_one_readable_sentence() -> None:
    field, message = refused("x" * 100_000)
    assert field == "product"
    assert message.startswith(f'There is no product "{"x" * 40}…" here.')
    assert len(message) < 500
    assert refused("privigen" + "9" * 10_000)[1].endswith("by that name there is Privigen 10 %.")


@pytest.mark.parametrize(
    ("typed", "brand", "words"),
    [
        ("Alyglo", "Alyglo", "IgA is at most 100 µg/mL; it holds polysorbate 80. [B]"),
        ("gammaplex 5 %", "Gammaplex", "contraindicated in hereditary fructose intolerance. [B]"),
        ("Gammaplex", "Gammaplex", "below 10 µg/mL at 5 %, below 20 µg/mL at 10 %"),
        ("QIVIGY", "Qivigy", "the minimum rate practicable, and no number. [A]"),
        ("gammagard erc", "Gammagard Liquid ERC", "IgA at most 2 µg/mL, in vials of 50 and 100 mL"),
        ("Gammagard S/D", "Gammagard S/D", "IgA is below 1 µg/mL at 5 %"),
    ],
)
def test_a_product_that_is_known_by_name_only_is_refused_with_what_was_read(
    typed: str, brand: str, words: str
) -> None:
    """The reference notes on labels, section 1 and 4: no sizes and no rates of these were read."""
    field, message = refused(typed)
    assert field == "product"
    assert message.startswith(f"Product: {brand} is known by name")
    assert "not established here: use its label" in message
    assert words in message


@pytest.mark.parametrize(
    "name", ["Alyglo", "Gammaplex", "Qivigy", "Gammagard Liquid ERC", "Gammagard S/D"]
)
def test_its_name_on_an_order_is_an_immunoglobulin(name: str) -> None:
    found = {mention.entry.id for mention in read_names(name, PLAN.order_names).mentions}
    assert found == {"immunoglobulin"}
