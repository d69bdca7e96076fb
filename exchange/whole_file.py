"""A file is written whole beside its place and then given its name, or the old one stays.

Half a case is a dangerous case: cut where it happens to still be TOML, it may lack the answer that
forbids a dose. So what the program writes gets its name only once all of it is on the disk.
"""

from __future__ import annotations

import os
import secrets
import signal
import stat
import threading
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# A program that is told to end takes back what it has begun. Windows has no hang-up.
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_OWN = stat.S_IRUSR | stat.S_IWUSR  # until it has the permissions of the file that it replaces
_AS_USUAL = 0o666  # less what the user's own mask takes from every new file


def write_whole(name: str, content: bytes, field: str) -> None:
    """Write a file of that name with that content; refusals as `whole_file`."""
    with whole_file(name, field) as file:
        file.write(content)


@contextmanager
def whole_file(name: str, field: str) -> Iterator[BinaryIO]:
    """Give a file to write, which gets its name at the end of the block.

    Left by a fault, by an interruption or by a signal to end, the block leaves nothing behind, and
    a file that had the name before stays as it was. A file that is replaced keeps its permissions.

    Parameters
    ----------
    field
        What is asked for with the name, for the refusal.

    Raises
    ------
    units.Refused
        The file cannot be written, whatever the reason: no place left, a folder that is not there
        or may not be written to, a name under which a link, a folder or a device stands.
    """
    try:
        target = Path(name)
        mode = _mode_of(target)
        with _ended_tidily(), _part_of(target.parent, mode) as (part, file):
            yield file
            file.flush()
            # Whether there is place on the disk may only be known once it has to be there.
            os.fsync(file.fileno())
            file.close()
            part.replace(target)
            _keep_the_name(target.parent)
    except OSError as error:
        raise Refused(field, f"{name}: cannot be written ({error.strerror}).") from None


def _mode_of(target: Path) -> int | None:
    """Return the permissions of the file that is to be replaced; None where there is none.

    Raises
    ------
    OSError
        What stands there is no file of its own, or may not be written to.
    """
    try:
        found = target.lstat().st_mode
    except FileNotFoundError:
        return None
    except ValueError as error:  # a zero in the name
        raise OSError(0, str(error)) from None
    if stat.S_ISDIR(found):
        raise IsADirectoryError(0, "it is a folder")
    if stat.S_ISLNK(found):
        # What a link leads to may be anybody's, and a link that is replaced is lost.
        raise FileExistsError(0, "it is a link; name the file itself")
    if not stat.S_ISREG(found):
        raise FileExistsError(0, "it is no file but a device or a pipe")
    if not os.access(target, os.W_OK):  # its folder would let it be replaced all the same
        raise PermissionError(0, "it may not be written to")
    return stat.S_IMODE(found)


@contextmanager
def _part_of(folder: Path, mode: int | None) -> Iterator[tuple[Path, BinaryIO]]:
    """Give a new file and its name, which nobody else has; at the end of the block it is gone."""
    part = _free_name(folder)
    ours = True
    try:
        try:
            # "x" makes a new file or fails: it opens no file of the user's and follows no link.
            allowed = _OWN if mode is not None else _AS_USUAL
            file = open(part, "xb", opener=partial(os.open, mode=allowed))  # noqa: SIM115  (closed below)
        except FileExistsError:
            ours = False
            raise
        with file:
            if mode is not None:
                part.chmod(mode)
            yield part, file
    finally:
        if ours:
            part.unlink(missing_ok=True)


def _free_name(folder: Path) -> Path:
    while os.path.lexists(part := folder / f".{secrets.token_hex(8)}.part"):
        pass
    return part


def _keep_the_name(folder: Path) -> None:
    """Have the new name on the disk too, where the system can: the file itself is there."""
    with suppress(OSError):  # Windows opens no folder, and not every disk can
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _ended_tidily() -> Iterator[None]:
    """Let a signal to end leave the block as an interruption does, so that it is tidied up."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is told of signals
        return
    before = {number: signal.getsignal(number) for number in _ENDING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)  # as a shell tells of it
