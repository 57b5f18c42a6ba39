"""Whether the database is there and takes what is written, and which one it is, said without its password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.errors import UnreachableError, UnwritableError

LOOK_MS = 5_000  # one statement of a look; a server that hangs is not waited for
SECRETS = ("password", "sslpassword")


@contextmanager
def reaching() -> Iterator[None]:
    """A database that goes away inside the block is an UnreachableError; every other problem stays what it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, InterfaceError | OperationalError):
            raise UnreachableError(said(error)) from error
        raise


def try_to_write(engine: Engine) -> None:
    """Commit a change that changes nothing: only who writes notices a full disk.

    Raises UnreachableError when the database does not answer, and UnwritableError when it does and refuses.
    """
    with reaching(), engine.connect() as connection:
        try:
            with connection.begin():
                be_brief(connection)
                connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        except DBAPIError as error:
            raise UnwritableError(said(error)) from error


def be_brief(connection: Connection) -> None:
    """Let no statement of this transaction wait long."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {LOOK_MS}")


def where(url: URL) -> str:
    """Which database this is: the whole path of its file, or its address without any password."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or ":memory:").absolute())
    return url.difference_update_query(SECRETS).render_as_string()


def name_the_database(context: ExceptionContext) -> None:
    """Write into an error of the driver at which database it happened."""
    if context.sqlalchemy_exception is not None and context.engine is not None:
        context.sqlalchemy_exception.add_note(where(context.engine.url))


def said(error: DBAPIError) -> str:
    """At which database, and the driver's own words; on one line, without the rows that PostgreSQL would quote."""
    diagnosis = getattr(error.orig, "diag", None)
    words = " ".join(str(getattr(diagnosis, "message_primary", None) or error.orig).split())
    return ": ".join([*getattr(error, "__notes__", []), words])
