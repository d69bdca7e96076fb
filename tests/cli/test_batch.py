"""Many requests, one a line: every line is answered, in order, whatever its neighbours are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from asking import answer_to, in_batch, run

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '{"id": "good", "calculator": "induction", "weight": "80 kg", "days": 5}'
TOTAL = {"value": "160", "unit": "g"}


def test_a_file_is_answered_line_by_line_in_order(tmp_path: Path) -> None:
    weights = [40 + number for number in range(100)]
    file = tmp_path / "requests.jsonl"
    file.write_text(
        "".join(
            json.dumps({"id": kg, "calculator": "induction", "weight": f"{kg} kg", "days": 2})
            + "\n"
            for kg in weights
        ),
        encoding="utf-8",
    )
    status, output, errors = run("batch", str(file))
    answers = [json.loads(line) for line in output.splitlines()]
    assert (status, errors) == (0, "")
    assert [answer["id"] for answer in answers] == weights
    # 2 g/kg over 2 days is as many grams a day as there are kilograms.
    assert [answer["result"]["per_day"]["value"] for answer in answers] == [
        str(kg) for kg in weights
    ]


def test_standard_input_is_read_for_a_dash() -> None:
    status, output, errors = run("batch", "-", given=GOOD + "\n" + GOOD)
    assert (status, errors) == (0, "")
    assert [json.loads(line)["result"]["total"] for line in output.splitlines()] == [TOTAL, TOTAL]


def test_an_empty_file_has_no_answers() -> None:
    assert run("batch", "-", given="") == (0, "", "")


def test_the_last_line_may_end_without_a_line_end_and_windows_lines_are_lines() -> None:
    status, output, _ = run("batch", "-", given=f"{GOOD}\r\n{GOOD}".encode())
    assert status == 0
    assert output.count("\n") == 2


def test_a_refused_line_makes_the_exit_status_1_and_the_others_go_on() -> None:
    bad = '{"id": "bad", "calculator": "induction", "weight": "80", "days": 5}'
    status, output, errors = run("batch", "-", given=f"{GOOD}\n{bad}\n{GOOD}\n")
    first, second, third = (json.loads(line) for line in output.splitlines())
    assert (status, errors) == (1, "")
    assert first["result"]["total"] == third["result"]["total"] == TOTAL
    assert second["id"] == "bad"
    assert second["error"]["field"] == "weight"


def test_a_contraindicated_line_is_an_answer_and_no_refusal() -> None:
    line = '{"calculator": "induction", "weight": "80 kg", "days": 5, "age": "17 years"}'
    status, output, _ = run("batch", "-", given=line)
    assert status == 0
    assert json.loads(output)["checks"]["outcome"] == "contraindicated"


def test_a_line_without_a_calculator_of_its_own_is_not_answered_by_its_neighbours() -> None:
    answers = in_batch(GOOD, '{"id": "b", "weight": "70 kg"}', '{"id": "c", "calculator": "body"}')
    assert answers[1]["id"] == "b"
    assert answers[1]["error"]["field"] == "calculator"
    assert answers[1]["error"]["message"].startswith("Name the calculator: induction, maintenance")
    assert answers[2]["result"]["bmi"] is None


@pytest.mark.parametrize(
    "identity",
    [
        pytest.param("a1", id="text"),
        pytest.param("", id="empty text"),
        pytest.param("Ω · 患者", id="text that is not ASCII"),
        pytest.param("\ud800", id="half of a surrogate pair"),
        pytest.param("a\nb\u2028c", id="text with line ends in it"),
        pytest.param(7, id="a whole number"),
        pytest.param(0, id="nought"),
        pytest.param(-1, id="a negative number"),
        pytest.param(10**300, id="a very long number"),
        pytest.param(None, id="null"),
    ],
)
@pytest.mark.parametrize(
    "days", [pytest.param(5, id="in an answer"), pytest.param(6, id="in a refusal")]
)
def test_the_id_is_given_back_as_it_was_sent(identity: Any, days: int) -> None:
    request = {"id": identity, "calculator": "induction", "weight": "80 kg", "days": days}
    status, output, _ = run("batch", "-", given=json.dumps(request))
    assert status == (days == 6)
    assert output.count("\n") == 1
    assert len(output.splitlines()) == output.count("\u2028") + 1
    assert json.loads(output)["id"] == identity


def test_a_line_without_an_id_is_answered_with_null() -> None:
    [answer] = in_batch('{"calculator": "induction", "weight": "80 kg", "days": 5}')
    assert answer["id"] is None


def deep(depth: int) -> str:
    return f'{{"calculator": "induction", "weight": {"[" * depth}{"]" * depth}, "days": 5}}'


INDUCTION = '"calculator": "induction", "days": 5'
BAD_LINES = [
    pytest.param("nonsense", "request", "not JSON", id="not JSON"),
    pytest.param(
        '{"days": 1e99999999999999999999}', "request", "not JSON", id="an endless exponent"
    ),
    pytest.param('{"id": "x", "calculator"', "request", "not JSON", id="JSON cut short"),
    pytest.param(f"{{{INDUCTION}}} {{}}", "request", "not JSON", id="two objects on a line"),
    pytest.param("{'days': 5}", "request", "not JSON", id="single quotes"),
    pytest.param("", "request", "not JSON", id="a blank line"),
    pytest.param("   \t", "request", "not JSON", id="a line of spaces"),
    pytest.param(f'{{{INDUCTION}, "weight": NaN}}', "request", "NaN", id="NaN"),
    pytest.param(f'{{{INDUCTION}, "weight": Infinity}}', "request", "Infinity", id="Infinity"),
    pytest.param(f'{{{INDUCTION}, "weight": -Infinity}}', "request", "-Infinity", id="-Infinity"),
    pytest.param(
        f'{{{INDUCTION}, "weight": "80 kg", "weight": "70 kg"}}',
        "weight",
        "given twice",
        id="a key given twice",
    ),
    pytest.param(
        f'{{{INDUCTION}, "facts": {{"iga_deficiency": "yes", "iga_deficiency": "no"}}}}',
        "iga_deficiency",
        "given twice",
        id="a fact given twice",
    ),
    pytest.param('["calculator", "induction"]', "request", "JSON object", id="an array"),
    pytest.param('"induction"', "request", "JSON object", id="a text"),
    pytest.param("5", "request", "JSON object", id="a number"),
    pytest.param("true", "request", "JSON object", id="true"),
    pytest.param("null", "request", "JSON object", id="null"),
    pytest.param("{}", "calculator", "Name the calculator", id="an empty object"),
    pytest.param(b'{"id": "\xff"}', "request", "not UTF-8", id="not UTF-8"),
    pytest.param(GOOD.encode("utf-16"), "request", "", id="UTF-16"),
    pytest.param(
        b"\xef\xbb\xbf" + GOOD.encode(), "request", "not JSON", id="a byte order mark in the middle"
    ),
    pytest.param(deep(100), "weight", "text with a unit", id="nested a hundred deep"),
    pytest.param(deep(100_000), "request", "not JSON", id="nested without end"),
    pytest.param("[" * 100_000, "request", "not JSON", id="opened without end"),
    pytest.param(f'{{{INDUCTION}, "weight": "\\ud800 kg"}}', "weight", "", id="half a surrogate"),
    pytest.param(f'{{{INDUCTION}, "\\udfff": 1}}', "\udfff", "not an input", id="a broken key"),
    pytest.param(f'{{{INDUCTION}, "weight": 80}}', "weight", "no unit", id="a bare number"),
    pytest.param(f'{{{INDUCTION}, "weight": 80.5}}', "weight", "no unit", id="a bare decimal"),
    pytest.param(f'{{{INDUCTION}, "weight": 1e400}}', "weight", "no unit", id="a huge decimal"),
    pytest.param(
        f'{{{INDUCTION}, "weight": true}}', "weight", "text with a unit", id="true as weight"
    ),
    pytest.param(
        f'{{{INDUCTION}, "weight": null}}', "weight", "Enter the weight", id="null as weight"
    ),
    pytest.param(f'{{{INDUCTION}, "weight": {{}}}}', "weight", "text with a unit", id="an object"),
    pytest.param(f'{{{INDUCTION}, "weight": []}}', "weight", "text with a unit", id="a list"),
    pytest.param(
        f'{{{INDUCTION}, "weight": {"9" * 5000}}}',
        "request",
        "not JSON",
        id="a number of 5000 digits",
    ),
    pytest.param(
        f'{{{INDUCTION}, "weight": {"9" * 4000}}}',
        "weight",
        "no unit",
        id="a number of 4000 digits",
    ),
    pytest.param(
        f'{{"calculator": "induction", "weight": "80 kg", "days": {"9" * 4000}}}',
        "days",
        "2, 3, 4, 5",
        id="4000 digits of days",
    ),
    pytest.param(
        '{"calculator": "induction", "weight": "80 kg", "days": true}',
        "days",
        "whole number",
        id="true as days",
    ),
    pytest.param(
        '{"calculator": "induction", "weight": "80 kg", "days": 5.0}',
        "days",
        "whole number",
        id="5.0 as days",
    ),
    pytest.param('{"calculator": 5}', "calculator", "induction", id="a number as calculator"),
    pytest.param('{"calculator": ["body"]}', "calculator", "induction", id="a list as calculator"),
    pytest.param('{"calculator": "Body "}', "calculator", "body", id="another spelling"),
    pytest.param('{"calculator": "batch"}', "calculator", "induction", id="batch as calculator"),
    pytest.param(
        f'{{{INDUCTION}, "wieght": "80 kg"}}', "wieght", "Did you mean weight", id="a misspelt key"
    ),
    pytest.param(
        f'{{{INDUCTION}, "every": "3 weeks"}}', "every", "days", id="a key of another one"
    ),
    pytest.param(
        f'{{{INDUCTION}, "json": true}}', "json", "not an input", id="an option, no input"
    ),
    pytest.param(f'{{{INDUCTION}, "id": true}}', "id", "text or a whole number", id="true as id"),
    pytest.param(f'{{{INDUCTION}, "id": 1.5}}', "id", "text or a whole number", id="1.5 as id"),
    pytest.param(
        f'{{{INDUCTION}, "id": ["a"]}}', "id", "text or a whole number", id="a list as id"
    ),
    pytest.param(f'{{{INDUCTION}, "facts": ["no"]}}', "facts", "an object", id="facts as a list"),
    pytest.param(
        f'{{{INDUCTION}, "facts": {{"wbc": 4000}}}}', "facts.wbc", "not text", id="a bare fact"
    ),
    pytest.param(
        f'{{{INDUCTION}, "facts": {{"iga": {{"value": "1 g/L", "unit": "g"}}}}}}',
        "facts.iga",
        '"unit"',
        id="a fact with an unknown key",
    ),
    pytest.param(
        f'{{{INDUCTION}, "premedication": [1]}}',
        "premedication",
        "list of names",
        id="a number as premedication",
    ),
    pytest.param(
        f'{{{INDUCTION}, "concurrent": [""]}}', "concurrent", "list of names", id="an empty name"
    ),
    pytest.param(f'{{{INDUCTION}, "today": 20261122}}', "today", "YYYY-MM-DD", id="a bare date"),
]


@pytest.mark.parametrize(("line", "field", "says"), BAD_LINES)
def test_a_bad_line_gets_its_own_error_and_the_others_go_on(
    line: str | bytes, field: str, says: str
) -> None:
    sent = line.encode() if isinstance(line, str) else line
    status, output, errors = run(
        "batch", "-", given=b"\n".join([GOOD.encode(), sent, GOOD.encode()])
    )
    first, *bad, last = (json.loads(text) for text in output.splitlines())
    assert (status, errors) == (1, "")
    assert first["result"]["total"] == last["result"]["total"] == TOTAL
    assert len(bad) == 1
    assert set(bad[0]) == {"id", "error"}
    assert bad[0]["error"]["field"] == field
    assert says in bad[0]["error"]["message"]


@pytest.mark.parametrize(("line", "field", "says"), BAD_LINES)
def test_the_message_of_a_bad_line_is_short_and_made_of_sentences(
    line: str | bytes, field: str, says: str
) -> None:
    [_, answer] = in_batch(GOOD, line)
    message = answer["error"]["message"]
    assert len(message) < 500
    assert "\n" not in message
    assert message.endswith((".", "?"))
    assert "Traceback" not in message


def test_a_byte_order_mark_before_the_first_line_is_no_fault() -> None:
    status, output, _ = run("batch", "-", given=b"\xef\xbb\xbf" + GOOD.encode())
    assert status == 0
    assert json.loads(output)["result"]["total"] == TOTAL


def test_null_counts_as_not_given() -> None:
    [answer] = in_batch(
        '{"calculator": "induction", "weight": "80 kg", "days": 5, "height": null, "facts": null}'
    )
    assert answer["result"]["total"] == TOTAL
    assert answer["checks"] == answer_to("induction", weight="80 kg", days=5)["checks"]


def test_each_line_may_name_a_day_of_its_own() -> None:
    def line(today: str) -> str:
        fact = {"thromboembolic_event": {"value": "yes", "date": "2026-08-22"}}
        request = {"calculator": "induction", "weight": "80 kg", "days": 5, "facts": fact}
        return json.dumps({**request, "today": today})

    on_the_day, after = in_batch(line("2026-11-22"), line("2026-11-23"))
    assert on_the_day["checks"]["outcome"] == "contraindicated"
    assert after["checks"]["outcome"] == "unknown"
