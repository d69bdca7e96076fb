"""What the order check says of a name, however it is written."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.checks.drug_names import any_of, folded, nearest_names, read_names
from calculators.requests.answer import answer
from exchange.answers.answer import as_json
from plan_data import load_plan
from plan_data.schema.rules import Outcome
from units import Refused

if TYPE_CHECKING:
    from plan_data.schema.plan import Plan

TODAY = date(2026, 11, 23)
PLAN: Plan = load_plan()
NAMES = {entry.id: entry.names for entry in PLAN.order_names.entries}


def check(name: Any, **more: Any) -> dict[str, Any]:
    """Return the answer as a program gets it."""
    request = {"calculator": "allowed", "name": name, **more}
    return json.loads(json.dumps(as_json(answer(request, PLAN, TODAY), PLAN)))  # type: ignore[no-any-return]  # JSON is anything


def findings(answered: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {finding["rule"]: finding for finding in answered["checks"]["findings"]}


# Written down by hand from the plan's ban and from what wards call these treatments.
STEROIDS = (
    "prednisone",
    "prednisolone",
    "methylprednisolone",
    "dexamethasone",
    "hydrocortisone",
    "steroids",
    "corticosteroids",
    "glucocorticoids",
    "betamethasone",
    "triamcinolone",
    "deflazacort",
    "cortisone",
    "budesonide",
    "Medrol",
    "Solu-Medrol",
    "Decadron",
    "Solu-Cortef",
    "Kenalog",
)
EXCHANGES = ("PLEX", "TPE", "plasmapheresis", "plasma exchange", "therapeutic plasma exchange")


@pytest.mark.parametrize("name", [*STEROIDS, *EXCHANGES])
def test_what_the_plan_contraindicates_is_contraindicated_by_any_name(name: str) -> None:
    answered = check(name)
    assert answered["result"]["answer"] == "contraindicated"
    assert answered["checks"]["outcome"] == "contraindicated"
    first = answered["checks"]["findings"][0]
    assert first["source"].startswith("3 · Critical contraindications")
    assert first["resolve"]


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        pytest.param("dexamethasone 20 mg IV", "dexamethasone", id="dose and route behind"),
        pytest.param(
            "Methylprednisolone 1 g daily x 5", "methylprednisolone", id="capital and course"
        ),
        pytest.param("IV Solu-Medrol 1g q24h x3d", "methylprednisolone", id="a brand"),
        pytest.param("solumedrol", "methylprednisolone", id="a brand without its hyphen"),
        pytest.param("PREDNISONE20MG", "prednisone", id="nothing between"),
        pytest.param("(prednisone)", "prednisone", id="in brackets"),
        pytest.param("pre\u00addnisone", "prednisone", id="a hyphen that does not show"),
        pytest.param("Plasma-Exchange x5", "plasma exchange", id="a hyphen for a space"),
        pytest.param("plex qod", "plasma exchange", id="small letters"),
        pytest.param("steroid pulse", "steroids", id="the class by one word"),
        pytest.param("IVIg 2 g/kg, prednisone 60 mg", "prednisone", id="second of two names"),
        pytest.param("aspirin or prednisone", "prednisone", id="beside an unknown one"),
    ],
)
def test_an_order_text_is_read_by_whole_words(text: str, matched: str) -> None:
    result = check(text)["result"]
    assert result == {"name": text, "matched": matched, "answer": "contraindicated"}


# The plan's rows, section 3, written down by hand.
ROWS = {
    "IVIg": "3A · IVIg induction",
    "intravenous immunoglobulin": "3A · IVIg induction",
    "immune globulin": "3C · SCIg maintenance",
    "Gabapentin 300 mg qHS": "3B · Gabapentin",
    "pregabalin": "3B · Pregabalin",
    "duloxetine": "3B · Duloxetine",
    "amitriptyline": "3B · Amitriptyline",
    "acetaminophen": "3B · Acetaminophen",
    "paracetamol": "3B · Acetaminophen",
    "modafinil": "3B · Modafinil",
    "mexiletine 150 mg BID with food": "3B · Mexiletine",
    "magnesium oxide 400 mg": "3B · Magnesium oxide",
    "ivig 1 g/kg every 3 weeks": "3C · IVIg maintenance",
    "SCIg": "3C · SCIg maintenance",
    "cyclophosphamide 1 g/m2 IV monthly x 6": "3D · Cyclophosphamide",
    "Rituximab 375 mg/m² weekly x 4": "3D · Rituximab",
    "mycophenolate": "3D · Mycophenolate mofetil",
    "MMF 500 mg BID": "3D · Mycophenolate mofetil",
    "eculizumab": "3D · Eculizumab",
    "mesna": "3D · Cyclophosphamide · Dosing",
    "diphenhydramine 25 mg IV": "3A · IVIg induction · Dosing",
}


@pytest.mark.parametrize(("name", "row"), ROWS.items())
def test_a_treatment_of_the_plan_is_in_plan_and_reminds_of_its_own_checks(
    name: str, row: str
) -> None:
    answered = check(name)
    assert answered["result"]["answer"] == "in_plan"
    # Of a name alone nothing is clear: no patient was looked at.
    assert answered["checks"]["outcome"] == "unknown"
    (finding,) = (
        each for each in answered["checks"]["findings"] if each["rule"].startswith("in_plan_")
    )
    assert row in finding["source"].split("; ")
    assert "not yet a yes" in finding["because"]
    assert "Not checked for a patient" in finding["because"]


def test_every_treatment_that_can_be_calculated_is_known_by_its_label() -> None:
    for treatment in PLAN.treatments.values():
        assert read_names(treatment.label, PLAN.order_names).mentions, treatment.label


REASSURING = re.compile(r"\b(fine|allowed|ok|okay|safe|permitted|yes)\b", re.IGNORECASE)


@pytest.mark.parametrize(
    "name", ["aspirin", "Ultomiris", "azathioprine", "20 mg", "...", "nortriptyline", "§"]
)
def test_what_the_plan_does_not_have_is_not_in_plan_and_unknown(name: str) -> None:
    answered = check(name)
    assert answered["result"]["answer"] == "not_in_plan"
    assert answered["checks"]["outcome"] == "unknown"


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("prednisoone", "Did you mean prednisone, which is contraindicated in MMN?"),
        ("dexamethason 20 mg", "Did you mean dexamethasone, which is contraindicated in MMN?"),
        ("plasmaferesis", "Did you mean plasma exchange, which is contraindicated in MMN?"),
        ("gabapentine", "Did you mean gabapentin, which is in this plan?"),
        ("gabapentin with prednisolonne", "which is contraindicated in MMN?"),
        ("gabapentin predisone", "Did you mean prednisone, which is contraindicated in MMN?"),
    ],
)
def test_a_misspelt_name_is_asked_about_and_never_taken_for_the_known_one(
    typed: str, question: str
) -> None:
    answered = check(typed)
    assert answered["result"] == {"name": typed, "matched": None, "answer": "not_in_plan"}
    assert question in findings(answered)["not_in_plan"]["because"]


def test_a_name_that_resembles_nothing_raises_no_question() -> None:
    assert "Did you mean" not in findings(check("aspirin"))["not_in_plan"]["because"]


def test_the_working_says_which_names_were_read_and_where_they_stand() -> None:
    working = check("gabapentin + zzyzx")["working"]
    assert [(step["label"], step["working"], step["sources"]) for step in working] == [
        ("Name read", "“gabapentin”: Gabapentin, in this plan", ["3B · Gabapentin"]),
        ("Not recognised", "“zzyzx”", ["The app's list of names"]),
    ]


def test_a_word_beside_a_known_name_that_is_not_understood_is_shown() -> None:
    answered = check("gabapentin zzyzx 600 mg")
    assert answered["result"]["answer"] == "in_plan"
    assert answered["checks"]["outcome"] == "unknown"
    assert "zzyzx" in findings(answered)["words_not_read"]["because"]


@pytest.mark.parametrize(
    "text", ["gabapentin and aspirin", "gabapentin, aspirin", "IVIg + azathioprine", "MMF/FK506"]
)
def test_of_several_names_the_gravest_answer_stands(text: str) -> None:
    assert check(text)["result"]["answer"] == "not_in_plan"


# --- together ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "other", "rule", "place"),
    [
        ("duloxetine", "amitriptyline", "serotonergic_pair", "3B · Duloxetine · Monitoring"),
        ("amitriptyline 25 mg", "Cymbalta", "serotonergic_pair", "3B · Duloxetine · Monitoring"),
        ("rituximab", "live vaccine", "live_vaccine_on_immunosuppression", "4C · Vaccination"),
        ("Cytoxan", "MMR vaccine", "live_vaccine_on_immunosuppression", "4C · Vaccination"),
        ("rituximab", "yellow fever vaccine", "live_vaccine_on_immunosuppression", "4C · Vacc"),
    ],
)
def test_a_pair_that_the_plan_warns_of_is_a_caution(
    name: str, other: str, rule: str, place: str
) -> None:
    answered = check(name, **{"with": [other]})
    assert answered["result"]["answer"] == "in_plan"
    assert answered["checks"]["outcome"] == "unknown"  # no patient was looked at
    finding = findings(answered)[rule]
    assert finding["outcome"] == "caution"
    assert finding["source"].startswith(place)
    assert finding["resolve"]


def test_a_pair_in_one_text_is_a_caution_too() -> None:
    answered = check("duloxetine 60 mg and amitriptyline 10 mg")
    assert findings(answered)["serotonergic_pair"]["outcome"] == "caution"


@pytest.mark.parametrize(
    ("name", "other"), [("gabapentin", "amitriptyline"), ("duloxetine", "gabapentin")]
)
def test_a_pair_that_the_plan_does_not_warn_of_is_no_caution(name: str, other: str) -> None:
    found = findings(check(name, **{"with": [other]}))
    assert {each["outcome"] for each in found.values()} == {"unknown"}
    assert all(rule.startswith("in_plan_") for rule in found)


def test_a_live_vaccine_by_itself_is_not_in_plan_and_says_what_the_plan_avoids() -> None:
    answered = check("MMR vaccine")
    assert answered["result"]["answer"] == "not_in_plan"
    assert "cyclophosphamide or rituximab" in findings(answered)["live_vaccines"]["because"]


@pytest.mark.parametrize("key", ["with", "concurrent", "premedication"])
def test_a_corticosteroid_alongside_contraindicates_the_order(key: str) -> None:
    answered = check("rituximab", **{key: ["hydrocortisone 100 mg IV"]})
    assert answered["result"]["answer"] == "in_plan"
    assert answered["checks"]["outcome"] == "contraindicated"


def test_an_unknown_name_alongside_is_unknown() -> None:
    answered = check("rituximab", **{"with": ["zzyzx"]})
    found = findings(answered)["not_in_plan"]
    assert "zzyzx" in found["seen"]
    assert found["resolve"] == (
        "Check the spelling, and ask the prescriber and the pharmacist before it is given."
    )


def test_a_common_drug_alongside_that_touches_no_rule_is_no_stranger() -> None:
    found = findings(check("rituximab", **{"with": ["aspirin 81 mg", "Tylenol", "Zyrtec"]}))
    assert "not_in_plan" not in found


def test_a_child_lies_outside_the_plan_where_the_age_is_recorded() -> None:
    answered = check("gabapentin", age="17 years")
    assert findings(answered)["outside_plan_scope"]["outcome"] == "contraindicated"
    assert "outside_plan_scope" in findings(check("gabapentin", age="18 years"))
    assert findings(check("gabapentin", age="18 years"))["outside_plan_scope"]["outcome"] == "clear"


# --- one list of names ------------------------------------------------------------------------


def test_the_rules_on_premedication_know_the_same_names() -> None:
    for name in NAMES["corticosteroids"]:
        request = {"calculator": "induction", "weight": "80 kg", "days": 5}
        checks = answer({**request, "premedication": [name]}, PLAN, TODAY).checks
        assert checks.outcome is Outcome.CONTRAINDICATED, name


@pytest.mark.parametrize(
    ("listed", "outcome"),
    [
        pytest.param("acetaminophen 650 mg PO", "clear", id="a known name with its dose"),
        pytest.param("gabapentin", "clear", id="another treatment of the plan"),
        pytest.param("prednisoone", "unknown", id="a misspelt name"),
        pytest.param(
            "acetaminophen and prednisoone", "unknown", id="a misspelt one beside a known"
        ),
    ],
)
def test_the_rule_on_premedication_knows_what_it_does_not_know(listed: str, outcome: str) -> None:
    request = {"calculator": "induction", "weight": "80 kg", "days": 5, "premedication": [listed]}
    found = answer(request, PLAN, TODAY).checks.findings
    (finding,) = (each for each in found if each.rule == "corticosteroid_on_order")
    assert finding.outcome.value == outcome


def test_no_name_stands_for_two_things() -> None:
    keys = [
        (re.sub(r"[\W_]", "", folded(way)), entry.id)
        for entry in PLAN.order_names.entries
        for way in entry.names
    ]
    assert len(set(keys)) == len({key for key, _ in keys})


def test_no_word_of_an_order_is_or_hides_a_known_name() -> None:
    for word in PLAN.order_names.order_words:
        assert not read_names(word, PLAN.order_names).mentions, word


# --- what cannot be used ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "", "   ", 5, ["prednisone"], "x" * 501])
def test_a_name_that_cannot_be_used_is_refused(name: Any) -> None:
    with pytest.raises(Refused) as refused:
        check(name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("other", [5, [""], [5], {"a": 1}, ["x" * 501]])
def test_a_companion_that_cannot_be_used_is_refused(other: Any) -> None:
    with pytest.raises(Refused) as refused:
        check("rituximab", **{"with": other})
    assert refused.value.field == "with"


# --- every text -------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(["mg", "IV", "ok", "fine", "aspirin", "x 5", "§", "and"])).map(
        " ".join
    ),
)


@given(TEXTS, st.lists(TEXTS, max_size=2))
def test_no_text_raises_anything_but_a_refusal_and_none_unknown_reads_as_leave(
    name: str, others: list[str]
) -> None:
    try:
        answered = check(name, **{"with": others})
    except Refused:
        return
    assert answered["result"]["answer"] in {"contraindicated", "in_plan", "not_in_plan"}
    if answered["result"]["answer"] == "not_in_plan":
        assert answered["checks"]["outcome"] in {"unknown", "contraindicated"}
        for finding in answered["checks"]["findings"]:
            if finding["outcome"] == "unknown":
                said = (finding["because"], finding["limit"], finding["resolve"])
                # Words of the order itself are quoted in one finding only.
                quoted = finding["rule"] == "words_not_read"
                assert quoted or not REASSURING.search(" ".join(said))


SIGNS = st.text(alphabet=" .,;:()[]-_/+*!?\"'0123456789\t\n", max_size=6)
DOSES = st.sampled_from(["", "20 mg", "1 g", "1000mg", "IV", "PO daily", "x 5", "q24h", "(stat)"])


@given(
    st.sampled_from(sorted({*NAMES["corticosteroids"], *NAMES["plasma_exchange"]})),
    st.sampled_from([str.lower, str.upper, str.title, str.swapcase]),
    st.tuples(DOSES, SIGNS),
    st.tuples(SIGNS, DOSES),
)
def test_a_contraindicated_name_is_found_in_every_decoration(
    name: str, written: Any, before: tuple[str, str], behind: tuple[str, str]
) -> None:
    text = f"{' '.join(before)}{written(name)}{' '.join(behind)}"
    assert check(text)["result"]["answer"] == "contraindicated"


@given(st.sampled_from(sorted(NAMES["corticosteroids"])), st.sampled_from("abcxyz"))
def test_a_name_inside_another_word_is_not_that_name(name: str, letter: str) -> None:
    pattern = any_of((name,))
    assert not pattern.search(folded(f"{letter}{name}"))
    assert not pattern.search(folded(f"{name}{letter}"))


def test_nearest_names_at_most_two() -> None:
    assert len(nearest_names("prednisoone", PLAN.order_names)) == 2


# --- names that were read in tables, each with what it has to be taken for ------------------------

BRANDS = {
    "Benadryl 50 mg": "diphenhydramine",
    "Elavil 25 mg qHS": "amitriptyline",
    "Provigil 100 mg": "modafinil",
    "Soliris": "eculizumab",
    "Bkemv": "eculizumab",
    "Epysqli": "eculizumab",
    "Riabni": "rituximab",
    "Truxima 375 mg/m2": "rituximab",
}
OTHER_FORMS = {
    "Myfortic 720 mg": "mycophenolate mofetil",
    "Gralise 600 mg": "gabapentin",
    "Horizant 600 mg": "gabapentin",
    "Nuvigil 150 mg": "modafinil",
    "Ultomiris": "eculizumab",
    "Lyrica CR 165 mg": "pregabalin",
    "Rituxan Hycela 1400 mg": "rituximab",
}
LIVE = (
    "live attenuated influenza vaccine",
    "LAIV",
    "BCG",
    "YF-Vax",
    "Vivotif",
    "MMRV",
    "ProQuad",
    "varicella",
    "ACAM2000",
    "Vaxchora",
    "Zostavax",
    "rotavirus vaccine",
)
MAO_INHIBITORS = (
    *("phenelzine", "Nardil", "tranylcypromine", "Parnate", "isocarboxazid", "selegiline"),
    *("rasagiline", "safinamide", "linezolid", "methylene blue", "moclobemide", "MAOI"),
)
SEROTONERGIC = ("tramadol", "fentanyl", "fluoxetine", "trazodone", "St John's wort", "lithium")


@pytest.mark.parametrize(("text", "drug"), BRANDS.items())
def test_a_brand_is_known_as_its_drug(text: str, drug: str) -> None:
    assert check(text)["result"]["matched"] == drug
    assert check(text)["result"]["answer"] == "in_plan"


@pytest.mark.parametrize(("text", "drug"), OTHER_FORMS.items())
def test_another_drug_or_form_is_said_to_be_one_and_never_taken_for_the_plans(
    text: str, drug: str
) -> None:
    answered = check(text)
    assert answered["result"]["answer"] == "not_in_plan"
    assert answered["result"]["matched"] != drug
    assert answered["checks"]["outcome"] == "unknown"
    assert drug in " ".join(each["because"] for each in findings(answered).values())


SUPPRESSING = {
    "cyclophosphamide": {"calculator": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"},
    "rituximab": {"calculator": "rituximab", "weight": "80 kg", "height": "180 cm"},
    "mycophenolate": {"calculator": "mycophenolate", "step_every": "2 weeks"},
}


def of_rule(rule: str, request: dict[str, Any]) -> str:
    found = answer(request, PLAN, TODAY).checks.findings
    return next(each.outcome.value for each in found if each.rule == rule)


@pytest.mark.parametrize("request_", SUPPRESSING.values(), ids=SUPPRESSING)
@pytest.mark.parametrize("listed", ["concurrent", "premedication"])
def test_a_live_vaccine_by_any_name_is_a_caution_and_an_unknown_name_is_never_clear(
    request_: dict[str, Any], listed: str
) -> None:
    for name in LIVE:
        assert of_rule("live_vaccine", {**request_, listed: [name]}) == "caution", name
    assert of_rule("live_vaccine", {**request_, listed: ["zzyzx"]}) == "unknown"
    assert of_rule("live_vaccine", {**request_, listed: ["aspirin"]}) == "clear"


@pytest.mark.parametrize("drug", ["duloxetine", "amitriptyline"])
def test_a_listed_mao_inhibitor_counts_whatever_was_answered(drug: str) -> None:
    request = {"calculator": "titration", "drug": drug, "target": "60 mg/day"}
    for name in MAO_INHIBITORS:
        for fact in ({}, {"maoi_use": "no"}):
            asked = {**request, "facts": fact, "concurrent": [name]}
            assert of_rule("maoi_use", asked) == "contraindicated", name
    for name in SEROTONERGIC:
        assert of_rule("serotonergic_pair", {**request, "concurrent": [name]}) == "caution", name
    unread = {**request, "facts": {"maoi_use": "no"}, "concurrent": ["zzyzx"]}
    assert of_rule("maoi_use", unread) == "unknown"


REPLACEMENT = (
    "hydrocortisone 20 mg PO (Addison's disease)",
    "prednisone 5 mg for adrenal insufficiency",
    "hydrocortisone replacement",
    "fluticasone nasal spray",
    "budesonide inhaled",
    "prednisolone eye drops",
    "hydrocortisone cream, topical",
)


@pytest.mark.parametrize("text", REPLACEMENT)
def test_a_replacement_or_another_route_is_asked_about_and_never_stopped(text: str) -> None:
    answered = check(text)
    assert answered["result"]["answer"] == "ask_first"
    assert answered["checks"]["outcome"] == "unknown"
    finding = findings(answered)["corticosteroids_to_ask_about"]
    assert finding["seen"] == f"Order: {text}"
    assert finding["resolve"].startswith("Do not stop or withhold it")
    assert "unless the neurologist directs it" in finding["because"]
    induction = {"calculator": "induction", "weight": "80 kg", "days": 5, "concurrent": [text]}
    assert of_rule("corticosteroid_on_order", induction) == "unknown"


def test_a_plain_steroid_beside_a_replacement_is_still_contraindicated() -> None:
    text = "hydrocortisone replacement and prednisone 60 mg"
    assert check(text)["result"]["answer"] == "contraindicated"


def test_the_facts_given_decide_by_the_rules_of_the_treatment() -> None:
    facts = {"iga_deficiency": "yes", "anti_iga_antibodies": "yes"}
    answered = check("IVIG 2 g/kg", facts=facts)
    assert answered["checks"]["outcome"] == "contraindicated"
    assert findings(answered)["iga_deficiency_with_antibodies"]["outcome"] == "contraindicated"


@pytest.mark.parametrize("together", ["{one}; {other}", "{other} and {one}", "{one} + {other}"])
@pytest.mark.parametrize(
    ("one", "other", "absent"),
    [
        ("duloxetine", "amitriptyline", "No amitriptyline is listed alongside"),
        ("amitriptyline", "Cymbalta", "No duloxetine is listed alongside"),
        *(
            (treatment, "prednisone", "No corticosteroid is listed")
            for treatment in ("IVIg", "SCIg", "rituximab", "gabapentin", "mexiletine")
        ),
        *(
            (treatment, "plasmapheresis", "No plasma exchange is listed")
            for treatment in ("IVIg", "cyclophosphamide", "mycophenolate", "pregabalin")
        ),
        ("rituximab", "yellow fever vaccine", "No live vaccine is listed"),
    ],
)
def test_what_the_order_itself_names_is_never_said_not_to_be_listed(
    one: str, other: str, absent: str, together: str
) -> None:
    """The text names both, and a fact is given, so that each treatment's own rules are run."""
    answered = check(together.format(one=one, other=other), age="50 years")
    said = [f["heading"] for f in answered["checks"]["findings"] if f["outcome"] == "clear"]
    assert said
    assert [heading for heading in said if absent in heading] == []


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("IVIG 2 g/kg", "clear", id="a figure of the plan"),
        pytest.param("IVIG 2.1 g/kg", "caution", id="just above the plan's largest"),
        pytest.param("rituximab 376 mg/m2", "caution", id="above by surface"),
        pytest.param("IVIG 80 g", "unknown", id="grams that only a weight can judge"),
    ],
)
def test_a_dose_in_the_text_is_held_against_the_plan_or_said_not_to_be(
    text: str, outcome: str
) -> None:
    assert findings(check(text))["dose_in_order"]["outcome"] == outcome


def test_a_route_that_the_plan_does_not_have_is_a_caution() -> None:
    assert findings(check("rituximab 375 mg/m2 SC"))["route_in_order"]["outcome"] == "caution"
    assert "route_in_order" not in findings(check("rituximab 375 mg/m2 IV"))
