"""Read a plan's sections once, validate them, and refuse a broken file by file and key."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from plan_data.load import BrokenPlanError, broken_in_words, data_folder, load_plan, read_toml
from plan_data.schema.sections import EVIDENCE, PATIENT, REVIEW, Sections

if TYPE_CHECKING:
    from pathlib import Path

    from plan_data.schema.plan import Identity


def load_sections() -> Sections:
    """Return the sections of the plan in use, read and validated once per process; maybe none.

    Raises
    ------
    BrokenPlanError
        As for `read_sections` and `plan_data.load.load_plan`.
    """
    identity = load_plan().identity
    return _read_once(data_folder(), identity.id, identity.sections)


def section_files(identity: Identity) -> tuple[str, ...]:
    """Return the files of a plan's sections, by their path in the data folder."""
    return tuple(_file(identity.id, name) for name in identity.sections)


def read_sections(folder: Path, plan: str, names: tuple[str, ...]) -> Sections:
    """Return the sections that a plan brings in `folder`.

    Parameters
    ----------
    plan
        The plan's id, which is the name of its folder.
    names
        Its sections, in its order, as `Identity.sections` has them.

    Raises
    ------
    BrokenPlanError
        A file is missing or is not listed, or is not TOML; a key is missing, unknown or of the
        wrong type; a row has not exactly its table's columns; a table or a treatment stands there
        twice.
    """
    for file in sorted((folder / f"plans/{plan}/sections").glob("*.toml")):
        if file.stem not in names:
            raise BrokenPlanError(
                f"plans/{plan}/identity.toml: sections: {file.stem!r} stands in the folder and not "
                "in this list"
            )
    read = {name: read_toml(folder, _file(plan, name)) for name in names}
    apart = (EVIDENCE, REVIEW, PATIENT)
    parts: dict[str, Any] = {name: read.pop(name) for name in apart if name in read}
    try:
        sections = Sections.model_validate({"files": read, **parts})
    except ValidationError as error:
        raise BrokenPlanError(broken_in_words(error, lambda path: _file_of(path, plan))) from None
    _require_each_once(sections, plan)
    return sections


_read_once = lru_cache(maxsize=2)(read_sections)


def _require_each_once(sections: Sections, plan: str) -> None:
    """Refuse a table id or a treatment id that stands in two places, in one file or in two."""
    seen: dict[tuple[str, str], str] = {}
    for part, tables in sections.files.items():
        for table, section in enumerate(tables.sections):
            ids = {f"sections.{table}.id": ("table", section.id)}
            for place, row in enumerate(section.rows):
                if row.treatment is not None:
                    ids[f"sections.{table}.rows.{place}.treatment"] = ("treatment", row.treatment)
            for key, (kind, name) in ids.items():
                here = f"{_file(plan, part)}: {key}"
                if (kind, name) in seen:
                    raise BrokenPlanError(
                        f"{here}: {kind} {name!r} also stands at {seen[kind, name]}"
                    )
                seen[kind, name] = here


def _file(plan: str, name: str) -> str:
    return f"plans/{plan}/sections/{name}.toml"


def _file_of(path: str, plan: str) -> tuple[str, str, str]:
    part, _, key = path.removeprefix("files.").partition(".")
    return part, _file(plan, part), key
