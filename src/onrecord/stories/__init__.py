"""Across reports: who is the same, what is one event, what was copied, which figures disagree."""
