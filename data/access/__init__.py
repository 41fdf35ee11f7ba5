"""Other programs: by what they prove who they are, and what they may see."""
