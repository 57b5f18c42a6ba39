"""Home: what holds for a person and the practices they are in; and the picker behind the bare command."""
