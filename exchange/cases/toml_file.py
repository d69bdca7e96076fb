"""A case as one TOML file: patient, facts, choices and order, as they were typed.

The file is what the pages save and open, and what ``--case`` reads; nothing is kept anywhere
else. It has no place for a name or a record number: a key that is not known is refused.

What the program writes has the digest of all its other lines at its head: a file that was cut may
still be TOML and lack the answer that forbids a dose. One without it was written by hand.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w
from pydantic import ValidationError

from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import nearest_choice, quoted
from exchange.cases.case import PATIENT, Case
from exchange.cases.values import UnusableError, first_unusable, refuse_unknown, table_of
from units import Refused

if TYPE_CHECKING:
    from exchange.cases.values import Values
    from plan_data.schema.plan import Plan

CASE_VERSION = 3
_BEFORE = (1, 2)  # without the plan; version 1 held a patient and nothing else
LARGEST = 1_000_000  # bytes; a case has a few thousand

# --- reading ----------------------------------------------------------------------------------


def read_case_file(file: str, plan: Plan) -> Case:
    """Return the case that stands in a file of this machine.

    Raises
    ------
    units.Refused
        As `read_case`, and where the file cannot be read at all.
    """
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # a path with a zero in it is a ValueError
        why = getattr(error, "strerror", None) or error
        raise Refused("case", f"Case file {file}: cannot be read ({why}).") from None
    return read_case(content, file, plan)


def read_case(content: bytes, file: str, plan: Plan) -> Case:
    """Return the case that a file holds; files of versions 1 and 2 are migrated.

    A case of another version of the plan is read, and says so; a case of another plan is not, for
    its facts and choices may mean something else there. A file without its digest was written by
    hand: it is read, and the case says so.

    Parameters
    ----------
    file
        The file's name, for the refusal.

    Raises
    ------
    units.Refused
        The file is no TOML, not as it was saved, of another version or plan or too large, or holds
        a key that is not known or a value of the wrong kind. The field is ``case``; for a value in
        a file of version 1 it is the request key, as it always was.
    """
    if len(content) > LARGEST:
        raise Refused(
            "case", f"Case file {file}: is larger than {LARGEST} bytes; a case has a few thousand."
        )
    sealed = _require_as_saved(content, file)
    tables = _tables(content, file)
    tables.pop(SEAL, None)
    version = tables.pop("case_version", None)
    if type(version) is int and version > CASE_VERSION:
        raise Refused(
            "case",
            f"Case file {file}: a later version of this program wrote it (case_version = "
            f"{version}; this one reads up to {CASE_VERSION}): open it with that, or update this.",
        )
    if type(version) is not int or version not in (*_BEFORE, CASE_VERSION):
        found = "" if version is None else f", not {quoted(version)}"
        raise Refused(
            "case",
            f"Case file {file}: needs the line case_version = {CASE_VERSION} or, from before, "
            f"case_version = 1 or 2{found}.",
        )
    try:
        saved_under = _version_of_plan(tables, plan) if version == CASE_VERSION else None
        stamp: dict[str, Any] = {
            "plan": plan.identity.id,
            "plan_version": plan.identity.version,
            "saved_under": None if saved_under == plan.identity.version else saved_under,
            "by_hand": not sealed,
        }
        case = _case(_migrated(tables) if version == 1 else tables, stamp)
        _refuse_unknown_facts(case, plan)
    except UnusableError as unusable:
        field = unusable.key if version == 1 and unusable.key else "case"
        raise Refused(field, f"Case file {file}: {unusable}") from None
    return case


# --- the digest of a file -------------------------------------------------------------------------

SEAL = "sha256"  # its key
_SEAL_LINE = re.compile(rb'^sha256 = "([0-9a-f]{64})"\n', re.MULTILINE)
_NAMES_A_SEAL = re.compile(rb"^[ \t]*[\"']?sha256\b", re.MULTILINE)


def _require_as_saved(content: bytes, file: str) -> bool:
    """Tell whether a file has its digest.

    Line ends and a byte-order mark, which a mail or an editor may change, do not count.

    Raises
    ------
    units.Refused
        It has one, and is not the file of which that is the digest.
    """
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    found = _SEAL_LINE.search(plain)
    if found is None and not _NAMES_A_SEAL.search(plain):
        return False
    if found is None or found[1].decode() != _seal_of(
        plain[: found.start()] + plain[found.end() :]
    ):
        raise Refused(
            "case",
            f"Case file {file}: is not as it was saved. It was cut or edited since, and may lack "
            "what forbids a dose; open an older copy, or look through all of it and take out the "
            f"line {SEAL}, as of a file that is written by hand.",
        )
    return True


def _seal_of(rest: bytes) -> str:
    return hashlib.sha256(rest).hexdigest()


def _tables(content: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("case", f"Case file {file}: is not TOML ({error}).") from None
    except (RecursionError, ValueError, ArithmeticError):  # 1e9999999999999999999 is no Decimal
        why = "cannot be read; it nests too deeply or has an endless number"
        raise Refused("case", f"Case file {file}: {why}.") from None


def _version_of_plan(tables: dict[str, Any], plan: Plan) -> str:
    """Take the plan out of the tables; return the version of it under which they were saved."""
    told = {key: tables.pop(key, None) for key in ("plan", "plan_version")}
    for key, value in told.items():
        if not isinstance(value, str) or not value.strip():
            example = getattr(plan.identity, "id" if key == "plan" else "version")
            raise UnusableError("", f'needs the plan it is of, as text: {key} = "{example}".')
    if told["plan"] != plan.identity.id:
        raise UnusableError(
            "",
            f"is a case of the plan {quoted(told['plan'])}; the plan in use is "
            f"{quoted(plan.identity.id)}, where facts and choices may mean something else.",
        )
    return str(told["plan_version"])


def _case(tables: dict[str, Any], stamp: dict[str, Any]) -> Case:
    for key in tables:
        if key in PATIENT:  # laid out as in version 1
            raise UnusableError("", f"{quoted(key)} stands under [patient].")
    refuse_unknown(tables, "a case", ("today", "patient", "facts", "choices", "order"))
    chosen = dict(table_of(tables.get("choices", {}), "[choices]"))
    calculator = chosen.pop("calculator", None)
    try:
        return Case.model_validate({**tables, **stamp, "choices": chosen, "calculator": calculator})
    except ValidationError as error:
        raise first_unusable(error) from None


def _migrated(flat: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a file of version 1, which held a patient and nothing else."""
    refuse_unknown(flat, "a case of version 1", PATIENT_KEYS)
    facts = flat.pop("facts", {})
    return {"patient": flat, "facts": facts}


