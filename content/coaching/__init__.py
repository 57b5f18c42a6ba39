"""The offline coach: reads an answer, finds what is missing in it, and asks for that one thing, or stays silent."""
