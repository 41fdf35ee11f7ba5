"""Which days are working days, and between which hours."""
