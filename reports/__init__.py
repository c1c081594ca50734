"""Frozen facts in; differences and documents out. No database, no web, no clock."""
