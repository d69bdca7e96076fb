"""Install the second reader of calendar files where Node is; without it its tests are left out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "other_reader"
READER = FOLDER / "node_modules" / "ical.js"


def main() -> int:
    """Install what the lock file names; always return 0, for a machine needs only Python."""
    npm = shutil.which("npm")
    if npm is None or READER.exists():
        return 0
    # Nothing of a package runs when it is installed.
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=FOLDER, check=False).returncode:
        sys.stderr.write("The second reader of calendar files cannot be installed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
