"""Numbered migrations; none imports a model, so that each stays what it was when it ran."""
