"""Files to a Paper: the only room that sees TeX tokens."""
