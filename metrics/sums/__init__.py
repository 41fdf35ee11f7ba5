"""From a question to the sums that answer it."""
