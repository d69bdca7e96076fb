"""The verdict as programs and people see it: JSON, the batch, the command line, the terminal."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from asking import PLAN, TODAY, answer_to, command_line, in_batch, run
from hypothesis import given
from hypothesis import strategies as st

from calculators.orders.asked import OWN_KEYS
from calculators.requests.answer import answer
from calculators.requests.catalogue import CALCULATORS, KEYS_OF_DOSES
from exchange.answers.answer import as_json
from exchange.answers.terminal import as_text
from units import Refused

SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
REQUESTS = [
    pytest.param(SCIG | {"order": "20 g/wk"}, id="a wrong order of SCIg"),
    pytest.param(SCIG | {"order": "24 g/wk"}, id="a right order of SCIg"),
    pytest.param(
        {
            "of": "induction",
            "weight": "176 lb",
            "days": 5,
            "order": "70.4 g/day x 4 days",
            "product": "Privigen",
            "order_rate": "400 mL/h",
            "order_volume": "704 mL",
        },
        id="an order of induction with all that may stand beside it",
    ),
    pytest.param(
        {"of": "cyclophosphamide", "route": "po", "weight": "80 kg", "order": "300 mg/day"},
        id="an order outside a range",
    ),
    pytest.param({"of": "scig", "order": "24 g"}, id="a refusal"),
]


def test_the_result_holds_what_was_promised_in_order() -> None:
    result = answer_to("verify", **SCIG, order="20 g/wk")["result"]
    assert list(result) == [
        "of",
        "verdict",
        "expected",
        "ordered",
        "deviation",
        "deviation_percent",
        "within_tolerance",
        "tolerance",
        "implied_factor",
        "mistakes",
        "also",
    ]
    assert result["of"] == "scig"
    assert result["within_tolerance"] is False
    [first, *_] = result["mistakes"]
    assert first == {
        "names": ["no_uplift"],
        "working": "No uplift: 20 g/week × 1 = 20 g/week; with the plan's 1.20 it is 24 g/week.",
        "gives": {"value": "20", "unit": "g/wk"},
    }


def test_an_answer_has_the_parts_that_every_answer_has() -> None:
    answer = answer_to("verify", **SCIG, order="20 g/wk")
    assert list(answer) == [
        "calculator", "plan", "weights", "first_dose", "result", "working", "checks",
        "monitoring", "advice", "product_says",
    ]  # fmt: skip
    assert answer["calculator"] == "verify"


@pytest.mark.parametrize("request_", REQUESTS)
def test_the_command_line_and_the_batch_give_the_same(request_: dict[str, Any]) -> None:
    asked = {"calculator": "verify", "today": TODAY.isoformat(), **request_}
    [batched] = in_batch(json.dumps({"id": "a1", **asked}))
    status, output, errors = run(*command_line(asked), "--json")
    assert {"id": "a1", **json.loads(output)} == batched
    assert errors == ""
    # A script sees by the status alone that an order is not right.
    status_of = {"right": 0, "deviates": 5, "not settled": 6}
    assert status == (2 if "error" in batched else status_of[batched["result"]["verdict"]])


def test_an_order_of_what_is_contraindicated_ends_with_status_3() -> None:
    asked = {"calculator": "verify", **SCIG, "order": "24 g/wk", "today": TODAY.isoformat()}
    facts = ("--fact", "iga_deficiency=yes", "--fact", "anti_iga_antibodies=yes")
    status, output, _ = run(*command_line(asked), *facts)
    assert status == 3
    assert "Within tolerance: yes" in output


def test_the_keys_are_its_own_and_those_of_the_five_calculators() -> None:
    theirs = {key for keys in KEYS_OF_DOSES.values() for key in keys}
    assert set(CALCULATORS["verify"].keys) == {*OWN_KEYS, *theirs, "first_dose"}
    assert len(set(CALCULATORS["verify"].keys)) == len(CALCULATORS["verify"].keys)
    assert set(KEYS_OF_DOSES) == {
        "induction",
        "maintenance",
        "scig",
        "cyclophosphamide",
        "rituximab",
        "mycophenolate",
        "titration",
    }


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param((), 6, id="a risk that is not recorded decides"),
        pytest.param(("--fact", "thrombosis_or_renal_risk=no"), 0, id="right without a risk"),
        pytest.param(("--fact", "thrombosis_or_renal_risk=yes"), 5, id="too fast with one"),
        pytest.param(
            ("--fact", "uncompensated_heart_failure=yes"),
            3,
            id="contraindicated, whatever the order",
        ),
    ],
)
def test_the_exit_status_tells_whether_an_order_is_right(
    facts: tuple[str, ...], status: int
) -> None:
    order = {"of": "maintenance", "weight": "70 kg", "dose": "1 g/kg", "every": "3 weeks"}
    order |= {"order": "70 g", "product": "Panzyga", "order_rate": "300 mL/h"}
    ran, _, _ = run("verify", "--today", TODAY.isoformat(), *_options(order), *facts)
    assert ran == status


# --- the terminal ---------------------------------------------------------------------------------


def test_the_terminal_says_yes_or_no_and_numbers_the_mistakes() -> None:
    asked = SCIG | {"order": "30 g/wk"}
    _, output, _ = run("verify", "--today", "2026-11-22", *_options(asked))
    lines = output.splitlines()
    assert "Order of: scig" in lines
    assert "Expected: 24 g/week" in lines
    assert "Ordered: 30 g/week" in lines
    assert "Deviation: 6 g/week" in lines
    assert "Deviation in per cent: 25 %" in lines
    assert "Verdict on the order: deviates" in lines
    assert "Within tolerance: no" in lines
    assert "Implied factor from IV to SC: 1.5" in lines
    place = lines.index("Mistakes that give this order:")
    assert lines[place + 1] == (
        "  1. factor 1 53: The factor 1.53 was taken for the plan's 1.20: 20 g/week × 1.53 = "
        "30.6 g/week, rounded to 30 g; with the plan's 1.20 it is 24 g/week."
    )
    assert lines[place + 2].startswith("  2. double uplift: ")


def test_the_terminal_says_none_where_nothing_was_found() -> None:
    _, output, _ = run("verify", "--today", "2026-11-22", *_options(SCIG | {"order": "24 g/wk"}))
    assert "Within tolerance: yes" in output
    assert "Mistakes that give this order: none" in output
    assert "Also compared: none" in output


def test_the_terminal_says_what_does_not_agree() -> None:
    asked = SCIG | {"order": "24 g/wk", "order_every": "2 weeks", "order_volume": "120 mL"}
    _, output, _ = run(
        "verify", "--today", "2026-11-22", *_options(asked | {"product": "Hizentra"})
    )
    assert "Interval DOES NOT AGREE: 2 weeks is not the interval of 1 week" in output
    assert "Volume agrees: 24 g ÷ 0.2 g/mL = 120 mL" in output


def test_a_pair_is_joined_in_the_terminal() -> None:
    asked = {"of": "induction", "weight": "176 lb", "days": 5, "order": "35.2 g"}
    _, output, _ = run("verify", "--today", "2026-11-22", *_options(asked))
    assert "  1. pounds as kilograms with decimal point: 176 lb was entered" in output


def _options(request: dict[str, Any]) -> list[str]:
    return command_line({"calculator": "verify", **request})[1:]


# --- anything at all ------------------------------------------------------------------------------

ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text()
    | st.sampled_from(["5 %", "20 %", "24 g/wk", "120 mL/wk", "3 weeks", "63 mL/h", "Hizentra"])
    | st.from_regex(r"[0-9]{1,30}(\.[0-9]{1,20})? ?(g|mg|mL)(/wk|/day| every [0-9]{1,12} weeks)?")
)
VALUES = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=2), max_leaves=3)


@given(
    request=st.sampled_from([param.values[0] for param in REQUESTS]),
    key=st.sampled_from(CALCULATORS["verify"].keys),
    value=VALUES,
)
def test_any_value_for_any_key_is_answered_or_refused(
    request: dict[str, Any], key: str, value: object
) -> None:
    asked = {"calculator": "verify", **request, key: value}
    assert all(said(asked))


def said(request: dict[str, Any]) -> list[str]:
    """Return an answer as JSON and as text, or the sentence of a refusal."""
    try:
        answered = answer(request, PLAN, TODAY)
    except Refused as refused:
        return [refused.message]
    return [json.dumps(as_json(answered, PLAN)), as_text(answered, PLAN)]


@given(
    number=st.decimals(min_value=Decimal("1E-10"), max_value=Decimal(10) ** 27, allow_nan=False),
    unit=st.sampled_from(["g", "mg", "mL"]),
)
def test_an_order_of_any_size_is_answered(number: Decimal, unit: str) -> None:
    text = f"{number:.10f}".rstrip("0").rstrip(".")
    if not Decimal(text) or len(text) > 28:
        return
    result = answer_to("verify", **SCIG, product="Hizentra", order=f"{text} {unit}")["result"]
    assert result["within_tolerance"] in {True, False}
