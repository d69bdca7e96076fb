"""``mmn-dose sheet``: what it prints, what it writes, and its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asking import run
from printed import text_of

if TYPE_CHECKING:
    from pathlib import Path

CASE = """
case_version = 2
today = 2026-11-22

[patient]
weight = "80 kg"
height = "180 cm"

[facts]

[choices]
calculator = "induction"

[choices.induction]
days = "5"
"""
# The case is written by hand, which is said and is no error.
BY_HAND = (
    "The case file has no digest, as one that is written by hand: nothing tells whether all of it "
    "is there.\n"
)
AGAIN = ("--second-weight", "80000 g", "--second-height", "1.8 m")
PEOPLE = ("--first-by", "First", "--second-by", "Second", "--when", "2026-11-25 09:30")


def asked(folder: Path, *options: str, case: str = CASE) -> tuple[int, str, str, Path]:
    """Ask for a sheet; return status, output, errors, and where the sheet would be."""
    file, sheet = folder / "case.toml", folder / "sheet.pdf"
    file.write_text(case, encoding="utf-8")
    return *run("sheet", "--case", str(file), *options, "-o", str(sheet)), sheet


def test_two_entries_that_agree_make_a_sheet(tmp_path: Path) -> None:
    status, output, errors, sheet = asked(tmp_path, *AGAIN, *PEOPLE)
    assert (status, errors) == (0, BY_HAND)
    assert "Weight agrees." in output
    assert "Height agrees." in output
    assert f"Written: {sheet}" in output
    text = text_of(sheet.read_bytes())
    assert "Each day, IV 32 g" in text
    assert "Checks on 2026-11-22" in text
    assert "Weight 80 kg 80000 g Agrees" in text


def test_two_entries_that_differ_are_named_and_make_none(tmp_path: Path) -> None:
    options = ("--second-weight", "176 kg", "--second-height", "180 cm", *PEOPLE)
    status, output, errors, sheet = asked(tmp_path, *options)
    assert status == 2
    assert "Height agrees." in output
    assert "Weight differs: 80 kg and 176 kg. Is this pounds?" in errors
    assert not sheet.exists()


def test_a_second_entry_that_leaves_something_out_is_shown_nothing_of_the_first(
    tmp_path: Path,
) -> None:
    status, output, errors, sheet = asked(tmp_path, "--second-weight", "80 kg", *PEOPLE)
    assert status == 2
    assert "Height is missing in the second entry" in errors
    assert "180" not in output + errors
    assert not sheet.exists()


def test_a_contraindicated_order_is_written_as_a_refusal(tmp_path: Path) -> None:
    case = CASE.replace("[facts]", '[facts]\nthromboembolic_event = "yes"')
    status, _, errors, sheet = asked(tmp_path, *AGAIN, *PEOPLE, case=case)
    assert (status, errors) == (3, BY_HAND)
    assert "CONTRAINDICATED No dose to be given" in text_of(sheet.read_bytes())


ORDER = CASE + '[order]\nof = "induction"\norder = "32 g/day"\n'


def test_a_case_with_an_order_makes_the_sheet_of_its_order(tmp_path: Path) -> None:
    options = (*AGAIN, "--second-order", "32000 mg daily", *PEOPLE)
    status, output, _, sheet = asked(tmp_path, *options, case=ORDER)
    assert status == 0
    assert "Order agrees." in output
    text = text_of(sheet.read_bytes())
    assert "Within the tolerance of 5 %" in text
    assert "Order 32 g/day 32000 mg daily Agrees" in text


def test_an_order_that_was_entered_once_only_makes_none(tmp_path: Path) -> None:
    status, _, errors, sheet = asked(tmp_path, *AGAIN, *PEOPLE, case=ORDER)
    assert status == 2
    assert "Order is missing in the second entry" in errors
    assert not sheet.exists()


def test_an_order_that_deviates_is_written_and_said(tmp_path: Path) -> None:
    case = ORDER.replace("32 g/day", "40 g/day")
    options = (*AGAIN, "--second-order", "40 g/day", *PEOPLE)
    status, output, errors, sheet = asked(tmp_path, *options, case=case)
    assert status == 5
    assert f"Written: {sheet}" in output
    assert "deviates" in errors
    assert "ORDER DEVIATES" in text_of(sheet.read_bytes())


def test_the_sheet_may_be_of_another_calculator_than_the_case_names(tmp_path: Path) -> None:
    case = CASE + '[choices.rituximab]\nregimen = "two_doses"\n'
    options = (*AGAIN, *PEOPLE, "--calculator", "rituximab")
    status, _, _, sheet = asked(tmp_path, *options, case=case)
    assert status == 0
    assert "1000 mg" in text_of(sheet.read_bytes())


@pytest.mark.parametrize(
    ("options", "case", "says"),
    [
        pytest.param(PEOPLE, "case_version = 2", "names no calculator", id="an empty case"),
        pytest.param(
            (*PEOPLE, "--calculator", "indction"), CASE, "Did you mean induction", id="misspelt"
        ),
        pytest.param((*AGAIN, "--second-by", "B"), CASE, "who entered the case first", id="no one"),
        pytest.param(
            ("--second-weight", "80", *PEOPLE), CASE, "Second entry: Weight", id="no unit"
        ),
        pytest.param(
            PEOPLE, CASE.replace('"5"', '"6"'), "2, 3, 4, 5", id="a case that is refused itself"
        ),
        pytest.param(PEOPLE, "case_version = 4", "this one reads up to 3", id="another version"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence_and_writes_nothing(
    tmp_path: Path, options: tuple[str, ...], case: str, says: str
) -> None:
    status, _, errors, sheet = asked(tmp_path, *options, case=case)
    assert status == 2
    assert says in errors
    assert not sheet.exists()


def test_a_place_where_no_sheet_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").mkdir()
    status, _, errors, _ = asked(tmp_path, *AGAIN, *PEOPLE)
    assert status == 2
    assert "cannot be written" in errors


# --- papers that nobody enters twice ----------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "says"),
    [
        pytest.param("order", "Order to sign", id="an order"),
        pytest.param("patient", "Your treatment", id="a patient's page"),
    ],
)
def test_a_paper_is_written_without_a_second_entry(tmp_path: Path, paper: str, says: str) -> None:
    status, output, errors, sheet = asked(tmp_path, "--paper", paper)
    assert (status, errors, output) == (0, BY_HAND, f"Written: {sheet}\n")
    assert says in text_of(sheet.read_bytes())


def test_a_paper_that_cannot_be_is_one_sentence_and_is_not_written(tmp_path: Path) -> None:
    status, _, errors, sheet = asked(tmp_path, "--paper", "infusion")
    assert status == 2
    assert errors.removeprefix(BY_HAND).startswith("No product of IVIg induction is hung")
    assert not sheet.exists()


@pytest.mark.parametrize("paper", ["order", "infusion", "patient"])
def test_of_something_contraindicated_only_the_refusal_is_written(
    tmp_path: Path, paper: str
) -> None:
    case = CASE.replace("[facts]", '[facts]\nthromboembolic_event = "yes"')
    status, _, _, sheet = asked(tmp_path, "--paper", paper, case=case)
    assert status == 3
    assert sheet.exists() is (paper == "order")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(("--paper", "order", *AGAIN), "goes with the verified sheet", id="both"),
        pytest.param(
            ("--reason", "x", *AGAIN, *PEOPLE), "--reason goes with --paper", id="neither"
        ),
        pytest.param(("--paper", "order", "--on", "soon"), "is not a date", id="no date"),
    ],
)
def test_options_that_do_not_go_together_are_one_sentence(
    tmp_path: Path, options: tuple[str, ...], says: str
) -> None:
    status, _, errors, sheet = asked(tmp_path, *options)
    assert status == 2
    assert says in errors
    assert len(errors.removeprefix(BY_HAND).splitlines()) == 1
    assert not sheet.exists()


def test_an_order_that_deviates_for_a_typed_reason_is_written(tmp_path: Path) -> None:
    case = CASE.replace('[choices]\ncalculator = "induction"\n', "") + (
        '\n[order]\nof = "induction"\norder = "20 g/day"\n'
    )
    status, _, errors, sheet = asked(tmp_path, "--paper", "order", case=case)
    assert status == 2
    assert "needs the prescriber's reason" in errors
    reason = ("--reason", "Frail: less at first.")
    status, _, _, sheet = asked(tmp_path, "--paper", "order", *reason, case=case)
    assert status == 5  # it is written, and a script sees that it deviates
    assert "Frail: less at first." in text_of(sheet.read_bytes())
