"""A Paper to plans; no input or output."""
