"""Some two hundred orders as people write them: right, deviating for a reason, or not read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from asking import PLAN, TODAY, answered, refusal_of

from exchange.order_files.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("as_written.toml")
TREATMENTS = tomllib.loads(FILE.read_text(encoding="utf-8"))["treatment"]


def cases() -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """Yield each order with its request, what is found of it, and what differs."""
    for each in TREATMENTS:
        for verdict in ("right", "not_settled", "refused"):
            for order in each.get(verdict, []):
                yield each["request"], order, verdict.replace("_", " "), ""
        for differs, orders in each.get("deviates", {}).items():
            for order in orders:
                yield each["request"], order, "deviates", differs


CASES = [
    pytest.param(*case, id=f"{case[0]['of']}: {case[1]}: {case[2]} {case[3]}".strip())
    for case in cases()
]


def test_there_are_two_hundred_of_them() -> None:
    assert len(CASES) >= 200


READ = [case for case in CASES if case.values[2] != "refused"]
REFUSED = [pytest.param(*case.values[:2], id=case.id) for case in CASES if case not in READ]


@pytest.mark.parametrize(("request_", "order", "verdict", "differs"), READ)
def test_an_order_that_is_read_is_right_or_deviates_for_its_reason(
    request_: dict[str, Any], order: str, verdict: str, differs: str
) -> None:
    values = answered("verify", **request_, order=order).result.values
    assert values["verdict"] == verdict
    beside = [each["what"].replace(" ", "_") for each in values["also"] if each["agrees"] is False]
    dose = [] if values["within_tolerance"] else ["dose"]
    assert "_and_".join((*dose, *beside)) == differs


@pytest.mark.parametrize(("request_", "order"), REFUSED)
def test_an_order_that_is_not_read_says_so_in_a_sentence(
    request_: dict[str, Any], order: str
) -> None:
    refused = refusal_of("verify", **request_, order=order)
    assert refused.field == "order"
    assert refused.message.endswith(".")


def test_a_file_finds_the_same_of_each_of_them() -> None:
    for each in TREATMENTS:
        of_it = [case.values for case in CASES if case.values[0] is each["request"]]
        rows = [{**each["request"], "order": order} for _, order, _, _ in of_it]
        table = pd.DataFrame(rows).astype(str)
        found = list(verdicts(table, PLAN, TODAY)["verdict"])
        verdicts_ = [str(verdict).replace("refused", "not read") for _, _, verdict, _ in of_it]
        assert found == verdicts_
