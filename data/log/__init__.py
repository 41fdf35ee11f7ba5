"""Who changed what, and who was shown what of single people."""
