"""Every page of the app by its place: what draws it, how it is called and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calculators.requests.catalogue import CALCULATORS, calculators, offered_by
from plan_data.schema.dosing import ByWeightDosing
from views.dose import (
    bedside,
    body,
    by_weight,
    cyclophosphamide,
    eculizumab,
    induction,
    maintenance,
    mycophenolate,
    rituximab,
    scig,
    titration,
)
from views.plan_ahead import course, monitoring, titrate
from views.reference import about, plan, products, review
from views.verify import check_twice, file_of_orders
from views.verify import is_it_allowed as allowed
from views.verify import one_order as verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from plan_data.schema.plan import Plan


class Entry(NamedTuple):
    """A page as its place lists it.

    Parameters
    ----------
    draw
        What draws the page.
    title
        Its heading.
    address
        What stands for it behind the app's own address.
    short
        Its name in the list of its place, where the heading is too long for it.
    of_patient
        Whether it is about a patient; the panel stands on such a page.
    listed
        Whether its place lists it; what is not listed is a view of another page.
    """

    draw: Callable[[], None]
    title: str
    address: str
    short: str = ""
    of_patient: bool = False
    listed: bool = True


class Place(NamedTuple):
    """One of the four places of the app: its name, its icon and its pages, the first of them first.

    Parameters
    ----------
    icon
        As Material Symbols name it.
    """

    name: str
    icon: str
    pages: tuple[Entry, ...]


PLACES = (
    Place(
        "Dose",
        "calculate",
        (
            Entry(induction.page, "Induction", "induction", of_patient=True),
            Entry(maintenance.page, "Maintenance", "maintenance", of_patient=True),
            Entry(scig.page, "SCIg conversion", "scig", "SCIg", of_patient=True),
            Entry(cyclophosphamide.page, "Cyclophosphamide", "cyclophosphamide", of_patient=True),
            Entry(rituximab.page, "Rituximab", "rituximab", of_patient=True),
            Entry(titration.page, "Symptomatic drugs", "titration", "Symptomatic", of_patient=True),
            Entry(mycophenolate.page, "Mycophenolate", "mycophenolate", of_patient=True),
            Entry(eculizumab.page, "Eculizumab", "eculizumab", of_patient=True),
            Entry(body.page, "Body size", "body", of_patient=True),
            Entry(bedside.page, "Bedside", "bedside", listed=False),
        ),
    ),
    Place(
        "Plan ahead",
        "event",
        (
            Entry(course.page, "Course", "course", of_patient=True),
            Entry(titrate.page, "Titration", "titrate", of_patient=True),
            Entry(monitoring.page, "Monitoring", "monitoring"),
        ),
    ),
    Place(
        "Verify",
        "fact_check",
        (
            Entry(verify.page, "Verify", "verify", "One order", of_patient=True),
            Entry(file_of_orders.page, "A file of orders", "orders"),
            Entry(check_twice.page, "Check twice", "check-twice"),
            Entry(allowed.page, "Is this allowed?", "allowed"),
        ),
    ),
    Place(
        "Reference",
        "menu_book",
        (
            Entry(plan.page, "The plan", "plan"),
            Entry(products.page, "Products", "products"),
            Entry(review.page, "For the reviewer", "review"),
            Entry(about.page, "About and sources", "about"),
        ),
    ),
)


def _doses(page: Entry) -> bool:
    """Tell whether a page is that of a treatment."""
    return page.address in CALCULATORS and bool(CALCULATORS[page.address].doses)


def _by_weight(plan_in_use: Plan) -> tuple[Entry, ...]:
    """Return a page for each drug that the plan doses by weight."""
    return tuple(
        Entry(by_weight.page_of(each.id), each.label, each.id, of_patient=True)
        for each in plan_in_use.every(ByWeightDosing)
    )


def places_for(plan_in_use: Plan) -> tuple[Place, ...]:
    """Return the places with their pages, without those of what this plan does not have."""
    offered = {name: name in offered_by(plan_in_use) for name in calculators(plan_in_use)}
    offered["orders"] = offered["verify"]
    offered["monitoring"] = monitoring.fits(plan_in_use)
    offered["titrate"] = offered["titrate"] and titrate.watches_strength(plan_in_use)
    doses, *others = PLACES
    treatments = tuple(each for each in doses.pages if _doses(each))
    beside = tuple(each for each in doses.pages if not _doses(each))
    doses = doses._replace(pages=(*treatments, *_by_weight(plan_in_use), *beside))
    places = (
        place._replace(pages=tuple(each for each in place.pages if offered.get(each.address, True)))
        for place in (doses, *others)
    )
    return tuple(place for place in places if place.pages)
