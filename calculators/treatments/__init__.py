"""The treatments: each its dose, what it is asked, and its regimens."""
