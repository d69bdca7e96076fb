"""The verified sheet as a reader has it: one page, every number, black on white."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from asking import PLAN, TODAY, answer_to
from complete_cases import changed
from PIL import ImageChops
from printed import (
    CASES,
    DEVIATING,
    FIRST,
    REFUSED_CASE,
    SECOND,
    WHEN,
    answer_of,
    case_of,
    data_of,
    fonts_of,
    pages_of,
    picture_of,
    set_in,
    sheet_of,
    text_of,
    verification,
)

import units
from calculators.dispensing.rounding import containers_in_words
from calculators.requests.answer import answer
from calculators.requests.catalogue import CALCULATORS
from exchange.answers.administration_text import line_of
from exchange.cases.case import Case
from exchange.cases.second_entry import compare
from exchange.sheets.verified_sheet import TEMPLATE, Verification, verified_sheet
from plan_data.schema.rules import Outcome
from units import Refused

EACH_CASE = [pytest.param(case, id=name) for name, case in CASES.items()]
BOTH = [
    *EACH_CASE,
    pytest.param(REFUSED_CASE, id="a refusal"),
    pytest.param(DEVIATING, id="an order that deviates"),
]


# --- the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", BOTH)
def test_a_sheet_is_one_page_of_a4(case: Case) -> None:
    sheet = sheet_of(case)
    assert pages_of(sheet) == 1
    picture = picture_of(sheet)
    # 210 mm and 297 mm are 595.28 and 841.89 points, twice as many pixels
    assert abs(picture.width - 1191) <= 1
    assert abs(picture.height - 1684) <= 1


@pytest.mark.parametrize("case", BOTH)
def test_a_sheet_is_black_on_white(case: Case) -> None:
    """Every pixel has three equal channels, and nearly all of them are paper."""
    picture = picture_of(sheet_of(case)).convert("RGB")
    red, green, blue = picture.split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None
    levels = picture.convert("L").histogram()
    pixels = sum(levels)
    assert levels[255] > 0.8 * pixels  # no filled areas
    assert levels[0] > 0  # true black
    # What is neither is the rim of a letter or of a line.
    assert sum(levels[1:255]) < 0.15 * pixels


def test_nothing_touches_the_edge_or_covers_the_foot() -> None:
    for case in (*CASES.values(), REFUSED_CASE, DEVIATING):
        box = ImageChops.invert(picture_of(sheet_of(case)).convert("L")).getbbox()
        assert box is not None
        left, top, right, bottom = box
        assert left >= 70  # 14 mm are 79 pixels, less the stroke
        assert right <= 1191 - 70
        assert top >= 50
        assert bottom <= 1684 - 30


def test_the_same_case_gives_the_same_bytes() -> None:
    assert sheet_of(CASES["induction"]) == sheet_of(CASES["induction"])


def test_the_fonts_are_the_ones_that_come_with_the_program() -> None:
    for case in (CASES["maintenance"], REFUSED_CASE):
        families = {name.partition("-")[0] for name in fonts_of(sheet_of(case))}
        assert families == {"LibertinusSerif", "DejaVuSansMono"}


def test_the_template_reads_nothing_but_its_data_and_fetches_nothing() -> None:
    template = TEMPLATE.read_text(encoding="utf-8")
    calls = set(
        re.findall(r"\b(import|include|read|plugin|eval|image|csv|yaml|toml|xml)\b", template)
    )
    assert calls == set()
    assert template.count("json(") == 1
    assert "sys.inputs.data" in template
    assert "@preview" not in template


# --- numbers ----------------------------------------------------------------------------------

# Worked by hand; the sheet has to say these in large type.
LARGE = [
    # 2 g/kg × 80 kg = 160 g; 160 g ÷ 5 = 32 g
    pytest.param("induction", ["32 g", "5", "160 g"], id="induction"),
    # 1 g/kg × 176 lb × 0.45359237 kg/lb = 79.83225712 g
    pytest.param("maintenance", ["≈ 79.83 g"], id="maintenance"),
    # 140 g × 4 ÷ 6 ÷ 4 × 1.2 = 28 g
    pytest.param("scig", ["28 g/week"], id="scig"),
    pytest.param("cyclophosphamide by mouth", ["80 mg", "160 mg"], id="1 and 2 mg/kg × 80 kg"),
    pytest.param("rituximab in two doses", ["1000 mg", "1, 15"], id="two fixed doses"),
    # The table of doses is what is given; the target is no dose of today.
    pytest.param("titration", ["3600 mg/day"], id="titration"),
    pytest.param("an order of scig", ["24 g/wk", "24 g/week", "0 %"], id="an order of scig"),
    pytest.param(
        "an order between two ends", ["120 mg daily", "80 mg", "160 mg"], id="between two ends"
    ),
    # 35 g − 32 g = 3 g, and 3 ÷ 32 = 9.375 %
    pytest.param(
        "an order with a wider tolerance",
        ["35 g/day for 5 days", "32 g", "≈ 9.4 %"],
        id="9.375 % off",
    ),
]


@pytest.mark.parametrize(("name", "figures"), LARGE)
def test_the_dose_stands_in_large_figures(name: str, figures: list[str]) -> None:
    sheet = sheet_of(CASES[name])
    largest = set_in(sheet, 30)
    assert largest == ("" if name == "titration" else figures[0])
    for figure in figures:
        assert figure in set_in(sheet, 17)


def flat(value: Any) -> list[Any]:
    """Return every quantity, number, date or word that a value of a result holds."""
    if isinstance(value, dict):
        return [part for each in value.values() for part in flat(each)]
    if isinstance(value, tuple):
        return [part for each in value for part in flat(each)]
    if hasattr(value, "per_dose"):
        return [value.date, value.per_dose, value.doses_per_day, value.daily]
    if dataclasses.is_dataclass(value):
        return [line_of(value)]  # whose own numbers are the terminal's, and tested there
    return [value]


def shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | str):
        return str(value).replace("_", " ")
    return value.isoformat() if isinstance(value, date) else units.shown(value)


@pytest.mark.parametrize("case", EACH_CASE)
def test_every_number_of_the_result_and_of_its_working_is_on_the_sheet(case: Case) -> None:
    result = answer_of(case).result
    text = text_of(sheet_of(case))
    words = {"of", "verdict", "mistakes", "also", "product", "rounding"}
    if "containers" in result.values:
        assert f"Containers: {containers_in_words(result.values['containers'])}" in text
        words.add("containers")
    for name, value in result.values.items():
        assert name in words or all(shown(part) in text for part in flat(value))
    for name, reason in result.reasons.items():
        assert name == "implied_factor" or reason in text
    assert result.steps
    for step in result.steps:
        assert f"{step.label} {step.working}" in text


@pytest.mark.parametrize("case", EACH_CASE)
def test_the_figures_are_the_ones_that_programs_get(case: Case) -> None:
    """Each exact decimal, rounded once as its unit is shown, by this test's own arithmetic."""
    assert case.calculator is not None
    text = text_of(sheet_of(case))
    request = case.request(case.calculator)
    exact = answer_to(request.pop("calculator"), **request)["result"]
    for name in ("ladder", "daily"):  # a rate is not printed by its mass an hour as well
        exact.pop(name, None)
    found = json.dumps(exact)
    pairs = re.findall(r'\{"value": "([0-9.]+)", "unit": "([^"]+)"\}', found)
    assert pairs or case.calculator in {"rituximab", "titration"}
    for number, unit in pairs:
        digits = units.UNITS[unit].decimals
        assert rounded(number, digits) in text


