"""Every product on record: each fact with its source and mark; what is not there is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import units
from exchange.answers.goes_with import DECIDES
from plan_data import load_plan
from views.parts.frame import escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plan_data.schema.plan import Plan
    from plan_data.schema.products import (
        Containers,
        InfusionRates,
        LabelRate,
        MassRates,
        Product,
        ProductFigure,
        SiteLimits,
        SubcutaneousUse,
    )

_NONE = "not established: use the label"


def page() -> None:
    """Draw the page."""
    plan = load_plan()
    st.markdown(
        f"**{DECIDES}** Nothing here was checked by a clinician. Marks: **A** official label, "
        "regulator or manufacturer; **A†** label text on a re-hosting site; **B** secondary "
        "source. What could not be established is left out and said to be so."
    )
    _side_by_side(plan)
    name = st.selectbox(
        "Product",
        list(plan.products),
        format_func=lambda each: plan.products[each].label,
        key="product_shown",
        persist_state="session",
        width=300,
    )
    product = plan.products[name]
    checked = product.provenance.checked_by or "nobody yet"
    st.header(product.label)
    st.markdown(
        f"Checked by a clinician: **{checked}**. Next due {product.provenance.next_review}."
    )
    table([*_presentation(product, plan)])
    for place, (title, rows) in enumerate(_parts(product)):
        with st.expander(escaped(title), key=f"part_{place}"):
            table(rows)
    if "IV" in product.routes and not (product.rates or product.mass_rates):
        st.markdown(f"Rate of infusion: {_NONE}.")
    if "SC" in product.routes and not product.subcutaneous:
        st.markdown(f"Subcutaneous use: {_NONE}.")
    if product.rules:
        title = "Who should not get it, or what is weighed: asked with every dose of it"
        with st.expander(f"{title} ({len(product.rules)})", key="rules"):
            for rule in product.rules:
                st.markdown(f"- {escaped(rule.demands)}  \n  :gray[{rule.stands}]")
    if product.says:
        title = "What the label, or what stands beside it, says"
        with st.expander(f"{title} ({len(product.says)})", key="says"):
            for statement in product.says:
                st.markdown(f"- {escaped(statement.says)}  \n  :gray[{statement.sources[0]}]")
    _known_by_name_only(plan)


def _parts(product: Product) -> Iterator[tuple[str, list[Row]]]:
    """Return the tables of how a product is given, each with its heading."""
    for rates in product.rates:
        yield f"Rate of infusion, {rates.indication}", [*_rates(rates)]
    for mass_rates in product.mass_rates:
        yield f"Rate of infusion, {mass_rates.label}", [*_mass_rates(mass_rates)]
    for use in product.subcutaneous:
        yield f"Subcutaneous use, {use.indication}", [*_subcutaneous(use)]


def _side_by_side(plan: Plan) -> None:
    """Fold away an overview of the products of one drug, to compare; each fact as printed."""
    with st.expander(f"All {len(plan.products)} products side by side", key="side_by_side"):
        drugs = list(dict.fromkeys(product.holds for product in plan.products.values()))
        drug = st.segmented_control(
            "What it holds",
            drugs,
            default=drugs[0],
            required=True,
            format_func=lambda each: each.replace("_", " "),
            key="products_of",
            persist_state="session",
        )
        products = [each for each in plan.products.values() if each.holds == drug]
        table([_overview(product, drug) for product in products])
        st.markdown("The source of each figure stands with the product itself.")


def _overview(product: Product, drug: str) -> Row:
    concentration, highest = product.concentration, _highest(product)
    row = {
        "Product": f"**{escaped(product.label)}**",
        "Routes": ", ".join(product.routes),
        # A line never breaks between a number and its unit.
        "Sizes": ", ".join(
            units.shown(size).replace(" ", "\N{NO-BREAK SPACE}")
            for size in product.containers.sizes
        ),
        "Concentration": _NONE if concentration is None else concentration.shown,
        "Highest rate": highest,
    }
    if drug == "immunoglobulin":
        row["IgA"] = _NONE if product.iga is None else product.iga.shown
        row["Stabiliser"] = escaped(product.stabiliser.says) if product.stabiliser else _NONE
    return row


def _highest(product: Product) -> str:
    """Return the highest rate by vein for each use that the label has one for."""
    found = [
        f"{rates.maximum.printed} ({rates.indication})"
        for rates in product.rates
        if rates.maximum is not None
    ]
    found += [f"{each.maximum.shown} ({each.label})" for each in product.mass_rates]
    if "IV" not in product.routes:
        return "not by vein"
    return escaped("; ".join(found)) or _NONE


def _known_by_name_only(plan: Plan) -> None:
    with st.expander("Known by name, with too little read to work with"):
        for other in plan.other_products.named:
            st.markdown(f"**{escaped(other.brand)}.** Sizes and rates: {_NONE}.")
            for rule in other.rules:
                st.markdown(f"- {escaped(rule.demands)}  \n  :gray[{rule.stands}]")
            for statement in other.says:
                st.markdown(f"- {escaped(statement.says)}  \n  :gray[{statement.sources[0]}]")


Row = dict[str, str]


def _row(what: str, fact: ProductFigure | None) -> Row:
    if fact is None:
        return {"What": what, "Value": _NONE, "Source": "–"}
    return {"What": what, "Value": f"**{fact.shown}**", "Source": "; ".join(fact.sources)}


def _rate(what: str, rate: LabelRate | None) -> Row:
    if rate is None:
        return {"What": what, "Value": _NONE, "Source": "–"}
    return {
        "What": what,
        "Value": f"**{rate.printed}**",
        "Source": "; ".join(rate.leading.sources),
    }


def _presentation(product: Product, plan: Plan) -> Iterator[Row]:
    # Routes were read with the presentation, and carry its source.
    presented = product.concentration or product.containers
    yield {
        "What": "Routes",
        "Value": ", ".join(product.routes),
        "Source": "; ".join(presented.sources),
    }
    if product.holds == "immunoglobulin":
        yield _on_the_label(product, plan)
    if product.concentration is not None:
        yield _row("Concentration", product.concentration)
    if product.diluted_from is not None and product.diluted_to is not None:
        yield _row("In the bag, from", product.diluted_from)
        yield _row("In the bag, to", product.diluted_to)
    yield _sizes(product.containers)
    if product.holds == "immunoglobulin":
        stabiliser = product.stabiliser
        yield {
            "What": "Stabiliser",
            "Value": stabiliser.says if stabiliser else _NONE,
            "Source": stabiliser.sources[0] if stabiliser else "–",
        }
        yield _row("IgA", product.iga)
    if product.record is not None:
        yield {
            "What": "Written down each time",
            "Value": product.record.says,
            "Source": "; ".join(product.record.sources),
        }


def _on_the_label(product: Product, plan: Plan) -> Row:
    """Say by which route a label carries the plan's disease, or that none that was read does."""
    indication, what = plan.identity.indication, f"{plan.order_names.disease} on the label"
    rates, routes = product.rates_for(indication), product.labelled_routes.get(indication)
    if routes and rates is not None:
        return {
            "What": what,
            "Value": ", ".join(routes),
            "Source": "; ".join(rates.start.leading.sources),
        }
    if routes := product.labelled_routes_eu.get(indication):
        return {
            "What": what,
            "Value": f"{', '.join(routes)}, on a European leaflet; on no US label that was read",
            "Source": "the texts named on this page",
        }
    return {
        "What": what,
        "Value": "on none that was read (off-label)",
        "Source": "the labels named on this page",
    }


