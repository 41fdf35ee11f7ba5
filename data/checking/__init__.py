"""From the text of cells to typed values, and what is wrong with them."""
