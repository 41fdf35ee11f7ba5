"""The page Customer voice."""
