"""Many orders: a file in, a verdict on each, and the file with the verdicts out.

What is sent is kept in this session's state until it is put away or the session ends, and nowhere
else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import streamlit as st

import units
from calculators.typed.values import worded
from exchange.order_files.columns import BY_KEY, COLUMNS, NEEDED, column_says
from exchange.order_files.headings import chosen_mapping, require_needed, suggest_mapping
from exchange.order_files.result_columns import (
    BETWEEN,
    GRAVEST_FIRST,
    NONE_KNOWN,
    NOT_READ,
    NUMBERS,
    TOGETHER,
    VERDICTS,
    counted,
    mistakes_in,
)
from plan_data import load_plan
from units import Refused
from views.parts import store
from views.parts.commas import ask_about_comma
from views.parts.frame import aside, escaped, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from exchange.order_files.rows import OrderRows
    from plan_data.schema.plan import Plan

MOST_MEGABYTES = 20
MOST_ORDERS = 100_000  # that a page holds in memory; the command line writes them as it goes
_MOST_ASKED = 40  # headings that are asked about; a file with more strangers is renamed faster
_MOST_SAID = 20  # rows that could not be read, written out above the table
_SENT, _OPEN, _DONE = "orders_sent", "orders_open", "orders_done"
_UPLOAD = "orders_file"
_NOT_READ = "not read"


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file as it was sent: it outlives its control, which a change of page takes away."""

    file_id: str
    name: str
    content: bytes


def page() -> None:
    """Draw the page: the upload of a file of orders, its verdicts and the result file."""
    plan = load_plan()
    st.markdown(
        "One order a row, as CSV or Excel. A unit stands in the cell (`80 kg`) or in the heading "
        "(`weight_kg`). A row that cannot be read says why, and the others go on. Each order is "
        "compared with the right dose; **the facts that contraindicate it are not in the file and "
        "are not checked.** Leave names and record numbers out."
    )
    _template(plan)
    st.file_uploader(
        f"File of orders, up to {MOST_MEGABYTES} MB",
        type=["csv", "tsv", "txt", "xlsx"],
        max_upload_size=MOST_MEGABYTES,
        key=_UPLOAD,
        on_change=_keep,
    )
    sent: _Sent | None = st.session_state.get(_SENT)
    if sent is None:
        return
    if st.session_state.get(_UPLOAD) is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escaped(sent.name)}**, as it was sent before.")
            st.button("Put it away", key="orders_away", on_click=_put_away)
    try:
        rows = _opened(sent)
        mapping = _mapping(rows.headings, sent.file_id)
        require_needed(chosen_mapping(rows.headings, mapping))
        tolerance = _tolerance(plan)
        asked = (sent.file_id, tuple(mapping.items()), tolerance)
        if st.button("Verify the orders", type="primary", key="orders_verify"):
            st.session_state[_DONE] = (asked, _verified(rows, mapping, tolerance, plan))
    except Refused as refused:
        st.error(escaped(refused.message), icon=":material/block:")
        return
    of, done = st.session_state.get(_DONE, (None, None))
    if of == asked:
        _draw(done, sent.name, plan)


def _keep() -> None:
    """Keep the file that was sent, or put away the one that was taken out of the control."""
    _put_away()
    sent = st.session_state[_UPLOAD]
    if sent is not None:
        st.session_state[_SENT] = _Sent(sent.file_id, sent.name, sent.getvalue())


def _put_away() -> None:
    for name in (_SENT, _OPEN, _DONE):
        st.session_state.pop(name, None)


def _template(plan: Plan) -> None:
    with st.expander("The columns, and a template", key="orders_columns"):
        table(
            [
                {
                    "Column": f"`{each.key}`",
                    "Holds": column_says(each, plan),
                    "For example": each.example or "–",
                }
                for each in COLUMNS
            ]
        )
        with st.container(horizontal=True):
            for ending, label in (("csv", "Template, CSV"), ("xlsx", "Template, Excel")):
                st.download_button(
                    label,
                    partial(template_bytes, ending),
                    f"orders.{ending}",
                    on_click="ignore",
                    icon=":material/download:",
                    key=f"orders_template_{ending}",
                )


