"""Drills: short exercises beside the questions, each tried by one person for themselves."""
