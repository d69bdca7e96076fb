"""What is hung and drawn up, on a page: the product chosen, and the containers that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.dispensing.asked import INFUSION_KEYS, ways_to_round
from calculators.dispensing.ladder import label_of_rates, offered_steps
from calculators.dispensing.rounding import containers_in_words
from calculators.patient.patient import UNKNOWN
from calculators.typed.fields import FIELDS, field_of
from exchange.answers.goes_with import DECIDES, MARKS, on_record, product_statements
from plan_data.schema.rules import Outcome
from views.parts.checks import outcome_badge
from views.parts.choices import measure_choice
from views.parts.controls import control
from views.parts.figures import draw_figures
from views.parts.folds import Fold
from views.parts.frame import aside, escaped, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product, Route, Statement

# A row begins at its time; its volume has run in by its end, not by that time.
_START = field_of("start", beside=INFUSION_KEYS)
VOLUME_BY_END = "Volume by end of step"


def products_for(plan: Plan, route: Route, holds: str) -> list[str]:
    """Return the products on record by a route, in the order in which they are offered."""
    return [
        name
        for name, product in plan.products.items()
        if route in product.routes and product.holds == holds
    ]


def product_choice(plan: Plan, route: Route, *, holds: str = "immunoglobulin") -> dict[str, Any]:
    """Ask for product, way to round and start, and return them as request keys.

    The choice is remembered while the session lasts, and shared by the pages of a route.
    """
    names = products_for(plan, route, holds)
    shared = f"{holds}_{route}".lower()
    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        name = st.selectbox(
            FIELDS["product"].label,
            names,
            index=None if len(names) > 1 else 0,
            format_func=lambda each: plan.products[each].label,
            placeholder="None: the dose in grams only",
            key=control("product", shared),
            persist_state="session",
            width=260,
        )
        if name is None:
            return {}
        product = plan.products[name]
        rounding = _rounding_choice(plan, product, shared)
        start = None
        if product.containers.called != "tablet":
            time = st.time_input(
                _START.label,
                None,
                step=300,
                key=control("start", "time"),
                persist_state="session",
                width=120,
            )
            start = f"{time:%H:%M}" if time else None
    return {"product": name, "round": rounding, "start": start, **_more(product, plan, route)}


def _rounding_choice(plan: Plan, product: Product, shared: str) -> str:
    return st.selectbox(
        FIELDS["round"].label,
        [
            way.id
            for way in ways_to_round(plan, product)
            if way.multiple is None or product.holds == "immunoglobulin"
        ],
        format_func=lambda each: plan.roundings[each].label,
        key=control("round", shared),
        persist_state="session",
        width=300,
    )


def _more(product: Product, plan: Plan, route: Route) -> dict[str, Any]:
    """Ask for what only some products need: indication, sessions, bag, steps, ceiling."""
    if route == "SC":
        return _subcutaneous(product, plan)
    if product.mass_rates:
        asked = _in_the_bag(product)
        with st.popover("Set a lower ceiling", icon=":material/speed:"):
            return asked | _ceiling(product)
    if not product.rates:
        return {}
    asked = {}
    indication = product.rates[0].id
    if len(product.rates) > 1:
        indication = indication_choice(
            product, {each.id: each.indication for each in product.rates}
        )
        asked["indication"] = indication
    with st.popover("Edit the steps, or set a lower ceiling", icon=":material/stairs:"):
        return asked | _ladder(product, indication, plan) | _ceiling(product)


def indication_choice(product: Product, labels: dict[str, str]) -> str:
    """Return whose rates or limits of a label are meant, at first the product's first."""
    return st.segmented_control(
        FIELDS["indication"].label,
        list(labels),
        default=next(iter(labels)),
        required=True,
        format_func=labels.__getitem__,
        key=control("indication", product.id),
        persist_state="session",
    )


