"""Every result against the plan: rules, names of drugs, thresholds of monitoring."""
