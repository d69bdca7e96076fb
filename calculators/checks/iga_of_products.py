"""How much IgA the chosen product holds, and which products on record hold less.

"Weigh the choice of product" cannot be done without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import units
from calculators.patient.patient import Answer

if TYPE_CHECKING:
    from calculators.checks.comparisons import Look
    from plan_data.schema.products import Product


def iga_in_the_product(reads: tuple[str, ...], look: Look) -> list[str]:
    """Say how much IgA is on record of the chosen product, and which hold less of it in a dose.

    Parameters
    ----------
    reads
        The facts that the rule looks at; only of one that reads IgA deficiency is it said, for a
        patient who is deficient.

    Each is printed per mL as its source has it, with the mark. Products are compared by the IgA
    that goes with a gram of immunoglobulin: half as much a mL at half the strength is no less. The
    numbers mix means and most values, which is why each keeps its qualifier.
    """
    product = look.result.product
    deficient = "iga_deficiency" in reads and (
        look.evidence.fact("iga_deficiency").answer is Answer.YES
    )
    if product is None or not deficient:
        return []
    own = f"IgA in {product.label}: {_as_printed(product)}"
    return [own, _lower(product, look)]


def _as_printed(product: Product) -> str:
    if product.iga is None:
        return "not established"
    return f"{product.iga.shown} ({'; '.join(product.iga.sources)})"


def _lower(product: Product, look: Look) -> str:
    treatment = look.result.treatment
    route = treatment.route if treatment is not None else ""
    others = [
        each
        for each in look.plan.products.values()
        if each.holds == product.holds and each.id != product.id and route in each.routes
    ]
    known = sorted(
        ((per_gram, each) for each in others if (per_gram := _per_gram(each)) is not None),
        key=lambda pair: pair[0].magnitude,
    )
    own = _per_gram(product)
    said = "Lower on record in the same dose"
    if own is None:
        said = "On record of others by this route"
    else:
        known = [pair for pair in known if pair[0] < own]
    named = "; ".join(f"{each.label} {_as_printed(each)}" for _, each in known)
    return f"{said}: {named or 'none'}"


def _per_gram(product: Product) -> units.Quantity | None:
    """Return the IgA that goes with a gram of immunoglobulin, as a bare ratio."""
    if product.iga is None or product.concentration is None:
        return None
    with units.exact():
        return units.convert(product.iga.quantity / product.concentration.quantity, "1")
