"""The verdicts on a table of orders: a table in, a table out, and nothing kept in between.

`verdicts` looks at each row alone, so that it can be given a whole table or any slice of it, as an
engine does that spreads a table over many machines. Such an engine asks `verdict_columns` what is
added, and reads the plan where it works, since the plan travels to no other process:
``mapInPandas(lambda parts: (verdicts(part, load_plan(), today) for part in parts), schema)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

import units
from calculators.checks.drug_names import read_names
from calculators.checks.is_it_allowed import CONTRAINDICATED as NEVER_GIVEN
from calculators.checks.is_it_allowed import allowed
from calculators.checks.measures_alone import said_of_patient
from calculators.orders.asked import verified_under
from calculators.orders.named import names_apart
from calculators.requests.answer import verdict_and_patient
from calculators.requests.catalogue import ordered
from calculators.typed.values import LONGEST, quoted, worded
from exchange.order_files.columns import BY_KEY
from exchange.order_files.headings import Heading, chosen_mapping
from exchange.order_files.result_columns import (
    BETWEEN,
    CONTRAINDICATED,
    DIFFERS,
    NOT_READ,
    NOT_SETTLED,
    OUTSIDE,
    RESULTS,
    RIGHT,
    TOGETHER,
    result_names,
)
from plan_data.schema.order_names import CriticalContraindication
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from calculators.orders.verdict import OrderVerdict
    from plan_data.schema.plan import Plan


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a row beside its cells.

    Parameters
    ----------
    problem
        Why it cannot be read, as a sentence; empty where it can.
    remark
        What is to be said of it.
    unusable
        Key → why its cell cannot be taken for what it shows; whether the row needs it is judged.
    """

    problem: str = ""
    remark: str = ""
    unusable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table of orders is to be read.

    Parameters
    ----------
    mapping
        Heading → key, for headings that are not known for certain.
    tolerance
        For the orders that name none of their own, for example ``5 %``.
    decimal_comma
        Whether a comma inside a number can only be a decimal comma.
    """

    mapping: Mapping[str, str | None] = field(default_factory=dict)
    tolerance: str | None = None
    decimal_comma: bool = False


_NOTHING_NOTED: Final[Mapping[Any, Noted]] = MappingProxyType({})


def verdicts(
    orders: pd.DataFrame,
    plan: Plan,
    today: date,
    asked: Asked | None = None,
    noted: Mapping[Any, Noted] = _NOTHING_NOTED,
) -> pd.DataFrame:
    """Return the orders, row by row and as they are, with a verdict on each.

    Parameters
    ----------
    orders
        One order a row, all cells text; an empty or missing cell is one that says nothing. The
        index is the row in the file where the orders come from one, and is given back as ``row``.
    today
        The day of the verdict.
    noted
        Index → what is known of that row beside its cells.

    Raises
    ------
    units.Refused
        The mapping does not fit the columns. A row that cannot be read raises nothing: it is
        ``not read``, with the column and a sentence.
    """
    asked = asked or Asked()
    headings = chosen_mapping([str(column) for column in orders.columns], asked.mapping)
    read = [(place, each) for place, each in enumerate(headings) if each.key is not None]
    reader = _Reader(tuple(each for _, each in read), plan, today, asked)
    columns = [orders.iloc[:, place].tolist() for place, _ in read]
    found = [
        reader.row([column[place] for column in columns], noted.get(index))
        for place, index in enumerate(orders.index)
    ]
    names = result_names(list(orders.columns))
    added: dict[str, Any] = {names["row"]: pd.Series(orders.index, index=orders.index)}
    for result in RESULTS[1:]:
        texts = [getattr(each, result) for each in found]
        added[names[result]] = pd.Series(texts, index=orders.index, dtype="object")
    if orders.empty:
        added[names["row"]] = added[names["row"]].astype("int64")
    return pd.concat([orders, pd.DataFrame(added, index=orders.index)], axis="columns")


# --- one row --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """The results of one row, as text."""

    verdict: str
    expected: str = ""
    ordered: str = ""
    deviation: str = ""
    deviation_percent: str = ""
    unit: str = ""
    mistakes: str = ""
    mistake_working: str = ""
    error_column: str = ""
    error: str = ""
    remark: str = ""


class _Reader:
    """Reads rows with the same headings; it keeps nothing of any of them."""

    def __init__(
        self, headings: tuple[Heading, ...], plan: Plan, today: date, asked: Asked
    ) -> None:
        self._headings = headings
        self._columns = {each.key: each.column for each in headings}
        self._plan = plan
        self._today = today
        self._tolerance = asked.tolerance
        self._comma = asked.decimal_comma

    def row(self, cells: list[Any], noted: Noted | None) -> _Found:
        """Return what is found of a row."""
        remarks = [noted.remark] if noted and noted.remark else []
        if noted and noted.problem:
            return _Found(NOT_READ, error=noted.problem, remark=" ".join(remarks))
        texts, unusable = self._texts(cells, noted.unusable if noted else {}, remarks)
        try:
            told = self._judged(texts, unusable, remarks)
        except Refused as refused:
            key = refused.field.removeprefix("facts.")
            told = _Found(
                NOT_READ,
                error_column=self._columns.get(key, key),
                error=refused.message,
                remark=" ".join(remarks),
            )
        return self._never_given(told, texts)

    def _judged(self, texts: dict[str, Any], unusable: list[Refused], remarks: list[str]) -> _Found:
        """Return the verdict on a row without what decides nothing about it and cannot be used.

        Parameters
        ----------
        unusable
            What is wrong with cells that are no part of the texts.

        Raises
        ------
        units.Refused
            Something that decides cannot be used, or is missing: what is wrong with it first.
        """
        left_out: dict[str, Refused] = {}
        for refused in unusable:
            if not self._may_go(refused.field, texts):
                raise refused
            left_out[refused.field] = refused
        while True:
            try:
                found, measured, today = verdict_and_patient(texts, self._plan, self._today)
                patient = said_of_patient(measured, self._plan, today)
                break
            except Refused as refused:
                key = refused.field.removeprefix("facts.")
                stands = key in texts or key in texts.get("facts", {})
                if not stands or not self._may_go(key, texts):
                    # What is missing may be what was left out; a cell with a fault has its own.
                    why = left_out.get(key) or next(iter(left_out.values()), None)
                    raise (refused if stands else why or refused) from None
                left_out[key] = refused
                texts = _without(key, texts)
        remarks += [
            f"Not used, and not needed for the dose: {each.message}" for each in left_out.values()
        ]
        told = _told(found, [patient.words, *remarks] if patient.words else remarks)
        if told.verdict == RIGHT and not _OF_THE_PATIENT.isdisjoint(left_out):
            told.verdict = NOT_SETTLED
        if patient.outside_plan:
            told.verdict = OUTSIDE
        return told

    def _may_go(self, key: str, texts: Mapping[str, Any]) -> bool:
        """Tell whether a cell that cannot be used decides nothing about its row."""
        if key in _OF_THE_PATIENT or key in {"height", "sex"}:
            return not _BY_SIZE.intersection(texts)
        if key in _OF_THE_RATE:
            return "order_rate" not in texts
        return self._is_of_another(key, str(texts.get("of", "")))

    def _is_of_another(self, key: str, of: str) -> bool:
        """Tell whether a column is asked by other treatments and not by the one of the row."""
        known = ordered(self._plan)
        asking = {name for name, each in known.items() if key in each.keys_of_the_dose}
        if not asking:
            return False
        try:
            name, _ = verified_under(of, known, self._plan)
        except Refused:
            return False
        return name not in asking

    def _never_given(self, told: _Found, texts: Mapping[str, Any]) -> _Found:
        """Return what was found of a row, unless what it names is never given in the disease."""
        named = [str(texts[key]) for key in ("of", "order", "product") if key in texts]
        if told.verdict != NOT_READ:
            # Names beside a dose that was read stand in the order; most orders have none.
            order = str(texts["order"])
            named = [order] if names_apart(order, self._plan).mentions else []
        text = "; ".join(named)[:LONGEST]
        if not text:
            return told
        looked_at = allowed(text, self._plan)
        if looked_at.values["answer"] != NEVER_GIVEN:
            return told
        entry = next(
            each
            for each in read_names(text, self._plan.order_names).mentions
            if isinstance(each.entry, CriticalContraindication)
        )
        assert isinstance(entry.entry, CriticalContraindication)  # noqa: S101  (as was looked for)
        says = f"{entry.spelling.name}: {entry.entry.demands} {entry.entry.says} ({entry.entry.at})"
        told.verdict = CONTRAINDICATED
        told.error = told.error_column = ""
        told.remark = f"{says} {told.remark}".strip()
        return told

    def _texts(
        self, cells: list[Any], unusable: Mapping[str, str], remarks: list[str]
    ) -> tuple[dict[str, Any], list[Refused]]:
        """Return key → text of the cells that say something, and what is wrong with the others.

        The facts stand among the texts by name.
        """
        texts: dict[str, Any] = {}
        wrong = [Refused(key, says) for key, says in unusable.items()]
        facts: dict[str, str] = {}
        if self._tolerance is not None:
            texts["tolerance"] = self._tolerance
        for heading, cell in zip(self._headings, cells, strict=True):
            text = cell if isinstance(cell, str) else _as_text(cell)
            if not text or text.isspace() or heading.key == "id" or heading.key in unusable:
                continue
            assert heading.key is not None  # noqa: S101
            try:
                text, remark = _prepared(text, heading.key, heading.unit, comma=self._comma)
            except Refused as refused:
                wrong.append(refused)
                continue
            if BY_KEY[heading.key].is_fact:
                facts[heading.key] = text
            else:
                texts[heading.key] = text
            if remark:
                remarks.append(remark)
        return ({**texts, "facts": facts} if facts else texts), wrong


# Without them it is not known whether the plan covers the patient.
_OF_THE_PATIENT = frozenset({"age", "weight"})
# What is compared by the weight of the patient.
_BY_SIZE = frozenset({"order_rate"})
# What has a part in the rate of an order only.
_OF_THE_RATE = frozenset({"indication", "max_rate", "thrombosis_or_renal_risk"})


def _without(key: str, texts: dict[str, Any]) -> dict[str, Any]:
    """Return the texts of a row without one, which may be a fact."""
    facts = {name: text for name, text in texts.get("facts", {}).items() if name != key}
    kept = {name: text for name, text in texts.items() if name not in {key, "facts"}}
    return {**kept, "facts": facts} if facts else kept


def _as_text(cell: Any) -> str:
    missing = cell is None or (pd.api.types.is_scalar(cell) and pd.isna(cell))
    return "" if missing else str(cell)


def _told(found: OrderVerdict, remarks: list[str]) -> _Found:
    disagree = [each for each in found.also if each["agrees"] is False]
    remarks += [
        f"{each['what'].capitalize()}: {each['working']}."
        for each in found.also
        if each["agrees"] is not True
    ]
    remarks += [found.remark] if found.remark else []
    mistakes = [TOGETHER.join(each.names) for each in found.mistakes]
    if found.within_tolerance and not mistakes:
        mistakes = [DIFFERS.format(each["what"].replace(" ", "_")) for each in disagree]
    return _Found(
        verdict=found.says,
        expected=_number(found.expected),
        ordered=_number(found.ordered),
        deviation=_number(found.deviation),
        deviation_percent=_number(found.deviation_percent),
        unit=found.unit,
        mistakes=BETWEEN.join(mistakes),
        mistake_working=found.mistakes[0].working if found.mistakes else "",
        remark=" ".join(remarks),
    )


def _number(number: Decimal) -> str:
    return units.fixed_point(number)


# --- one cell -------------------------------------------------------------------------------------

_LONGEST_CELL = 200  # characters of a cell that is read; more is no measure and no name
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_FORMULA = re.compile(r"[=@]|[+-](?!\s*[0-9.,])")
# A comma between digits; what stands before and after it tells whether it can mark thousands.
_COMMA = re.compile(r"(?<![0-9.,])([0-9]+),([0-9]+)(?![0-9.,])")


def _prepared(cell: str, key: str, unit: str, *, comma: bool) -> tuple[str, str]:
    """Return a cell as `verify` takes it, and what is to be said of it.

    Raises
    ------
    units.Refused
        The cell is a formula, or too long.
    """
    text, column = cell.strip(), BY_KEY[key]
    named = worded(key)
    if _FORMULA.match(text):
        raise Refused(
            key,
            f"{named}: {quoted(text)} begins like a formula, and none is worked out; enter its "
            "value.",
        )
    if len(text) > _LONGEST_CELL:
        raise Refused(key, f"{named}: {quoted(text)} is longer than {_LONGEST_CELL} characters.")
    if column.words is not None:
        return column.words.get(" ".join(text.casefold().split()), text), ""
    if column.kind is None:
        return text, ""
    remark = ""
    if comma:
        text, remark = _without_comma(text, named)
    if (unit or column.bare) and _BARE.fullmatch(text):
        text = f"{text} {unit or column.bare}"
    elif unit and not _says(text, unit, key):
        more = f"{named}: {quoted(text)} counts as it stands in the cell; its column says {unit}."
        remark = f"{remark} {more}".strip()
    return text, remark


def _without_comma(text: str, named: str) -> tuple[str, str]:
    """Return a text with its decimal commas as points, where they can mean nothing else."""
    found = list(_COMMA.finditer(text))
    if not found or any(_may_be_thousands(each[1], each[2]) for each in found):
        return text, ""
    plain = _COMMA.sub(r"\1.\2", text)
    return plain, f"{named}: {quoted(text)} was read as {plain}."


def _may_be_thousands(before: str, after: str) -> bool:
    return len(after) == 3 and not before.startswith("0") and len(before) <= 3


def _says(text: str, unit: str, key: str) -> bool:
    """Tell whether a cell has the unit of its column itself."""
    kind = BY_KEY[key].kind
    own = text.lstrip("0123456789. ")
    if own == unit:
        return True
    return (
        kind is not None
        and kind.ucum_of(own) is not None
        and kind.ucum_of(own) == kind.ucum_of(unit)
    )
