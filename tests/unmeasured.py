"""What runs without a measure of coverage, which takes as much work again as what it measures."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

# For a program that is started: one whose work is bounded; one that can write nowhere, where the
# measure cannot either and would say so after the program's own last line; and the served app, of
# which every part is measured where it is tested without a browser.
UNMEASURED = {key: value for key, value in os.environ.items() if "COVERAGE" not in key}


@contextmanager
def unmeasured_here() -> Iterator[None]:
    """Measure nothing in this process meanwhile: for loops of a million turns."""
    measure = Coverage.current()
    if measure is None:
        yield
        return
    measure.stop()
    try:
        yield
    finally:
        measure.start()
