"""What doses by body surface share: the surface, perhaps capped, and the other formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import units
from calculators.patient.body_size import SURFACE_FORMULAS, BodySurfaceFormula, body_surface
from calculators.patient.patient import Measure, Patient, needed
from calculators.working import Alternative, Step, difference, stated

if TYPE_CHECKING:
    from collections.abc import Callable

    from plan_data.schema.remarks import WhetherCapped


@dataclass(frozen=True, slots=True)
class DosingSurface:
    """The body surface that a dose is worked out by: `steps`, of which the last holds it, in m²."""

    steps: tuple[Step, ...]
    capped: bool

    @property
    def step(self) -> Step:
        """The surface to dose by."""
        return self.steps[-1]

    @property
    def remark(self) -> WhetherCapped:
        """What rules read."""
        return "applied" if self.capped else "not applied"


def dosing_surface(
    patient: Patient, formula: BodySurfaceFormula, cap: units.Quantity | None
) -> DosingSurface:
    """Return the body surface to dose by; a site's cap, where one is set, is a step of its own.

    Raises
    ------
    units.Refused
        Weight or height is missing.
    """
    surface = body_surface(*require_surface(patient), formula)
    if cap is None or surface.quantity <= cap:
        return DosingSurface((surface,), capped=False)
    label = "Body surface, lowered to the site's cap (the plan sets none)"
    arithmetic = f"{units.shown(surface.quantity)}, at most {units.shown(cap)}"
    return DosingSurface((surface, stated(label, arithmetic, cap, "Site policy")), capped=True)


def require_surface(patient: Patient) -> tuple[Measure, Measure]:
    """Return weight and height, from which the surface is worked out.

    Raises
    ------
    units.Refused
        One of them is missing.
    """
    why = "the dose is worked out per m² of body surface, from weight and height."
    return needed(patient.weight, "weight", why), needed(patient.height, "height", why)


def other_formulas(
    patient: Patient, own: Step, cap: units.Quantity | None, dose_of: Callable[[Step], Step]
) -> Callable[[], tuple[Alternative, ...]]:
    """Return what finds the dose under each surface formula and its difference in mg."""

    def find(name: BodySurfaceFormula) -> Alternative:
        formula = SURFACE_FORMULAS[name]
        surface = dosing_surface(patient, name, cap).step
        dose = dose_of(surface).quantity
        change = units.convert(difference(dose, own.quantity), "mg")
        values = {"bsa": surface.quantity, "per_dose": dose, "difference": change}
        return Alternative(name, formula.label, values, "", (formula.citation,))

    return lambda: tuple(find(name) for name in SURFACE_FORMULAS)
