"""The columns of a file of orders: what each holds, and by which headings it is known.

The template, the page, the command line and the reader all use this list; what stands in it comes
from the table of fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calculators.requests.catalogue import KEYS_OF_DOSES, ordered
from calculators.typed.fields import FIELDS, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    import units
    from calculators.typed.fields import Field
    from plan_data.schema.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderColumn(Column):
    """A column that is read, with the key that it fills.

    Parameters
    ----------
    key
        The key of a request to `verify`; also its heading in the template.
    kind
        The measure that stands in it; its unit may then stand in the heading.
    is_fact
        Whether it is a fact of the patient, by its name among the facts.
    """

    key: str
    kind: units.Kind | None = None
    is_fact: bool = False


def _columns() -> tuple[OrderColumn, ...]:
    return tuple(
        _column(field, field.column) for field in FIELDS.values() if field.column is not None
    )


def _column(field: Field, known: Column) -> OrderColumn:
    return OrderColumn(
        known.says.format(treatments=", ".join(KEYS_OF_DOSES)),
        known.example,
        known.also,
        known.perhaps,
        known.words,
        known.bare,
        key=field.key,
        kind=field.kind,
    )


def column_says(column: OrderColumn, plan: Plan) -> str:
    """Return what stands in a column, with the treatments of the plan where it names them."""
    known = FIELDS[column.key].column if column.key in FIELDS else None
    return column.says if known is None else known.says.format(treatments=", ".join(ordered(plan)))


# Of the facts, the one that decides about a rate; what contraindicates is not checked in a file.
_RISK = OrderColumn(
    key="thrombosis_or_renal_risk",
    says="Whether the patient is at risk of thrombosis or renal failure; decides about a rate",
    example="no",
    also=("risk of thrombosis or renal failure", "thrombosis or renal failure risk"),
    perhaps=("at risk", "risk"),
    words={"y": "yes", "n": "no", "none": "no", "not recorded": "unknown"},
    is_fact=True,
)
COLUMNS = (*_columns(), _RISK)
BY_KEY: Mapping[str, OrderColumn] = {column.key: column for column in COLUMNS}
NEEDED = ("of", "order")
