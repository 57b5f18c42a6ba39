"""Procrastinate's tables in the app's own PostgreSQL: made when they are missing, made anew when they are broken.

They remember nothing that a row of ours does not (law 4), so they may go at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import procrastinate
import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.schema import SchemaManager

from storage.errors import UnreachableError

LOCK = 0x756E6465  # several processes may start at once: one of them makes the tables
MARK = "Understudy, Procrastinate "

TABLES = """
SELECT count(*) FROM unnest(ARRAY['workers', 'jobs', 'periodic_defers', 'events']) AS name
WHERE to_regclass('procrastinate_' || name) IS NOT NULL
"""
MARKED = "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
CLEAR = r"""
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relname LIKE 'procrastinate\_%' AND relnamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name); END LOOP;
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\_%' AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.name); END LOOP;
    FOR found IN SELECT oid::regtype AS name FROM pg_type
        WHERE typname LIKE 'procrastinate\_%' AND typnamespace = current_schema()::regnamespace
    LOOP EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', found.name); END LOOP;
END;
$$
"""


@contextmanager
def reaching() -> Iterator[None]:
    """A server that goes away inside the block is an UnreachableError."""
    try:
        yield
    except (psycopg.OperationalError, ConnectorException) as error:
        raise UnreachableError(type(error).__name__) from error


def ensure_schema(parameters: Mapping[str, object]) -> bool:
    """Make the tables unless they are there as this version wants them; whether they were made.

    Tables that another made, or a newer version of us, are left alone. Raises UnreachableError when the server is away.
    """
    connection: psycopg.Connection[tuple[object, ...]]
    with reaching(), psycopg.Connection.connect(**parameters) as connection:  # type: ignore[arg-type]
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if not _is_wanted(connection):
            return False
        connection.execute(CLEAR)
        connection.execute(SchemaManager.get_schema())
        mark = psycopg.sql.Literal(MARK + procrastinate.__version__)
        connection.execute(psycopg.sql.SQL("COMMENT ON TABLE procrastinate_jobs IS {}").format(mark))
    return True


def _is_wanted(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    if connection.execute(TABLES).fetchone() != (4,):
        return True
    row = connection.execute(MARKED).fetchone()
    mark = row[0] if row else None
    return (
        isinstance(mark, str)
        and mark.startswith(MARK)
        and _version(mark) < _version(procrastinate.__version__)
    )


def _version(text: str) -> tuple[int, ...]:
    """The numbers of a version at the end of `text`."""
    return tuple(int(part) for part in text.removeprefix(MARK).split(".") if part.isdigit())
