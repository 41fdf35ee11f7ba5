"""What only the page People and culture needs: what staff say, suggest and do for the programme."""
