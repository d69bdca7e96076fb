"""A file is written whole, or the one before it stays: full disks, links, interruptions, TERM."""

from __future__ import annotations

import os
import secrets
import signal
import stat
import tempfile
from pathlib import Path

import pytest
from asking import run
from files_made import HEADINGS, RIGHT, excel_file
from files_written import commands, started

from exchange.whole_file import whole_file, write_whole
from units import Refused

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_file_gets_its_content_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "a"), b"new", "output")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == {"a"}


def test_until_the_end_the_old_file_stands_under_the_name(tmp_path: Path) -> None:
    old = tmp_path / "a"
    old.write_bytes(b"old")
    with whole_file(str(old), "output") as file:
        file.write(b"new")
        file.flush()
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new"


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_block_that_is_left_leaves_nothing_behind(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def broken_off() -> None:
        with whole_file(str(tmp_path / "a"), "output") as file:
            file.write(b"half of the n")
            raise fault

    with pytest.raises(fault):
        broken_off()
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == {"a"}


def test_a_file_of_the_users_that_is_called_like_the_temporary_one_survives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["taken", "linked", "free"])
    monkeypatch.setattr(secrets, "token_hex", lambda _: next(drawn))
    (tmp_path / ".taken.part").write_bytes(b"the user's")
    (tmp_path / ".linked.part").symlink_to(tmp_path / "nowhere")
    write_whole(str(tmp_path / "a"), b"new", "output")
    assert (tmp_path / ".taken.part").read_bytes() == b"the user's"
    assert names(tmp_path) == {"a", ".taken.part", ".linked.part"}


def test_a_file_that_gets_the_temporary_name_in_between_survives_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".taken.part").write_bytes(b"the user's")
    monkeypatch.setattr(secrets, "token_hex", lambda _: "taken")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(Refused, match="cannot be written"):
        write_whole(str(tmp_path / "a"), b"new", "output")
    assert (tmp_path / ".taken.part").read_bytes() == b"the user's"
    assert names(tmp_path) == {".taken.part"}


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").write_bytes(b"somebody's")
    (tmp_path / "a").symlink_to(tmp_path / "far")
    with pytest.raises(Refused, match="it is a link; name the file itself"):
        write_whole(str(tmp_path / "a"), b"new", "output")
    assert (tmp_path / "far").read_bytes() == b"somebody's"
    assert (tmp_path / "a").is_symlink()
    assert names(tmp_path) == {"a", "far"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("folder", "it is a folder", id="a folder"),
        pytest.param("pipe", "it is no file but a device or a pipe", id="a pipe"),
        pytest.param("none/a", "No such file or directory", id="in a folder that is not there"),
        pytest.param("file/a", "Not a directory", id="in a file"),
        pytest.param("a\0b", "embedded null", id="with a zero in it"),
        pytest.param("a" * 300, "File name too long", id="too long a name"),
    ],
)
def test_a_name_that_cannot_be_written_to_is_refused(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused) as refused:
        write_whole(f"{tmp_path}/{name}", b"new", "save_case")
    assert refused.value.field == "save_case"
    assert refused.value.message.startswith(f"{tmp_path}/{name}: cannot be written (")
    assert why in refused.value.message
    assert names(tmp_path) == {"folder", "pipe", "file"}


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(Refused, match="it is no file but a device"):
        write_whole("/dev/null", b"new", "output")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116


def test_a_file_that_is_replaced_keeps_its_permissions_and_is_never_open_to_others(
    tmp_path: Path,
) -> None:
    old = tmp_path / "a"
    old.write_bytes(b"old")
    old.chmod(0o640)
    with whole_file(str(old), "output") as file:
        assert os.fstat(file.fileno()).st_mode & 0o777 == 0o640
    assert old.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "a"), b"new", "output")
    (tmp_path / "b").write_bytes(b"as usual")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


# --- the program, where there is no place and where it is told to end -----------------------------

# What runs in a process of its own: files of it end at 3000 bytes, as on a disk that is full.
LIMITED = """
import resource, sys
import cli, pandas, typst
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
sys.exit(cli.main(sys.argv[1:]))
"""
WRITES = ("saved.toml", "sheet.pdf", "v.csv", "v.xlsx")


@pytest.mark.parametrize("name", WRITES)
def test_on_a_full_disk_the_old_file_stays_and_the_exit_status_says_so(
    tmp_path: Path, name: str
) -> None:
    target = tmp_path / "out" / name
    target.parent.mkdir()
    target.write_bytes(b"the old one")
    words = dict(commands(tmp_path))[name]
    ran = started(LIMITED, *(str(target) if word == name else word for word in words))
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1] == f"{target}: cannot be written (File too large)."
    assert "Traceback" not in ran.stderr
    assert target.read_bytes() == b"the old one"
    assert names(target.parent) == {name}


# The program as a user who may write to no folder: root may write anywhere, so it stops being root
# once it has read what it needs.
AS_NOBODY = f"""
import os, sys
import cli, pandas, typst
from exchange.order_files import run
cli.load_plan()
if os.geteuid() == 0:
    os.setgid({NOBODY})
    os.setuid({NOBODY})
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_in_a_folder_that_is_read_only_nothing_is_written(ending: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        target = folder / f"template.{ending}"
        folder.chmod(0o555)
        try:
            ran = started(AS_NOBODY, "verify-file", "--template", str(target))
        finally:
            folder.chmod(0o755)
        assert ran.returncode == 2
        assert ran.stderr == f"{target}: cannot be written (Permission denied).\n"
        assert names(folder) == set()


def test_a_file_that_is_read_only_is_not_replaced() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        target = folder / "template.csv"
        target.write_bytes(b"kept")
        target.chmod(0o444)
        folder.chmod(0o777)
        ran = started(AS_NOBODY, "verify-file", "--template", str(target))
        assert ran.returncode == 2
        assert ran.stderr == f"{target}: cannot be written (it may not be written to).\n"
        assert target.read_bytes() == b"kept"


# It ends itself in the middle of writing, as a service manager would.
ENDED = """
import os, signal, sys
import cli
from exchange.order_files import run
counted = run.counted
def ends(*given):
    os.kill(os.getpid(), signal.{signal})
    return counted(*given)
run.counted = ends
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("name", "ending"),
    [("SIGTERM", "csv"), ("SIGTERM", "xlsx"), ("SIGHUP", "csv"), ("SIGINT", "csv")],
)
def test_a_signal_to_end_leaves_nothing_behind(tmp_path: Path, name: str, ending: str) -> None:
    orders = tmp_path / "orders.xlsx"
    orders.write_bytes(excel_file([HEADINGS, RIGHT]))
    target = tmp_path / f"v.{ending}"
    target.write_bytes(b"the old one")
    script = ENDED.format(signal=name)
    ran = started(script, "verify-file", str(orders), "-o", str(target))
    ends_with = 1 if name == "SIGINT" else 128 + getattr(signal, name)
    assert ran.returncode == ends_with
    assert "Traceback" not in ran.stderr
    assert target.read_bytes() == b"the old one"
    assert names(tmp_path) == {"orders.xlsx", target.name}


def test_the_signals_mean_again_what_they_meant_before(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with whole_file(str(tmp_path / "a"), "output"):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_template_is_written_whole_too(tmp_path: Path) -> None:
    target = tmp_path / "template.csv"
    target.symlink_to(tmp_path / "far.csv")
    status, _, said = run("verify-file", "--template", str(target))
    assert (status, "it is a link" in said) == (2, True)
    assert names(tmp_path) == {"template.csv"}
