"""A refusal: input that cannot be used, as one sentence for whoever typed it."""

from __future__ import annotations

import unicodedata

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by name, and nothing to the eye


def seen(text: str) -> str:
    """Return a text as it can be seen: where nothing in it shows, each sign by its code."""
    if not text.strip() or any(
        unicodedata.category(sign)[0] not in "CZM" and sign not in _BLANK for sign in text
    ):
        return text
    return " ".join(f"U+{ord(sign):04X}" for sign in text if not sign.isspace())


class Refused(ValueError):  # noqa: N818  (a refusal is an answer to the user, not a fault)
    """Input that cannot be used, as one sentence for the person who typed it.

    Parameters
    ----------
    field
        The request key that was refused, for example ``weight`` or ``facts.wbc``.
    message
        What was wrong and what is accepted.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
