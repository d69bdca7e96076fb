"""Each part of `make proof` with small numbers, always from the same seed."""

from __future__ import annotations

import pytest
from prove import PARTS, WrongError, require, shown_by

SMALL = {
    "requests": 1000,
    "hostile requests": 1000,
    "broken CSV": 50,
    "broken workbooks": 50,
    "cut cases": 10,
    "reruns": 20,
}
SEED = 20261122


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_proof_holds(name: str) -> None:
    assert shown_by(name, SEED, SMALL[name]).startswith(str(SMALL[name]))


def test_a_part_that_finds_something_says_what_shows_it() -> None:
    with pytest.raises(WrongError, match="a dose is another: 'the request'"):
        require(fine=False, what="a dose is another", shown_by="the request")
