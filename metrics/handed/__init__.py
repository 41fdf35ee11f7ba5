"""What the data layer is handed of the KPIs, as plain values: it knows none."""
