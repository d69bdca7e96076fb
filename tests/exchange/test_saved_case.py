"""A case written and read again: nothing is lost, its digest, and files of version 1."""

from __future__ import annotations

import hashlib
import tomllib
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from asking import PLAN, TODAY
from hypothesis import given
from hypothesis import strategies as st

from calculators.requests.answer import answer
from calculators.requests.catalogue import CALCULATORS
from exchange.cases.case import ORDER_KEYS, VERIFY, Case
from exchange.cases.toml_file import LARGEST, read_case, written_case
from exchange.cases.values import RecordedAnswer
from units import Refused

# --- any case at all --------------------------------------------------------------------------

FACTS = (*PLAN.facts.yes_no, *PLAN.facts.laboratory)
# Everything that a file can keep: quotation marks, line ends, signs that do not show, any script.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.lists(texts, max_size=3).map(tuple)
values = texts | st.dates() | names
patients = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("weight", "height", "age", "sex", "setting", "dosing_weight"), texts),
        **dict.fromkeys(("premedication", "concurrent"), names | texts),
    },
)
recorded = st.builds(RecordedAnswer, value=texts, on=st.none() | st.dates())
choices_ = st.fixed_dictionaries(
    {},
    optional={
        name: st.fixed_dictionaries({}, optional=dict.fromkeys(calculator.keys, values))
        for name, calculator in CALCULATORS.items()
        if name != VERIFY
    },
)
cases = st.builds(
    Case,
    patient=patients,
    facts=st.dictionaries(st.sampled_from(FACTS), recorded, max_size=5),
    calculator=st.none() | st.sampled_from(list(CALCULATORS)),
    choices=choices_,
    order=st.fixed_dictionaries({}, optional=dict.fromkeys(ORDER_KEYS, values)),
    today=st.none() | st.dates(),
)


def read(content: bytes) -> Case:
    return read_case(content, "patient.toml", PLAN)


def by_hand(case: Case) -> Case:
    """Return a case as it is read from a file without a digest."""
    return case.model_copy(update={"by_hand": True})


@given(cases)
def test_a_case_that_is_written_and_read_is_the_same_case(case: Case) -> None:
    assert read(written_case(case)) == case


@given(cases)
def test_a_case_saved_twice_gives_the_same_bytes_and_the_same_digest(case: Case) -> None:
    again = read(written_case(case))
    assert written_case(again) == written_case(case)
    assert again.digest == case.digest


def keys_of(case: Case) -> list[tuple[str, ...]]:
    """Return the path of every value that a case holds."""
    return [
        *(("patient", key) for key in case.patient),
        *(("facts", key) for key in case.facts),
        *(("choices", name, key) for name, values in case.choices.items() for key in values),
        *(("order", key) for key in case.order),
    ]


@given(cases, st.data())
def test_one_changed_value_changes_the_digest(case: Case, data: st.DataObject) -> None:
    """Wherever it stands: the text gets one more sign."""
    paths = keys_of(case)
    if not paths:
        return
    part, *path = data.draw(st.sampled_from(paths))
    table: dict[str, Any] = {
        key: dict(value) if part == "choices" else value
        for key, value in getattr(case, part).items()
    }
    inner = table[path[0]] if part == "choices" else table
    old = inner[path[-1]]
    if isinstance(old, RecordedAnswer):
        inner[path[-1]] = RecordedAnswer(value=old.value + ".", on=old.on)
    else:
        text = old.isoformat() if isinstance(old, date) else old
        inner[path[-1]] = (*text, ".") if isinstance(text, tuple) else text + "."
    changed = case.model_copy(update={part: table})
    assert changed.digest != case.digest


@given(cases)
def test_a_value_left_out_changes_the_digest(case: Case) -> None:
    for part, *path in keys_of(case):
        table = {
            key: dict(value) if part == "choices" else value
            for key, value in getattr(case, part).items()
        }
        del (table[path[0]] if part == "choices" else table)[path[-1]]
        assert case.model_copy(update={part: table}).digest != case.digest


# --- one case, written down -------------------------------------------------------------------

