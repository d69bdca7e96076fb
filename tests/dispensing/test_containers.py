"""Whole containers against every way there is to take them, and cases counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import by_hand_containers as by_hand
import pytest
from hypothesis import given
from hypothesis import strategies as st

import units
from calculators.dispensing import containers
from calculators.dispensing.containers import Fill, course, covering, nearest_amount, not_above

if TYPE_CHECKING:
    from collections.abc import Callable


def grams(number: str | Decimal) -> units.Quantity:
    return units.quantity(Decimal(number), "g")


def vials(listed: str, unit: str = "g") -> list[units.Quantity]:
    return [units.quantity(Decimal(size), unit) for size in listed.split()]


def written(fill: Fill | None) -> str | None:
    """Write a fill as people would: 2×20 + 5 = 45 g."""
    if fill is None:
        return None
    held = " + ".join(
        (f"{many}×" if many > 1 else "") + units.fixed_point(size.magnitude)
        for size, many in fill.counts
    )
    return f"{held} = {units.shown(fill.total)}"


def days_of(fills: tuple[Fill, ...] | None) -> list[str] | None:
    return None if fills is None else [units.fixed_point(fill.total.magnitude) for fill in fills]


# --- against every way there is ---------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A dose and some sizes, as the project gets them and as bare fractions."""

    dose: units.Quantity
    sizes: tuple[units.Quantity, ...]
    bare_dose: Fraction
    bare_sizes: tuple[Fraction, ...]


@st.composite
def questions(draw: st.DrawFn, most_steps: int = 36) -> Question:
    """Draw up to four sizes and a dose in some step; every other dose stands on half a step."""
    step = Fraction(draw(st.sampled_from(["1", "0.05", "2.5", "0.33", "50"])))
    sizes = tuple(draw(st.lists(st.integers(1, 10), min_size=1, max_size=4, unique=True).map(list)))
    in_steps = draw(
        st.integers(1, 2 * most_steps).map(lambda halves: Fraction(halves, 2))
        | st.integers(1, 1000 * most_steps).map(lambda thousandths: Fraction(thousandths, 1000))
    )
    bare_sizes = tuple(size * step for size in sizes)
    unit = draw(st.sampled_from(["g", "mg"]))
    return Question(
        dose=units.quantity(_decimal(in_steps * step), unit),
        sizes=tuple(units.quantity(_decimal(size), unit) for size in bare_sizes),
        bare_dose=in_steps * step,
        bare_sizes=bare_sizes,
    )


