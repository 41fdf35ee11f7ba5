"""Charts: answers become figures, small pictures, and words for those who cannot see them."""
