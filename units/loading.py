"""Loads a library without those that it would load beside itself because they are installed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Load within this as if packages that are not loaded yet were not installed.

    It holds for the whole process while it lasts, so it is for what is loaded first: nothing of
    this program begins to load one of the packages before it has its units.

    Parameters
    ----------
    names
        The packages, which the library that is loaded can do without.
    """
    modules = cast("dict[str, object]", sys.modules)
    unseen = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(unseen))  # None there: it is not found (Python, importlib)
    try:
        yield
    finally:
        for name in unseen:
            del modules[name]
