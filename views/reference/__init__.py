"""Reference: the plan, the products, the open questions, and what the app is."""
