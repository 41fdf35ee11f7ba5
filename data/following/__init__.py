"""What one server stores is read by others: states that it publishes, and how they are followed."""
