"""The door: which calculators there are, and from a request to a checked answer."""
