"""Answers on a scale: which scale, words as points, reversed scales, and what only a person can say
of them."""
