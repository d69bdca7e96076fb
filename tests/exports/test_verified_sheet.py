"""The verified sheet as a reader has it: one page, every number, black on white, or a refusal."""

from __future__ import annotations

import json
import re
import string
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, TODAY, answer_to
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops
from printed import (
    FIRST,
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
from calculators.check_twice import compare
from exports import verified_sheet as module
from exports.case_values import Recorded
from exports.sheet_parts import GIVEN
from exports.verified_sheet import TEMPLATE, Verification, verified_sheet
from plan_data.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from exports.case import Case

CASES = {
    "induction": case_of("induction", days=5),
    "induction by adjusted weight": case_of(
        "induction", days=2, dosing_weight="adjusted", weight="250 lb", facts={"pregnancy": "no"}
    ),
    "maintenance": case_of("maintenance", dose="1 g/kg", every="3 weeks", weight="176 lb"),
    "scig": case_of("scig", ivig_dose="140 g", every="6 weeks"),
    "scig without a weight": case_of("scig", ivig_dose="80 g", every="3 weeks", weight=None),
    "cyclophosphamide": case_of("cyclophosphamide", bsa_formula="du_bois"),
    "cyclophosphamide by mouth": case_of("cyclophosphamide", route="po"),
    "rituximab": case_of("rituximab", weight="71.3 kg"),
    "rituximab in two doses": case_of("rituximab", regimen="two_doses"),
    "mycophenolate": case_of("mycophenolate", step_every="2 weeks", start="2026-11-22"),
    "titration": case_of("titration", drug="gabapentin", target="3600 mg/day", step_every="3 days"),
    "titration in one step": case_of("titration", drug="modafinil", target="100 mg/day"),
    "as needed": case_of("titration", drug="acetaminophen", target="3 g/day"),
    "an order of scig": case_of(
        "verify",
        of="scig",
        ivig_dose="60 g",
        every="3 weeks",
        order="24 g/wk",
        product="Hizentra",
        order_volume="120 mL",
    ),
    "an order between two ends": case_of(
        "verify", of="cyclophosphamide", route="po", order="120 mg daily"
    ),
    "an order with a wider tolerance": case_of(
        "verify", of="induction", days=5, order="35 g/day for 5 days", tolerance="10 %"
    ),
}
EACH_CASE = [pytest.param(case, id=name) for name, case in CASES.items()]
REFUSED_CASE = case_of(
    "induction",
    days=5,
    facts={"thromboembolic_event": {"value": "yes", "date": "2026-09-01"}},
    concurrent=["prednisone 20 mg"],
)
DEVIATING = case_of("verify", of="scig", ivig_dose="60 g", every="3 weeks", order="20 g/wk")
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
    words = {"of", "mistakes", "also"} if result.calculator == "verify" else set()
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
    text = text_of(sheet_of(case))
    for finding in checks.findings:
        assert finding.limit.removesuffix(".") in text
        if finding.outcome is not Outcome.CLEAR:
            assert finding.seen.removesuffix(".") in text
            assert finding.because in text
    for outcome in Outcome:
        count = sum(finding.outcome is outcome for finding in checks.findings)
        word = outcome.value.replace("_", " ")
        assert (f"{count} {word}" in text) is bool(count)


def test_what_is_unknown_stays_visible_as_unknown() -> None:
    sheet = sheet_of(CASES["induction"])
    assert "UNKNOWN" in set_in(sheet, 17)
    text = text_of(sheet)
    assert "Seen: Thromboembolic event: not recorded" in text
    assert "a fact that decides is not recorded" in text


def test_a_requirement_that_is_not_done_is_named_beside_the_dose() -> None:
    sheet = sheet_of(case_of("rituximab", facts={"refractory_to_ivig": "no"}))
    assert "NOT READY" in set_in(sheet, 17)


# --- orders -----------------------------------------------------------------------------------


def test_an_order_that_is_right_says_so_with_what_else_was_compared() -> None:
    text = text_of(sheet_of(CASES["an order of scig"]))
    assert "Within the tolerance of 5 %" in text
    assert "Ordered, as written 24 g/wk" in text
    # 24 g at 0.2 g/mL
    assert "Volume: Agrees. 24 g ÷ 0.2 g/mL = 120 mL" in text
    assert "Implied factor from IV to SC: 1.2" in text
    assert "Order of: SCIg conversion" in text
    assert "Order 24 g/wk 24 g/wk Agrees" in text
    assert text.count("Signature") == 2


def test_an_order_that_deviates_names_the_mistake_and_has_nothing_to_sign() -> None:
    sheet = sheet_of(DEVIATING)
    text = text_of(sheet)
    assert set_in(sheet, 25) == "ORDER DEVIATES"
    assert "Order not verified" in text
    assert "OUTSIDE the tolerance of 5 %" in text
    assert "Ask the prescriber" in text
    # 20 g − 24 g = −4 g, and 4 ÷ 24 = 16.67 %
    assert "Deviation ≈ -16.7 %" in text
    assert "No uplift" in text
    assert "Signature" not in text
    assert "Verified" not in text


@pytest.mark.parametrize(
    ("order", "deviates"),
    [
        # 5 % of 24 g is 1.2 g
        pytest.param("22.8 g/wk", False, id="on the tolerance"),
        pytest.param("22.79 g/wk", True, id="outside it"),
        pytest.param("25.2 g/wk", False, id="on it, above"),
        pytest.param("25.21 g/wk", True, id="outside it, above"),
    ],
)
def test_the_tolerance_decides_whether_there_is_anything_to_sign(
    order: str, *, deviates: bool
) -> None:
    case = case_of("verify", of="scig", ivig_dose="60 g", every="3 weeks", order=order)
    assert data_of(case)["kind"] == ("deviates" if deviates else "verified")


def test_a_volume_that_does_not_fit_its_dose_has_nothing_to_sign() -> None:
    """24 g at 0.2 g/mL are 120 mL, and not 145 mL, which they would be at 16.5 %."""
    case = case_of(
        "verify",
        of="scig",
        ivig_dose="60 g",
        every="3 weeks",
        order="24 g/wk",
        product="Hizentra",
        order_volume="145 mL",
    )
    text = text_of(sheet_of(case))
    assert "Volume: DOES NOT AGREE" in text
    assert "ORDER DEVIATES" in text
    assert "Signature" not in text


def test_a_contraindicated_order_is_refused_whether_or_not_it_is_right() -> None:
    for order in ("24 g/wk", "20 g/wk"):
        case = case_of(
            "verify",
            of="scig",
            ivig_dose="60 g",
            every="3 weeks",
            order=order,
            facts={"thrombocytopenia": "yes"},
        )
        text = text_of(sheet_of(case))
        assert "CONTRAINDICATED No dose to be given" in text
        assert f"Order: {order}" in text
        assert "Expected" not in text


# --- refusals ---------------------------------------------------------------------------------


def test_a_contraindicated_order_is_a_refusal_with_its_reasons() -> None:
    sheet = sheet_of(REFUSED_CASE)
    text = text_of(sheet)
    assert set_in(sheet, 25) == "CONTRAINDICATED"
    assert set_in(sheet, 19) == "Order refused CONTRAINDICATED No dose to be given"
    assert "Do not prepare, dispense or administer on this order." in text
    grave = [
        each
        for each in answer_of(REFUSED_CASE).checks.findings
        if each.outcome is Outcome.CONTRAINDICATED
    ]
    assert len(grave) == 2
    for finding in grave:
        for part in (
            finding.limit,
            finding.because,
            finding.seen.removesuffix("."),
            finding.resolve,
        ):
            assert part in text


def test_a_refusal_holds_no_dose_and_nothing_to_sign() -> None:
    text = text_of(sheet_of(REFUSED_CASE))
    for figure in ("32 g", "160 g", "Working", "Signature", "Verified"):
        assert figure not in text
    assert f"Checked by {FIRST} and {SECOND}, {WHEN}." in text
    assert "nothing to sign" in text
    # What was ordered can still be read.
    assert "IVIg induction" in text
    assert "Days: 5" in text


def test_an_order_of_something_contraindicated_is_refused_without_a_calculation() -> None:
    text = text_of(sheet_of(case_of("allowed", name="dexamethasone 20 mg IV", weight=None)))
    assert "CONTRAINDICATED" in text
    assert "Name: dexamethasone 20 mg IV" in text


@pytest.mark.parametrize(
    ("case", "says"),
    [
        pytest.param(case_of("eculizumab"), "no dose of eculizumab", id="no dose in the plan"),
        pytest.param(case_of("body"), "Body size gives no dose", id="body size"),
        pytest.param(case_of("allowed", name="gabapentin"), "gives no dose", id="the order check"),
    ],
)
def test_what_has_no_dose_makes_no_sheet(case: Case, says: str) -> None:
    with pytest.raises(Refused, match=says):
        sheet_of(case)


def test_entries_that_differ_make_no_sheet() -> None:
    case = case_of("induction", days=5)
    compared = compare(case.entered, {"weight": "82 kg", "height": "180 cm"}, PLAN)
    with pytest.raises(Refused, match="Weight differs: 80 kg and 82 kg") as caught:
        verified_sheet(answer_of(case), case, PLAN, Verification(compared, FIRST, SECOND, WHEN))
    assert caught.value.field == "second"


def test_a_comparison_of_another_case_makes_no_sheet() -> None:
    case, other = case_of("induction", days=5), case_of("induction", days=5, weight="70 kg")
    with pytest.raises(Refused, match="Weight in the case is not what was compared"):
        verified_sheet(answer_of(other), other, PLAN, verification(case))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"choices": {"induction": {"days": "4"}}}, id="another choice"),
        pytest.param({"facts": {"cbc": Recorded(value="yes", on=TODAY)}}, id="another fact"),
        pytest.param({"today": date(2026, 11, 21)}, id="another day"),
        pytest.param({"patient": {"weight": "80 kg", "height": "180 cm"}}, id="no age any more"),
    ],
)
def test_a_case_that_changed_after_its_answer_makes_no_sheet(changed: dict[str, Any]) -> None:
    case = case_of("induction", days=5)
    other = case.model_copy(update=changed)
    with pytest.raises(Refused, match="changed since it was answered"):
        verified_sheet(answer_of(case), other, PLAN, verification(other))