def _sizes(containers: Containers) -> Row:
    sizes = ", ".join(units.shown(size) for size in containers.sizes)
    return {"What": f"Sizes of a {containers.called}", "Value": sizes,
            "Source": containers.sources[0]}  # fmt: skip


def _rates(rates: InfusionRates) -> Iterator[Row]:
    yield _rate("Start", rates.start)
    yield _row("Start held for", rates.start_lasts)
    if rates.increment is not None:
        yield _rate("Raised by", rates.increment)
    for number, step in enumerate(rates.ladder, start=1):
        example = ", an example" if rates.ladder_is_example else ""
        yield _rate(f"Step {number}{example}", step)
    yield _row("Time between steps", rates.step_every)
    yield _rate("Maximum", rates.maximum)
    yield _rate("Ceiling at risk", rates.at_risk.ceiling if rates.at_risk else None)
    statements = (*((rates.at_risk.says,) if rates.at_risk else ()), *rates.says)
    for statement in statements:
        yield {
            "What": "Says",
            "Value": escaped(statement.says),
            "Source": statement.sources[0],
        }


def _mass_rates(rates: MassRates) -> Iterator[Row]:
    yield _row("Start", rates.start)
    yield _row("Raised by", rates.step)
    yield _row("Time between steps", rates.step_every)
    yield _row("Maximum", rates.maximum)


def _flow(phase: str, limits: SiteLimits) -> Iterator[Row]:
    for number, step in enumerate(limits.steps, start=1):
        yield _row(f"{phase}: rate a site, step {number}", step)
    if limits.step_every is not None:
        yield _row(f"{phase}: time between steps", limits.step_every)


def _subcutaneous(use: SubcutaneousUse) -> Iterator[Row]:
    yield _row("First infusions: volume a site", use.first.volume)
    yield _row("First infusions: rate a site", use.first.rate)
    yield from _flow("First infusions", use.first)
    yield _row("Once tolerated: volume a site", use.tolerated.volume)
    yield _row("Once tolerated: rate a site", use.tolerated.rate)
    yield from _flow("Once tolerated", use.tolerated)
    if use.from_weight is not None:
        yield _row("These limits hold from a body weight of", use.from_weight)
    if use.below is not None:
        yield _row("Below it, first infusions: volume a site", use.below.first.volume)
        yield _row("Below it, first infusions: rate a site", use.below.first.rate)
        yield from _flow("Below it, first infusions", use.below.first)
        yield _row("Below it, once tolerated: rate a site", use.below.tolerated.rate)
        yield from _flow("Below it, once tolerated", use.below.tolerated)
        if use.below.most_a_day is not None:
            yield _row("Below it, most in a day", use.below.most_a_day)
    yield _row("Most sites at once", use.most_sites)
    if use.volume_at_most_sites is not None:
        yield _row("Volume a site with the most sites", use.volume_at_most_sites)
    if use.most_a_day is not None:
        yield _row("Most in a day", use.most_a_day)
    yield _row("IV to SC factor", use.factor)
    for dose in use.weekly_doses:
        yield _row("Dose a week", dose)
    for statement in use.says:
        yield {
            "What": "Says",
            "Value": escaped(statement.says),
            "Source": statement.sources[0],
        }
