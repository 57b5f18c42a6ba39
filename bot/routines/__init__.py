"""Routines: a channel's practice set up, previewed, skipped, paused and handed on, and the life of its channel."""
