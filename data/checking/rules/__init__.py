"""What one dataset kind needs beyond its cells."""
