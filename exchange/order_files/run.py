"""From a file of orders to a file of verdicts, as the command line is asked for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.order_files.orders_file import OrdersFile, open_orders
from exchange.order_files.result_columns import (
    GRAVEST_FIRST,
    RIGHT,
    VERDICTS,
    counted,
)
from exchange.order_files.write_results import ending_of, results_file, write_template
from exchange.whole_file import whole_file
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from plan_data.schema.plan import Plan

    Counts = Counter[tuple[str, str]]


def read_mapping(texts: tuple[str, ...]) -> dict[str, str | None]:
    """Return heading → key from texts such as ``Body wt=weight``; nothing after it means no key.

    Raises
    ------
    units.Refused
        A text has no sign of equality, or a heading is given twice.
    """
    mapping: dict[str, str | None] = {}
    for text in texts:
        column, equals, key = text.rpartition("=")
        if not equals:
            raise Refused("map", f'--map "{text}": write COLUMN=KEY, for example "Wt=weight".')
        if column in mapping:
            raise Refused("map", f'--map names the column "{column}" twice.')
        mapping[column] = key.strip() or None
    return mapping


def require_target(name: str, source: str) -> None:
    """Refuse a file of verdicts that cannot be written, before a long file of orders is read.

    Raises
    ------
    units.Refused
        It ends in neither .csv nor .xlsx, or is the file of orders itself.
    """
    ending_of(name)
    if Path(name).resolve() == Path(source).resolve():
        raise Refused("output", f"{name} is the file of orders; give the verdicts another name.")


def opened_file(name: str, mapping: Mapping[str, str | None], tolerance: str | None) -> OrdersFile:
    """Return the file of orders of that name, looked through once.

    Raises
    ------
    units.Refused
        It cannot be used, as a sentence that names it.
    """
    path = Path(name)
    if not path.is_file():
        raise Refused("file", f"{name}: there is no such file.")
    try:
        return OrdersFile(open_orders(lambda: path.open("rb")), mapping, tolerance)
    except OSError as error:
        raise Refused("file", f"{name}: cannot be read ({error.strerror}).") from None
    except Refused as refused:
        raise Refused(refused.field, f"{name}: {refused.message}") from None


def write_verdicts(
    file: OrdersFile, name: str, plan: Plan, today: date, done: Callable[[int], None]
) -> Counts:
    """Write the verdicts on a file of orders, and return how many there are of each kind.

    Parameters
    ----------
    done
        Told how many more orders are done.

    Raises
    ------
    units.Refused
        The name cannot be used, or the result cannot be written.
    """
    ending = ending_of(name)
    counts: Counts = Counter()
    with (
        whole_file(name, "output") as written,
        results_file(written, ending, file.columns, file.numbers) as append,
    ):
        for piece in file.verdicts(plan, today):
            append(piece)
            counts += counted(piece, file.result_names)
            done(len(piece))
    return counts


def write_template_file(name: str, plan: Plan) -> None:
    """Write the template under that name.

    Raises
    ------
    units.Refused
        The name cannot be used, or the file cannot be written.
    """
    ending = ending_of(name)
    with whole_file(name, "output") as written:
        write_template(written, ending, plan)


def notes(file: OrdersFile) -> list[str]:
    """Return what was decided in reading a file, and which columns it was not decided about."""
    asked = [
        f'Not read: the column "{each.column}"; if it is {each.key}, say '
        f'--map "{each.column}={each.key}".'
        for each in file.not_taken
    ]
    return [*file.notes, *asked]


def summary(counts: Counts) -> str:
    """Return the counts as lines for people: the verdicts, then the mistakes, commonest first."""
    right, deviating, unsettled, outside, never, unread = (
        counts["verdict", verdict] for verdict in VERDICTS
    )
    total = right + deviating + unsettled + outside + never + unread
    if not total:
        return "There are no orders in the file."
    # Seldom, and grave: it is named where there is one.
    rare = f"not settled {unsettled}, " if unsettled else ""
    rare += f"outside the plan {outside}, " if outside else ""
    rare += f"contraindicated {never}, " if never else ""
    lines = [f"Orders: {total}. Right {right}, deviating {deviating}, {rare}not read {unread}."]
    mistakes = [(name, number) for (kind, name), number in counts.items() if kind == "mistake"]
    if mistakes:
        lines.append("The likeliest mistake of each that deviates:")
    for name, number in sorted(mistakes, key=lambda entry: (-entry[1], entry[0])):
        lines.append(f"  {number} {name}")
    return "\n".join(lines)


def gravest(counts: Counts) -> str:
    """Return the gravest verdict that is among them; nothing where every order is right."""
    wrong = (each for each in GRAVEST_FIRST if each != RIGHT)
    return next((each for each in wrong if counts["verdict", each]), "")
