"""Which rows of the plan are found for a setting, a priority and words."""

from __future__ import annotations

import pytest

from plan_data.find_section import find
from plan_data.load import HERE
from plan_data.sections_load import load_sections

SECTIONS = load_sections()


def rows(**filters: object) -> dict[str, list[str]]:
    found = find(SECTIONS, **filters)  # type: ignore[arg-type]  # as `find` takes them
    return {each.section.id: [row.name for row in each.rows] for each in found}


def test_without_a_filter_every_row_is_found() -> None:
    assert sum(map(len, rows().values())) == sum(len(s.rows) for s in SECTIONS.tables.values())


def test_the_emergency_department_sees_what_the_plan_places_there() -> None:
    # Read off the plan's ED column by hand.
    found = rows(setting="ED")
    assert found["1A"] == ["CBC", "CMP"]
    assert "1B" not in found
    assert "2A" not in found
    assert "3A" not in found
    assert found["3B"] == ["Acetaminophen"]
    assert "3C" not in found
    assert "3D" not in found
    assert len(found["4A"]) == 1
    assert len(found["4B"]) == 3
    assert "4C" not in found
    assert "6" not in found


def test_tables_without_priorities_hold_for_every_setting() -> None:
    assert len(rows(setting="ED")["5"]) == 8
    assert len(rows(setting="ED")["7"]) == 5


@pytest.mark.parametrize(
    ("setting", "priority", "expected"),
    [
        pytest.param("HOSP", "STAT", {"1A": ["CBC", "CMP"], "3A": ["IVIg induction"]}, id="HOSP"),
        pytest.param("ICU", "STAT", {"1A": ["CBC", "CMP"]}, id="ICU"),
        pytest.param("OPD", "STAT", {}, id="nothing is STAT in OPD"),
    ],
)
def test_a_priority_is_looked_for_in_the_chosen_setting(
    setting: str, priority: str, expected: dict[str, list[str]]
) -> None:
    assert rows(setting=setting, priorities=[priority]) == expected


def test_a_priority_without_a_setting_is_looked_for_in_all() -> None:
    found = rows(priorities=["URGENT"])
    assert list(found) == ["4A"]
    assert len(found["4A"]) == 1


def test_every_word_of_a_search_must_be_held() -> None:
    assert rows(text="gabapentin 3600") == {"3B": ["Gabapentin"]}
    # Pregabalin's row names gabapentin, as that to which it is the alternative.
    assert rows(text="GABAPENTIN sedation")["3B"] == ["Gabapentin", "Pregabalin"]
    assert rows(text="gabapentin rituximab") == {}


def test_a_place_finds_its_own_row() -> None:
    assert rows(text="3A · IVIg induction") == {"3A": ["IVIg induction"]}


def test_each_change_that_a_question_names_is_a_file_of_the_plan() -> None:
    for question in SECTIONS.questions:
        for change in question.change:
            assert (HERE / change.file).is_file(), question.id
            head = change.key.removeprefix("rules: ").split(".")[0]
            assert head in (HERE / change.file).read_text(encoding="utf-8"), question.id


def test_each_place_that_a_question_names_is_in_the_plan() -> None:
    known = {"Scope"}
    for section in SECTIONS.tables.values():
        for row in section.rows:
            known |= {row.place, *row.places.values()}
    for claim in SECTIONS.claims:
        known |= {claim.place, *claim.places.values()}
    known |= {"3 · Critical contraindications · Corticosteroids"}
    named = {place for question in SECTIONS.questions for place in question.places}
    assert named - known == set()


def test_the_review_asks_what_the_domain_leaves_open() -> None:
    # Every point that the plan leaves open, by hand, and the citations.
    assert {question.id for question in SECTIONS.questions} >= {
        "dosing_weight",
        "month",
        "same_total_or_uplift",
        "thrombosis_window",
        "severe_renal_insufficiency",
        "creatinine_after_48_hours",
        "volume_per_site",
        "mesna_dose",
        "premedication",
        "citations",
    }
