"""Whether the database is there while something is done with it that cannot wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.errors import UnreachableError


@contextmanager
def reaching() -> Iterator[None]:
    """A database that goes away inside the block is an UnreachableError; every other problem stays what it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, InterfaceError | OperationalError):
            raise UnreachableError(type(error.orig).__name__) from error
        raise
