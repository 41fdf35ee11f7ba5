"""What the pages are measured against: the emptiest page, and the overview as pandas users would
write it."""
