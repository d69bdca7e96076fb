"""A verified sheet in one line, and what stands on it: as text, as a picture, as fonts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
from asking import PLAN, TODAY

from calculators.check_twice import compare
from calculators.request import answer
from exports.case import Case
from exports.verified_sheet import Verification, sheet_data, verified_sheet

if TYPE_CHECKING:
    from PIL.Image import Image

    from calculators.request import Answered

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
