"""The committee's review: its agenda as data, the meeting that is held, its minutes."""
