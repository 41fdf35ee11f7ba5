"""How people and tools write numbers, dates and words: one cell or one column at a time."""