@pytest.mark.parametrize(
    ("people", "field", "says"),
    [
        pytest.param({"first_by": " "}, "first_by", "who entered the case first", id="no first"),
        pytest.param({"second_by": ""}, "second_by", "a second time", id="no second"),
        pytest.param({"when": ""}, "when", "the date and the time", id="no time"),
        pytest.param({"second_by": FIRST.upper()}, "second_by", "another person", id="one person"),
        pytest.param({"first_by": "x" * 61}, "first_by", "longer than 60", id="a long name"),
        pytest.param({"first_by": "A\u202eB"}, "first_by", "U+202E", id="a sign that turns others"),
        pytest.param({"when": "9\x07"}, "when", "U+0007", id="a bell"),
        pytest.param({"first_by": "王"}, "case", "no shape for", id="no shape in the fonts"),
        pytest.param({"second_by": "👍"}, "case", "no shape for", id="a picture"),
    ],
)
def test_people_are_named_in_signs_that_print(
    people: dict[str, str], field: str, says: str
) -> None:
    with pytest.raises(Refused) as caught:
        sheet_of(CASES["induction"], **people)
    assert says in caught.value.message
    assert caught.value.field == field


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 60, id="sixty letters without a gap"),
        pytest.param("Łukasz Müller-Þórsson, Дмитрий, Ελένη", id="other alphabets"),
    ],
)
def test_a_name_may_be_long_or_of_another_alphabet(name: str) -> None:
    sheet = sheet_of(CASES["induction"], first_by=name)
    assert pages_of(sheet) == 1
    assert text_of(sheet).replace(" ", "").count(name.replace(" ", "")) == 2
    picture = ImageChops.invert(picture_of(sheet).convert("L"))
    assert picture.crop((1191 - 70, 0, 1191, 1684)).getbbox() is None


