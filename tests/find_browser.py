"""Where the browser is that tests and benchmarks drive."""

from __future__ import annotations

import os
import shutil


def browser_path() -> str | None:
    """Return the browser named by ``MMN_CHROMIUM``, else one on PATH; None is Playwright's own."""
    names = (os.environ.get("MMN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)
