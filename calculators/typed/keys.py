"""Every key that a request may have, as a type: mypy sees one that is misspelt in the code."""

from __future__ import annotations

from typing import Literal, TypeAlias

# What is recorded for monitoring, in the order in which it is asked.
MonitorKey: TypeAlias = Literal[
    "grip",
    "grip_baseline",
    "mrc",
    "creatinine_normal",
    "hemoglobin",
    "hemoglobin_before",
    "igg_trough",
    "ncs_stable",
    "fvc",
]

Key: TypeAlias = Literal[
    # The order.
    "id",
    "of",
    "order",
    "order_every",
    "order_volume",
    "order_rate",
    "tolerance",
    # The patient.
    "weight",
    "height",
    "age",
    "sex",
    "setting",
    "dosing_weight",
    "premedication",
    "concurrent",
    # What a dose is worked out from.
    "days",
    "dose",
    "every",
    "ivig_dose",
    "route",
    "regimen",
    "bsa_formula",
    "bsa_cap",
    "drug",
    "target",
    "step_every",
    "first_dose",
    "start",
    "start_dose",
    "step",
    # How it is hung and drawn up.
    "product",
    "concentration",
    "round",
    "indication",
    "ladder",
    "max_rate",
    "sessions",
    "infusion",
    # What is looked at and asked about.
    "creatinine",
    MonitorKey,
    "name",
    "with",
    # The course.
    "phases",
    "strength",
    "avoid",
    "move",
    "moved",
    "skipped",
    "holidays",
]
