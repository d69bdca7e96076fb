"""The clinical plan as data, and the schema that reads it."""

from plan_data.load import BrokenPlanError, load_plan, read_plan
from plan_data.schema.figures import Figure
from plan_data.schema.plan import Plan, Treatment
from plan_data.schema.rules import Outcome

__all__ = ["BrokenPlanError", "Figure", "Outcome", "Plan", "Treatment", "load_plan", "read_plan"]
