"""The plan's sections against rows, priorities and figures written off the plan by hand."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from plan_data import load_plan
from plan_data.load import HERE, BrokenPlanError
from plan_data.schema.rules import SETTINGS
from plan_data.schema.sections import Section
from plan_data.sections_load import load_sections, read_sections

SECTIONS = load_sections()
IDENTITY = load_plan().identity
IN_PLAN = "plans/mmn/sections"
FOLDER = HERE / IN_PLAN

# --- written by hand from the plan ------------------------------------------------------------

# Rows of each table, in the plan's order. The plan's list of CPT codes has 11; the ANA's code
# stands in table 1B alone.
ROWS = {
    "ICD-10": 1,
    "CPT codes": 11,
    "CPT codes outside the list": 1,
    "Synonyms": 7,
    "Scope": 4,
    "Definitions": 4,
    "Priority key": 5,
    "1A": 7,
    "1B": 6,
    "1C": 3,
    "2A": 2,
    "2B": 3,
    "2C": 2,
    "2 · Lumbar puncture": 4,
    "2 · Lumbar puncture studies": 4,
    "3A": 1,
    "3B": 8,
    "3C": 2,
    "3D": 4,
    "3 · Critical contraindications": 2,
    "4A": 7,
    "4B": 7,
    "4C": 5,
    "5": 8,
    "6": 7,
    "7": 5,
    "Header": 6,
    "Notes": 11,
    "Change log": 2,
    "Change log · v1.1": 11,
    "Change log · v1.0": 5,
}

COLUMNS = {
    "1A": "Rationale | Target Finding",
    "1B": "Rationale | Target Finding",
    "1C": "Rationale | Target Finding",
    "2A": "Timing | Target Finding | Contraindications",
    "2B": "Timing | Target Finding | Contraindications",
    "2C": "Timing | Target Finding | Contraindications",
    "2 · Lumbar puncture studies": "Rationale | Target Finding",
    "3A": "Route | Indication | Dosing | Contraindications | Monitoring",
    "3B": "Route | Indication | Dosing | Contraindications | Monitoring",
    "3C": "Route | Indication | Dosing | Contraindications | Monitoring",
    "3D": (
        "Route | Indication | Dosing | Pre-Treatment Requirements | Contraindications | Monitoring"
    ),
    "4A": "Recommendation",
    "4B": "Recommendation",
    "4C": "Recommendation",
    "5": "Key Distinguishing Features | Tests to Differentiate",
    "6": "Frequency | Target/Threshold | Action if Abnormal",
    "7": "Criteria",
}

# ED, HOSP, OPD, ICU.
PRIORITIES = {
    "1A": {
        "CBC": "STAT STAT ROUTINE STAT",
        "CMP": "STAT STAT ROUTINE STAT",
        "Anti-GM1 IgM antibodies": "- ROUTINE ROUTINE -",
        "Quantitative immunoglobulins": "- ROUTINE ROUTINE -",
        "ESR / CRP": "- ROUTINE ROUTINE -",
        "CK": "- ROUTINE ROUTINE -",
        "TSH": "- ROUTINE ROUTINE -",
    },
    "1B": {
        "Anti-GM1 IgG antibodies": "- - ROUTINE -",
        "Anti-GD1a, anti-GD1b, anti-GalNAc-GD1a antibodies": "- - EXT -",
        "SPEP / UPEP with immunofixation": "- ROUTINE ROUTINE -",
        "Hepatitis B and C panel": "- ROUTINE ROUTINE -",
        "HIV antibody": "- ROUTINE ROUTINE -",
        "ANA": "- ROUTINE ROUTINE -",
    },
    "1C": {
        "CSF analysis": "- EXT EXT -",
        "Genetic testing for hereditary motor neuropathies": "- - EXT -",
        "SOD1 and C9orf72 testing": "- - EXT -",
    },
    "2A": {
        "NCS/EMG with motor conduction block studies": "- ROUTINE ROUTINE -",
        "MRI cervical spine without contrast": "- EXT ROUTINE -",
    },
    "2B": {
        "MRI brachial plexus with contrast": "- - EXT -",
        "Ultrasound of peripheral nerves": "- - EXT -",
        "Pulmonary function tests": "- ROUTINE ROUTINE -",
    },
    "2C": {
        "Nerve biopsy": "- - EXT -",
        "MRI brain with contrast": "- - EXT -",
    },
    "2 · Lumbar puncture studies": {
        "Cell count": "- EXT EXT -",
        "Protein": "- EXT EXT -",
        "Glucose with serum glucose": "- EXT EXT -",
        "Oligoclonal bands": "- EXT EXT -",
    },
    "3A": {"IVIg induction": "- STAT ROUTINE -"},
    "3B": {
        "Gabapentin": "- ROUTINE ROUTINE -",
        "Pregabalin": "- ROUTINE ROUTINE -",
        "Duloxetine": "- ROUTINE ROUTINE -",
        "Amitriptyline": "- ROUTINE ROUTINE -",
        "Acetaminophen": "ROUTINE ROUTINE ROUTINE ROUTINE",
        "Modafinil": "- - ROUTINE -",
        "Mexiletine": "- - ROUTINE -",
        "Magnesium oxide": "- ROUTINE ROUTINE -",
    },
    "3C": {
        "IVIg maintenance": "- ROUTINE ROUTINE -",
        "SCIg maintenance": "- - ROUTINE -",
    },
    "3D": {
        "Cyclophosphamide": "- EXT EXT -",
        "Rituximab": "- EXT EXT -",
        "Mycophenolate mofetil": "- - EXT -",
        "Eculizumab": "- - EXT -",
    },
    "4A": {
        "Neuromuscular specialist": "URGENT ROUTINE ROUTINE URGENT",
        "Infusion center": "- ROUTINE ROUTINE -",
        "Physical therapy": "- ROUTINE ROUTINE -",
        "Occupational therapy": "- ROUTINE ROUTINE -",
        "Pulmonology": "- EXT EXT EXT",
        "Social work / case management": "- ROUTINE ROUTINE -",
        "Pain management": "- - EXT -",
    },
    "4B": {
        "Return precautions": "ROUTINE ROUTINE ROUTINE -",
        "New or worse weakness": "- ROUTINE ROUTINE -",
        "Scheduled infusions": "- ROUTINE ROUTINE -",
        "After an infusion": "- ROUTINE ROUTINE -",
        "Corticosteroids": "ROUTINE ROUTINE ROUTINE -",
        "Strength diary": "- - ROUTINE -",
        "Informing providers": "ROUTINE ROUTINE ROUTINE -",
    },
    "4C": {
        "Exercise": "- ROUTINE ROUTINE -",
        "Ergonomics": "- - ROUTINE -",
        "Hydration": "- ROUTINE ROUTINE -",
        "Vaccination": "- ROUTINE ROUTINE -",
        "Fall prevention": "- ROUTINE ROUTINE -",
    },
    "6": {
        "Grip strength": "- ROUTINE ROUTINE -",
        "MRC muscle strength grading": "- ROUTINE ROUTINE -",
        "Renal function": "- ROUTINE ROUTINE -",
        "CBC with differential": "- ROUTINE ROUTINE -",
        "Serum IgG trough level": "- - ROUTINE -",
        "NCS/EMG": "- - ROUTINE -",
        "FVC / respiratory function": "- ROUTINE ROUTINE -",
    },
}

# Every number of the dosing column, in the order in which the plan gives them, and the amounts that
# they make with their units.
DOSING = {
    "ivig_induction": "2 2 5 2 2 5 0.4 5",
    "gabapentin": "300 300 300 1 3 900 1800 3600",
    "pregabalin": "75 75 1 150 600",
    "duloxetine": "30 30 1 2 60 120",
    "amitriptyline": "10 25 10 25 10 25 1 2 150",
    "acetaminophen": "650 1000 6 650 1000 6 8 4 2",
    "modafinil": "100 100 200",
    "mexiletine": "150 150 200 900",
    "magnesium_oxide": "400 400 400",
    "ivig_maintenance": "1 2 4 1 2 4 2 4 8",
    "scig": "4 20 50",
    "cyclophosphamide": "1 6 1 6 1 2",
    "rituximab": "375 4 375 4 1000 1 15",
    "mycophenolate": "500 500 1000 6",
    "eculizumab": "≥2",
}
AMOUNTS = {
    "ivig_induction": "2 g/kg | 2–5 days | 2 g/kg | 2–5 days | 0.4 g/kg | 5 days",
    "gabapentin": "300 mg | 300 mg | 300 mg | 1–3 days | 900–1800 mg | 3600 mg",
    "pregabalin": "75 mg | 75 mg | 1 week | 150 mg | 600 mg",
    "duloxetine": "30 mg | 30 mg | 1–2 weeks | 60 mg | 120 mg",
    "amitriptyline": "10–25 mg | 10–25 mg | 10–25 mg | 1–2 weeks | 150 mg",
    "acetaminophen": "650–1000 mg | 6 hours | 650–1000 mg | 6–8 hours | 4 g | 2 g",
    "modafinil": "100 mg | 100 mg | 200 mg",
    "mexiletine": "150 mg | 150 mg | 200 mg | 900 mg",
    "magnesium_oxide": "400 mg | 400 mg | 400 mg",
    "ivig_maintenance": "1 g/kg | 2–4 weeks | 1 g/kg | 2–4 weeks | 2 g/kg | 4–8 weeks",
    "scig": "20 % | 50 mL",
    "cyclophosphamide": "1 g/m² | 1 g/m² | 6 months | 1–2 mg/kg",
    "rituximab": "375 mg/m² | 375 mg/m² | 4 weeks | 1000 mg",
    "mycophenolate": "500 mg | 500 mg | 1000 mg | 6 months",
    "eculizumab": "2 weeks",
}

# Every other cell that holds a figure, with its sign of comparison; the remaining cells hold none.
FIGURES = {
    "Definitions · Conduction block · Meaning": "≥50 <30",
    "Definitions · Anti-GM1 IgM antibodies · Meaning": "50",
    "Definitions · EFNS/PNS criteria · Meaning": "≥2 ≥2",
    "1A · Anti-GM1 IgM antibodies · Rationale": "50",
    "1A · CK · Rationale": "1 3",
    "1C · CSF analysis · Target Finding": "<45",
    "2A · NCS/EMG with motor conduction block studies · Target Finding": "≥50 ≥2",
    "2B · Pulmonary function tests · Target Finding": ">80 -60",
    "2 · Lumbar puncture · Volume Required · Statement": "10 15",
    "2 · Lumbar puncture studies · Cell count · Target Finding": "<5",
    "2 · Lumbar puncture studies · Protein · Target Finding": "15 45",
    "2 · Lumbar puncture studies · Glucose with serum glucose · Target Finding": ">60",
    "3A · IVIg induction · Contraindications": "3",
    "3A · IVIg induction · Monitoring": "48",
    "3B · Duloxetine · Contraindications": "14 <30",
    "3B · Amitriptyline · Monitoring": ">100",
    "3C · IVIg maintenance · Monitoring": "3",
    "3C · SCIg maintenance · Monitoring": "3",
    "3D · Cyclophosphamide · Contraindications": "<4000",
    "3D · Cyclophosphamide · Monitoring": "1 2",
    "3D · Rituximab · Monitoring": "3 3",
    "3D · Eculizumab · Pre-Treatment Requirements": "≥2",
    "4B · Return precautions · Recommendation": "911",
    "6 · Grip strength · Frequency": "2 4",
    "6 · Grip strength · Target/Threshold": "≥80",
    "6 · MRC muscle strength grading · Target/Threshold": "≥4 5",
    "6 · Renal function · Frequency": "48",
    "6 · CBC with differential · Frequency": "3 6",
    "6 · Serum IgG trough level · Frequency": "6 12",
    "6 · Serum IgG trough level · Target/Threshold": ">800",
    "6 · NCS/EMG · Frequency": "12",
    "6 · FVC / respiratory function · Target/Threshold": ">80",
    "7 · Outpatient follow-up · Criteria": "1 3 3 6",
    "7 · Infusion center · Criteria": "2 8",
    "Header · Version · Statement": "1.1",
    "Header · Created · Statement": "11 2026",
    "Header · Revised · Statement": "11 2026",
    "Notes · Anti-GM1 IgM antibodies · Statement": "50 30 80",
    "Notes · CK · Statement": "1 3",
    "Change log · v1.1 · Date": "11 2026",
    "Change log · v1.0 · Date": "11 2026",
    "Change log · v1.1 · Symptomatic treatments · Change": "2 8",
    "Change log · v1.1 · Further referrals · Change": "7",
    "Change log · v1.1 · Patient instructions · Change": "7",
    "Change log · v1.1 · Fall prevention · Change": "5",
}

CODES = {
    "CPT codes · CBC": "85025",
    "CPT codes · CMP": "80053",
    "CPT codes · Immunoglobulins": "82784",
    "CPT codes · GM1 antibodies": "86255",
    "CPT codes · NCS": "95907-95913",
    "CPT codes · EMG": "95860-95870",
    "CPT codes · MRI brain": "70553",
    "CPT codes · MRI spine": "72141-72158",
    "CPT codes · CSF analysis": "89050",
    "CPT codes · ANCA screen": "86021",
    "CPT codes · TSH": "84443",
    "CPT codes outside the list · ANA": "86235",
    "1A · CBC": "85025",
    "1A · CMP": "80053",
    "1A · Anti-GM1 IgM antibodies": "86255",
    "1A · Quantitative immunoglobulins": "82784",
    "1A · TSH": "84443",
    "1B · ANA": "86235",
    "2A · NCS/EMG with motor conduction block studies": "95907-95913 95860-95870",
    "2C · MRI brain with contrast": "70553",
}

# Claim: its level, the plan's PubMed number, the right one and the DOI ("-" where none is known).
CLAIMS = {
    "IVIg": "Class I, Level A | 7969237 | 8145910 | -",
    "EFNS/PNS guideline": "Guideline | 21199098 | 21199100 | 10.1111/j.1529-8027.2010.00290.x",
    "Anti-GM1 IgM antibodies": "Class IIa, Level B | 2455377 | 2843079 | -",
    "Corticosteroids and plasma exchange": (
        "Class I, Level A | 21199098 | 21199100 | 10.1111/j.1529-8027.2010.00290.x"
    ),
    "SCIg": "Class I, Level B | 19236462 | 19236457 | 10.1111/j.1468-1331.2009.02568.x",
    "Conduction block": "Class I, Level A | 12629247 | - | 10.1002/mus.10317",
    "Long-term IVIg": "Class IIa, Level B | 11912111 | - | -",
    "Cyclophosphamide": "Class IIb, Level C | 17357802 | - | 10.1136/jnnp.63.6.765",
}

# Further evidence: its PubMed number, its DOI, and the figures in what it says.
FURTHER = {
    "efns_pns_2006": "- | 10.1111/j.1468-1331.2006.01466.x | 2 2 5 1 2 4 2 4 8",
    "cochrane_2015": "- | - | 28",
    "hahn_2013": "24725024 | - | 10 44 31.38 3.75",
    "katzberg_2016": "26991654 | - | 1.53 1.53",
}

# --- the data against them --------------------------------------------------------------------

# A number that is no part of a name (GM1, CD19, 3A), with its sign; "4/5" and "2–5" are two.
FIGURE = re.compile(r"(?:[<>≥≤]|(?<=\s)-)?(?<![A-Za-z0-9.])[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9])")
AMOUNT = re.compile(
    r"[0-9][0-9.]*(?:–[0-9][0-9.]*)? (?:m?g/kg|m?g/m²|mg|g|mL|%|days?|weeks?|months?|hours?)"
)


def figures_in(text: str) -> str:
    return " ".join(FIGURE.findall(text))


def settings_of(section: Section) -> dict[str, str]:
    return {
        row.name: " ".join(getattr(row.priorities, setting) for setting in SETTINGS)
        for row in section.rows
    }


CELLS = {
    row.places[column]: text
    for section in SECTIONS.tables.values()
    for row in section.rows
    for column, text in row.cells.items()
}
DOSING_PLACES = {row.places["dosing"] for row in SECTIONS.treatment_rows.values()}


@pytest.mark.parametrize(
    ("section", "count"),
    [
        pytest.param(section, count, id=f"{section} has as many rows as in the plan")
        for section, count in ROWS.items()
    ],
)
def test_rows(section: str, count: int) -> None:
    assert len(SECTIONS.tables[section].rows) == count


def test_every_table_has_a_count_and_stands_in_the_plans_order() -> None:
    assert list(SECTIONS.tables) == list(ROWS)


@pytest.mark.parametrize(
    ("section", "headings"),
    [
        pytest.param(section, headings, id=f"{section} has the columns of the plan's table")
        for section, headings in COLUMNS.items()
    ],
)
def test_columns(section: str, headings: str) -> None:
    assert " | ".join(SECTIONS.tables[section].columns.values()) == headings


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        pytest.param(section, expected, id=f"{section} has the plan's priority in each setting")
        for section, expected in PRIORITIES.items()
    ],
)
def test_priorities(section: str, expected: dict[str, str]) -> None:
    assert settings_of(SECTIONS.tables[section]) == expected


def test_no_other_table_has_priorities() -> None:
    with_priorities = {id_ for id_, table in SECTIONS.tables.items() if table.has_priorities}
    assert with_priorities == set(PRIORITIES)


def test_the_priority_key_explains_every_priority_in_use() -> None:
    explained = {row.name for row in SECTIONS.tables["Priority key"].rows}
    used = {word for table in PRIORITIES.values() for row in table.values() for word in row.split()}
    assert used == explained


@pytest.mark.parametrize(
    ("treatment", "numbers"),
    [
        pytest.param(treatment, numbers, id=f"{treatment} is dosed with the plan's numbers only")
        for treatment, numbers in DOSING.items()
    ],
)
def test_dosing_numbers(treatment: str, numbers: str) -> None:
    assert figures_in(SECTIONS.treatment_rows[treatment].cells["dosing"]) == numbers


@pytest.mark.parametrize(
    ("treatment", "amounts"),
    [
        pytest.param(treatment, amounts, id=f"{treatment} is dosed in the plan's units")
        for treatment, amounts in AMOUNTS.items()
    ],
)
def test_dosing_units(treatment: str, amounts: str) -> None:
    dosing = SECTIONS.treatment_rows[treatment].cells["dosing"]
    assert " | ".join(AMOUNT.findall(dosing)) == amounts


def test_every_treatment_has_its_dosing_checked() -> None:
    assert set(SECTIONS.treatment_rows) == set(DOSING) == set(AMOUNTS)
    treatment_tables = [SECTIONS.tables[section] for section in ("3A", "3B", "3C", "3D")]
    assert all(row.treatment for table in treatment_tables for row in table.rows)


def test_every_figure_outside_dosing_is_the_plans_and_none_is_added() -> None:
    found = {
        place: figures_in(text)
        for place, text in CELLS.items()
        if figures_in(text) and place not in DOSING_PLACES
    }
    assert found == FIGURES


def test_the_only_figures_in_a_rows_detail_are_the_tubes() -> None:
    rows = (row for table in SECTIONS.tables.values() for row in table.rows)
    found = {row.place: figures_in(row.detail) for row in rows if figures_in(row.detail)}
    assert found == {"2 · Lumbar puncture studies · Cell count": "1 4"}


def test_codes_stand_where_the_plan_has_them() -> None:
    rows = (row for table in SECTIONS.tables.values() for row in table.rows)
    assert {row.place: " ".join(row.codes) for row in rows if row.codes} == CODES


def test_the_code_of_the_ana_is_marked_for_review_wherever_it_stands() -> None:
    rows = [row for table in SECTIONS.tables.values() for row in table.rows]
    marked = {row.place: row.review for row in rows if row.review}
    assert set(marked) == {row.place for row in rows if "86235" in row.codes}
    assert len(set(marked.values())) == 1
    assert all("extractable nuclear antigen" in remark for remark in marked.values())


def test_each_place_is_named_once() -> None:
    tables = SECTIONS.tables.values()
    places = [place for table in tables for row in table.rows for place in row.places.values()]
    places += [place for claim in SECTIONS.claims for place in claim.places.values()]
    rows = [row.place for table in tables for row in table.rows]
    rows += [claim.place for claim in SECTIONS.claims]
    assert max(Counter(places).values()) == 1
    assert max(Counter(rows).values()) == 1


def test_a_place_is_section_row_and_column() -> None:
    assert SECTIONS.treatment_rows["gabapentin"].places["dosing"] == "3B · Gabapentin · Dosing"
    assert SECTIONS.tables["Synonyms"].rows[1].place == "Synonyms · MMN"
    assert SECTIONS.claims[0].places["level"] == "8 · IVIg · Evidence Level"


def test_no_cell_is_empty_and_every_column_is_filled() -> None:
    assert all(text.strip() for text in CELLS.values())
    for table in SECTIONS.tables.values():
        assert all(list(row.cells) == list(table.columns) for row in table.rows)


def test_critical_contraindications_are_corticosteroids_and_plasma_exchange() -> None:
    rows = SECTIONS.tables["3 · Critical contraindications"].rows
    assert [row.name for row in rows] == ["Corticosteroids", "Plasma exchange"]
    assert all(row.cells["verdict"].startswith("CONTRAINDICATED") for row in rows)


# --- evidence ---------------------------------------------------------------------------------


def test_every_claim_has_its_level_and_both_identifiers() -> None:
    found = {
        claim.name: " | ".join(
            (
                claim.level,
                claim.plan.pmid,
                claim.corrected.pmid or "-",
                claim.corrected.doi or "-",
            )
        )
        for claim in SECTIONS.claims
    }
    assert found == CLAIMS


def test_no_identifier_of_the_plan_is_kept_as_right() -> None:
    wrong = {claim.plan.pmid for claim in SECTIONS.claims}
    right = {claim.corrected.pmid for claim in SECTIONS.claims}
    assert len(wrong) == 7
    assert not wrong & right


def test_a_claim_without_a_confirmed_identifier_shows_none() -> None:
    without = [claim for claim in SECTIONS.claims if claim.corrected.address is None]
    assert [(claim.name, claim.standing) for claim in without] == [
        ("Long-term IVIg", "identifier_not_confirmed")
    ]


def test_another_paper_stands_in_for_the_one_that_was_not_found() -> None:
    others = {
        claim.name: claim.corrected.address
        for claim in SECTIONS.claims
        if claim.standing == "other_paper"
    }
    assert others == {"Cyclophosphamide": "https://doi.org/10.1136/jnnp.63.6.765"}


def test_a_paper_with_a_pubmed_number_alone_is_looked_up_there() -> None:
    claim = SECTIONS.claims[0]
    assert claim.corrected.address == "https://pubmed.ncbi.nlm.nih.gov/8145910/"


def test_further_evidence_has_its_identifiers_and_figures() -> None:
    found = {
        entry.id: " | ".join(
            (entry.paper.pmid or "-", entry.paper.doi or "-", figures_in(entry.says))
        )
        for entry in SECTIONS.further
    }
    assert found == FURTHER


def test_further_evidence_is_about_treatments_of_the_plan() -> None:
    named = {name for entry in SECTIONS.further for name in entry.treatments}
    assert named <= set(SECTIONS.treatment_rows)


# --- files ------------------------------------------------------------------------------------


def test_every_file_in_the_folder_is_read() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(IDENTITY.sections)


def test_every_table_says_who_wrote_it_and_that_nobody_has_checked_it() -> None:
    assert SECTIONS.evidence is not None
    records = [table.provenance for table in SECTIONS.tables.values()]
    for record in [*records, SECTIONS.evidence.provenance]:
        assert record.written_by == "MMN Dose Planner project"
        assert not record.checked_by


def test_what_the_patient_is_told_names_places_treatments_and_checks_that_there_are() -> None:
    told = SECTIONS.patient
    assert told is not None
    assert not told.provenance.checked_by
    places = {
        place
        for section in SECTIONS.tables.values()
        for row in section.rows
        for place in row.places.values()
    }
    said = [each for group in told.groups for each in group.says]
    # That a steroid is not stopped on one's own is said by the order check, from beside the plan.
    critical = load_plan().order_names.critical_contraindications
    asked = [each.asked_about.at for each in critical if each.asked_about is not None]
    assert {each.at for each in said} - places == {"4B · Corticosteroids; Clin Med 2020;20:371"}
    assert any("4B · Corticosteroids; Clin Med 2020;20:371" in at for at in asked)
    assert {name for each in said for name in each.treatments} <= set(IDENTITY.treatments)
    assert set(told.treatments) <= set(IDENTITY.treatments)
    due = {check.what for check in load_plan().monitoring.dated}
    named = [what for checks in told.checks.values() for what in checks]
    assert sorted(named) == sorted(due)


def test_every_instruction_of_the_plan_stands_on_the_patients_page() -> None:
    told = SECTIONS.patient
    assert told is not None
    said = {each.at.rpartition(" · ")[0] for group in told.groups for each in group.says}
    assert {row.place for row in SECTIONS.tables["4B"].rows} <= said


def test_sections_are_read_once_per_process() -> None:
    # Of the plans that are asked for, the two last are kept.
    assert load_sections() is load_sections()
    assert load_sections() == SECTIONS


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        pytest.param(
            "treatments",
            'name = "Gabapentin"',
            'name = "Gabapentin"\ndose = 300',
            "sections.1.rows.0.dose: Extra inputs",
            id="an unknown key in a row is refused",
        ),
        pytest.param(
            "treatments",
            'treatment = "gabapentin"',
            'treatment = "ivig_induction"',
            "sections.1.rows.0.treatment: treatment 'ivig_induction' also stands at "
            "plans/mmn/sections/treatments.toml: sections.0.rows.0.treatment",
            id="a treatment in two rows is refused",
        ),
        pytest.param(
            "laboratory",
            'ED = "STAT", HOSP = "STAT"',
            'ED = "NOW", HOSP = "STAT"',
            "sections.0.rows.0.priorities.ED",
            id="a priority that the plan does not know is refused",
        ),
        pytest.param(
            "laboratory",
            'ED = "STAT", HOSP = "STAT"',
            'HOSP = "STAT"',
            "sections.0.rows.0.priorities.ED: Field required",
            id="a setting left out is refused",
        ),
        pytest.param(
            "laboratory",
            'priorities = { ED = "STAT", HOSP = "STAT", OPD = "ROUTINE", ICU = "STAT" }\n',
            "",
            "either all rows have priorities or none has",
            id="a row without priorities among rows that have them is refused",
        ),
        pytest.param(
            "laboratory",
            'codes = ["85025"]',
            'codes = ["8502"]',
            "sections.0.rows.0.codes.0",
            id="a CPT code of four digits is refused",
        ),
        pytest.param(
            "laboratory",
            'name = "CMP"',
            'name = "CBC"',
            "sections.0: Value error, row 'CBC' stands here more than once",
            id="two rows of one name are refused",
        ),
        pytest.param(
            "laboratory",
            'id = "1B"',
            'id = "1A"',
            f"sections.1.id: table '1A' also stands at {IN_PLAN}/laboratory.toml: sections.0.id",
            id="two tables of one id are refused",
        ),
        pytest.param(
            "disposition",
            'id = "7"',
            'id = "6"',
            f"sections.0.id: table '6' also stands at {IN_PLAN}/monitoring.toml: sections.0.id",
            id="a table id that another file has is refused",
        ),
        pytest.param(
            "monitoring",
            'cells.frequency = "At each visit"\n',
            "",
            "sections.0: Value error, row 'MRC muscle strength grading' must have the cells "
            "frequency, target, action",
            id="a row that lacks a column is refused",
        ),
        pytest.param(
            "monitoring",
            'cells.frequency = "At each visit"',
            'cells.frequency = " "',
            "sections.0.rows.1.cells.frequency",
            id="an empty cell is refused",
        ),
        pytest.param(
            "notes",
            "next_review = 2027-02-11",
            'next_review = "soon"',
            "provenance.next_review",
            id="a file without the date of its next review is refused",
        ),
        pytest.param(
            "evidence",
            'pmid = "7969237"',
            'pmid = "PMID 7969237"',
            "claims.0.plan.pmid",
            id="a PubMed number that is no number is refused",
        ),
        pytest.param(
            "evidence",
            'standing = "identifier_not_confirmed"',
            'standing = "corrected"',
            "claims.6: Value error, identifier_not_confirmed goes with",
            id="a correction without an identifier is refused",
        ),
        pytest.param(
            "definitions",
            "[provenance]",
            "[provenance",
            "is not TOML",
            id="a file that is not TOML is refused",
        ),
    ],
)
def test_a_broken_file_is_refused_with_file_and_key(
    tmp_path: Path, file: str, old: str, new: str, key: str
) -> None:
    copied = shutil.copytree(FOLDER, tmp_path / "plans/mmn/sections")
    broken = copied / f"{file}.toml"
    text = broken.read_text(encoding="utf-8")
    assert old in text
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenPlanError) as refusal:
        read_sections(tmp_path, "mmn", IDENTITY.sections)
    assert f"plans/mmn/sections/{file}.toml: " in str(refusal.value)
    assert key in str(refusal.value)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    copied = shutil.copytree(FOLDER, tmp_path / "plans/mmn/sections")
    (copied / "notes.toml").unlink()
    with pytest.raises(BrokenPlanError, match=r"sections/notes\.toml: cannot be read"):
        read_sections(tmp_path, "mmn", IDENTITY.sections)


def test_an_unbroken_copy_is_read_as_the_same_sections(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "plans/mmn/sections")
    assert read_sections(tmp_path, "mmn", IDENTITY.sections) == SECTIONS


def test_a_file_that_the_plan_does_not_list_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "plans/mmn/sections")
    with pytest.raises(BrokenPlanError) as refusal:
        read_sections(tmp_path, "mmn", IDENTITY.sections[:-1])
    assert str(refusal.value) == (
        "plans/mmn/identity.toml: sections: 'review' stands in the folder and not in this list"
    )
