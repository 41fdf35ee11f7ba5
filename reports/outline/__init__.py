"""What a report says, as data: worked out once, without words of any one language."""
