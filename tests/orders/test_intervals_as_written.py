"""How often, as people write it: one meaning is read in every treatment and entry, two are asked.

Each writing stands beside another of the same meaning, paired by hand; what an order with either
comes to is the same, whoever is asked.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from asking import answered, in_batch, refusal_of, result_of, run

from calculators.typed.order import read_frequency, read_order
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

REQUESTS: dict[str, tuple[dict[str, Any], str]] = {
    "induction": ({"of": "induction", "weight": "80 kg", "days": "5"}, "32 g"),
    "maintenance": (
        {"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "2 weeks"},
        "80 g",
    ),
    "scig": ({"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, "24 g"),
    "cyclophosphamide": ({"of": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}, "2 g"),
    "oral": ({"of": "cyclophosphamide", "route": "po", "weight": "80 kg"}, "100 mg"),
    "rituximab": ({"of": "rituximab", "weight": "80 kg", "height": "180 cm"}, "750 mg"),
    "two doses": ({"of": "rituximab", "regimen": "two_doses"}, "1000 mg"),
    "mycophenolate": ({"of": "mycophenolate", "target": "2 g/day"}, "1000 mg"),
    "gabapentin": ({"of": "gabapentin", "target": "900 mg/day"}, "300 mg"),
    "pregabalin": ({"of": "pregabalin", "target": "150 mg/day"}, "75 mg"),
    "duloxetine": ({"of": "duloxetine", "target": "60 mg/day"}, "60 mg"),
    "amitriptyline": ({"of": "amitriptyline", "target": "25 mg/day"}, "25 mg"),
    "mexiletine": ({"of": "mexiletine", "target": "300 mg/day"}, "100 mg"),
    "magnesium oxide": ({"of": "magnesium_oxide", "target": "400 mg/day"}, "400 mg"),
    "modafinil": ({"of": "modafinil", "target": "200 mg/day"}, "100 mg"),
}

# What is written, and the plainest writing of the same.
ALIKE = {
    "every 2 days": (
        "on alternate days",
        "alternate days",
        "on every other day",
        "once every other day",
        "once on alternate days",
        "every alternate day",
        "on every second day",
        "every-other-day",
        "on alternating days",
        "on an alternate-day basis",
        "on alternate nights",
        "QOD",
    ),
    "every 2 weeks": (
        "on alternate weeks",
        "in alternate weeks",
        "every alternate week",
        "on every other week",
        "once in 2 weeks",
        "one infusion every 2 weeks",
        "at 2-week intervals",
        "at intervals of two weeks",
        "2-weekly",
        "on a fortnightly basis",
        "every fortnight",
        "once a fortnight",
        "per fortnight",
        "every other Monday",
        "on alternate Mondays",
        "every two Mondays",
        "every 2 weeks on Mondays",
        "qow",
    ),
    "every 2 months": ("on alternate months", "every alternate month", "2-monthly"),
    "weekly": (
        "on Mondays",
        "every Monday",
        "each Tuesday",
        "Wednesdays",
        "weekly on Thursdays",
        "once on a weekly basis",
        "every week on Friday",
    ),
    "twice weekly": (
        "on Mondays and Thursdays",
        "every Monday and Thursday",
        "every Tue/Fri",
        "twice weekly on Monday and Thursday",
        "twice in a week",
    ),
    "3 times a week": ("every Mon, Wed, Fri", "on Mondays, Wednesdays and Fridays"),
    "daily": ("on a daily basis", "on every day", "once on a daily basis"),
}
PAIRS = [(plain, written) for plain, ways in ALIKE.items() for written in ways]


def found(request: dict[str, Any], order: str) -> Any:
    """Return what an order comes to, or the sentence that refuses it, without its own words."""
    try:
        values = answered("verify", **request, order=order).result.values
    except Refused as why:
        return why.message.replace(order, "…")
    also = [(each["what"], each["agrees"], each["working"]) for each in values["also"]]
    return values["ordered"], values["verdict"], also


@pytest.mark.parametrize(("plain", "written"), PAIRS, ids=[written for _, written in PAIRS])
def test_every_treatment_reads_it_as_the_plainest_writing_of_the_same(
    plain: str, written: str
) -> None:
    for request, amount in REQUESTS.values():
        assert found(request, f"{amount} {written}") == found(request, f"{amount} {plain}")


@pytest.mark.parametrize(("plain", "written"), PAIRS, ids=[written for _, written in PAIRS])
def test_a_frequency_beside_the_order_is_read_alike(plain: str, written: str) -> None:
    request, amount = REQUESTS["two doses"]
    one, other = (
        result_of("verify", **request, order=amount, order_every=every)
        for every in (plain, written)
    )
    assert one == other


@pytest.mark.parametrize("written", ALIKE["every 2 weeks"])
def test_the_interval_of_a_dose_is_read_alike(written: str) -> None:
    """80 g every two weeks are 40 g a week."""
    request = {"weight": "80 kg", "dose": "1 g/kg", "every": written}
    assert result_of("maintenance", **request)["weekly"] == {"value": "40", "unit": "g/wk"}


def test_an_amount_given_twice_on_alternate_days_is_four_amounts_in_four_days() -> None:
    """24 g twice on every other day: 48 g in two days are 168 g in seven."""
    request, amount = REQUESTS["scig"]
    for often in ("BID on alternate days", "twice a day every other day"):
        ordered = result_of("verify", **request, order=f"{amount} {often}")["ordered"]
        assert ordered == {"value": "168", "unit": "g/wk"}
    ordered = result_of("verify", **request, order="24 g/day on alternate days")["ordered"]
    assert ordered == {"value": "84", "unit": "g/wk"}


# --- every entry ----------------------------------------------------------------------------------


def test_the_command_line_the_batch_and_a_file_read_it(tmp_path: Path) -> None:
    request, amount = REQUESTS["scig"]
    # What goes by the month is refused of SCIg, in whatever words.
    pairs = [(plain, written) for plain, written in PAIRS if "month" not in plain]
    orders = {f"{amount} {written}": f"{amount} {plain}" for plain, written in pairs}
    asked = {"calculator": "verify", "today": "2026-11-23", **request}
    lines = [json.dumps({**asked, "order": order}) for order in (*orders, *orders.values())]
    answers = [answer["result"] for answer in in_batch(*lines)]
    for one, other in zip(answers[: len(orders)], answers[len(orders) :], strict=True):
        assert one["verdict"] == other["verdict"]
        assert one["ordered"] == other["ordered"]
    _, text, _ = run("verify", "--of", "scig", "--ivig-dose", "60 g", "--every", "3 weeks",
                     "--order", "24 g on Mondays", "--today", "2026-11-23")  # fmt: skip
    assert "Verdict on the order: right" in text
    source, target = tmp_path / "orders.csv", tmp_path / "verdicts.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["of", "ivig_dose", "every", "order"])
        rows.writerows(["scig", "60 g", "3 weeks", order] for order in orders)
        rows.writerows(["scig", "60 g", "3 weeks", order] for order in orders.values())
    run("verify-file", str(source), "--output", str(target), "--today", "2026-11-23")
    written_out = io.StringIO(target.read_text(encoding="utf-8-sig"))
    verdicts = [row["verdict"] for row in csv.DictReader(written_out)]
    assert verdicts[: len(orders)] == verdicts[len(orders) :]
    assert "not read" not in verdicts


# --- what may be meant in two ways, or in none ----------------------------------------------------


@pytest.mark.parametrize(
    ("often", "says"),
    [
        pytest.param("on Monday", "may mean that day alone or each week", id="one Monday"),
        pytest.param("Mon/Thu", "may mean that day alone or each week", id="two days of a week"),
        pytest.param("every third Monday", "that day of each month or one in", id="third Monday"),
        pytest.param("on every second Monday", "that day of each month", id="second Monday"),
        pytest.param("each 4th Thursday", "that day of each month", id="fourth Thursday"),
        pytest.param("at weekends", "may mean one day of it or both", id="weekends"),
        pytest.param("3 weekly", "so many times in it or once in so many", id="3 weekly"),
        pytest.param("biweekly", "twice in that time or once in two of it", id="biweekly"),
        pytest.param("daily on Mondays", "do not go with how often", id="each day on one"),
        pytest.param("monthly on Mondays", "do not go with how often", id="monthly, on Mondays"),
        pytest.param("weekly on Mondays and Fridays", "do not go with", id="once, on two days"),
        pytest.param("/week on Mondays and Fridays", "do not go with", id="a week's, on two days"),
        pytest.param("every 10 days on Mondays", "do not go with", id="ten days on Mondays"),
        pytest.param("every 2 weeks on Mondays and Fridays", "do not go with", id="two of two"),
        pytest.param("on Mondays and Mondays", "do not go with how often", id="one day twice"),
        pytest.param("twice on alternate days", "is not understood", id="twice on which"),
        pytest.param("on even days", "is not understood", id="even days"),
        pytest.param("on weekdays", "is not understood", id="weekdays"),
        pytest.param("on alternate", "is not understood", id="alternate what"),
    ],
)
def test_what_may_be_meant_otherwise_is_refused_with_its_words(often: str, says: str) -> None:
    for request, amount in REQUESTS.values():
        refused = refusal_of("verify", **request, order=f"{amount} {often}")
        assert refused.field == "order"
        assert says in refused.message
        assert often in refused.message


@pytest.mark.parametrize("often", ["on Monday", "3 weekly", "every 0 weeks", "daily on Mondays"])
def test_a_frequency_that_is_refused_names_its_own_field(often: str) -> None:
    with pytest.raises(Refused, match=often.split(maxsplit=1)[0]) as caught:
        read_frequency({"order_every": often}, "order_every", "")
    assert caught.value.field == "order_every"


def test_a_number_of_doses_before_the_period_stays_what_it_was() -> None:
    """Of "x 4 weekly" the number counts the doses."""
    order = read_order({"order": "750 mg x 4 weekly"}, "")
    assert (f"{order.count}", order.period) == ("4", "week")
