"""Forms: what is typed becomes what an operation takes, or clear sentences about it."""
