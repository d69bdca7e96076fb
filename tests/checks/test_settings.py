"""Where the plan places each treatment: its priorities in ED, HOSP, OPD and ICU."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding

SIZE = {"weight": "80 kg", "height": "180 cm"}
REQUESTS: dict[str, dict[str, Any]] = {
    "IVIg induction": {"calculator": "induction", "weight": "80 kg", "days": 5},
    "IVIg maintenance": {
        "calculator": "maintenance",
        "weight": "80 kg",
        "dose": "1 g/kg",
        "every": "3 weeks",
    },
    "SCIg maintenance": {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
    "Cyclophosphamide": {"calculator": "cyclophosphamide", **SIZE},
    "Rituximab": {"calculator": "rituximab", **SIZE},
}

# Read off the plan's treatment tables, columns ED, HOSP, OPD, ICU.
PRIORITIES = {
    "IVIg induction": ("-", "STAT", "ROUTINE", "-"),
    "IVIg maintenance": ("-", "ROUTINE", "ROUTINE", "-"),
    "SCIg maintenance": ("-", "-", "ROUTINE", "-"),
    "Cyclophosphamide": ("-", "EXT", "EXT", "-"),
    "Rituximab": ("-", "EXT", "EXT", "-"),
}
SECTIONS = {
    "IVIg induction": "3A",
    "IVIg maintenance": "3C",
    "SCIg maintenance": "3C",
    "Cyclophosphamide": "3D",
    "Rituximab": "3D",
}
PLACES = [
    pytest.param(row, setting, priority, id=f"{row} in {setting} is {priority}")
    for row, priorities in PRIORITIES.items()
    for setting, priority in zip(("ED", "HOSP", "OPD", "ICU"), priorities, strict=True)
]


@pytest.mark.parametrize(("row", "setting", "priority"), PLACES)
def test_a_treatment_that_the_plan_does_not_place_in_a_setting_is_a_caution(
    row: str, setting: str, priority: str
) -> None:
    found = finding(answer_to(**REQUESTS[row], setting=setting), "setting")
    assert found["outcome"] == ("caution" if priority == "-" else "clear")
    assert found["seen"] == f"Setting: {setting}, where the plan's priority is {priority}"
    assert found["source"] == f"{SECTIONS[row]} · {row} · {setting}"


@pytest.mark.parametrize("row", [pytest.param(row, id=row) for row in REQUESTS])
@pytest.mark.parametrize(
    "setting", [pytest.param(None, id="not given"), pytest.param("unknown", id="unknown")]
)
def test_a_setting_that_is_not_recorded_is_unknown(row: str, setting: str | None) -> None:
    found = finding(answer_to(**REQUESTS[row], setting=setting), "setting")
    assert found["outcome"] == "unknown"
    assert found["facts"] == ["setting"]
    assert "not recorded" in found["seen"]
    assert "ED, HOSP, OPD or ICU" in found["resolve"]


def test_a_body_size_has_no_setting() -> None:
    rules = {found["rule"] for found in answer_to("body", **SIZE)["checks"]["findings"]}
    assert "setting" not in rules
