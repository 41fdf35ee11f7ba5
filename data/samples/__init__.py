"""The sample company: who it is, what happens to it, and its records."""
