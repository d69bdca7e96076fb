"""The days on the patient's page: gathered as they are read, and none of them lost or added."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import by_hand_course as by_hand
import pypdf
import pytest
from asking import PLAN
from by_hand_course import Phase
from drawn_courses import asked, courses
from hypothesis import given, settings
from printed import CASES, answer_of, case_of, pages_of, set_in, text_of

from calculators.course.phases import in_one_line
from exchange.sheets.papers import PaperChoices, paper, paper_data
from plan_data.sections_load import load_sections

SECTIONS = load_sections()
TODAY = "2026-12-01"
EVERY_3 = "maintenance dose='1 g/kg' every='3 weeks' start=2026-12-28 until=2027-12-28"
AT_HOME = "scig ivig_dose='80 g' every='3 weeks' start={} until={}"
INDUCTION = "induction days=5 start=2026-12-07"


def page_of(*phases: Any, today: str = TODAY, **request: Any) -> dict[str, Any]:
    case = case_of("course", today=today, phases=list(phases), **request)
    return paper_data("patient", answer_of(case), case, PLAN, SECTIONS, PaperChoices())


def printed(*phases: Any, **request: Any) -> bytes:
    case = case_of("course", today=TODAY, phases=list(phases), **request)
    return paper("patient", answer_of(case), case, PLAN, SECTIONS, PaperChoices())


def one_test(page: dict[str, Any], name: str) -> dict[str, Any]:
    [found] = [each for each in page["tests"] if each["name"] == name]
    assert isinstance(found, dict)
    return found


# --- read back ------------------------------------------------------------------------------------

RUN = re.compile(r"Every (\w+) from (.+) to (.+): (\d+) times")
STEPS = {"day": 1}


def day_of(text: str) -> date:
    return datetime.strptime(text, "%A, %d %B %Y").date()  # noqa: DTZ007  (a day has no zone)


def read_back(entry: dict[str, Any]) -> list[date]:
    """Return the days that an entry names, as a patient would write them into a diary."""
    found = []
    for line in entry["when"]:
        run = RUN.fullmatch(line)
        assert run is not None, line
        apart = timedelta(days=STEPS.get(run[1], 7))
        day, last = day_of(run[2]), day_of(run[3])
        days = []
        while day <= last:
            days.append(day)
            day += apart
        assert days[-1] == last
        assert len(days) == int(run[4])
        assert run[1] == "day" or {f"{day:%A}" for day in days} == {run[1]}
        found += days
    for month, named in entry["months"]:
        for each in named.split(", "):
            weekday, number = each.split(" ")
            day = datetime.strptime(f"{number} {month}", "%d %B %Y").date()  # noqa: DTZ007
            assert f"{day:%a}" == weekday
            found.append(day)
    return sorted(found)


@given(courses())
@settings(max_examples=40)
def test_every_day_of_a_course_stands_on_the_page_once(phases: list[Phase]) -> None:
    today = min(phase.start for phase in phases)
    page = page_of(
        *(in_one_line(asked(phase)) for phase in phases), today=today.isoformat(), weight="80 kg"
    )
    found = sorted(day for entry in page["given"] for day in read_back(entry))
    assert found == [day for day, _, _ in by_hand.administrations(phases, Fraction(80))]


# --- days of a treatment --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "when", "months"),
    [
        pytest.param(
            "2027-01-18", [], [["January 2027", "Mon 4, Mon 11, Mon 18"]], id="three weeks"
        ),
        pytest.param(
            "2027-01-25",
            ["Every Monday from Monday, 4 January 2027 to Monday, 25 January 2027: 4 times"],
            [],
            id="four weeks",
        ),
    ],
)
def test_what_comes_every_week_is_one_line_from_four_on(
    until: str, when: list[str], months: list[list[str]]
) -> None:
    [entry] = page_of(AT_HOME.format("2027-01-04", until))["given"]
    assert (entry["when"], entry["months"]) == (when, months)


def test_a_week_that_is_moved_stands_beside_the_line() -> None:
    [entry] = page_of(
        AT_HOME.format("2027-01-04", "2027-02-08"), moved=["2027-01-11 to 2027-01-12"]
    )["given"]
    assert entry["when"] == [
        "Every Monday from Monday, 18 January 2027 to Monday, 8 February 2027: 4 times"
    ]
    assert entry["also"]
    assert entry["months"] == [["January 2027", "Mon 4, Tue 12"]]


def test_each_amount_has_its_own_days() -> None:
    """81 kg over 5 days in whole vials: the days do not all get the same."""
    page = page_of(f"{INDUCTION} product=privigen round=nearest", weight="81 kg")
    found = {entry["amounts"][0]: entry["months"] for entry in page["given"]}
    result = answer_of(
        case_of("induction", days=5, weight="81 kg", product="privigen", round="nearest")
    ).result
    by_amount: dict[str, list[int]] = {}
    for number, day in enumerate(result.values["daily"]):
        by_amount.setdefault(f"{day.dose.magnitude.normalize():f} g each time", []).append(
            7 + number
        )
    assert len(by_amount) > 1
    assert {
        amount: [int(day.split(" ")[1]) for _, days in months for day in days.split(", ")]
        for amount, months in found.items()
    } == by_amount


# --- days of a test -------------------------------------------------------------------------------


def test_a_test_at_each_infusion_and_two_days_after_it_is_two_lines() -> None:
    blood = one_test(page_of(EVERY_3), "Blood test")
    assert blood["when"] == ["On each day you get IVIg, and 2 days after it (Wednesday)"]
    assert blood["also"]
    # The trough every six months.
    assert blood["months"] == [["2027", "Mon 28 June, Tue 28 December"]]


def test_beside_an_induction_the_lines_say_from_when_on_and_its_days_are_named() -> None:
    blood = one_test(page_of(INDUCTION, EVERY_3), "Blood test")
    assert blood["when"] == [
        (
            "From Monday, 28 December 2026 on: on each day you get IVIg, and 2 days after it "
            "(Wednesday)"
        )
    ]
    assert blood["months"][0] == ["2026", "Mon 7 December, Sun 13 December"]


def test_of_infusions_over_two_days_the_first_and_the_last_are_named() -> None:
    blood = one_test(page_of(EVERY_3.replace("every", "days=2 every")), "Blood test")
    assert blood["when"] == [
        "On the first day, each time you get IVIg, and 2 days after the last day (Thursday)"
    ]


def test_where_an_infusion_has_no_test_two_days_after_it_the_days_are_named() -> None:
    facts = {"thrombosis_or_renal_risk": "no"}
    blood = one_test(page_of(EVERY_3, facts=facts), "Blood test")
    assert blood["when"] == ["On each day you get IVIg"]


def test_one_infusion_alone_has_its_test_on_its_day() -> None:
    once = EVERY_3.replace("until=2027-12-28", "until=2026-12-28")
    blood = one_test(page_of(once), "Blood test")
    assert blood["when"] == []
    assert blood["months"] == [["2026", "Mon 28 December, Wed 30 December"]]


def test_a_count_every_week_is_one_line() -> None:
    blood = one_test(page_of("cyclophosphamide start=2026-12-07"), "Blood test")
    assert blood["when"] == [
        "Every Monday from Monday, 7 December 2026 to Monday, 31 May 2027: 26 times"
    ]


def test_an_infusion_that_is_over_is_on_no_line() -> None:
    case = case_of("course", today="2027-12-01", phases=[EVERY_3])
    page = paper_data("patient", answer_of(case), case, PLAN, SECTIONS, PaperChoices())
    assert page["given"][0]["months"] == [["December 2027", "Mon 20"]]
    assert one_test(page, "Test of your grip and strength")["when"] == []


# --- on paper -------------------------------------------------------------------------------------

ONE_PAGE = {
    "a year of maintenance": [EVERY_3],
    "an induction and a year of maintenance": [INDUCTION, EVERY_3],
    "half a year by vein and a year at home": [
        EVERY_3.replace("2027-12-28", "2027-06-28"),
        AT_HOME.format("2027-07-05", "2028-06-26"),
    ],
}


@pytest.mark.parametrize(
    "phases", [pytest.param(phases, id=name) for name, phases in ONE_PAGE.items()]
)
def test_an_ordinary_course_is_one_page_in_type_that_is_easily_read(phases: list[str]) -> None:
    sheet = printed(*phases)
    assert pages_of(sheet) == 1
    assert "Page 1 of 1" in text_of(sheet)
    assert "Tests and visits" in set_in(sheet, 10.5)
    assert "Mon 28" in set_in(sheet, 10.5).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.calculator != "verify"]
)
def test_a_dose_is_one_page(name: str) -> None:
    case = CASES[name]
    assert pages_of(paper("patient", answer_of(case), case, PLAN, SECTIONS, PaperChoices())) == 1


def test_what_takes_two_pages_says_so_on_both_and_the_tests_begin_the_second() -> None:
    sheet = printed(
        EVERY_3.replace("every='3 weeks'", "days=2 every='2 weeks'").replace("2027-12", "2028-12"),
        "cyclophosphamide start=2027-01-04",
    )
    assert pages_of(sheet) == 2
    first, second = (
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(sheet)).pages
    )
    assert "This has more than one page. Keep them all." in first
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second
    for says in ("Whom to call", "Call 911", "No steroids", "Do not skip", "What you can do"):
        assert says in first
    assert second.startswith("Tests and visits Blood test")


def test_days_that_go_on_over_a_page_say_again_of_what_they_are() -> None:
    """Ten years every two weeks over two days are 240 days by month, more than a page."""
    sheet = printed(
        EVERY_3.replace("every='3 weeks'", "days=2 every='2 weeks'").replace("2027-12", "2036-12")
    )
    texts = [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(sheet)).pages
    ]
    assert "IVIg: immunoglobulin by drip 40 g each time" in texts[0]
    going_on = [text for text in texts[1:] if "2036" in text and "Tue" in text]
    assert "IVIg: immunoglobulin by drip 40 g each time" in going_on[0]
