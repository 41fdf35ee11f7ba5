"""Problems, actions and decisions: what the committee keeps of its own work."""
