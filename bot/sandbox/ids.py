"""Ids as Slack writes them: a capital letter that tells the kind, then letters and digits; the same in every run."""

import base64
import hashlib
import itertools


class Ids:
    """Hands out ids and secrets that never repeat and are the same in every run of the same story."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def next(self, prefix: str) -> str:
        """A fresh id such as `C0K3F2…` for the prefix `C`."""
        return f"{prefix}0{self._digest()[:9]}"

    def secret(self, prefix: str) -> str:
        """A fresh token or hash with the given prefix."""
        return f"{prefix}{self._digest().lower()}"

    def _digest(self) -> str:
        digest = hashlib.sha256(f"sandbox {next(self._numbers)}".encode()).digest()
        return base64.b32encode(digest).decode().rstrip("=")[:24]
