"""What other programs ask of the running dashboard."""
