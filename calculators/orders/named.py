"""The names in the text of an order: the drug or the product, beside the dose and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calculators.checks.drug_names import any_of, read_names, status
from plan_data.find_product import find_product
from plan_data.schema.order_names import PlannedTreatment
from units import Refused

if TYPE_CHECKING:
    from calculators.checks.drug_names import Mention
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.products import Product


@dataclass(frozen=True, slots=True)
class NamesApart:
    """An order and the names that stood in it, each apart.

    Parameters
    ----------
    text
        The order without them.
    product
        The name of a product of the plan's data, with its strength where one was written.
    mentions
        The known names of drugs.
    """

    text: str
    product: str
    mentions: tuple[Mention, ...]


NO_NAMES = NamesApart("", "", ())


def names_apart(text: str, plan: Plan) -> NamesApart:
    """Return an order without the names in it, and the names. Other words stay where they are."""
    known = _names(plan)
    text = _ORDERS.sub("", text)
    # Most orders name nothing, and a search for hundreds of names costs as much as the verdict.
    if known.words.isdisjoint(_WORD.findall(text.casefold())):
        return NamesApart(text, "", ())
    found = list(known.pattern.finditer(text))
    if not found:
        return NamesApart(text, "", ())
    rest = " ".join(known.pattern.sub(" ", text).split()).strip(" ,;:-")
    product = next(
        (
            f"{each['name']} {each['percent'] or ''}".strip()
            for each in found
            if _key(each["name"]) in known.products
        ),
        "",
    )
    mentions = tuple(
        mention for each in found for mention in read_names(each["name"], plan.order_names).mentions
    )
    return NamesApart(_ORDERS.sub("", rest), product, mentions)


def _key(name: str) -> str:
    """Return a name without what stands between its parts."""
    return re.sub(r"[\W_]", "", name).casefold()


class _Names:
    """The names that a plan knows, worked out once: a pattern, their words, those of products."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        products = [
            name
            for each in plan.products.values()
            for name in (each.label, each.brand, *each.also_called)
        ]
        drugs = [name for each in plan.order_names.entries for name in each.names]
        names = tuple(dict.fromkeys((*products, *drugs)))
        self.products = frozenset(map(_key, products))
        # Of each name its longest word, and all of them written as one.
        parted = [words for name in names if (words := _WORD.findall(name.casefold()))]
        self.words = frozenset(
            word for words in parted for word in (max(words[::-1], key=len), "".join(words))
        )
        self.pattern = re.compile(
            rf"(?:\bof )?(?P<name>{any_of(names).pattern})(?: *(?P<percent>[0-9.]+) *%| *%)?",
            re.IGNORECASE,
        )


_WORD = re.compile(r"[^\W\d_]+")
_LATEST: list[_Names] = []


def _names(plan: Plan) -> _Names:
    """Return the names of a plan; one plan is asked about at a time."""
    if not _LATEST or _LATEST[0].plan is not plan:
        _LATEST[:] = [_Names(plan)]
    return _LATEST[0]


# What asks for a dose, and says nothing of it.
_ORDERS = re.compile(r"^(?:please |order:? |rx:? |give |administer |infuse )+", re.IGNORECASE)


def products_meant(name: str, plan: Plan) -> tuple[Product, ...]:
    """Return every product that an order may mean by a name, of whatever drug and route."""
    plain = name.casefold()
    of_the_brand = tuple(
        each
        for each in plan.products.values()
        if plain in {each.brand.casefold(), *(other.casefold() for other in each.also_called)}
    )
    try:
        return of_the_brand or (find_product(name, plan),)
    except Refused:  # a strength that the brand does not have
        return ()


def other_drug(mentions: tuple[Mention, ...], treatment: Treatment[Any] | None, plan: Plan) -> str:
    """Say which name is not that of the treatment that an order is verified as, or nothing."""
    for mention in mentions:
        rows = [row.at for row in getattr(mention.entry, "rows", ())]
        planned = isinstance(mention.entry, PlannedTreatment)
        if not planned or treatment is None or treatment.row not in rows:
            said = status(mention.entry, plan.order_names)
            return f"the order names {mention.spelling.name}, {said}"
    return ""
