"""States of installations that were begun in a browser: each is good once, for a few minutes.

They belong to no workspace yet. Only a digest is stored: who reads the database cannot finish another's installation.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete

from storage.repository import insert_once
from storage.tables import oauth_states


class OAuthStates:
    """All states that are out."""

    def __init__(self, connection: Connection) -> None:
        """Reads and writes on `connection`."""
        self._connection = connection

    def issue(self, state: str, expires_at: datetime) -> None:
        """The state is out until then."""
        insert_once(self._connection, oauth_states, {"digest": _digest(state), "expires_at": expires_at})

    def consume(self, state: str, now: datetime) -> bool:
        """Whether the state was out and in time; it is no longer out."""
        statement = delete(oauth_states).where(
            oauth_states.c.digest == _digest(state), oauth_states.c.expires_at > now
        )
        return self._connection.execute(statement).rowcount == 1


def _digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()
