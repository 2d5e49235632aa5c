"""Network, cache and archives: the only room on the network."""
