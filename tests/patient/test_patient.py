"""What is not recorded is neither yes nor no, in Python too."""

from __future__ import annotations

import dataclasses

import pytest

from calculators.patient.patient import UNKNOWN, Answer, Fact, Patient


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(UNKNOWN, id="an unknown measure"),
        pytest.param(Answer.UNKNOWN, id="an unknown answer"),
        pytest.param(Answer.NO, id="no"),
        pytest.param(Answer.YES, id="yes"),
    ],
)
def test_nothing_with_three_values_can_be_asked_for_truth(value: object) -> None:
    with pytest.raises(TypeError, match="compare with"):
        assert not value


def test_a_patient_of_whom_nothing_is_recorded_has_no_fact_that_is_no() -> None:
    patient = Patient()
    assert patient.fact("iga_deficiency") == Fact(Answer.UNKNOWN, UNKNOWN)
    for name in ("weight", "height", "age", "sex", "setting"):
        assert getattr(patient, name) is UNKNOWN


def test_a_patient_cannot_be_changed() -> None:
    patient = Patient()
    with pytest.raises(dataclasses.FrozenInstanceError):
        patient.setting = "ED"  # type: ignore[misc]  # this is what must not work
    with pytest.raises(TypeError):
        patient.facts["iga_deficiency"] = Fact(Answer.NO)  # type: ignore[index]  # nor this
