"""What the program stands on, from the lock file: a table with licences, or a bill of materials.

``make licences`` prints the table, ``make sbom`` the bill as CycloneDX 1.5 in JSON. Licences are as
each package that is installed states its own; what is locked for other systems alone has none here.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
# Of what is used unchanged, beside a program under Apache-2.0. MPL-2.0 asks of its own files alone.
COMPATIBLE = (
    *("MIT", "BSD", "Apache", "PSF", "MPL-2.0", "Mozilla Public License 2.0", "0BSD", "Zlib"),
    *("CC0", "ISC"),
)
_LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*\\\n((?:\s+--hash=[^\n]+\n)+)", re.MULTILINE
)
_NOT_HERE = "not installed here"


class Locked(NamedTuple):
    """A package as it is locked."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def licence(self) -> str:
        """The licence, as the package that is installed says."""
        try:
            said = metadata.metadata(self.name)
        except metadata.PackageNotFoundError:
            return _NOT_HERE
        expression, text = (
            next(iter(said.get_all(field, [])), "") for field in ("License-Expression", "License")
        )
        classified = [
            each.rpartition(" :: ")[2]
            for each in said.get_all("Classifier", [])
            if each.startswith("License ::")
        ]
        # Some put the whole text of it, or "Dual License", into the field that is for any text.
        return expression or " or ".join(classified) or text.partition("\n")[0] or "not said"

    @property
    def is_compatible(self) -> bool:
        """Whether it may be used beside a program under Apache-2.0."""
        parts = re.split(r" (?:AND|OR|or) ", self.licence)
        return self.licence == _NOT_HERE or all(
            any(known in part for known in COMPATIBLE) for part in parts
        )


def locked(file: str = "requirements.lock") -> list[Locked]:
    """Return every package of a lock file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return [
        Locked(name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))
        for name, version, hashes in _LOCKED.findall(text)
    ]


def bill() -> str:
    """Return the bill of materials."""
    components = [
        {
            "type": "library",
            "name": each.name,
            "version": each.version,
            "purl": f"pkg:pypi/{each.name}@{each.version}",
            "licenses": [{"license": {"name": each.licence}}],
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in each.hashes],
        }
        for each in locked()
    ]
    program = {"type": "application", "name": "mmn-dose-planner", "licenses": _OWN}
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {"component": program},
            "components": components,
        },
        indent=1,
    )


_OWN = [{"license": {"id": "Apache-2.0"}}]


def main() -> None:
    """Print what is asked for."""
    if "--sbom" in sys.argv:
        sys.stdout.write(f"{bill()}\n")
        return
    for each in locked():
        mark = "" if each.is_compatible else "  NOT KNOWN TO BE COMPATIBLE"
        sys.stdout.write(f"{each.name} {each.version}: {each.licence}{mark}\n")


if __name__ == "__main__":
    main()
