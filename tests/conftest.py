"""Settings of the whole suite: how Hypothesis searches, and what is not measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from unmeasured import unmeasured_here

if TYPE_CHECKING:
    from collections.abc import Iterator

# The default finds the same examples on every machine, so that a failure is everybody's failure;
# `--hypothesis-profile=searching` looks further, and somewhere else each time. `brief` is for what
# runs the tests again and again (`make mutation`): the first few of the same examples. None has a
# clock.
_NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", _NO_CLOCK, max_examples=100, derandomize=True)
settings.register_profile("brief", _NO_CLOCK, max_examples=10, derandomize=True)
settings.register_profile("searching", _NO_CLOCK, max_examples=3000, print_blob=True)
settings.load_profile("repeatable")


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Measure no coverage in this test: most of its time would be that measure."""
    with unmeasured_here():
        yield
