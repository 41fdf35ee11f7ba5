"""What exams say: of their items, of the people who sat them, and of what is forgotten."""
