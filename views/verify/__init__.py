"""Verify: one order, a file of orders, a second entry, and whether something is allowed."""
