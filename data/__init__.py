"""Files in, tables kept."""

__version__ = "1.8.0"  # of the dashboard as a whole; CHANGELOG.md says what each brought