WHOLE = """
case_version = 3
plan = "mmn"
plan_version = "1.1"
today = 2026-11-22

[patient]
weight = "80 kg"
height = "180 cm"
age = "58 years"
sex = "male"
setting = "OPD"
premedication = ["acetaminophen"]

[facts]
iga_deficiency = "no"
wbc = { value = "4.2 10*9/L", date = 2026-11-20 }

[choices]
calculator = "induction"

[choices.induction]
days = 5
dosing_weight = "actual"

[choices.scig]
ivig_dose = "60 g"
every = "3 weeks"

[choices.mycophenolate]
start = 2026-12-01

[order]
of = "scig"
order = "24 g/wk"
"""
CASE = Case(
    patient={
        "weight": "80 kg",
        "height": "180 cm",
        "age": "58 years",
        "sex": "male",
        "setting": "OPD",
        "premedication": ("acetaminophen",),
    },
    facts={
        "iga_deficiency": RecordedAnswer(value="no"),
        "wbc": RecordedAnswer(value="4.2 10*9/L", on=date(2026, 11, 20)),
    },
    calculator="induction",
    choices={
        "induction": {"days": "5", "dosing_weight": "actual"},
        "scig": {"ivig_dose": "60 g", "every": "3 weeks"},
        "mycophenolate": {"start": date(2026, 12, 1)},
    },
    order={"of": "scig", "order": "24 g/wk"},
    today=date(2026, 11, 22),
)


def test_a_file_written_by_hand_is_read_key_by_key() -> None:
    assert read(WHOLE.encode()) == by_hand(CASE)


def test_what_is_written_is_toml_of_version_3_with_the_same_tables() -> None:
    tables = tomllib.loads(written_case(CASE).decode())
    typed = tomllib.loads(WHOLE)
    typed["choices"]["induction"]["days"] = "5"  # a count is kept as the text that it is
    assert len(tables.pop("sha256")) == 64
    assert tables == typed


def test_the_digest_is_sha_256_of_the_case_in_one_line_with_its_keys_in_order() -> None:
    line = (
        '{"calculator":"induction",'
        '"choices":{"induction":{"days":"5","dosing_weight":"actual"},'
        '"mycophenolate":{"start":"2026-12-01"},'
        '"scig":{"every":"3 weeks","ivig_dose":"60 g"}},'
        '"facts":{"iga_deficiency":["no",null],"wbc":["4.2 10*9/L","2026-11-20"]},'
        '"order":{"of":"scig","order":"24 g/wk"},'
        '"patient":{"age":"58 years","height":"180 cm","premedication":["acetaminophen"],'
        '"setting":"OPD","sex":"male","weight":"80 kg"},'
        '"plan":["mmn","1.1"],'
        '"today":"2026-11-22"}'
    )
    digest = hashlib.sha256(line.encode()).hexdigest()
    groups = CASE.digest.split(" ")
    assert [len(group) for group in groups] == [4] * 16
    assert "".join(groups) == digest


def test_the_order_of_lines_in_a_file_does_not_matter() -> None:
    one = b'case_version = 2\n[patient]\nweight = "80 kg"\nheight = "1.8 m"\n'
    other = b'case_version = 2\n[facts]\n[patient]\nheight = "1.8 m" # tall\nweight = "80 kg"\n'
    assert read(one) == read(other)
    assert read(one).digest == read(other).digest


def test_a_case_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        CASE.calculator = "scig"  # type: ignore[misc]  # that is the point
    with pytest.raises(TypeError):
        CASE.patient["weight"] = "70 kg"  # type: ignore[index]  # the same, further in
    with pytest.raises(TypeError):
        CASE.choices["scig"]["every"] = "2 weeks"  # type: ignore[index]  # and further


# --- requests ---------------------------------------------------------------------------------


def test_a_case_asks_each_calculator_its_own_keys() -> None:
    patient = {**CASE.patient, "today": date(2026, 11, 22)}
    facts = {
        "iga_deficiency": "no",
        "wbc": {"value": "4.2 10*9/L", "date": date(2026, 11, 20)},
    }
    assert CASE.request("scig") == {
        **patient,
        "facts": facts,
        "calculator": "scig",
        "ivig_dose": "60 g",
        "every": "3 weeks",
    }
    assert CASE.request("body") == {**patient, "facts": facts, "calculator": "body"}


def test_a_case_asks_for_its_order_with_the_choices_of_the_calculator_that_it_names() -> None:
    request = CASE.request(VERIFY)
    assert request["calculator"] == VERIFY
    assert request["of"] == "scig"
    assert request["order"] == "24 g/wk"
    assert request["ivig_dose"] == "60 g"
    assert "days" not in request
    other = CASE.request(VERIFY, {"of": "induction"})
    assert other["days"] == "5"
    assert "ivig_dose" not in other