def _decimal(number: Fraction) -> Decimal:
    """Write a fraction that ends as the decimal that it is."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def bare(fill: Fill, asked: Question) -> tuple[Fraction, tuple[int, ...]]:
    """Write a fill as the second implementation does, and see that it is whole."""
    counts = {Fraction(size.magnitude): many for size, many in fill.counts}
    assert len(counts) == len(fill.counts)
    assert list(counts) == sorted(counts, reverse=True)
    assert all(isinstance(many, int) and many >= 1 for many in counts.values())
    assert fill.number == sum(counts.values())
    assert units.unit_of(fill.total) == units.unit_of(asked.sizes[0])
    by_size = sorted(asked.bare_sizes, reverse=True)
    return Fraction(fill.total.magnitude), tuple(counts.get(size, 0) for size in by_size)


@given(asked=questions())
def test_what_covers_a_dose_is_the_best_of_all_fills(asked: Question) -> None:
    found = covering(asked.dose, asked.sizes)
    assert bare(found, asked) == by_hand.covering(asked.bare_dose, asked.bare_sizes)


@given(asked=questions())
def test_what_is_nearest_to_a_dose_is_the_best_of_all_fills(asked: Question) -> None:
    found = nearest_amount(asked.dose, asked.sizes)
    assert bare(found, asked) == by_hand.nearest(asked.bare_dose, asked.bare_sizes)


@given(asked=questions())
def test_what_is_not_above_a_dose_is_the_best_of_all_fills(asked: Question) -> None:
    found = not_above(asked.dose, asked.sizes)
    expected = by_hand.not_above(asked.bare_dose, asked.bare_sizes)
    assert (None if found is None else bare(found, asked)) == expected


@given(asked=questions(), days=st.integers(1, 4), from_below=st.booleans())
def test_a_course_is_the_best_of_all_splits(asked: Question, days: int, from_below: bool) -> None:  # noqa: FBT001  (drawn)
    found = course(asked.dose, days, asked.sizes, not_above=from_below)
    expected = by_hand.course(asked.bare_dose, days, asked.bare_sizes, from_below=from_below)
    assert (None if found is None else tuple(bare(fill, asked) for fill in found)) == expected


@given(asked=questions(most_steps=26))
def test_a_course_of_five_days_is_the_best_of_all_splits(asked: Question) -> None:
    found = course(asked.dose, 5, asked.sizes)
    expected = by_hand.course(asked.bare_dose, 5, asked.bare_sizes, from_below=False)
    assert tuple(bare(fill, asked) for fill in found) == expected


@given(asked=questions())
def test_a_course_of_one_day_is_a_single_dose(asked: Question) -> None:
    assert course(asked.dose, 1, asked.sizes) == (nearest_amount(asked.dose, asked.sizes),)
    fill = not_above(asked.dose, asked.sizes)
    assert course(asked.dose, 1, asked.sizes, not_above=True) == (fill and (fill,))


# --- real doses, against a table of all totals ------------------------------------------------

LABELLED_SIZES = ["1", "1.65", "2", "2.5", "3.3", "4", "5", "6", "8", "10", "20", "30", "40"]
REAL_SIZES = {
    "eight sizes from 1 to 40 g": "1 2 2.5 5 10 20 30 40",
    "eight sizes in steps of 0.05 g": "1 1.65 2 2.5 3.3 4 8 10",
    "three sizes in steps of 0.05 g, of which many sums are missing": "3.3 8.35 16.5",
    "the usual vials": "5 10 20 40",
    "two sizes with no common step": "3 7",
}
STEPS = {"1 1.65 2 2.5 3.3 4 8 10": "0.05", "3.3 8.35 16.5": "0.05", "1 2 2.5 5 10 20 30 40": "0.5"}
MOST_GRAMS = 440  # as far as the table goes: one of the largest vials past 400 g


@pytest.mark.parametrize(
    "listed", [pytest.param(listed, id=name) for name, listed in REAL_SIZES.items()]
)
@given(thousandths=st.integers(1, 400_000), days=st.integers(1, 5))
def test_a_long_course_is_the_best_of_all_totals(listed: str, thousandths: int, days: int) -> None:
    agrees_with_the_table(listed, Decimal(thousandths).scaleb(-3), days)


@pytest.mark.parametrize(
    "listed", [pytest.param(listed, id=name) for name, listed in REAL_SIZES.items()]
)
def test_400_g_over_5_days_is_the_best_of_all_totals(listed: str) -> None:
    for total in ("400", "399.975", "399.66451424", "398.5", "397.025"):
        agrees_with_the_table(listed, Decimal(total), 5)


def agrees_with_the_table(listed: str, total: Decimal, days: int) -> None:
    found = course(grams(total), days, vials(listed))
    step = Fraction(STEPS.get(listed, "1"))
    in_steps = tuple(int(Fraction(size) / step) for size in listed.split())
    expected = by_hand.long_course(Fraction(total) / step, days, in_steps, int(MOST_GRAMS / step))
    amounts = [Fraction(fill.total.magnitude) / step for fill in found]
    squares = sum(amount**2 for amount in amounts)
    assert (sum(amounts), squares, sum(fill.number for fill in found)) == expected
    assert len(found) == days


@given(
    dose=st.decimals("0.01", "300", places=8),
    sizes=st.lists(st.sampled_from(LABELLED_SIZES), min_size=1, unique=True),
    days=st.integers(1, 5),
)
def test_what_is_dispensed_is_the_sum_of_its_containers(
    dose: Decimal, sizes: list[str], days: int
) -> None:
    held = vials(" ".join(sizes))
    covered, below = covering(grams(dose), held), not_above(grams(dose), held)
    split = course(grams(dose), days, held)
    assert covered.total.magnitude >= dose
    assert below is None or below.total.magnitude <= dose
    for fill in (covered, *([below] if below else []), nearest_amount(grams(dose), held), *split):
        total = sum((size.magnitude * many for size, many in fill.counts), Decimal(0))
        assert fill.total == grams(total)
        assert fill.number >= 1
        assert {str(size.magnitude) for size, _ in fill.counts} <= set(sizes)
    assert len(split) == days
    assert list(split) == sorted(split, key=lambda fill: fill.total.magnitude)


@given(asked=questions(), days=st.integers(1, 3), order=st.randoms(use_true_random=False))
def test_the_order_of_the_sizes_and_their_repetition_change_nothing(
    asked: Question, days: int, order: Any
) -> None:
    shuffled = [*asked.sizes, *asked.sizes]
    order.shuffle(shuffled)
    assert course(asked.dose, days, shuffled) == course(asked.dose, days, asked.sizes)


# --- single doses, counted by hand ------------------------------------------------------------

USUAL = "5 10 20 40"


@pytest.mark.parametrize(
    ("dose", "listed", "expected"),
    [
        pytest.param("32", USUAL, "20 + 10 + 5 = 35 g", id="32 g is covered by 35 g, 3 g of waste"),
        pytest.param("35", USUAL, "20 + 10 + 5 = 35 g", id="35 g is given without waste"),
        pytest.param(
            "34.99999999", USUAL, "20 + 10 + 5 = 35 g", id="a hair below 35 g is covered by 35 g"
        ),
        pytest.param("35.00000001", USUAL, "40 = 40 g", id="a hair above 35 g needs the next 40 g"),
        pytest.param(
            "35.00000000000000000000000001",
            USUAL,
            "40 = 40 g",
            id="the 28th digit above 35 g still needs the next 40 g",
        ),
        pytest.param("160", USUAL, "4×40 = 160 g", id="160 g is four of the largest"),
        pytest.param(
            "159.66451424", USUAL, "4×40 = 160 g", id="a dose of many digits is covered as it is"
        ),
        pytest.param("31", "2.5 5 10", "3×10 + 2.5 = 32.5 g", id="2.5 g vials cover half grams"),
        pytest.param("3", "5 10", "5 = 5 g", id="a dose below the smallest takes the smallest"),
        pytest.param("5", "5 10", "5 = 5 g", id="a dose of the smallest takes it"),
        pytest.param("5.1", "5 10", "10 = 10 g", id="a dose above the smallest takes the next"),
        pytest.param("8", "3 7", "3×3 = 9 g", id="8 g from 3 and 7 is covered by three of 3"),
        pytest.param("11", "3 7", "4×3 = 12 g", id="11 g from 3 and 7 is covered by four of 3"),
        pytest.param("9", "3 7", "3×3 = 9 g", id="9 g from 3 and 7 takes no large one"),
        pytest.param(
            "30", "1 15 25", "2×15 = 30 g", id="two of 15 are fewer than 25 and five of 1"
        ),
        pytest.param("10", "3 5 7", "7 + 3 = 10 g", id="of two pairs the one with the larger size"),
        pytest.param("12", "3 4 5", "5 + 4 + 3 = 12 g", id="of two threes the one with the larger"),
    ],
)
def test_covering(dose: str, listed: str, expected: str) -> None:
    assert written(covering(grams(dose), vials(listed))) == expected


@pytest.mark.parametrize(
    ("dose", "listed", "expected"),
    [
        pytest.param("32", USUAL, "20 + 10 = 30 g", id="32 g is nearer to 30 g than to 35 g"),
        pytest.param("32.49", USUAL, "20 + 10 = 30 g", id="below half way it is 30 g"),
        pytest.param("32.5", USUAL, "20 + 10 = 30 g", id="half way it is 30 g, of fewer vials"),
        pytest.param("32.51", USUAL, "20 + 10 + 5 = 35 g", id="above half way it is 35 g"),
        pytest.param("37.49", USUAL, "20 + 10 + 5 = 35 g", id="below half way to 40 g it is 35 g"),
        pytest.param("37.5", USUAL, "40 = 40 g", id="half way to 40 g it is 40 g, a single vial"),
        pytest.param(
            "30", "20 40", "20 = 20 g", id="half way between single vials it is the lower"
        ),
        pytest.param("31", "2.5 5 10", "3×10 = 30 g", id="31 g in half grams is 30 g"),
        pytest.param("3", "5 10", "5 = 5 g", id="a dose below the smallest takes the smallest"),
        pytest.param("0.01", "5 10", "5 = 5 g", id="no dose is so low that nothing is hung"),
        pytest.param("8", "3 7", "7 = 7 g", id="8 g is as near to 7 as to 9 g, of fewer vials"),
        pytest.param("11", "3 7", "7 + 3 = 10 g", id="11 g is as near to 10 as to 12 g, likewise"),
    ],
)
def test_nearest(dose: str, listed: str, expected: str) -> None:
    assert written(nearest_amount(grams(dose), vials(listed))) == expected


@pytest.mark.parametrize(
    ("dose", "listed", "expected"),
    [
        pytest.param("34.99", USUAL, "20 + 10 = 30 g", id="below 35 g it is 30 g"),
        pytest.param("35", USUAL, "20 + 10 + 5 = 35 g", id="35 g is not above 35 g"),
        pytest.param("35.01", USUAL, "20 + 10 + 5 = 35 g", id="above 35 g it is 35 g"),
        pytest.param("4.99", "5 10", None, id="below the smallest there is none"),
        pytest.param("5", "5 10", "5 = 5 g", id="a dose of the smallest takes it"),
        pytest.param("5.01", "5 10", "5 = 5 g", id="a dose above the smallest takes it"),
        pytest.param("11", "3 7", "7 + 3 = 10 g", id="11 g from 3 and 7 is 10 g"),
        pytest.param("8", "3 7", "7 = 7 g", id="8 g from 3 and 7 is 7 g"),
    ],
)
def test_not_above(dose: str, listed: str, expected: str | None) -> None:
    assert written(not_above(grams(dose), vials(listed))) == expected


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        pytest.param(covering, "500 + 3×100 = 800 mg", id="750 mg is covered by 800 mg"),
        pytest.param(
            nearest_amount, "500 + 2×100 = 700 mg", id="750 mg is half way: 700 mg, one vial less"
        ),
        pytest.param(not_above, "500 + 2×100 = 700 mg", id="not above 750 mg is 700 mg"),
    ],
)
@pytest.mark.parametrize(
    "dose",
    [
        pytest.param(units.quantity(750, "mg"), id="a dose in mg"),
        pytest.param(grams("0.75"), id="the same dose in g"),
    ],
)
def test_vials_of_100_and_500_mg(
    dose: units.Quantity, find: Callable[..., Fill | None], expected: str
) -> None:
    assert written(find(dose, vials("100 500", "mg"))) == expected


def test_a_dose_in_mg_is_met_by_vials_in_g() -> None:
    fill = covering(units.quantity(32_500, "mg"), vials("2.5 10"))
    assert written(fill) == "3×10 + 2.5 = 32.5 g"


def test_sizes_in_both_units_stand_in_the_unit_of_the_first() -> None:
    mixed = [*vials("500 2000", "mg"), *vials("2")]
    assert written(covering(grams("4.1"), mixed)) == "2×2000 + 500 = 4500 mg"


@pytest.mark.parametrize("find", [covering, nearest_amount, not_above])
def test_a_division_that_does_not_end_meets_the_vials_that_it_exactly_meets(
    find: Callable[..., Fill | None],
) -> None:
    """In decimals 35 ÷ 3 × 3 is 35.00…1 and 40 ÷ 3 × 3 is 39.99…9; both are printed whole."""
    with units.exact():
        above, below = grams(Decimal(35) / 3 * 3), grams(Decimal(40) / 3 * 3)
    assert above > grams("35")
    assert below < grams("40")
    assert written(find(above, vials(USUAL))) == "20 + 10 + 5 = 35 g"
    assert written(find(below, vials(USUAL))) == "40 = 40 g"


# --- courses, counted by hand -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "days", "listed", "expected"),
    [
        pytest.param("160", 5, "5 10 20", "30 30 30 35 35", id="160 g over 5 days is not 5 × 35"),
        pytest.param("160", 5, "20 10 5 40", "30 30 30 35 35", id="nor with 40 g vials"),
        pytest.param("160", 2, "5 10 20", "80 80", id="160 g over 2 days is even"),
        pytest.param("162.4", 5, "5 10 20", "30 30 30 35 35", id="below half way it is 160 g"),
        pytest.param(
            "162.5", 5, "5 10 20", "30 30 30 35 35", id="half way to 165 g fewer vials decide"
        ),
        pytest.param("162.6", 5, "5 10 20", "30 30 35 35 35", id="above half way it is 165 g"),
        pytest.param(
            "159.66451424", 5, "5 10 20", "30 30 30 35 35", id="a dose of many digits is 160 g"
        ),
        pytest.param("31", 2, "2.5 5", "15 15", id="31 g over 2 days in half grams is 30 g"),
        pytest.param("20", 2, "3 7", "10 10", id="20 g from 3 and 7 is 10 g twice"),
        # 10 = 3 + 7 and 12 = 6 + 6 are 1 g away; from 5.5 g a day 6 and 6 are the closer.
        pytest.param("11", 2, "3 7", "6 6", id="of 10 and 12 g the more even one"),
        pytest.param("13", 2, "3 7", "6 7", id="13 g from 3 and 7 is 3 + 3 and 7"),
        pytest.param(
            "8", 5, "5", "5 5 5 5 5", id="every day gets a vial, though 25 g is far from 8"
        ),
        pytest.param("100", 2, "40", "40 40", id="100 g is as near to 80 g as to 120 g: even days"),
        # Both splits are as even (5² + 1 + 1 + 4 = 3 × 25 + 6): three vials against five.
        pytest.param("15", 3, "3 4 7", "4 4 7", id="of two even splits the one of fewer vials"),
        pytest.param("15", 3, "3 4 6", "3 6 6", id="the other one, where its vials are fewer"),
        # 5, 8, 8 and 6, 6, 9 are as even, and both take five vials.
        pytest.param("21", 3, "3 5 9", "5 8 8", id="last of all the lower highest day"),
        # So do 5, 6, 8, 8 and 6, 6, 6, 9: 189 is the sum of their squares, and both take seven.
        pytest.param("27", 4, "3 5 9", "5 6 8 8", id="over four days as well"),
        pytest.param("2.35", 3, "0.05 0.1", "0.75 0.8 0.8", id="steps of 0.05 g stay exact"),
    ],
)
def test_course(total: str, days: int, listed: str, expected: str) -> None:
    assert days_of(course(grams(total), days, vials(listed))) == expected.split()


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        pytest.param("24.99", None, id="below one vial a day there is none"),
        pytest.param("25", "5 5 5 5 5", id="at one vial a day it is that"),
        pytest.param("25.01", "5 5 5 5 5", id="above one vial a day it is still that"),
        pytest.param("159.99", "30 30 30 30 35", id="below 160 g it is 155 g"),
        pytest.param("160", "30 30 30 35 35", id="160 g is not above 160 g"),
        pytest.param("160.01", "30 30 30 35 35", id="above 160 g it is 160 g"),
    ],
)
def test_course_not_above(total: str, expected: str | None) -> None:
    found = days_of(course(grams(total), 5, vials("5 10 20"), not_above=True))
    assert found == (expected and expected.split())


def test_each_day_of_a_course_names_its_vials() -> None:
    found = course(grams("160"), 5, vials("5 10 20"))
    assert [written(fill) for fill in found] == [
        *["20 + 10 = 30 g"] * 3,
        *["20 + 10 + 5 = 35 g"] * 2,
    ]
    assert [fill.number for fill in found] == [2, 2, 2, 3, 3]


# --- what is not asked and what is too long ---------------------------------------------------


@pytest.mark.parametrize(
    ("dose", "days", "listed"),
    [
        pytest.param("0", 1, "5", id="no dose"),
        pytest.param("-1", 1, "5", id="a dose below nought"),
        pytest.param("5", 1, "", id="no sizes"),
        pytest.param("5", 1, "5 0", id="a vial that holds nothing"),
        pytest.param("5", 0, "5", id="no day"),
    ],
)
def test_what_cannot_be_asked_is_a_fault_of_the_caller(dose: str, days: int, listed: str) -> None:
    with pytest.raises(ValueError, match="above nought") as raised:
        course(grams(dose), days, vials(listed))
    assert not isinstance(raised.value, units.Refused)


# (19 999 + 1 further) amounts × 1 size × 100 days are 2,000,000.
@pytest.mark.parametrize(
    ("total", "expected"),
    [
        pytest.param("19998", {"199": 2, "200": 98}, id="below the limit"),
        pytest.param("19999", {"199": 1, "200": 99}, id="at the limit"),
    ],
)
def test_a_search_up_to_the_limit_is_done(total: str, expected: dict[str, int]) -> None:
    found = days_of(course(grams(total), 100, vials("1")))
    assert found is not None
    assert {day: found.count(day) for day in found} == expected


def test_a_search_above_the_limit_is_refused() -> None:
    with pytest.raises(units.Refused) as raised:
        course(grams("20000"), 100, vials("1"))
    assert raised.value.field == "dose"
    assert raised.value.message == (
        "The search for whole containers of 1 g over 100 days is too long. "
        "Enter a lower dose or fewer days."
    )


@pytest.mark.parametrize(
    ("dose", "listed"),
    [
        pytest.param("2000000000", "5 10", id="two thousand tonnes"),
        pytest.param("10", "1 1.0000000001", id="sizes with next to no common step"),
    ],
)
@pytest.mark.parametrize("find", [covering, nearest_amount, not_above])
def test_an_absurd_single_dose_is_refused(
    find: Callable[..., Fill | None], dose: str, listed: str
) -> None:
    with pytest.raises(units.Refused, match=r"too long\. Enter a lower dose\.$"):
        find(grams(dose), vials(listed))


def test_a_split_that_grows_out_of_hand_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is lowered here, because no quick search reaches it in this way."""
    asked = grams("497"), 5, vials("3 199")
    # 497 = 2 × 199 + 99, and 99 is 33 of 3: three days share them.
    assert days_of(course(*asked)) == ["33", "33", "33", "199", "199"]
    monkeypatch.setattr(containers, "_MOST_WORK", 50_000)
    with pytest.raises(units.Refused, match="over 5 days is too long"):
        course(*asked)


def test_1000_g_over_5_days_from_eight_sizes_in_steps_of_0_05_g_is_done() -> None:
    found = course(grams("1000"), 5, vials("1 1.65 2 2.5 3.3 4 8 10"))
    assert [written(fill) for fill in found] == 5 * ["20×10 = 200 g"]
