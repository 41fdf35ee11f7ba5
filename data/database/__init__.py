"""The database file: opening it, its tables, the sums kept beside the rows, faults in words."""
