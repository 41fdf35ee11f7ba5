"""What a month's numbers say, in sentences."""
