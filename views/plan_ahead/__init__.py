"""Plan ahead: monitoring."""
