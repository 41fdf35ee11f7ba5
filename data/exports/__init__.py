"""Tables handed out as files."""
