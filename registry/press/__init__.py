"""The render process: pages go in, PDF comes out, and nothing else is reachable from it."""
