"""Make sure that there is a browser for the tests, or say plainly what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from find_browser import browser_path
from playwright.sync_api import sync_playwright

ADVICE = """\
The browser tests need Chromium, and none was found. One of these helps:
  - on Debian or Ubuntu, as root: apt-get install chromium
  - elsewhere: .venv/bin/playwright install chromium
  - or name a Chromium that you have: MMN_CHROMIUM=/path/to/chromium make test"""


def main() -> int:
    """Install Debian's Chromium where it is missing and can be; return 1 where it still is."""
    if _found():
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        sys.stderr.write("No browser found: installing Debian's chromium.\n")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run([apt, *command], env=quiet, check=False, stdout=subprocess.DEVNULL)
    if _found():
        return 0
    sys.stderr.write(f"{ADVICE}\n")
    return 1


def _found() -> bool:
    return browser_path() is not None or _playwrights_own()


def _playwrights_own() -> bool:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(main())
