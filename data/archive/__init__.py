"""What each upload stored, kept outside the database: its list, rebuilding, backups."""
