"""Orders as they are written: the amount, the period, and which dose is meant by it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from asking import refusal_of, result_of

import units
from calculators.typed.order import read_order
from units import Refused

INDUCTION = {"of": "induction", "weight": "80 kg", "days": "5"}  # 160 g, 32 g a day
MAINTENANCE = {"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}  # 24 g a week
SIZE = {"weight": "80 kg", "height": "180 cm"}  # 2 m2
CYCLOPHOSPHAMIDE = {"of": "cyclophosphamide", **SIZE}  # 2 g, 12 g in all
ORAL = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg"}  # 80 to 160 mg
RITUXIMAB = {"of": "rituximab", **SIZE}  # 750 mg, 3000 mg in all
TWO_DOSES = {"of": "rituximab", "regimen": "two_doses"}  # 1000 mg, 2000 mg in all


@pytest.mark.parametrize(
    ("request_", "order", "expected", "ordered"),
    [
        # induction: the course total, or the dose a day
        pytest.param(INDUCTION, "160 g", ("160", "g"), "160", id="induction without a period"),
        pytest.param(INDUCTION, "160 g in total", ("160", "g"), "160", id="induction in total"),
        pytest.param(INDUCTION, "160 g total", ("160", "g"), "160", id="induction total"),
        pytest.param(INDUCTION, "160 g/course", ("160", "g"), "160", id="induction a course"),
        pytest.param(INDUCTION, "160 g over 5 days", ("160", "g"), "160", id="over 5 days"),
        pytest.param(INDUCTION, "160000 mg", ("160", "g"), "160", id="induction in mg"),
        pytest.param(INDUCTION, "32 g/day", ("32", "g"), "32", id="induction a day"),
        pytest.param(INDUCTION, "32 g / d", ("32", "g"), "32", id="induction / d"),
        pytest.param(INDUCTION, "32 g daily", ("32", "g"), "32", id="induction daily"),
        pytest.param(INDUCTION, "32 g a day", ("32", "g"), "32", id="induction in words"),
        pytest.param(INDUCTION, "32 g every 24 hours", ("32", "g"), "32", id="every 24 hours"),
        pytest.param(INDUCTION, "32 g every 1 day", ("32", "g"), "32", id="every one day"),
        pytest.param(INDUCTION, "32 g x 5 days", ("32", "g"), "32", id="times 5 days is a day"),
        pytest.param(INDUCTION, "32 g daily for 5 days", ("32", "g"), "32", id="daily for 5 days"),
        # maintenance: an infusion, or the exposure a week
        pytest.param(MAINTENANCE, "80 g", ("80", "g"), "80", id="maintenance without a period"),
        pytest.param(MAINTENANCE, "80 g per infusion", ("80", "g"), "80", id="per infusion"),
        pytest.param(MAINTENANCE, "80 g/dose", ("80", "g"), "80", id="per dose"),
        pytest.param(MAINTENANCE, "80 g every 3 weeks", ("80", "g"), "80", id="every 3 weeks"),
        pytest.param(MAINTENANCE, "80 g q3w", ("80", "g"), "80", id="q3w"),
        pytest.param(MAINTENANCE, "80 g/3 weeks", ("80", "g"), "80", id="a slash and 3 weeks"),
        pytest.param(MAINTENANCE, "80 g q504h", ("80", "g"), "80", id="the hours of 3 weeks"),
        pytest.param(
            MAINTENANCE | {"every": "4 weeks"}, "20 g/wk", ("20", "g/wk"), "20", id="a week"
        ),
        # SCIg: a week
        pytest.param(SCIG, "24 g", ("24", "g/wk"), "24", id="SCIg without a period"),
        pytest.param(SCIG, "24 g/wk", ("24", "g/wk"), "24", id="SCIg a week"),
        pytest.param(SCIG, "24 g weekly", ("24", "g/wk"), "24", id="SCIg weekly"),
        pytest.param(SCIG, "24 g once a week", ("24", "g/wk"), "24", id="SCIg once a week"),
        pytest.param(SCIG, "24 g every 7 days", ("24", "g/wk"), "24", id="SCIg every 7 days"),
        pytest.param(SCIG, "24 g every 168 hours", ("24", "g/wk"), "24", id="SCIg every 168 hours"),
        pytest.param(SCIG, "24000 mg/week", ("24", "g/wk"), "24", id="SCIg in mg"),
        # 120 mL x 0.2 g/mL = 24 g
        pytest.param(
            SCIG | {"product": "Hizentra"}, "120 mL/wk", ("24", "g/wk"), "24", id="SCIg in mL"
        ),
        pytest.param(
            SCIG | {"concentration": "16.5 %"},
            "100 mL/wk",
            ("24", "g/wk"),
            "16.5",
            id="mL at a concentration",
        ),
        # cyclophosphamide and rituximab: a dose, or the course
        pytest.param(CYCLOPHOSPHAMIDE, "2 g", ("2", "g"), "2", id="cyclophosphamide"),
        pytest.param(CYCLOPHOSPHAMIDE, "2000 mg monthly", ("2", "g"), "2", id="monthly"),
        pytest.param(CYCLOPHOSPHAMIDE, "12 g in total", ("12", "g"), "12", id="cumulative"),
        # what is spread "over" or "in" a course is the whole of it
        pytest.param(CYCLOPHOSPHAMIDE, "12 g over 6 months", ("12", "g"), "12", id="over 6 months"),
        pytest.param(CYCLOPHOSPHAMIDE, "2 g x 6", ("2", "g"), "2", id="times 6 is a dose"),
        pytest.param(
            CYCLOPHOSPHAMIDE, "2 g monthly over 6 months", ("2", "g"), "2", id="monthly over 6"
        ),
        pytest.param(RITUXIMAB, "3000 mg over 4 weeks", ("3000", "mg"), "3000", id="over 4 weeks"),
        pytest.param(RITUXIMAB, "3000 mg in 4 doses", ("3000", "mg"), "3000", id="in 4 doses"),
        pytest.param(TWO_DOSES, "2 g over 2 doses", ("2000", "mg"), "2000", id="over 2 doses"),
        pytest.param(ORAL, "160 mg/day", ("160", "mg"), "160", id="oral, the highest"),
        pytest.param(ORAL, "80 mg", ("80", "mg"), "80", id="oral, the lowest"),
        pytest.param(ORAL, "170 mg", ("160", "mg"), "170", id="oral, above: the nearer end"),
        pytest.param(ORAL, "100 mg", ("100", "mg"), "100", id="oral, inside: the order itself"),
        pytest.param(RITUXIMAB, "750 mg", ("750", "mg"), "750", id="rituximab"),
        pytest.param(RITUXIMAB, "0.75 g weekly", ("750", "mg"), "750", id="rituximab weekly"),
        pytest.param(RITUXIMAB, "750 mg weekly x 4", ("750", "mg"), "750", id="weekly x 4"),
        pytest.param(RITUXIMAB, "3000 mg in total", ("3000", "mg"), "3000", id="rituximab, all"),
        pytest.param(TWO_DOSES, "1000 mg", ("1000", "mg"), "1000", id="two doses, one"),
        pytest.param(TWO_DOSES, "1 g every 2 weeks", ("1000", "mg"), "1000", id="every 2 weeks"),
        pytest.param(TWO_DOSES, "2 g per course", ("2000", "mg"), "2000", id="two doses, both"),
    ],
)
def test_a_period_tells_which_dose_is_meant(
    request_: dict[str, Any], order: str, expected: tuple[str, str], ordered: str
) -> None:
    result = result_of("verify", **request_, order=order)
    value, unit = expected
    assert result["expected"] == {"value": value, "unit": unit}
    assert result["ordered"] == {"value": ordered, "unit": unit}


@pytest.mark.parametrize(
    ("request_", "order", "expected", "ordered"),
    [
        # the route, anywhere after the amount
        pytest.param(
            MAINTENANCE, "80 g IV every 3 weeks", ("80", "g"), "80", id="IV before the interval"
        ),
        pytest.param(MAINTENANCE, "80 g q3w IVPB", ("80", "g"), "80", id="IVPB after it"),
        pytest.param(
            MAINTENANCE, "80 g EVERY  3 WEEKS", ("80", "g"), "80", id="capitals and two spaces"
        ),
        pytest.param(
            MAINTENANCE, "80 g intravenously, q 21 days", ("80", "g"), "80", id="a comma between"
        ),
        pytest.param(SCIG, "24 g SC weekly", ("24", "g/wk"), "24", id="SC"),
        pytest.param(SCIG, "24 g weekly subcut", ("24", "g/wk"), "24", id="subcut"),
        pytest.param(SCIG, "24 g subq qweek", ("24", "g/wk"), "24", id="subq, q week"),
        pytest.param(ORAL, "100 mg PO qd", ("100", "mg"), "100", id="PO each day"),
        # so many times a period is that many times the amount: 2 x 12 and 2 x 50
        pytest.param(SCIG, "12 g twice weekly", ("24", "g/wk"), "24", id="twice weekly"),
        pytest.param(SCIG, "8 g 3 times a week", ("24", "g/wk"), "24", id="three times a week"),
        pytest.param(SCIG, "12 g 2x/week", ("24", "g/wk"), "24", id="2x a week"),
        pytest.param(ORAL, "50 mg PO q12h", ("100", "mg"), "100", id="every twelve hours"),
        # induction by days or doses
        pytest.param(
            INDUCTION, "32 g IV daily x 5 days", ("32", "g"), "32", id="IV daily x 5 days"
        ),
        pytest.param(INDUCTION, "32 g q24h x 5 doses", ("32", "g"), "32", id="q24h x 5 doses"),
        pytest.param(INDUCTION, "32 g daily×5", ("32", "g"), "32", id="a sign of times"),
        pytest.param(INDUCTION, "32 g per dose", ("32", "g"), "32", id="induction a dose"),
        # 0.4 x 80 = 32; 2 x 80 = 160
        pytest.param(INDUCTION, "0.4 g/kg/day x 5 days", ("32", "g"), "32", id="by weight, a day"),
        pytest.param(INDUCTION, "2 g/kg over 5 days", ("160", "g"), "160", id="by weight, in all"),
        pytest.param(INDUCTION, "400 mg/kg IV daily", ("32", "g"), "32", id="by weight, in mg"),
        # 0.3 x 80 = 24: SCIg goes by no weight, the order does
        pytest.param(
            SCIG | {"weight": "80 kg"}, "0.3 g/kg/wk", ("24", "g/wk"), "24", id="SCIg by weight"
        ),
        # 375 x 2 = 750
        pytest.param(
            RITUXIMAB, "375 mg/m² IV weekly × 4 doses", ("750", "mg"), "750", id="by surface"
        ),
        # 15 x 80 = 1200 mg = 1.2 g: it goes by surface, the order by weight
        pytest.param(CYCLOPHOSPHAMIDE, "15 mg/kg", ("2", "g"), "1.2", id="weight for surface"),
        # an infusion that is split over days is the sum of its days: 40 x 2 = 80
        pytest.param(MAINTENANCE, "40 g daily x 2", ("80", "g"), "80", id="split over two days"),
        pytest.param(
            MAINTENANCE, "40 g/day x 2 days every 3 weeks", ("80", "g"), "80", id="split, interval"
        ),
        pytest.param(
            MAINTENANCE, "80 g over 2 days every 3 weeks", ("80", "g"), "80", id="over two days"
        ),
        pytest.param(MAINTENANCE, "0.5 g/kg daily x 2", ("80", "g"), "80", id="split, by weight"),
        pytest.param(MAINTENANCE, "80 g q3w x 6", ("80", "g"), "80", id="six infusions"),
        # the dose of a week ordered for another time: 24 x 7, 48 / 2; of a day: 700 / 7
        pytest.param(SCIG, "24 g/day", ("24", "g/wk"), "168", id="SCIg a day"),
        pytest.param(SCIG, "48 g every 2 weeks", ("24", "g/wk"), "24", id="SCIg every two weeks"),
        pytest.param(SCIG, "48 g fortnightly", ("24", "g/wk"), "24", id="SCIg fortnightly"),
        # 24 x 7 / 2
        pytest.param(SCIG, "24 g alternate days", ("24", "g/wk"), "84", id="alternate days"),
        pytest.param(SCIG, "24 g every other week", ("24", "g/wk"), "12", id="every other week"),
        pytest.param(ORAL, "700 mg/wk", ("100", "mg"), "100", id="oral a week"),
    ],
)
def test_an_order_as_a_pharmacist_writes_it_is_read(
    request_: dict[str, Any], order: str, expected: tuple[str, str], ordered: str
) -> None:
    test_a_period_tells_which_dose_is_meant(request_, order, expected, ordered)


@pytest.mark.parametrize(
    ("request_", "order", "what"),
    [
        pytest.param(MAINTENANCE, "80 g SC every 3 weeks", "route", id="under the skin"),
        pytest.param(SCIG, "24 g IV weekly", "route", id="by vein"),
        pytest.param(ORAL, "100 mg IV daily", "route", id="by vein, of tablets"),
        pytest.param(MAINTENANCE, "80 g daily", "interval", id="an infusion each day"),
        pytest.param(MAINTENANCE, "80 g monthly", "interval", id="a month for three weeks"),
        pytest.param(
            MAINTENANCE, "40 g daily x 2 every 4 weeks", "interval", id="split, another interval"
        ),
        pytest.param(INDUCTION, "32 g weekly x 5", "interval", id="the days of a course weekly"),
        pytest.param(INDUCTION, "32 g daily x 4", "days", id="a day too few"),
        pytest.param(CYCLOPHOSPHAMIDE, "2 g daily", "interval", id="a monthly dose each day"),
        pytest.param(RITUXIMAB, "750 mg daily x 4", "interval", id="a weekly dose each day"),
        pytest.param(RITUXIMAB, "750 mg twice weekly", "interval", id="twice a week"),
        pytest.param(TWO_DOSES, "1000 mg weekly", "interval", id="two doses a week apart"),
        pytest.param(SCIG, "48 g every 2 weeks", "interval", id="SCIg every two weeks"),
        pytest.param(ORAL, "700 mg/wk", "interval", id="a week of tablets"),
    ],
)
def test_another_route_interval_or_count_is_read_and_differs(
    request_: dict[str, Any], order: str, what: str
) -> None:
    differs = [
        row["what"]
        for row in result_of("verify", **request_, order=order)["also"]
        if not row["agrees"]
    ]
    assert differs == [what]


@pytest.mark.parametrize(
    "every",
    [
        pytest.param("EVERY  3 WEEKS", id="capitals and two spaces"),
        pytest.param("q3w", id="q3w"),
        pytest.param("every 21 days", id="in days"),
        pytest.param("3  Weeks", id="as it always was"),
    ],
)
def test_an_interval_is_read_alike_wherever_it_stands(every: str) -> None:
    """80 g each three weeks is what was asked, in the request, in the order and beside it."""
    asked = MAINTENANCE | {"every": every}
    for order in ({"order": "80 g every 3 weeks"}, {"order": "80 g", "order_every": every}):
        [row] = result_of("verify", **asked, **order)["also"]
        assert (row["what"], row["agrees"]) == ("interval", True)


@pytest.mark.parametrize(
    ("order", "beside"),
    [
        pytest.param("24 g daily", "1 day", id="a day"),
        pytest.param("24 g every other week", "every other week", id="two weeks"),
        pytest.param("12 g twice weekly", "twice weekly", id="twice a week"),
    ],
)
def test_a_frequency_beside_the_order_counts_as_one_in_it(order: str, beside: str) -> None:
    amount = " ".join(order.split()[:2])
    one = result_of("verify", **SCIG, order=order)
    other = result_of("verify", **SCIG, order=amount, order_every=beside)
    assert one["ordered"] == other["ordered"]
    assert one["also"] == other["also"]


@pytest.mark.parametrize(
    ("order", "number", "place"),
    [
        pytest.param("24 g", "24", "1", id="a whole number is written to ones"),
        pytest.param("24.0 g", "24.0", "0.1", id="a nought after the point is written"),
        pytest.param(".25 g", "0.25", "0.01", id="a number may begin with its point"),
    ],
)
def test_the_decimals_of_an_order_are_kept(order: str, number: str, place: str) -> None:
    read = read_order({"order": order}, "")
    assert str(read.number) == number
    assert Decimal(1).scaleb(int(read.number.as_tuple().exponent)) == Decimal(place)


@pytest.mark.parametrize(
    ("request_", "order", "says"),
    [
        pytest.param(SCIG, None, "Order is missing", id="no order"),
        pytest.param(SCIG, "", "Order is empty", id="an empty order"),
        pytest.param(SCIG, "24", '"24" has no unit', id="no unit"),
        pytest.param(SCIG, 24, '"24" has no unit', id="a bare number"),
        pytest.param(SCIG, True, "must be text", id="a truth value"),
        pytest.param(SCIG, ["24 g"], "must be text", id="a list"),
        pytest.param(SCIG, "g/wk", "does not begin with a number", id="no number"),
        pytest.param(SCIG, "-24 g/wk", "negative", id="a negative order"),
        pytest.param(SCIG, "0 g/wk", "must be above zero", id="nothing ordered"),
        pytest.param(SCIG, "1,000 mg", "has a comma", id="a thousands mark"),
        pytest.param(SCIG, "24 U/wk", '"U" is not a unit', id="enzyme units"),
        pytest.param(SCIG, "24 kg/wk", '"kg" is not a unit', id="a body weight"),
        pytest.param(SCIG, "9" * 40 + " g", "more than 28 digits", id="forty digits"),
        pytest.param(SCIG, "24 g/wk " + "x" * 60, "is not understood", id="much after the period"),
        pytest.param(SCIG, "24 g with meals", "is not understood", id="a word that is not known"),
        pytest.param(SCIG, "24 g weekly daily", "is not understood", id="two periods"),
        pytest.param(SCIG, "24 g SC IV", "is not understood", id="two routes"),
        pytest.param(SCIG, "24 g x 0 days", "must be above zero", id="a count of nothing"),
        pytest.param(SCIG, "24 g 3 week", "is not understood", id="weeks without a word"),
        pytest.param(SCIG, "24 g 0 times a week", "must be above zero", id="no times a week"),
        pytest.param(SCIG, "24 g every 36 hours", "is no number of days", id="a day and a half"),
        pytest.param(SCIG, "24 g per dose", '("24 g/wk")', id="SCIg a dose"),
        pytest.param(SCIG, "96 g/month", "calendar month", id="SCIg a month"),
        pytest.param(SCIG, "24 g every 0 weeks", "must be above zero", id="an interval of nothing"),
        pytest.param(SCIG, "120 mL/wk", "give the product", id="mL without a concentration"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused(
    request_: dict[str, Any], order: object, says: str
) -> None:
    asked = request_ if order is None else request_ | {"order": order}
    refused = refusal_of("verify", **asked)
    assert refused.field == "order"
    assert says in refused.message


@pytest.mark.parametrize(
    ("text", "number", "period", "times", "often"),
    [
        pytest.param("300 mg BID", "300", "day", "2", True, id="BID"),
        pytest.param("300 mg t.i.d.", "300", "day", "3", True, id="t.i.d."),
        pytest.param("300 mg QID", "300", "day", "4", True, id="QID"),
        pytest.param("300 mg three times a day", "300", "day", "3", True, id="in words"),
        pytest.param("300 mg 3x/day", "300", "day", "3", True, id="by a sign"),
        pytest.param("300 mg q8h", "300", "day", "3", True, id="by the hours"),
        pytest.param("300 mg qhs", "300", "day", "1", True, id="at bedtime"),
        pytest.param("300 mg nightly", "300", "day", "1", True, id="each night"),
        pytest.param("300 mg once daily", "300", "day", "1", True, id="once daily"),
        pytest.param("300 mg daily", "300", "day", "1", True, id="daily is once a day"),
        pytest.param("300 mg/day", "300", "day", "1", False, id="the amount of a day"),
        pytest.param("300 mg per day", "300", "day", "1", False, id="the amount per day"),
        pytest.param("24 g weekly SC weekly", "24", "week", "1", True, id="said once more"),
    ],
)
def test_how_often_a_day_is_read_as_prescriptions_have_it(
    text: str, number: str, period: str, times: str, *, often: bool
) -> None:
    order = read_order({"order": text}, "")
    assert (f"{order.number}", order.period, f"{order.times}") == (number, period, times)
    assert order.often is often


@pytest.mark.parametrize(
    ("text", "every", "count", "counted", "spread"),
    [
        pytest.param("1000 mg on days 1 and 15", "14 d", "2", "1", False, id="two days"),
        pytest.param("375 mg/m2 days 1, 8, 15, 22", "7 d", "4", "1", False, id="four days"),
        pytest.param("375 mg/m2 IV D1 & D8", "7 d", "2", "1", False, id="in short"),
        pytest.param("32 g days 1-5", "1 d", "5", "1", False, id="a run of days"),
        pytest.param("80 g every three weeks", "3 wk", None, "", False, id="three in a word"),
        pytest.param("80 g every 3rd week", "3 wk", None, "", False, id="every third"),
        pytest.param("100 mg QOD", "2 d", None, "", False, id="every other day"),
        pytest.param("2 g/kg divided over five days", None, "5", "d", True, id="divided"),
        pytest.param("2 g/kg in 5 divided doses", None, "5", "1", True, id="in divided doses"),
        pytest.param("750 mg weekly (4 doses)", None, "4", "1", False, id="in brackets"),
        pytest.param("750 mg weekly for a total of 4 doses", None, "4", "1", False, id="in all"),
        pytest.param("80 g once", None, "1", "1", False, id="a single time"),
    ],
)
def test_days_counts_and_numbers_are_read_as_they_are_written(
    text: str, every: str | None, count: str | None, counted: str, *, spread: bool
) -> None:
    order = read_order({"order": text}, "")
    found = None if order.every is None else " ".join(units.as_ucum(order.every).values())
    assert found == every
    assert (None if order.count is None else f"{order.count}") == count
    assert (order.counted, order.spread) == (counted, spread)


@pytest.mark.parametrize("word", ["biweekly", "bi-weekly", "bimonthly"])
def test_a_word_of_two_meanings_is_asked_about(word: str) -> None:
    with pytest.raises(Refused, match=f'"{word}" may mean twice in that time or once in two of it'):
        read_order({"order": f"80 g {word}"}, "")


def test_days_at_no_one_interval_are_refused() -> None:
    with pytest.raises(Refused, match="lie at no one interval"):
        read_order({"order": "750 mg on days 1, 8, 10"}, "it fits")
