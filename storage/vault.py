"""Secrets at rest: the one door to `cryptography`. What stands in the database is of no use without a key."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.errors import StorageError


class NoKeyError(StorageError):
    """A secret was to be kept or read, and there is no key for it."""


class Vault:
    """Seals with the first key and opens with any, so that keys can be replaced one after the other."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Each key is one of `new_key`. Raises NoKeyError, which does not quote it, for anything else."""
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError:
            raise NoKeyError("a key is not one that `python -m bot new-key` makes") from None
        self._fernets = MultiFernet(fernets) if fernets else None

    @classmethod
    def of(cls, listed: str) -> Vault:
        """The vault of comma separated keys; without any it seals and opens nothing."""
        return cls([key.strip() for key in listed.split(",") if key.strip()])

    def __repr__(self) -> str:
        """Never with a key."""
        return "Vault()"

    @property
    def has_key(self) -> bool:
        """Whether it can seal."""
        return self._fernets is not None

    def seal(self, secret: str) -> str:
        """The secret as it may stand in a database."""
        return self._with_keys().encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret. Raises NoKeyError when no key fits."""
        try:
            return self._with_keys().decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NoKeyError("none of the keys opens what is stored") from None

    def seal_anew(self, sealed: str) -> str:
        """The same secret under the first key. Raises NoKeyError when no key fits."""
        try:
            return self._with_keys().rotate(sealed.encode()).decode()
        except InvalidToken:
            raise NoKeyError("none of the keys opens what is stored") from None

    def _with_keys(self) -> MultiFernet:
        if self._fernets is None:
            raise NoKeyError("there is no key: set UNDERSTUDY_ENCRYPTION_KEYS")
        return self._fernets


def new_key() -> str:
    """A fresh key."""
    return Fernet.generate_key().decode()
