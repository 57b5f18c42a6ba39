"""Consents: a workspace and each person say whether a language model may read answers; nobody says it for them."""
