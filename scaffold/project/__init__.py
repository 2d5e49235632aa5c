"""A student's folder."""
