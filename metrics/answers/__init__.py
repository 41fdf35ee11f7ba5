"""Ask for a KPI, get one row a period and group."""
