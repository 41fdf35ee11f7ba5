"""The rows behind a number, and the way there and back."""