@pytest.mark.parametrize("of", ["gabapentin", "Neurontin", " GABAPENTIN "])
def test_an_order_of_a_titrated_drug_is_kept_with_its_drug_and_target(of: str) -> None:
    asked = {"calculator": VERIFY, "of": of, "order": "300 mg TID", "target": "900 mg/day"}
    kept = Case().asked(asked)
    assert kept.choices["titration"] == {"drug": "gabapentin", "target": "900 mg/day"}
    again = answer(kept.request(VERIFY), PLAN, TODAY)
    assert again.result.values == answer(asked, PLAN, TODAY).result.values
    assert "target" not in kept.request(VERIFY, {"of": "pregabalin"})
    other = kept.asked({"calculator": VERIFY, "of": "pregabalin", "order": "75 mg BID"})
    assert other.choices["titration"] == {"drug": "pregabalin"}


def test_what_is_typed_counts_before_the_case_and_facts_one_by_one() -> None:
    request = CASE.request("induction", {"weight": "70 kg", "facts": {"iga_deficiency": "yes"}})
    assert request["weight"] == "70 kg"
    assert request["height"] == "180 cm"
    assert request["facts"]["iga_deficiency"] == "yes"
    assert request["facts"]["wbc"]["value"] == "4.2 10*9/L"
    answered = answer(request, PLAN, TODAY)
    assert str(answered.result.values["total"].magnitude) == "140"


def test_the_target_of_one_drug_is_not_taken_for_another() -> None:
    case = Case(choices={"titration": {"drug": "gabapentin", "target": "1800 mg/day"}})
    assert case.request("titration")["target"] == "1800 mg/day"
    assert case.request("titration", {"drug": " Gabapentin"})["target"] == "1800 mg/day"
    assert "target" not in case.request("titration", {"drug": "pregabalin"})


def test_the_ladder_of_one_product_is_not_taken_for_another() -> None:
    """Whose site and which hour does not depend on the product."""
    held = {"product": "Privigen", "concentration": "10 %", "start": "09:00", "round": "down"}
    case = Case(choices={"induction": {"days": "5", **held}})
    assert case.request("induction", {"product": "privigen"})["concentration"] == "10 %"
    request = case.request("induction", {"product": "Octagam 5 %"})
    assert request["product"] == "Octagam 5 %"
    assert "concentration" not in request
    assert (request["start"], request["round"], request["days"]) == ("09:00", "down", "5")


def test_how_a_dose_is_hung_has_no_part_in_its_order() -> None:
    held = {"days": "5", "dosing_weight": "ideal", "product": "Privigen", "start": "09:00"}
    case = Case(choices={"induction": held}, order={"of": "induction", "order": "32 g/day"})
    assert case.request("verify") == {
        "days": "5",
        "dosing_weight": "ideal",
        "of": "induction",
        "order": "32 g/day",
        "facts": {},
        "calculator": "verify",
    }


REQUESTS: list[dict[str, Any]] = [
    {"calculator": "induction", "weight": "80 kg", "days": 5, "dosing_weight": "actual"},
    {"calculator": "scig", "ivig_dose": "60 g", "every": "3 weeks", "facts": {"cbc": "yes"}},
    {"calculator": "titration", "drug": "gabapentin", "target": "900 mg/day", "start": TODAY},
    {"calculator": "allowed", "name": "ibuprofen", "with": ["gabapentin"]},
    {
        "calculator": "verify",
        "of": "induction",
        "order": "32 g/day",
        "tolerance": "3 %",
        "weight": "80 kg",
        "days": 5,
        "dosing_weight": "actual",
    },
    {"calculator": "body", "creatinine": "1.1 mg/dL", "today": TODAY, "id": "a1", "sex": None},
]


@pytest.mark.parametrize("request_", [pytest.param(r, id=str(r["calculator"])) for r in REQUESTS])
def test_a_case_made_of_a_request_asks_the_same_again(request_: dict[str, Any]) -> None:
    name = request_["calculator"]
    case = CASE.asked(request_)
    assert case.calculator == name
    again = case.request(name)
    one, other = answer(again, PLAN, TODAY), answer(request_, PLAN, TODAY)
    assert one.patient == other.patient
    assert one.result.values == other.result.values
    assert one.checks == other.checks
    assert case.asked(again) == case


def test_a_case_made_of_a_request_keeps_what_other_calculators_were_asked() -> None:
    case = CASE.asked({"calculator": "induction", "weight": "70 kg", "days": "4"})
    assert case.choices["induction"] == {"days": "4"}
    assert case.choices["scig"] == CASE.choices["scig"]
    assert case.order == CASE.order
    assert case.patient == {"weight": "70 kg"}


