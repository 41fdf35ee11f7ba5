"""Staged targets, and where a KPI stands against them."""
