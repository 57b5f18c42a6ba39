"""Forms: an answer in parts, posted under its author's name or kept private."""
