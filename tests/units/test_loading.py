"""Units load by themselves: what pint would load beside itself is left to whoever needs it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from units.loading import without

_OF_ARRAYS = ("babel", "dask", "numpy", "scipy", "uncertainties", "xarray")
_INSTALLED = [name for name in _OF_ARRAYS if find_spec(name) is not None]

_THREE = "(units.quantity('0.1', 'g') * 3).magnitude"


def _said(script: str) -> str:
    """Return what a fresh process says; the one of the tests has loaded everything already."""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_there_is_something_that_could_be_loaded() -> None:
    assert {"dask", "numpy"} <= set(_INSTALLED)


@pytest.mark.parametrize("name", _INSTALLED)
def test_no_library_of_arrays_is_loaded_with_the_units_and_each_can_be_afterwards(
    name: str,
) -> None:
    loads = f"import sys, units; print({name!r} in sys.modules); import {name}; "
    assert _said(loads + f"print({name}.__name__, {_THREE})").split() == ["False", name, "0.3"]


def test_what_is_loaded_already_stays() -> None:
    loads = "import numpy, sys, units; print(sys.modules['numpy'] is numpy, "
    assert _said(f"{loads} {_THREE})") == "True 0.3"


def test_what_was_not_to_be_found_is_found_again_though_the_loading_failed() -> None:
    name = "colorsys"  # of the standard library, and nothing else loads it
    sys.modules.pop(name, None)
    with pytest.raises(ModuleNotFoundError, match=name), without(name):
        __import__(name)
    assert __import__(name).__name__ == name
