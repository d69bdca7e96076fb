"""Which product a name, a route and a concentration mean, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

import units
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plan_data.schema.plan import Plan
    from plan_data.schema.products import OtherProduct, Product

_GIVEN = {"IV": "intravenous", "SC": "subcutaneous", "PO": "oral"}
_SHORT = 40  # characters of what was typed that a refusal repeats, and that are looked through
_STRENGTH = re.compile(r"(?P<name>.*[a-z])(?P<percent>[0-9]+(\.[0-9]+)?)")


def find_product(
    text: str,
    plan: Plan,
    route: str | None = None,
    concentration: units.Quantity | None = None,
    holds: str | None = None,
) -> Product:
    """Return the one product that is meant.

    Parameters
    ----------
    text
        Its id, label, brand or another name of it, with or without its strength in percent;
        case, spaces, hyphens, underscores and the percent sign make no difference.
    route
        IV, SC or PO: the product has to be given that way; any, where there is none.
    concentration
        In g/mL, mg/mL or g/dL: has to be the product's own, and tells two strengths apart.
    holds
        The drug that the product has to hold; any, where there is none.

    Raises
    ------
    units.Refused
        ``product``: nothing or nothing known is named, two products fit, or it is another drug or
        for another route. ``concentration``: it is not the product's.
    """
    wanted = _Wanted(text, plan, route, concentration, holds)
    found = _by_concentration(wanted, _by_route(wanted, _by_drug(wanted, _by_name(wanted))))
    if len(found) > 1:
        # An id or a label is one product's own, even where it is another one's brand as well.
        own = [each for each in found if _folded(text) in _own(each)]
        if len(own) != 1:
            raise Refused(
                "product",
                f"Product: {_quoted(text)} may be {_one_of(found)}; say which, or give the "
                "concentration.",
            )
        found = own
    return found[0]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for."""

    text: str
    plan: Plan
    route: str | None
    concentration: units.Quantity | None
    holds: str | None

    @property
    def offered(self) -> tuple[Product, ...]:
        """The products that hold the drug and are given by the route."""
        return tuple(
            each
            for each in self.plan.products.values()
            if self.holds in {None, each.holds}
            and (self.route is None or self.route in each.routes)
        )


def products_named(text: str, plan: Plan) -> tuple[Product, ...]:
    """Return every product whose brand, label or other name stands in a text, as whole words.

    Two strengths that share a brand are both meant where the text does not tell them apart.
    """
    return tuple(
        each
        for each in plan.products.values()
        if _stands_in(text, (each.brand, each.label, *each.also_called))
    )


def other_products_named(text: str, plan: Plan) -> tuple[OtherProduct, ...]:
    """Return every product known by name only whose name stands in a text, as whole words."""
    return tuple(each for each in plan.other_products.named if _stands_in(text, each.names))


def _stands_in(text: str, names: Iterable[str]) -> bool:
    inside = f" {_spaced(text)} "
    return any(f" {_spaced(name)} " in inside for name in names)


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


# --- one question after the other -----------------------------------------------------------------


def _by_name(wanted: _Wanted) -> list[Product]:
    if not wanted.text.strip():
        raise Refused("product", f"Product is empty.{_there(wanted.offered)}")
    typed, products = _folded(wanted.text), wanted.plan.products.values()
    named = [each for each in products if typed in {*_plain(each), *_own(each)}]
    if named:
        return named
    if strength := _STRENGTH.fullmatch(typed):
        named = [each for each in products if strength["name"] in _plain(each)]
        found = [each for each in named if _percent(each) == Decimal(strength["percent"])]
        if found:
            return found
    _refuse_known_by_name_only(wanted)
    if named:
        raise Refused(
            "product",
            f"Product: {_quoted(wanted.text)} is none that is known here; "
            f"by that name there is {_one_of(named)}.",
        )
    raise Refused("product", f"There is no product {_quoted(wanted.text)} here.{_hint(wanted)}")


