"""Somebody's data, taken out of everything on request."""
