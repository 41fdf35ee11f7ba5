"""Intervals, process limits, tests, forecasts: arithmetic that knows no KPI."""