def rounded(number: str, places: int) -> str:
    """Round a plain decimal half up, digit by digit."""
    whole, _, fraction = number.partition(".")
    kept = int(whole + fraction[:places].ljust(places, "0"))
    if len(fraction) > places and fraction[places] >= "5":
        kept += 1
    text = str(kept).rjust(places + 1, "0")
    cut = len(text) - places
    return f"{text[:cut]}.{text[cut:]}".rstrip("0").rstrip(".") if places else text


def test_every_step_names_its_sources_and_every_source_is_listed() -> None:
    for case in CASES.values():
        answered = answer_of(case)
        data = data_of(case)
        text = text_of(sheet_of(case))
        for step, printed in zip(answered.result.steps, data["steps"], strict=True):
            numbers = printed["sources"]
            assert {data["sources"][number - 1] for number in numbers} == set(step.sources)
            marks = ", ".join(map(str, numbers))
            assert f"{step.working} [{marks}]" in text
        for number, source in enumerate(data["sources"], start=1):
            assert f"[{number}] {source}" in text


def test_what_is_hung_and_drawn_up_is_on_the_sheet() -> None:
    text = text_of(sheet_of(CASES["induction with a product"]))
    # 2 g/kg × 81 kg ÷ 5 = 32.4 g; the nearest vials are 30 g, in 10 % that is 300 mL
    assert "Each day, IV 32.4 g Days 5 Course total 162 g Dispensed on day 1 30 g" in text
    assert "Product: Privigen 10 %" in text
    assert "Volume: 300 mL" in text
    assert "day 1: 30 g, 300 mL: 1 × 20 g + 1 × 10 g" in text
    # 0.5 mg/kg/min × 60 min × 81 kg ÷ 100 mg/mL = 24.3 mL/h
    assert "09:00, from 0 min: 24.3 mL/h" in text
    text = text_of(sheet_of(CASES["scig with a product"]))
    # 24 g ÷ 0.2 g/mL = 120 mL a week, and 60 mL a session of two
    assert "Product: Hizentra 20 %" in text
    assert "Volume a week: 120 mL" in text


