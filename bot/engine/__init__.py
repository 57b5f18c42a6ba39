"""The engine: it wakes and spreads the tick; what is due is a row (law 4)."""
