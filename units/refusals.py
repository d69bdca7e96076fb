"""A refusal: input that cannot be used, as one sentence for whoever typed it."""

from __future__ import annotations


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
