"""What is stored. Nothing of ours is imported from here upwards."""
