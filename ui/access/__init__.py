"""The page Access: tokens of other programs, and the log."""
