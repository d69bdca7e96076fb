"""Names that one file of the plan uses and another defines: facts, groups of names, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import units
from plan_data.schema import rules
from plan_data.schema.dosing import ByWeightDosing, SubcutaneousDosing
from plan_data.schema.figures import figures_of
from plan_data.schema.products import Route
from plan_data.schema.remarks import WORDS, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plan_data.schema.plan import Plan
    from plan_data.schema.products import Product


def misfits(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield part, key and reason for each rule that names what is nowhere defined.

    A rule about a fact that cannot be recorded would be unknown for ever, and one about a group of
    names that does not exist would never find anything.
    """
    parts: dict[str, tuple[tuple[rules.RuleBody, ...], tuple[str, ...]]]
    # A shared rule first, under the name of the file in which it stands.
    parts = {"shared_rules": (plan.shared_rules.rules, tuple(WORDS))}
    parts |= {"product_rules": (plan.product_rules.rules, ())}
    parts |= {"common": (plan.common.rules, tuple(WORDS))}
    parts |= {
        f"treatments.{name}": (treatment.rules, said_of(treatment.dosing))
        for name, treatment in plan.treatments.items()
    }
    # A product is one of several treatments: its rules look at the patient, and at no dose.
    parts |= {f"products.{name}": (each.rules, ()) for name, each in plan.products.items()}
    others = tuple(rule for each in plan.other_products.named for rule in each.rules)
    parts |= {"other_products": (others, ())}
    for part, (each, remarks) in parts.items():
        for rule in each:
            if rule.about:
                for key, reason in _no_remark("about", rule.about, remarks):
                    yield part, f"rules: {rule.id}: {key}", reason
            for condition in _conditions(rule):
                for key, reason in _wrong_with(condition, plan, remarks):
                    yield part, f"rules: {rule.id}: {key}", reason
    if not any(rule.without_treatment for rule in plan.common.rules):
        yield "common", "rules", "none has without_treatment: a name alone would be held to nothing"
    yield from _misfits_of_listings(plan)
    yield from _misfits_of_implications(plan)
    yield from _misfits_of_names(plan)
    yield from _misfits_of_ages(plan)
    yield from _misfits_of_policies(plan)
    yield from _misfits_of_monitoring(plan)
    for name, product in plan.products.items():
        yield from _misfits_of_product(name, product, plan)
    yield from _misfits_of_marks(plan)


