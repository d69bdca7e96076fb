"""Orders a second of one core, through what `mmn-dose verify-file` runs, and the memory it takes.

The time is the measured process's own processor time, so that other work on the machine counts
little; the memory is the most that it ever held.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from calculators.requests.answer import verdict
from exchange.order_files.columns import COLUMNS
from plan_data import load_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plan_data import Plan

ORDERS = 10_000
DEVIATING = 0.15
ROUNDS = 5
TODAY = date(2026, 11, 22)

_OF: tuple[dict[str, str], ...] = (
    {"of": "induction", "days": "5", "of_order": "{} g"},
    {"of": "induction", "days": "4", "of_order": "{} g/day", "dosing_weight": "adjusted"},
    {"of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "of_order": "{} g"},
    {"of": "maintenance", "dose": "2 g/kg", "every": "6 weeks", "of_order": "{} g every 6 weeks"},
    {"of": "scig", "every": "3 weeks", "product": "Hizentra", "of_order": "{} g/wk"},
    {"of": "scig", "every": "2 weeks", "of_order": "{} g/wk"},
    {"of": "cyclophosphamide", "of_order": "{} g"},
    {"of": "cyclophosphamide", "route": "po", "of_order": "{} mg/day"},
    {"of": "rituximab", "of_order": "{} mg weekly x 4"},
    {"of": "rituximab", "regimen": "two_doses", "of_order": "{} mg"},
)
# What the deviating orders were multiplied with; the last two are no known mistake, and search
# longest.
_FACTORS = tuple(map(Decimal, ("0.8333", "2.2046", "0.4536", "10", "4", "0.25", "1.17", "0.71")))


@dataclass(frozen=True)
class Orders:
    """What was measured, in the median of the rounds.

    Parameters
    ----------
    verified
        Orders a second: read, verified and written.
    only_read
        Orders a second of pandas reading the same file, and nothing else: how fast this machine is.
    megabytes
        The most memory that the process held.
    """

    verified: float
    only_read: float
    megabytes: float


def orders(say: Callable[[str], None]) -> Orders:
    """Measure a file of orders, in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        _write(file, load_plan())
        say("orders: the file is written")
        measured = []
        for turn in range(ROUNDS):
            ran = subprocess.run(
                [sys.executable, "-c", _MEASURED, str(file), str(Path(folder) / "verdicts.csv")],
                capture_output=True,
                text=True,
                cwd=Path(__file__).parents[1],
                check=False,
            )
            if ran.returncode:
                raise RuntimeError(ran.stderr)
            measured.append(json.loads(ran.stdout))
            say(f"orders: {turn + 1} of {ROUNDS}")
    return Orders(
        ORDERS / median(each["verdicts"] for each in measured),
        ORDERS / median(each["reading"] for each in measured),
        max(each["kilobytes"] for each in measured) / 1000,
    )


# What a process of its own runs: the imports are not counted, the reading and writing are.
_MEASURED = f"""
import json, resource, sys, time
from datetime import date
from pathlib import Path
import pandas
from exchange.order_files.orders_file import OrdersFile, open_orders
from exchange.order_files.result_columns import NOT_READ
from exchange.order_files.write_results import results_file
from plan_data import load_plan

source, target = map(Path, sys.argv[1:])
plan, today = load_plan(), date.fromisoformat("{TODAY}")
began = time.process_time()
file = OrdersFile(open_orders(lambda: source.open("rb")))
with (
    target.open("wb") as written,
    results_file(written, "csv", file.columns, file.numbers) as append,
):
    for piece in file.verdicts(plan, today):
        if (piece["verdict"] == NOT_READ).any():
            raise SystemExit(piece[piece["verdict"] == NOT_READ].to_string())
        append(piece)
halfway = time.process_time()
pandas.read_csv(source, dtype=str)
ended = time.process_time()
print(json.dumps({{
    "verdicts": halfway - began,
    "reading": ended - halfway,
    "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
}}))
"""


def _write(file: Path, plan: Plan) -> None:
    keys = [column.key for column in COLUMNS]
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, [*keys, "ward"], restval="")
        writer.writeheader()
        writer.writerows(sample(plan))


def sample(plan: Plan) -> Iterator[dict[str, Any]]:
    """Give orders of every kind, no two for the same patient, of which some deviate."""
    chance = Random(20261122)  # noqa: S311  (the same orders each time)
    for number, of in enumerate(islice(cycle(_OF), ORDERS)):
        row = {
            "id": f"A{number}",
            "weight": f"{45 + number / 100:.2f} kg",
            "height": f"{153 + number % 400 / 10:.1f} cm",
            "age": f"{20 + number % 60} years",
            "sex": ("male", "female")[number % 2],
            **{key: text for key, text in of.items() if key != "of_order"},
            "ward": f"ward {number % 17}",
        }
        if row["of"] == "scig":
            row["ivig_dose"] = f"{30 + number % 70} g"
        if row["of"] == "cyclophosphamide" or row["of"] == "rituximab":
            row.pop("dosing_weight", None)
        asked = {key: row[key] for key in row if key not in {"id", "ward"}}
        expected = verdict({**asked, "order": of["of_order"].format(1)}, plan, TODAY).expected
        factor = chance.choice(_FACTORS) if chance.random() < DEVIATING else Decimal(1)
        yield {**row, "order": of["of_order"].format(_written(expected * factor))}


def _written(dose: Decimal) -> str:
    """Write a dose as people do: with three figures."""
    return f"{Decimal(f'{dose:.3g}'):f}"
