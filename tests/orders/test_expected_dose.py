"""The doses from bare numbers are the calculators' doses, to the last digit that is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, answered, result_of
from hypothesis import given
from hypothesis import strategies as st
from what_people_type import AGES, DOSES, FORMULAS, HEIGHTS, INTERVALS, IVIG_DOSES, SEXES, WEIGHTS

import units
from calculators.requests.catalogue import TREATED
from calculators.treatments.expected_dose import expected_dose
from units import Refused

if TYPE_CHECKING:
    from calculators.treatments.expected_dose import Aim


def texts(strategy: Any) -> Any:
    return strategy.map(lambda typed: typed.text)


PATIENTS = st.fixed_dictionaries(
    {"weight": texts(WEIGHTS), "height": texts(HEIGHTS), "sex": SEXES, "age": texts(AGES)},
    optional={"facts": st.just({"pregnancy": "yes"})},
)
WEIGHED = st.sampled_from(["actual", "ideal", "adjusted"])
SURFACES = st.fixed_dictionaries(
    {"bsa_formula": FORMULAS}, optional={"bsa_cap": st.sampled_from(["1.5 m2", "2 m²", "3 m2"])}
)


def inputs_of(of: str, aim: Aim, own: dict[str, Any]) -> Any:
    """Return the inputs of a dose as the treatment declares them."""
    regimen = TREATED[of].regimen(own)
    patient = answered(of, **own).patient
    return regimen.bare(regimen.read(own, PLAN), aim, own, patient, PLAN)


def printed(of: str, aim: Aim, own: dict[str, Any]) -> list[dict[str, str]]:
    """Return the doses from bare numbers as machines read them."""
    inputs = inputs_of(of, aim, own)
    with units.exact():
        return [units.as_ucum(units.quantity(expected_dose(each), each.unit)) for each in inputs]


def calculated(of: str, own: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the calculator gives; nothing where it refuses, and nothing is to be compared."""
    try:
        return result_of(of, **own)
    except Refused:
        return None


@given(patient=PATIENTS, weighed=WEIGHED, days=st.sampled_from([2, 3, 4, 5]))
def test_induction(patient: dict[str, Any], weighed: str, days: int) -> None:
    own = {**patient, "dosing_weight": weighed, "days": days}
    result = calculated("induction", own)
    if result is not None:
        assert printed("induction", "total", own) == [result["total"]]
        assert printed("induction", "per_day", own) == [result["per_day"]]


@given(patient=PATIENTS, weighed=WEIGHED, dose=texts(DOSES), every=texts(INTERVALS))
def test_maintenance(patient: dict[str, Any], weighed: str, dose: str, every: str) -> None:
    own = {**patient, "dosing_weight": weighed, "dose": dose, "every": every}
    result = calculated("maintenance", own)
    if result is not None:
        assert printed("maintenance", "per_dose", own) == [result["per_infusion"]]
        assert printed("maintenance", "weekly", own) == [result["weekly"]]


@given(patient=PATIENTS, dose=texts(IVIG_DOSES), every=texts(INTERVALS))
def test_scig(patient: dict[str, Any], dose: str, every: str) -> None:
    own = {**patient, "ivig_dose": dose, "every": every}
    assert printed("scig", "weekly", own) == [result_of("scig", **own)["weekly"]]


@given(patient=PATIENTS, surface=SURFACES)
def test_cyclophosphamide_into_a_vein(patient: dict[str, Any], surface: dict[str, str]) -> None:
    own = {**patient, **surface}
    result = result_of("cyclophosphamide", **own)
    assert printed("cyclophosphamide", "per_dose", own) == [result["per_dose"]]
    assert printed("cyclophosphamide", "total", own) == [result["cumulative"]]


@given(patient=PATIENTS, weighed=WEIGHED)
def test_cyclophosphamide_by_mouth(patient: dict[str, Any], weighed: str) -> None:
    own = {**patient, "route": "po", "dosing_weight": weighed}
    result = calculated("cyclophosphamide", own)
    if result is not None:
        expected = [result["daily_low"], result["daily_high"]]
        assert printed("cyclophosphamide", "daily", own) == expected


@given(patient=PATIENTS, surface=SURFACES)
def test_rituximab_weekly(patient: dict[str, Any], surface: dict[str, str]) -> None:
    own = {**patient, **surface}
    result = result_of("rituximab", **own)
    assert printed("rituximab", "per_dose", own) == [result["per_dose"]]
    assert printed("rituximab", "total", own) == [result["total"]]


@given(patient=PATIENTS)
def test_rituximab_in_two_doses(patient: dict[str, Any]) -> None:
    own = {**patient, "regimen": "two_doses"}
    result = result_of("rituximab", **own)
    assert printed("rituximab", "per_dose", own) == [result["per_dose"]]
    assert printed("rituximab", "total", own) == [result["total"]]


def test_an_input_that_no_reader_read_is_a_fault_and_no_dose() -> None:
    [inputs] = inputs_of("induction", "total", {"weight": "80 kg", "days": "5"})
    with pytest.raises(LookupError):
        expected_dose(inputs._replace(weight_kg=None))
