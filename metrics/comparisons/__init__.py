"""One period, unit or channel beside another."""
