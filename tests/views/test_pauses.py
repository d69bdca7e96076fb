"""What is typed is taken after half a second without a key: long enough to finish a number."""

from __future__ import annotations

import pytest
from pages import opened

# Every kind of field that is read while it is typed: of the patient, of a dose, of an order.
FIELDS = [
    pytest.param("induction", "weight", id="a measure of the patient"),
    pytest.param("induction", "age", id="the patient's age"),
    pytest.param("scig", "ivig_dose", id="a dose"),
    pytest.param("one_order", "order_scig", id="the dose of an order"),
    pytest.param("is_it_allowed", "name", id="the name of a drug"),
]


@pytest.mark.parametrize(("page", "key"), FIELDS)
def test_a_field_waits_half_a_second_for_the_next_key(page: str, key: str) -> None:
    app = opened(page)
    field = app.text_input(key=key)
    assert field.proto.live_debounce_ms == 500
