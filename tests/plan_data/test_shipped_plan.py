"""Health of the shipped data: each statement of the plan has a rule, each figure is the plan's."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

import pytest
from asking import PLAN
from pydantic import ValidationError

from plan_data import load_plan
from plan_data.load import HERE, figures_of, files_read
from plan_data.schema import rules
from plan_data.schema.dosing import (
    CyclophosphamideDosing,
    InductionDosing,
    MaintenanceDosing,
    RituximabDosing,
    SubcutaneousDosing,
)
from plan_data.schema.figures import DayChoices
from plan_data.schema.rules import Outcome, Rule
from plan_data.sections_load import load_sections, section_files


class Statement(NamedTuple):
    """A statement of the plan about a treatment, and the rule that checks it."""

    treatment: str
    rule: str
    outcome: str
    at: str
    words: str


FORBIDS, REQUIRES, WEIGHS = "contraindicated", "not_ready", "caution"

# Read off the plan, row by row: what each cell says, in the plan's words.
STATEMENTS = [
    # 3A, IVIg induction
    Statement(
        "ivig_induction",
        "iga_deficiency_with_antibodies",
        FORBIDS,
        "3A · IVIg induction · Contraindications",
        "IgA deficiency with anti-IgA antibodies",
    ),
    Statement(
        "ivig_induction",
        "thromboembolic_event",
        FORBIDS,
        "3A · IVIg induction · Contraindications",
        "recent thromboembolic event (within 3 months)",
    ),
    Statement(
        "ivig_induction",
        "uncompensated_heart_failure",
        FORBIDS,
        "3A · IVIg induction · Contraindications",
        "uncompensated HF",
    ),
    Statement(
        "ivig_induction",
        "severe_renal_insufficiency",
        FORBIDS,
        "3A · IVIg induction · Contraindications",
        "severe renal insufficiency",
    ),
    Statement(
        "ivig_induction",
        "prior_infusion_reaction",
        WEIGHS,
        "3A · IVIg induction · Dosing",
        "premedicate if history of reactions",
    ),
    Statement(
        "ivig_induction",
        "quantitative_immunoglobulins",
        REQUIRES,
        "1A · Quantitative immunoglobulins · Rationale",
        "IgA deficiency before IVIg",
    ),
    Statement(
        "ivig_induction",
        "renal_function",
        REQUIRES,
        "1A · CMP · Rationale; 6 · Renal function · Frequency",
        "renal function baseline before IVIg; before each IVIg infusion",
    ),
    Statement(
        "ivig_induction",
        "hepatitis_b_c_panel",
        REQUIRES,
        "1B · Hepatitis B and C panel · Rationale",
        "required before IVIg therapy",
    ),
    Statement(
        "ivig_induction",
        "cbc",
        REQUIRES,
        "6 · CBC with differential · Frequency",
        "before each IVIg",
    ),
    # 3C, IVIg maintenance
    Statement(
        "ivig_maintenance",
        "iga_deficiency_with_antibodies",
        FORBIDS,
        "3C · IVIg maintenance · Contraindications",
        "IgA deficiency with anti-IgA antibodies",
    ),
    Statement(
        "ivig_maintenance",
        "thromboembolic_event",
        FORBIDS,
        "3C · IVIg maintenance · Contraindications",
        "recent thromboembolic event",
    ),
    Statement(
        "ivig_maintenance",
        "uncompensated_heart_failure",
        FORBIDS,
        "3C · IVIg maintenance · Contraindications",
        "uncompensated HF",
    ),
    Statement(
        "ivig_maintenance",
        "severe_renal_insufficiency",
        FORBIDS,
        "3C · IVIg maintenance · Contraindications",
        "severe renal insufficiency",
    ),
    Statement(
        "ivig_maintenance",
        "plan_pattern",
        WEIGHS,
        "3C · IVIg maintenance · Dosing",
        "1 g/kg every 2-4 weeks OR 2 g/kg every 4-8 weeks",
    ),
    Statement(
        "ivig_maintenance",
        "prior_infusion_reaction",
        WEIGHS,
        "3A · IVIg induction · Dosing",
        "premedicate if history of reactions",
    ),
    Statement(
        "ivig_maintenance",
        "quantitative_immunoglobulins",
        REQUIRES,
        "1A · Quantitative immunoglobulins · Rationale",
        "check IgA before IVIg",
    ),
    Statement(
        "ivig_maintenance",
        "renal_function",
        REQUIRES,
        "3C · IVIg maintenance · Monitoring; 6 · Renal function · Frequency",
        "renal function before each infusion",
    ),
    Statement(
        "ivig_maintenance",
        "hepatitis_b_c_panel",
        REQUIRES,
        "1B · Hepatitis B and C panel · Rationale",
        "required before IVIg therapy",
    ),
    Statement(
        "ivig_maintenance",
        "cbc",
        REQUIRES,
        "6 · CBC with differential · Frequency",
        "before each IVIg",
    ),
    # 3C, SCIg
    Statement(
        "scig",
        "iga_deficiency_with_antibodies",
        FORBIDS,
        "3C · SCIg maintenance · Contraindications",
        "IgA deficiency with anti-IgA antibodies",
    ),
    Statement(
        "scig",
        "thrombocytopenia",
        FORBIDS,
        "3C · SCIg maintenance · Contraindications",
        "thrombocytopenia",
    ),
    Statement(
        "scig",
        "coagulation_disorder",
        FORBIDS,
        "3C · SCIg maintenance · Contraindications",
        "coagulation disorders",
    ),
    # 3D, cyclophosphamide
    *(
        Statement(
            "cyclophosphamide",
            rule,
            REQUIRES,
            "3D · Cyclophosphamide · Pre-Treatment Requirements",
            words,
        )
        for rule, words in (
            ("cbc", "CBC at baseline"),
            ("liver_function_tests", "LFTs at baseline"),
            ("renal_function", "BUN/Cr at baseline"),
            ("urinalysis", "urinalysis at baseline"),
            ("fertility_counseling", "fertility counseling"),
            ("pregnancy_test", "pregnancy test"),
        )
    ),
    Statement(
        "cyclophosphamide",
        "refractory_to_ivig",
        REQUIRES,
        "3D · Cyclophosphamide · Indication",
        "refractory MMN not responding to IVIg",
    ),
    Statement(
        "cyclophosphamide",
        "mesna_ordered",
        REQUIRES,
        "3D · Cyclophosphamide · Dosing",
        "IV with MESNA",
    ),
    *(
        Statement(
            "cyclophosphamide", rule, FORBIDS, "3D · Cyclophosphamide · Contraindications", words
        )
        for rule, words in (
            ("active_infection", "active infection"),
            ("pregnancy", "pregnancy"),
            ("severe_leukopenia", "severe leukopenia (WBC <4000)"),
        )
    ),
    Statement(
        "cyclophosphamide",
        "live_vaccine",
        WEIGHS,
        "4C · Vaccination",
        "avoid live vaccines if on cyclophosphamide or rituximab",
    ),
    # 3D, rituximab
    *(
        Statement("rituximab", rule, REQUIRES, "3D · Rituximab · Pre-Treatment Requirements", words)
        for rule, words in (
            ("hepatitis_b_c_panel", "hepatitis B/C screening"),
            ("quantitative_immunoglobulins", "quantitative immunoglobulins"),
            ("cd19_cd20_counts", "CD19/CD20 counts"),
            ("vaccination_update", "vaccination update"),
        )
    ),
    Statement(
        "rituximab", "refractory_to_ivig", REQUIRES, "3D · Rituximab · Indication", "refractory MMN"
    ),
    *(
        Statement("rituximab", rule, FORBIDS, "3D · Rituximab · Contraindications", words)
        for rule, words in (
            ("active_hepatitis_b", "active hepatitis B"),
            ("severe_active_infection", "severe active infection"),
        )
    ),
    Statement(
        "rituximab",
        "live_vaccine",
        WEIGHS,
        "4C · Vaccination",
        "avoid live vaccines if on cyclophosphamide or rituximab",
    ),
    # every treatment
    Statement("common", "outside_plan_scope", FORBIDS, "Scope", "MMN in adults"),
    Statement("common", "setting", WEIGHS, "Priority key", "- = not applicable to this setting"),
    Statement(
        "common",
        "corticosteroid_on_order",
        FORBIDS,
        "3 · Critical contraindications · Corticosteroids",
        "corticosteroids: contraindicated in MMN",
    ),
    Statement(
        "common",
        "plasma_exchange_on_order",
        FORBIDS,
        "3 · Critical contraindications · Plasma exchange",
        "plasma exchange: contraindicated",
    ),
]
# Rules that no statement of the plan asks for: the project's own cautions, and for which reason.
OWN_RULES = {
    ("common", "doses_in_strengths"): "the doses are held against what can be had",
    ("common", "plausible_measures"): "a number may have been typed in another unit",
    (
        "common",
        "dosing_weight_choice",
    ): "the plan names no weight; another than the actual is chosen",
    ("common", "body_surface_cap"): "the plan sets no cap; a site may",
    ("scig", "ivig_interval"): "the plan's month is four weeks, and its intervals are 2 to 8",
    ("scig", "ivig_exposure"): "the IVIg that is converted may lie outside the plan's band",
    ("common", "dispensed_dose"): "containers may not come to the dose that was calculated",
    ("common", "product_indication"): "the plan names no product; its label may not carry MMN",
    ("common", "infusion_risk"): "labels run slower at risk of thrombosis or renal failure",
    ("common", "same_drug_listed"): "doses of one drug from two lists add up",
    ("ivig_induction", "hemolysis"): "the regulator warns of it from 2 g/kg a course",
    ("ivig_maintenance", "hemolysis"): "the regulator warns of it from 2 g/kg a course",
    ("ivig_induction", "largest_day"): "no neuropathy label has more than 1 g/kg in a day",
    ("ivig_maintenance", "largest_day"): "no neuropathy label has more than 1 g/kg in a day",
    ("ivig_induction", "second_immunoglobulin"): "two immunoglobulins add up",
    ("ivig_maintenance", "second_immunoglobulin"): "two immunoglobulins add up",
    ("scig", "second_immunoglobulin"): "two immunoglobulins add up",
    ("ivig_induction", "since_last_dose"): "a phase may begin before a dose is due, or after",
    ("ivig_maintenance", "since_last_dose"): "a phase may begin before a dose is due, or after",
    ("scig", "since_last_dose"): "a phase may begin before a dose is due, or after",
    ("scig", "thrombosis_risk"): "every label under the skin warns of thrombosis",
    ("common", "own_steps"): "steps that were entered may be faster than the label",
    ("common", "sites"): "labels may allow less a site than the plan, or fewer sites",
    ("common", "tablets"): "tablets may not come to the plan's range",
}
# Where a rule of our own holds a result against a place that is not a policy of ours.
OTHER_PLACES = {
    ("scig", "ivig_interval"): "3C · IVIg maintenance · Dosing",
    ("scig", "ivig_exposure"): "3C · IVIg maintenance · Dosing",
    ("common", "infusion_risk"): (
        "Product labels · Patients at risk of thrombosis or renal failure"
    ),
    **dict.fromkeys(
        [("ivig_induction", "hemolysis"), ("ivig_maintenance", "hemolysis")],
        "FDA MedWatch · Privigen label change, hemolysis, June 2012 [A]",
    ),
    ("scig", "thrombosis_risk"): "Immunoglobulin labels · Boxed warning of thrombosis",
    ("common", "own_steps"): "Product labels · Infusion rate; project policy · Own ladders",
    ("common", "sites"): "3C · SCIg maintenance · Dosing; product labels · Sites",
    ("common", "tablets"): "3D · Cyclophosphamide · Dosing",
}


# The rows of the plan that this file knows; other treatments have tests of their own.
ROWS: dict[str, Any] = {
    "ivig_induction": PLAN.one_of(InductionDosing),
    "ivig_maintenance": PLAN.one_of(MaintenanceDosing),
    "scig": PLAN.one_of(SubcutaneousDosing),
    "cyclophosphamide": PLAN.one_of(CyclophosphamideDosing),
    "rituximab": PLAN.one_of(RituximabDosing),
}
PARTS = {**ROWS, "common": PLAN.common}
RULES: dict[tuple[str, str], Rule] = {
    (part, rule.id): rule for part, own in PARTS.items() for rule in own.rules
}


@pytest.mark.parametrize(
    "statement",
    [pytest.param(entry, id=f"{entry.treatment}: {entry.words}") for entry in STATEMENTS],
)
def test_each_statement_of_the_plan_has_a_rule_with_its_outcome_and_its_place(
    statement: Statement,
) -> None:
    rule = RULES[statement.treatment, statement.rule]
    assert Outcome(statement.outcome) in {case.outcome for case in rule.cases}
    assert rule.at == statement.at
    graver = [case.outcome for case in rule.cases if case.outcome.value == FORBIDS]
    assert bool(graver) is (statement.outcome == FORBIDS)


def test_each_rule_belongs_to_a_statement_of_the_plan_or_is_named_as_our_own() -> None:
    stated = {(entry.treatment, entry.rule) for entry in STATEMENTS}
    assert len(stated) == len(STATEMENTS)
    assert not stated & OWN_RULES.keys()
    assert set(RULES) == stated | OWN_RULES.keys()


def test_no_rule_stands_twice_in_what_is_checked_for_one_result() -> None:
    for treatment in PLAN.treatments.values():
        ids = [rule.id for rule in (*treatment.rules, *PLAN.common.rules)]
        assert len(set(ids)) == len(ids)


def test_our_own_rules_are_never_graver_than_unknown_and_say_whose_they_are() -> None:
    for key in OWN_RULES:
        rule = RULES[key]
        assert {case.outcome for case in rule.cases} <= {Outcome.CAUTION, Outcome.UNKNOWN}
        if key in OTHER_PLACES:
            assert rule.at == OTHER_PLACES[key]
        else:
            assert rule.at.startswith("Project policy")


# --- figures --------------------------------------------------------------------------------------

# Every figure of the dosing columns, written down from the plan: path → value, unit, place.
FIGURES = {
    "ivig_induction": {
        "total": ("2", "g/kg", "3A · IVIg induction · Dosing"),
        "days": ("2, 3, 4, 5", "d", "3A · IVIg induction · Dosing"),
        "example_per_day": ("0.4", "g/kg", "3A · IVIg induction · Dosing"),
    },
    "ivig_maintenance": {
        "patterns.0.dose": ("1", "g/kg", "3C · IVIg maintenance · Dosing"),
        "patterns.0.every_from": ("2", "wk", "3C · IVIg maintenance · Dosing"),
        "patterns.0.every_to": ("4", "wk", "3C · IVIg maintenance · Dosing"),
        "patterns.1.dose": ("2", "g/kg", "3C · IVIg maintenance · Dosing"),
        "patterns.1.every_from": ("4", "wk", "3C · IVIg maintenance · Dosing"),
        "patterns.1.every_to": ("8", "wk", "3C · IVIg maintenance · Dosing"),
    },
    "scig": {
        "uplift": ("1.20", "1", "3C · SCIg maintenance · Dosing"),
        "volume_per_site": ("50", "mL", "3C · SCIg maintenance · Dosing"),
        "ivig_interval_from": ("2", "wk", "3C · IVIg maintenance · Dosing"),
        "ivig_interval_to": ("8", "wk", "3C · IVIg maintenance · Dosing"),
        "other_factors.0.factor": ("1", "1", "Harbo 2009"),
        "other_factors.1.factor": ("1.30", "1", "Cuvitru label · IV to SC"),
        "other_factors.2.factor": ("1.37", "1", "Hizentra label · IV to SC"),
        "other_factors.3.factor": ("1.53", "1", "Katzberg 2016"),
    },
    "cyclophosphamide": {
        "iv_dose": ("1", "g/m2", "3D · Cyclophosphamide · Dosing"),
        "iv_doses": ("6", "1", "3D · Cyclophosphamide · Dosing"),
        "iv_every": ("1", "mo", "3D · Cyclophosphamide · Dosing"),
        "po_low": ("1", "mg/kg", "3D · Cyclophosphamide · Dosing"),
        "po_high": ("2", "mg/kg", "3D · Cyclophosphamide · Dosing"),
    },
    "rituximab": {
        "weekly_dose": ("375", "mg/m2", "3D · Rituximab · Dosing"),
        "weekly_days": ("1, 8, 15, 22", "d", "3D · Rituximab · Dosing"),
        "fixed_dose": ("1000", "mg", "3D · Rituximab · Dosing"),
        "fixed_days": ("1, 15", "d", "3D · Rituximab · Dosing"),
    },
}
# Figures that stand in rules: part → the figures of its rules, each once.
FIGURES_IN_RULES = {
    "ivig_induction": {("3", "mo", "3A · IVIg induction · Contraindications")},
    "ivig_maintenance": {("3", "mo", "3A · IVIg induction · Contraindications")},
    "scig": set(),
    "cyclophosphamide": {("4000", "/uL", "3D · Cyclophosphamide · Contraindications")},
    "rituximab": set(),
    "common": {("18", "a", "Project policy · Adult age")},
}
# The limits on what is typed and the conventions that the plan leaves open.
MEASURES = {
    "accepted_weight.lowest": ("20", "kg"),
    "accepted_weight.highest": ("400", "kg"),
    "accepted_height.lowest": ("100", "cm"),
    "accepted_height.highest": ("250", "cm"),
    "accepted_age.lowest": ("0", "a"),
    "accepted_age.highest": ("120", "a"),
    "ordinary_weight.lowest": ("35", "kg"),
    "ordinary_weight.highest": ("200", "kg"),
    "ordinary_height.lowest": ("140", "cm"),
    "ordinary_height.highest": ("210", "cm"),
    "ordinary_body_mass_index.lowest": ("14", "kg/m2"),
    "ordinary_body_mass_index.highest": ("50", "kg/m2"),
    "year": ("365.25", "d/a"),
    "adjusted_weight_factor": ("0.4", "1"),
    "adjusted_weight_from_age": ("18", "a"),
}


def written(figure: Any) -> str:
    if isinstance(figure, DayChoices):
        return ", ".join(str(day) for day in figure.values)
    return str(figure.value)


@pytest.mark.parametrize("treatment", [pytest.param(name, id=name) for name in FIGURES])
def test_every_figure_of_the_dosing_column_is_the_plans(treatment: str) -> None:
    dosing = ROWS[treatment].dosing
    found = {path: (written(f), f.unit, f.at) for path, f in figures_of(dosing)}
    assert found == FIGURES[treatment]


# The values below which a recorded one speaks against a "no", whatever treatment is asked about.
AGAINST_NO = {
    ("iga_deficiency", "iga", "7", "mg/dL"),
    ("thrombocytopenia", "platelets", "150", "10*9/L"),
    ("severe_renal_insufficiency", "creatinine", "30", "mL/min"),
    ("severe_renal_impairment", "creatinine", "30", "mL/min"),
    ("renal_insufficiency", "creatinine", "30", "mL/min"),
}


def test_every_value_that_speaks_against_an_answer_is_the_settled_one() -> None:
    found = {
        (each.fact, each.laboratory, written(each.below), each.below.unit)
        for each in PLAN.policies.evidence.contradictions
    }
    assert found == AGAINST_NO


@pytest.mark.parametrize("part", [pytest.param(name, id=name) for name in FIGURES_IN_RULES])
def test_every_figure_of_a_rule_is_the_plans_or_named_as_our_own(part: str) -> None:
    found = {(written(f), f.unit, f.at) for _, f in figures_of(PARTS[part].rules)}
    assert found == FIGURES_IN_RULES[part]


def test_the_month_of_a_monthly_dose_is_four_weeks() -> None:
    """The plan divides the monthly dose by 4 (3C, SCIg)."""
    month = PLAN.common.four_weeks
    assert (written(month), month.unit, month.source) == ("4", "wk", "mmn_plan")
    assert month.at == "3C · SCIg maintenance · Dosing"


def test_the_limits_on_what_is_typed_are_those_that_were_settled() -> None:
    found = {path: (written(f), f.unit) for path, f in figures_of(PLAN.measures)}
    assert found == MEASURES


def test_the_plans_example_of_a_day_makes_its_total_in_five_days() -> None:
    dosing = PLAN.one_of(InductionDosing).dosing
    assert dosing.example_per_day.value * dosing.days.values[-1] == dosing.total.value


def test_the_plans_own_figures_name_the_plan_and_the_others_name_what_they_are() -> None:
    for path, figure in [*figures_of(ROWS), *figures_of(PLAN.common), *figures_of(PLAN.measures)]:
        of_the_plan = figure.at[:2] in {"3A", "3C", "3D", "6 "}
        assert (figure.source == "mmn_plan") is of_the_plan, path
        assert figure.at.startswith("Project policy") is (figure.source == "project_policy"), path


# --- sources and files ----------------------------------------------------------------------------


def test_every_source_is_used_and_every_source_that_is_used_exists() -> None:
    assert {figure.source for _, figure in figures_of(PLAN)} == set(PLAN.sources)


def test_every_file_of_the_plan_is_read() -> None:
    lying_about = {str(file.relative_to(HERE).as_posix()) for file in HERE.rglob("*.toml")}
    assert lying_about == {*files_read(HERE), *section_files(PLAN.identity)}


def test_which_plan_is_read_stands_in_no_python_file() -> None:
    """The folder is found by the data, so that a second plan needs no line of Python."""
    root = HERE.parent
    folders = ("calculators", "exchange", "plan_data", "units", "views")
    naming = {
        str(file.relative_to(root).as_posix())
        for folder in folders
        for file in (root / folder).rglob("*.py")
        if re.search(r"""["'/]mmn["'/_]""", file.read_text(encoding="utf-8"))
    }
    assert naming == set()


