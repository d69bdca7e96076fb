"""The next dose in whole tablets is looked for no further than the tablets themselves are apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

import units
from calculators.dispensing.tablets import _last_place


@pytest.mark.parametrize(
    ("sizes", "unit", "apart"),
    [
        pytest.param(["250", "500"], "mg", "1", id="whole milligrams"),
        pytest.param(["0.25"], "g", "1", id="grams that are whole milligrams"),
        pytest.param(["2.5", "10"], "mg", "0.1", id="a tablet of two and a half milligrams"),
        pytest.param(["0.25", "12.5"], "mg", "0.01", id="the finest of several"),
        pytest.param(["12.50"], "mg", "0.1", id="a nought at the end is no place"),
    ],
)
def test_no_two_sums_of_tablets_lie_nearer_than_their_last_place(
    sizes: list[str], unit: str, apart: str
) -> None:
    tablets = tuple(units.quantity(Decimal(size), unit) for size in sizes)
    assert _last_place(tablets) == units.quantity(Decimal(apart), "mg")
