"""Telling people when it matters: a verdict that turned, a signal, a month's digest."""
