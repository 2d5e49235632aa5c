"""The command line: parse arguments, call the pipeline, render; no logic."""
