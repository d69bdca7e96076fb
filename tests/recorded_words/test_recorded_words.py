"""No word of an answer changes unseen; what is right about it, other tests say."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from record_words import FOLDER, Words, cases, every_case, recorded, write

if TYPE_CHECKING:
    from pathlib import Path

_recorded = cache(recorded)
CHANGED = "read what has changed, and then `make words`"


@pytest.fixture(scope="session")
def words() -> Words:
    """Return what is said of each case, for one run of the tests."""
    return Words()


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in cases()])
def test_every_word_stands_as_it_is_recorded(name: str, words: Words) -> None:
    before = _recorded(cases()[name].calculator)[name]
    assert words.said_again(name, before) == before, CHANGED


def test_the_records_are_written_as_they_stand(tmp_path: Path) -> None:
    write(tmp_path)
    written = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert written == {
        file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.txt")
    }, CHANGED


def test_no_two_requests_on_record_have_one_name() -> None:
    assert len(every_case()) == len(cases())
