"""Doses that can be taken: whether whole capsules and tablets make each dose of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import units

if TYPE_CHECKING:
    from decimal import Decimal

    from calculators.treatments.titration import DatedDose
    from calculators.working import Result
    from plan_data.schema.dosing import TitrationDosing
    from plan_data.schema.figures import OralStrengths


def in_strengths(result: Result, dosing: TitrationDosing) -> Result:
    """Return a result that says which of its doses no strength makes, with the nearest two in mg.

    A drug whose strengths are not on record says nothing of them.
    """
    strengths = dosing.strengths
    if strengths is None:
        return result
    rows: tuple[DatedDose, ...] = result.values["steps"]
    doses = {units.settled(row.per_dose, "mg"): row.per_dose for row in rows}
    said = [
        text for amount, dose in doses.items() if (text := _unmade(amount, dose, strengths.values))
    ]
    if not said:
        return result
    text = f"{' '.join(said)} {_on_record(strengths)}"
    return replace(
        result,
        remarks={**result.remarks, "strengths": "a dose that no strength makes"},
        observed={**result.observed, "strengths": text},
    )


def _unmade(amount: Decimal, dose: units.Quantity, strengths: tuple[int, ...]) -> str:
    below, above = nearest(amount, strengths)
    if below == amount:
        return ""
    near = " and ".join(
        f"{units.shown(units.quantity(each, 'mg'))} {side}"
        for each, side in ((below, "below"), (above, "above"))
        if each
    )
    return f"{units.shown(dose)} a dose cannot be made; nearest: {near}."


def nearest(amount: Decimal, strengths: tuple[int, ...]) -> tuple[int, int]:
    """Return the nearest sums of strengths, in mg: not above an amount (0: none), and not below."""
    # One more of the smallest reaches past any amount.
    reach = int(amount) + strengths[0] + 1
    sums = {0}
    for total in range(1, reach + 1):
        if any(total - each in sums for each in strengths):
            sums.add(total)
    return max(each for each in sums if each <= amount), min(
        each for each in sums if each >= amount
    )


def _on_record(strengths: OralStrengths) -> str:
    listed = ", ".join(str(each) for each in strengths.values)
    return f"Strengths on record: {listed} {strengths.unit} ({strengths.at})"
