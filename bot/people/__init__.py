"""People: first contact, what each person chose, and the one daily note."""
