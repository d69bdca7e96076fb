"""The kinds of measure that people type, each with the units accepted for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache


@dataclass(frozen=True)
class Kind:
    """A kind of measure that people type, with the units accepted for it.

    Parameters
    ----------
    name
        What it is called in a refusal.
    example
        One right way to write it.
    spellings
        UCUM code → ways to write it, in lower case; the first is the one named to people.
    """

    name: str
    example: str
    spellings: dict[str, tuple[str, ...]]

    @property
    def accepted(self) -> str:
        """The accepted units as one phrase."""
        names = [ways[0] for ways in self.spellings.values()]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

    def ucum_of(self, spelling: str) -> str | None:
        """Return the UCUM code that `spelling` stands for, or None when it is no unit here."""
        return self._by_spelling.get(_folded_unit(spelling))

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        return {_folded_unit(way): ucum for ucum, ways in self.spellings.items() for way in ways}


@lru_cache(maxsize=1024)
def _folded_unit(text: str) -> str:
    """Fold the ways in which one unit is keyed: case, spaces, µ, powers, multiplication signs."""
    folded = "".join(text.lower().split()).replace("μ", "u").replace("µ", "u")
    for found, plain in (("²", "2"), ("³", "3"), ("⁹", "9"), ("×", "x"), ("’", "'"), ("′", "'")):
        folded = folded.replace(found, plain)
    folded = folded.replace("″", '"').replace("”", '"').replace("^", "*").replace("**", "*")
    return re.sub(r"^x10", "10", folded)


_CELLS = {
    "/uL": ("/µL", "cells/µL", "per µL"),
    "10*3/uL": ("10³/µL", "10*3/µL", "K/µL", "thousand/µL"),
    "10*9/L": ("10⁹/L", "10*9/L"),
}
_DRUG_MASS = {
    "g": ("g", "gm", "gms", "gram", "grams", "gramme", "grammes"),
    "mg": ("mg", "mgs", "milligram", "milligrams"),
}
BODY_WEIGHT = Kind(
    "Weight",
    "80 kg",
    {
        "kg": ("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"),
        "g{body}": ("g", "gram", "grams", "gramme", "grammes"),
        "[lb_av]": ("lb", "lbs", "pound", "pounds"),
        "[stone_av]": ("st", "stone", "stones"),
    },
)
HEIGHT = Kind(
    "Height",
    "180 cm",
    {
        "cm": ("cm", "cms", "centimetre", "centimetres", "centimeter", "centimeters"),
        "m": ("m", "metre", "metres", "meter", "meters"),
        "[in_i]": ("in", "ins", "inch", "inches", '"', "''"),
        "[ft_i]": ("ft", "foot", "feet", "'"),
    },
)
AGE = Kind("Age", "58 years", {"a": ("years", "year", "y", "yr", "yrs", "a")})
DRUG_MASS = Kind("Dose", "60 g", _DRUG_MASS)
DAILY_DOSE = Kind(
    "Target",
    "900 mg/day",
    {
        "mg/d": ("mg/day", "mg/d", "mg/24h", "mg a day", "mg per day", "mg daily"),
        "g/d": ("g/day", "g/d", "g/24h", "g a day", "g per day", "g daily"),
    },
)
DOSE_PER_WEIGHT = Kind(
    "Dose",
    "1 g/kg",
    {
        "g/kg": ("g/kg", "gm/kg", "gram/kg", "grams/kg"),
        "mg/kg": ("mg/kg", "milligram/kg", "milligrams/kg"),
    },
)
INTERVAL = Kind(
    "Interval",
    "3 weeks",
    {
        "wk": ("weeks", "week", "wk", "wks", "w"),
        "d": ("days", "day", "d"),
        "mo": ("months", "month", "mo", "calendar months", "calendar month"),
    },
)
SURFACE = Kind("Body surface", "2 m²", {"m2": ("m²", "m2", "m*2", "sqm", "sq m")})
CONCENTRATION = Kind(
    "Concentration",
    "10 %",
    {
        # A solution of so many per cent holds so many grams in a decilitre.
        "g/dL": ("%", "percent", "g/dL", "g/100 mL"),
        "g/mL": ("g/mL",),
        "mg/mL": ("mg/mL",),
    },
)
INFUSION_RATE = Kind(
    "Rate",
    "2 mg/kg/min",
    {
        "mg/kg/min": ("mg/kg/min",),
        "mg/kg/h": ("mg/kg/h", "mg/kg/hour"),
        "mL/kg/h": ("mL/kg/h", "mL/kg/hour"),
        "mL/kg/min": ("mL/kg/min",),
        "mL/h": ("mL/h", "mL/hour", "mL/hr"),
        "mg/h": ("mg/h", "mg/hour", "mg/hr"),
    },
)
DURATION = Kind(
    "Duration",
    "30 min",
    {"min": ("min", "mins", "minute", "minutes"), "h": ("h", "hour", "hours", "hr", "hrs")},
)
CREATININE = Kind(
    "Creatinine",
    "1.1 mg/dL",
    {"mg/dL": ("mg/dL",), "umol/L": ("µmol/L", "micromol/L", "micromoles/L")},
)
CELL_COUNT = Kind("Cell count", "4.2 10*9/L", _CELLS)
IMMUNOGLOBULIN = Kind("Immunoglobulin", "800 mg/dL", {"mg/dL": ("mg/dL",), "g/L": ("g/L",)})
HEMOGLOBIN = Kind("Hemoglobin", "13.5 g/dL", {"g/dL": ("g/dL",), "g/L": ("g/L",)})
GRIP = Kind(
    "Grip strength",
    "24 kg",
    {
        "kgf": ("kg", "kgs", "kgf", "kg of force", "kilograms", "kilogram"),
        "[lbf_av]": ("lb", "lbs", "lbf", "lb of force", "pounds", "pound"),
        "%": ("%", "percent", "% of baseline", "percent of baseline"),
    },
)
MRC_GRADE = Kind("MRC grade", "4/5", {"{MRC}": ("/5",)})
FVC = Kind(
    "FVC",
    "78 %",
    {"%": ("%", "percent", "% predicted", "percent predicted", "% of predicted")},
)

KINDS = {
    "creatinine": CREATININE,
    "cell_count": CELL_COUNT,
    "immunoglobulin": IMMUNOGLOBULIN,
    "hemoglobin": HEMOGLOBIN,
}
