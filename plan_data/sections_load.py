"""Read the plan's sections once, validate them, and refuse a broken file by file and key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from plan_data.load import HERE, BrokenPlanError, broken_in_words, read_toml
from plan_data.schema.sections import Sections

if TYPE_CHECKING:
    from pathlib import Path

# One file for each field of `Sections`.
SECTION_FILES = {part: f"sections/{part}.toml" for part in Sections.model_fields}


@lru_cache(maxsize=1)
def load_sections() -> Sections:
    """Return the shipped sections, read and validated once per process."""
    return read_sections(HERE)


def read_sections(folder: Path) -> Sections:
    """Return the sections that stand in `folder`/sections.

    Raises
    ------
    BrokenPlanError
        A file is missing or is not TOML; a key is missing, unknown or of the wrong type; a row
        has not exactly its table's columns; a table or a treatment stands there twice.
    """
    parts = {part: read_toml(folder, file) for part, file in SECTION_FILES.items()}
    try:
        sections = Sections.model_validate(parts)
    except ValidationError as error:
        raise BrokenPlanError(broken_in_words(error, _file_of)) from None
    _require_each_once(sections)
    return sections


def _require_each_once(sections: Sections) -> None:
    """Refuse a table id or a treatment id that stands in two places, in one file or in two."""
    seen: dict[tuple[str, str], str] = {}
    for part, tables in sections.files.items():
        for table, section in enumerate(tables.sections):
            ids = {f"sections.{table}.id": ("table", section.id)}
            for place, row in enumerate(section.rows):
                if row.treatment is not None:
                    ids[f"sections.{table}.rows.{place}.treatment"] = ("treatment", row.treatment)
            for key, (kind, name) in ids.items():
                here = f"{SECTION_FILES[part]}: {key}"
                if (kind, name) in seen:
                    raise BrokenPlanError(
                        f"{here}: {kind} {name!r} also stands at {seen[kind, name]}"
                    )
                seen[kind, name] = here


def _file_of(path: str) -> tuple[str, str, str]:
    part, _, key = path.partition(".")
    return part, SECTION_FILES[part], key
