"""Read the plan's files once, validate them, and refuse a broken one by file and key."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from plan_data.cross_references import misfits
from plan_data.schema.figures import Figure, figures_of
from plan_data.schema.plan import Plan, SharedRules
from plan_data.sentences import UnknownFigureError, with_figures

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent

# Where each part stands that calculators and rules read. The plan's sections, which people read,
# are named in `plan_data.sections_load`; a test sees to it that no TOML file lies about unread.
FILES = {
    "identity": "plans/mmn/identity.toml",
    "sources": "sources.toml",
    "facts": "facts.toml",
    "measures": "measures.toml",
    "order_names": "plans/mmn/order_names.toml",
    "monitoring": "plans/mmn/monitoring.toml",
    "common": "plans/mmn/common.toml",
    "shared_rules": "plans/mmn/shared_rules.toml",
    "policies": "policies.toml",
    "ivig_induction": "plans/mmn/ivig_induction.toml",
    "ivig_maintenance": "plans/mmn/ivig_maintenance.toml",
    "scig": "plans/mmn/scig.toml",
    "cyclophosphamide": "plans/mmn/cyclophosphamide.toml",
    "rituximab": "plans/mmn/rituximab.toml",
    "mycophenolate": "plans/mmn/mycophenolate.toml",
    "eculizumab": "plans/mmn/eculizumab.toml",
    "gabapentin": "plans/mmn/gabapentin.toml",
    "pregabalin": "plans/mmn/pregabalin.toml",
    "duloxetine": "plans/mmn/duloxetine.toml",
    "amitriptyline": "plans/mmn/amitriptyline.toml",
    "acetaminophen": "plans/mmn/acetaminophen.toml",
    "modafinil": "plans/mmn/modafinil.toml",
    "mexiletine": "plans/mmn/mexiletine.toml",
    "magnesium_oxide": "plans/mmn/magnesium_oxide.toml",
}

_SHARED = FILES["shared_rules"]

# One file a product, in the order in which products are offered.
PRODUCTS = (
    "gammagard_liquid",
    "gamunex_c",
    "gammaked",
    "privigen",
    "panzyga",
    "octagam_10",
    "octagam_5",
    "flebogamma_dif_10",
    "flebogamma_dif_5",
    "bivigam",
    "asceniv",
    "hizentra",
    "cuvitru",
    "xembify",
    "cutaquig",
    "hyqvia",
    "rituximab",
    "cyclophosphamide",
    "cyclophosphamide_tablets",
)


def file_of(path: str) -> tuple[str, str, str]:
    """Return part, file and key of a path of keys, for example ``scig.dosing.uplift.value``."""
    part, _, key = path.partition(".")
    if part == "products":
        product, _, key = key.partition(".")
        return f"products.{product}", f"products/{product}.toml", key
    return part, FILES[part], key


class BrokenPlanError(Exception):
    """A file of the plan cannot be used; the message names the file and the key."""


_READING = Lock()


def load_plan() -> Plan:
    """Return the shipped plan, read and validated once per process."""
    # Whoever asks while it is read waits, and does not read it a second time.
    with _READING:
        return _shipped_plan()


@lru_cache(maxsize=1)
def _shipped_plan() -> Plan:
    return read_plan(HERE)


def read_plan(folder: Path) -> Plan:
    """Return the plan that stands in `folder`.

    Raises
    ------
    BrokenPlanError
        A file is missing or is not TOML; a key is missing, unknown or of the wrong type; a unit
        does not fit; a figure names a source that is not in ``sources.toml``; a rule names a
        fact or a group of names that is nowhere defined.
    """
    parts: dict[str, Any] = {part: read_toml(folder, file) for part, file in FILES.items()}
    parts["products"] = {name: read_toml(folder, f"products/{name}.toml") for name in PRODUCTS}
    _put_in_shared_rules(parts)
    try:
        plan = Plan.model_validate(parts)
    except ValidationError as error:
        raise BrokenPlanError(broken_in_words(error, file_of)) from None
    _require_known_sources(plan)
    for part, key, reason in misfits(plan):
        raise BrokenPlanError(f"{file_of(part)[1]}: {key}: {reason}")
    try:
        return with_figures(plan)
    except UnknownFigureError as error:
        _, file, key = file_of(error.path)
        raise BrokenPlanError(f"{file}: {key}: {error}") from None


def _put_in_shared_rules(parts: dict[str, Any]) -> None:
    """Replace each rule that names a shared one by what that says; `at` stays the treatment's.

    A shared rule that does not read is refused here: in the treatments it would be refused under
    the name of a file in which it does not stand.
    """
    try:
        SharedRules.model_validate(parts["shared_rules"])
    except ValidationError as error:
        raise BrokenPlanError(broken_in_words(error, _in_shared_rules)) from None
    bodies: dict[str, Any] = {body["id"]: body for body in parts["shared_rules"]["rules"]}
    idle = set(bodies)
    for part, data in parts.items():
        rules = data.get("rules")
        if part == "shared_rules" or not isinstance(rules, tuple):
            continue
        put_in = [
            _with_body(rule, bodies, f"{FILES[part]}: rules.{i}") for i, rule in enumerate(rules)
        ]
        idle -= {rule["id"] for old, rule in zip(rules, put_in, strict=True) if old is not rule}
        data["rules"] = tuple(put_in)
    if idle:
        raise BrokenPlanError(f"{_SHARED}: rules: no treatment names {min(idle)!r}")


def _in_shared_rules(key: str) -> tuple[str, str, str]:
    return "shared_rules", _SHARED, key


def _with_body(rule: Any, bodies: dict[str, Any], where: str) -> Any:
    """Return a rule with the shared body that it names; the very same where it names none."""
    if not isinstance(rule, dict) or "shared" not in rule:
        return rule
    own = {key: value for key, value in rule.items() if key != "shared"}
    body = bodies.get(rule["shared"])
    if body is None:
        raise BrokenPlanError(f"{where}.shared: {rule['shared']!r} is not in {_SHARED}")
    if twice := sorted(own.keys() & body.keys()):
        raise BrokenPlanError(f"{where}.{twice[0]}: stands in {_SHARED} already")
    return body | own


def read_toml(folder: Path, file: str) -> dict[str, Any]:
    """Return what a TOML file holds, numbers as decimals and lists as tuples.

    Raises
    ------
    BrokenPlanError
        The file cannot be read or is not TOML.
    """
    try:
        text = (folder / file).read_text(encoding="utf-8")
        data = tomllib.loads(text, parse_float=Decimal)
    except OSError as error:
        raise BrokenPlanError(f"{file}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenPlanError(f"{file}: is not TOML ({error})") from None
    return {key: _frozen(value) for key, value in data.items()}


def _frozen(value: Any) -> Any:
    """Turn TOML's lists into tuples, because the models are frozen all the way down."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def broken_in_words(error: ValidationError, file_of: Callable[[str], tuple[str, str, str]]) -> str:
    """Return what does not fit as lines of file, key and reason."""
    lines = []
    for problem in error.errors(include_url=False):
        _, file, key = file_of(".".join(str(step) for step in problem["loc"]))
        # What concerns a file as a whole has no key.
        lines.append(": ".join(part for part in (file, key, problem["msg"]) if part))
    return "\n".join(lines)


def _require_known_sources(plan: Plan) -> None:
    for path, figure in figures_of(plan):
        if figure.source not in plan.sources:
            _, file, key = file_of(path)
            raise BrokenPlanError(
                f"{file}: {key}.source: {figure.source!r} is not in {FILES['sources']}"
            )


__all__ = ["BrokenPlanError", "Figure", "figures_of", "load_plan", "read_plan"]
