"""What changes the world, whoever does it, and the events that follow."""