def test_a_case_with_a_sign_that_does_not_show_makes_no_sheet() -> None:
    case = case_of("induction", days=5, concurrent=["gabapentin\u200b"])
    with pytest.raises(Refused, match=r"U\+200B"):
        sheet_of(case)


def test_a_fault_in_the_template_is_no_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing_of_this_name", encoding="utf-8")
    monkeypatch.setattr(module, "TEMPLATE", broken)
    with pytest.raises(RuntimeError, match="unknown variable"):
        sheet_of(CASES["induction"])


# --- anything that a person may type ----------------------------------------------------------

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/example:1.0.0"',
    "*bold* _slanted_ `code`",
    "$x^2$ and $ y $",
    "= Heading",
    "// the rest is a comment",
    "/* so is this */",
    "<label> @reference",
    "\"quoted\" 'quoted' \\ \\u{41}",
    "a -- b --- c ... ~",
    "https://example.org",
    '#set page(paper: "a5")',
    '"}], "refused": false, "x": [{"',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_acts_as_markup(text: str) -> None:
    case = case_of("induction", days=5, concurrent=[text])
    sheet = sheet_of(case, second_by=text)
    assert pages_of(sheet) == 1
    found = text_of(sheet)
    assert f"Ordered alongside: {text} Treatment and order" in found
    assert f"by {text} Signature" in found


