"""Every page of the app: what draws it, how it is called and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calculators.requests.catalogue import CALCULATORS, offered_by
from plan_data.load import HERE, data_folder
from views.dose import (
    bedside,
    body,
    cyclophosphamide,
    eculizumab,
    induction,
    maintenance,
    mycophenolate,
    rituximab,
    scig,
    titration,
)
from views.plan_ahead import monitoring
from views.reference import about, plan, products, review
from views.verify import check_twice
from views.verify import is_it_allowed as allowed
from views.verify import one_order as verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from plan_data.schema.plan import Plan


class Entry(NamedTuple):
    """A page as the navigation lists it.

    Parameters
    ----------
    draw
        What draws the page.
    title
        Its name in the navigation, and its heading.
    address
        What stands for it behind the app's own address.
    """

    draw: Callable[[], None]
    title: str
    address: str


# Pages that are about a patient; the panel stands on these. The first of them opens the app.
PATIENT_PAGES = {
    "Doses": (
        Entry(induction.page, "Induction", "induction"),
        Entry(maintenance.page, "Maintenance", "maintenance"),
        Entry(scig.page, "SCIg conversion", "scig"),
        Entry(cyclophosphamide.page, "Cyclophosphamide", "cyclophosphamide"),
        Entry(rituximab.page, "Rituximab", "rituximab"),
        Entry(body.page, "Body size", "body"),
    ),
    "Pharmacist": (Entry(verify.page, "Verify", "verify"),),
    "Other treatments": (
        Entry(titration.page, "Symptomatic drugs", "titration"),
        Entry(mycophenolate.page, "Mycophenolate", "mycophenolate"),
        Entry(eculizumab.page, "Eculizumab", "eculizumab"),
    ),
}
READING_PAGES = {
    "At the bedside": (
        Entry(bedside.page, "Bedside", "bedside"),
        Entry(products.page, "Products", "products"),
    ),
    "Check": (
        Entry(check_twice.page, "Check twice", "check-twice"),
        Entry(allowed.page, "Is this allowed?", "allowed"),
        Entry(monitoring.page, "Monitoring", "monitoring"),
    ),
    "The plan": (
        Entry(plan.page, "The plan", "plan"),
        Entry(review.page, "For the reviewer", "review"),
        Entry(about.page, "About and sources", "about"),
    ),
}
# The sections that these two show are the shipped plan's, and would be read as another's.
_OF_THE_SHIPPED_PLAN = ("plan", "review")


def pages_for(plan_in_use: Plan) -> dict[str, list[Entry]]:
    """Return the pages by group, without those of what this plan does not have."""
    offered = {name: name in offered_by(plan_in_use) for name in CALCULATORS}
    offered["monitoring"] = monitoring.fits(plan_in_use)
    offered |= dict.fromkeys(_OF_THE_SHIPPED_PLAN, data_folder() == HERE)
    return {
        group: [entry for entry in entries if offered.get(entry.address, True)]
        for group, entries in {**PATIENT_PAGES, **READING_PAGES}.items()
    }