def template_bytes(ending: str) -> bytes:
    """Return the template as a file of that kind."""
    from exchange.order_files.write_results import write_template  # noqa: PLC0415  (needed on a click only)

    file = BytesIO()
    write_template(file, ending, load_plan())
    return file.getvalue()


# --- the file -------------------------------------------------------------------------------------


def _opened(sent: _Sent) -> OrderRows:
    """Return the file, opened once however often the page is drawn."""
    from exchange.order_files.orders_file import open_orders  # noqa: PLC0415  (pandas takes a while to load)

    known = st.session_state.get(_OPEN)
    if known is None or known[0] != sent.file_id:
        rows = open_orders(lambda: BytesIO(sent.content))
        known = st.session_state[_OPEN] = (sent.file_id, rows)
    opened: OrderRows = known[1]
    return opened


def _mapping(headings: tuple[str, ...], file_id: str) -> dict[str, str | None]:
    """Ask what the columns hold that are not known for certain; none of them is read unasked."""
    found = {each.column: each for each in suggest_mapping(headings)}
    meant = Counter(each.key for each in found.values() if each.certain)
    known = [each for each in found.values() if each.certain and meant[each.key] == 1]
    alike = [each for each in found.values() if each.certain and meant[each.key] > 1]
    near = [each for each in found.values() if each.key and not (each.certain or meant[each.key])]
    asked = {each.column for each in (*known, *alike, *near)}
    strangers = [each for each in found.values() if each.column not in asked]
    mapping: dict[str, str | None] = {}
    if known:
        read = ", ".join(
            f"**{escaped(each.column)}**"
            + (f" as {_worded(each.key)}" if each.key != each.column else "")
            for each in known
        )
        st.markdown(f"Read: {read}.")
        with st.expander("Change what these columns hold", key="orders_known"):
            chosen = _asked(known[:_MOST_ASKED], file_id)
        # Only what was changed is said: a column that is certain needs no word.
        mapping |= {
            each.column: chosen[each.column]
            for each in known[:_MOST_ASKED]
            if chosen[each.column] != each.key
        }
        meant.update(key for key in chosen.values() if key)
    if alike or near:
        st.markdown("These may be columns that are read. Say what they hold:")
        chosen = _asked([*alike, *near][:_MOST_ASKED], file_id)
        # Of two that are alike, one that nothing is said of is left unread.
        mapping |= {name: key for name, key in chosen.items() if key or found[name].certain}
    if strangers:
        with st.expander(
            f"Not read, and given back as they are: {len(strangers)}",
            expanded=any(not meant[key] for key in NEEDED),
            key="orders_strangers",
        ):
            chosen = _asked(strangers[:_MOST_ASKED], file_id)
        mapping |= {name: key for name, key in chosen.items() if key}
    return mapping


def _asked(headings: list[Any], file_id: str) -> dict[str, str | None]:
    chosen: dict[str, str | None] = {}
    alone = Counter(each.key for each in headings if each.certain)
    with st.container(horizontal=True):
        for each in headings:
            known = each.certain and alone[each.key] == 1
            asks = bool(each.key) and each.key not in each.column and not known
            hint = f": {_worded(each.key)}?" if asks else ""
            # Where it stands at what is certain, it has an entry for a column that is not read.
            offered = [_NOT_READ, *BY_KEY] if known else [*BY_KEY]
            taken = st.selectbox(
                f"{escaped(each.column[:60]) or 'no heading'}{hint}",
                offered,
                index=offered.index(each.key) if known else None,
                format_func=_worded,
                placeholder=_NOT_READ,
                key=f"orders_map_{file_id}_{each.column}",
                persist_state="session",
                width=220,
            )
            chosen[each.column] = None if taken == _NOT_READ else taken
    return chosen


def _worded(key: str | None) -> str:
    return worded(key or "")


def _tolerance(plan: Plan) -> str | None:
    typed = st.text_input(
        "Tolerance, where the file names none",
        key="orders_tolerance",
        persist_state="session",
        placeholder=units.shown(plan.policies.order_tolerance.quantity),
        width=260,
    )
    ask_about_comma("orders_tolerance")
    return typed.strip() or None if typed else None


