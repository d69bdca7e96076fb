"""The band of weekly exposures that the plan's regimens span."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import units

if TYPE_CHECKING:
    from plan_data.schema.remarks import InBand


@dataclass(frozen=True, slots=True)
class Band:
    """The lowest and the highest weekly exposure, in g/kg/week, that the plan's patterns span."""

    lowest: units.Quantity
    highest: units.Quantity

    def place(self, weekly_per_kg: units.Quantity) -> InBand:
        """Tell where an exposure lies: inside, below or above the band."""
        unit = "g/kg/wk"
        exposure = units.settled(weekly_per_kg, unit)
        if exposure < units.settled(self.lowest, unit):
            return "below the band"
        above = exposure > units.settled(self.highest, unit)
        return "above the band" if above else "inside the band"

    def beside(self, weekly_per_kg: units.Quantity) -> str:
        """Return an exposure beside the band, in g/kg/week, with the digits that show the side."""
        exposure = units.shown_against(weekly_per_kg, self.lowest, self.highest)
        return f"{exposure}, beside {units.shown(self.lowest)} to {units.shown(self.highest)}"
