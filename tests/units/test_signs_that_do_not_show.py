"""What nobody can see is named by its code in a refusal; what shows is quoted as it was typed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asking import answer_to, in_batch, refusal_of, run

from units import seen

# Signs that a reader may drop, each with what is quoted of it.
SIGNS = {
    "§": "§",
    "§§ §": "§§ §",
    "…": "…",
    "«»": "«»",
    ";;": ";;",
    "?!": "?!",
    "\U0001f600\U0001f680": "\U0001f600\U0001f680",
    "\u2764\ufe0f": "\u2764\ufe0f",
    "\u200b": "U+200B",
    "\u200b \u00ad": "U+200B U+00AD",
    "\u2800": "U+2800",
    "\u0301": "U+0301",
}
ASKED: dict[str, dict[str, Any]] = {
    "induction": {"weight": "80 kg", "days": 5},
    "maintenance": {"weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"},
    "scig": {"ivig_dose": "60 g", "every": "3 weeks"},
    "cyclophosphamide": {"weight": "80 kg", "height": "180 cm"},
    "rituximab": {"weight": "80 kg", "height": "180 cm"},
    "mycophenolate": {"target": "2 g/day"},
    "gabapentin": {"target": "900 mg/day"},
    "acetaminophen": {},
}
EMPTY = re.compile(r'""|“”|“\s+”|"\s+"')


@pytest.mark.parametrize(("typed", "quoted"), SIGNS.items(), ids=map(ascii, SIGNS))
def test_an_order_of_signs_alone_is_refused_with_what_was_typed(typed: str, quoted: str) -> None:
    for of, request in ASKED.items():
        for order in (typed, f"24 mg {typed}"):
            if order.endswith(";;") and order != typed:
                continue  # marks after an amount say nothing, and nothing is dropped with them
            refused = refusal_of("verify", of=of, order=order, **request)
            assert f'"{quoted}"' in refused.message
            assert not EMPTY.search(refused.message)


@pytest.mark.parametrize(("typed", "quoted"), SIGNS.items(), ids=map(ascii, SIGNS))
def test_the_order_check_says_what_was_not_recognised(typed: str, quoted: str) -> None:
    answer = answer_to("allowed", name=typed)
    assert answer["result"]["answer"] == "not_in_plan"
    assert f"“{quoted}”" in answer["working"][0]["working"]
    assert not EMPTY.search(str(answer["working"]))
    _, text, _ = run("allowed", typed, "--today", "2026-11-23")
    assert f"Not recognised: “{quoted}”" in text
    [line] = in_batch(f'{{"calculator": "allowed", "name": "{typed}"}}')
    assert f"“{quoted}”" in line["working"][0]["working"]


@pytest.mark.parametrize(("typed", "quoted"), SIGNS.items(), ids=map(ascii, SIGNS))
@pytest.mark.parametrize("key", ["weight", "every", "product", "order_every", "of", "tolerance"])
def test_every_other_entry_quotes_it_too(key: str, typed: str, quoted: str) -> None:
    request: dict[str, Any] = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
    refused = refusal_of("verify", **request | {"order": "24 g/wk", key: typed})
    assert f'"{quoted}"' in refused.message


@pytest.mark.parametrize(
    ("typed", "shows"),
    [
        pytest.param("24 g\u200b", "24 g\u200b", id="beside what shows it stays as it is"),
        pytest.param("", "", id="nothing is nothing"),
        pytest.param("  ", "  ", id="spaces are nothing"),
        pytest.param("\u3164", "U+3164", id="a letter without a shape"),
        pytest.param("\x00", "U+0000", id="a sign of control"),
    ],
)
def test_only_a_text_in_which_nothing_shows_is_told_by_codes(typed: str, shows: str) -> None:
    assert seen(typed) == shows
