"""What products' files say in words: warnings, labelled doses, and where sources disagree."""

from __future__ import annotations

import pytest
from asking import PLAN

from plan_data.schema.figures import figures_of

INTRAVENOUS = (
    "gammagard_liquid",
    "gamunex_c",
    "gammaked",
    "privigen",
    "panzyga",
    "octagam_10",
    "octagam_5",
    "flebogamma_dif_10",
    "flebogamma_dif_5",
    "bivigam",
    "asceniv",
)
SUBCUTANEOUS = ("hizentra", "cuvitru", "xembify", "cutaquig", "hyqvia")
IMMUNOGLOBULINS = (*INTRAVENOUS, *SUBCUTANEOUS)
# Where it is established. Two intravenous labels were not read for it, and carry what was read of
# the class; of subcutaneous ones it was not read at all.
BOXED = {
    "gammagard_liquid": "A",
    "gamunex_c": "A†",
    "gammaked": "A",
    "privigen": "A†",
    "panzyga": "A†",
    "octagam_10": "A",
    "octagam_5": "A",
    "flebogamma_dif_10": "A†",
    "flebogamma_dif_5": "A†",
    "bivigam": "B",
    "asceniv": "B",
}


def test_the_boxed_warning_stands_where_it_was_read_with_its_mark() -> None:
    found = {
        name: "".join(warning.mark for warning in product.boxed_warnings)
        for name, product in PLAN.products.items()
        if product.boxed_warnings
    }
    assert found == BOXED
    for name in BOXED:
        (warning,) = PLAN.products[name].boxed_warnings
        for word in ("thrombosis", "renal dysfunction", "acute renal failure"):
            assert word in warning.says
        assert ("not read on this product's own label" in warning.says) is (warning.mark == "B")


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in IMMUNOGLOBULINS])
def test_every_immunoglobulin_carries_the_contraindications_of_its_label(name: str) -> None:
    found = PLAN.products[name].contraindications
    assert "severe reaction to human immunoglobulin" in found[0].says
    assert "IgA deficiency with antibodies against IgA" in found[1].says
    assert {each.mark for each in found} == {"B"}
    assert len(found) == (3 if name in {"privigen", "hyqvia"} else 2)


