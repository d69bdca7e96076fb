"""The program as a process of its own: exit status, encodings, and what it imports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = b'{"id": "a", "calculator": "induction", "weight": "80 kg", "days": 5}\n'


def program() -> list[str]:
    """Return the installed ``mmn-dose``; where it is not installed, its entry point."""
    installed = shutil.which("mmn-dose", path=str(Path(sys.executable).parent))
    return [installed] if installed else [sys.executable, "-c", "import cli; cli.main()"]


def start(
    command: list[str], *, given: bytes = b"", folder: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        input=given,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "given", "status"),
    [
        pytest.param(
            ["induction", "--weight", "80 kg", "--days", "5"], b"", 0, id="calculated exits with 0"
        ),
        pytest.param(
            ["induction", "--weight", "80", "--days", "5"], b"", 2, id="refused exits with 2"
        ),
        pytest.param(
            ["induction", "--weight", "80 kg", "--days", "5", "--age", "17 years"],
            b"",
            3,
            id="contraindicated exits with 3",
        ),
        pytest.param(["batch", "-"], GOOD, 0, id="a batch that is answered exits with 0"),
        pytest.param(["batch", "-"], GOOD + b"?\n", 1, id="a batch with a bad line exits with 1"),
    ],
)
def test_the_process_ends_with_the_promised_status(
    arguments: list[str], given: bytes, status: int
) -> None:
    ended = start([*program(), *arguments], given=given)
    assert ended.returncode == status
    assert b"Traceback" not in ended.stdout + ended.stderr
    assert bool(ended.stderr) is (status == 2)


def test_a_batch_is_utf8_whatever_the_machine_speaks() -> None:
    line = '{"id": "µ²", "calculator": "rituximab", "regimen": "two_doses"}\n'.encode()
    ended = start([*program(), "batch", "-"], given=line, LC_ALL="C", PYTHONUTF8="0")
    assert ended.returncode == 0
    assert json.loads(ended.stdout.decode("utf-8"))["id"] == "µ²"


def test_an_argument_that_is_not_utf8_is_refused_and_breaks_nothing() -> None:
    command = [*program(), "induction", "--days", "5", "--weight"]
    ended = subprocess.run(
        [*(os.fsencode(word) for word in command), b"80 \xff\xfe"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 2
    assert b"Traceback" not in ended.stderr
    assert b"is not a unit accepted here" in ended.stderr


EVERY_CALCULATOR = """
import sys
import click.testing
import cli

requests = '''
{"calculator": "induction", "weight": "80 kg", "days": 5}
{"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
{"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}
{"calculator": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}
{"calculator": "rituximab", "weight": "80 kg", "height": "180 cm"}
{"calculator": "body", "weight": "80 kg", "height": "180 cm"}
'''.strip()
ran = click.testing.CliRunner().invoke(cli.main, ["batch", "-"], input=requests)
assert ran.exit_code == 0, ran.output
assert ran.output.count('"result":') == 6
ran = click.testing.CliRunner().invoke(cli.main, ["induction", "--weight", "80 kg", "--days", "5"])
assert ran.exit_code == 0, ran.output
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_neither_streamlit_nor_pandas_is_imported_whatever_is_asked() -> None:
    ended = start([sys.executable, "-c", EVERY_CALCULATOR])
    assert ended.returncode == 0, ended.stderr
    imported = set(ended.stdout.decode().split())
    assert {"cli", "units", "calculators", "plan_data", "exchange"} <= imported
    assert not imported & {"streamlit", "pandas", "views", "app"}


@pytest.fixture(name="broken_project")
def project_with_a_broken_plan(tmp_path: Path) -> Path:
    """Copy what the program consists of, and put an unknown key into the plan."""
    for folder in ("calculators", "exchange", "plan_data", "units"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "cli.py", tmp_path / "cli.py")
    broken = tmp_path / "plan_data/plans/mmn/scig.toml"
    broken.write_text("surprise = 1\n" + broken.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["induction", "--weight", "80 kg", "--days", "5"], id="a command"),
        pytest.param(["induction", "--weight", "80 kg", "--days", "5", "--json"], id="with --json"),
        pytest.param(["batch", "-"], id="a batch"),
    ],
)
def test_a_plan_with_an_unknown_key_stops_the_program_with_file_and_key(
    broken_project: Path, arguments: list[str]
) -> None:
    command = [sys.executable, "-c", "import cli; cli.main()", *arguments]
    ended = start(command, given=GOOD, folder=broken_project, PYTHONDONTWRITEBYTECODE="1")
    said = ended.stderr.decode()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "plans/mmn/scig.toml" in said
    assert "surprise" in said
    assert "Traceback" not in said
    assert said.count("\n") == 1


def test_the_module_itself_runs_and_does_not_end_in_silence() -> None:
    ended = start([sys.executable, "-m", "cli", "induction", "--weight", "80 kg", "--days", "5"])
    assert ended.returncode == 0
    assert "Each day: 32 g" in ended.stdout.decode()
