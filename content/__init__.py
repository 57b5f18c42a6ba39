"""What Understudy knows: pure functions and its own library; no I/O, no clock, no hidden randomness."""