def _subcutaneous(product: Product, plan: Plan) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(product.subcutaneous) > 1:
            labels = {each.id: each.indication for each in product.subcutaneous}
            asked["indication"] = indication_choice(product, labels)
        sessions = st.selectbox(
            FIELDS["sessions"].label,
            session_choices(plan),
            index=None,
            placeholder="the fewest that the sites allow",
            key=control("sessions"),
            persist_state="session",
            width=260,
        )
    return {**asked, "sessions": sessions}


def session_choices(plan: Plan) -> list[str]:
    """Return the numbers of sessions a week that are offered."""
    return [str(number) for number in range(1, int(plan.policies.most_sessions.value) + 1)]


def _in_the_bag(product: Product) -> dict[str, Any]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        infusion = st.segmented_control(
            FIELDS["infusion"].label,
            [each.id for each in product.mass_rates],
            default=product.mass_rates[0].id,
            required=True,
            format_func={each.id: each.label for each in product.mass_rates}.__getitem__,
            key=control("infusion", product.id),
            persist_state="session",
        )
        bag = measure_choice(
            control("concentration", "bag"),
            "Concentration in the bag",
            ("mg/mL",),
            default="",
            unit_label="Bag unit",
        )
    return {"infusion": infusion, "concentration": bag}


def _ceiling(product: Product) -> dict[str, Any]:
    units_offered = ("mL/h",) if product.mass_rates else ("mg/kg/min", "mL/kg/h", "mL/h")
    st.markdown("A ceiling that the prescriber sets; never above the label's maximum.")
    ceiling = measure_choice(
        control("max_rate", product.id),
        FIELDS["max_rate"].label,
        units_offered,
        default="",
        unit_label="Ceiling unit",
    )
    return {"max_rate": ceiling}


def _ladder(product: Product, indication: str, plan: Plan) -> dict[str, Any]:
    """Offer the steps to be edited; what is unchanged stays the label's or the policy's."""
    rates = product.rates_for(indication)
    if rates is None:
        return {}
    offered = offered_steps(rates, plan.policies.ladder)
    st.markdown("One step a line: the rate, then how long it is held.")
    typed = st.text_area(
        FIELDS["ladder"].label,
        offered,
        key=control("ladder", product.id, indication),
        persist_state="session",
        height=190,
        width=260,
    )
    changed = (typed or "").strip()
    return {"ladder": changed if changed and changed != offered else None}


# --- the answer -------------------------------------------------------------------------------


def container_folds(answered: Answered, plan: Plan) -> tuple[Fold, ...]:
    """Return what is opened, how else it could be rounded, and what the label says, folded."""
    values = answered.result.values
    if "product" not in values or "containers" not in values:
        return ()
    product = plan.products[values["product"]]
    return (
        Fold(
            "containers",
            "Containers",
            f"Containers of {product.label}",
            lambda: _containers(answered, product),
        ),
        Fold("ways", "Ways to round", "Ways to round, side by side", lambda: _ways(answered)),
        *statement_folds(answered),
    )


def _ways(answered: Answered) -> None:
    chosen = answered.result.values["rounding"]
    table([_choice(entry, chosen) for entry in answered.result.container_choices()])


def _containers(answered: Answered, product: Product) -> None:
    values = answered.result.values
    weekly = "weekly_volume" in values
    days = values.get("daily", ())
    alike = len({day.dose for day in days}) <= 1
    what = "A week" if weekly else "Each infusion" if alike else "Day 1"
    st.markdown(
        f"{what}: **{containers_in_words(values['containers'])}** gives "
        f"**{units.shown(values['dispensed'])}**"
        + (f" in **{units.shown(values['volume'])}**" if values["volume"] is not None else "")
        + left_over(values["waste"], values["waste_volume"])
        + drawn_up(values)
    )
    if not alike:
        table([_day(day) for day in days])
    if days:
        course = values["course"]
        st.markdown(
            f"The course of {len(days)} days: **{containers_in_words(course.containers)}** for "
            f"**{units.shown(course.dose)}**{left_over(course.waste)}"
        )
    if "by_session" in values:
        table(
            [
                {"Session": str(number), **_portion(portion)}
                for number, portion in enumerate(values["by_session"], start=1)
            ]
        )
    concentration = product.concentration.sources if product.concentration is not None else ()
    draw_sources((*product.containers.sources, *concentration))
    draw_finding(answered, "product_indication")


