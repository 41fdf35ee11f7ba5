"""The page People and culture."""
