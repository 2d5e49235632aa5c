"""Empty: the place of the instructor's side (many projects at once), which is not written yet."""
