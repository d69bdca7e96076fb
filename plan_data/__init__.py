"""The clinical plan as data, and the schema that reads it."""

from plan_data.figures import Figure
from plan_data.load import BrokenPlanError, load_plan, read_plan
from plan_data.rules import Outcome
from plan_data.schema import Plan, Treatment

__all__ = ["BrokenPlanError", "Figure", "Outcome", "Plan", "Treatment", "load_plan", "read_plan"]
