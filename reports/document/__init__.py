"""A report as one HTML file that loads nothing from outside and prints."""