def test_an_order_is_kept_apart_from_the_choices_of_its_calculator() -> None:
    request = {"calculator": "verify", "of": "induction", "order": "32 g/day", "days": "4"}
    case = CASE.asked(request)
    assert case.order == {"of": "induction", "order": "32 g/day"}
    assert case.choices["induction"] == {"days": "4"}
    assert case.choices["scig"] == CASE.choices["scig"]


def test_a_request_that_no_file_could_hold_makes_no_case() -> None:
    with pytest.raises(Refused, match="cannot hold this") as caught:
        Case().asked({"calculator": "induction", "name": "Jo"})
    assert caught.value.field == "case"
    with pytest.raises(Refused, match="half of a character"):
        Case().asked({"calculator": "induction", "weight": "80 kg\ud800"})
    with pytest.raises(Refused, match="cannot hold this"):
        Case().asked({"calculator": "verify", "order": "32 g/day", "days": "4"})


# --- version 1 --------------------------------------------------------------------------------

VERSION_1 = """
case_version = 1
weight = "80 kg"
dosing_weight = "ideal"
concurrent = []
[facts]
cbc = { value = "yes", date = "2026-09-01" }
"""


def test_a_file_of_version_1_is_migrated_and_saved_as_version_3() -> None:
    case = read(VERSION_1.encode())
    held = Case(
        patient={"weight": "80 kg", "dosing_weight": "ideal", "concurrent": ()},
        facts={"cbc": RecordedAnswer(value="yes", on=date(2026, 9, 1))},
    )
    assert case == by_hand(held)
    assert case.request("induction")["dosing_weight"] == "ideal"
    saved = tomllib.loads(written_case(case).decode())
    assert saved["case_version"] == 3
    assert saved["patient"]["weight"] == "80 kg"
    assert read(written_case(case)) == held


# --- the digest of a file -----------------------------------------------------------------------

SAVED = written_case(CASE)
NO_DIGEST = "The case file has no digest, as one that is written by hand"
NOT_AS_SAVED = "is not as it was saved. It was cut or edited since"


def test_a_file_has_at_its_head_the_sha_256_of_all_its_other_lines() -> None:
    lines = SAVED.decode().splitlines(keepends=True)
    assert [line.startswith("#") for line in lines[:3]] == [True, True, False]
    others = "".join((*lines[:2], *lines[3:])).encode()
    assert lines[2] == f'sha256 = "{hashlib.sha256(others).hexdigest()}"\n'


def test_a_file_that_was_saved_is_opened_without_a_word() -> None:
    assert read(SAVED).said_on_opening == ()


def test_a_file_that_is_cut_is_refused_wherever_it_is_cut() -> None:
    """A cut before the digest leaves no version, one in it no digest, one behind it another."""
    for length in range(len(SAVED)):
        with pytest.raises(Refused):
            read(SAVED[:length])


def test_a_case_that_is_cut_and_still_toml_says_that_it_is_not_as_it_was_saved() -> None:
    cut = SAVED[: SAVED.index(b"[facts]")]
    assert tomllib.loads(cut.decode())["patient"]["weight"] == "80 kg"
    with pytest.raises(Refused, match=NOT_AS_SAVED) as refused:
        read(cut)
    assert "take out the line sha256" in refused.value.message


@given(cases, st.data())
def test_a_file_in_which_one_sign_is_another_is_refused(case: Case, data: st.DataObject) -> None:
    content = written_case(case)
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda sign: sign != content[place]))
    with pytest.raises(Refused):
        read(content[:place] + bytes([other]) + content[place + 1 :])


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(SAVED.replace(b"80 kg", b"81 kg"), id="a weight"),
        pytest.param(SAVED + b"# a name\n", id="a remark"),
        pytest.param(SAVED.replace(b'sha256 = "', b'sha256 =  "'), id="its digest is written anew"),
        pytest.param(SAVED.replace(b'sha256 = "', b'"sha256" = "'), id="its key is in quotes"),
        pytest.param(SAVED.replace(b'sha256 = "', b'sha256 = "0'), id="its digest is too long"),
    ],
)
def test_a_file_that_was_edited_says_so_and_is_refused(edited: bytes) -> None:
    with pytest.raises(Refused, match=NOT_AS_SAVED):
        read(edited)


