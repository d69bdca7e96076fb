"""A disk that is full: a small tmpfs, onto which each command writes, and then one with room.

Needs Linux and somebody who may mount; where that is not so, it is said, and nothing is tried.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from files_written import commands, started

PROGRAM = "import sys; import cli; sys.exit(cli.main(sys.argv[1:]))"
PAGE = b"-" * 4096
OLD = b"the old one"


def mount(*words: str) -> None:
    """Mount, or mount anew.

    Raises
    ------
    OSError
        It may not be done here.
    """
    if shutil.which("mount") is None:
        raise FileNotFoundError("there is no mount here")
    ran = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise PermissionError(ran.stderr.strip())


def fill(file: Path) -> None:
    """Write until there is no room left."""
    with file.open("wb", buffering=0) as pages:
        while True:
            try:
                pages.write(PAGE)
            except OSError:
                return


def tried(disk: Path, folder: Path) -> list[str]:
    """Write each file where there is no room, and where there is; return their names."""
    written = []
    for name, words in commands(folder):
        target, filler = disk / name, disk / "filler"
        asked = [str(target) if word == name else word for word in words]
        target.write_bytes(OLD)
        fill(filler)
        ran = started(PROGRAM, *asked)
        last = ran.stderr.splitlines()[-1:]
        assert ran.returncode == 2, (name, ran)
        assert last == [f"{target}: cannot be written (No space left on device)."], (name, ran)
        assert "Traceback" not in ran.stderr, (name, ran)
        assert target.read_bytes() == OLD, name
        assert {file.name for file in disk.iterdir()} == {name, "filler"}, name
        filler.unlink()
        mount("-o", "remount,size=64m", str(disk))
        ran = started(PROGRAM, *asked)
        assert ran.returncode in (0, 1), (name, ran)  # 1: an order of the file deviates
        assert len(target.read_bytes()) > len(OLD), name
        target.unlink()
        mount("-o", "remount,size=64k", str(disk))
        written.append(name)
    return written


def main() -> None:
    """Mount a small disk, write onto it, and say what was seen."""
    with tempfile.TemporaryDirectory() as made:
        disk = Path(made) / "disk"
        disk.mkdir()
        try:
            mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk))
        except OSError as error:
            print(f"full disk: NOT TRIED, {error}")
            return
        try:
            written = tried(disk, Path(made))
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    print(f"full disk: {', '.join(written)}: the old one stays, and is said to; with room, written")


if __name__ == "__main__":
    main()
