"""The shape of the plan's sections as tables, and of its evidence with the corrected citations."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from plan_data.schema.figures import Model, Name, Provenance, Text
from plan_data.schema.plan import Settings

CptCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}(-[0-9]{5})?$")]
PubmedNumber = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*$")]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,}/\S+$")]

BETWEEN = " · "


# --- tables -----------------------------------------------------------------------------------


class Placed(Model):
    """A row of the plan with its place there, which derives from the section that it stands in."""

    name: Text

    _section: str = PrivateAttr(default="")
    _columns: dict[str, str] = PrivateAttr(default_factory=dict)

    def stand_in(self, section: str, columns: dict[str, str]) -> None:
        """Learn the section's id and headings."""
        self._section = section
        self._columns = columns

    @property
    def place(self) -> str:
        """Where the row stands in the plan: section · row."""
        return BETWEEN.join((self._section, self.name))

    @property
    def places(self) -> dict[str, str]:
        """Where each of its parts stands in the plan: section · row · heading, by key."""
        return {key: BETWEEN.join((self.place, heading)) for key, heading in self._columns.items()}


class Row(Placed):
    """One row of a table: what it is about, and one text for each of the table's columns.

    ``detail`` is what the plan adds to the row's name in brackets; ``review`` is this project's
    remark for the physician who reviews the plan, and no statement of the plan.
    """

    detail: str = ""
    codes: tuple[CptCode, ...] = ()
    treatment: Name | None = None  # the id under which calculators know it
    priorities: Settings | None = None
    cells: dict[Name, Text] = Field(default_factory=dict)
    review: str = ""


class Section(Model):
    """A table of the plan: its id there ("1A"), its headings and its rows.

    The plan's headings stay as they are, because places are made of them. ``heading`` stands over
    the rows' names.
    """

    id: Text
    title: Text
    heading: Text
    columns: dict[Name, Text] = Field(default_factory=dict)
    rows: tuple[Row, ...] = Field(min_length=1)

    _provenance: Provenance = PrivateAttr()

    @model_validator(mode="after")
    def _rows_fit(self) -> Section:
        names = [row.name for row in self.rows]
        for row in self.rows:
            if names.count(row.name) > 1:
                raise ValueError(f"row {row.name!r} stands here more than once")
            if row.cells.keys() != self.columns.keys():
                raise ValueError(
                    f"row {row.name!r} must have the cells {', '.join(self.columns)}, "
                    f"not {', '.join(row.cells)}"
                )
            if (row.priorities is None) != (self.rows[0].priorities is None):
                raise ValueError(f"row {row.name!r}: either all rows have priorities or none has")
            row.stand_in(self.id, self.columns)
        return self

    def come_from(self, provenance: Provenance) -> None:
        """Learn who wrote and checked the file in which the table stands."""
        self._provenance = provenance

    @property
    def provenance(self) -> Provenance:
        """Who wrote the table's file, and whether a clinician has checked it."""
        return self._provenance

    @property
    def has_priorities(self) -> bool:
        """Whether the plan gives this table's rows a priority in each setting."""
        return self.rows[0].priorities is not None


