"""The questions that stand beside an answer, or beside a refusal: the same ones in both places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calculators.checks.crosscheck import findings_without_a_dose
from calculators.checks.questions import StandingQuestion, how_they_stand, questions_of
from calculators.checks.questions import questions_without_a_dose as questions_alone
from calculators.requests.catalogue import calculator_of, treated
from calculators.requests.readable import patient_as_far_as_read
from calculators.working import Result
from plan_data.find_product import find_product
from units import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from calculators.requests.answer import Answered
    from plan_data.schema.plan import Plan, Treatment
    from plan_data.schema.products import Product

    Raw = Mapping[str, Any]


def questions_beside(answered: Answered, plan: Plan) -> tuple[StandingQuestion, ...]:
    """Return the questions of an answer, each with how it stands."""
    result = answered.result
    questions = questions_of(result, plan)
    found = answered.checks.findings
    return how_they_stand(questions, found, result, answered.patient, plan, answered.today)


def questions_beside_a_refusal(
    request: Raw, plan: Plan, today: date
) -> tuple[StandingQuestion, ...]:
    """Return the questions of a treatment whose dose was refused, each with how it stands.

    What the rules say of the patient alone is said; what needs a dose waits for it. A wrong weight
    does not take the checklist away.

    Parameters
    ----------
    request
        As it was refused. What of the patient cannot be read counts as not recorded.
    """
    calculator = str(request.get("calculator", ""))
    product = _product(request, plan)
    bare = Result(calculator, _treatment(request, plan), {}, (), product=product)
    patient = patient_as_far_as_read(request, plan, today)
    has_rates = product is not None and "IV" in product.routes and bool(product.rates)
    questions = questions_alone(bare, plan, has_rates=has_rates)
    found = findings_without_a_dose(bare, patient, plan, today)
    return how_they_stand(questions, found, bare, patient, plan, today)


def _treatment(request: Raw, plan: Plan) -> Treatment[Any] | None:
    """Return the treatment that is asked about; None where it cannot be told."""
    name = request.get("calculator")
    if name == "verify":
        name = request.get("of")
    own = [each for each in plan.treatments.values() if calculator_of(each) == name]
    named = [each for each in own if each.id == request.get("drug")]
    return next(iter(named or own), None)


def _product(request: Raw, plan: Plan) -> Product | None:
    """Return the product that is chosen, if it is one for the treatment."""
    name = str(request.get("of") or request.get("calculator"))
    known = treated(plan).get(name)
    if known is None or not request.get("product"):
        return None
    try:
        regimen = known.regimen(request)
        return find_product(str(request["product"]), plan, regimen.route, None, regimen.holds)
    except Refused:
        return None
