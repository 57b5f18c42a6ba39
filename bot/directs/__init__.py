"""Directs: what people write to the app alone, as replies to the coach or as private answers."""
