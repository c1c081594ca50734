"""Reference data and the demo story: what the registry is given before anybody files."""