@settings(max_examples=30)
@given(st.text(string.ascii_letters + string.digits + string.punctuation + " ", max_size=60))
def test_any_line_of_signs_is_printed_as_it_was_typed(text: str) -> None:
    typed = " ".join(text.split())
    if not typed or typed.casefold() == SECOND.casefold():
        return
    found = text_of(sheet_of(CASES["scig"], first_by=text))
    assert f"Entered first by {typed} Signature" in found


# --- the longest ------------------------------------------------------------------------------

LONG = {
    "weight": "12 st 8 lb",
    "height": "5 ft 9 in",
    "premedication": ["acetaminophen 650 mg PO 30 minutes before", "diphenhydramine 25 mg IV"],
    "concurrent": [f"a drug with a long name, number {place}, daily" for place in range(8)],
}
LONGEST = [
    pytest.param("induction", {"days": 5, "dosing_weight": "adjusted"}, id="induction"),
    pytest.param("maintenance", {"dose": "1 g/kg", "every": "35 days"}, id="maintenance"),
    pytest.param("scig", {"ivig_dose": "77.7 g", "every": "1 months"}, id="scig"),
    pytest.param("cyclophosphamide", {"bsa_cap": "1.5 m2"}, id="cyclophosphamide"),
    pytest.param("rituximab", {"bsa_formula": "boyd"}, id="rituximab"),
    pytest.param("mycophenolate", {"step_every": "2 weeks"}, id="mycophenolate"),
    pytest.param(
        "titration",
        {"drug": "gabapentin", "target": "3600 mg/day", "step_every": "3 days"},
        id="titration",
    ),
    pytest.param(
        "verify",
        {
            "of": "maintenance",
            "dose": "1 g/kg",
            "every": "3 weeks",
            "order": "31.7 g every 5 weeks",
            "product": "Privigen",
            "order_volume": "500 mL",
            "order_rate": "300 mL/h",
        },
        id="an order that deviates in everything",
    ),
]


@pytest.mark.parametrize(("calculator", "inputs"), LONGEST)
@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="nothing is recorded"),
        pytest.param(dict.fromkeys(PLAN.facts.yes_no, "yes"), id="everything is answered yes"),
        pytest.param(dict.fromkeys(PLAN.facts.yes_no, "no"), id="everything is answered no"),
    ],
)
def test_the_longest_case_still_fits_one_page(
    calculator: str, inputs: dict[str, Any], facts: dict[str, str]
) -> None:
    case = case_of(calculator, **LONG, **inputs, facts=facts)
    sheet, checks = sheet_of(case), answer_of(case).checks
    assert pages_of(sheet) == 1
    text = text_of(sheet)
    assert f"Digest of the case (SHA-256) {case.digest}" in text
    open_ones = [each for each in checks.findings if each.outcome is not Outcome.CLEAR]
    for finding in open_ones:
        assert finding.limit in text


def test_what_cannot_be_read_on_one_page_is_refused() -> None:
    case = case_of("induction", days=5, concurrent=[f"drug {place}" for place in range(2000)])
    with pytest.raises(Refused, match="too much for a sheet of one page"):
        sheet_of(case)


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
        assert case.calculator in GIVEN


def test_a_rounded_figure_is_explained_and_an_exact_one_needs_no_note() -> None:
    assert "rounded half up" in text_of(sheet_of(CASES["maintenance"]))
    assert "rounded half up" not in text_of(sheet_of(CASES["induction"]))


def test_an_answer_from_another_day_makes_no_sheet() -> None:
    case = case_of("induction", days=5, today=TODAY)
    answered = replace(answer_of(case), today=date(2026, 11, 23))
    with pytest.raises(Refused, match="changed since it was answered"):
        verified_sheet(answered, case, PLAN, verification(case))