def test_every_file_but_the_sources_says_who_wrote_it_and_that_nobody_has_checked_it() -> None:
    # Which plan is read is nobody's clinical statement either.
    assert len(PLAN.provenances) == len(files_read(HERE)) - len(("sources", "default_plan"))
    for provenance in PLAN.provenances.values():
        assert provenance.written_by
        assert provenance.checked_by == ""
        assert provenance.checked_on is None
        assert provenance.next_review > provenance.written_on


def test_the_plan_is_a_draft_of_version_1_1() -> None:
    identity = PLAN.identity
    assert (identity.id, identity.version, identity.status) == ("mmn", "1.1", "draft")
    assert str(identity.revised_on) == "2026-02-11"
    assert "DRAFT" in identity.banner
    assert "physician" in identity.banner


def test_the_plan_is_read_once_and_cannot_be_changed() -> None:
    assert load_plan() is load_plan()
    with pytest.raises(ValidationError, match="frozen"):
        PLAN.one_of(InductionDosing).dosing.total.value = 3  # type: ignore[misc]  # what must not work


def test_the_priorities_for_calculating_and_for_reading_are_the_same() -> None:
    read = {
        row.treatment: row.priorities
        for tables in load_sections().files.values()
        for section in tables.sections
        for row in section.rows
        if row.treatment in ROWS
    }
    assert read == {name: row.priorities for name, row in ROWS.items()}


