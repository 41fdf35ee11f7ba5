"""A report as a workbook whose charts can be edited."""
