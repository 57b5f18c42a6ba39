"""Made-up keys."""

from storage.vault import new_key

KEY = new_key()
OTHER_KEY = new_key()