# --- what else stands on it -------------------------------------------------------------------


@pytest.mark.parametrize("case", BOTH)
def test_a_sheet_says_plan_version_and_draft_at_its_head(case: Case) -> None:
    sheet = sheet_of(case)
    text = text_of(sheet)
    assert text.startswith("DRAFT Pending physician review. DRAFT plan, version 1.1: not yet")
    assert "Do not use in care before that review." in text
    assert "Multifocal Motor Neuropathy (MMN) Plan version 1.1, 2026-02-11" in text
    assert set_in(sheet, 17).startswith("DRAFT")


@pytest.mark.parametrize("case", BOTH)
def test_a_sheet_holds_the_patient_as_typed_and_no_name(case: Case) -> None:
    text = text_of(sheet_of(case))
    for key, label in (("weight", "Weight"), ("height", "Height"), ("age", "Age")):
        assert f"{label}: {case.patient.get(key, 'not recorded')}" in text
    assert "Patient label, by hand" in text


@pytest.mark.parametrize("case", BOTH)
def test_a_sheet_holds_its_digest_in_groups_and_what_a_change_does(case: Case) -> None:
    text = text_of(sheet_of(case))
    assert f"Digest of the case (SHA-256) {case.digest}" in text
    assert "Once anything in the case is changed" in text
    assert "no longer matches" in text


def test_another_case_has_another_digest_on_its_sheet() -> None:
    one, other = case_of("induction", days=5), case_of("induction", days=5, weight="80.0 kg")
    assert one.digest != other.digest
    assert one.digest not in text_of(sheet_of(other))


def test_a_sheet_says_who_and_when_and_has_two_places_to_sign() -> None:
    text = text_of(sheet_of(CASES["induction"]))
    assert f"Entered first by {FIRST} Signature Date and time" in text
    assert f"Entered a second time, on {WHEN}, by {SECOND} Signature Date and time" in text
    assert text.count("Signature") == 2


def test_a_sheet_shows_both_entries_beside_each_other() -> None:
    case = case_of("induction", days=5)
    second = {"weight": "80000 g", "height": "1.8 m"}
    compared = compare(case.entered, second, PLAN, ())
    who = Verification(compared, FIRST, SECOND, WHEN)
    text = text_of(verified_sheet(answer_of(case), case, PLAN, who))
    assert "Weight 80 kg 80000 g Agrees" in text
    assert "Height 180 cm 1.8 m Agrees" in text
    assert "Order – – Not needed" in text


