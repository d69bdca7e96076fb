"""A plan may lack any treatment: every other one is calculated as before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from asking import PLAN, TODAY
from breaking import copied, edit, leave_out_of_monitoring

from calculators.requests.answer import answer, verdict
from calculators.requests.catalogue import calculator_of, offered_by
from calculators.typed.fields import FIELDS, help_of
from exchange.answers.answer import as_json
from plan_data import Plan, read_plan

if TYPE_CHECKING:
    from pathlib import Path

PATIENT = {"weight": "80 kg", "height": "180 cm", "age": "50 years"}
ASKED: dict[str, dict[str, Any]] = {
    "ivig_induction": {"calculator": "induction", "days": "5", "product": "privigen"},
    "ivig_maintenance": {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"},
    "scig": {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
    "cyclophosphamide": {"calculator": "cyclophosphamide"},
    "rituximab": {"calculator": "rituximab"},
    "mycophenolate": {"calculator": "mycophenolate"},
    "eculizumab": {"calculator": "eculizumab"},
    "gabapentin": {"calculator": "titration", "drug": "gabapentin", "target": "900 mg/day"},
}
# The conversion compares the IVIg with the plan's maintenance.
READS = {"scig": "ivig_maintenance"}
ORDERS = {
    "ivig_maintenance": {
        "of": "maintenance",
        "dose": "1 g/kg",
        "every": "3 weeks",
        "order": "80 g",
    },
    "cyclophosphamide": {"of": "cyclophosphamide", "order": "2 g every 4 weeks"},
}


def without(treatment: str, into: Path) -> Plan:
    """Return the shipped plan without one treatment, and without what others say of it."""
    folder = copied(into)
    (folder / f"plans/mmn/{treatment}.toml").unlink()
    edit(folder, "plans/mmn/identity.toml", f'    "{treatment}",\n', "")
    leave_out_of_monitoring(folder, treatment)
    common = folder / "plans/mmn/common.toml"
    text = common.read_text(encoding="utf-8")  # sentences there name figures of treatments
    common.write_text(re.sub(rf"{{{treatment}\.[^}}]*}}", "range", text), encoding="utf-8")
    if treatment in READS.values():  # its band stands in a sentence of the conversion's
        (folder / "plans/mmn/scig.toml").unlink()
        edit(folder, "plans/mmn/identity.toml", '    "scig",\n', "")
        leave_out_of_monitoring(folder, "scig")
    return read_plan(folder)


@pytest.mark.parametrize("missing", [pytest.param(name, id=f"no {name}") for name in ASKED])
def test_a_plan_without_one_treatment_calculates_all_the_others_as_before(
    missing: str, tmp_path: Path
) -> None:
    plan = without(missing, tmp_path)
    for name, asked in ASKED.items():
        if name not in plan.treatments:
            continue
        found = as_json(answer({**PATIENT, **asked}, plan, TODAY), plan)
        assert found == as_json(answer({**PATIENT, **asked}, PLAN, TODAY), PLAN)
        assert calculator_of(plan.treatments[name]) in offered_by(plan)
    if missing != "gabapentin":  # seven other drugs are titrated
        assert ASKED[missing]["calculator"] not in offered_by(plan)
    assert help_of(FIELDS["days"], plan)


@pytest.mark.parametrize("of", [pytest.param(name, id=name) for name in ORDERS])
def test_an_order_is_verified_by_a_plan_without_scig(of: str, tmp_path: Path) -> None:
    order = {**PATIENT, **ORDERS[of]}
    assert verdict(order, without("scig", tmp_path), TODAY).says == "right"
