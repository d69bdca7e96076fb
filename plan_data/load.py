"""Read the plan's files once, validate them, and refuse a broken one by file and key."""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from plan_data.cross_references import misfits
from plan_data.schema.figures import Figure, Model, Name, figures_of
from plan_data.schema.plan import Plan, SharedRules
from plan_data.sentences import UnknownFigureError, with_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent

# Where each part stands that calculators and rules read. The plan's sections, which people read,
# are named in `plan_data.sections_load`; a test sees to it that no TOML file lies about unread.
DEFAULT = "default_plan.toml"
SHARED = ("sources", "facts", "measures", "policies", "product_rules", "other_products")
# Of a plan's own folder, every other file is a treatment.
OF_A_PLAN = ("identity", "order_names", "monitoring", "common", "shared_rules")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class DefaultPlan(Model):
    """Which of the plans in ``plans/`` is read."""

    plan: Name


def file_of(path: str, plan: str) -> tuple[str, str, str]:
    """Return part, file and key of a path of keys.

    Parameters
    ----------
    path
        For example ``treatments.scig.dosing.uplift.value``.
    plan
        The plan's id, which is the name of its folder.
    """
    part, _, key = path.partition(".")
    if part in {"products", "treatments"}:
        name, _, key = key.partition(".")
        folder = "products" if part == "products" else f"plans/{plan}"
        return f"{part}.{name}", f"{folder}/{name}.toml", key
    return part, f"plans/{plan}/{part}.toml" if part in OF_A_PLAN else f"{part}.toml", key


def files_read(folder: Path) -> tuple[str, ...]:
    """Return every file that `read_plan` reads in `folder`.

    Raises
    ------
    BrokenPlanError
        The file that names the plan cannot be used.
    """
    plan = _default_plan(folder)
    found = [f"treatments.{name}" for name in _found(folder, f"plans/{plan}", but=OF_A_PLAN)]
    found += [f"products.{name}" for name in _found(folder, "products")]
    return (DEFAULT, *(file_of(part, plan)[1] for part in (*SHARED, *OF_A_PLAN, *found)))


class BrokenPlanError(Exception):
    """A file of the plan cannot be used; the message names the file and the key."""


_READING = Lock()
_NAMED: ContextVar[Path | None] = ContextVar("data folder that a command names", default=None)


def load_plan() -> Plan:
    """Return the plan in use, read and validated once per process.

    Raises
    ------
    BrokenPlanError
        As for `read_plan`; the message names the folder as well.
    """
    folder = data_folder()
    try:
        # Whoever asks while it is read waits, and does not read it a second time.
        with _READING:
            return _read_once(folder)
    except BrokenPlanError as broken:
        raise BrokenPlanError(f"The plan's data in {folder} cannot be used: {broken}") from None


@lru_cache(maxsize=2)
def _read_once(folder: Path) -> Plan:
    return read_plan(folder)


def data_folder() -> Path:
    """Return the folder whose plan is read.

    It is the one that `data_read_from` names, else the one that ``DOSE_PLAN`` names, else the
    shipped one. Another plan stands in a copy of this folder, beside the facts, measures, policies
    and products that it goes with; every answer, sheet and case names the plan that it is by.
    """
    named = os.environ.get("DOSE_PLAN")
    return _NAMED.get() or (Path(named) if named else HERE)


@contextmanager
def data_read_from(folder: Path) -> Iterator[None]:
    """Read the plan in this folder for as long as the context lasts."""
    token = _NAMED.set(folder)
    try:
        yield
    finally:
        _NAMED.reset(token)


def read_plan(folder: Path) -> Plan:
    """Return the plan that stands in `folder`.

    Raises
    ------
    BrokenPlanError
        The folder or a file is missing; a file is not TOML; a key is missing, unknown or of the
        wrong type; a unit does not fit; a figure names a source that is not in ``sources.toml``;
        a rule names a fact or a group of names that is nowhere defined.
    """
    if not folder.is_dir():
        raise BrokenPlanError("there is no such folder")
    if not (folder / DEFAULT).exists() and (folder / "identity.toml").exists():
        raise BrokenPlanError(f"it is the folder of one plan; name the one that holds {DEFAULT}")
    name = _default_plan(folder)

    def where(path: str) -> tuple[str, str, str]:
        return file_of(path, name)

    parts: dict[str, Any] = {
        part: read_toml(folder, where(part)[1]) for part in (*SHARED, *OF_A_PLAN)
    }
    own = _in_order(parts["identity"], "treatments", _found(folder, f"plans/{name}", OF_A_PLAN))
    sold = _in_order(parts["policies"], "offered", _found(folder, "products"))
    for part, names in (("treatments", own), ("products", sold)):
        parts[part] = {each: read_toml(folder, where(f"{part}.{each}")[1]) for each in names}
    treatments = {f"treatments.{name}": data for name, data in parts["treatments"].items()}
    products = {f"products.{name}": data for name, data in parts["products"].items()}
    idle = _put_in_shared_rules(
        parts, where, "shared_rules", {"common": parts["common"], **treatments}
    )
    by_name_only = {
        f"other_products.named.{i}": each
        for i, each in enumerate(parts["other_products"].get("named", ()))
        if isinstance(each, dict)
    }
    of_none = _put_in_shared_rules(parts, where, "product_rules", products | by_name_only)
    try:
        plan = Plan.model_validate(parts)
    except ValidationError as error:
        raise BrokenPlanError(
            broken_in_words(error, lambda path: where(_without_kind(path)))
        ) from None
    if plan.identity.id != name:
        raise BrokenPlanError(
            f"{where('identity')[1]}: id: {plan.identity.id!r} is not the name of the folder"
        )
    # After the models: a file that does not read at all names no rule either.
    _require_named(idle, where("shared_rules")[1], "treatment")
    _require_named(of_none, where("product_rules")[1], "product")
    _require_known_sources(plan)
    for part, key, reason in misfits(plan):
        raise BrokenPlanError(f"{where(part)[1]}: {key}: {reason}")
    try:
        return with_figures(plan)
    except UnknownFigureError as error:
        _, file, key = where(error.path)
        raise BrokenPlanError(f"{file}: {key}: {error}") from None


