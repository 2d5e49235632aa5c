"""Plans to files."""
