"""The rows for other engines: a DuckLake whose catalogue is in PostgreSQL."""
