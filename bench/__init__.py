"""Ratios that hold on any machine: two things measured side by side in one run."""
