"""One broken file a refusal: what the rows of 3B and 3D may not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from breaking import copied, refusal_of

if TYPE_CHECKING:
    from pathlib import Path


def broken(folder: Path, drug: str, old: str, new: str) -> str:
    """Return what is said of a plan in which one text of one file is replaced."""
    folder = copied(folder)
    file = folder / f"plans/mmn/{drug}.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return refusal_of(folder)


@pytest.mark.parametrize(
    ("drug", "old", "new", "says"),
    [
        pytest.param(
            "gabapentin",
            'step_from = { value = 300, unit = "mg"',
            'step_from = { value = 301, unit = "mg"',
            "step_from must not exceed step_to",
            id="a range the wrong way round",
        ),
        pytest.param(
            "gabapentin",
            'step_from = { value = 300, unit = "mg"',
            'step_from = { value = 0, unit = "mg"',
            "step_from must be above zero",
            id="a step of nothing",
        ),
        pytest.param(
            "gabapentin",
            'step_from = { value = 300, unit = "mg", source = "mmn_plan", '
            'at = "3B · Gabapentin · Dosing" }\n',
            "",
            "step_from and step_to go together",
            id="half a range",
        ),
        pytest.param(
            "gabapentin",
            'target_to = { value = 1800, unit = "mg/d"',
            'target_to = { value = 1.8, unit = "g/d"',
            "in the same unit",
            id="a range in two units",
        ),
        pytest.param(
            "gabapentin",
            'maximum = { value = 3600, unit = "mg/d"',
            'maximum = { value = 3600, unit = "mg"',
            "unit must be 'mg/d' or 'g/d'",
            id="a maximum that is no amount a day",
        ),
        pytest.param(
            "gabapentin",
            'next_doses = { value = 3, unit = "1"',
            'next_doses = { value = 2.5, unit = "1"',
            "next_doses must be a whole number",
            id="half a dose a day",
        ),
        pytest.param(
            "pregabalin",
            'start_doses = { value = 2, unit = "1"',
            'start_doses = { value = 3, unit = "1"',
            "must not be fewer than start_doses",
            id="fewer doses than at the start",
        ),
        pytest.param(
            "duloxetine",
            'next_dose = { value = 60, unit = "mg"',
            'next_dose = { value = 30, unit = "mg"',
            "must come to more a day than the start",
            id="a next dose that is no increase",
        ),
        pytest.param(
            "duloxetine",
            "next_dose = ",
            "# next_dose = ",
            "either a step or a next dose",
            id="neither a step nor a next dose",
        ),
        pytest.param(
            "duloxetine",
            'start_to = { value = 30, unit = "mg"',
            'start_to = { value = 60, unit = "mg"',
            "needs a single start dose",
            id="a next dose above a range of starts",
        ),
        pytest.param(
            "duloxetine",
            'step_every_from = { value = 7, unit = "d"',
            'step_every_from = { value = 7.5, unit = "d"',
            "step_every must be whole days",
            id="half a day between steps",
        ),
        pytest.param(
            "duloxetine",
            'within = { value = 14, unit = "d"',
            'within = { value = 14.5, unit = "d"',
            "within must be a whole number",
            id="half a day in a window",
        ),
        pytest.param(
            "duloxetine",
            'within = { value = 14, unit = "d"',
            'within = { value = 2, unit = "wk"',
            "unit must be 'mo' or 'd'",
            id="a window in weeks",
        ),
        pytest.param(
            "acetaminophen",
            'lowered_maximum = { value = 2, unit = "g/d"',
            'lowered_maximum = { value = 5, unit = "g/d"',
            "lowered_maximum must not exceed maximum",
            id="a lowered maximum above the maximum",
        ),
        pytest.param(
            "eculizumab",
            'at_least = { value = 14, unit = "d"',
            'at_least = { value = 14, unit = "mo"',
            "unit must be 'd'",
            id="a vaccination counted in months",
        ),
        pytest.param(
            "eculizumab",
            "reason = ",
            "dose = ",
            "dosing.reason: Field required",
            id="a missing dose without its reason",
        ),
        pytest.param(
            "amitriptyline",
            "target_above = ",
            "target_over = ",
            "a condition begins with one of",
            id="a comparison that there is not",
        ),
    ],
)
def test_a_broken_row_is_refused_by_file_and_reason(
    tmp_path: Path, drug: str, old: str, new: str, says: str
) -> None:
    told = broken(tmp_path, drug, old, new)
    assert f"plans/mmn/{drug}.toml" in told
    assert says in told
