"""What is listed with an order: premedication, and treatments given alongside."""

from __future__ import annotations

from typing import Any

import pytest
from asking import answer_to, finding, outcome_of

INDUCTION: dict[str, Any] = {"calculator": "induction", "weight": "80 kg", "days": 5}
RITUXIMAB = {"calculator": "rituximab", "regimen": "two_doses"}
CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", "weight": "80 kg", "route": "po"}
TREATMENTS = [
    pytest.param(INDUCTION, id="IVIg induction"),
    pytest.param(
        {"calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"},
        id="IVIg maintenance",
    ),
    pytest.param({"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, id="SCIg"),
    pytest.param(CYCLOPHOSPHAMIDE, id="cyclophosphamide"),
    pytest.param(RITUXIMAB, id="rituximab"),
]
LISTS = [
    pytest.param("premedication", id="as premedication"),
    pytest.param("concurrent", id="alongside"),
]
STEROIDS = [
    pytest.param("prednisone", id="prednisone"),
    pytest.param("methylprednisolone", id="methylprednisolone"),
    pytest.param("dexamethasone", id="dexamethasone"),
    pytest.param("hydrocortisone", id="hydrocortisone"),
    pytest.param("prednisolone", id="prednisolone"),
    pytest.param("Corticosteroid", id="the class"),
    pytest.param("steroids", id="the class, in short"),
    pytest.param("DEXAMETHASONE", id="in capitals"),
    pytest.param("dexamethasone 20 mg IV", id="with a dose"),
    pytest.param("  methylprednisolone   100 mg ", id="with spaces"),
    pytest.param("oral prednisone, 60 mg daily", id="in the middle of an order"),
    pytest.param("acetaminophen and dexamethasone", id="with another drug in one line"),
]
# Corticosteroids all the same, under names that the plan does not use.
OTHER_STEROIDS = [
    pytest.param(name, id=name)
    for name in (
        "betamethasone",
        "triamcinolone",
        "fludrocortisone",
        "cortisone",
        "budesonide",
        "deflazacort",
        "Solu-Medrol",
        "Medrol",
        "Decadron",
        "Solu-Cortef",
        "Deltasone",
        "cortisol",
        "methylprednisolon",
        "dexametasone",
    )
]


def order(request: dict[str, Any], list_: str, *names: str) -> dict[str, Any]:
    return answer_to(**request | {list_: list(names)})


@pytest.mark.parametrize("request_", TREATMENTS)
@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize("name", STEROIDS)
def test_a_corticosteroid_is_contraindicated(
    request_: dict[str, Any], list_: str, name: str
) -> None:
    answer = order(request_, list_, "acetaminophen", name)
    found = finding(answer, "corticosteroid_on_order")
    assert found["outcome"] == answer["checks"]["outcome"] == "contraindicated"
    assert " ".join(name.split()) in found["seen"]
    assert found["source"] == "3 · Critical contraindications · Corticosteroids"


@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize("name", OTHER_STEROIDS)
def test_a_corticosteroid_by_any_other_name_is_never_clear(list_: str, name: str) -> None:
    found = finding(order(INDUCTION, list_, name), "corticosteroid_on_order")
    assert found["outcome"] in {"contraindicated", "unknown"}
    assert name in found["seen"]


@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("acetaminophen and betamethasone", id="joined by and"),
        pytest.param("acetaminophen 650 mg, betamethasone 6 mg", id="joined by a comma"),
        pytest.param("diphenhydramine + Solu-Medrol", id="joined by a plus"),
    ],
)
def test_a_known_drug_does_not_vouch_for_an_unknown_one_in_the_same_line(
    list_: str, name: str
) -> None:
    """One line of an order may hold two drugs; the one that is not known may be a steroid."""
    assert finding(order(INDUCTION, list_, name), "corticosteroid_on_order")["outcome"] != "clear"


@pytest.mark.parametrize("request_", TREATMENTS)
@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize(
    "names",
    [
        pytest.param((), id="nothing listed"),
        pytest.param(("acetaminophen",), id="acetaminophen"),
        pytest.param(("diphenhydramine",), id="diphenhydramine"),
        pytest.param(("acetaminophen 650 mg PO", "Diphenhydramine 25 mg"), id="both with doses"),
        pytest.param(("paracetamol",), id="acetaminophen under its other name"),
    ],
)
def test_the_plans_own_premedication_is_clear(
    request_: dict[str, Any], list_: str, names: tuple[str, ...]
) -> None:
    answer = order(request_, list_, *names)
    assert finding(answer, "corticosteroid_on_order")["outcome"] == "clear"
    assert finding(answer, "plasma_exchange_on_order")["outcome"] == "clear"


@pytest.mark.parametrize("request_", TREATMENTS)
@pytest.mark.parametrize("list_", LISTS)
def test_a_name_that_is_not_recognised_is_unknown(request_: dict[str, Any], list_: str) -> None:
    answer = order(request_, list_, "acetaminophen", "frobnicol")
    found = finding(answer, "corticosteroid_on_order")
    assert found["outcome"] == "unknown"
    assert "frobnicol" in found["seen"]
    assert found["resolve"]


