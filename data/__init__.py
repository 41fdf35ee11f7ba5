"""Files in, tables kept."""