def drawn_up(values: Any) -> str:
    """Say what comes out of the vials, where it is not what is hung."""
    if values.get("drawn_up") is None:
        return ""
    return f" Draw up **{units.shown(values['drawn_up'])}** from the vials."


def left_over(waste: units.Quantity, volume: units.Quantity | None = None) -> str:
    """Return the end of a sentence on what is opened: what of it is left over."""
    if waste.magnitude <= 0:
        return "; nothing is left over."
    more = f" ({units.shown(volume)})" if volume is not None else ""
    return f"; {units.shown(waste)}{more} is left over."


def draw_sources(sources: tuple[str, ...]) -> None:
    """Say beside product facts where they stand, each source once with its mark."""
    if sources:
        aside(f"From: {'; '.join(dict.fromkeys(sources))}.")


def sources_of(answered: Answered, *begins: str) -> tuple[str, ...]:
    """Return the sources of those steps of the working whose label begins like this."""
    steps = (step for step in answered.result.steps if step.label.startswith(begins))
    return tuple(source for step in steps for source in step.sources)


def _day(day: Any) -> dict[str, str]:
    cells = {"Day": str(day.day), **_portion(day)}
    if day.minutes is not None:
        cells["Time"] = units.shown(day.minutes)
    if day.finish:
        cells["Until"] = day.finish
    return cells


def _portion(portion: Any) -> dict[str, str]:
    return {
        "Dose": f"**{units.shown(portion.dose)}**",
        "Containers": containers_in_words(portion.containers),
        "Volume": units.shown(portion.volume) if portion.volume is not None else "–",
        "Left over": units.shown(portion.waste),
    }


def _choice(entry: Any, chosen: str) -> dict[str, str]:
    mark = " (chosen)" if entry.rounding == chosen else ""
    if entry.reason:
        return {
            "Way": entry.label + mark, "Given": "–", "Deviation": escaped(entry.reason),
            "Left over": "–", "Containers": "–",
        }  # fmt: skip
    days = f" ({', '.join(units.shown(day) for day in entry.days)})" if entry.days else ""
    return {
        "Way": entry.label + mark,
        "Given": units.shown(entry.dispensed) + days,
        "Deviation": f"{units.shown(entry.deviation)} ({units.shown(entry.deviation_percent)})",
        "Left over": units.shown(entry.waste),
        "Containers": containers_in_words(entry.containers),
    }


def statement_folds(answered: Answered) -> tuple[Fold, ...]:
    """Return what the label says beside the numbers, with source and mark; the label decides."""
    statements, product = product_statements(answered.result), answered.result.product
    if not statements or product is None:
        return ()
    return (
        Fold("on_record", "On record", on_record(product.label), lambda: _statements(statements)),
    )


def _statements(statements: Sequence[Statement]) -> None:
    for statement in statements:
        st.markdown(f"- {escaped(statement.says)}  \n  :gray[{statement.sources[0]}]")
    st.markdown(f"**{DECIDES}** {MARKS}")


def rate_folds(answered: Answered) -> tuple[Fold, ...]:
    """Return the rates as a table and a picture, folded; why there are none is on the answer."""
    if answered.result.values.get("ladder") is None:
        return ()
    title = "Rate of infusion: every step, as a table and a picture"
    return (Fold("rate", "Rate", title, lambda: _rate(answered)),)


def chair_time(values: Mapping[str, Any]) -> str:
    """Return how long an infusion runs; of a dose that is given over days, the first of them."""
    time = units.shown(values["minutes"])
    return f"{time} on day 1" if "daily" in values else time


