"""What the columns and rows of a file mean."""