def test_without_the_line_it_is_a_file_written_by_hand_which_is_taken_and_said() -> None:
    lines = SAVED.splitlines(keepends=True)
    edited = b"".join((*lines[:2], *lines[3:])).replace(b"80 kg", b"81 kg")
    case = read(edited)
    assert case.patient["weight"] == "81 kg"
    assert [says.partition(":")[0] for says in case.said_on_opening] == [NO_DIGEST]
    assert read(written_case(case)).said_on_opening == ()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(SAVED.replace(b"\n", b"\r\n"), id="the line ends of Windows"),
        pytest.param(b"\xef\xbb\xbf" + SAVED, id="a byte-order mark"),
    ],
)
def test_what_a_mail_or_an_editor_changes_without_a_word_does_not_count(sent: bytes) -> None:
    assert read(sent) == CASE


# --- the plan of a case -----------------------------------------------------------------------

AT_ALL = 'case_version = 3\nplan = "mmn"\nplan_version = "1.1"\n[patient]\nweight = "80 kg"\n'


def test_a_file_of_version_2_is_saved_as_version_3_with_the_plan_that_read_it() -> None:
    case = read(b'case_version = 2\n[patient]\nweight = "80 kg"\n')
    assert case == read(AT_ALL.encode())
    assert written_case(case).decode().endswith("\n" + AT_ALL.replace("[", "\n["))


def test_the_plan_and_its_version_are_in_the_digest() -> None:
    of_this = Case(patient={"weight": "80 kg"})
    of_another = of_this.model_copy(update={"plan": "cidp"})
    of_the_next = of_this.model_copy(update={"plan_version": "1.2"})
    assert len({of_this.digest, of_another.digest, of_the_next.digest}) == 3


def test_a_case_of_another_version_of_the_plan_is_read_and_says_so() -> None:
    case = read(AT_ALL.replace('"1.1"', '"1.0"').encode())
    assert (case.plan, case.plan_version, case.saved_under) == ("mmn", "1.1", "1.0")
    assert case.digest == read(AT_ALL.encode()).digest  # it is answered by the plan in use
    says = case.said_on_opening[-1]
    assert "saved under version 1.0" in says
    assert "answered by version 1.1" in says
    assert tomllib.loads(written_case(case).decode())["plan_version"] == "1.1"
    assert "version" not in "".join(read(AT_ALL.encode()).said_on_opening)


