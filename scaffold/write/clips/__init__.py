"""Clips of the paper's PDF: vector pictures of statements that LaTeX cannot set.

clips.py   the entry point
strips.py  where a clip may be cut between its lines
"""
