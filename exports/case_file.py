"""A case as one TOML file: patient, facts, choices and order, as they were typed.

The file is what the pages save and open, and what ``--case`` reads; nothing is kept anywhere
else. It has no place for a name or a record number: a key that is not known is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import tomli_w
from pydantic import Field, ValidationError, field_validator

from calculators.inputs import CALCULATORS
from calculators.reading import PATIENT_KEYS, choices, nearest, quoted, read_date
from calculators.verify_inputs import OWN_KEYS
from plan_data.figures import Model
from units import Refused

if TYPE_CHECKING:
    from plan_data.schema import Plan

CASE_VERSION = 2
LARGEST = 1_000_000  # bytes; a case has a few thousand

Value: TypeAlias = str | date | tuple[str, ...]
Values: TypeAlias = Mapping[str, Value]

VERIFY = "verify"  # the calculator whose own inputs are the order
ORDER_KEYS = OWN_KEYS
PATIENT = tuple(key for key in PATIENT_KEYS if key != "facts")
_LISTS = ("premedication", "concurrent")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


def _choice_keys(calculator: str) -> tuple[str, ...]:
    return (*CALCULATORS[calculator].keys, "dosing_weight")


class _UnusableError(ValueError):
    """What is wrong with one key of a case."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


class Recorded(Model):
    """A fact as it was answered, with the date of the event or the test."""

    value: str
    on: date | None = None