class Tables(Model):
    """A file of tables."""

    provenance: Provenance
    sections: tuple[Section, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sections_know_the_file(self) -> Tables:
        for section in self.sections:
            section.come_from(self.provenance)
        return self


# --- evidence ---------------------------------------------------------------------------------


class PlanCitation(Model):
    """What the plan cites, the PubMed number that it gives, and what that number really is."""

    citation: Text
    pmid: PubmedNumber
    really: Text


class Citation(Model):
    """A paper as its record has it, with the identifiers that were confirmed and how."""

    citation: Text
    pmid: PubmedNumber | None = None
    doi: Doi | None = None
    confirmed: Text

    @property
    def address(self) -> str | None:
        """Where the paper can be looked up; none when no identifier was confirmed."""
        if self.doi is not None:
            return f"https://doi.org/{self.doi}"
        return None if self.pmid is None else f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"


class Claim(Placed):
    """A row of the plan's evidence: the claim, its level, the plan's citation and the right one.

    ``standing`` tells what ``corrected`` is: the plan's paper under its right identifier, the
    plan's paper without one, or another paper because the plan's was not found.
    """

    claim: Text
    level: Text
    plan: PlanCitation
    corrected: Citation
    standing: Literal["corrected", "identifier_not_confirmed", "other_paper"]
    remark: str = ""

    @model_validator(mode="after")
    def _standing_fits(self) -> Claim:
        if (self.corrected.address is None) != (self.standing == "identifier_not_confirmed"):
            raise ValueError("identifier_not_confirmed goes with a citation without pmid and doi")
        return self


class FurtherEvidence(Model):
    """A paper that the plan does not cite and that is worth showing beside a result."""

    id: Name
    paper: Citation
    says: Text
    treatments: tuple[Name, ...] = Field(min_length=1)


class StudyEvidence(Model):
    """The plan's section on evidence with its citations put right, and evidence beyond it.

    Parameters
    ----------
    id, columns
        The section, and the plan's own heading over each part of a claim: places are made of them.
    says
        What a reader has to know of the plan's citations as a whole.
    """

    id: Text
    title: Text
    says: Text
    columns: dict[Literal["claim", "level", "plan"], Text]
    provenance: Provenance
    claims: tuple[Claim, ...] = Field(min_length=1)
    further: tuple[FurtherEvidence, ...] = ()

    @model_validator(mode="after")
    def _claims_know_the_section(self) -> StudyEvidence:
        for claim in self.claims:
            claim.stand_in(self.id, {str(key): text for key, text in self.columns.items()})
        return self


# --- what is left to decide -------------------------------------------------------------------


class VersionChange(Model):
    """Where to change what the app does meanwhile."""

    file: Text
    key: Text


class Question(Model):
    """Something that the plan leaves open or contradicts, for the physician who reviews it."""

    id: Name
    question: Text
    plan_says: Text
    places: tuple[Text, ...] = Field(min_length=1)
    meanwhile: Text
    change: tuple[VersionChange, ...] = Field(min_length=1)


class Review(Model):
    """Every open question."""

    provenance: Provenance
    questions: tuple[Question, ...] = Field(min_length=1)


# --- what a patient is told -------------------------------------------------------------------


class Told(Model):
    """One sentence for the patient, in plain words, and the plan's place that it says again.

    Parameters
    ----------
    treatments
        Whom it is for: who gets one of these. Every patient, where none is named.
    """

    says: Text
    at: Text
    treatments: tuple[Name, ...] = ()


class ToldTogether(Model):
    """Sentences under one heading."""

    heading: Text
    says: tuple[Told, ...] = Field(min_length=1)


class PatientPage(Model):
    """The plan's instructions, its treatments and its checks in a patient's own words.

    Parameters
    ----------
    treatments
        Treatment → its name on the page; one that is not named keeps the plan's own.
    checks
        What the patient goes to → the checks of a course that it stands for.
    """

    provenance: Provenance
    groups: tuple[ToldTogether, ...] = Field(min_length=1)
    treatments: dict[Name, Text] = Field(default_factory=dict)
    checks: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)


# --- all of them ------------------------------------------------------------------------------


# The files that hold no tables; every other file of a plan's sections does.
EVIDENCE, REVIEW, PATIENT = "evidence", "review", "patient"


class Sections(Model):
    """Every section that a plan brings, for people to read; a plan may bring none.

    Parameters
    ----------
    files
        The files of tables by name, in the plan's order.
    """

    files: dict[Name, Tables] = Field(default_factory=dict)
    evidence: StudyEvidence | None = None
    review: Review | None = None
    patient: PatientPage | None = None

    @cached_property
    def tables(self) -> dict[str, Section]:
        """Every table by its id, in the plan's order."""
        return {
            section.id: section for tables in self.files.values() for section in tables.sections
        }

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the plan's section on evidence, where it has one."""
        return self.evidence.claims if self.evidence else ()

    @property
    def further(self) -> tuple[FurtherEvidence, ...]:
        """Evidence that the plan does not cite."""
        return self.evidence.further if self.evidence else ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is left to decide, where the plan says it."""
        return self.review.questions if self.review else ()

    @cached_property
    def treatment_rows(self) -> dict[str, Row]:
        """The row of each treatment by the id under which calculators know it."""
        rows = (row for section in self.tables.values() for row in section.rows)
        return {row.treatment: row for row in rows if row.treatment is not None}
