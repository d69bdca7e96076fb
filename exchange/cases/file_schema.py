"""The shape of a case file as a JSON Schema, for programs that write one or check one.

It says what `exchange.cases.toml_file.read_case` takes: which tables and keys there are, and of
which type each is. Whether a text is a weight, or one of a closed list, is said by the calculator
that is asked, in its own words.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812  (`date` is the name of a key here)
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from calculators.requests.catalogue import calculators, treated
from calculators.typed.fields import field_of, help_of
from exchange.cases.case import ORDER_KEYS, PATIENT, VERIFY, choice_keys
from exchange.cases.toml_file import CASE_VERSION, SEAL
from exchange.cases.values import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plan_data.schema.plan import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A measure is text, with its unit; a bare number is a count.
_CHOICE = str | int | Day | list[str]


class Dated(BaseModel):
    """An answer or a value with its date."""

    model_config = ConfigDict(extra="forbid")

    value: str
    date: Day = Field(default_factory=Day.today)  # that is: not required
    answered: Day = Field(default_factory=Day.today)  # as above


def case_schema(plan: Plan) -> dict[str, Any]:
    """Return the JSON Schema of a case file, with the facts that this plan knows."""
    offered = calculators(plan)
    chosen = {"calculator": _one_of(offered, "The calculator in use.")}
    for name, calculator in offered.items():
        if name != VERIFY:
            keys = choice_keys(calculator)
            table = _table(name, {key: _choice(key, keys, plan) for key in keys})
            chosen[name] = _maybe(table, f"What was chosen: {calculator.label}.")
    known: Mapping[str, Any] = {**plan.facts.yes_no, **plan.facts.laboratory}
    facts = {name: _maybe(str | Dated, fact.label) for name, fact in known.items()}
    patient = {str(key): _of_patient(key, plan) for key in PATIENT}
    order = {str(key): _choice(key, ORDER_KEYS, plan) for key in ORDER_KEYS}
    whole = _table(
        "case_file",
        {
            "case_version": _fixed(int, CASE_VERSION, "The version of this shape."),
            "plan": _fixed(str, plan.identity.id, "The plan that the case is of."),
            "plan_version": (str, Field(min_length=1, description="The version of that plan.")),
            SEAL: _written("[0-9a-f]{64}", "The SHA-256 of all other lines; none where by hand."),
            "today": _maybe(Day, "The day of the check."),
            "patient": _maybe(_table("patient", patient), "The patient."),
            "facts": _maybe(_table("facts", facts), "What is recorded of the patient."),
            "choices": _maybe(_table("choices", chosen), "What was chosen, by calculator."),
            "order": _maybe(_table("order", order), "The order, and what it is of."),
        },
    )
    return {"$schema": DIALECT, **whole.model_json_schema()}


# A field of pydantic: its type, and what else is said of it.
_Entry = tuple[Any, Any]


def _table(name: str, entries: Mapping[str, _Entry]) -> type[BaseModel]:
    """Return a table of these keys and of no others."""
    config = ConfigDict(extra="forbid")
    made: Any = create_model  # its overloads know no keys that are found at run time
    table: type[BaseModel] = made(name.capitalize(), __config__=config, **entries)
    return table


def _maybe(kind: Any, says: str) -> _Entry:
    """Return a key that may be left out; a factory, for a default would stand in the schema."""
    return kind, Field(default_factory=str, description=says or None)


def _fixed(kind: type, value: Any, says: str) -> _Entry:
    return kind, Field(description=says, json_schema_extra={"const": value})


def _written(pattern: str, says: str) -> _Entry:
    return str, Field(default_factory=str, description=says, pattern=f"^{pattern}$")


def _one_of(values: Iterable[str], says: str) -> _Entry:
    extra: dict[str, Any] = {"enum": list(values)}
    return str, Field(default_factory=str, description=says, json_schema_extra=extra)


def _of_patient(key: str, plan: Plan) -> _Entry:
    kind = str | list[str] if key in LISTS else str
    return _maybe(kind, help_of(field_of(key), plan, treated(plan)))


def _choice(key: str, beside: Iterable[str], plan: Plan) -> _Entry:
    return _maybe(_CHOICE, help_of(field_of(key, tuple(beside)), plan, treated(plan)))
