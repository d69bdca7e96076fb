"""Each key of a request stands once, and what a plan says of it is never written into its texts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import cli
import units
from calculators.orders.asked import OWN_KEYS
from calculators.requests.catalogue import CALCULATORS, KEYS_OF_DOSES
from calculators.typed.fields import FIELDS, field_of, help_of
from calculators.typed.patient import PATIENT_KEYS
from exchange.order_files.columns import BY_KEY
from plan_data import load_plan

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

PLAN = load_plan()
ASKED = {key for each in CALCULATORS.values() for key in each.keys}
KEYS = ASKED | {*OWN_KEYS} | {key for key in PATIENT_KEYS if key != "facts"}


def plan_of(**policies: Any) -> Plan:
    return PLAN.model_copy(update={"policies": PLAN.policies.model_copy(update=policies)})


def test_every_key_that_is_asked_for_is_a_field() -> None:
    assert set(FIELDS) >= KEYS


def test_every_field_is_a_key_that_is_asked_for_or_the_mark_of_an_order() -> None:
    assert set(FIELDS) == KEYS | {"id"}


@pytest.mark.parametrize("key", sorted(FIELDS))
def test_a_field_has_a_label_and_stands_under_its_own_key(key: str) -> None:
    assert FIELDS[key].label
    assert FIELDS[key].key == key


def test_a_start_is_a_time_of_day_where_a_product_is_hung_and_else_a_day() -> None:
    assert "09:00" in field_of("start", CALCULATORS["induction"].keys).help
    assert "YYYY-MM-DD" in field_of("start", CALCULATORS["titration"].keys).help


@pytest.mark.parametrize("key", sorted(FIELDS))
def test_a_help_text_holds_no_number_outside_what_is_shown_as_an_example(key: str) -> None:
    """An example stands in quotation marks; a name such as weekly_x4 is a word."""
    without_examples = re.sub(r'"[^"]*"', "", FIELDS[key].help)
    words = [word for word in re.findall(r"[\w%]+", without_examples) if word[:1].isdigit()]
    assert words == []


def test_the_help_of_the_days_is_what_the_plan_allows() -> None:
    assert help_of(FIELDS["days"], PLAN) == (
        "Days of the course: 2, 3, 4 or 5; of a maintenance infusion: "
        "1 (the default), 2, 3, 4 or 5."
    )


def test_another_tolerance_of_the_plan_stands_in_the_help() -> None:
    tolerance = PLAN.policies.order_tolerance.model_copy(update={"value": Decimal(7)})
    assert help_of(FIELDS["tolerance"], plan_of(order_tolerance=tolerance)) == (
        'The deviation that still passes: "7 %" (the default).'
    )


def test_other_ways_to_round_stand_in_the_help() -> None:
    ways = PLAN.policies.rounding[:2]
    assert help_of(FIELDS["round"], plan_of(rounding=ways)) == (
        "How to round to containers: exact (the default), nearest."
    )


@pytest.mark.parametrize("key", ["days", "round", "tolerance"])
def test_without_a_readable_plan_the_help_says_that_the_plan_has_it(key: str) -> None:
    assert "as the plan has it" in help_of(FIELDS[key], None)


def test_the_command_line_shows_the_help_of_the_field() -> None:
    shown = " ".join(CliRunner().invoke(cli.main, ["verify", "--help"]).output.split())
    for key in ("weight", "days", "tolerance", "of", "order_rate"):
        assert help_of(FIELDS[key], PLAN, KEYS_OF_DOSES) in shown


def test_a_column_of_a_file_of_orders_is_its_field() -> None:
    for key, column in BY_KEY.items():
        assert column.is_fact or column.kind is FIELDS[key].kind
        assert "{" not in column.says


@pytest.mark.parametrize(
    "key", sorted(key for key, field in FIELDS.items() if field.kind and field.column)
)
def test_the_example_of_a_measure_is_one(key: str) -> None:
    field = FIELDS[key]
    assert field.kind is not None
    assert field.column is not None
    if key != "order" and field.column.example:
        assert units.parse(field.column.example, field.kind, key).magnitude > 0
