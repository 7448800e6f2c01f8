"""Spans → items of the record, one file a kind; pure functions over frozen values."""
