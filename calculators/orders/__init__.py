"""An order in hand: whether it is right and, if not, which mistake made it."""
