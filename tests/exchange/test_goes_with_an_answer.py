"""Monitoring, advice and the label's words go with every answer, for machines and terminals."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from asking import PLAN, TODAY, answer_to, command_line, in_batch, run

from calculators.requests.catalogue import CALCULATORS

DATA = Path(__file__).parents[2] / "plan_data"
SIZE = {"weight": "80 kg", "height": "180 cm"}
INDUCTION = {"calculator": "induction", "weight": "80 kg", "days": "5"}
MAINTENANCE = {
    "calculator": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks",
}  # fmt: skip
SCIG = {"calculator": "scig", "weight": "80 kg", "ivig_dose": "60 g", "every": "3 weeks"}
CYCLOPHOSPHAMIDE = {"calculator": "cyclophosphamide", **SIZE}
RITUXIMAB = {"calculator": "rituximab", **SIZE}
TITRATED = {
    "pregabalin": "300 mg/day", "duloxetine": "60 mg/day",
    "amitriptyline": "50 mg/day", "modafinil": "200 mg/day", "mexiletine": "450 mg/day",
    "magnesium_oxide": "400 mg/day",
}  # fmt: skip


def _verify(of: dict[str, Any], order: str) -> dict[str, Any]:
    return {**of, "calculator": "verify", "of": of["calculator"], "order": order}


# The treatment's file → requests that are answered for it.
OF_TREATMENTS = {
    "ivig_induction": [INDUCTION, _verify(INDUCTION, "160 g")],
    "ivig_maintenance": [
        MAINTENANCE,
        _verify(MAINTENANCE, "80 g"),
        MAINTENANCE | {"calculator": "titrate"},
    ],
    "scig": [SCIG, _verify(SCIG, "24 g/wk")],
    "cyclophosphamide": [
        CYCLOPHOSPHAMIDE,
        CYCLOPHOSPHAMIDE | {"route": "po"},
        _verify(CYCLOPHOSPHAMIDE, "2 g"),
    ],
    "rituximab": [
        RITUXIMAB, RITUXIMAB | {"regimen": "two_doses"}, _verify(RITUXIMAB, "750 mg"),
    ],
    "mycophenolate": [
        {"calculator": "mycophenolate", "start": "2026-11-22", "step_every": "2 weeks"}
    ],
    "eculizumab": [{"calculator": "eculizumab"}],
    "acetaminophen": [
        {"calculator": "titration", "drug": "acetaminophen", "target": "2000 mg/day"}
    ],
    "gabapentin": [
        {
            "calculator": "titration", "drug": "gabapentin", "target": "1800 mg/day",
            "step_every": "3 days",
        }
    ],
    **{
        drug: [
            {"calculator": "titration", "drug": drug, "target": target, "step_every": "1 week"}
        ]
        for drug, target in TITRATED.items()
    },
}  # fmt: skip
WITHOUT: list[dict[str, Any]] = [
    {"calculator": "body"},
    {"calculator": "allowed", "name": "gabapentin 300 mg PO"},
    {"calculator": "monitor", "grip": "24 kg", "grip_baseline": "32 kg"},
    # What a course watches stands on its days; the treatments' own lists are those of each phase.
    {"calculator": "course", "phases": [{"calculator": "mycophenolate", "start": "2026-12-07"}]},
]
TREATED = [
    pytest.param(name, request, id=f"{name} {number}, {request['calculator']}")
    for name, requests in OF_TREATMENTS.items()
    for number, request in enumerate(requests, start=1)
]
WITH_PRODUCTS = {
    ("immunoglobulin", "IV"): [INDUCTION, MAINTENANCE],
    ("immunoglobulin", "SC"): [SCIG],
    ("rituximab", "IV"): [RITUXIMAB],
    ("cyclophosphamide", "IV"): [CYCLOPHOSPHAMIDE],
    ("cyclophosphamide", "PO"): [CYCLOPHOSPHAMIDE | {"route": "po"}],
}
DRAWN_UP = [
    pytest.param(name, request | {"product": name}, id=f"{name}, {request['calculator']} {route}")
    for name, product in PLAN.products.items()
    for route in product.routes
    for request in WITH_PRODUCTS[product.holds, route]
]


def written(file: str) -> dict[str, Any]:
    """Return a file of the plan's data as it is written, not as the program reads it."""
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))


def in_terminal(request: dict[str, Any]) -> str:
    """Return what a terminal prints, in one line, whatever the width at which it was broken."""
    arguments = command_line({key: value for key, value in request.items() if key != "drug"})
    drug = [request["drug"]] if "drug" in request else []
    if "name" in request:
        arguments = ["allowed", request["name"]]
    _, output, _ = run(arguments[0], *drug, *arguments[1:], "--today", TODAY.isoformat())
    return " ".join(output.split())


def test_every_treatment_and_every_calculator_is_asked() -> None:
    asked = [request for requests in OF_TREATMENTS.values() for request in requests]
    assert set(OF_TREATMENTS) == set(PLAN.treatments)
    assert {request["calculator"] for request in (*asked, *WITHOUT)} == set(CALCULATORS)


