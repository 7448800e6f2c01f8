"""onrecord: reads reports and writes the record."""
