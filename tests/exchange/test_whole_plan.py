"""The whole plan as a PDF: each heading, sentence and number of its sections stands in its text.

The sections are read here from their files, as TOML and nothing more.
"""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from asking import PLAN, run
from breaking import with_the_second_plan

from exchange.sheets.whole_plan import whole_plan
from plan_data.schema.sections import Sections, Tables
from plan_data.sections_load import load_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "plan_data/plans/mmn/sections").glob("*.toml"))
# What is for programs: who wrote a file, ids, and where in the data a number is changed.
_NOT_READ = {"provenance", "treatment", "treatments", "checks", "change", "standing", "priorities"}


def texts_in(value: Any, key: str = "") -> Iterator[str]:
    """Yield every text of a file of sections that is there to be read."""
    if key in _NOT_READ:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            # The ids of tables stand in their headings; those of questions and papers are names.
            if name == "id" and not {"title", "rows"} & value.keys():
                continue
            yield from texts_in(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part, key)
    else:
        yield str(value)


def priorities_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "priorities" in value:
            marks = {name: mark.replace("-", "–") for name, mark in value["priorities"].items()}
            yield ", ".join(f"{name} {mark}" for name, mark in marks.items())
        for part in value.values():
            yield from priorities_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from priorities_in(part)


def together(text: str) -> str:
    """Return a text without what may stand where a line is broken."""
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    pdf = whole_plan(PLAN, load_sections())
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_of_a_section_is_in_the_pdf(file: Path, pages: list[str]) -> None:
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    # The foot of a page stands amid a table that goes on.
    whole = together("".join(page.partition("DRAFT, not for care")[0] for page in pages))
    missing = [each for each in texts_in(read) if together(each) not in whole]
    # A cell that goes on on the next page is cut in two: there is none now.
    assert missing == []
    assert [each for each in priorities_in(read) if together(each) not in whole] == []
    for section in read.get("sections", [read] if "claims" in read else []):
        assert together(f"{section['id']} · {section['title']}") in whole


def test_every_page_says_that_it_is_a_draft_and_of_which_version(pages: list[str]) -> None:
    assert "DRAFT plan, version 1.1: not yet reviewed by a physician." in " ".join(pages[0].split())
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.split())
        assert "DRAFT, not for care" in text
        assert "plan version 1.1 of 2026-02-11" in text
        assert f"Page {number} of {len(pages)}" in text


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert whole_plan(PLAN, load_sections()) == whole_plan(PLAN, load_sections())


def test_the_command_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    status, out, _ = run("plan", "-o", str(target))
    assert (status, out) == (0, f"Written: {target}\n")
    assert target.read_bytes() == whole_plan(PLAN, load_sections())
    status, _, said = run("plan", "-o", str(tmp_path / "no" / "plan.pdf"))
    assert status == 2
    assert "plan.pdf" in said


def test_a_plan_without_sections_has_none(tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    folder = str(with_the_second_plan(tmp_path))
    status, _, said = run("plan", "-o", str(target), "--plan", folder)
    assert (status, said) == (
        2,
        "The plan invented brings no sections to read, so there is no PDF.\n",
    )
    assert not target.exists()


def test_a_table_of_names_alone_and_a_plan_without_evidence_are_printed() -> None:
    """As a plan may be that brings one list and nothing else."""
    names = load_sections().tables["Synonyms"]
    part = Tables.model_construct(provenance=names.provenance, sections=(names,))
    pdf = whole_plan(PLAN, Sections.model_construct(files={"names": part}))
    [page] = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = page.extract_text()
    assert "MMNCB" in text
    assert "Evidence" not in text
    assert "in plain words" not in text
