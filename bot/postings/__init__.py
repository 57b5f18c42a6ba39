"""Postings: a question a day, put into the channel, closed a day later."""
