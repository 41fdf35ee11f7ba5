"""The page Service operations: promises, times, first contacts, complaints, cost."""