def _rate(answered: Answered) -> None:
    result = answered.result
    steps = result.values["ladder"]
    figures = {"Runs for": chair_time(result.values)}
    if result.values["finish"]:
        figures["Finish"] = result.values["finish"]
    draw_figures(figures, "finish")
    draw_finding(answered, "infusion_risk")
    st.markdown(
        f"**{label_of_rates(result.values['ladder_origin'])}.** "
        f"No step is above {escaped(result.values['ceiling'])}. Pump rates are rounded to a tenth."
        + _rates_by(answered)
    )
    table([step_cells(step) for step in steps])
    rate_chart(steps)
    draw_sources(sources_of(answered, "Rate, step"))
    aside(DECIDES)


def by_weight(answered: Answered) -> str:
    """Return the patient's weight, as it stands beside a dose or a rate; nothing where none is."""
    weight = answered.patient.weight
    return "" if weight is UNKNOWN else f" · {units.shown(weight.quantity)}"


def _rates_by(answered: Answered) -> str:
    """Say which weight the rates go by: the patient's own, whatever weight the dose goes by."""
    weight = answered.patient.weight
    if weight is UNKNOWN or answered.result.values["ladder"][0].rate_per_kg is None:
        return ""
    return f" Rates go by the actual weight, {units.shown(weight.quantity)}."


def draw_finding(answered: Answered, rule: str) -> None:
    """Say beside the numbers what a check found of them, where it is not clear."""
    for finding in answered.checks.findings:
        if finding.rule == rule and finding.outcome is not Outcome.CLEAR:
            st.markdown(
                f"{outcome_badge(finding.outcome)} {escaped(finding.because)} "
                f"{escaped(finding.seen)}"
            )


def step_cells(step: Any) -> dict[str, str]:
    """Return one step of a ladder as the cells of a table."""
    clock = {"At": step.clock} if step.clock else {}
    by_weight = step.rate_per_kg is not None
    return {
        **clock,
        "From": units.shown(step.starts),
        "mL/h": f"**{units.shown_number(step.rate.magnitude, 1)}**",
        **(
            {
                "mL/kg/h": units.shown(step.rate_per_kg).removesuffix(" mL/kg/h"),
                "mg/kg/min": units.shown(step.mass_rate_per_kg).removesuffix(" mg/kg/min"),
            }
            if by_weight
            else {"mg/h": units.shown(step.mass_rate).removesuffix(" mg/h")}
        ),
        VOLUME_BY_END: units.shown(step.volume_so_far),
    }


def rate_chart(steps: Any) -> None:
    """Draw rate and volume over time: the rate in steps, the volume as a line."""
    import altair as alt  # noqa: PLC0415  (a second that only this picture needs)
    import pandas as pd  # noqa: PLC0415

    points = [{"min": 0.0, "mL/h": float(steps[0].rate.magnitude), "mL": 0.0}]
    for place, step in enumerate(steps):
        after = steps[place + 1] if place + 1 < len(steps) else step
        points.append(
            {
                "min": float(step.ends.magnitude),
                "mL/h": float(after.rate.magnitude),
                "mL": float(step.volume_so_far.magnitude),
            }
        )
    base = alt.Chart(pd.DataFrame(points)).encode(x=alt.X("min:Q", title="Minutes from the start"))
    # Told apart by their lines, not by colour, so that a black-and-white print reads the same.
    rate = base.mark_line(interpolate="step-after", color="black").encode(
        y=alt.Y("mL/h:Q", title="Rate, mL/h (solid)")
    )
    volume = base.mark_line(strokeDash=[6, 4], color="#555555").encode(
        y=alt.Y("mL:Q", title="Volume so far, mL (dashed)")
    )
    st.altair_chart(
        alt.layer(rate, volume).resolve_scale(y="independent").properties(height=220),
        alt="Rate in steps and volume over time; the table above has the same numbers.",
    )
