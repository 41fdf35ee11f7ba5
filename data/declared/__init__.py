"""The dataset kinds, each beside those it belongs with; data/kinds.py lists them."""
