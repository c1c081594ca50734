"""The ``flask`` commands of the registry: what an operator does without a browser."""