# Product, a word, the mark: what else was read, and where labels and other sites disagree.
SAID = [
    ("privigen", "hyperprolinaemia", "B"),
    ("privigen", "L-proline, 250 mmol/L", "A†"),
    ("privigen", "2 g/kg over 2 to 5 days, then 1 g/kg every 3 weeks in 1 or 2 infusions", "A"),
    ("privigen", "in ITP it is 4 mg/kg/min", "B"),
    ("privigen", "0.3 mL/kg/h for about 30 minutes, then up to 4.8 mL/kg/h", "B"),
    ("gammagard_liquid", "In MMN it is given intravenously only", "A"),
    ("gammagard_liquid", "0.5 to 2.4 g/kg a month, by response", "A"),
    ("gammagard_liquid", "Induction was not studied", "A"),
    ("gammagard_liquid", "the time between two steps is not established", "A"),
    ("gammagard_liquid", "worked back from the calculator on the manufacturer's page", "A"),
    ("gammagard_liquid", "1 g/kg every 3 weeks over 1 to 4 consecutive days", "A"),
    ("gammagard_liquid", "240 mL/h, below 40 kg at most at 160 mL/h", "A"),
    ("gammagard_liquid", "A drug site prints subcutaneous rates under MMN", "B"),
    ("gammagard_liquid", "glycine, 0.25 M", "B"),
    ("gamunex_c", "2 g/kg over 2 to 4 days to begin with", "A†"),
    ("gamunex_c", "1 g/kg over 1 day or 0.5 g/kg on each of 2 days", "A†"),
    ("gamunex_c", "the number of another product does not hold", "A†"),
    ("gamunex_c", "glycine", "A†"),
    ("gammaked", "glycine", "B"),
    ("panzyga", "2 g/kg over 2 days, then 1 to 2 g/kg every 3 weeks over 2 days", "A†"),
    ("panzyga", "every 15 to 30 minutes", "A†"),
    ("panzyga", "glycine", "B"),
    ("octagam_10", "corn allergy", "A"),
    ("octagam_10", "no dose for a neuropathy", "A"),
    ("octagam_10", "maltose, about 90 mg/mL", "B"),
    ("octagam_5", "corn allergy", "A"),
    ("octagam_5", "no dose for a neuropathy", "A"),
    ("octagam_5", "maltose, about 100 mg/mL", "B"),
    ("flebogamma_dif_10", "no dose for a neuropathy", "A†"),
    ("flebogamma_dif_10", "sorbitol, 50 mg/mL", "A†"),
    ("flebogamma_dif_5", "no dose for a neuropathy", "B"),
    ("flebogamma_dif_5", "sorbitol, 50 mg/mL", "A"),
    ("bivigam", "The 10 g vial", "A"),
    ("bivigam", "no dose for a neuropathy", "A"),
    ("bivigam", "glycine", "B"),
    ("asceniv", "no dose for a neuropathy", "A"),
    ("asceniv", "glycine", "A"),
    ("hizentra", "one week after the last intravenous infusion", "A"),
    ("hizentra", "1 or 2 sessions over 1 or 2 days", "A"),
    ("hizentra", "1.53 formerly", "B"),
    ("cuvitru", "10 to 20 mL/h", "A"),
    ("cutaquig", "by about 10 mL and the rate by about 10 mL/h a site every 2 to 4 weeks", "A"),
    ("cutaquig", "grams × 6 = mL", "A"),
    ("cutaquig", "1.40 formerly", "B"),
    ("xembify", "A rate of first infusions is not established", "A†"),
    ("xembify", "Below 10 years of age the rate a site is at most 25 mL/h", "A†"),
    ("xembify", "begun one week after the last infusion", "B"),
    ("hyqvia", "hyaluronidase", "A"),
    ("hyqvia", "hypersensitivity to albumin", "B"),
    ("hyqvia", "those of the European leaflet for one site", "A†"),
    ("hyqvia", "every 2 to 4 weeks, into 1 to 3 sites", "A"),
    ("hyqvia", "lot numbers, site, time, date, dose and any reaction of each infusion", "A†"),
    ("rituximab", "half the rate or less", "A"),
    ("cyclophosphamide", "outflow of urine is obstructed", "A"),
    ("cyclophosphamide", "for cyclophosphamide an extrapolation", "A†"),
    ("cyclophosphamide", "60 % of the dose, as 20 % at 0, 4 and 8 hours", "A†"),
    ("cyclophosphamide", "No dose of mesna is established here", "A†"),
    ("cyclophosphamide", "vasculitis, another disease", "A"),
    ("cyclophosphamide", "argues for full weight-based doses in obesity", "A"),
    ("privigen", "In MMN the European leaflet has 2 g/kg over 2 to 5 consecutive days", "A†"),
    ("privigen", "In CIDP the European leaflet has 2 g/kg over 2 to 5 days", "A†"),
    ("privigen", "diluted with 5 % glucose", "A†"),
    ("flebogamma_dif_5", "or 2 g/kg every 4 to 8 weeks over 2 to 5 days", "A†"),
    ("flebogamma_dif_10", "or 2 g/kg every 4 to 8 weeks over 2 to 5 days", "A†"),
    ("flebogamma_dif_5", "The European leaflet has loop diuretics avoided", "A†"),
    ("flebogamma_dif_10", "The European leaflet has loop diuretics avoided", "A†"),
    ("flebogamma_dif_5", "below 7.35 mg in 100 mL", "A†"),
    ("panzyga", "later 0.5 to 1 g/kg a day", "A†"),
    ("hizentra", "1 to 2 mL/kg a week (0.2 to 0.4 g/kg)", "A†"),
    ("gamunex_c", "bags of 50, 100 and 200 mL", "A"),
    ("cutaquig", "maltose, and 30 mEq of sodium a litre", "B"),
    ("hyqvia", "5.0 to 60.5 mg of sodium", "A†"),
    # How a figure of the file is meant.
    ("gammagard_liquid", "each indication has its own table", "B"),
    ("gammagard_liquid", "go by body weight, from 40 kg and below it", "A"),
    ("octagam_10", "The steps on the way to this maximum are not established", "A"),
    ("octagam_5", "how long each lasts is not established", "B"),
    ("asceniv", "By how much a step raises the rate is not established", "A"),
    ("hizentra", "For CIDP the label converts by no factor", "A"),
    ("hyqvia", "those of the label's example, a dose every 4 weeks", "A"),
    ("hyqvia", "The volume a site holds from 40 kg of body weight", "A"),
    ("cyclophosphamide_tablets", "outflow of urine is obstructed", "A"),
]


@pytest.mark.parametrize(
    ("name", "words", "mark"),
    [pytest.param(*entry, id=f"{entry[0]}: {entry[1]}") for entry in SAID],
)
def test_a_product_says_what_was_read_with_its_mark(name: str, words: str, mark: str) -> None:
    facts = [fact for _, fact in figures_of(PLAN.products[name]) if hasattr(fact, "says")]
    assert [fact.mark for fact in facts if words in fact.says] == [mark]


def test_no_statement_of_a_product_is_left_out_of_these_tests() -> None:
    """What stands in every file of its kind has tests of its own."""
    looked_for = {
        name: [words for each, words, _ in SAID if each == name] for name in PLAN.products
    }
    everywhere = (
        "severe reaction to human immunoglobulin",
        "IgA deficiency with antibodies",
        "oxed warning",
        "off-label by the US label",
        "At risk of thrombosis or renal failure",
    )
    unseen = [
        (name, fact.says)
        for name, product in PLAN.products.items()
        for _, fact in figures_of(product)
        if hasattr(fact, "says")
        and not any(words in fact.says for words in (*everywhere, *looked_for[name]))
    ]
    assert unseen == []


def test_every_product_that_is_given_subcutaneously_says_that_this_is_off_label_in_mmn() -> None:
    says = {
        name
        for name, product in PLAN.products.items()
        if any("off-label by the US label" in each.says for each in product.says)
    }
    assert says == {"gammagard_liquid", "gamunex_c", "gammaked", *SUBCUTANEOUS}
