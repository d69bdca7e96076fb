"""What a heading is taken for: for certain, perhaps, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.requests.answer import COMMON_KEYS
from calculators.requests.catalogue import CALCULATORS
from exchange.order_files.columns import BY_KEY, COLUMNS, NEEDED
from exchange.order_files.headings import Heading, chosen_mapping, require_needed, suggest_mapping
from exchange.order_files.result_columns import RESULTS
from plan_data import load_plan
from units import Refused


def taken(column: str) -> tuple[str | None, str, bool]:
    (heading,) = suggest_mapping([column])
    assert heading.column == column
    return heading.key, heading.unit, heading.certain


@pytest.mark.parametrize(
    ("column", "key", "unit"),
    [
        pytest.param("weight", "weight", "", id="the key itself"),
        pytest.param("  WEIGHT ", "weight", "", id="in capitals, with spaces"),
        pytest.param("Dosing weight", "dosing_weight", "", id="a space for the stroke"),
        pytest.param("ivig-dose", "ivig_dose", "", id="a hyphen for the stroke"),
        pytest.param("Héight", "height", "", id="an accent"),
        pytest.param("weight_kg", "weight", "kg", id="a unit after a stroke"),
        pytest.param("Weight (kg)", "weight", "kg", id="a unit in brackets"),
        pytest.param("Weight [lb]", "weight", "lb", id="a unit in square brackets"),
        pytest.param("weight in kg", "weight", "kg", id="a unit after in"),
        pytest.param("height in", "height", "in", id="in is a unit of height"),
        pytest.param("Wt lbs", "weight", "lbs", id="another name with its unit"),
        pytest.param("dose (g/kg)", "dose", "g/kg", id="a unit of two"),
        pytest.param("dose_g_per_kg", "dose", "g/kg", id="a unit of two, spelt out"),
        pytest.param("order (g/wk)", "order", "g/wk", id="an amount and its period"),
        pytest.param("order_mg", "order", "mg", id="an amount without a period"),
        pytest.param("Ordered dose (g every 3 weeks)", "order", "g every 3 weeks", id="interval"),
        pytest.param("every (weeks)", "every", "weeks", id="an interval"),
        pytest.param("concentration (%)", "concentration", "%", id="per cent"),
        pytest.param("Treatment", "of", "", id="what the order is of"),
    ],
)
def test_a_heading_is_taken_for_certain(column: str, key: str, unit: str) -> None:
    assert taken(column) == (key, unit, True)


def test_dose_is_asked_about_where_it_could_be_the_order() -> None:
    alone, beside = ["of", "Dose", "weight"], ["of", "Dose", "order"]
    assert suggest_mapping(alone)[1] == Heading("Dose", "order")
    assert chosen_mapping(alone)[1] == Heading("Dose", None)
    assert chosen_mapping(alone, {"Dose": "order"})[1].key == "order"
    with pytest.raises(Refused, match='"Dose" may be order: say so if it is'):
        require_needed(chosen_mapping(alone))
    # Where another column is the order, it is the dose a kg for certain, as by its own name.
    assert chosen_mapping(beside)[1] == Heading("Dose", "dose", certain=True)
    mapped = chosen_mapping(["of", "dose", "was"], {"was": "order"})
    assert mapped[1] == Heading("dose", "dose", certain=True)


@pytest.mark.parametrize(
    ("column", "key"),
    [
        pytest.param("Wieght", "weight", id="a misspelt one"),
        pytest.param("weigth (kg)", "weight", id="a misspelt one with its unit"),
        pytest.param("Weight (ideal)", "weight", id="a word in brackets that is no unit"),
        pytest.param("Weight (cm)", "weight", id="a unit of something else"),
        pytest.param("order (kg)", "order", id="a unit in which no order is written"),
        pytest.param("Drug", "of", id="a name that may mean it"),
        pytest.param("Frequency", "every", id="a name that may mean another interval"),
        pytest.param("Volume (mL)", "order_volume", id="a name that may mean it, with its unit"),
        pytest.param("Gender", "sex", id="a name that is near in meaning"),
    ],
)
def test_a_heading_that_may_mean_something_is_asked_about_and_not_taken(
    column: str, key: str
) -> None:
    found, _, certain = taken(column)
    assert (found, certain) == (key, False)
    assert chosen_mapping([column]) == (Heading(column, None),)


@pytest.mark.parametrize("column", ["", "  ", "ward", "notes", "Name", "x" * 500, "(kg)", "№ 5"])
def test_a_heading_that_means_nothing_here_is_none(column: str) -> None:
    assert taken(column) == (None, "", False)


@given(st.lists(st.text(max_size=30)))
def test_any_headings_are_answered_one_by_one_in_order(columns: list[str]) -> None:
    found = suggest_mapping(columns)
    assert [each.column for each in found] == columns
    assert all(each.key is None or each.key in BY_KEY for each in found)
    assert all(each.key for each in found if each.certain)


def test_what_was_chosen_counts_before_what_is_certain() -> None:
    columns = ["Weight", "Body mass (lb)", "of", "order"]
    assert chosen_mapping(columns, {"Body mass (lb)": "weight"}) == (
        Heading("Weight", None),
        Heading("Body mass (lb)", "weight", "lb", certain=True),
        Heading("of", "of", certain=True),
        Heading("order", "order", certain=True),
    )


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_column_can_be_left_unread(nothing: str | None) -> None:
    assert chosen_mapping(["weight"], {"weight": nothing}) == (Heading("weight", None),)


@pytest.mark.parametrize(
    ("columns", "chosen", "sentence"),
    [
        pytest.param(
            ["Wt"], {"Wgt": "weight"}, 'There is no column "Wgt". Did you mean Wt?', id="no column"
        ),
        pytest.param(
            ["Wt"],
            {"Wt": "wieght"},
            'Column "Wt": "wieght" is nothing that is read; there are id, of, order, weight',
            id="no key",
        ),
        pytest.param(
            ["a", "b"],
            {"a": "weight", "b": "weight"},
            'Two columns would be weight: "a" and "b".',
            id="two for one key, chosen",
        ),
        pytest.param(
            ["weight", "Weight (kg)"],
            {},
            'Two columns would be weight: "weight" and "Weight (kg)".',
            id="two for one key, certain",
        ),
        pytest.param(
            ["weight", "weight"], {}, "Two columns would be weight", id="one heading twice"
        ),
    ],
)
def test_a_choice_that_does_not_fit_is_refused(
    columns: list[str], chosen: dict[str, str | None], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        chosen_mapping(columns, chosen)
    assert sentence in refused.value.message


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        pytest.param([], "No column is of and none is order.", id="no columns at all"),
        pytest.param(["of", "x"], 'No column is order. The file has "of", "x".', id="no order"),
        pytest.param(
            ["order", "Drug"],
            'No column is of. "Drug" may be of: say so if it is. The file has "order", "Drug".',
            id="one that may be it",
        ),
        pytest.param([str(number) for number in range(13)], "and others.", id="many columns"),
    ],
)
def test_a_file_without_orders_or_their_kind_is_refused(columns: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        require_needed(chosen_mapping(columns))
    assert sentence in refused.value.message


def test_of_and_order_are_all_that_a_file_must_have() -> None:
    assert NEEDED == ("of", "order")
    require_needed(chosen_mapping(["order", "of"]))


def test_every_column_is_a_key_that_an_order_is_verified_with() -> None:
    keys = {*CALCULATORS["verify"].keys, *COMMON_KEYS}
    facts = {column.key for column in COLUMNS if column.is_fact}
    assert facts <= set(load_plan().facts.yes_no)
    assert {column.key for column in COLUMNS} - facts <= keys


def test_no_heading_stands_for_two_columns() -> None:
    names = [name for column in COLUMNS for name in (column.key, *column.also, *column.perhaps)]
    assert len(set(names)) == len(names)


def test_every_other_word_for_a_choice_is_one_that_is_not_a_choice_itself() -> None:
    for column in COLUMNS:
        for word, meant in (column.words or {}).items():
            assert word == " ".join(word.casefold().split())
            assert word != meant


def test_no_column_of_a_verdict_is_read_when_its_file_is_verified_anew() -> None:
    assert [each.column for each in suggest_mapping(RESULTS) if each.certain] == []
