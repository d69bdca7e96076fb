"""Answers for machines and for a terminal."""
