"""Every key that a request may have, as a type: mypy sees one that is misspelt in the code."""

from __future__ import annotations

from typing import Literal, TypeAlias

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
    "grip",
    "grip_baseline",
    "mrc",
    "creatinine_normal",
    "hemoglobin",
    "hemoglobin_before",
    "igg_trough",
    "ncs_stable",
    "fvc",
    "name",
    "with",
]