# --- facts ----------------------------------------------------------------------------------------

# Every fact that was named when the project began.
CONDITIONS = (
    "iga_deficiency",
    "anti_iga_antibodies",
    "thromboembolic_event",
    "uncompensated_heart_failure",
    "severe_renal_insufficiency",
    "thrombocytopenia",
    "coagulation_disorder",
    "active_infection",
    "severe_active_infection",
    "pregnancy",
    "pregnancy_possible",
    "active_hepatitis_b",
    "unresolved_meningococcal_infection",
    "severe_gi_disease",
    "gi_obstruction",
    "severe_renal_impairment",
    "renal_insufficiency",
    "severe_hepatic_impairment",
    "hepatic_impairment",
    "hepatic_failure",
    "severe_liver_disease",
    "maoi_use",
    "uncontrolled_narrow_angle_glaucoma",
    "angle_closure_glaucoma",
    "cardiac_arrhythmia",
    "recent_myocardial_infarction",
    "urinary_retention",
    "left_ventricular_hypertrophy",
    "mitral_valve_prolapse_with_stimulant_use",
    "second_or_third_degree_av_block",
    "prior_infusion_reaction",
    "refractory_to_ivig",
)
# Asked for since, because labels of products decide by it.
ASKED_BY_LABELS = (
    "thrombosis_or_renal_risk",
    "prolonged_immobilization",
    "hypercoagulable_condition",
    "estrogens",
    "indwelling_catheter",
    "hyperviscosity",
    "cardiovascular_risk_factors",
    "advanced_age",
    "diabetes_mellitus",
    "volume_depletion",
    "sepsis",
    "paraproteinemia",
    "nephrotoxic_drugs",
    "hyperprolinemia",
    "hereditary_fructose_intolerance",
    "corn_allergy",
    "hyaluronidase_hypersensitivity",
    "polysorbate_80_hypersensitivity",
    "glucose_meter_in_use",
    "blood_group_not_o",
)
REQUIREMENTS = (
    "quantitative_immunoglobulins",
    "renal_function",
    "cbc",
    "hepatitis_b_c_panel",
    "liver_function_tests",
    "urinalysis",
    "fertility_counseling",
    "pregnancy_test",
    "cd19_cd20_counts",
    "vaccination_update",
    "contraception_counseling",
    "complement_levels",
    "meningococcal_vaccination",
    "mesna_ordered",
    "ecg",
)
LABORATORY = {
    "creatinine": "creatinine",
    "wbc": "cell_count",
    "platelets": "cell_count",
    "hemoglobin": "hemoglobin",
    "iga": "immunoglobulin",
    "igg_trough": "immunoglobulin",
}
# What a rule may read beside facts and laboratory values.
MEASURED = {"weight", "height", "age", "setting", "premedication", "concurrent"}
# What calculators say of their own results.
REMARKS = {
    "strengths": {"a dose that no strength makes"},
    "course_dose": {"a high dose"},
    "day_share": {"above the labels"},
    "since_last": {"sooner than the interval", "later than the interval"},
    "dosing_weight": {"ideal", "adjusted", "adjusted, pregnancy not recorded"},
    "body_surface_cap": {"applied"},
    "plan_pattern": {"off the patterns, inside the band", "below the band", "above the band"},
    "ivig_interval": {"outside the plan", "calendar months"},
    "ivig_exposure": {"below the band", "above the band"},
    "thrombosis_risk": {"at risk", "not recorded"},
    "room": {"at the maximum"},
    "route": {"po"},
    "dispensed": {
        "rounded",
        "rounded beyond the limit",
        "rounded, above the band",
        "rounded, below the band",
    },
    "product_indication": {"off-label", "labelled in Europe"},
    "infusion_risk": {"ceiling in force", "no ceiling in numbers", "not recorded"},
    "own_steps": {"faster than the label", "asked about"},
    "sites": {
        "too many sites",
        "above the day's volume",
        "not established",
        "ramp-up above the day's volume",
        "not a weekly product",
    },
    "tablets": {"outside the range"},
}


