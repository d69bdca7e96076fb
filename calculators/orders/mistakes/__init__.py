"""The known mistakes: what each changes, which of them give an order, and how that is told."""
