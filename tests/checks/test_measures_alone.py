"""What a file of orders can say of a patient: outside the plan, far from ordinary, or nothing."""

from __future__ import annotations

import pytest
from asking import PLAN, TODAY

from calculators.checks.crosscheck import crosscheck
from calculators.checks.measures_alone import said_of_patient
from calculators.typed.patient import read_patient
from calculators.working import Result
from plan_data.schema.rules import Outcome

ORDINARY = {"weight": "80 kg", "height": "180 cm", "age": "58 years"}


@pytest.mark.parametrize(
    ("measures", "outside", "begins"),
    [
        pytest.param(ORDINARY, False, "", id="an ordinary adult"),
        pytest.param({}, False, "", id="nobody measured"),
        pytest.param({"weight": "80 kg"}, False, "", id="an age that is not known decides nothing"),
        pytest.param({"age": "18 years"}, False, "", id="just of age"),
        pytest.param({"age": "17 years"}, True, "The plan covers adults only", id="a child"),
        pytest.param({**ORDINARY, "weight": "201 kg"}, False, "A measure is far", id="heavy"),
        pytest.param(
            {**ORDINARY, "weight": "200 kg", "height": "205 cm"}, False, "", id="at the end"
        ),
        pytest.param(
            {"weight": "30 kg", "age": "17 years"}, True, "The plan covers adults only", id="both"
        ),
    ],
)
def test_what_is_said_of_measures(*, measures: dict[str, str], outside: bool, begins: str) -> None:
    said = said_of_patient(read_patient(measures, PLAN, TODAY), PLAN, TODAY)
    assert said.outside_plan is outside
    assert said.words.startswith(begins)
    assert bool(said.words) is bool(begins)


@pytest.mark.parametrize("age", ["", "17 years", "18 years", "58 years"])
@pytest.mark.parametrize("height", ["", "139 cm", "180 cm", "211 cm"])
@pytest.mark.parametrize("weight", ["", "34 kg", "35 kg", "80 kg", "200 kg", "201 kg"])
def test_it_is_what_the_whole_check_says(weight: str, height: str, age: str) -> None:
    typed = {"weight": weight, "height": height, "age": age}
    patient = read_patient({key: text for key, text in typed.items() if text}, PLAN, TODAY)
    findings = crosscheck(Result("verify", None, {}, ()), patient, PLAN, TODAY).findings
    spoken = [f for f in findings if f.outcome in {Outcome.CONTRAINDICATED, Outcome.CAUTION}]
    said = said_of_patient(patient, PLAN, TODAY)
    assert said.outside_plan is any(f.outcome is Outcome.CONTRAINDICATED for f in findings)
    assert said.words == " ".join(f"{f.because} {f.seen.removesuffix('.')}." for f in spoken)
