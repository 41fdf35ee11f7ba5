"""What writers of reports share: how much room texts take, where axes end."""