def _misfits_of_listings(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """A file that no list names has no place in the order in which it would be shown."""
    for name, treatment in plan.treatments.items():
        if name not in plan.identity.treatments:
            yield "identity", "treatments", f"{name!r} stands in the folder and not in this list"
        if treatment.id != name:
            yield f"treatments.{name}", "id", f"{treatment.id!r} is not the name of the file"
    for drug in plan.every(ByWeightDosing):
        if drug.route not in get_args(Route):
            accepted = _listed(get_args(Route))
            reason = f"{drug.route!r} is no route of one dose by weight; there are {accepted}"
            yield f"treatments.{drug.id}", "route", reason
    for name in plan.products:
        if name not in plan.policies.offered:
            yield "policies", "offered", f"{name!r} stands in products/ and not in this list"


def _misfits_of_names(plan: Plan) -> Iterator[tuple[str, str, str]]:
    named = plan.order_names.plan_source
    if named not in plan.sources:
        yield "order_names", "plan_source", f"{named!r} is not in sources.toml"


def _misfits_of_implications(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for part, implications in (
        ("facts", plan.facts.implications),
        ("common", plan.common.implications),
    ):
        for implication in implications:
            for name in (implication.fact, *implication.implies):
                for _, reason in _unknown("fact", name, plan.facts.yes_no):
                    yield part, f"implications: {implication.fact}", reason
    for name in plan.common.recent:
        for _, reason in _unknown("fact", name, plan.facts.yes_no):
            yield "common", "recent", reason


def _misfits_of_ages(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """An age of something that is not known to grow old would be read by nothing."""
    evidence = plan.policies.evidence
    for name in evidence.expires:
        for _, reason in _unknown("fact", name, {*plan.facts.yes_no, *plan.facts.laboratory}):
            yield "policies", "evidence.expires", reason
    ages = {"policies": ("evidence.ages", evidence.ages)}
    for each in plan.treatments.values():
        ages[f"treatments.{each.id}"] = ("evidence_ages", each.evidence_ages)
        for name in each.before_each_dose:
            for _, reason in _unknown("fact", name, plan.facts.requirements):
                yield f"treatments.{each.id}", "before_each_dose", reason
    for part, (key, of_it) in ages.items():
        for name in (name for age in of_it for name in age.facts):
            if name not in evidence.expires:
                yield part, key, f"{name!r} is not among what expires (policies.toml)"


def _misfits_of_policies(plan: Plan) -> Iterator[tuple[str, str, str]]:
    at_risk = plan.policies.at_risk
    for name in (at_risk.asked, *at_risk.thrombosis, *at_risk.kidney, *at_risk.also):
        for _, reason in _unknown("fact", name, plan.facts.yes_no):
            yield "policies", "at_risk", reason
    factors = [
        other.name
        for treatment in plan.every(SubcutaneousDosing)
        for other in treatment.dosing.other_factors
    ]
    for mistake in plan.policies.mistakes.known:
        # Of a plan that gives nothing under the skin no factor can be mistaken.
        if mistake.other_factor is not None and plan.every(SubcutaneousDosing):
            for _, reason in _unknown("other_factor", mistake.other_factor, factors):
                yield "policies", f"mistakes.known: {mistake.name}: other_factor", reason


def _misfits_of_monitoring(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for check in plan.monitoring.dated:
        for name in check.treatments:
            for _, reason in _unknown("treatments", name, plan.treatments):
                yield "monitoring", f"dated: {check.id}: treatments", reason


def _misfits_of_product(name: str, product: Product, plan: Plan) -> Iterator[tuple[str, str, str]]:
    """A mark is what its source is worth: one that claims more would make a rumour a label."""
    part = f"products.{name}"
    if product.id != name:
        yield part, "id", f"{product.id!r} is not the name of the file"
    by_weight = [treatment.id for treatment in plan.every(ByWeightDosing)]
    for _, reason in _unknown("holds", product.holds, (*plan.policies.drugs, *by_weight)):
        yield part, "holds", f"{reason} among the drugs of policies.toml or those dosed by weight"
    for key, fact in figures_of(product):
        confidence = plan.sources[fact.source].confidence
        if fact.mark != confidence:
            yield part, f"{key}.mark", f"{fact.mark!r}, but {fact.source!r} is {confidence!r}"


def _misfits_of_marks(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for key, fact in figures_of(plan.other_products):
        confidence = plan.sources[fact.source].confidence
        if fact.mark != confidence:
            reason = f"{fact.mark!r}, but {fact.source!r} is {confidence!r}"
            yield "other_products", f"{key}.mark", reason


def _conditions(rule: rules.RuleBody) -> Iterator[Any]:
    waiting: list[Any] = [case.when for case in rule.cases]
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, rules.AllOf):
            waiting += condition.all
        elif isinstance(condition, rules.AnyOf):
            waiting += condition.any
        else:
            yield condition


def _wrong_with(condition: Any, plan: Plan, remarks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    match condition:
        case rules.ResultIs(result=name, answer=word):
            yield from _no_remark("result", name, remarks)
            if name in remarks and word not in WORDS[name]:
                yield "is", f"{word!r} is nothing that {name} says; it says {_listed(WORDS[name])}"
        case rules.FactIs(fact=name):
            yield from _unknown("fact", name, plan.facts.yes_no)
        case rules.DatedWithinInterval(done_within_interval=name):
            yield from _unknown("done_within_interval", name, plan.facts.yes_no)
        case rules.DoneBefore(done_before_first_dose=name):
            yield from _unknown("done_before_first_dose", name, plan.facts.yes_no)
        case rules.LaboratoryBelow(laboratory=name):
            yield from _unknown("laboratory", name, plan.facts.laboratory)
            if name in plan.facts.laboratory:
                accepted = units.KINDS[plan.facts.laboratory[name].kind].spellings
                if condition.below.unit not in accepted:
                    yield "below", f"unit must be one of {', '.join(accepted)}"
        case rules.Listed(group=name):
            yield from _unknown("group", name, {*plan.name_groups, "unrecognised", "this_drug"})


def _unknown(key: str, name: str, known: Any) -> Iterator[tuple[str, str]]:
    if name not in known:
        yield key, f"{name!r} is nowhere defined"


def _no_remark(key: str, name: str, remarks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if name not in remarks:
        yield key, f"{name!r} is no remark that these results make; they make {_listed(remarks)}"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(repr(word) for word in words)
