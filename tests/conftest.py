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


_MEASURED: set[str] = set()


@pytest.fixture
def unmeasured(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure coverage in one case of this test only: most of its time would be that measure."""
    test = f"{request.path}::{request.function.__name__}"
    if test not in _MEASURED:
        _MEASURED.add(test)
        yield
        return
    with unmeasured_here():
        yield
