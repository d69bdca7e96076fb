"""The whole plan as one PDF: every section that it brings, to print and to search at once.

On the page it is read by section, so neither the browser's search nor its printer has it whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange.sheets.parts import plan_part
from exchange.sheets.typeset import printable, typeset
from plan_data.schema.rules import SETTINGS
from units import Refused

if TYPE_CHECKING:
    from plan_data.schema.figures import Provenance
    from plan_data.schema.plan import Plan
    from plan_data.schema.sections import Citation, Claim, Row, Section, Sections

_TEMPLATE = Path(__file__).with_name("whole_plan.typ")
_WIDE = 3  # columns of text; a table with more is read better row by row

PRIORITIES = (
    "STAT immediate, URGENT within hours, ROUTINE standard, EXT atypical cases, – not there."
)
STANDING = {
    "corrected": "Corrected",
    "identifier_not_confirmed": "Identifier not confirmed, none is shown",
    "other_paper": "The plan's paper was not found; on the same question",
}


def whole_plan(plan: Plan, sections: Sections) -> bytes:
    """Return the whole plan as a PDF; the same plan gives the same bytes.

    Raises
    ------
    units.Refused
        The plan brings no sections to read, or a text of them cannot be printed.
    """
    return typeset(_TEMPLATE, plan_text(plan, sections))


def plan_text(plan: Plan, sections: Sections) -> dict[str, Any]:
    """Return everything that stands in the PDF, as text; refusals as `whole_plan`."""
    if not (sections.tables or sections.claims):
        raise Refused(
            "plan", f"The plan {plan.identity.id} brings no sections to read, so there is no PDF."
        )
    text: dict[str, Any] = printable(
        {
            "title": "The whole plan",
            "plan": {**plan_part(plan), "scope": plan.identity.scope},
            "key": PRIORITIES,
            "sections": [_section(each) for each in sections.tables.values()],
            "evidence": _evidence(sections),
            "questions": [
                {
                    "question": each.question,
                    "says": each.plan_says,
                    "places": "; ".join(each.places),
                    "meanwhile": each.meanwhile,
                }
                for each in sections.questions
            ],
            "patient": [
                {"heading": group.heading, "says": [[told.says, told.at] for told in group.says]}
                for group in (sections.patient.groups if sections.patient else ())
            ],
        }
    )
    return text


def is_wide(section: Section) -> bool:
    """Tell whether a table has so many columns that it is read row by row."""
    return len(section.columns) > _WIDE


def row_name(row: Row) -> str:
    """Return the name of a row with what the plan adds to it."""
    detail = f" ({row.detail})" if row.detail else ""
    codes = f" CPT {', '.join(row.codes)}" if row.codes else ""
    return f"{row.name}{detail}{codes}"


def row_cells(row: Row, section: Section) -> dict[str, str]:
    """Return the cells of a row by their headings, its name and its priorities first."""
    cells = {section.heading: row_name(row)}
    if row.priorities is not None:
        given = {setting: getattr(row.priorities, setting) for setting in SETTINGS}
        # A lone hyphen would be read as the mark of a list.
        marks = {name: "–" if mark == "-" else mark for name, mark in given.items()}
        cells["Priority"] = ", ".join(f"{name} {mark}" for name, mark in marks.items())
    return cells | {heading: row.cells[key] for key, heading in section.columns.items()}


def cited(citation: Citation) -> str:
    """Return a paper with its confirmed numbers, and how they were confirmed."""
    numbers = [f"PMID {citation.pmid}"] if citation.pmid else []
    numbers += [f"doi {citation.doi}"] if citation.doi else []
    named = f" ({', '.join(numbers)})" if numbers else ""
    return f"{citation.citation}{named}. {citation.confirmed}."


def _section(section: Section) -> dict[str, Any]:
    rows = [row_cells(row, section) for row in section.rows]
    return {
        "heading": f"{section.id} · {section.title}",
        "checked": _checked(section.provenance),
        "wide": is_wide(section),
        "columns": list(rows[0]),
        "rows": [list(cells.values()) for cells in rows],
        "review": [f"{row.name}: {row.review}" for row in section.rows if row.review],
    }


def _checked(provenance: Provenance) -> str:
    return f"Checked by a clinician: {provenance.checked_by or 'nobody yet'}"


def _evidence(sections: Sections) -> dict[str, Any]:
    evidence = sections.evidence
    if evidence is None:
        return {}
    return {
        "heading": f"{evidence.id} · {evidence.title}",
        "checked": _checked(evidence.provenance),
        "says": evidence.says,
        "level": evidence.columns["level"],
        "claims": [_claim(claim) for claim in evidence.claims],
        "further": [f"{each.says} {cited(each.paper)}" for each in evidence.further],
    }


def _claim(claim: Claim) -> dict[str, str]:
    return {
        "claim": claim.claim,
        "level": claim.level,
        "place": claim.place,
        "plan": claim.plan.citation,
        "struck": f"PMID {claim.plan.pmid}",
        "really": claim.plan.really,
        "right": f"{STANDING[claim.standing]}: {cited(claim.corrected)}",
        "remark": claim.remark,
    }
