"""Every bad input beside a dose: the field, and one sentence on what is wrong and what is accepted.

Each is asked directly, on the command line and in a batch, where there is such an option.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from asking import TODAY, command_line, in_batch, refusal_of, result_of, run

INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "70 kg", "days": 5}
MAINTENANCE = {"calculator": "maintenance", "weight": "70 kg", "dose": "1 g/kg", "every": "3 weeks"}
PRIVIGEN = MAINTENANCE | {"product": "privigen"}
SCIG = {"calculator": "scig", "ivig_dose": "80 g", "every": "4 weeks"}
HIZENTRA: dict[str, Any] = SCIG | {"product": "hizentra"}
SIZE = {"weight": "80 kg", "height": "180 cm"}
RITUXIMAB = {"calculator": "rituximab", **SIZE, "product": "rituximab"}
IN_THE_BAG = RITUXIMAB | {"concentration": "2 mg/mL"}
CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", **SIZE, "product": "cyclophosphamide"}
TABLETS = CYCLOPHOSPHAMIDE | {"route": "po"}

WAYS = "exact, nearest, down, within_5, within_10, ontario_5g"
RATE_UNITS = "mg/kg/min, mg/kg/h, mL/kg/h, mL/kg/min, mL/h or mg/h"
WRITTEN = '"0.5, 1, 2, 4 mg/kg/min every 30 min"'


def case(request: dict[str, Any], field: str, *words: str, id: str) -> Any:  # noqa: A002  (pytest's)
    return pytest.param(request, field, words, id=id)


PRODUCTS = [
    case(PRIVIGEN | {"product": "privigan"}, "product", "privigan", "Did you mean", "Privigen",
         id="a product misspelt"),
    case(PRIVIGEN | {"product": "examplogam"}, "product", "no product", id="no product of ours"),
    case(PRIVIGEN | {"product": ""}, "product", "is empty", id="an empty product"),
    case(PRIVIGEN | {"product": "  "}, "product", "is empty", id="a product of spaces"),
    case(PRIVIGEN | {"product": "octagam"}, "product", "Octagam 10 %", "Octagam 5 %",
         "concentration", id="a brand of two strengths"),
    case(PRIVIGEN | {"product": "flebogamma"}, "product", "Flebogamma DIF 10 %",
         "Flebogamma DIF 5 %", id="a short name of two strengths"),
    case(PRIVIGEN | {"product": "octagam 20 %"}, "product", "Octagam 10 % or Octagam 5 %",
         id="a strength that a brand has not"),
    case(PRIVIGEN | {"product": "hizentra"}, "product", "given SC", "intravenous",
         id="a product under the skin for the vein"),
    case(HIZENTRA | {"product": "privigen"}, "product", "given IV", "subcutaneous",
         id="a product for the vein under the skin"),
    case(PRIVIGEN | {"product": "rituximab"}, "product", "holds rituximab, not immunoglobulin",
         id="another drug"),
    case(RITUXIMAB | {"product": "privigen"}, "product", "holds immunoglobulin, not rituximab",
         id="immunoglobulin for rituximab"),
    case(CYCLOPHOSPHAMIDE | {"product": "rituximab"}, "product", "not cyclophosphamide",
         id="rituximab for cyclophosphamide"),
    case(PRIVIGEN | {"product": "x" * 501}, "product", "longer than 500 characters",
         id="a product without an end"),
    case(INDUCTION | {"product": "hizentra"}, "product", "given SC", id="the wrong route"),
]  # fmt: skip
CONCENTRATIONS = [
    case(PRIVIGEN | {"concentration": "5 %"}, "concentration", "does not fit",
         "Privigen 10 % has 0.1 g/mL", id="a strength that the product has not"),
    case(PRIVIGEN | {"product": "octagam", "concentration": "20 %"}, "concentration",
         "does not fit", id="a strength that no product of the brand has"),
    case(PRIVIGEN | {"concentration": "10"}, "concentration", "no unit", "%, g/mL or mg/mL",
         id="a strength without a unit"),
    case(PRIVIGEN | {"concentration": "10 g"}, "concentration", '"g"', "%, g/mL or mg/mL",
         id="a strength in grams"),
    case(PRIVIGEN | {"concentration": "0 %"}, "concentration", "above zero", id="a strength of 0"),
    case(PRIVIGEN | {"concentration": "-10 %"}, "concentration", "negative",
         id="a negative strength"),
    case(HIZENTRA | {"concentration": "10 %"}, "concentration", "Hizentra 20 % has 0.2 g/mL",
         id="a strength that Hizentra has not"),
    case(RITUXIMAB | {"concentration": "0.5 mg/mL"}, "concentration", "1 mg/mL to 4 mg/mL",
         id="rituximab too thin in the bag"),
    case(RITUXIMAB | {"concentration": "10 mg/mL"}, "concentration", "1 mg/mL to 4 mg/mL",
         id="rituximab undiluted"),
    case(CYCLOPHOSPHAMIDE | {"concentration": "10 %"}, "concentration", "does not fit",
         id="a strength that cyclophosphamide has not"),
]  # fmt: skip
ROUNDINGS = [
    case(PRIVIGEN | {"round": "up"}, "round", '"up"', WAYS, id="no way to round"),
    case(PRIVIGEN | {"round": "neerest"}, "round", "Did you mean nearest?", id="a way misspelt"),
    case(PRIVIGEN | {"round": ""}, "round", "is empty", id="an empty way"),
    case(PRIVIGEN | {"round": "within 7 %"}, "round", '"within 7 %"', WAYS,
         id="a tolerance that nobody set"),
    case(RITUXIMAB | {"round": "ontario"}, "round",
         '"Ontario: the dose to the nearest 5 g" is a rule for immunoglobulin',
         id="Ontario's way for rituximab"),
    case(PRIVIGEN | {"dose": "10 mg/kg", "round": "down"}, "round", "the smallest holds 5 g",
         id="down to less than the smallest"),
    case(PRIVIGEN | {"dose": "10 mg/kg", "round": "ontario"}, "round", "leaves nothing",
         id="to the nearest 5 g of nothing"),
    case(TABLETS | {"round": "within_10"}, "round", "nearest, down", id="tablets within 10 %"),
    case(PRIVIGEN | {"round": "n" * 501}, "round", "longer than 500", id="a way without an end"),
]  # fmt: skip
STARTS = [
    case(PRIVIGEN | {"start": start}, "start", f'"{start}"', '"09:00"', id=f"start {words}")
    for start, words in (
        ("noon", "in words"), ("25:00", "at hour 25"), ("24:00", "at hour 24"),
        ("09:60", "at minute 60"), ("9", "at an hour alone"), ("9:5", "at one digit of minutes"),
        ("09:00:00", "with seconds"), ("09:00 am", "with am"), ("-1:00", "before midnight"),
        ("2026-11-22", "on a day"), ("０９:００", "in full-width digits"),
    )
] + [
    case(PRIVIGEN | {"start": ""}, "start", "is empty", id="an empty start"),
    case(HIZENTRA | {"start": "later"}, "start", '"later"', id="a start of a session in words"),
]  # fmt: skip
CEILINGS = [
    case(PRIVIGEN | {"max_rate": "8.01 mg/kg/min"}, "max_rate", "8.01 mg/kg/min is above",
         "the label's maximum (CIDP), 8 mg/kg/min", id="a ceiling above the maximum"),
    case(PRIVIGEN | {"max_rate": "336.1 mL/h"}, "max_rate", "336.1 mL/h is above",
         id="a ceiling above the maximum in mL/h"),
    case(PRIVIGEN | {"max_rate": "0.09 mL/h"}, "max_rate", "below the 0.1 mL/h",
         id="a ceiling that no pump can be set to"),
    case(PRIVIGEN | {"max_rate": "0 mL/h"}, "max_rate", "above zero", RATE_UNITS,
         id="a ceiling of nought"),
    case(PRIVIGEN | {"max_rate": "-1 mL/h"}, "max_rate", "negative", RATE_UNITS,
         id="a negative ceiling"),
    case(PRIVIGEN | {"max_rate": "100"}, "max_rate", "no unit", RATE_UNITS,
         id="a ceiling without a unit"),
    case(PRIVIGEN | {"max_rate": "100 mL"}, "max_rate", '"mL"', RATE_UNITS,
         id="a ceiling that is a volume"),
    case(PRIVIGEN | {"max_rate": "100 mL/day"}, "max_rate", '"mL/day"', RATE_UNITS,
         id="a ceiling by the day"),
    case(PRIVIGEN | {"max_rate": "1,5 mg/kg/min"}, "max_rate", "comma", id="a decimal comma"),
    case(MAINTENANCE | {"product": "gammaked", "max_rate": "100 mL/h"}, "max_rate",
         "no rate of infusion is on record", id="a ceiling where no maximum is known"),
    case(CYCLOPHOSPHAMIDE | {"max_rate": "100 mL/h"}, "max_rate",
         "no rate of infusion is on record", id="a ceiling for cyclophosphamide"),
    case(IN_THE_BAG | {"max_rate": "1 mg/kg/min"}, "max_rate", "goes by body weight",
         "mg/h or mL/h", id="a ceiling by weight for rituximab"),
    case(IN_THE_BAG | {"max_rate": "401 mg/h"}, "max_rate",
         "the label's maximum (first infusion), 400 mg/h", id="a ceiling above rituximab's"),
]  # fmt: skip
LADDERS = [
    case(PRIVIGEN | {"ladder": "as tolerated"}, "ladder", '"as tolerated" cannot be read', WRITTEN,
         id="a ladder in words"),
    case(PRIVIGEN | {"ladder": "0.5, 1, 2"}, "ladder", "cannot be read", WRITTEN,
         id="rates without unit and time"),
    case(PRIVIGEN | {"ladder": "0.5, 1, 2 mg/kg/min"}, "ladder", "cannot be read", WRITTEN,
         id="rates without a time"),
    case(PRIVIGEN | {"ladder": "every 30 min"}, "ladder", "cannot be read", id="a time alone"),
    case(PRIVIGEN | {"ladder": "1,5 mg/kg/min every 30 min"}, "ladder", "cannot be read", WRITTEN,
         id="a decimal comma is no list of two"),
    case(PRIVIGEN | {"ladder": "1..5 mg/kg/min every 30 min"}, "ladder", "..5", id="two points"),
    case(PRIVIGEN | {"ladder": "1 mg/kg/day every 30 min"}, "ladder", "Ladder:",
         '"mg/kg/day"', RATE_UNITS, id="rates by the day"),
    case(PRIVIGEN | {"ladder": "1 mg/kg/min every 30 days"}, "ladder", "Ladder:",
         '"days"', "min or h", id="steps of days"),
    case(PRIVIGEN | {"ladder": "0 mg/kg/min every 30 min"}, "ladder", "above zero",
         id="a rate of nought"),
    case(PRIVIGEN | {"ladder": "0, 1 mg/kg/min every 30 min"}, "ladder", "above zero",
         id="a first rate of nought"),
    case(PRIVIGEN | {"ladder": "1 mg/kg/min every 0 min"}, "ladder", "above zero",
         id="steps of no time"),
    case(PRIVIGEN | {"ladder": "-1 mg/kg/min every 30 min"}, "ladder", "cannot be read",
         id="a negative rate"),
    case(PRIVIGEN | {"ladder": "0.5, 9 mg/kg/min every 30 min"}, "ladder",
         "9 mg/kg/min is above the label's maximum", id="one step above the maximum"),
    case(PRIVIGEN | {"ladder": "21 mL/h 30 min; 337 mL/h 30 min"}, "ladder",
         "337 mL/h is above the label's maximum", id="one step above the maximum in mL/h"),
    case(PRIVIGEN | {"ladder": "21 mL/h 30 min;"}, "ladder", '"" cannot be read',
         id="a semicolon at the end"),
    case(PRIVIGEN | {"ladder": ""}, "ladder", "is empty", id="an empty ladder"),
    case(PRIVIGEN | {"ladder": "1" * 40 + " mL/h 30 min"}, "ladder", "more than 28 digits",
         id="a rate of forty digits"),
    case(PRIVIGEN | {"ladder": "1 mL/h 1 min;" * 50}, "ladder", "longer than 500 characters",
         id="a ladder without an end"),
    case(PRIVIGEN | {"ladder": "1 mL/h" + " " * 100_000 + "x"}, "ladder", "longer than 500",
         id="a hundred thousand spaces"),
    case(MAINTENANCE | {"product": "gammaked", "ladder": "10 mL/h 30 min"}, "ladder",
         "no rate of infusion is on record", id="steps where no maximum is known"),
    case(IN_THE_BAG | {"ladder": "1 mg/kg/min 30 min"}, "ladder", "goes by body weight",
         id="steps by weight for rituximab"),
]  # fmt: skip
INDICATIONS = [
    case(PRIVIGEN | {"indication": "pi"}, "indication", '"pi"', "there is cidp",
         id="an indication without a table"),
    case(PRIVIGEN | {"indication": ""}, "indication", "is empty", id="an empty indication"),
    case(PRIVIGEN | {"indication": "x" * 400}, "indication", '"' + "x" * 40 + "…", "there is cidp",
         id="an indication of four hundred letters"),
    case(HIZENTRA | {"indication": "itp"}, "indication", '"itp"', "there is cidp, pi",
         id="an indication that Hizentra has not"),
    case(SCIG | {"product": "gammaked", "indication": "pi"}, "indication", "there is none",
         id="an indication where no use is on record"),
    case(MAINTENANCE | {"product": "gammaked", "indication": "pi"}, "indication", "there is none",
         id="an indication where no table is on record"),
]  # fmt: skip
SESSIONS = [
    case(HIZENTRA | {"sessions": sessions}, "sessions", f'"{sessions}"', "1 to 7",
         id=f"sessions {words}")
    for sessions, words in (
        ("0", "none"), ("8", "eight"), ("two", "in words"), ("1.5", "one and a half"),
        ("-1", "less than none"), ("³", "as a power"), ("1000", "a thousand"), ("", "empty"),
    )
]  # fmt: skip
OTHERS = [
    case(IN_THE_BAG | {"infusion": "second"}, "infusion", '"second"', "first, later",
         id="an infusion that has no table"),
    *(
        case(TABLETS | {key: value}, key, "no part in the oral dose", id=f"tablets and {key}")
        for key, value in (
            ("start", "09:00"),
            ("ladder", "1 mL/h 30 min"),
            ("max_rate", "100 mL/h"),
            ("concentration", "20 mg/mL"),
        )
    ),
    *(
        case(request | {key: value}, key, "choose a product first", id=f"{key} without a product")
        for request, key, value in (
            (MAINTENANCE, "round", "nearest"),
            (MAINTENANCE, "start", "09:00"),
            (MAINTENANCE, "concentration", "10 %"),
            (MAINTENANCE, "ladder", "21 mL/h 30 min"),
            (INDUCTION, "max_rate", "100 mL/h"),
            (INDUCTION, "indication", "cidp"),
            (SCIG, "sessions", "2"),
            ({"calculator": "rituximab", **SIZE}, "infusion", "later"),
            ({"calculator": "cyclophosphamide", **SIZE}, "round", "nearest"),
        )
    ),
    case(PRIVIGEN | {"dose": "9" * 20 + " g/kg"}, "dose", "too long", "lower dose",
         id="a dose that no search for containers ends for"),
    case(HIZENTRA | {"ivig_dose": "9" * 20 + " g"}, "ivig_dose", "too long", "lower dose",
         id="IVIg that no search for containers ends for"),
]  # fmt: skip
BAD = [
    *PRODUCTS, *CONCENTRATIONS, *ROUNDINGS, *STARTS, *CEILINGS, *LADDERS, *INDICATIONS, *SESSIONS,
    *OTHERS,
]  # fmt: skip

# What only a program can send, for the command line has text and knows its own options.
KEYS_OF = {
    "product": PRIVIGEN,
    "concentration": PRIVIGEN,
    "round": PRIVIGEN,
    "start": PRIVIGEN,
    "indication": PRIVIGEN,
    "ladder": PRIVIGEN,
    "max_rate": PRIVIGEN,
    "sessions": HIZENTRA,
    "infusion": IN_THE_BAG,
}
ONLY_JSON = [
    *(
        case(request | {key: value}, key, id=f"{key} {words}")
        for key, request in KEYS_OF.items()
        for value, words in (
            (True, "that is true"),
            (False, "that is false"),
            (12, "that is the number 12"),
            (0.5, "that is a half"),
            ([], "that is a list"),
            ({"value": "1"}, "that is an object"),
        )
    ),
    *(
        case(request | {key: value}, key, "is not an input of", id=f"{key} of {words}")
        for request, key, value, words in (
            (PRIVIGEN, "sessions", 2, "an infusion"),
            (PRIVIGEN, "infusion", "later", "immunoglobulin"),
            (HIZENTRA, "ladder", "1 mL/h 30 min", "SCIg"),
            (HIZENTRA, "max_rate", "1 mL/h", "SCIg"),
            (IN_THE_BAG, "indication", "cidp", "rituximab"),
            (CYCLOPHOSPHAMIDE, "infusion", "later", "cyclophosphamide"),
            ({"calculator": "mycophenolate"}, "product", "privigen", "mycophenolate"),
        )
    ),
    case(HIZENTRA | {"sessions": 10**400}, "sessions", "1 to 7", id="sessions of 400 digits"),
    case(HIZENTRA | {"sessions": 0}, "sessions", '"0"', "1 to 7", id="sessions, the number 0"),
    case(HIZENTRA | {"sessions": 8}, "sessions", '"8"', "1 to 7", id="sessions, the number 8"),
]


def sent(request: dict[str, Any]) -> dict[str, Any]:
    return {"today": TODAY.isoformat(), **request}


@pytest.mark.parametrize(("request_", "field", "words"), [*BAD, *ONLY_JSON])
def test_it_is_refused_by_field_in_one_sentence_that_says_what_is_accepted(
    request_: dict[str, Any], field: str, words: tuple[str, ...]
) -> None:
    refused = refusal_of(**sent(request_))
    assert refused.field == field
    assert all(word in refused.message for word in words), refused.message
    assert "\n" not in refused.message
    assert len(refused.message) < 300
    assert refused.message.endswith((".", "?"))


@pytest.mark.parametrize(("request_", "field", "words"), BAD)
def test_the_terminal_prints_the_sentence_alone_and_exits_with_2(
    request_: dict[str, Any], field: str, words: tuple[str, ...]
) -> None:
    status, output, errors = run(*command_line(sent(request_)))
    assert (status, output) == (2, "")
    assert errors == refusal_of(**sent(request_)).message + "\n"


@pytest.mark.parametrize(("request_", "field", "words"), [*BAD, *ONLY_JSON])
def test_a_batch_answers_with_the_sentence_and_goes_on(
    request_: dict[str, Any], field: str, words: tuple[str, ...]
) -> None:
    bad, good = in_batch(json.dumps({"id": 1, **sent(request_)}), json.dumps({"id": 2, **PRIVIGEN}))
    refused = refusal_of(**sent(request_))
    assert bad == {"id": 1, "error": {"field": field, "message": refused.message}}
    assert good["result"]["volume"] == {"value": "700", "unit": "mL"}


# --- what is accepted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "set_to"),
    [
        # Privigen at 70 kg: 0.6 mL/h for each mg/kg/min × kg, 42 mL/h for 1 mg/kg/min.
        pytest.param("0.5, 1 mg/kg/min every 30 min", ["21", "42"], id="a list, every"),
        pytest.param("0.5 / 1 mg/kg/min for 30 min", ["21", "42"], id="with strokes, for"),
        pytest.param("0.5/1 mg/kg/min, 30 min each", ["21", "42"], id="a comma, each"),
        pytest.param("0.3, 0.6 mL/kg/h 30 min", ["21", "42"], id="by volume"),
        pytest.param("30, 60 mg/kg/h 0.5 h", ["21", "42"], id="by the hour"),
        pytest.param("0.005, 0.01 mL/kg/min 30 mins", ["21", "42"], id="mL/kg/min"),
        pytest.param("2100, 4200 mg/h 30 minutes", ["21", "42"], id="mg/h"),
        pytest.param("21 mL/h 30 min; 42 mL/hr 15 min", ["21", "42"], id="each with its time"),
        pytest.param("21 mL/h 30 min\n42 mL/h 15 min", ["21", "42"], id="one a line"),
        pytest.param("0.5 mg/kg/min 30 min; 42 ml/h 15 min", ["21", "42"], id="two units"),
        pytest.param("  21mL/h 30min  ", ["21"], id="without spaces"),
    ],
)
def test_a_ladder_may_be_written_in_several_ways(typed: str, set_to: list[str]) -> None:
    result = result_of(**PRIVIGEN, ladder=typed)
    assert [step["rate"]["value"] for step in result["ladder"]] == set_to


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        *(pytest.param(way, way, id=way) for way in WAYS.split(", ")),
        pytest.param("NEAREST", "nearest", id="in capitals"),
        pytest.param("nearest vial", "nearest", id="nearest vial"),
        pytest.param("round down", "down", id="round down"),
        pytest.param("within 5 %", "within_5", id="within 5 %"),
        pytest.param("±10%", "within_10", id="plus or minus 10"),
        pytest.param("within-10", "within_10", id="with a hyphen"),
        pytest.param("Ontario", "ontario_5g", id="Ontario"),
        pytest.param("nearest 5 g", "ontario_5g", id="nearest 5 g"),
    ],
)
def test_a_way_to_round_goes_by_several_names(typed: str, way: str) -> None:
    assert result_of(**PRIVIGEN, round=typed)["rounding"] == way


@pytest.mark.parametrize(
    ("product", "concentration", "found"),
    [
        pytest.param("octagam", "5 %", "octagam_5", id="a brand with its strength in percent"),
        pytest.param("Octagam", "100 mg/mL", "octagam_10", id="in mg/mL"),
        pytest.param("octagam 5%", None, "octagam_5", id="the strength in the name"),
        pytest.param("OCTAGAM-10", None, "octagam_10", id="with a hyphen"),
        pytest.param("gammagard", "0.1 g/mL", "gammagard_liquid", id="another name"),
        pytest.param("Privigen 10 %", "10 %", "privigen", id="a label"),
    ],
)
def test_a_product_goes_by_its_names_and_its_strength(
    product: str, concentration: str | None, found: str
) -> None:
    result = result_of(**MAINTENANCE, product=product, concentration=concentration)
    assert result["product"] == found


@pytest.mark.parametrize("sessions", ["3", 3, " 3 "])
def test_sessions_may_be_text_or_a_number(sessions: object) -> None:
    result = result_of(**HIZENTRA, sessions=sessions)
    assert [entry["sessions"] for entry in result["sites"]] == [3, 3]


@pytest.mark.parametrize("route", ["iv", "po"])
def test_cyclophosphamide_is_found_by_its_route(route: str) -> None:
    found = {"iv": "cyclophosphamide", "po": "cyclophosphamide_tablets"}[route]
    assert result_of(**CYCLOPHOSPHAMIDE, route=route)["product"] == found
