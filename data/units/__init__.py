"""Names of units: which mean the same, where stores belong."""
