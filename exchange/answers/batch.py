"""Many requests, one JSON line each: a bad line gets its own error and the others go on."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calculators.requests.answer import answer
from exchange.answers.answer import as_json, refusal
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from plan_data.schema.plan import Plan


def answer_lines(lines: Iterable[bytes], plan: Plan, today: date) -> Iterator[tuple[str, bool]]:
    """Yield one JSON answer a line, in order, and whether the line was refused.

    Parameters
    ----------
    lines
        JSON requests in UTF-8, one a line.
    today
        The day of the check for requests that name none.
    """
    for number, line in enumerate(lines, start=1):
        identity: Any = None
        try:
            request = _read(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            identity = _identity(request)
            answered = answer(request, plan, today)
            refused = answered.result.refusal is not None
            yield written({"id": identity, **as_json(answered, plan)}), refused
        except Refused as refused:
            yield written({"id": identity, **refusal(refused)}), True


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ASCII_ENCODER = json.JSONEncoder(separators=(",", ":"))


def written(answered: dict[str, Any]) -> str:
    """Return an answer as one line of JSON that can always be encoded as UTF-8."""
    text = _ENCODER.encode(answered)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, sent as an id or in a name
        return _ASCII_ENCODER.encode(answered)
    return text


def _read(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(
            line.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_each_key_once,
        )
    except (json.JSONDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("request", f"The line is not JSON: {_why(error)}.") from None
    if not isinstance(request, dict):
        raise Refused("request", 'The line must be a JSON object, for example {"calculator": …}.')
    return request


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at character {error.pos + 1}"
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it cannot be read"


def _no_constant(name: str) -> Any:
    raise Refused("request", f"The line holds {name}, which is not a number that can be used.")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(twice, f'"{twice}" is given twice; which one counts cannot be told.')
    return found


def _identity(request: dict[str, Any]) -> Any:
    """Return the request's own id, where it is one that can be given back unchanged."""
    identity = request.get("id")
    if identity is None or (isinstance(identity, str | int) and not isinstance(identity, bool)):
        return identity
    raise Refused("id", "id must be text or a whole number.")
