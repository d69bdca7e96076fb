"""What people type, at random, each with its value worked out apart from the project's units."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import by_hand
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = 4


class Typed(NamedTuple):
    """A text as typed, and what it means in the unit that `by_hand` calculates in."""

    text: str
    value: Fraction


def number_text(scaled: int, places: int) -> str:
    """Write `scaled` ÷ 10^`places` as a decimal with that many places."""
    if places == 0:
        return str(scaled)
    digits = str(scaled).zfill(places + 1)
    return f"{digits[:-places]}.{digits[-places:]}"


@st.composite
def numbers(draw: st.DrawFn, lowest: Fraction, highest: Fraction) -> tuple[str, Fraction]:
    """Draw a decimal of up to four places within bounds, as text and as a fraction."""
    places = draw(st.integers(0, PLACES))
    scale = 10**places
    first, last = -(-lowest * scale // 1), highest * scale // 1
    scaled = draw(st.integers(int(first), max(int(first), int(last))))
    return number_text(scaled, places), Fraction(scaled, scale)


def gap_before(spelling: str, gap: str) -> str:
    """Keep a number apart from a unit that begins with one: 4 10*9/L is no 410*9/L."""
    return gap or " " if spelling[0].isdigit() else gap


def _measure(
    units: dict[str, tuple[tuple[str, ...], str]],
    meaning: Callable[[Fraction, str], Fraction],
    lowest: str,
    highest: str,
) -> st.SearchStrategy[Typed]:
    """Return measures between two bounds, in every unit and every spelling of it."""

    def of(name: str) -> st.SearchStrategy[Typed]:
        spellings, unit = units[name]
        one = meaning(Fraction(1), unit)
        return st.builds(
            lambda number, spelling, gap: Typed(
                number[0] + gap_before(spelling, gap) + spelling, number[1] * one
            ),
            numbers(Fraction(lowest) / one, Fraction(highest) / one),
            st.sampled_from(spellings),
            st.sampled_from([" ", "", "  "]),
        )

    return st.one_of(*(of(name) for name in units))


def _pair(
    larger: Fraction,
    smaller: Fraction,
    in_one: int,
    words: tuple[tuple[str, str], ...],
    whole: tuple[int, int],
) -> st.SearchStrategy[Typed]:
    """Return measures written with two units, such as 5 ft 9 in."""
    return st.builds(
        lambda first, second, word: Typed(
            f"{first}{word[0]}{second[0]}{word[1]}", first * larger + second[1] * smaller
        ),
        st.integers(*whole),
        numbers(Fraction(0), Fraction(in_one) - Fraction(1, 10**PLACES)),
        st.sampled_from(words),
    )


# Within the accepted bounds, 20 to 400 kg and 100 to 250 cm.
WEIGHTS = _measure(
    {
        "kilograms": (("kg", "kgs", "KG", "kilograms"), "kg"),
        "grams": (("g", "grams"), "g"),
        "pounds": (("lb", "lbs", "pounds"), "lb"),
        "stones": (("st", "stone"), "st"),
    },
    by_hand.kilograms,
    "20",
    "400",
) | _pair(
    by_hand.STONE, by_hand.LB, 14, ((" st ", " lb"), ("st", "lb"), (" stone ", " pounds")), (4, 61)
)
HEIGHTS = _measure(
    {
        "centimetres": (("cm", "CM", "centimetres"), "cm"),
        "metres": (("m", "metres", "meters"), "m"),
        "inches": (("in", "inches", '"'), "in"),
        "feet": (("ft", "feet", "'"), "ft"),
    },
    by_hand.centimetres,
    "100",
    "250",
) | _pair(
    by_hand.FOOT, by_hand.INCH, 12, ((" ft ", " in"), ("'", '"'), (" feet ", " inches")), (4, 7)
)
# In days, from a day to more than half a year.
INTERVALS = _measure(
    {
        "weeks": (("weeks", "week", "wk", "w"), "wk"),
        "days": (("days", "day", "d"), "d"),
        "months": (("months", "month", "mo", "calendar months"), "mo"),
    },
    by_hand.days,
    "1",
    "200",
)
DOSES = _measure(
    {"grams": (("g/kg", "g / kg"), "g"), "milligrams": (("mg/kg", "MG/KG"), "mg")},
    lambda number, unit: number / 1000 if unit == "mg" else number,
    "0.01",
    "5",
)
IVIG_DOSES = _measure(
    {"grams": (("g", "grams", "gm"), "g"), "milligrams": (("mg", "milligrams"), "mg")},
    lambda number, unit: number / 1000 if unit == "mg" else number,
    "0.5",
    "400",
)
CREATININES = _measure(
    {
        "mg/dL": (("mg/dL", "mg/dl", "MG / DL"), "mg/dL"),
        "umol/L": (("µmol/L", "umol/L", "μmol/l", "micromol/L"), "umol/L"),
    },
    by_hand.creatinine_mg_dl,
    "0.2",
    "15",
)
CELL_COUNTS = _measure(
    {
        "each": (("/uL", "/µL", "cells/µL", "per µL"), "/uL"),
        "thousand": (("K/uL", "10*3/uL", "10³/µL", "×10³/µL", "x10^3/uL"), "10*3/uL"),
        "billion a litre": (("10*9/L", "10⁹/L", "×10⁹/L", "x10^9/L"), "10*9/L"),
    },
    by_hand.cells_per_microlitre,
    "10",
    "90000",
)
AGES = st.builds(
    lambda number, spelling: Typed(f"{number[0]} {spelling}", number[1]),
    numbers(Fraction(0), Fraction(120)),
    st.sampled_from(["years", "year", "y", "yrs", "a"]),
)
SEXES = st.sampled_from(["male", "female"])
FORMULAS = st.sampled_from(["mosteller", "du_bois", "haycock", "gehan_george", "boyd"])
