"""From the bytes of a file to a table of text whose headings are understood."""
