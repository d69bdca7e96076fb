"""A verified sheet in one line, and what stands on it: as text, as a picture, as fonts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
from asking import PLAN, TODAY

from calculators.requests.answer import answer
from exchange.cases.case import Case
from exchange.cases.second_entry import compare
from exchange.sheets.verified_sheet import Verification, sheet_data, verified_sheet

if TYPE_CHECKING:
    from PIL.Image import Image

    from calculators.requests.answer import Answered

PATIENT = {
    "weight": "80 kg",
    "height": "180 cm",
    "age": "58 years",
    "sex": "male",
    "setting": "OPD",
}
FIRST, SECOND, WHEN = "First Example, PharmD", "Second Example, RN", "2026-11-25 09:30"


def case_of(calculator: str, **request: Any) -> Case:
    """Return the case of the ordinary patient; a request may say otherwise of any measure."""
    given = {"calculator": calculator, **PATIENT, **request}
    return Case().asked({key: value for key, value in given.items() if value is not None})


def answer_of(case: Case) -> Answered:
    """Return the answer of the calculator that the case is about."""
    assert case.calculator is not None
    return answer(case.request(case.calculator), PLAN, TODAY)


def verification(
    case: Case, first_by: str = FIRST, second_by: str = SECOND, when: str = WHEN
) -> Verification:
    """Return what two people make of a case who enter the same."""
    compared = compare(case.entered, case.entered, PLAN, ())
    return Verification(compared, first_by, second_by, when)


def sheet_of(case: Case, **people: str) -> bytes:
    """Return the sheet of a case."""
    return verified_sheet(answer_of(case), case, PLAN, verification(case, **people))


def data_of(case: Case, **people: str) -> dict[str, Any]:
    """Return the data of the sheet of a case."""
    return sheet_data(answer_of(case), case, PLAN, verification(case, **people))


def text_of(sheet: bytes) -> str:
    """Return all text on a sheet, in one line with single spaces."""
    reader = pypdf.PdfReader(io.BytesIO(sheet))
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())


def pages_of(sheet: bytes) -> int:
    """Return how many pages a sheet has."""
    return len(pypdfium2.PdfDocument(sheet))


def picture_of(sheet: bytes) -> Image:
    """Return the page as a picture, at twice its size on a screen."""
    picture: Image = pypdfium2.PdfDocument(sheet)[0].render(scale=2).to_pil()
    return picture


def set_in(sheet: bytes, smallest: float) -> str:
    """Return the text that is set in type of at least so many points, in one line."""
    found: list[str] = []

    def note(text: str, _: Any, __: Any, ___: Any, size: float) -> None:
        if size >= smallest:
            found.append(text)

    pypdf.PdfReader(io.BytesIO(sheet)).pages[0].extract_text(visitor_text=note)
    return " ".join("".join(found).split())


def fonts_of(sheet: bytes) -> set[str]:
    """Return the names of the fonts of a sheet, without the mark of a subset."""
    [page] = pypdf.PdfReader(io.BytesIO(sheet)).pages
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]  # a dictionary, says the format
    return {str(fonts[name]["/BaseFont"]).partition("+")[2] for name in fonts}


# --- cases of every kind ----------------------------------------------------------------------

CASES = {
    "induction": case_of("induction", days=5),
    "induction by adjusted weight": case_of(
        "induction", days=2, dosing_weight="adjusted", weight="250 lb", facts={"pregnancy": "no"}
    ),
    "maintenance": case_of("maintenance", dose="1 g/kg", every="3 weeks", weight="176 lb"),
    "scig": case_of("scig", ivig_dose="140 g", every="6 weeks"),
    "scig without a weight": case_of("scig", ivig_dose="80 g", every="3 weeks", weight=None),
    "cyclophosphamide": case_of("cyclophosphamide", bsa_formula="du_bois"),
    "cyclophosphamide by mouth": case_of("cyclophosphamide", route="po"),
    "rituximab": case_of("rituximab", weight="71.3 kg"),
    "rituximab in two doses": case_of("rituximab", regimen="two_doses"),
    "mycophenolate": case_of("mycophenolate", step_every="2 weeks", start="2026-11-22"),
    "titration": case_of("titration", drug="gabapentin", target="3600 mg/day", step_every="3 days"),
    "titration in one step": case_of("titration", drug="modafinil", target="100 mg/day"),
    "as needed": case_of("titration", drug="acetaminophen", target="3 g/day"),
    "induction with a product": case_of(
        "induction", days=5, weight="81 kg", product="Privigen", round="nearest", start="09:00"
    ),
    "scig with a product": case_of(
        "scig", ivig_dose="60 g", every="3 weeks", product="Hizentra", sessions="2"
    ),
    "rituximab with a product": case_of(
        "rituximab", product="Rituxan", concentration="2 mg/mL", start="09:00"
    ),
    "an order of scig": case_of(
        "verify",
        of="scig",
        ivig_dose="60 g",
        every="3 weeks",
        order="24 g/wk",
        product="Hizentra",
        order_volume="120 mL",
    ),
    "an order between two ends": case_of(
        "verify", of="cyclophosphamide", route="po", order="120 mg daily"
    ),
    "an order with a wider tolerance": case_of(
        "verify", of="induction", days=5, order="35 g/day for 5 days", tolerance="10 %"
    ),
}
REFUSED_CASE = case_of(
    "induction",
    days=5,
    facts={"thromboembolic_event": {"value": "yes", "date": "2026-09-01"}},
    concurrent=["prednisone 20 mg"],
)
DEVIATING = case_of("verify", of="scig", ivig_dose="60 g", every="3 weeks", order="20 g/wk")
