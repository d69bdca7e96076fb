"""Who should not get a product is asked with every dose and every order of it, in three values.

What each label rules out was copied by hand from the reference notes on labels, section 4.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from asking import PLAN, answer_to, finding

EU, US = "(EU) [A†]", "(US)"
# Product, fact, what a "yes" is worth, the rule, and region and mark of who says so.
EXCLUDED = [
    ("privigen", "hyperprolinemia", "contraindicated", "hyperprolinemia", EU),
    ("hizentra", "hyperprolinemia", "contraindicated", "hyperprolinemia", EU),
    (
        "hizentra",
        "polysorbate_80_hypersensitivity",
        "contraindicated",
        "polysorbate_80_contraindicated",
        EU,
    ),
    (
        "flebogamma_dif_5",
        "hereditary_fructose_intolerance",
        "contraindicated",
        "fructose_intolerance",
        EU,
    ),
    (
        "flebogamma_dif_10",
        "hereditary_fructose_intolerance",
        "contraindicated",
        "fructose_intolerance",
        EU,
    ),
    ("octagam_5", "corn_allergy", "contraindicated", "corn_allergy", f"{US} [A]"),
    ("octagam_10", "corn_allergy", "contraindicated", "corn_allergy", f"{US} [A]"),
    (
        "octagam_5",
        "glucose_meter_in_use",
        "caution",
        "maltose_and_glucose_meters",
        f"{US} [A]",
    ),
    (
        "octagam_10",
        "glucose_meter_in_use",
        "caution",
        "maltose_and_glucose_meters",
        f"{US} [A]",
    ),
    ("cutaquig", "glucose_meter_in_use", "caution", "maltose_and_glucose_meters", f"{US} [B]"),
    (
        "hyqvia",
        "hyaluronidase_hypersensitivity",
        "contraindicated",
        "hyaluronidase_hypersensitivity",
        EU,
    ),
    ("hyqvia", "anti_iga_antibodies", "contraindicated", "anti_iga_antibodies_alone", EU),
    ("privigen", "anti_iga_antibodies", "contraindicated", "anti_iga_antibodies_alone", EU),
    *(
        (name, "polysorbate_80_hypersensitivity", "caution", "polysorbate_80_weighed", f"{US} [B]")
        for name in ("asceniv", "bivigam", "cutaquig", "cuvitru", "xembify")
    ),
]
BY_ROUTE: dict[str, dict[str, Any]] = {
    "IV": {"calculator": "maintenance", "dose": "1 g/kg", "every": "3 weeks"},
    "SC": {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks"},
}
ORDERED: dict[str, dict[str, Any]] = {
    "IV": {"of": "maintenance", "dose": "1 g/kg", "every": "3 weeks", "order": "80 g"},
    "SC": {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks", "order": "24 g"},
}
ANSWERS = ("yes", "no", None)


def asked(product: str, **facts: str | None) -> dict[str, Any]:
    said = {name: answer for name, answer in facts.items() if answer is not None}
    route = PLAN.products[product].routes[0]
    return answer_to(**BY_ROUTE[route], weight="80 kg", product=product, facts=said)


@pytest.mark.parametrize(("product", "fact", "outcome", "rule", "whose"), EXCLUDED)
def test_a_yes_rules_out_or_is_weighed_a_no_is_clear_and_unknown_stays_unknown(
    product: str, fact: str, outcome: str, rule: str, whose: str
) -> None:
    found = {answer: finding(asked(product, **{fact: answer}), rule) for answer in ANSWERS}
    assert found["yes"]["outcome"] == outcome
    assert found["no"]["outcome"] == "clear"
    assert found[None]["outcome"] == "unknown"
    assert all(fact in each["facts"] for each in found.values())
    assert all(each["source"].endswith(whose) for each in found.values())


@pytest.mark.parametrize(("product", "fact", "outcome", "rule", "whose"), EXCLUDED)
def test_an_order_of_the_product_is_held_against_it_as_well(
    product: str, fact: str, outcome: str, rule: str, whose: str
) -> None:
    order = ORDERED[PLAN.products[product].routes[0]]
    for answer, expected in (("yes", outcome), ("no", "clear")):
        said = answer_to("verify", weight="80 kg", product=product, facts={fact: answer}, **order)
        found = finding(said, rule)
        assert found["outcome"] == expected
        assert found["source"].endswith(whose)


@pytest.mark.parametrize("product", ["flebogamma_dif_5", "flebogamma_dif_10"])
@pytest.mark.parametrize(("deficient", "antibodies"), list(itertools.product(ANSWERS, repeat=2)))
def test_flebogamma_is_ruled_out_by_either_of_the_two(
    product: str, deficient: str | None, antibodies: str | None
) -> None:
    said = asked(product, iga_deficiency=deficient, anti_iga_antibodies=antibodies)
    outcome = finding(said, "iga_deficiency_or_antibodies")["outcome"]
    if "yes" in (deficient, antibodies):
        assert outcome == "contraindicated"
    else:
        assert outcome == ("clear" if (deficient, antibodies) == ("no", "no") else "unknown")


def test_no_other_product_is_asked_about() -> None:
    by_hand = {(product, fact) for product, fact, *_ in EXCLUDED}
    by_hand |= {
        (product, fact)
        for product in ("flebogamma_dif_5", "flebogamma_dif_10")
        for fact in ("iga_deficiency", "anti_iga_antibodies")
    }
    in_data = {
        (name, fact)
        for name, product in PLAN.products.items()
        for rule in product.rules
        for fact in rule.reads
    }
    assert in_data == by_hand


def test_without_a_product_no_question_of_one_is_asked() -> None:
    said = answer_to(**BY_ROUTE["IV"], weight="80 kg")
    rules = {each["rule"] for each in said["checks"]["findings"]}
    assert rules.isdisjoint({rule for _, _, _, rule, _ in EXCLUDED})


def test_what_rules_the_product_out_rules_the_whole_answer_out() -> None:
    said = asked("privigen", hyperprolinemia="yes")
    assert said["checks"]["outcome"] == "contraindicated"


@pytest.mark.parametrize("product", ["octagam_5", "octagam_10", "cutaquig"])
def test_the_words_on_maltose_say_which_meters_and_in_which_direction(product: str) -> None:
    found = finding(asked(product, glucose_meter_in_use="yes"), "maltose_and_glucose_meters")
    for words in ("maltose", "GDH-PQQ", "GDO", "falsely HIGH"):
        assert words in found["because"]


# --- is this allowed? -----------------------------------------------------------------------------


@pytest.mark.parametrize(("product", "fact", "outcome", "rule", "whose"), EXCLUDED)
def test_an_order_by_name_is_held_against_the_products_that_it_names(
    product: str, fact: str, outcome: str, rule: str, whose: str
) -> None:
    for answer, expected in (("yes", outcome), ("no", "clear")):
        name = f"{PLAN.products[product].label} 20 g"
        found = finding(answer_to("allowed", name=name, facts={fact: answer}), rule)
        assert found["outcome"] == expected
        assert found["source"].endswith(whose)


@pytest.mark.parametrize(
    ("name", "asked_about"),
    [
        ("Octagam 20 g", True),  # either strength
        ("octagam-5% iv", True),
        ("Privigen 20 g", False),
        ("IVIg 2 g/kg", False),
        ("Octagamma", False),
    ],
)
def test_only_a_product_that_is_named_is_asked_about(name: str, asked_about: bool) -> None:  # noqa: FBT001  (drawn from the table)
    said = answer_to("allowed", name=name, facts={"corn_allergy": "yes"})
    rules = [each["rule"] for each in said["checks"]["findings"]]
    assert rules.count("corn_allergy") == int(asked_about)


@pytest.mark.parametrize(
    ("order", "fact", "outcome"),
    [
        pytest.param("Gammaplex 5 % 2 g/kg", "hereditary_fructose_intolerance", "contraindicated"),
        pytest.param("Bekemv 900 mg", "hereditary_fructose_intolerance", "contraindicated"),
        pytest.param("eculizumab-aeeb", "hereditary_fructose_intolerance", "contraindicated"),
        pytest.param("Gammaplex 10 %", "polysorbate_80_hypersensitivity", "caution"),
        pytest.param("Alyglo 1 g/kg", "polysorbate_80_hypersensitivity", "caution"),
    ],
)
def test_a_product_known_by_name_only_is_ruled_out_by_what_was_read_of_it(
    order: str, fact: str, outcome: str
) -> None:
    def found(value: str) -> str:
        answer = answer_to("allowed", name=order, facts={fact: value, "sepsis": "no"})
        [decided] = [
            each["outcome"]
            for each in answer["checks"]["findings"]
            if fact in each["facts"] and "stabilis" not in each["rule"]
        ]
        return str(decided)

    assert (found("yes"), found("no"), found("unknown")) == (outcome, "clear", "unknown")


@pytest.mark.parametrize("other", [each.brand for each in PLAN.other_products.named])
def test_an_order_of_a_product_known_by_name_only_says_what_was_read_of_it(other: str) -> None:
    said = finding(answer_to("allowed", name=f"{other} 40 g"), "product_known_by_name")
    [named] = [each for each in PLAN.other_products.named if each.brand == other]
    assert said["outcome"] == "unknown"
    assert all(each.says in said["because"] for each in named.says)