@pytest.mark.parametrize("request_", TREATMENTS)
@pytest.mark.parametrize("list_", LISTS)
def test_a_corticosteroid_decides_whatever_else_is_not_recognised(
    request_: dict[str, Any], list_: str
) -> None:
    answer = order(request_, list_, "frobnicol", "dexamethasone")
    assert finding(answer, "corticosteroid_on_order")["outcome"] == "contraindicated"


# --- plasma exchange ------------------------------------------------------------------------------


@pytest.mark.parametrize("request_", TREATMENTS)
@pytest.mark.parametrize("list_", LISTS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("plasma exchange", id="plasma exchange"),
        pytest.param("Plasma  Exchange", id="with capitals and spaces"),
        pytest.param("PLEX", id="PLEX"),
        pytest.param("plex x 5", id="plex with a number of sessions"),
        pytest.param("TPE", id="TPE"),
        pytest.param("plasmapheresis", id="plasmapheresis"),
        pytest.param("therapeutic plasma exchange", id="the long name"),
    ],
)
def test_plasma_exchange_is_contraindicated(
    request_: dict[str, Any], list_: str, name: str
) -> None:
    answer = order(request_, list_, name)
    found = finding(answer, "plasma_exchange_on_order")
    assert found["outcome"] == answer["checks"]["outcome"] == "contraindicated"
    assert found["source"] == "3 · Critical contraindications · Plasma exchange"
    assert finding(answer, "corticosteroid_on_order")["outcome"] == "clear"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("plasma-exchange", id="with a hyphen"),
        pytest.param("plasma exchnage", id="misspelt"),
        pytest.param("frobnication", id="anything else"),
    ],
)
def test_a_treatment_that_is_not_recognised_may_be_plasma_exchange(name: str) -> None:
    """The app cannot say that a name it does not know is no plasma exchange."""
    answer = order(INDUCTION, "concurrent", name)
    assert finding(answer, "plasma_exchange_on_order")["outcome"] != "clear"


# --- live vaccines --------------------------------------------------------------------------------

IMMUNOSUPPRESSION = [
    pytest.param(RITUXIMAB, id="rituximab"),
    pytest.param(CYCLOPHOSPHAMIDE, id="cyclophosphamide"),
]


@pytest.mark.parametrize("request_", IMMUNOSUPPRESSION)
@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        pytest.param((), "clear", id="nothing listed"),
        pytest.param(("acetaminophen",), "clear", id="a drug that is no vaccine"),
        pytest.param(("live vaccine",), "caution", id="a live vaccine"),
        pytest.param(("Live vaccines, MMR",), "caution", id="a live vaccine by name"),
    ],
)
def test_a_live_vaccine_is_to_be_avoided(
    request_: dict[str, Any], names: tuple[str, ...], outcome: str
) -> None:
    found = finding(order(request_, "concurrent", *names), "live_vaccine")
    assert found["outcome"] == outcome
    assert found["source"] == "4C · Vaccination"


@pytest.mark.parametrize("request_", IMMUNOSUPPRESSION)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("MMR vaccine", id="measles, mumps, rubella"),
        pytest.param("yellow fever vaccine", id="yellow fever"),
        pytest.param("varicella vaccine", id="varicella"),
    ],
)
def test_a_vaccine_that_is_not_recognised_may_be_a_live_one(
    request_: dict[str, Any], name: str
) -> None:
    assert finding(order(request_, "concurrent", name), "live_vaccine")["outcome"] != "clear"


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(INDUCTION, id="IVIg"),
        pytest.param({"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"}, id="SCIg"),
    ],
)
def test_the_plan_says_nothing_of_live_vaccines_on_immunoglobulin(
    request_: dict[str, Any],
) -> None:
    findings = order(request_, "concurrent", "live vaccine")["checks"]["findings"]
    assert "live_vaccine" not in {found["rule"] for found in findings}


def test_after_an_earlier_reaction_premedication_is_a_matter_of_weighing() -> None:
    answer = answer_to(**INDUCTION, facts={"prior_infusion_reaction": "yes"})
    found = finding(answer, "prior_infusion_reaction")
    assert found["outcome"] == "caution"
    assert "acetaminophen and diphenhydramine" in found["because"]
    assert outcome_of("prior_infusion_reaction", **INDUCTION) == "unknown"


@pytest.mark.parametrize("key", ["premedication", "concurrent"])
def test_one_name_counts_as_a_list_of_one(key: str) -> None:
    """Not as a list of its letters, of which each would be a name that nobody knows."""
    one = answer_to(**INDUCTION, **{key: "ibuprofen"})
    listed: dict[str, Any] = {key: ["ibuprofen"]}
    assert one == answer_to(**INDUCTION, **listed)
    assert one != answer_to(**INDUCTION)
