"""One broken product file, one refusal: it names the file and the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from breaking import copied, edit, refusal_of

if TYPE_CHECKING:
    from pathlib import Path

GAMMAGARD = "products/gammagard_liquid.toml"
OCTAGAM_10 = "products/octagam_10.toml"
OCTAGAM_5 = "products/octagam_5.toml"
BIVIGAM = "products/bivigam.toml"
PRIVIGEN = "products/privigen.toml"
HIZENTRA = "products/hizentra.toml"
HYQVIA = "products/hyqvia.toml"
RITUXIMAB = "products/rituximab.toml"
TABLETS = "products/cyclophosphamide_tablets.toml"

_IGA = 'iga = { value = 25, unit = "ug/mL", qualifier = "at most"'
_IGA_OF_THE_LABEL = f'{_IGA}, source = "privigen_rehosted", mark = "A†"'
_PROLINE = 'shared = "hyperprolinemia"\nsource = "ema_leaflets"\nmark = "A†"\nregion = "EU"\n'
_SIZES = "values = [5, 10, 20, 40]"
_MAXIMUM = 'maximum = { leads = "by_mass", by_mass = { value = 8, unit = "mg/kg/min"'
_START = 'start = { leads = "by_mass", by_mass = { value = 0.5, unit = "mg/kg/min"'
_MANUFACTURER = (
    'source = "gammagard_mmn", mark = "A", at = "Gammagard Liquid, dosing in MMN · Infusion rate"'
)

EDITS = [
    # keys, sources and marks
    pytest.param(
        PRIVIGEN, 'holds = "immuno', 'colour = "clear"\nholds = "immuno', "colour", "Extra",
        id="an unknown key",
    ),
    pytest.param(
        PRIVIGEN, _IGA, _IGA.replace('"ug/mL"', '"ug/mL", sure = true'), "iga.sure", "Extra",
        id="an unknown key in a figure",
    ),
    pytest.param(PRIVIGEN, 'brand = "Privigen"\n', "", "brand", "required", id="no brand"),
    pytest.param(
        PRIVIGEN, 'id = "privigen"', 'id = "privigin"', "id", "is not the name of the file",
        id="an id that is not the file's name",
    ),
    pytest.param(
        PRIVIGEN, _IGA_OF_THE_LABEL, _IGA_OF_THE_LABEL.replace(', mark = "A†"', ""), "iga.mark",
        "required", id="a figure without a mark",
    ),
    pytest.param(
        PRIVIGEN, _IGA_OF_THE_LABEL, _IGA_OF_THE_LABEL.replace("A†", "C"), "iga.mark", "'A'",
        id="a figure of general knowledge",
    ),
    pytest.param(
        PRIVIGEN, _IGA_OF_THE_LABEL, _IGA_OF_THE_LABEL.replace("A†", "A"), "iga.mark",
        "'A', but 'privigen_rehosted' is 'A†'", id="a mark that claims more than its source",
    ),
    pytest.param(
        PRIVIGEN, _IGA_OF_THE_LABEL, _IGA_OF_THE_LABEL.replace("A†", "B"), "iga.mark",
        "'B', but 'privigen_rehosted' is 'A†'", id="a mark that claims less than its source",
    ),
    pytest.param(
        PRIVIGEN, _IGA_OF_THE_LABEL, _IGA_OF_THE_LABEL.replace("privigen_rehosted", "hearsay"),
        "iga.source", "'hearsay' is not in sources.toml", id="an unknown source",
    ),
    pytest.param(
        PRIVIGEN, 'kind = "boxed_warning"', 'kind = "rumour"', "says.0.kind", "'boxed_warning'",
        id="a kind of statement that there is not",
    ),
    pytest.param(
        PRIVIGEN, _IGA, _IGA.replace("at most", "up to"), "iga.qualifier", "'at most'",
        id="a qualifier that there is not",
    ),
    # who should not get it
    pytest.param(
        PRIVIGEN, 'shared = "hyperprolinemia"', 'shared = "prolinemia"', "rules.0.shared",
        "'prolinemia' is not in product_rules.toml", id="a rule that stands nowhere",
    ),
    pytest.param(
        PRIVIGEN, 'shared = "anti_iga_antibodies_alone"', 'shared = "hyperprolinemia"', "",
        "two rules have the same id", id="one rule twice",
    ),
    pytest.param(
        PRIVIGEN, _PROLINE, _PROLINE.replace('region = "EU"\n', ""), "rules.0.region", "required",
        id="a rule of no region",
    ),
    pytest.param(
        PRIVIGEN, _PROLINE, _PROLINE.replace("A†", "A"),
        "rules.0.mark",
        "'A', but 'ema_leaflets' is 'A†'", id="a rule surer than its source",
    ),
    # units and values
    pytest.param(
        PRIVIGEN, _IGA, _IGA.replace("ug/mL", "mg/dL"), "iga", "must be 'ug/mL'",
        id="IgA in another unit",
    ),
    pytest.param(
        PRIVIGEN, "concentration = { value = 0.1,", "concentration = { value = 0,",
        "concentration", "above zero", id="a concentration of nothing",
    ),
    pytest.param(
        PRIVIGEN, _SIZES, "values = [5, 20, 10, 40]", "containers", "in order",
        id="sizes out of order",
    ),
    pytest.param(
        PRIVIGEN, _SIZES, "values = [5, 5, 10]", "containers", "each once", id="a size given twice",
    ),
    pytest.param(
        PRIVIGEN, _SIZES, "values = [0, 5]", "containers", "above zero", id="an empty vial",
    ),
    pytest.param(PRIVIGEN, _SIZES, "values = []", "containers.values", "", id="no size at all"),
    pytest.param(
        PRIVIGEN, 'called = "vial"', 'called = "barrel"', "containers.called", "'vial'",
        id="a container that there is not",
    ),
    # rates
    pytest.param(
        PRIVIGEN, _MAXIMUM, _MAXIMUM.replace("8", "0.4"), "rates.0", "start must lie below maximum",
        id="a maximum below the start",
    ),
    pytest.param(
        PRIVIGEN, _MAXIMUM, _MAXIMUM.replace("8", "0.5"), "rates.0", "start must lie below maximum",
        id="a maximum at the start",
    ),
    pytest.param(
        PRIVIGEN, _START, _START.replace("0.5", "0"), "rates.0.start.by_mass", "above zero",
        id="a start of nothing",
    ),
    pytest.param(
        PRIVIGEN, _START, _START.replace("mg/kg/min", "mL/kg/min"), "rates.0.start.by_mass",
        "must be 'mg/kg/min' or 'mg/kg/h'", id="millilitres where milligrams are meant",
    ),
    pytest.param(
        PRIVIGEN, _START, _START.replace('leads = "by_mass"', 'leads = "by_volume"'),
        "rates.0.start", "leads names by_volume, which is not given",
        id="a leading rate that is missing",
    ),
    pytest.param(
        GAMMAGARD,
        f'maximum = {{ leads = "by_volume", by_volume = {{ value = 5.4, unit = "mL/kg/h", '
        f"{_MANUFACTURER} }}",
        f'maximum = {{ leads = "by_mass", by_volume = {{ value = 5.4, unit = "mL/kg/h", '
        f"{_MANUFACTURER} }}",
        "rates.0", "lead in one kind of unit", id="start by volume and maximum by mass",
    ),
    pytest.param(
        GAMMAGARD, '[[rates]]\nid = "pi"', '[[rates]]\nid = "mmn"', "",
        "an indication stands twice", id="two tables of one indication",
    ),
    pytest.param(
        BIVIGAM, "step_every = { value = 20,", "step_every = { value = 0,", "rates.0.step_every",
        "above zero", id="steps without time between them",
    ),
    pytest.param(
        OCTAGAM_10, 'by_mass = { value = 8, unit = "mg/kg/min"',
        'by_mass = { value = 3, unit = "mg/kg/min"', "rates.0", "rises with every step",
        id="a ladder that falls",
    ),
    pytest.param(
        OCTAGAM_10, 'by_mass = { value = 8, unit = "mg/kg/min"',
        'by_mass = { value = 240, unit = "mg/kg/h"', "rates.0", "rises with every step",
        id="a ladder with one step twice, in two units",
    ),
    pytest.param(
        OCTAGAM_5, 'value = 30, unit = "mg/kg/h"', 'value = 31, unit = "mg/kg/h"', "rates.0",
        "begins with the start rate", id="a ladder that begins elsewhere",
    ),
    pytest.param(
        RITUXIMAB, 'start = { value = 50, unit = "mg/h"', 'start = { value = 400, unit = "mg/h"',
        "mass_rates.0", "start must lie below maximum", id="a start in mg/h at the maximum",
    ),
    pytest.param(
        RITUXIMAB, 'id = "later"', 'id = "first"', "", "an indication stands twice",
        id="two tables for the first infusion",
    ),
    pytest.param(
        RITUXIMAB, "diluted_to = { value = 4,", "diluted_to = { value = 0.5,", "",
        "diluted_from must not exceed diluted_to", id="a dilution the wrong way round",
    ),
    # routes
    pytest.param(
        PRIVIGEN, 'routes = ["IV"]', 'routes = ["SC"]', "",
        "rates of infusion need the route IV", id="rates of infusion under the skin",
    ),
    pytest.param(
        HIZENTRA, 'routes = ["SC"]', 'routes = ["IV"]', "",
        "subcutaneous use needs the route SC", id="sites of an intravenous product",
    ),
    pytest.param(
        PRIVIGEN, 'routes = ["IV"]', 'routes = ["IM"]', "routes.0", "'IV'",
        id="a route that there is not",
    ),
    pytest.param(PRIVIGEN, 'routes = ["IV"]', "routes = []", "routes", "", id="no route"),
    pytest.param(
        GAMMAGARD, 'mmn = ["IV"]', 'mmn = ["PO"]', "",
        "labelled_routes: those of 'mmn' must be among routes",
        id="MMN by a route that the product has not",
    ),
    pytest.param(
        TABLETS, 'called = "tablet"', 'called = "vial"', "",
        "every product but a tablet has a concentration", id="a vial without a concentration",
    ),
    pytest.param(
        TABLETS, 'routes = ["PO"]', 'routes = ["PO", "IV"]', "",
        "tablets are taken by mouth, and nothing else is", id="tablets into a vein as well",
    ),
    pytest.param(
        PRIVIGEN, 'routes = ["IV"]', 'routes = ["IV", "PO"]', "",
        "tablets are taken by mouth, and nothing else is", id="vials by mouth as well",
    ),
    # under the skin
    pytest.param(
        HIZENTRA, '[[subcutaneous]]\nid = "pi"', '[[subcutaneous]]\nid = "cidp"', "",
        "an indication stands twice", id="two uses on one indication",
    ),
    pytest.param(
        HYQVIA, "most_sites = { value = 3, unit", "most_sites = { value = 2.5, unit",
        "subcutaneous.0.most_sites", "whole", id="half a site",
    ),
    pytest.param(
        HYQVIA, "share = { value = 0.75,", "share = { value = 0.5,", "subcutaneous.0",
        "rise with every step", id="a ramp-up that does not rise",
    ),
    pytest.param(
        HYQVIA, "week = { value = 4, unit", "week = { value = 2, unit", "subcutaneous.0",
        "rise with every step", id="two steps of a ramp-up in one week",
    ),
    pytest.param(
        HYQVIA, "ramp_up_interval = {", "# ramp_up_interval = {", "subcutaneous.0",
        "ramp_up and ramp_up_interval go together", id="a ramp-up for no interval",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "says"), EDITS)
def test_a_broken_product_is_refused_by_file_and_key(  # noqa: PLR0917  (the columns of the table)
    tmp_path: Path, file: str, old: str, new: str, key: str, says: str
) -> None:
    folder = copied(tmp_path)
    edit(folder, file, old, new)
    message = refusal_of(folder)
    # What concerns the file as a whole has no key.
    assert message.startswith(f"{file}: {key}" if key else f"{file}: Value error, ")
    assert says in message


def test_a_table_has_either_a_ladder_or_an_increment(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / BIVIGAM).read_text(encoding="utf-8")
    start = next(line for line in text.splitlines() if line.startswith("start = "))
    edit(
        folder,
        BIVIGAM,
        "increment = {",
        f"ladder = [{start.removeprefix('start = ')}]\nincrement = {{",
    )
    assert refusal_of(folder) == (
        f"{BIVIGAM}: rates.0: Value error, a table has either a ladder or an increment"
    )


def test_a_rule_of_products_that_none_names_is_refused(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edit(folder, HYQVIA, '"hyaluronidase_hypersensitivity"', '"polysorbate_80_weighed"')
    assert refusal_of(folder) == (
        "product_rules.toml: rules: no product names 'hyaluronidase_hypersensitivity'"
    )


def test_a_product_that_is_listed_and_has_no_file_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / HIZENTRA).unlink()
    assert refusal_of(folder) == f"{HIZENTRA}: cannot be read (No such file or directory)"