def test_every_fact_that_was_named_can_be_recorded() -> None:
    assert {*CONDITIONS, *ASKED_BY_LABELS} == PLAN.facts.conditions.keys()
    assert set(REQUIREMENTS) <= PLAN.facts.requirements.keys()
    assert {
        name: fact.kind for name, fact in PLAN.facts.laboratory.items()
    }.items() >= LABORATORY.items()


def test_every_requirement_carries_a_date() -> None:
    assert all(fact.dated for fact in PLAN.facts.requirements.values())


@pytest.mark.parametrize(
    ("key", "rule"),
    [pytest.param(key, rule, id=f"{key[0]}: {key[1]}") for key, rule in RULES.items()],
)
def test_a_rule_names_real_facts_groups_and_remarks(key: tuple[str, str], rule: Rule) -> None:
    known = {*CONDITIONS, *ASKED_BY_LABELS, *REQUIREMENTS, *LABORATORY, *MEASURED}
    assert {*rule.reads, *rule.also_asks} <= known
    for condition in conditions_of(rule):
        if isinstance(condition, rules.Listed):
            assert condition.group in {*PLAN.name_groups, "unrecognised", "this_drug"}
        if isinstance(condition, rules.ResultIs):
            assert condition.answer in REMARKS[condition.result]
        if isinstance(condition, rules.LaboratoryBelow):
            assert condition.laboratory in LABORATORY
    assert not rule.about or rule.about in REMARKS


