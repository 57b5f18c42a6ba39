"""Which databases there may be, by their URLs."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import UrlError

DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
WANTED = "Write sqlite:///understudy.db or postgresql+psycopg://user:password@host/name"


def read_url(url: str) -> URL:
    """The URL of a database that can be opened. Raises UrlError, which never quotes a password, for any other."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise UrlError(f"This is not the URL of a database. {WANTED}") from None
    if read.drivername not in DRIVERS:
        raise UrlError(f"There is no way to a database by {read.drivername}://. {WANTED}")
    return read
