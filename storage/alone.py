"""One process at a time on a SQLite file, for as long as it runs."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import Database
from storage.errors import TakenError
from storage.reaching import reaching


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold the file beside a SQLite database that tells others it is in use; PostgreSQL may be shared.

    Raises TakenError when another process holds it; whoever dies lets go.
    """
    file = _file_of(database) if database.is_sqlite else ""
    if not file:
        yield
        return
    with Path(f"{file}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TakenError(
                f"Another `run` is at work on {file}. One SQLite file serves one process: stop the other first."
            ) from None
        yield


def _file_of(database: Database) -> str:
    """Where SQLite keeps it, empty for a database in memory. Raises UnreachableError."""
    with reaching(), database.engine.connect() as connection:
        return str(connection.exec_driver_sql("PRAGMA database_list").one()[2])
