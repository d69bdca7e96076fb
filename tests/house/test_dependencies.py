"""What the program stands on: every package of the lock, its licence, and the bill of materials."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from docs.dependencies import Locked, bill, locked  # noqa: E402  (a script beside the program)

LOCKED = locked()


def test_every_package_of_the_lock_is_found() -> None:
    pinned = re.findall(r"^\S+==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert len(LOCKED) == len(pinned)
    assert all(each.hashes for each in LOCKED)


@pytest.mark.parametrize("each", [pytest.param(each, id=f"{each[0]} {each[1]}") for each in LOCKED])
def test_a_licence_is_said_and_goes_with_apache_2(each: Locked) -> None:
    assert each.licence != "not said"
    assert each.is_compatible


def test_the_bill_names_each_of_them_with_its_digests() -> None:
    components = json.loads(bill())["components"]
    assert [(each["name"], each["version"]) for each in components] == [each[:2] for each in LOCKED]
    assert all(each["hashes"] for each in components)
