"""The papers as a reader has them: the order to sign, the infusion record, the patient's page."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from asking import PLAN, TODAY
from PIL import ImageChops
from printed import (
    CASES,
    DEVIATING,
    REFUSED_CASE,
    answer_of,
    case_of,
    pages_of,
    picture_of,
    text_of,
)

import units
from calculators.dispensing.infusion import infusions_of
from exchange.sheets.papers import PAPERS, PaperChoices, paper, paper_data
from exchange.sheets.patient_page import WORDS
from plan_data.schema.rules import Outcome
from plan_data.schema.sections import Sections
from plan_data.sections_load import load_sections
from units import Refused

if TYPE_CHECKING:
    from exchange.cases.case import Case

SECTIONS = load_sections()
COURSE = case_of(
    "course",
    today="2026-12-01",
    phases=[
        "induction days=5 start=2026-12-07 product=Privigen",
        (
            "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-12-28 "
            "product=Privigen start_time=09:00 reason='Weaker in the third week'"
        ),
        "scig start=2028-01-10 product=Hizentra until=2028-02-28",
        "mycophenolate start=2026-12-07 step_every='2 weeks'",
    ],
)
HUNG = {
    "induction": CASES["induction with a product"],
    "rituximab": CASES["rituximab with a product"],
    "scig": CASES["scig with a product"],
    "hyqvia": case_of("scig", ivig_dose="60 g", every="3 weeks", product="HyQvia"),
    "ten vials": case_of(
        "induction", days=5, weight="110 kg", product="Bivigam", round="nearest", start="08:30"
    ),
}
DOSES = {name: case for name, case in CASES.items() if case.calculator != "verify"}


def made(kind: str, case: Case, **chosen: Any) -> bytes:
    return paper(kind, answer_of(case), case, PLAN, SECTIONS, PaperChoices(**chosen))


def data_of(kind: str, case: Case, **chosen: Any) -> dict[str, Any]:
    return paper_data(kind, answer_of(case), case, PLAN, SECTIONS, PaperChoices(**chosen))


def refused(kind: str, case: Case, **chosen: Any) -> str:
    with pytest.raises(Refused) as caught:
        made(kind, case, **chosen)
    return caught.value.message


# --- every number -----------------------------------------------------------------------------

FIGURE = re.compile(
    r"(?:≈ )?-?[0-9][0-9.]* ?(?:mg/min|mg/h|mL/h|mL|mg|g|min|kg|cm|years|%)(?![\w/])"
)


def quantities(value: Any) -> set[str]:
    """Return every quantity of a result as it is shown, however deep it lies."""
    if isinstance(value, str | int | date) or value is None:
        return set()
    if isinstance(value, tuple | list | frozenset):
        return {text for each in value for text in quantities(each)}
    if isinstance(value, dict):
        return quantities(tuple(value.values()))
    if is_dataclass(value):
        return quantities(tuple(getattr(value, each.name) for each in fields(value)))
    return {units.shown(value)}


def of_a_result(case: Case, kind: str, *others: str) -> set[str]:
    """Return the figures on a paper that stand neither in the result nor among the others."""
    answered = answer_of(case)
    typed = {str(value) for value in case.patient.values()}
    said = " ".join(
        (*others, *(each.heading for each in answered.checks.findings), *typed,
         PLAN.products[str(answered.result.values.get("product", "privigen"))].label,
         str(answered.result.values.get("ceiling")))
    )  # fmt: skip
    found = {text.replace("\u00a0", " ") for text in FIGURE.findall(text_of(made(kind, case)))}
    known = quantities(dict(answered.result.values)) | set(FIGURE.findall(said))
    return found - known


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in HUNG.items()])
def test_no_figure_of_a_record_is_another_than_the_results(case: Case) -> None:
    sites = [str(entry) for day in data_of("infusion", case)["days"] for entry in day["sites"]]
    assert of_a_result(case, "infusion", *sites) == set()


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in DOSES.items()])
def test_no_figure_of_a_patients_page_is_another_than_the_results(case: Case) -> None:
    assert of_a_result(case, "patient", "2 weeks") == set()


@pytest.mark.parametrize("name", ["induction", "ten vials", "rituximab"])
def test_a_record_has_each_step_of_the_ladder_and_each_container_of_each_day(name: str) -> None:
    case = HUNG[name]
    sheet = made("infusion", case)
    days = infusions_of(answer_of(case).result)
    pages = pypdfium2.PdfDocument(sheet)
    assert len(pages) == len(days)
    for page, day in zip(pages, days, strict=True):
        text = " ".join(page.get_textpage().get_text_range().split())
        assert day.ladder is not None
        for step in day.ladder:
            at = step.clock or units.shown(step.starts)
            row = f"{at} {units.shown(step.rate)} {units.shown(step.volume_so_far)}"
            assert row in text
        for container in day.containers:
            assert text.count(f"{units.shown(container.size)} vial") == container.count
        for blank in ("Time", "Pulse", "Pressure", "Temp.", "Reactions", "Lot number"):
            assert blank in text


def test_a_record_under_the_skin_has_a_line_for_each_site_of_each_session() -> None:
    """240 mL of HyQvia are two sessions of three sites of 40 mL each."""
    data = data_of("infusion", HUNG["hyqvia"])
    assert [day["site_rows"] for day in data["days"]] == [6]
    text = text_of(made("infusion", HUNG["hyqvia"]))
    assert "Date Begun Ended Site Dose Lot number Reactions" in text
    assert text.count("10 g vial") == 2
    assert text.count("2.5 g vial") == 2


@pytest.mark.parametrize(
    ("product", "says"),
    [
        pytest.param(
            "HyQvia",
            "The label has this written down: lot numbers, site, time, date, dose and any reaction "
            "of each infusion [HyQvia label · Patient counseling, infusion log [A†]].",
            id="where the product's label asks for them",
        ),
        pytest.param(
            "Hizentra",
            "No label of this product that was read asks for these blanks; a site's practice "
            "decides.",
            id="where no label that was read does",
        ),
    ],
)
def test_a_record_under_the_skin_says_who_asks_for_its_blanks(product: str, says: str) -> None:
    case = case_of("scig", ivig_dose="60 g", every="3 weeks", product=product)
    assert says in text_of(made("infusion", case))


# --- the order --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_an_order_is_one_page_with_three_places_to_sign(case: Case) -> None:
    sheet = made("order", case, reason="As discussed." if case.order else "")
    text = text_of(sheet)
    assert pages_of(sheet) == 1
    assert text.count("Signature") == 3
    assert "Plan version 1.1" in text
    assert "DRAFT" in text
    assert "Checks on 2026-11-22" in text


def test_what_is_not_recorded_and_decides_stands_on_an_order_in_words() -> None:
    text = text_of(made("order", CASES["induction"]))
    unknown = [each for each in answer_of(CASES["induction"]).checks.findings
               if each.outcome is Outcome.UNKNOWN]  # fmt: skip
    assert f"UNKNOWN {len(unknown)}: a fact that decides is not recorded" in text
    assert "Not recorded: Thromboembolic event." in text
    assert "Open: the checks below that are unknown have to be settled" in text


def test_a_contraindicated_order_is_a_refusal_without_a_dose_or_a_place_to_sign() -> None:
    text = text_of(made("order", REFUSED_CASE, reason="I want it."))
    assert "Order refused" in text
    assert "No dose to be given" in text
    assert "nothing to sign" in text
    assert "Signature" not in text
    assert "32 g" not in text
    assert "I want it." not in text


def test_an_order_that_deviates_needs_the_prescribers_reason_and_prints_it() -> None:
    assert "needs the prescriber's reason" in refused("order", DEVIATING)
    text = text_of(made("order", DEVIATING, reason="Trough too high  at 24 g."))
    assert "Why the order deviates from the plan: Trough too high at 24 g." in text
    assert "OUTSIDE the tolerance of 5 %" in text
    assert text.count("Signature") == 3


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        pytest.param("x" * 301, "longer than 300 characters", id="too long"),
        pytest.param("a\u202eb", "does not show on paper", id="a sign that turns the others"),
        pytest.param("漢", "no shape", id="a sign without a shape"),
    ],
)
def test_a_reason_that_cannot_be_printed_is_one_sentence(reason: str, says: str) -> None:
    assert says in refused("order", CASES["induction"], reason=reason)


# --- a course ---------------------------------------------------------------------------------


def test_an_order_of_a_course_is_for_its_next_day() -> None:
    text = text_of(made("order", COURSE))
    assert "This order is for: 2026-12-07: IVIg induction, day 1 of 5" in text
    assert "Phase of the course: 1 of 4" in text


def test_an_order_of_a_day_has_its_phase_and_why_this_step_is_taken() -> None:
    text = text_of(made("order", COURSE, on=date(2027, 1, 18)))
    assert "Each infusion, IV, every 3 weeks 80 g" in text
    assert "This order is for: 2027-01-18: IVIg maintenance, infusion 2" in text
    assert "Until: 2027-12-28" in text
    assert "Why this step: Weaker in the third week" in text
    assert "deviates from the plan" not in text


def test_a_record_of_a_day_of_a_course_is_that_days() -> None:
    sheet = made("infusion", COURSE, on=date(2026, 12, 9), phase=1)
    assert pages_of(sheet) == 1
    assert "2026-12-09 · IVIg induction, day 3 of 5" in text_of(sheet)


def test_a_patients_page_of_a_course_has_every_day_that_is_to_come() -> None:
    text = text_of(made("patient", COURSE))
    assert "December 2026 Mon 7, Tue 8, Wed 9, Thu 10, Fri 11" in text
    assert "March 2027 Mon 1, Mon 22" in text
    assert "From Monday, 7 December 2026: 1000 mg a day" in text
    assert (
        "2026 Mon 7 December, Sun 13 December" in text
    )  # blood tests: before the first, 48 h after day 5
    later = answer_of(case_of("course", **{**_asked(COURSE), "today": "2027-03-02"}))
    page = paper_data("patient", later, COURSE, PLAN, SECTIONS, PaperChoices())
    assert page["given"][0]["months"][0] == ["March 2027", "Mon 22"]


def _asked(case: Case) -> dict[str, Any]:
    return {key: value for key, value in case.request("course").items() if key != "calculator"}


@pytest.mark.parametrize(
    ("kind", "chosen", "says"),
    [
        pytest.param(
            "order",
            {"on": date(2027, 1, 19)},
            "no dose of the course falls on 2027-01-19. The nearest day is 2027-01-18",
            id="a day without a dose",
        ),
        pytest.param(
            "order", {"on": date(2026, 12, 7)}, "phases 1 and 4 each have a dose", id="two on a day"
        ),
        pytest.param("order", {"phase": 9}, "nothing of phase 9", id="no such phase"),
        pytest.param(
            "patient", {"on": date(2027, 1, 18)}, "every day that is to come", id="a page"
        ),
        pytest.param("receipt", {}, "there are order, infusion, patient", id="no such paper"),
    ],
)
def test_a_day_or_paper_that_is_not_there_is_one_sentence(
    kind: str, chosen: dict[str, Any], says: str
) -> None:
    assert says in refused(kind, COURSE, **chosen)


def test_a_day_of_what_is_no_course_is_one_sentence() -> None:
    assert "only a course has days" in refused("order", CASES["induction"], on=TODAY)


def test_a_course_that_is_over_names_its_last_day() -> None:
    case = case_of("course", phases=["induction days=5 start=2026-01-05"], today="2026-12-01")
    assert "the last day was 2026-01-09" in refused("order", case)
    assert "Nothing of this course falls on a day" in refused("patient", case)


def test_a_contraindicated_phase_is_a_refusal_and_has_no_record_and_no_page() -> None:
    case = case_of(
        "course",
        phases=["induction days=5 start=2026-12-07 product=Privigen"],
        facts={"uncompensated_heart_failure": "yes"},
    )
    assert "No dose to be given" in text_of(made("order", case))
    assert "no infusion to record" in refused("infusion", case)
    assert "no page" in refused("patient", case)


# --- what has no paper ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "case", "says"),
    [
        pytest.param(
            "infusion", CASES["induction"], "No product of IVIg induction is hung", id="no product"
        ),
        pytest.param(
            "infusion",
            case_of("cyclophosphamide", route="po", product="Cyclophosphamide tablets"),
            "by mouth has no record",
            id="tablets",
        ),
        pytest.param(
            "patient", CASES["an order of scig"], "of a dose, not of an order", id="order"
        ),
        pytest.param("order", case_of("body"), "gives no dose", id="no dose"),
        pytest.param(
            "patient",
            case_of("titrate", dose="1 g/kg", every="3 weeks"),
            "Titration of maintenance gives no dose",
            id="a ladder",
        ),
        pytest.param("order", case_of("eculizumab"), "no dose", id="a plan without a dose"),
    ],
)
def test_what_has_no_paper_says_why(kind: str, case: Case, says: str) -> None:
    assert says in refused(kind, case)


def test_a_plan_without_words_for_patients_has_no_page() -> None:
    case = CASES["induction"]
    with pytest.raises(Refused, match="has no words for a patient"):
        paper("patient", answer_of(case), case, PLAN, Sections(), PaperChoices())


# --- on paper ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_black_on_white_a4_and_nothing_touches_its_edge(kind: str) -> None:
    picture = picture_of(made(kind, HUNG["ten vials"])).convert("RGB")
    red, green, blue = picture.split()
    assert ImageChops.difference(red, green).getbbox() is None
    assert ImageChops.difference(green, blue).getbbox() is None
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    assert box[0] >= 70
    assert box[2] <= picture.width - 70
    assert box[3] <= picture.height - 30
    assert made(kind, HUNG["ten vials"]) == made(kind, HUNG["ten vials"])


# --- plain words ------------------------------------------------------------------------------


def grade(text: str) -> float:
    """Return the Automated Readability Index (Smith and Senter 1967), a US school grade.

    4.71 × characters a word + 0.5 × words a sentence − 21.43; grade 6 is read at 11 to 12 years.
    """
    words = re.findall(r"[A-Za-z0-9']+", text)
    sentences = len(re.findall(r"[.:?!](?:\s|$)", text))
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / sentences - 21.43


def test_the_index_is_that_of_the_paper_that_made_it() -> None:
    # 9 words, 35 letters, 1 sentence: 4.71 × 35 ÷ 9 + 4.5 − 21.43 = 1.39
    assert grade("The quick brown fox jumps over the lazy dog.") == pytest.approx(1.387, abs=0.001)


def test_the_patients_page_is_read_at_twelve() -> None:
    told = SECTIONS.patient
    assert told is not None
    said = [each.says for group in told.groups for each in group.says]
    whole = " ".join((*said, WORDS["open"], WORDS["not_ready"], WORDS["changes"]))
    assert grade(whole) <= 6
    for each in said:
        assert len(each.split(". ")[0].split()) <= 15, each


def test_what_is_urgent_steroids_and_skipping_stand_on_every_page() -> None:
    for case in (*DOSES.values(), COURSE):
        text = text_of(made("patient", case))
        for says in ("Call 911", "No steroids", "Do not skip", "Whom to call", "Call us soon if"):
            assert says in text


def test_a_sentence_about_a_drip_is_for_who_gets_one() -> None:
    drip = "You have a headache, a fever or chest pain after a drip."
    assert drip in text_of(made("patient", CASES["induction"]))
    assert drip not in text_of(made("patient", CASES["scig"]))


def test_not_ready_is_said_on_the_patients_page() -> None:
    case = case_of("induction", days=5, facts={"cbc": "no"})
    assert WORDS["not_ready"] in text_of(made("patient", case))
    assert answer_of(case).checks.outcome is Outcome.NOT_READY