def _verified(
    rows: OrderRows, mapping: Mapping[str, str | None], tolerance: str | None, plan: Plan
) -> dict[str, Any]:
    """Return the verdicts on the file, while a bar shows how far they are."""
    import pandas as pd  # noqa: PLC0415  (as above)

    from exchange.order_files.orders_file import OrdersFile  # noqa: PLC0415

    bar = st.progress(0, "The file is looked through.")
    file = OrdersFile(rows, mapping, tolerance)
    if file.count > MOST_ORDERS:
        bar.empty()
        raise Refused(
            "file",
            f"The file has {file.count} orders; this page takes up to {MOST_ORDERS}. Send it in "
            "parts, or verify it with mmn-dose verify-file, which takes any number.",
        )
    pieces, done = [], 0
    for piece in file.verdicts(plan, store.today()):
        pieces.append(piece)
        done += len(piece)
        bar.progress(done / file.count, f"{done} of {units.so_many(file.count, 'orders')}")
    bar.empty()
    results = pd.concat(pieces) if pieces else pd.DataFrame(columns=list(file.columns))
    return {"file": file, "results": results}


# --- the verdicts ---------------------------------------------------------------------------------


def _draw(done: dict[str, Any], name: str, plan: Plan) -> None:
    file, results = done["file"], done["results"]
    for note in file.notes:
        aside(escaped(note))
    if results.empty:
        st.info("There are no orders in the file.")
        return
    names = file.result_names
    _summary(counted(results, names), plan)
    _unread(results, names)
    _table(file, results, plan)
    stem = name.rpartition(".")[0] or name
    with st.container(horizontal=True):
        for ending, label in (("csv", "Result, CSV"), ("xlsx", "Result, Excel")):
            st.download_button(
                label,
                partial(result_bytes, file, results, ending),
                f"{stem}_verdicts.{ending}",
                on_click="ignore",
                icon=":material/download:",
                key=f"orders_result_{ending}",
            )


def _summary(counts: Mapping[tuple[str, str], int], plan: Plan) -> None:
    right, deviates, unsettled, outside, never, unread = (
        counts["verdict", name] for name in VERDICTS
    )
    open_ = f":violet-badge[:material/help: {unsettled} not settled] " if unsettled else ""
    beyond = f":red-badge[:material/block: {outside} outside the plan] " if outside else ""
    beyond += f":red-badge[:material/block: {never} contraindicated] " if never else ""
    with st.container(key="orders_summary"):
        st.markdown(
            f":green-badge[:material/check_circle: {right} right] "
            f":red-badge[:material/error: {deviates} deviating] {open_}{beyond}"
            f":violet-badge[:material/help: {unread} not read]"
        )
    rows = sorted(
        ((number, label) for (kind, label), number in counts.items() if kind == "mistake"),
        key=lambda row: (-row[0], row[1]),
    )
    if rows:
        table(
            [
                {"Likeliest mistake": _labelled(names, plan), "Orders": str(number)}
                for number, names in rows
            ]
        )


def _labelled(names: str, plan: Plan) -> str:
    """Return mistakes as people call them."""
    if names == NONE_KNOWN:
        return "No known mistake gives it"
    labels = plan.mistake_labels
    return "; or ".join(
        " with ".join(_label(name, labels) for name in way.split(TOGETHER))
        for way in names.split(BETWEEN)
    )


def _label(name: str, labels: Mapping[str, str]) -> str:
    return labels.get(name) or _worded(name)


def _unread(results: pd.DataFrame, names: Mapping[str, str]) -> None:
    unread = results[results[names["verdict"]] == NOT_READ]
    if unread.empty:
        return
    shown = unread.head(_MOST_SAID)
    lines = [
        f"- **Row {row}**"
        + (f", column {escaped(column)}" if column else "")
        + f": {escaped(error)}"
        for row, column, error in zip(
            shown[names["row"]], shown[names["error_column"]], shown[names["error"]], strict=True
        )
    ]
    more = len(unread) - len(shown)
    with st.expander(f"Rows that could not be read: {len(unread)}", key="orders_unread"):
        st.markdown("\n".join([*lines, *([f"- and {more} more, in the result"] if more else [])]))


