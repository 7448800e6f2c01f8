"""What people see of a record: terminal table, JSON lines, HTML report, data frame."""
