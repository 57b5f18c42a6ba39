"""Answers: what people write in a question's thread, kept as it was written."""
