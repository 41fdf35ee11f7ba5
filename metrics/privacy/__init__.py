"""What of the staff's records may be shown, settled once, published and kept."""
