"""Dose: one page a treatment, body sizes, and the bedside view."""
