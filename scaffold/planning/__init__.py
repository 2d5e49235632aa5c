"""Paper → plans: what matters, how it hangs together, what fits the pages and the minutes. Pure functions, no IO."""
