"""What can be done, and the pages that reach it."""
