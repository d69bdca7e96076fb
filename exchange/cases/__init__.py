"""A case: as it was typed, as a file, and entered a second time."""
