"""Ways of asking the project a question in one line, for the tests of every folder."""

from __future__ import annotations

import json
import shlex
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from calculators.requests.answer import Answered, answer
from cli import main
from exchange.answers.answer import as_json
from exchange.answers.batch import answer_lines
from plan_data import load_plan
from units import Refused

PLAN = load_plan()
TODAY = date(2026, 11, 22)
# The calculators of doses and sizes; there are others, of orders and of monitoring.
DOSES_AND_SIZES = ("induction", "maintenance", "scig", "cyclophosphamide", "rituximab", "body")

_LISTS = ("premedication", "concurrent", "with")
_STANDS_ALONE = ("drug", "name")  # no options: they follow the command itself


def answered(calculator: str, **request: Any) -> Answered:
    """Return the answer to a request as the calculators give it."""
    return answer({"calculator": calculator, **request}, PLAN, TODAY)


def answer_to(calculator: str, **request: Any) -> dict[str, Any]:
    """Return the answer to a request as machines read it."""
    return as_json(answered(calculator, **request), PLAN)


def result_of(calculator: str, **request: Any) -> dict[str, Any]:
    """Return the ``result`` of a request as machines read it."""
    result: dict[str, Any] = answer_to(calculator, **request)["result"]
    return result


def refusal_of(calculator: str, **request: Any) -> Refused:
    """Return the refusal of a request; a request that is answered fails the test."""
    with pytest.raises(Refused) as caught:
        answered(calculator, **request)
    return caught.value


def finding(answer: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return the one finding of a rule in an answer."""
    findings = [entry for entry in answer["checks"]["findings"] if entry["rule"] == rule]
    assert len(findings) == 1, f"{rule} was found {len(findings)} times"
    found: dict[str, Any] = findings[0]
    return found


def outcome_of(rule: str, calculator: str, **request: Any) -> str:
    """Return the outcome of one rule for a request."""
    outcome: str = finding(answer_to(calculator, **request), rule)["outcome"]
    return outcome


def in_batch(*lines: str | bytes) -> list[dict[str, Any]]:
    """Return the answers to some lines, as the batch writes them."""
    sent = [line.encode() if isinstance(line, str) else line for line in lines]
    return [json.loads(text) for text, _ in answer_lines(sent, PLAN, TODAY)]


def command_line(request: dict[str, Any]) -> list[str]:
    """Return a request as the arguments of ``mmn-dose``."""
    arguments = [request["calculator"]]
    for key, value in request.items():
        option = f"--{key.replace('_', '-')}"
        if key == "facts":
            arguments += [word for name in value for word in ("--fact", _stated(name, value[name]))]
        elif key in _LISTS:
            arguments += [word for name in value for word in (option, name)]
        elif key in _STANDS_ALONE and request["calculator"] != "verify":
            arguments.append(value)
        elif key == "phases":
            arguments += [word for phase in value for word in ("--phase", _phase(phase))]
        elif key != "calculator":
            arguments += [option, str(value)]
    return arguments


def _phase(phase: dict[str, Any] | str) -> str:
    """Return a phase of a course as it is written on a command line."""
    if isinstance(phase, str):
        return phase
    inputs = (f"{key}={value}" for key, value in phase.items() if key != "calculator")
    return shlex.join((phase["calculator"], *inputs))


def _stated(name: str, value: Any) -> str:
    if isinstance(value, str):
        return f"{name}={value}"
    return f"{name}={value['value']}@{value['date']}"


def run(*arguments: str, given: str | bytes | None = None) -> tuple[int, str, str]:
    """Run ``mmn-dose`` in this process; return its exit status, output and error output."""
    ran = CliRunner().invoke(main, list(arguments), input=given)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


def told_as_json(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Run a command; return its exit status and its answer as JSON."""
    status, output, _ = run(*arguments, "--json")
    return status, json.loads(output)


def outcomes(answer: dict[str, Any]) -> dict[str, str]:
    """Return the outcome of each rule of an answer in JSON."""
    return {each["rule"]: each["outcome"] for each in answer["checks"]["findings"]}
