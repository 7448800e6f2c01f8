"""Scores and speed on public data; each module is a command that prints a table and writes JSON."""
