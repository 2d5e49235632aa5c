"""The instructor's side: many projects at once."""