@pytest.mark.parametrize("case", EACH_CASE)
def test_every_check_is_on_the_sheet_in_words(case: Case) -> None:
    checks = answer_of(case).checks
    text = text_of(sheet_of(case)).replace("- ", "-")  # a line may end at a word's own hyphen
    clear = [each.heading for each in checks.findings if each.outcome is Outcome.CLEAR]
    listed = [heading in text for heading in clear]
    assert all(listed) or not any(listed)  # by name, or where the page is full by their number
    assert f"CLEAR {len(clear)}: looked at, and fine" in text
    full = not any(listed)
    for finding in checks.findings:
        if finding.outcome is not Outcome.CLEAR:
            assert finding.limit in text
            assert finding.heading in text
            # Where the page is full, what is unknown is named by its heading only.
            left_out = full and finding.outcome is Outcome.UNKNOWN
            assert left_out or finding.seen.removesuffix(".") in text
        if finding.outcome not in {Outcome.CLEAR, Outcome.UNKNOWN}:
            assert finding.heading in text
            assert finding.reason in text  # what is unknown says so in what was seen
    for outcome in Outcome:
        count = sum(finding.outcome is outcome for finding in checks.findings)
        word = outcome.value.replace("_", " ")
        assert (f"{count} {word}" in text) is bool(count)


@pytest.mark.parametrize("case", EACH_CASE)
def test_a_sheet_with_open_checks_says_so_in_its_title_and_that_it_is_no_order(case: Case) -> None:
    sheet = sheet_of(case)
    text = text_of(sheet)
    # None of these cases has all that it asks on record.
    assert answer_of(case).checks.outcome in {Outcome.UNKNOWN, Outcome.NOT_READY}
    assert "Arithmetic verified, checks open" in set_in(sheet, 17)
    assert "This sheet is not an order." in text
    assert "Verified dose sheet" not in text


def test_a_sheet_whose_checks_are_clear_or_weighed_is_a_verified_one() -> None:
    request = changed("induction", today=TODAY.isoformat())
    case = Case().asked(request)
    answered = answer(case.request("induction"), PLAN, TODAY)
    assert answered.checks.outcome in {Outcome.CLEAR, Outcome.CAUTION}
    sheet = verified_sheet(answered, case, PLAN, verification(case))
    assert "Verified dose sheet" in set_in(sheet, 17)
    assert "not an order" not in text_of(sheet)


def test_what_is_unknown_stays_visible_as_unknown() -> None:
    sheet = sheet_of(CASES["induction"])
    assert "UNKNOWN" in set_in(sheet, 17)
    text = text_of(sheet)
    assert "Seen: Thromboembolic event: not recorded" in text
    assert "a fact that decides is not recorded" in text


def test_a_requirement_that_is_not_done_is_named_beside_the_dose() -> None:
    sheet = sheet_of(case_of("rituximab", facts={"refractory_to_ivig": "no"}))
    assert "NOT READY" in set_in(sheet, 17)


# --- the data ---------------------------------------------------------------------------------


def test_the_data_of_a_sheet_are_text_counts_and_lists_of_them() -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(part) for key, part in value.items())
        return isinstance(value, str | int) or (
            isinstance(value, list) and all(plain(part) for part in value)
        )

    for case in (*CASES.values(), REFUSED_CASE):
        data = data_of(case)
        assert plain(data)
        assert data["kind"] == ("refused" if case is REFUSED_CASE else "verified")
        assert data["digest"] == case.digest.split(" ")


def test_the_route_and_the_rhythm_stand_at_the_figure() -> None:
    labels = {name: data_of(case)["given"][0][0] for name, case in CASES.items()}
    assert labels["maintenance"] == "Each infusion, IV, every 3 weeks"
    assert labels["cyclophosphamide"] == "Each month, IV"
    assert labels["cyclophosphamide by mouth"] == "Lowest each day, PO"
    assert labels["scig"] == "SCIg each week, SC"


def test_every_calculator_of_doses_has_its_figures_named() -> None:
    """A new one would otherwise have no dose in large type."""
    for case in CASES.values():
        assert data_of(case)["given"]
        assert case.calculator == "verify" or CALCULATORS[str(case.calculator)].given


def test_a_rounded_figure_is_explained_and_an_exact_one_needs_no_note() -> None:
    assert "rounded half up" in text_of(sheet_of(CASES["maintenance"]))
    assert "rounded half up" not in text_of(sheet_of(CASES["induction"]))


def test_an_answer_from_another_day_makes_no_sheet() -> None:
    case = case_of("induction", days=5, today=TODAY)
    answered = replace(answer_of(case), today=date(2026, 11, 23))
    with pytest.raises(Refused, match="changed since it was answered"):
        verified_sheet(answered, case, PLAN, verification(case))
