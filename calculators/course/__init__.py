"""The course: phases of treatment on a calendar, with the plan's monitoring woven in."""
