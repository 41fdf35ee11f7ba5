"""Who is told of what changes, what each was told, and letters on their way out."""
