"""The page Mystery shopper."""
