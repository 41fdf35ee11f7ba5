"""What customers say: the drivers of their satisfaction, the themes and expressions of their
comments."""
