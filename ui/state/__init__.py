"""What a visit holds, and what is kept for everyone."""
