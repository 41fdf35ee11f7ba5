"""The sample company, kind by kind."""