def _require_named(idle: set[str], file: str, called: str) -> None:
    if idle:
        raise BrokenPlanError(f"{file}: rules: no {called} names {min(idle)!r}")


def _put_in_shared_rules(
    parts: dict[str, Any],
    where: Callable[[str], tuple[str, str, str]],
    pool: str,
    users: dict[str, dict[str, Any]],
) -> set[str]:
    """Replace each rule that names a shared one by what that says; `at` stays its user's.

    Returns the shared rules that nobody names.

    A shared rule that does not read is refused here: in the treatments, or the products, it would
    be refused under the name of a file in which it does not stand.
    """
    shared = where(pool)[1]
    try:
        SharedRules.model_validate(parts[pool])
    except ValidationError as error:
        words = broken_in_words(error, lambda key: (pool, shared, key))
        raise BrokenPlanError(words) from None
    bodies: dict[str, Any] = {body["id"]: body for body in parts[pool]["rules"]}
    idle = set(bodies)
    for part, data in users.items():
        rules = data.get("rules")
        if not isinstance(rules, tuple):
            continue
        put_in = [
            _with_body(rule, bodies, f"{where(part)[1]}: rules.{i}", shared)
            for i, rule in enumerate(rules)
        ]
        idle -= {rule["id"] for old, rule in zip(rules, put_in, strict=True) if old is not rule}
        data["rules"] = tuple(put_in)
    return idle


def _with_body(rule: Any, bodies: dict[str, Any], where: str, shared: str) -> Any:
    """Return a rule with the shared body that it names; the very same where it names none."""
    if not isinstance(rule, dict) or "shared" not in rule:
        return rule
    own = {key: value for key, value in rule.items() if key != "shared"}
    body = bodies.get(rule["shared"])
    if body is None:
        raise BrokenPlanError(f"{where}.shared: {rule['shared']!r} is not in {shared}")
    if twice := sorted(own.keys() & body.keys()):
        raise BrokenPlanError(f"{where}.{twice[0]}: stands in {shared} already")
    return body | own


def _default_plan(folder: Path) -> str:
    try:
        return DefaultPlan.model_validate(read_toml(folder, DEFAULT)).plan
    except ValidationError as error:
        raise BrokenPlanError(broken_in_words(error, lambda key: ("", DEFAULT, key))) from None


def _found(folder: Path, inside: str, but: tuple[str, ...] = ()) -> list[str]:
    """Return the names of the files that stand in a folder of the data."""
    return sorted(file.stem for file in (folder / inside).glob("*.toml") if file.stem not in but)


def _in_order(listing: dict[str, Any], key: str, found: list[str]) -> tuple[str, ...]:
    """Return what is listed, then what is found and not listed.

    Both are read: a file that is listed and missing is refused by its name, and one that is not
    listed by `misfits`. A listing that is no list of names is refused with the file that has it.
    """
    given = listing.get(key)
    names = given if isinstance(given, tuple) else ()
    listed = [each for each in names if isinstance(each, str) and _NAME.fullmatch(each)]
    return tuple(dict.fromkeys((*listed, *found)))


def _without_kind(path: str) -> str:
    """Return a path without the kind of dosing, which a refusal names though no file has it."""
    steps = path.split(".")
    if steps[0] == "treatments" and steps[2:3] == ["dosing"]:
        del steps[3:4]
    return ".".join(steps)


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
            _, file, key = file_of(path, plan.identity.id)
            raise BrokenPlanError(f"{file}: {key}.source: {figure.source!r} is not in sources.toml")


__all__ = ["BrokenPlanError", "Figure", "figures_of", "load_plan", "read_plan"]
