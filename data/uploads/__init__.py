"""One upload from its bytes to its stored rows, and back."""