@pytest.mark.parametrize(("name", "request_"), TREATED)
def test_an_answer_for_machines_carries_the_monitoring_and_the_advice_as_the_plan_writes_them(
    name: str, request_: dict[str, Any]
) -> None:
    treatment = PLAN.treatments[name]
    [answer] = in_batch(json.dumps(request_))
    assert answer["monitoring"] == [
        {"what": entry.what, "when": entry.when, "source": entry.at}
        for entry in treatment.monitoring
    ]
    assert answer["advice"] == [
        {"says": entry.says, "source": entry.at} for entry in treatment.advice
    ]
    assert answer["monitoring"]


@pytest.mark.parametrize(("name", "request_"), TREATED)
def test_a_terminal_prints_the_monitoring_and_the_advice_with_their_places(
    name: str, request_: dict[str, Any]
) -> None:
    treatment = PLAN.treatments[name]
    _, _, said = in_terminal(request_).partition("Monitoring and advice from the plan ")
    for watched in treatment.monitoring:
        assert f"{watched.what}: {watched.when} [{watched.at}]" in said
    for advised in treatment.advice:
        assert f"{advised.says} [{advised.at}]" in said


PLAN_WORDS = [
    # What the plan says, in its own numbers: rows 3B, 3C and 3D.
    pytest.param("amitriptyline", "ECG: above 100 mg/day, or with cardiac risk", id="an ECG"),
    pytest.param("scig", "At most 50 mL a site;", id="volume a site"),
    pytest.param("mycophenolate", "Complete blood count: monthly", id="blood count"),
    pytest.param(
        "mycophenolate", "After the trial, judge whether IVIg could be reduced.", id="advice"
    ),
]


@pytest.mark.parametrize(("name", "words"), PLAN_WORDS)
def test_the_plans_own_words_and_numbers_reach_a_terminal_and_another_program(
    name: str, words: str
) -> None:
    request = OF_TREATMENTS[name][0]
    answer = answer_to(**request)
    said = [f"{entry['what']}: {entry['when']}" for entry in answer["monitoring"]]
    said += [entry["says"] for entry in answer["advice"]]
    assert [text for text in said if text.startswith(words)]
    assert words in in_terminal(request)


@pytest.mark.parametrize(("name", "request_"), DRAWN_UP)
def test_an_answer_with_a_product_carries_what_its_label_says_with_kind_source_and_mark(
    name: str, request_: dict[str, Any]
) -> None:
    product = written(f"products/{name}.toml")
    answer = answer_to(**request_)
    assert answer["product_says"] == [
        {
            "kind": entry.get("kind", "remark"),
            "says": entry["says"],
            "source": f"{entry['at']} [{entry['mark']}]",
        }
        for entry in product.get("says", [])
    ]


@pytest.mark.parametrize(("name", "request_"), DRAWN_UP)
def test_a_terminal_prints_what_the_label_of_the_product_says_and_that_the_label_decides(
    name: str, request_: dict[str, Any]
) -> None:
    product = written(f"products/{name}.toml")
    heading = f"What is on record of {product['label']}, with sources"
    _, found, said = in_terminal(request_).partition(heading)
    assert bool(found) is bool(product.get("says"))
    for entry in product.get("says", []):
        assert f"{entry['says']} [{entry['at']} [{entry['mark']}]]" in said
    assert not found or "The current prescribing information decides." in said


def test_the_boxed_warning_of_privigen_reaches_a_terminal_and_another_program() -> None:
    asked = MAINTENANCE | {"product": "privigen"}
    warning = "Boxed warning: thrombosis, renal dysfunction and acute renal failure."
    assert warning in in_terminal(asked)
    kinds = {entry["says"]: entry["kind"] for entry in answer_to(**asked)["product_says"]}
    assert kinds[warning] == "boxed_warning"


@pytest.mark.parametrize(
    "request_", [pytest.param(each, id=each["calculator"]) for each in WITHOUT]
)
def test_without_a_treatment_and_a_product_the_lists_are_empty_and_a_terminal_has_no_heading(
    request_: dict[str, Any],
) -> None:
    answer = answer_to(**request_)
    assert (answer["monitoring"], answer["advice"], answer["product_says"]) == ([], [], [])
    printed = in_terminal(request_)
    assert "Monitoring and advice" not in printed
    assert "on record" not in printed


def test_a_dose_without_a_product_has_nothing_of_a_label() -> None:
    assert answer_to(**MAINTENANCE)["product_says"] == []
    assert "on record" not in in_terminal(MAINTENANCE)


def test_what_is_refused_has_no_words_of_the_plan() -> None:
    [answer] = in_batch('{"calculator": "induction", "weight": "80", "days": 5}')
    assert not {"monitoring", "advice", "product_says"} & set(answer)


def test_an_order_with_a_product_says_what_is_on_record_of_it_as_the_dose_does() -> None:
    dose = {key: value for key, value in MAINTENANCE.items() if key != "calculator"}
    order = {**dose, "of": "maintenance", "order": "80 g", "product": "privigen"}
    said = answer_to("verify", **order)["product_says"]
    assert said
    assert said == answer_to(**MAINTENANCE, product="privigen")["product_says"]
