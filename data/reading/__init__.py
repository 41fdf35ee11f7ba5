"""From the bytes of a file to a table of text; nothing is decided about what it means."""
