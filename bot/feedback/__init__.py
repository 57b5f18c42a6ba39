"""Feedback: peers praise by reacting, and the author hears of it."""
