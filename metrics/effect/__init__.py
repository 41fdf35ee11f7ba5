"""Whether training reaches the customer: panels of units and months, and what was passed but is not
practised."""