def conditions_of(rule: Rule) -> list[Any]:
    """Return every condition of a rule, those inside others too."""
    found: list[Any] = []
    waiting: list[Any] = [case.when for case in rule.cases]
    while waiting:
        condition = waiting.pop()
        found.append(condition)
        waiting += getattr(condition, "all", ()) or getattr(condition, "any", ())
    return found


def test_every_remark_that_a_calculator_makes_is_read_by_a_rule() -> None:
    """Each of the values in `REMARKS` was written down from a calculator; a rule looks at each."""
    read = {
        (condition.result, condition.answer)
        for rule in RULES.values()
        for condition in conditions_of(rule)
        if isinstance(condition, rules.ResultIs)
    }
    assert read == {(name, answer) for name, answers in REMARKS.items() for answer in answers}


@pytest.mark.parametrize(
    ("row", "when"),
    [
        pytest.param(
            "ivig_induction",
            "before the infusion and 48 hours after it",
            id="3A says always, which holds for induction",
        ),
        pytest.param(
            "ivig_maintenance",
            "before each infusion; 48 hours after it where there are risk factors",
            id="section 6 says with risk factors, which holds for maintenance",
        ),
    ],
)
def test_creatinine_48_hours_after_an_infusion_is_read_from_the_right_place(
    row: str, when: str
) -> None:
    renal = [
        entry for entry in ROWS[row].monitoring if entry.what in {"Creatinine", "Renal function"}
    ]
    assert [entry.when for entry in renal] == [when]


def test_no_rule_stands_in_two_treatments_alike_but_for_its_place() -> None:
    written: dict[str, list[str]] = {}
    for file in sorted((HERE / "plans" / PLAN.identity.id).glob("*.toml")):
        for rule in tomllib.loads(file.read_text(encoding="utf-8")).get("rules", ()):
            if "shared" not in rule:
                text = repr(sorted((key, rule[key]) for key in rule if key != "at"))
                written.setdefault(text, []).append(f"{file.stem}: {rule['id']}")
    assert len(written) > 50
    assert [places for places in written.values() if len(places) > 1] == []
