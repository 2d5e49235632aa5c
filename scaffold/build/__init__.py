"""Runs engines: the only room that starts processes."""
