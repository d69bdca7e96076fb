"""What a case may hold: text as it was typed, dates, lists of names; and the words of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from calculators.typed.fields import FIELDS
from calculators.typed.values import choices, nearest_choice, quoted, read_date, worded
from plan_data.schema.figures import Model
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import ValidationError

Value: TypeAlias = str | date | tuple[str, ...]
Values: TypeAlias = Mapping[str, Value]

LISTS = ("premedication", "concurrent")


class UnusableError(ValueError):
    """What is wrong with one key of a case."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(why)
        self.key = key


class RecordedAnswer(Model):
    """A fact as it was answered, with the date of the event or the test.

    Parameters
    ----------
    answered
        The day on which it was answered, of what holds for that day alone while it has no date.
    """

    value: str
    on: date | None = None
    answered: date | None = None

    @property
    def as_request(self) -> Any:
        """The fact as a request and a file hold it."""
        if self.on is not None:
            return {"value": self.value, "date": self.on}
        if self.answered is not None:
            return {"value": self.value, "answered": self.answered}
        return self.value


def table_of(given: Any, where: str) -> Mapping[str, Any]:
    """Return what is a table; `where` names it in the refusal."""
    if not isinstance(given, Mapping):
        raise UnusableError("", f"{where} must be a table.")
    return given


def refuse_unknown(
    table: Mapping[str, Any], where: str, known: tuple[str, ...], near: tuple[str, ...] = ()
) -> None:
    """Refuse a key that a table does not have; `near` are those to suggest, where they differ."""
    for key in table:
        if key not in known:
            raise UnusableError(
                "",
                f"{quoted(key)} is no key of {where}; it has {choices(near or known)}."
                + nearest_choice(key, near or known),
            )


def values_of(
    given: Any, where: str, known: tuple[str, ...], read: Callable[[str, Any, str], Value]
) -> Values:
    """Return a table with its keys in the order of `known`, each value as `read` takes it."""
    table = table_of(given, where)
    refuse_unknown(table, where, known)
    return MappingProxyType({key: read(key, table[key], where) for key in known if key in table})


def patient_value(key: str, value: Any, where: str) -> Value:
    """Return what describes a patient: text, or a list of names where there may be several."""
    if key in LISTS:
        return _text_or_list(key, value, where)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        raise UnusableError(
            key,
            f"{worded(key)} in {where}: {quoted(value)} has no unit. Write it as text, in "
            "quotation marks, with its unit.",
        )
    return _text(key, value, where)


def chosen_value(key: str, value: Any, where: str) -> Value:
    """Return a choice: text, a date or a list of texts; a count is kept as the text that it is."""
    if type(value) is date:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 64:
        return str(value)  # a count: days = 5 is days = "5"
    return _text_or_list(key, value, where)


def _text_or_list(key: str, value: Any, where: str) -> Value:
    if isinstance(value, list | tuple):
        return tuple(_text(key, each, where) for each in value)
    return _text(key, value, where)


def _name(key: str) -> str:
    """Return what people call a key of a case; a fact is named as it stands in the file."""
    return worded(key) if key in FIELDS else quoted(key)


def _text(key: str, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UnusableError(
            key,
            f"{_name(key)} in {where}: {_named(value)} is not text; write it in quotation marks.",
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnusableError(
            key, f"{_name(key)} in {where} holds half of a character, which no file can keep."
        ) from None
    return value


def recorded_of(name: str, given: Any) -> RecordedAnswer:
    """Return a fact: an answer or a value with its unit, alone or with its date."""
    if isinstance(given, RecordedAnswer):
        return given
    key, on, answered = f"facts.{name}", None, None
    if isinstance(given, Mapping):
        extra = [part for part in given if part not in ("value", "date", "answered")]
        if extra:
            raise UnusableError(
                key, f"{quoted(name)} in [facts] takes value and date, not {quoted(extra[0])}."
            )
        if "value" not in given:
            raise UnusableError(
                key, f'{quoted(name)} in [facts] has a date only; its "value" is missing.'
            )
        on = None if given.get("date") is None else date_of(key, given["date"])
        if on is None and given.get("answered") is not None:
            answered = date_of(key, given["answered"])
        given = given["value"]
    try:
        _text(name, name, "[facts]")
        return RecordedAnswer(value=_text(name, given, "[facts]"), on=on, answered=answered)
    except UnusableError as unusable:
        raise UnusableError(key, str(unusable)) from None


def date_of(key: str, given: Any) -> date:
    """Return a date, written as TOML has it or as text."""
    try:
        fact = key.removeprefix("facts.")
        return read_date(given, key, f"{quoted(fact)} in [facts]" if fact != key else "")
    except Refused as refused:
        raise UnusableError(key, refused.message) from None


def _named(value: Any) -> str:
    """Name what stands where text is wanted; what a table holds is not repeated."""
    if isinstance(value, Mapping | list):
        return "a table" if isinstance(value, Mapping) else "a list"
    return quoted(str(value).lower() if isinstance(value, bool) else value)


def first_unusable(error: ValidationError) -> UnusableError:
    """Return the first thing that is wrong, in the words of the check that found it."""
    problem = error.errors(include_url=False)[0]
    found = problem.get("ctx", {}).get("error")
    if isinstance(found, UnusableError):
        return found
    raise error  # a fault of the program that made the case, not of a file
