"""What makes a sheet without places to sign, and what makes none at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, TODAY
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
    pages_of,
    picture_of,
    set_in,
    sheet_of,
    text_of,
    verification,
)

from exchange.cases.second_entry import compare
from exchange.cases.values import RecordedAnswer
from exchange.sheets import verified_sheet as module
from exchange.sheets.verified_sheet import Verification, verified_sheet
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from exchange.cases.case import Case

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


def test_a_rate_about_which_an_unrecorded_risk_decides_has_nothing_to_sign() -> None:
    """For 80 kg Panzyga runs at 576 mL/h at most, and at risk at 158.4 mL/h."""
    case = case_of(
        "verify",
        of="maintenance",
        dose="1 g/kg",
        every="3 weeks",
        order="80 g",
        product="Panzyga",
        order_rate="384 mL/h",
    )
    sheet = sheet_of(case)
    text = text_of(sheet)
    assert set_in(sheet, 25) == "ORDER NOT SETTLED"
    assert "Order not verified" in text
    assert "Rate: NOT SETTLED" in text
    assert "Signature" not in text


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
        pytest.param({"facts": {"cbc": RecordedAnswer(value="yes", on=TODAY)}}, id="another fact"),
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
