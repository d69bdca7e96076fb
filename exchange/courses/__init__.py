"""A course as it leaves the app: the calendar file."""
