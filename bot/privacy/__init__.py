"""Privacy: keep me out, let me in, and what is stored of a person: exported, erased."""
