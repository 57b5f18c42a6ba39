"""Coaching: one question back, the right one, in the person's own words, or silence."""