def _refuse_unknown_facts(case: Case, plan: Plan) -> None:
    known = (*plan.facts.yes_no, *plan.facts.laboratory)
    for name in case.facts:
        if name not in known:
            raise UnusableError(
                f"facts.{name}", f"there is no fact {quoted(name)}." + nearest_choice(name, known)
            )


# --- writing ----------------------------------------------------------------------------------

_HEAD = b"""\
# A case of the MMN Dose Planner. It holds no name and no record number: add none.
# To change it by hand, take out the next line: it is the digest of all the others.
"""


def written_case(case: Case) -> bytes:
    """Return the file that `read_case` reads back without a loss; equal cases give equal bytes.

    Raises
    ------
    units.Refused
        The case is too large to be read back.
    """
    tables: dict[str, Any] = {
        "case_version": CASE_VERSION,
        "plan": case.plan,
        "plan_version": case.plan_version,
    }
    if case.today is not None:
        tables["today"] = case.today
    chosen: dict[str, Any] = {} if case.calculator is None else {"calculator": case.calculator}
    chosen |= {name: _written(values) for name, values in case.choices.items()}
    parts = {
        "patient": _written(case.patient),
        "facts": {name: fact.as_request for name, fact in case.facts.items()},
        "choices": chosen,
        "order": _written(case.order),
    }
    tables |= {name: part for name, part in parts.items() if part}
    rest = tomli_w.dumps(tables).encode()
    seal = f'{SEAL} = "{_seal_of(_HEAD + rest)}"\n'.encode()
    content = _HEAD + seal + rest
    if len(content) > LARGEST:
        raise Refused("case", f"The case is larger than {LARGEST} bytes and cannot be saved.")
    return content


def _written(values: Values) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