def _table(file: Any, results: pd.DataFrame, plan: Plan) -> None:
    """Draw the verdicts to filter and to sort; the numbers in it are rounded, to be sorted."""
    names = file.result_names
    found = results[names["mistakes"]].map(mistakes_in)
    known = sorted(frozenset().union(*found))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.pills(
            "Verdict",
            VERDICTS,
            selection_mode="multi",
            key="orders_verdicts",
            persist_state="session",
        )
        mistake = st.selectbox(
            "Mistake",
            known,
            index=None,
            format_func=partial(_label, labels=plan.mistake_labels),
            placeholder="any",
            key="orders_mistake",
            persist_state="session",
            width=260,
        )
        order = st.segmented_control(
            "Order of the rows",
            (_GRAVEST, _AS_SENT),
            default=_GRAVEST,
            required=True,
            key="orders_order",
            persist_state="session",
        )
    shown = results
    if wanted:
        shown = shown[shown[names["verdict"]].isin(wanted)]
    if mistake:
        shown = shown[[mistake in each for each in found[shown.index]]]
    if order == _GRAVEST:
        rank = shown[names["verdict"]].map(GRAVEST_FIRST.index)
        shown = shown.loc[rank.sort_values(kind="stable").index]
    st.dataframe(
        _as_shown(file, shown, plan),
        hide_index=True,
        key="orders_table",
        placeholder="–",
        column_config={
            **{_SHOWN[name]: st.column_config.NumberColumn(format="%.5g") for name in NUMBERS},
            **{_SHOWN[name]: st.column_config.TextColumn(width="large") for name in _LONG},
        },
    )
    aside(
        f"{len(shown)} of {units.so_many(len(results), 'orders')}. Numbers in the table are "
        "rounded, so that they can be sorted; the result file has all their digits."
    )


_GRAVEST, _AS_SENT = "gravest first", "as in the file"

# How the columns of a verdict are headed in the table, in the order in which they are read.
_SHOWN = {
    "row": "Row",
    "verdict": "Verdict",
    "expected": "Expected ≈",
    "ordered": "Ordered ≈",
    "unit": "Unit",
    "deviation_percent": "Deviation ≈ %",
    "deviation": "Deviation ≈",
    "mistakes": "Mistakes",
    "mistake_working": "Working",
    "remark": "Remark",
    "error_column": "Column not read",
    "error": "Why not",
}
_LONG = ("mistakes", "mistake_working", "remark", "error")


def _as_shown(file: Any, results: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return the table as it is shown: the verdict first, then the file's own columns."""
    import pandas as pd  # noqa: PLC0415  (as above)

    columns: dict[str, Any] = {}
    for name, heading in _SHOWN.items():
        column = results[file.result_names[name]]
        if name in NUMBERS:
            column = pd.to_numeric(column, errors="coerce")
        elif name == "mistakes":
            column = column.map(lambda mistakes: _labelled(mistakes, plan) if mistakes else "")
        columns[heading] = column
    # The id stands beside the row: by it an order is known, whatever its column is called.
    first = [_SHOWN["row"]]
    for place, own in enumerate(file.headings):
        # Two columns of a file may have one heading; a table that is shown needs two.
        heading = own.column or "no heading"
        while heading in columns:
            heading += " "
        columns[heading] = results.iloc[:, place]
        if own.key == "id":
            first.append(heading)
    return pd.DataFrame(columns)[[*first, *(name for name in columns if name not in first)]]


def result_bytes(file: Any, results: pd.DataFrame, ending: str) -> bytes:
    """Return the verdicts as a file of that kind."""
    from exchange.order_files.write_results import results_file  # noqa: PLC0415  (needed on a click only)

    written = BytesIO()
    with results_file(written, ending, file.columns, file.numbers) as append:
        append(results)
    return written.getvalue()
