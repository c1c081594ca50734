"""Pages: views of at most 20 lines. Only they commit, and they hold no rule and no query."""
