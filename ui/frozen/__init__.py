"""Publishing a period, what was published, and what of it is another number since."""
