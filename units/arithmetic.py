"""What may be done with a quantity, as the strict type checker sees it.

Two quantities that are added or compared must also have one dimension; that is not in their types,
and pint refuses it when it happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable
    from decimal import Decimal


class Quantity(Protocol):
    """A number with its unit, and the arithmetic that strict types let through.

    At run time every one is a pint quantity of the one registry with a `Decimal` magnitude. pint's
    own annotations leave magnitude and arithmetic to be `Any`, so that a mass could be added to
    the bare number of a volume and no check would see it. What is not declared (floats, powers,
    pint's own conversions) is for no calculator.
    """

    @property
    def magnitude(self) -> Decimal:
        """The number, in the unit in which the quantity stands."""

    @property
    def _units(self) -> Hashable:
        """The unit as pint has it; looked at in `units/registry.py` only."""

    def is_compatible_with(self, other: Quantity, /) -> bool:
        """Tell whether the two have one dimension, so that one can be converted into the other."""

    def __add__(self, other: Quantity, /) -> Quantity: ...
    def __sub__(self, other: Quantity, /) -> Quantity: ...
    def __mul__(self, other: Quantity | Decimal | int, /) -> Quantity: ...
    def __rmul__(self, other: Decimal | int, /) -> Quantity: ...
    def __truediv__(self, other: Quantity | Decimal | int, /) -> Quantity: ...
    def __abs__(self) -> Quantity: ...
    def __lt__(self, other: Quantity, /) -> bool: ...
    def __le__(self, other: Quantity, /) -> bool: ...
    def __gt__(self, other: Quantity, /) -> bool: ...
    def __ge__(self, other: Quantity, /) -> bool: ...
