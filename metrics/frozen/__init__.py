"""Months and quarters as they were published, and what of them is another number since."""