# --- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "needs the line case_version = 3", id="no version, in an empty file"),
        pytest.param(
            "case_version = 4",
            "a later version of this program wrote it (case_version = 4; this one reads up to 3)",
            id="a version to come",
        ),
        pytest.param("case_version = 0", 'not "0"', id="a version that never was"),
        pytest.param("case_version = 3", 'plan = "mmn"', id="no plan"),
        pytest.param(
            'case_version = 3\nplan = "mmn"', 'plan_version = "1.1"', id="no version of the plan"
        ),
        pytest.param(
            'case_version = 3\nplan = "mmn"\nplan_version = 1.1',
            'plan_version = "1.1"',
            id="a version of the plan that is a number",
        ),
        pytest.param(
            'case_version = 3\nplan = "cidp"\nplan_version = "1.1"',
            'the plan "cidp"; the plan in use is "mmn"',
            id="a case of another plan",
        ),
        pytest.param(
            'case_version = 2\nplan = "mmn"', '"plan" is no key', id="a plan in a file from before"
        ),
        pytest.param("case_version = 2.0", 'not "2.0"', id="a version with a point"),
        pytest.param(
            'case_version = 2\nweight = "80 kg"',
            '"weight" stands under [patient]',
            id="a measure above the tables",
        ),
        pytest.param(
            'case_version = 2\nname = "Jo"', '"name" is no key of a case', id="the patient's name"
        ),
        pytest.param(
            'case_version = 2\n[patient]\nmrn = "1"',
            '"mrn" is no key of [patient]',
            id="a record number",
        ),
        pytest.param(
            'case_version = 2\n[note]\ntext = "1"', '"note" is no key of a case', id="a free note"
        ),
        pytest.param(
            'case_version = 2\n[patient]\nwieght = "80 kg"',
            "Did you mean weight",
            id="a misspelt key",
        ),
        pytest.param(
            "case_version = 2\n[patient]\nweight = 80",
            'Weight in [patient]: "80" has no unit',
            id="a bare number",
        ),
        pytest.param(
            "case_version = 2\n[patient]\nweight = 2026-11-22",
            'Weight in [patient]: "2026-11-22" is not text',
            id="a date for a weight",
        ),
        pytest.param(
            'case_version = 2\n[patient]\nsex = ["male"]',
            "Sex in [patient]: a list is not text",
            id="a list for one word",
        ),
        pytest.param(
            "case_version = 2\n[patient]\npremedication = [1]",
            'Premedication in [patient]: "1" is not text',
            id="a list of numbers",
        ),
        pytest.param("case_version = 2\npatient = 1", "[patient] must be a table", id="no table"),
        pytest.param(
            'case_version = 2\n[facts]\npatient_name = "Jo"',
            'there is no fact "patient_name"',
            id="a name among the facts",
        ),
        pytest.param(
            "case_version = 2\n[facts]\ncbc = true",
            '"cbc" in [facts]: "true" is not text',
            id="a fact of true",
        ),
        pytest.param(
            'case_version = 2\n[facts.cbc]\nvalue = "yes"\nat = 2026-01-01',
            'takes value and date, not "at"',
            id="a fact with another key",
        ),
        pytest.param(
            "case_version = 2\n[facts.cbc]\ndate = 2026-01-01",
            '"value" is missing',
            id="a fact with a date only",
        ),
        pytest.param(
            'case_version = 2\n[facts.cbc]\nvalue = "yes"\ndate = "yesterday"',
            "YYYY-MM-DD",
            id="a date in words",
        ),
        pytest.param(
            'case_version = 2\n[choices]\ncalculator = "inductoin"',
            "Did you mean induction?",
            id="a calculator that is misspelt",
        ),
        pytest.param(
            "case_version = 2\n[choices]\ncalculator = 1",
            'there is no calculator "1"',
            id="a calculator that is a number",
        ),
        pytest.param(
            'case_version = 2\n[choices]\ndays = "5"',
            '"days" is no key of [choices]',
            id="a choice of no calculator",
        ),
        pytest.param(
            'case_version = 2\n[choices.scig]\ndays = "5"',
            '"days" is no key of [choices.scig]',
            id="a choice of another calculator",
        ),
        pytest.param(
            "case_version = 2\n[choices]\nscig = 5", "[choices.scig] must be a table", id="a number"
        ),
        pytest.param(
            "case_version = 2\n[choices.induction]\ndays = 5.5",
            'Days in [choices.induction]: "5.5" is not text',
            id="a count with a point",
        ),
        pytest.param(
            "case_version = 2\n[choices.induction]\ndays = true",
            '"true" is not text',
            id="a count of true",
        ),
        pytest.param(
            "case_version = 2\n[choices.induction]\ndays = 0x" + "f" * 20,
            "is not text",
            id="a number larger than TOML has",
        ),
        pytest.param(
            "case_version = 2\n[choices.induction]\ndays = { value = 5 }",
            "a table is not text",
            id="a table for a count",
        ),
        pytest.param(
            'case_version = 2\n[order]\ndose = "24 g/wk"',
            '"dose" is no key of [order]',
            id="an order with another key",
        ),
        pytest.param("case_version = 2\ntoday = 5", "YYYY-MM-DD", id="a day that is a number"),
        pytest.param("case_version = 2\n[patient", "is not TOML", id="not TOML"),
    ],
)
def test_a_file_is_refused_in_one_sentence_with_its_name_and_the_key(text: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text.encode())
    assert caught.value.field == "case"
    assert says in caught.value.message
    assert "patient.toml" in caught.value.message
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("more", "is_read"),
    [
        pytest.param(-1, True, id="one byte below the limit is read"),
        pytest.param(0, True, id="on the limit is read"),
        pytest.param(1, False, id="one byte above the limit is refused"),
    ],
)
def test_a_file_has_a_largest_size(more: int, *, is_read: bool) -> None:
    head = b'case_version = 2\n[patient]\nweight = "80 kg"\n#'
    content = head + b"x" * (LARGEST + more - len(head))
    if is_read:
        assert read(content).patient == {"weight": "80 kg"}
    else:
        with pytest.raises(Refused, match="larger than"):
            read(content)


def test_a_case_that_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(Refused, match="cannot be saved"):
        written_case(Case(patient={"concurrent": ("x" * LARGEST,)}))


def test_a_number_with_an_endless_exponent_is_refused() -> None:
    with pytest.raises(Refused, match="has an endless number"):
        read(b"case_version = 1e99999999999999999999\n")


@given(st.binary(max_size=200) | texts.map(lambda text: f"case_version = 2\n{text}".encode()))
def test_anything_at_all_is_a_case_or_a_refusal(content: bytes) -> None:
    with suppress(Refused):  # any other error fails the test
        assert by_hand(read(written_case(read(content)))) == read(content)
