"""The columns of a file of orders: what each holds, and by which headings it is known.

This is the one list of them: the template, the page, the command line and the reader all use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import units
from calculators.orders.asked import TOLERANCE
from calculators.orders.beside_the_dose import RATE, VOLUME
from calculators.typed.order import ORDERED

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OrderColumn:
    """A column that is read.

    Parameters
    ----------
    key
        The key of a request to `verify`; also its heading in the template.
    says
        What stands in it, for people.
    example
        One cell of it.
    also
        Other headings that mean it for certain.
    perhaps
        Headings that may mean it, and are asked about.
    kind
        The measure that stands in it; its unit may then stand in the heading.
    words
        Other ways to write what stands in it → how `verify` takes it.
    """

    key: str
    says: str
    example: str
    also: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    kind: units.Kind | None = None
    words: Mapping[str, str] | None = None


_OF = {
    "ivig induction": "induction",
    "iv ig induction": "induction",
    "ivig maintenance": "maintenance",
    "iv ig maintenance": "maintenance",
    "scig conversion": "scig",
    "scig maintenance": "scig",
    "sc ig": "scig",
}
COLUMNS = (
    OrderColumn(
        "id",
        "Your own mark for the order, given back as it is; no name and no record number",
        "A1",
        ("order id", "order no", "order number", "row id"),
    ),
    OrderColumn(
        "of",
        "What the order is of: induction, maintenance, scig, cyclophosphamide, rituximab",
        "scig",
        ("calculator", "order of", "treatment", "therapy"),
        ("drug", "medication", "medicine"),
        words=_OF,
    ),
    OrderColumn(
        "order",
        "The order as written, with unit and period",
        "24 g/wk",
        ("order as written", "as written", "ordered dose", "dose ordered", "rx"),
        ("ordered", "prescribed", "prescribed dose", "prescription", "amount", "ordered amount"),
        kind=ORDERED,
    ),
    OrderColumn(
        "weight",
        "Body weight",
        "80 kg",
        ("body weight", "wt", "body wt", "bw", "patient weight", "actual weight"),
        kind=units.BODY_WEIGHT,
    ),
    OrderColumn(
        "height",
        "Height",
        "180 cm",
        ("body height", "ht", "patient height", "stature"),
        kind=units.HEIGHT,
    ),
    OrderColumn("age", "Age", "58 years", ("patient age",), kind=units.AGE),
    OrderColumn(
        "sex",
        "male or female",
        "male",
        ("sex at birth",),
        ("gender",),
        words={"m": "male", "f": "female"},
    ),
    OrderColumn(
        "dosing_weight",
        "Which weight doses: actual (the default), ideal or adjusted",
        "actual",
        ("weight to dose by",),
    ),
    OrderColumn(
        "days",
        "Induction: days of the course",
        "5",
        ("course days", "days of course", "number of days"),
    ),
    OrderColumn(
        "dose",
        "Maintenance: dose per kg of body weight an infusion",
        "1 g/kg",
        ("dose per kg", "maintenance dose"),
        kind=units.DOSE_PER_WEIGHT,
    ),
    OrderColumn(
        "every",
        "Maintenance and SCIg: time between IVIg infusions",
        "3 weeks",
        ("ivig interval", "ivig every"),
        ("interval", "infusion interval", "frequency", "freq"),
        kind=units.INTERVAL,
    ),
    OrderColumn(
        "ivig_dose",
        "SCIg: IVIg that the patient gets an infusion",
        "60 g",
        ("ivig per infusion", "dose of ivig", "current ivig dose"),
        ("ivig",),
        kind=units.DRUG_MASS,
    ),
    OrderColumn(
        "route",
        "Cyclophosphamide: iv (the default) or po",
        "iv",
        words={"intravenous": "iv", "oral": "po", "by mouth": "po"},
    ),
    OrderColumn(
        "regimen",
        "Rituximab: weekly_x4 (the default) or two_doses",
        "weekly_x4",
        words={"weekly x4": "weekly_x4", "weekly x 4": "weekly_x4", "two doses": "two_doses"},
    ),
    OrderColumn(
        "bsa_formula",
        "Body surface: mosteller (the default), du_bois, haycock, gehan_george or boyd",
        "mosteller",
        ("body surface formula",),
        words={"du bois": "du_bois", "dubois": "du_bois", "gehan george": "gehan_george"},
    ),
    OrderColumn(
        "bsa_cap",
        "A site's cap on body surface; the plan has none",
        "",
        ("body surface cap",),
        kind=units.SURFACE,
    ),
    OrderColumn(
        "product",
        "The product on the order; needed where a volume was ordered",
        "Hizentra",
        ("product name", "ordered product"),
        ("brand", "preparation"),
    ),
    OrderColumn(
        "concentration",
        "Its concentration, or that of the bag",
        "20 %",
        ("conc",),
        ("strength",),
        kind=units.CONCENTRATION,
    ),
    OrderColumn(
        "order_every",
        "The interval on the order, where it stands apart",
        "1 week",
        ("ordered every", "ordered interval", "order interval"),
        kind=units.INTERVAL,
    ),
    OrderColumn(
        "order_volume",
        "The volume on the order",
        "120 mL",
        ("ordered volume", "volume ordered"),
        ("volume",),
        kind=VOLUME,
    ),
    OrderColumn(
        "order_rate",
        "The rate on the order",
        "",
        ("ordered rate", "rate ordered"),
        ("rate", "infusion rate"),
        kind=RATE,
    ),
    OrderColumn("tolerance", "The deviation that still passes, in per cent", "5 %", kind=TOLERANCE),
)
BY_KEY: Mapping[str, OrderColumn] = {column.key: column for column in COLUMNS}
NEEDED = ("of", "order")
