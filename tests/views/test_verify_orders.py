"""The file of orders on the page Verify, walked without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from files_made import (
    HEADINGS,
    NOT_READ,
    RIGHT,
    WITHOUT_UPLIFT,
    csv_file,
    csv_text,
    excel_file,
    found,
)
from pages import run_script, shown_text
from workbooks import workbook

from exchange.order_files.columns import COLUMNS
from views.verify import file_of_orders as verify_orders

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

SCRIPT = """
from plan_data import load_plan
from views.parts import frame
from views.verify.file_of_orders import page

frame.draft_banner(load_plan())
page()
"""


def sent(content: bytes, name: str = "orders.csv") -> AppTest:
    """Open the page and send a file."""
    app = run_script(SCRIPT)
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception, app.exception
    return app


def verified(content: bytes, name: str = "orders.csv") -> AppTest:
    app = sent(content, name)
    return pressed(app)


def pressed(app: AppTest) -> AppTest:
    app.button(key="orders_verify").click().run()
    assert not app.exception, app.exception
    return app


def shown(app: AppTest, column: str) -> list[object]:
    """Return a column of the table of verdicts, top to bottom."""
    values: list[object] = app.dataframe[0].value[column].tolist()
    return values


def test_the_page_says_what_the_columns_hold_before_anything_is_sent() -> None:
    app = run_script(SCRIPT)
    text = shown_text(app)
    for column in COLUMNS:
        assert f"`{column.key}`" in text
    assert "are not checked" in text
    assert not app.button
    assert not app.dataframe


def test_a_file_is_verified_on_a_click_and_counted() -> None:
    app = sent(csv_file(RIGHT, WITHOUT_UPLIFT, NOT_READ, RIGHT))
    assert not app.dataframe
    app = pressed(app)
    text = shown_text(app)
    assert "2 right" in text
    assert "1 deviating" in text
    assert "1 not read" in text
    assert "| No uplift | 1 |" in text
    assert shown(app, "Row") == [3, 4, 2, 5]
    assert shown(app, "Verdict") == ["deviates", "not read", "right", "right"]
    app.button_group(key="orders_order").set_value("as in the file").run()
    assert shown(app, "Row") == [2, 3, 4, 5]
    assert shown(app, "Verdict") == ["right", "deviates", "not read", "right"]
    assert shown(app, "Expected ≈")[:2] == [24, 24]
    assert shown(app, "id") == ["a", "b", "c", "a"]


def test_a_deviation_that_no_known_mistake_gives_is_counted_as_such() -> None:
    strange = ("d", "scig", "31.0007 g/wk", "60 g", "3 weeks")
    beside = (*RIGHT, "2 weeks")
    text = shown_text(
        verified(csv_text(((*HEADINGS, "order_every"), (*strange, ""), beside)).encode())
    )
    assert "| No known mistake gives it | 1 |" in text
    assert "| Interval differs | 1 |" in text


def test_a_file_in_which_nothing_is_known_is_mapped_column_by_column() -> None:
    rows = (("Was", "Wieviel", "IG", "Abstand"), ("scig", "24 g/wk", "60 g", "3 weeks"))
    app = sent(csv_text(rows).encode())
    assert "No column is of and none is order." in shown_text(app)
    for place, key in enumerate(("of", "order", "ivig_dose", "every")):
        app.selectbox[place].set_value(key).run()
    assert shown(pressed(app), "Verdict") == ["right"]


def test_a_workbook_is_read_as_well() -> None:
    app = verified(excel_file([HEADINGS, RIGHT]), "orders.xlsx")
    assert shown(app, "Verdict") == ["right"]


@pytest.mark.parametrize("heading", ["id", "Order no", "order_id"])
def test_the_id_stands_beside_the_row_whatever_its_column_is_called(heading: str) -> None:
    rows = ((*HEADINGS[1:], heading), (*RIGHT[1:], "a"))
    table = verified(csv_text(rows).encode()).dataframe[0].value
    assert list(table.columns[:3]) == ["Row", heading, "Verdict"]


def test_a_row_that_was_not_read_is_named_with_its_column_above_the_table() -> None:
    text = shown_text(verified(csv_file(RIGHT, NOT_READ)))
    assert '**Row 3**, column ivig_dose: IVIg dose: "60" has no unit.' in text


def test_of_many_rows_that_were_not_read_the_first_are_named() -> None:
    text = shown_text(verified(csv_file(*[NOT_READ] * 23)))
    assert "**Row 21**" in text
    assert "**Row 22**" not in text
    assert "and 3 more, in the result" in text


def test_the_table_is_filtered_by_verdict_and_by_mistake() -> None:
    app = verified(csv_file(RIGHT, WITHOUT_UPLIFT, NOT_READ))
    app.button_group(key="orders_verdicts").set_value(["deviates", "not read"]).run()
    assert shown(app, "Row") == [3, 4]
    app.button_group(key="orders_verdicts").set_value([]).run()
    app.selectbox(key="orders_mistake").set_value("no_uplift").run()
    assert shown(app, "Row") == [3]
    assert "1 of 3 orders" in shown_text(app)


def test_a_filter_that_leaves_nothing_shows_an_empty_table() -> None:
    app = verified(csv_file(RIGHT))
    app.button_group(key="orders_verdicts").set_value(["deviates"]).run()
    assert shown(app, "Row") == []


def test_a_heading_that_may_mean_something_is_asked_about() -> None:
    rows = (("of", "order", "IVIG", "every"), ("scig", "24 g/wk", "60 g", "3 weeks"))
    app = pressed(sent(csv_text(rows).encode()))
    assert shown(app, "Verdict") == ["not read"]
    (box,) = [each for each in app.selectbox if each.label.startswith("IVIG")]
    assert box.label == "IVIG: IVIg dose?"
    assert box.value is None
    box.set_value("ivig_dose").run()
    assert not app.dataframe  # the verdicts were those of another reading
    assert shown(pressed(app), "Verdict") == ["right"]


def test_a_file_without_orders_for_certain_can_be_mapped_before_it_is_verified() -> None:
    rows = (("of", "Verordnung", "ivig_dose", "every"), ("scig", "24 g/wk", "60 g", "3 weeks"))
    app = sent(csv_text(rows).encode())
    assert "No column is order." in shown_text(app)
    assert not app.button
    (box,) = [each for each in app.selectbox if each.label == "Verordnung"]
    box.set_value("order").run()
    assert not app.error
    assert shown(pressed(app), "Verdict") == ["right"]


def test_what_was_chosen_counts_before_what_is_certain() -> None:
    rows = ((*HEADINGS, "Remarks"), (*RIGHT, "x"))
    app = sent(csv_text(rows).encode())
    (box,) = [each for each in app.selectbox if each.label == "Remarks"]
    box.set_value("every").run()
    assert not app.error
    assert shown(pressed(app), "Verdict") == ["not read"]


def test_of_two_columns_alike_the_reader_says_which_one_is_meant() -> None:
    """60 g every 3 weeks makes 24 g a week, and 50 g makes 20 g."""
    rows = (
        ("of", "order", "every", "ivig_dose", "ivig dose (g)"),
        ("scig", "20 g/wk", "3 weeks", "60 g", "50"),
    )
    app = sent(csv_text(rows).encode())
    boxes = {box.label: box for box in app.selectbox}
    assert list(boxes)[-2:] == ["ivig\\_dose", "ivig dose \\(g\\): IVIg dose?"]
    boxes["ivig\\_dose"].set_value("ivig_dose").run()
    assert shown(pressed(app), "Verdict") == ["deviates"]
    boxes = {box.label: box for box in app.selectbox}
    boxes["ivig\\_dose"].set_value(None).run()
    boxes = {box.label: box for box in app.selectbox}
    boxes["ivig dose \\(g\\): IVIg dose?"].set_value("ivig_dose").run()
    assert shown(pressed(app), "Verdict") == ["right"]


def test_the_tolerance_is_set_for_the_orders_that_name_none() -> None:
    """20 g in place of 24 g is 16.67 % too little."""
    app = sent(csv_file(WITHOUT_UPLIFT))
    app.text_input(key="orders_tolerance").set_value("17 %").run()
    assert shown(pressed(app), "Verdict") == ["right"]
    app.text_input(key="orders_tolerance").set_value("17").run()
    assert not app.dataframe
    assert '"17" has no unit' in shown_text(pressed(app))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"\xef\xbb\xbf", "The file is empty", id="empty"),
        pytest.param(b"%PDF\0", "The file is no text", id="no text"),
        pytest.param(b"PK\x03\x04", "The Excel file cannot be read", id="a broken workbook"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    app = sent(content)
    assert sentence in shown_text(app)
    assert not app.button


@pytest.mark.parametrize(("orders", "is_verified"), [(3, True), (4, False)])
def test_a_page_takes_as_many_orders_as_it_says(
    monkeypatch: pytest.MonkeyPatch, orders: int, *, is_verified: bool
) -> None:
    monkeypatch.setattr(verify_orders, "MOST_ORDERS", 3)
    app = verified(csv_file(*[RIGHT] * orders))
    assert bool(app.dataframe) is is_verified
    refused = "The file has 4 orders; this page takes up to 3"
    assert [refused in each.value for each in app.error] == ([] if is_verified else [True])


def test_a_small_file_that_would_take_all_memory_is_refused_on_the_page() -> None:
    app = sent(workbook('<row r="2000000000"><c><v>1</v></c></row>'), "orders.xlsx")
    assert "has a row 2000000000 after row 0" in app.error[0].value


def test_a_file_without_orders_says_so() -> None:
    app = verified(csv_file())
    assert app.info[0].value == "There are no orders in the file."
    assert not app.dataframe


def test_what_was_decided_in_reading_is_said() -> None:
    app = verified(csv_file(("ä", *RIGHT[1:]), encoding="cp1252", separator=";"))
    assert "was read as Windows-1252" in shown_text(app)
    assert "separated by semicolons" in shown_text(app)


def test_what_stands_in_a_file_is_shown_as_it_is_and_never_as_markup() -> None:
    rows = (
        ("of", "order", "**bold** [x](http://x)", "wieght <b>"),
        ("scig", "![a](http://b) 24 g", "", ""),
    )
    app = verified(csv_text(rows).encode())
    for part in [*app.markdown, *app.error]:
        assert "[x](http" not in str(part.value)
        assert "![a](http" not in str(part.value)
    for box in app.selectbox:
        assert "[x](http" not in box.label
        assert "**bold**" not in box.label


def test_two_columns_of_one_heading_and_one_without_any_are_both_shown() -> None:
    rows = ((*HEADINGS, "note", "note", ""), (*RIGHT, "1", "2", "3"))
    app = verified(csv_text(rows).encode())
    assert list(app.dataframe[0].value.columns)[-3:] == ["note", "note ", "no heading"]
    assert app.dataframe[0].value.iloc[0, -3:].tolist() == ["1", "2", "3"]


def test_a_file_that_is_taken_away_leaves_nothing_in_the_session() -> None:
    app = verified(csv_file(RIGHT))
    assert "orders_done" in app.session_state
    app.file_uploader[0].clear().run()
    assert not app.dataframe
    assert "orders_done" not in app.session_state
    assert "orders_open" not in app.session_state


def test_another_file_is_never_shown_under_the_verdicts_of_the_first() -> None:
    app = verified(csv_file(RIGHT))
    app.file_uploader[0].set_value(("other.csv", csv_file(WITHOUT_UPLIFT), "text/csv")).run()
    assert not app.dataframe
    assert shown(pressed(app), "Verdict") == ["deviates"]


def test_the_result_that_is_downloaded_has_all_digits() -> None:
    """4 ÷ 24 does not end; the file has 28 digits of it, and the table a rounded number."""
    app = verified(csv_file(WITHOUT_UPLIFT))
    done = app.session_state["orders_done"][1]
    for ending in ("csv", "xlsx"):
        content = verify_orders.result_bytes(done["file"], done["results"], ending)
        assert found(content, "id", "verdict", "verdict_2") == [("b", "deviates", "deviates")]
    content = verify_orders.result_bytes(done["file"], done["results"], "csv")
    assert b",-16.66666666666666666666666667," in content


def test_templates_and_results_can_be_downloaded() -> None:
    app = verified(csv_file(RIGHT))
    assert [each.label for each in app.download_button] == [
        "Template, CSV",
        "Template, Excel",
        "Result, CSV",
        "Result, Excel",
    ]
    for ending in ("csv", "xlsx"):
        assert {
            verdict for (verdict,) in found(verify_orders.template_bytes(ending), "verdict")
        } == {"right"}


def test_an_order_for_a_child_is_counted_as_outside_the_plan() -> None:
    rows = ((*HEADINGS, "age"), (*RIGHT, "12 years"), (*RIGHT, "58 years"))
    app = verified(csv_text(rows).encode())
    text = shown_text(app)
    assert "1 right" in text
    assert "1 outside the plan" in text
    assert shown(app, "Verdict") == ["outside the plan", "right"]


def test_what_a_column_holds_can_be_changed_where_it_was_certain_too() -> None:
    rows = (
        ("of", "order", "dose", "every", "ivig_dose"),
        ("scig", "x", "24 g/wk", *RIGHT[4:], "60 g"),
    )
    app = sent(csv_text(rows).encode())
    assert [each.value for each in app.selectbox] == ["of", "order", "dose", "every", "ivig_dose"]
    app.selectbox[1].set_value("not read").run()
    assert "No column is order." in shown_text(app)
    app.selectbox[2].set_value("order").run()
    assert shown(pressed(app), "Verdict") == ["right"]


def test_dose_is_asked_about_where_no_other_column_is_the_order() -> None:
    rows = (("of", "Dose", "ivig_dose", "every"), ("scig", "24 g/wk", "60 g", "3 weeks"))
    app = sent(csv_text(rows).encode())
    (box,) = [each for each in app.selectbox if each.label == "Dose: Order?"]
    box.set_value("order").run()
    assert shown(pressed(app), "Verdict") == ["right"]


def test_a_drug_that_is_never_given_is_counted_and_stands_first() -> None:
    never = ("d", "prednisone", "60 mg daily", "", "")
    app = verified(csv_file(RIGHT, WITHOUT_UPLIFT, never))
    assert "1 contraindicated" in shown_text(app)
    assert shown(app, "Verdict") == ["contraindicated", "deviates", "right"]