def _refuse_known_by_name_only(wanted: _Wanted) -> None:
    """Refuse a product of which too little was read with what was read of it."""
    typed = _folded(wanted.text)
    for other in wanted.plan.other_products.named:
        if typed in {_known(name) for name in other.names}:
            read = " ".join(f"{each.says} [{each.mark}]" for each in other.says)
            raise Refused(
                "product",
                f"Product: {other.brand} is known by name, and its sizes and rates are not "
                f"established here: use its label. What was read of it: {read}",
            )


def _by_drug(wanted: _Wanted, found: list[Product]) -> list[Product]:
    fit = [each for each in found if wanted.holds in {None, each.holds}]
    if not fit:
        raise Refused(
            "product",
            f"{_name(found[0], wanted.plan)} holds {found[0].holds}, not {wanted.holds}."
            f"{_there(wanted.offered)}",
        )
    return fit


def _by_route(wanted: _Wanted, found: list[Product]) -> list[Product]:
    route = wanted.route
    fit = [each for each in found if route is None or route in each.routes]
    if fit or route is None:
        return fit
    one = found[0]
    others = [each for each in wanted.offered if each.holds == one.holds]
    raise Refused(
        "product",
        f"{_name(one, wanted.plan)} is given {' and '.join(one.routes)}; no "
        f"{_GIVEN[route]} use of it is on record here." + _there(others, " By that route there"),
    )


def _by_concentration(wanted: _Wanted, found: list[Product]) -> list[Product]:
    given = wanted.concentration
    if given is None:
        return found
    asked = units.magnitude_in(given, "g/mL")
    fit = [
        each
        for each in found
        if each.concentration is not None
        and units.magnitude_in(each.concentration.quantity, "g/mL") == asked
    ]
    if not fit:
        raise Refused(
            "concentration",
            f"Concentration: {units.shown(given)} does not fit; "
            f"{' and '.join(_strength_of(each) for each in found)}.",
        )
    return fit


# --- names ----------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    """Fold the ways in which one name is keyed: letters, digits and points inside numbers stay."""
    kept = re.sub(r"[^a-z0-9.]", "", text.casefold())
    return re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", kept)


@lru_cache(maxsize=256)
def _known(name: str) -> str:
    """Fold a name of the data; a file of orders asks for the same few ten thousand times."""
    return _folded(name)


def _own(product: Product) -> set[str]:
    return {_known(product.id), _known(product.label)}


def _plain(product: Product) -> set[str]:
    """Return the names that say no strength, folded."""
    return {_known(name) for name in (product.brand, *product.also_called)}


def _percent(product: Product) -> Decimal | None:
    """Return the strength as labels print it: grams in a decilitre."""
    if product.concentration is None:
        return None
    return units.magnitude_in(product.concentration.quantity, "g/dL")


def _name(product: Product, plan: Plan) -> str:
    """Return the brand where it is one product's only, else the label."""
    sharing = [each for each in plan.products.values() if each.brand == product.brand]
    return product.brand if len(sharing) == 1 else product.label


def _hint(wanted: _Wanted) -> str:
    """Return the names that come near, or else every product that would fit."""
    called: dict[str, list[str]] = {}
    for each in wanted.plan.products.values():
        for name in sorted(_own(each) | _plain(each)):
            called.setdefault(name, []).append(each.label)
    near = get_close_matches(_folded(wanted.text[:_SHORT]), list(called), n=len(called))
    meant = list(dict.fromkeys(label for name in near for label in called[name]))[:2]
    return f" Did you mean {' or '.join(meant)}?" if meant else _there(wanted.offered)


def _there(products: Iterable[Product], begins: str = " There") -> str:
    """Return a sentence that lists products, or nothing where there is none."""
    labels = [each.label for each in products]
    if not labels:
        return ""
    return f"{begins} are {', '.join(labels)}." if labels[1:] else f"{begins} is {labels[0]}."


def _strength_of(product: Product) -> str:
    if product.concentration is None:
        return f"{product.label} have no concentration"
    return f"{product.label} has {units.shown(product.concentration.quantity)}"


def _one_of(products: Iterable[Product]) -> str:
    return " or ".join(each.label for each in products)


def _quoted(text: str) -> str:
    text = units.seen(text)
    return f'"{text}"' if len(text) <= _SHORT else f'"{text[:_SHORT]}…"'
