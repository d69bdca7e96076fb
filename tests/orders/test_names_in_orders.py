"""Names in the text of an order: the drug or the product, beside the dose and how often."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from asking import PLAN, TODAY, refusal_of, result_of

from exchange.order_files.verdicts import verdicts

MAINTENANCE: dict[str, Any] = {
    "of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "4 weeks",
}  # fmt: skip
SCIG: dict[str, Any] = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}  # 24 g a week
RITUXIMAB: dict[str, Any] = {"of": "rituximab", "weight": "80 kg", "height": "180 cm"}  # 750 mg
ORAL: dict[str, Any] = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg"}  # 80 to 160 mg


def differs(request: dict[str, Any]) -> list[str]:
    return [
        each["what"] for each in result_of("verify", **request)["also"] if each["agrees"] is False
    ]


@pytest.mark.parametrize(
    ("request_", "order"),
    [
        pytest.param(MAINTENANCE, "IVIG 80 g IV every 4 weeks", id="the treatment before"),
        pytest.param(MAINTENANCE, "give 80 g IVIG q4w", id="the treatment within"),
        pytest.param(MAINTENANCE, "Privigen 10% 80 g IV q4w", id="a product with its strength"),
        pytest.param(MAINTENANCE, "80 g of Gammagard Liquid q28d", id="a product after"),
        pytest.param(MAINTENANCE, "Privigen: 80 g IV q4w", id="a product and a colon"),
        pytest.param(MAINTENANCE, "80 g IV q4w, Privigen", id="a product behind a comma"),
        pytest.param(MAINTENANCE, "Octagam 80 g q4w", id="a brand of two strengths, in grams"),
        pytest.param(MAINTENANCE, "Panzyga 800 mL q4w", id="a volume of the product named"),
        pytest.param(MAINTENANCE, "immune globulin 80 g IV q4w", id="its plain name"),
        pytest.param(SCIG, "Hizentra 120 mL SC weekly", id="a volume under the skin"),
        pytest.param(SCIG, "24 g/wk subcutaneous", id="a word of many names, and none of them"),
        pytest.param(RITUXIMAB, "Truxima 375 mg/m2 IV weekly x 4", id="a biosimilar"),
        pytest.param(ORAL, "Cytoxan 120 mg PO once daily in the morning", id="a brand by mouth"),
    ],
)
def test_an_order_that_names_its_drug_or_product_is_right(
    request_: dict[str, Any], order: str
) -> None:
    assert result_of("verify", **request_, order=order)["verdict"] == "right"


@pytest.mark.parametrize(
    ("request_", "order", "what"),
    [
        pytest.param(MAINTENANCE, "rituximab 80 g q4w", "drug", id="another drug"),
        pytest.param(MAINTENANCE, "SCIG 80 g q4w", "drug", id="under the skin by its name"),
        pytest.param(SCIG, "IVIG 24 g weekly", "drug", id="into a vein by its name"),
        pytest.param(MAINTENANCE, "Hizentra 80 g q4w", "product", id="a product of another route"),
        pytest.param(
            MAINTENANCE | {"product": "Octagam 10 %"}, "Privigen 80 g q4w", "product",
            id="not the product that is asked about",
        ),
        pytest.param(
            RITUXIMAB, "Rituxan Hycela 750 mg weekly x 4", "drug", id="another form of the drug"
        ),
        pytest.param(MAINTENANCE, "prednisone 80 g q4w", "drug", id="a contraindicated drug"),
        pytest.param(MAINTENANCE, "80 g IVIG prn", "when", id="when needed"),
        pytest.param(SCIG, "24 g once", "duration", id="a single time, where it is given weekly"),
        pytest.param(RITUXIMAB, "750 mg IV stat", "doses", id="one dose of four"),
    ],
)  # fmt: skip
def test_an_order_that_names_something_else_deviates(
    request_: dict[str, Any], order: str, what: str
) -> None:
    assert what in differs(request_ | {"order": order})


def test_a_name_in_a_file_is_read_as_in_a_single_order() -> None:
    rows = [
        MAINTENANCE | {"order": "Privigen 80 g IV q4w"},
        MAINTENANCE | {"order": "rituximab 80 g q4w"},
        MAINTENANCE | {"order": "Privilege 80 g q4w"},
    ]
    found = verdicts(pd.DataFrame(rows), PLAN, TODAY)
    assert list(found["verdict"]) == ["right", "deviates", "not read"]
    assert found["mistakes"].iloc[1].startswith("drug_differs")


@pytest.mark.parametrize("order", ["Privilege 80 g q4w", "80 g Privilege q4w"])
def test_a_name_that_is_not_known_is_never_passed_over(order: str) -> None:
    refused = refusal_of("verify", **MAINTENANCE, order=order)
    assert refused.field == "order"
    assert "Privilege" in str(refused)
