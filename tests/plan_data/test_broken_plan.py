"""One broken file, one refusal: it names the file and the key, and nothing is calculated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from breaking import copied, edit, leave_out_of_monitoring, refusal_of

from plan_data import read_plan
from plan_data.load import HERE, files_read
from plan_data.schema.dosing import NoDosing
from units import Refused

if TYPE_CHECKING:
    from pathlib import Path

INDUCTION = "plans/mmn/ivig_induction.toml"
MAINTENANCE = "plans/mmn/ivig_maintenance.toml"
SCIG = "plans/mmn/scig.toml"
CYCLOPHOSPHAMIDE = "plans/mmn/cyclophosphamide.toml"
RITUXIMAB = "plans/mmn/rituximab.toml"
DULOXETINE = "plans/mmn/duloxetine.toml"
SHARED = "plans/mmn/shared_rules.toml"
COMMON = "plans/mmn/common.toml"
IDENTITY = "plans/mmn/identity.toml"
MEASURES = "measures.toml"
FACTS = "facts.toml"
SOURCES = "sources.toml"
POLICIES = "policies.toml"
DEFAULT = "default_plan.toml"

TOTAL = '[dosing.total]\nvalue = 2\nunit = "g/kg"\nsource = "mmn_plan"\n'


@pytest.fixture(name="folder")
def copy_of_the_data(tmp_path: Path) -> Path:
    return copied(tmp_path)


def test_a_copy_that_nobody_broke_is_read(folder: Path) -> None:
    assert read_plan(folder).identity.id == "mmn"


EDITS = [
    # keys
    pytest.param(
        INDUCTION, 'id = "ivig_induction"', 'surprise = 1\nid = "ivig_induction"', "surprise",
        "Extra", id="an unknown key at the top",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL + "remark = 1\n", "dosing.total.remark",
        "Extra", id="an unknown key in a figure",
    ),
    pytest.param(
        SHARED, 'demands = "No uncompensated heart failure."', 'demand = "x"',
        "rules.1.demand", "", id="a misspelt key in a rule",
    ),
    pytest.param(
        INDUCTION, "[dosing.total]\nvalue = 2\n", "[dosing.total]\n", "dosing.total.value",
        "required", id="a figure without a value",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace('unit = "g/kg"\n', ""), "dosing.total.unit",
        "required", id="a figure without a unit",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace('source = "mmn_plan"\n', ""), "dosing.total.source",
        "required", id="a figure without a source",
    ),
    pytest.param(
        INDUCTION, f'{TOTAL}at = "3A · IVIg induction · Dosing"\n', TOTAL, "dosing.total.at",
        "required", id="a figure without a place",
    ),
    pytest.param(
        INDUCTION, f'{TOTAL}at = "3A · IVIg induction · Dosing"\n', f'{TOTAL}at = " "\n',
        "dosing.total.at", "", id="a figure whose place is empty",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("mmn_plan", "hearsay"), "dosing.total.source",
        "'hearsay' is not in sources.toml", id="a source that is not among the sources",
    ),
    pytest.param(
        MEASURES, 'year = { value = 365.25, unit = "d/a", source = "project_policy"',
        'year = { value = 365.25, unit = "d/a", source = "almanac"', "year.source",
        "'almanac' is not in sources.toml", id="an unknown source among the measures",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, 'unit = "/uL", source = "mmn_plan"', 'unit = "/uL", source = "hearsay"',
        "below.source", "'hearsay' is not in sources.toml", id="an unknown source inside a rule",
    ),
    pytest.param(
        INDUCTION, 'section = "3A"\n', "", "section", "required", id="a row without a section",
    ),
    pytest.param(
        INDUCTION, 'ICU = "-"\n', "", "priorities.ICU", "required",
        id="a setting without a priority",
    ),
    pytest.param(
        INDUCTION, 'HOSP = "STAT"', 'HOSP = "SOON"', "priorities.HOSP", "STAT",
        id="a priority that the plan does not know",
    ),
    pytest.param(
        SOURCES, "[mmn_plan]\n", "[mmn_plan]\npublisher = 1\n", "mmn_plan.publisher",
        "Extra", id="an unknown key in a source",
    ),
    pytest.param(
        SOURCES, 'confidence = "plan"', 'confidence = "sure"', "mmn_plan.confidence",
        "", id="a confidence that is not in the list",
    ),
    # units
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("g/kg", "mg/kg"), "dosing.total",
        "must be 'g/kg'", id="a unit that does not fit the figure",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("g/kg", "g/stone"), "dosing.total",
        "'g/stone' is not one of", id="a unit that nobody knows",
    ),
    pytest.param(
        RITUXIMAB, 'value = 375, unit = "mg/m2"', 'value = 375, unit = "mg/kg"',
        "dosing.weekly_dose", "must be 'mg/m2'", id="a weight where a surface is meant",
    ),
    pytest.param(
        INDUCTION, 'unit = "mo"', 'unit = "kg"', "within", "must be", id="a window in kilograms",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, 'value = 4000, unit = "/uL"', 'value = 4000, unit = "g"', "below",
        "unit", id="white cells in grams",
    ),
    pytest.param(
        MEASURES,
        'lowest = { value = 20, unit = "kg", source = "project_policy", '
        'at = "Project policy · Accepted measures" }\nhighest = { value = 400, unit = "kg"',
        'lowest = { value = 20, unit = "cm", source = "project_policy", '
        'at = "Project policy · Accepted measures" }\nhighest = { value = 400, unit = "cm"',
        "accepted_weight", "unit", id="weights in centimetres",
    ),
    # values
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("value = 2", 'value = "2"'), "dosing.total.value",
        "", id="a value that is text",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("value = 2", "value = true"), "dosing.total.value",
        "", id="a value that is true",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("value = 2", "value = nan"), "dosing.total.value",
        "", id="a value that is not a number",
    ),
    pytest.param(
        INDUCTION, TOTAL, TOTAL.replace("value = 2", "value = -2"), "dosing.total",
        "must not be negative", id="a value below nought",
    ),
    pytest.param(
        INDUCTION, "values = [2, 3, 4, 5]", "values = [2, 4, 3, 5]", "dosing.days",
        "in order", id="days out of order",
    ),
    pytest.param(
        INDUCTION, "values = [2, 3, 4, 5]", "values = [2, 2, 3]", "dosing.days",
        "each once", id="a day given twice",
    ),
    pytest.param(
        INDUCTION, "values = [2, 3, 4, 5]", "values = [0, 1]", "dosing.days",
        "from 1 up", id="a course of no days",
    ),
    pytest.param(
        INDUCTION, "values = [2, 3, 4, 5]", "values = []", "dosing.days", "", id="no days at all",
    ),
    pytest.param(
        INDUCTION, "values = [2, 3, 4, 5]", "values = [2.5]", "dosing.days", "", id="half a day",
    ),
    pytest.param(
        INDUCTION, "within = { value = 3,", "within = { value = 2.5,", "within", "whole",
        id="a window of two and a half months, which cannot be counted in the calendar",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, "iv_doses = { value = 6,", "iv_doses = { value = 6.5,",
        "dosing.iv_doses", "whole", id="six and a half doses",
    ),
    # order
    pytest.param(
        MAINTENANCE, 'dose = { value = 1, unit = "g/kg", source = "mmn_plan", '
        'at = "3C · IVIg maintenance · Dosing" }\nevery_from = { value = 2,',
        'dose = { value = 1, unit = "g/kg", source = "mmn_plan", '
        'at = "3C · IVIg maintenance · Dosing" }\nevery_from = { value = 5,',
        "dosing.patterns.0", "every_from must not exceed every_to",
        id="a pattern the wrong way round",
    ),
    pytest.param(
        MEASURES, 'lowest = { value = 20, unit = "kg"', 'lowest = { value = 500, unit = "kg"',
        "accepted_weight", "lowest must lie below highest", id="bounds the wrong way round",
    ),
    pytest.param(
        MEASURES, 'highest = { value = 400, unit = "kg"',
        'highest = { value = 400000, unit = "g{body}"',
        "accepted_weight", "one unit", id="bounds in two units",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, "po_low = { value = 1,", "po_low = { value = 3,", "po_low",
        "", id="a lowest dose above the highest",
    ),
    pytest.param(
        SCIG, "ivig_interval_from = { value = 2,", "ivig_interval_from = { value = 9,",
        "ivig_interval_from", "", id="a shortest interval above the longest",
    ),
    # rules
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        'when = { diagnosis = "uncompensated_heart_failure", is = "yes" }', "rules.1.cases.0.when",
        "begins with one of", id="an unknown comparison",
    ),
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        'when = { fact = "uncompensated_heart_failure", is = "maybe" }', "rules.1.cases.0.when",
        "'yes' or 'no'", id="an answer that is neither yes nor no",
    ),
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        'when = { fact = "uncompensated_heart_failure", is = "yes", twice = true }',
        "rules.1.cases.0.when", "Extra", id="an unknown key in a condition",
    ),
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        "when = { all = [] }", "rules.1.cases.0.when", "", id="a condition of nothing",
    ),
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        'when = "heart failure"', "rules.1.cases.0.when", "begins with one of",
        id="a condition in words",
    ),
    pytest.param(
        SHARED,
        'outcome = "contraindicated"\nwhen = { fact = "uncompensated_heart_failure", is = "yes" }',
        'outcome = "forbidden"\nwhen = { fact = "uncompensated_heart_failure", is = "yes" }',
        "rules.1.cases.0.outcome", "'contraindicated'", id="an outcome that is not among the five",
    ),
    pytest.param(
        SHARED, 'because = "Uncompensated heart failure rules IVIg out."', 'because = ""',
        "rules.1.cases.0.because", "", id="a case without a reason",
    ),
    pytest.param(
        DULOXETINE, 'if_not_recorded = "unknown"', 'if_not_recorded = "yes"', "if_not_recorded",
        "'no' or 'unknown'", id="what is not recorded taken for yes",
    ),
    pytest.param(
        COMMON, 'when = { priority = "-" }', 'when = { priority = "LATER" }', "priority", "",
        id="a rule about a priority that the plan does not know",
    ),
    pytest.param(
        SHARED, 'when = { fact = "uncompensated_heart_failure", is = "yes" }',
        'when = { fact = "heart_failure_uncompensated", is = "yes" }', "fact",
        "heart_failure_uncompensated", id="a rule about a fact that does not exist",
    ),
    pytest.param(
        COMMON, '{ listed = "concurrent", group = "corticosteroids" }',
        '{ listed = "concurrent", group = "corticosteriods" }', "group",
        "corticosteriods", id="a rule about a group of names that does not exist",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, 'when = { laboratory = "wbc"', 'when = { laboratory = "leucocytes"',
        "laboratory", "leucocytes", id="a rule about a laboratory value that does not exist",
    ),
    # rules that several treatments share
    pytest.param(
        SCIG, 'shared = "iga_deficiency_with_antibodies"', 'shared = "iga"', "rules.",
        "'iga' is not in plans/mmn/shared_rules.toml", id="a shared rule that stands nowhere",
    ),
    pytest.param(
        SCIG, 'shared = "iga_deficiency_with_antibodies"\n',
        'shared = "iga_deficiency_with_antibodies"\nask = "Otherwise?"\n', "ask",
        "stands in plans/mmn/shared_rules.toml already", id="a shared rule worded anew",
    ),
    pytest.param(
        SCIG, 'shared = "iga_deficiency_with_antibodies"\nat = "3C', 'at = "3C', "demands",
        "required", id="a rule that neither is nor names one",
    ),
    pytest.param(
        SHARED, 'id = "uncompensated_heart_failure"\n', 'id = "severe_renal_insufficiency"\n', "",
        "two shared rules have the same id", id="two shared rules under one name",
    ),
    # what stands in the folder, and what is said of it
    pytest.param(
        INDUCTION, 'kind = "induction"', 'kind = "introduction"', "dosing", "'subcutaneous'",
        id="a kind of dosing that there is not",
    ),
    pytest.param(
        INDUCTION, 'kind = "induction"\n', "", "dosing", "kind", id="a dosing without its kind",
    ),
    pytest.param(
        INDUCTION, 'kind = "induction"', 'kind = "none"', "dosing.reason", "required",
        id="a dosing that is of another kind than it says",
    ),
    pytest.param(
        INDUCTION, 'id = "ivig_induction"', 'id = "induction"', "id", "not the name of the file",
        id="a treatment in the file of another",
    ),
    pytest.param(
        IDENTITY, '    "gabapentin",\n', "", "treatments", "'gabapentin' stands in the folder",
        id="a treatment that has no place in the order",
    ),
    pytest.param(
        IDENTITY, '    "gabapentin",\n', '    "gabapentin",\n    "scig",\n', "treatments", "once",
        id="a treatment that has two places in the order",
    ),
    pytest.param(
        POLICIES, '    "privigen",\n', "", "offered", "'privigen' stands in products/",
        id="a product that is not offered",
    ),
    pytest.param(
        IDENTITY, 'id = "mmn"', 'id = "cidp"', "id", "not the name of the folder",
        id="a plan in the folder of another",
    ),
    pytest.param(
        DEFAULT, 'plan = "mmn"', 'plan = "../mmn"', "plan", "pattern", id="a plan somewhere else",
    ),
    # identity, facts and names
    pytest.param(
        IDENTITY, 'status = "draft"', 'status = "approved"', "status", "'draft'",
        id="a draft that calls itself approved",
    ),
    pytest.param(
        IDENTITY, 'checked_by = "" ', 'checked_by = "Dr. Who" ', "provenance",
        "checked_by and checked_on go together", id="checked without a date",
    ),
    pytest.param(
        IDENTITY, "next_review = 2027-02-11", 'next_review = "soon"', "provenance.next_review",
        "", id="a review that is due soon",
    ),
    pytest.param(
        FACTS, 'kind = "hemoglobin"', 'kind = "color"', "laboratory.hemoglobin.kind", "",
        id="a laboratory value of an unknown kind",
    ),
    pytest.param(
        CYCLOPHOSPHAMIDE, 'facts = ["cbc", "wbc"]', 'facts = ["cbc", "wbcc"]', "evidence_ages",
        "'wbcc' is not among what expires", id="an age of a value that nobody records",
    ),
    pytest.param(
        POLICIES, 'facts = ["pregnancy_test"]', 'facts = ["pregnancy"]', "evidence.ages",
        "'pregnancy' is not among what expires", id="an age of what does not grow old",
    ),
    pytest.param(
        POLICIES, '"igg_trough",\n]', '"trough",\n]', "evidence.expires",
        "'trough' is nowhere defined", id="a value that grows old and that nobody records",
    ),
    pytest.param(
        COMMON, "[recent]\nrecent_myocardial", "[recent]\nmyocardial", "recent",
        "'myocardial_infarction' is nowhere defined", id="a recent fact that nobody records",
    ),
    pytest.param(
        COMMON, 'implies = ["thromboembolic_event"]', 'implies = ["thrombosis"]',
        "implications: recent_myocardial_infarction", "'thrombosis' is nowhere defined",
        id="a fact of the plan that implies what nobody records",
    ),
    pytest.param(
        "plans/mmn/order_names.toml", 'plan_source = "mmn_plan"', 'plan_source = "hearsay"',
        "plan_source", "'hearsay' is not in sources.toml", id="a plan that is no source",
    ),
    pytest.param(
        COMMON, 'weight = "actual"', 'weight = "ideal"', "dosing_weight.weight", "'actual'",
        id="a plan that doses by a weight which no calculator takes of itself",
    ),
    pytest.param(
        FACTS, "\necg = {", "\nECG = {", "requirements.ECG", "", id="a fact in capitals",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "key", "says"), EDITS)
def test_a_broken_file_is_refused_by_file_and_key(  # noqa: PLR0917  (the columns of the table)
    folder: Path, file: str, old: str, new: str, key: str, says: str
) -> None:
    edit(folder, file, old, new)
    message = refusal_of(folder)
    assert message.startswith(f"{file}: ")
    assert key in message
    assert says in message


ALL_FILES = files_read(HERE)


@pytest.mark.parametrize("file", [pytest.param(file, id=file) for file in ALL_FILES])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"this is not TOML", "is not TOML", id="not TOML"),
        pytest.param(b"key = 1\nkey = 2", "is not TOML", id="a key given twice"),
        pytest.param(b"key = \xff\xfe", "is not TOML", id="not UTF-8"),
        pytest.param(b"surprise = 1", "surprise", id="another file in its place"),
        pytest.param(None, "cannot be read", id="missing"),
    ],
)
def test_a_file_that_is_missing_or_another_is_refused_by_name(
    folder: Path, file: str, content: bytes | None, says: str
) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    message = refusal_of(folder)
    assert message.startswith(f"{file}: ")
    assert says in message


def test_every_fault_of_a_file_is_named_at_once(folder: Path) -> None:
    edit(folder, INDUCTION, 'section = "3A"\n', "")
    edit(folder, RITUXIMAB, 'section = "3D"\n', "")
    assert refusal_of(folder).splitlines() == [
        f"{INDUCTION}: section: Field required",
        f"{RITUXIMAB}: section: Field required",
    ]


@pytest.mark.parametrize(
    ("file", "listed", "missing"),
    [
        pytest.param(IDENTITY, '"gabapentin"', "plans/mmn/sequenase.toml", id="a treatment"),
        pytest.param(POLICIES, '"privigen"', "products/sequenase.toml", id="a product"),
    ],
)
def test_what_is_listed_and_has_no_file_is_refused_by_the_name_of_the_file(
    folder: Path, file: str, listed: str, missing: str
) -> None:
    edit(folder, file, f"    {listed},\n", f'    {listed},\n    "sequenase",\n')
    assert refusal_of(folder).startswith(f"{missing}: cannot be read")


def test_a_plan_without_a_rule_that_holds_without_a_treatment_is_refused(folder: Path) -> None:
    """A name alone would be held to nothing, and nothing is not clear."""
    text = (folder / COMMON).read_text(encoding="utf-8")
    (folder / COMMON).write_text(text.replace("without_treatment = true\n", ""), encoding="utf-8")
    assert refusal_of(folder).startswith(f"{COMMON}: rules: none has without_treatment")


def test_a_plan_that_is_not_there_is_refused_by_the_file_that_is_missing(folder: Path) -> None:
    edit(folder, DEFAULT, 'plan = "mmn"', 'plan = "cidp"')
    assert refusal_of(folder).startswith("plans/cidp/identity.toml: cannot be read")


def test_the_order_of_treatments_and_of_products_is_the_listings(folder: Path) -> None:
    edit(
        folder,
        IDENTITY,
        '    "gabapentin",\n    "pregabalin",\n',
        '    "pregabalin",\n    "gabapentin",\n',
    )
    edit(
        folder,
        POLICIES,
        '    "gamunex_c",\n    "gammaked",\n',
        '    "gammaked",\n    "gamunex_c",\n',
    )
    plan = read_plan(folder)
    assert list(plan.treatments)[:3] == ["ivig_induction", "pregabalin", "gabapentin"]
    assert list(plan.symptomatic)[:2] == ["pregabalin", "gabapentin"]
    assert list(plan.products)[:3] == ["gammagard_liquid", "gammaked", "gamunex_c"]


def test_a_calculator_whose_treatment_the_plan_does_not_have_says_so(folder: Path) -> None:
    edit(folder, IDENTITY, '    "eculizumab",\n', "")
    (folder / "plans/mmn/eculizumab.toml").unlink()
    leave_out_of_monitoring(folder, "eculizumab")
    plan = read_plan(folder)
    with pytest.raises(Refused, match="mmn has no treatment whose dosing is of the kind 'none'"):
        plan.one_of(NoDosing)
