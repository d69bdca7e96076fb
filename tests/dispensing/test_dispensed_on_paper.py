"""The working of what is dispensed, line by line with its name: worked out on paper.

A pump runs at the rate × the weight ÷ the concentration; each step runs in its rate × its time, and
the last what is left.
"""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to

# 12 g a week of 10 % are 120 mL, three sites of 40 mL by the plan's 50 mL.
AT_HOME = "120 mL ÷ 50 mL a site (the plan), up: 3"
WORKING = [
    pytest.param(
        # 8 mg/kg/min are reached by doubling; 162 mL have run by then, 558 mL are left: 96.9 min.
        {"calculator": "maintenance", "weight": "72 kg", "dose": "1 g/kg", "every": "3 weeks",
         "product": "privigen"},
        [
            ("Containers", ("1 × 40 g + 1 × 20 g + 1 × 10 g + 1 × 5 g = 75 g; 72 g is given and 3 "
             "g (30 mL) is left over")),
            ("Volume", "72 g ÷ 0.1 g/mL = 720 mL"),
            ("Dispensed, less what was calculated", "72 g − 72 g = 0 g (0 %)"),
            ("Rate, step 1", "0.5 mg/kg/min × 72 kg ÷ 0.1 g/mL = 21.6 mL/h, for 30 min: 10.8 mL"),
            ("Rate, step 2", "1 mg/kg/min × 72 kg ÷ 0.1 g/mL = 43.2 mL/h, for 30 min: 21.6 mL"),
            ("Rate, step 3", "2 mg/kg/min × 72 kg ÷ 0.1 g/mL = 86.4 mL/h, for 30 min: 43.2 mL"),
            ("Rate, step 4", "4 mg/kg/min × 72 kg ÷ 0.1 g/mL = 172.8 mL/h, for 30 min: 86.4 mL"),
            ("Rate, step 5", "8 mg/kg/min × 72 kg ÷ 0.1 g/mL = 345.6 mL/h, for ≈ 97 min: 558 mL"),
            ("Dispensed, beside the plan's figure", "72 g ÷ 72 kg = 1 g/kg"),
        ],
        id="into a vein",
    ),
    pytest.param(
        # √(180 × 80 ÷ 3600) = 2 m²; 350 mL have run in 210 min, 25 mL take 7.5 min.
        {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm", "product": "rituximab",
         "concentration": "2 mg/mL"},
        [
            ("Containers", ("1 × 500 mg + 3 × 100 mg = 800 mg; 750 mg is given and 50 mg (5 mL) is "
             "left over")),
            ("Volume", "750 mg ÷ 10 mg/mL = 75 mL"),
            ("Dispensed, less what was calculated", "750 mg − 750 mg = 0 mg (0 %)"),
            ("Volume in the bag", "750 mg ÷ 2 mg/mL = 375 mL"),
            ("Rate, step 1", "50 mg/h ÷ 2 mg/mL = 25 mL/h, for 30 min: 12.5 mL"),
            ("Rate, step 2", "100 mg/h ÷ 2 mg/mL = 50 mL/h, for 30 min: 25 mL"),
            ("Rate, step 3", "150 mg/h ÷ 2 mg/mL = 75 mL/h, for 30 min: 37.5 mL"),
            ("Rate, step 4", "200 mg/h ÷ 2 mg/mL = 100 mL/h, for 30 min: 50 mL"),
            ("Rate, step 5", "250 mg/h ÷ 2 mg/mL = 125 mL/h, for 30 min: 62.5 mL"),
            ("Rate, step 6", "300 mg/h ÷ 2 mg/mL = 150 mL/h, for 30 min: 75 mL"),
            ("Rate, step 7", "350 mg/h ÷ 2 mg/mL = 175 mL/h, for 30 min: 87.5 mL"),
            ("Rate, step 8", "400 mg/h ÷ 2 mg/mL = 200 mL/h, for ≈ 8 min: 25 mL"),
            ("Dispensed, beside the plan's figure", "750 mg ÷ 2 m² = 375 mg/m²"),
        ],
        id="from a bag",
    ),
    pytest.param(
        # 40 g every 4 weeks are 10 g a week, 12 g with the uplift. At a site 36.67 mL run in 40
        # min, 3.33 mL at 240 mL/h in 0.83 min; later 26.67 mL in 30 min, 13.33 mL in 3.33 min.
        {"calculator": "scig", "ivig_dose": "40 g", "every": "4 weeks", "product": "hyqvia",
         "weight": "80 kg"},
        [
            ("Containers", ("1 × 10 g + 1 × 2.5 g = 12.5 g; 12 g is given and 0.5 g (5 mL) is left "
             "over")),
            ("Volume", "12 g ÷ 0.1 g/mL = 120 mL"),
            ("Dispensed, less what was calculated", "12 g − 12 g = 0 g (0 %)"),
            ("Volume a week, as dispensed", "12 g ÷ 0.1 g/mL = 120 mL"),
            ("First infusions: volume of a session", "120 mL ÷ 1 = 120 mL"),
            ("First infusions: sites of a session",
             f"{AT_HOME}; ÷ 600 mL (the label), up: 1; the stricter decides: 3"),
            ("First infusions: volume a site", "120 mL ÷ 3 = 40 mL"),
            ("First infusions: time of a session",
             ("40 mL a site: 10 min at 10 mL/h, 10 min at 30 mL/h, 10 min at 60 mL/h, 10 min at "
             "120 mL/h, ≈ 1 min at 240 mL/h ≈ 41 min")),
            ("Once tolerated: volume of a session", "120 mL ÷ 1 = 120 mL"),
            ("Once tolerated: sites of a session",
             f"{AT_HOME}; ÷ 600 mL (the label), up: 1; the stricter decides: 3"),
            ("Once tolerated: volume a site", "120 mL ÷ 3 = 40 mL"),
            ("Once tolerated: time of a session",
             ("40 mL a site: 10 min at 10 mL/h, 10 min at 30 mL/h, 10 min at 120 mL/h, ≈ 3 min at "
             "240 mL/h ≈ 33 min")),
            ("The label's ramp-up, week 1", "40 g × 0.25 = 10 g"),
            ("The label's ramp-up, week 2", "40 g × 0.5 = 20 g"),
            ("The label's ramp-up, week 4", "40 g × 0.75 = 30 g"),
            ("The label's ramp-up, week 7", "40 g × 1 = 40 g"),
            ("Dispensed, beside the plan's figure", "12 g/week ÷ 10 g/week = 1.2"),
        ],
        id="under the skin, with a ramp-up",
    ),
    pytest.param(
        # 24 g of 20 % are 120 mL: six sites of 20 mL at first, then three of 40 mL at 50 mL/h.
        {"calculator": "scig", "ivig_dose": "80 g", "every": "4 weeks", "product": "hizentra",
         "weight": "80 kg"},
        [
            ("Containers", "2 × 10 g + 1 × 4 g = 24 g"),
            ("Volume", "24 g ÷ 0.2 g/mL = 120 mL"),
            ("Dispensed, less what was calculated", "24 g − 24 g = 0 g (0 %)"),
            ("Volume a week, as dispensed", "24 g ÷ 0.2 g/mL = 120 mL"),
            ("First infusions: volume of a session", "120 mL ÷ 1 = 120 mL"),
            ("First infusions: sites of a session",
             f"{AT_HOME}; ÷ 20 mL (the label), up: 6; the stricter decides: 6"),
            ("First infusions: volume a site", "120 mL ÷ 6 = 20 mL"),
            ("First infusions: time of a session", "20 mL ÷ 20 mL/h = 60 min"),
            ("Once tolerated: volume of a session", "120 mL ÷ 1 = 120 mL"),
            ("Once tolerated: sites of a session",
             f"{AT_HOME}; ÷ 50 mL (the label), up: 3; the stricter decides: 3"),
            ("Once tolerated: volume a site", "120 mL ÷ 3 = 40 mL"),
            ("Once tolerated: time of a session", "40 mL ÷ 50 mL/h = 48 min"),
            ("Labelled dose, CIDP", "0.2 g/kg/week × 80 kg = 16 g/week"),
            ("Labelled dose, CIDP", "0.4 g/kg/week × 80 kg = 32 g/week"),
            ("Dispensed, beside the plan's figure", "24 g/week ÷ 20 g/week = 1.2"),
        ],
        id="under the skin, with the label's own doses",
    ),
    pytest.param(
        {"calculator": "cyclophosphamide", "weight": "80 kg", "route": "po",
         "product": "cyclophosphamide_tablets"},
        [
            ("In tablets, the lowest", "1 × 50 mg + 1 × 25 mg = 75 mg"),
            ("In tablets, the highest", "3 × 50 mg = 150 mg"),
        ],
        id="in tablets",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "lines"), WORKING)
def test_what_is_dispensed_reads_as_on_paper(
    request_: dict[str, Any], lines: list[tuple[str, str]]
) -> None:
    told = [(step["label"], step["working"]) for step in answer_to(**request_)["working"]]
    assert told[-len(lines) :] == lines
