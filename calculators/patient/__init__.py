"""The patient: measures, facts and dates, and what body sizes follow from them."""
