"""The month's board: headline, scorecard, and what is new, where, and done about it."""
