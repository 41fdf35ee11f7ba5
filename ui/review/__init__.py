"""The page Review: the agenda, one item a screen, decisions on the spot, minutes."""
