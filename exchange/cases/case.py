"""Everything about a case, as it was typed, and its digest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError, field_validator

from calculators.orders.asked import OWN_KEYS, verified_under
from calculators.requests.catalogue import KEYS_OF_DOSES, calculators, ordered
from calculators.typed.patient import PATIENT_KEYS
from calculators.typed.values import choices, nearest_choice, quoted
from exchange.cases.values import (
    RecordedAnswer,
    UnusableError,
    Value,
    Values,
    chosen_value,
    date_of,
    first_unusable,
    patient_value,
    recorded_of,
    refuse_unknown,
    table_of,
    values_of,
)
from plan_data import load_plan
from plan_data.schema.figures import Model
from units import Refused

if TYPE_CHECKING:
    from calculators.treatments.declared import Calculator
    from plan_data.schema.plan import Plan

VERIFY = "verify"  # the calculator whose own inputs are the order
ORDER_KEYS = OWN_KEYS
PATIENT = tuple(key for key in PATIENT_KEYS if key != "facts")


# Of the choices of a calculator, those that an order of it is verified with.
def _decide(of: str) -> frozenset[str]:
    return frozenset(("dosing_weight", "first_dose", *KEYS_OF_DOSES.get(of, ())))


def _held_under(of: Any) -> tuple[str, str]:
    """Return under which calculator a case keeps what an order is of, and its drug there."""
    try:
        return verified_under(of, ordered(load_plan()), load_plan())
    except Refused:
        return str(of), ""  # who verifies it is told why


# What is typed of one product and would be wrong of another.
_OF_A_PRODUCT = ("product", "concentration", "indication", "ladder")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _plan_id() -> str:
    return load_plan().identity.id


def _plan_version() -> str:
    return load_plan().identity.version


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


def choice_keys(calculator: Calculator) -> tuple[str, ...]:
    """Return what may be chosen for a calculator."""
    return (*calculator.keys, "dosing_weight")


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
    plan, plan_version
        The plan that the case is answered by: the one in use. What is typed means something else
        under another, so both are in the digest.
    saved_under
        The version of that plan in the file that was opened, where it is another.
    by_hand
        Whether the file that was opened had no digest, as one that is written by hand.
    """

    patient: Values = Field(default_factory=_nothing)
    facts: Mapping[str, RecordedAnswer] = Field(default_factory=_nothing)
    calculator: str | None = None
    choices: Mapping[str, Values] = Field(default_factory=_nothing)
    order: Values = Field(default_factory=_nothing)
    today: date | None = None
    plan: str = Field(default_factory=_plan_id)
    plan_version: str = Field(default_factory=_plan_version)
    saved_under: str | None = None
    by_hand: bool = False

    @field_validator("patient", mode="plain")
    @classmethod
    def _patient(cls, given: Any) -> Values:
        return values_of(given, "[patient]", PATIENT, patient_value)

    @field_validator("facts", mode="plain")
    @classmethod
    def _facts(cls, given: Any) -> Mapping[str, RecordedAnswer]:
        table = table_of(given, "[facts]")
        return MappingProxyType({name: recorded_of(name, table[name]) for name in sorted(table)})

    @field_validator("calculator", mode="plain")
    @classmethod
    def _calculator(cls, given: Any) -> str | None:
        known = calculators(load_plan())
        if given is None or (isinstance(given, str) and given in known):
            return given
        raise UnusableError(
            "choices.calculator",
            f"there is no calculator {quoted(given)}; there are {choices(known)}."
            + nearest_choice(given, known),
        )

    @field_validator("choices", mode="plain")
    @classmethod
    def _choices(cls, given: Any) -> Mapping[str, Values]:
        table = table_of(given, "[choices]")
        offered = calculators(load_plan())
        known = tuple(name for name in offered if name != VERIFY)
        refuse_unknown(table, "[choices]", known, ("calculator", *known))
        read = {
            name: values_of(
                table[name], f"[choices.{name}]", choice_keys(offered[name]), chosen_value
            )
            for name in known
            if name in table
        }
        return MappingProxyType({name: values for name, values in read.items() if values})

    @field_validator("order", mode="plain")
    @classmethod
    def _order(cls, given: Any) -> Values:
        return values_of(given, "[order]", ORDER_KEYS, chosen_value)

    @field_validator("today", mode="plain")
    @classmethod
    def _today(cls, given: Any) -> date | None:
        return None if given is None else date_of("today", given)

    def request(self, calculator: str, typed: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
        """Return the case as a request of one calculator, for `calculators.request.answer`.

        Parameters
        ----------
        typed
            Request keys that count before those of the case; a fact at a time.
        """
        order, chosen = _NOTHING, _NOTHING
        if calculator == VERIFY:
            order = _that_go_with(typed, self.order)
            of, drug = _held_under({**order, **typed}.get("of"))
            asked = self.choices.get(of, _NOTHING)
            if drug and asked.get("drug") != drug:
                asked = _NOTHING
            # How a dose is hung or drawn up has no part in whether its order is right.
            chosen = {key: asked[key] for key in asked if key in _decide(of)}
        else:
            chosen = _that_go_with(typed, self.choices.get(calculator, _NOTHING))
        request: dict[str, Any] = {**self.patient, **chosen, **order}
        if self.today is not None:
            request["today"] = self.today
        facts = {name: fact.as_request for name, fact in self.facts.items()}
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
            page, drug = _held_under(order.get("of", ""))
            given |= {"drug": drug} if drug else _NOTHING
            # An order is verified with part of its calculator's choices; the others stay.
            kept = _that_go_with(given, self.choices.get(page, _NOTHING)).items()
            given |= {key: value for key, value in kept if key not in _decide(page)}
        chosen = {**self.choices, page: given} if page or given else self.choices
        said = {"patient": patient, "facts": facts, "calculator": calculator}
        said |= {"choices": chosen, "order": order, "today": today}
        return _case_of({**self._parts, **said})

    def of_patient(self, request: Mapping[str, Any]) -> Case:
        """Return the case with the patient and the facts of a request; all else stays.

        Raises
        ------
        units.Refused
            The request holds something that has no place in a case.
        """
        given = {key: request[key] for key in PATIENT if request.get(key) is not None}
        if "dosing_weight" in self.patient:
            given.setdefault("dosing_weight", self.patient["dosing_weight"])
        return _case_of({**self._parts, "patient": given, "facts": request.get("facts", _NOTHING)})

    @property
    def held(self) -> frozenset[str]:
        """The calculators of which the case says something."""
        return frozenset((*self.choices, *([VERIFY] if self.order else [])))

    @property
    def _parts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in type(self).model_fields}

    @property
    def said_on_opening(self) -> tuple[str, ...]:
        """What people are told of the file that the case stood in, as sentences."""
        said = []
        if self.by_hand:
            said.append(
                "The case file has no digest, as one that is written by hand: nothing tells "
                "whether all of it is there."
            )
        if self.saved_under is not None:
            said.append(
                f"The case was saved under version {self.saved_under} of the plan and is answered "
                f"by version {self.plan_version}: doses, checks and the digest may be others than "
                "then."
            )
        return tuple(said)

    @property
    def entered(self) -> dict[str, str]:
        """What a second person enters again: weight, height and order, as typed the first time."""
        typed = {**self.patient, **self.order}
        return {key: str(typed[key]) for key in ("weight", "height", "order") if key in typed}

    @property
    def sheet_of(self) -> str:
        """Of which calculator a sheet of the case is: the order's check where there is an order.

        Raises
        ------
        units.Refused
            The case names no calculator.
        """
        if "order" in self.order:
            return VERIFY
        if self.calculator is None:
            raise Refused(
                "calculator", "The case names no calculator; say of which one the sheet is to be."
            )
        return self.calculator

    @property
    def digest(self) -> str:
        """SHA-256 of what the case says, in groups of four: the same however it is written down."""
        canonical = json.dumps(
            {
                "patient": {key: _plain(value) for key, value in self.patient.items()},
                "facts": {key: _said(fact) for key, fact in self.facts.items()},
                "calculator": self.calculator,
                "choices": {
                    name: {key: _plain(value) for key, value in values.items()}
                    for name, values in self.choices.items()
                },
                "order": {key: _plain(value) for key, value in self.order.items()},
                "today": _plain(self.today),
                "plan": [self.plan, self.plan_version],
            },
            sort_keys=True,
            separators=(",", ":"),
        )
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def with_their_day(facts: Mapping[str, Any], on: date, plan: Plan) -> dict[str, Any]:
    """Return facts with the day on which they were answered, where they hold for that day alone.

    Parameters
    ----------
    facts
        As a request holds them. What has a date, or its day already, stays as it is.
    """
    stamped = {name: {"value": "yes", "answered": on} for name in plan.before_each_dose}
    return {
        name: stamped.get(name, value) if value == "yes" else value for name, value in facts.items()
    }


def _case_of(parts: Mapping[str, Any]) -> Case:
    try:
        return Case(**parts)
    except ValidationError as error:
        why = first_unusable(error)
        raise Refused("case", f"The case cannot hold this: {why}") from None


def _said(fact: RecordedAnswer) -> list[Any]:
    answered = [] if fact.answered is None else [_plain(fact.answered)]
    return [fact.value, _plain(fact.on), *answered]


def _plain(value: Value | None) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _that_go_with(typed: Mapping[str, Any], held: Values) -> Values:
    """Return the choices that still hold beside what is typed.

    The target of one drug is no target of another, and the ladder of one product none of another.
    """
    if "drug" in typed and not _one_name(typed["drug"], held.get("drug")):
        return _NOTHING
    if "product" in typed and not _one_name(typed["product"], held.get("product")):
        return {key: held[key] for key in held if key not in _OF_A_PRODUCT}
    return held


def _one_name(one: Any, other: Any) -> bool:
    names = (re.split(r"[\s_-]+", str(each).strip().lower()) for each in (one, other))
    return next(names) == next(names)