class Case(Model):
    """Everything about a case, as typed; no name and no number of a patient has a place in it.

    Parameters
    ----------
    patient
        Measures with their units, sex and setting, and what else is given.
    facts
        Name → answer or laboratory value, with its date where there is one.
    calculator
        The calculator in use.
    choices
        Calculator → its own request keys.
    order
        The order to verify, and of which calculator it is an order.
    today
        The day of the check, where it is not the day on which the case is opened.
    """

    patient: Values = Field(default_factory=_nothing)
    facts: Mapping[str, Recorded] = Field(default_factory=_nothing)
    calculator: str | None = None
    choices: Mapping[str, Values] = Field(default_factory=_nothing)
    order: Values = Field(default_factory=_nothing)
    today: date | None = None

    @field_validator("patient", mode="plain")
    @classmethod
    def _patient(cls, given: Any) -> Values:
        return _values(given, "[patient]", PATIENT, _patient_value)

    @field_validator("facts", mode="plain")
    @classmethod
    def _facts(cls, given: Any) -> Mapping[str, Recorded]:
        table = _table(given, "[facts]")
        return MappingProxyType({name: _recorded(name, table[name]) for name in sorted(table)})

    @field_validator("calculator", mode="plain")
    @classmethod
    def _calculator(cls, given: Any) -> str | None:
        if given is None or (isinstance(given, str) and given in CALCULATORS):
            return given
        raise _UnusableError(
            "choices.calculator",
            f"there is no calculator {quoted(given)}; there are {choices(CALCULATORS)}."
            + nearest(given, CALCULATORS),
        )

    @field_validator("choices", mode="plain")
    @classmethod
    def _choices(cls, given: Any) -> Mapping[str, Values]:
        table = _table(given, "[choices]")
        known = tuple(name for name in CALCULATORS if name != VERIFY)
        _refuse_unknown(table, "[choices]", known, ("calculator", *known))
        read = {
            name: _values(table[name], f"[choices.{name}]", _choice_keys(name), _chosen_value)
            for name in known
            if name in table
        }
        return MappingProxyType({name: values for name, values in read.items() if values})

    @field_validator("order", mode="plain")
    @classmethod
    def _order(cls, given: Any) -> Values:
        return _values(given, "[order]", ORDER_KEYS, _chosen_value)

    @field_validator("today", mode="plain")
    @classmethod
    def _today(cls, given: Any) -> date | None:
        return None if given is None else _date("today", given)

    def request(self, calculator: str, typed: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
        """Return the case as a request of one calculator, for `calculators.request.answer`.

        Parameters
        ----------
        typed
            Request keys that count before those of the case; a fact at a time.
        """
        order = self.order if calculator == VERIFY else _NOTHING
        asked = str({**order, **typed}.get("of")) if calculator == VERIFY else calculator
        chosen = self.choices.get(asked, _NOTHING)
        if "drug" in typed and not _one_drug(typed["drug"], chosen.get("drug")):
            chosen = _NOTHING  # the target of one drug is no target of another
        request: dict[str, Any] = {**self.patient, **chosen, **order}
        if self.today is not None:
            request["today"] = self.today
        facts = {name: _fact(fact) for name, fact in self.facts.items()}
        facts |= typed.get("facts", _NOTHING)
        return {**request, **typed, "facts": facts, "calculator": calculator}

    def asked(self, request: Mapping[str, Any]) -> Case:
        """Return the case with what a request says; the choices of other calculators stay.

        Raises
        ------
        units.Refused
            The request holds something that has no place in a case.
        """
        given = {key: value for key, value in request.items() if value is not None}
        calculator = str(given.pop("calculator"))
        given.pop("id", None)
        held = [key for key in PATIENT if key in given and key != "dosing_weight"]
        patient = {key: given.pop(key) for key in held}
        facts, today = given.pop("facts", _NOTHING), given.pop("today", None)
        order, page = dict(self.order), calculator
        if calculator == VERIFY:
            order = {key: given.pop(key) for key in ORDER_KEYS if key in given}
            page = str(order.get("of", ""))
        chosen = {**self.choices, page: given} if page or given else self.choices
        try:
            return Case(
                patient=patient,
                facts=facts,
                calculator=calculator,
                choices=chosen,
                order=order,
                today=today,
            )
        except ValidationError as error:
            unusable = _unusable(error)
            raise Refused("case", f"The case cannot hold this: {unusable}") from None

    @property
    def entered(self) -> dict[str, str]:
        """What a second person enters again: weight, height and order, as typed the first time."""
        typed = {**self.patient, **self.order}
        return {key: str(typed[key]) for key in ("weight", "height", "order") if key in typed}

    @property
    def digest(self) -> str:
        """SHA-256 of what the case says, in groups of four: the same however it is written down."""
        canonical = json.dumps(
            {
                "patient": {key: _plain(value) for key, value in self.patient.items()},
                "facts": {key: [fact.value, _plain(fact.on)] for key, fact in self.facts.items()},
                "calculator": self.calculator,
                "choices": {
                    name: {key: _plain(value) for key, value in values.items()}
                    for name, values in self.choices.items()
                },
                "order": {key: _plain(value) for key, value in self.order.items()},
                "today": _plain(self.today),
            },
            sort_keys=True,
            separators=(",", ":"),
        )
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _plain(value: Value | None) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _one_drug(one: Any, other: Any) -> bool:
    return re.split(r"[\s_-]+", str(one).strip().lower()) == re.split(
        r"[\s_-]+", str(other).strip().lower()
    )


def _fact(fact: Recorded) -> Any:
    return fact.value if fact.on is None else {"value": fact.value, "date": fact.on}


# --- what a case may hold ---------------------------------------------------------------------


def _table(given: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _UnusableError("", f"{where} must be a table.")
    return given


def _refuse_unknown(
    table: Mapping[str, Any], where: str, known: tuple[str, ...], near: tuple[str, ...] = ()
) -> None:
    for key in table:
        if key not in known:
            raise _UnusableError(
                "",
                f"{quoted(key)} is no key of {where}; it has {choices(near or known)}."
                + nearest(key, near or known),
            )


def _values(given: Any, where: str, known: tuple[str, ...], read: Any) -> Values:
    table = _table(given, where)
    _refuse_unknown(table, where, known)
    return MappingProxyType({key: read(key, table[key], where) for key in known if key in table})


def _patient_value(key: str, value: Any, where: str) -> Value:
    if key in _LISTS:
        return _text_or_list(key, value, where)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise _UnusableError(
            key,
            f"{key} in {where}: {quoted(value)} has no unit. Write it as text, in quotation marks, "
            "with its unit.",
        )
    return _text(key, value, where)


def _chosen_value(key: str, value: Any, where: str) -> Value:
    if type(value) is date:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 64:
        return str(value)  # a count: days = 5 is days = "5"
    return _text_or_list(key, value, where)


def _text_or_list(key: str, value: Any, where: str) -> Value:
    if isinstance(value, list | tuple):
        return tuple(_text(key, each, where) for each in value)
    return _text(key, value, where)


def _text(key: str, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _UnusableError(
            key, f"{key} in {where}: {_named(value)} is not text; write it in quotation marks."
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _UnusableError(
            key, f"{key} in {where} holds half of a character, which no file can keep."
        ) from None
    return value


def _recorded(name: str, given: Any) -> Recorded:
    if isinstance(given, Recorded):
        return given
    key, on = f"facts.{name}", None
    if isinstance(given, Mapping):
        extra = [part for part in given if part not in ("value", "date")]
        if extra:
            raise _UnusableError(
                key, f"{name} in [facts] takes value and date, not {quoted(extra[0])}."
            )
        if "value" not in given:
            raise _UnusableError(key, f'{name} in [facts] has a date only; its "value" is missing.')
        on = None if given.get("date") is None else _date(key, given["date"])
        given = given["value"]
    try:
        _text(name, name, "[facts]")
        return Recorded(value=_text(name, given, "[facts]"), on=on)
    except _UnusableError as unusable:
        raise _UnusableError(key, str(unusable)) from None


def _date(key: str, given: Any) -> date:
    try:
        return read_date(given, key)
    except Refused as refused:
        raise _UnusableError(key, refused.message) from None


def _named(value: Any) -> str:
    """Name what stands where text is wanted; what a table holds is not repeated."""
    if isinstance(value, Mapping | list):
        return "a table" if isinstance(value, Mapping) else "a list"
    return quoted(str(value).lower() if isinstance(value, bool) else value)


def _unusable(error: ValidationError) -> _UnusableError:
    """Return the first thing that is wrong, in the words of the check that found it."""
    problem = error.errors(include_url=False)[0]
    found = problem.get("ctx", {}).get("error")
    if isinstance(found, _UnusableError):
        return found
    raise error  # a fault of the program that made the case, not of a file


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
    """Return the case that a file holds; files of version 1 are migrated.

    Parameters
    ----------
    file
        The file's name, for the refusal.

    Raises
    ------
    units.Refused
        The file is no TOML, of another version or too large, or holds a key that is not known or
        a value of the wrong kind. The field is ``case``; for a value in a file of version 1 it is
        the request key, as it always was.
    """
    if len(content) > LARGEST:
        raise Refused(
            "case", f"Case file {file}: is larger than {LARGEST} bytes; a case has a few thousand."
        )
    tables = _tables(content, file)
    version = tables.pop("case_version", None)
    if type(version) is not int or version not in (1, CASE_VERSION):
        found = "" if version is None else f", not {quoted(version)}"
        raise Refused(
            "case",
            f"Case file {file}: needs the line case_version = {CASE_VERSION} or, from before, "
            f"case_version = 1{found}.",
        )
    try:
        case = _case(_migrated(tables) if version == 1 else tables)
        _refuse_unknown_facts(case, plan)
    except _UnusableError as unusable:
        field = unusable.key if version == 1 and unusable.key else "case"
        raise Refused(field, f"Case file {file}: {unusable}") from None
    return case


def _tables(content: bytes, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("case", f"Case file {file}: is not TOML ({error}).") from None
    except (RecursionError, ValueError):
        why = "cannot be read; it nests too deeply or has an endless number"
        raise Refused("case", f"Case file {file}: {why}.") from None


def _case(tables: dict[str, Any]) -> Case:
    for key in tables:
        if key in PATIENT:  # laid out as in version 1
            raise _UnusableError("", f"{quoted(key)} stands under [patient].")
    _refuse_unknown(tables, "a case", ("today", "patient", "facts", "choices", "order"))
    chosen = dict(_table(tables.get("choices", {}), "[choices]"))
    calculator = chosen.pop("calculator", None)
    try:
        return Case.model_validate({**tables, "choices": chosen, "calculator": calculator})
    except ValidationError as error:
        raise _unusable(error) from None


def _migrated(flat: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a file of version 1, which held a patient and nothing else."""
    _refuse_unknown(flat, "a case of version 1", PATIENT_KEYS)
    facts = flat.pop("facts", {})
    return {"patient": flat, "facts": facts}


def _refuse_unknown_facts(case: Case, plan: Plan) -> None:
    known = (*plan.facts.yes_no, *plan.facts.laboratory)
    for name in case.facts:
        if name not in known:
            raise _UnusableError(
                f"facts.{name}", f"there is no fact {quoted(name)}." + nearest(name, known)
            )


# --- writing ----------------------------------------------------------------------------------

_HEAD = "# A case of the MMN Dose Planner. It holds no name and no record number: add none.\n"


def written_case(case: Case) -> bytes:
    """Return the file that `read_case` reads back without a loss; equal cases give equal bytes.

    Raises
    ------
    units.Refused
        The case is too large to be read back.
    """
    tables: dict[str, Any] = {"case_version": CASE_VERSION}
    if case.today is not None:
        tables["today"] = case.today
    chosen: dict[str, Any] = {} if case.calculator is None else {"calculator": case.calculator}
    chosen |= {name: _written(values) for name, values in case.choices.items()}
    parts = {
        "patient": _written(case.patient),
        "facts": {name: _fact(fact) for name, fact in case.facts.items()},
        "choices": chosen,
        "order": _written(case.order),
    }
    tables |= {name: part for name, part in parts.items() if part}
    content = (_HEAD + tomli_w.dumps(tables)).encode()
    if len(content) > LARGEST:
        raise Refused("case", f"The case is larger than {LARGEST} bytes and cannot be saved.")
    return content


def _written(values: Values) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
