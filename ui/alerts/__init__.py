"""The page Alerts: who is told of what changes, by what, and what was sent."""
