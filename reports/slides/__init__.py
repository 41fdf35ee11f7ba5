"""A report as slides whose charts can be edited."""
