"""What keeps the database safe: its archive, rebuilding, backups, faults in words."""
