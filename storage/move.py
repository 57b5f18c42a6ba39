"""Moving a grown database to another, of either kind: row by row as the tables say, resumable, the source untouched.

Tables go in the order of their references, in batches of one transaction each; rows that are there already are skipped
by their primary key, so a move that was killed is simply started again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from sqlalchemy import Connection, Engine, Row, Table, func, inspect, select, text, tuple_
from sqlalchemy.exc import DBAPIError

from storage.database import open_engine, open_existing
from storage.errors import AbsentError, MoveError, NewerError, UnreachableError
from storage.migrate import migrate, newest, revision_of
from storage.reaching import said, where
from storage.repository import insert_new
from storage.tables import metadata
from storage.urls import read_url

BATCH = 1_000
LOOK_UP = 200  # keys in one question; SQLite takes only so many values
QUEUE_TABLES = "procrastinate_"  # the engine's own, which wakes and remembers nothing
WIDTH = 2**64
Key = tuple[object, ...]
Told = Callable[[str, int], None]
"""Called after each batch was committed, with its table and how many rows were looked at."""


@dataclass(frozen=True)
class Tally:
    """How many rows a table has, and a sum over them that knows no order."""

    rows: int
    checksum: int


@dataclass(frozen=True)
class Moved:
    """One table after the move: its rows in both databases, and how many of them came in this run."""

    table: str
    source: Tally
    target: Tally
    copied: int

    @property
    def is_whole(self) -> bool:
        """Whether both hold the same rows."""
        return self.source == self.target


def move(source_url: str, target_url: str, told: Told = lambda _table, _rows: None) -> tuple[Moved, ...]:
    """Copy every table and compare; raises MoveError before anything is written where the two do not fit.

    Nobody else may write to either database meanwhile.
    """
    if read_url(source_url) == read_url(target_url):
        raise MoveError("FROM and TO are the same database")
    source, target = open_existing(source_url), open_engine(target_url)
    try:
        _prepare(source, target)
        with _snapshot(source) as reading:
            _refuse_strangers(reading, target)
            copied = {table: _copy(reading, target, table, told) for table in metadata.sorted_tables}
            _hand_on_numbers(reading, target)
            with target.connect() as compared:
                return tuple(
                    Moved(table.name, tally(reading, table), tally(compared, table), count)
                    for table, count in copied.items()
                )
    except DBAPIError as error:
        raise MoveError(f"a database refused: {said(error)}") from error
    finally:
        source.dispose()
        target.dispose()


def tally(connection: Connection, table: Table) -> Tally:
    """Count a table and sum up what its rows say; the same on every kind of database."""
    rows = checksum = 0
    for row in _rows(connection, table):
        rows += 1
        checksum = (checksum + _digest(row)) % WIDTH
    return Tally(rows, checksum)


def _prepare(source: Engine, target: Engine) -> None:
    """Both have this version's tables; a target without any gets them."""
    there = _revision(source, "FROM")
    if there is None:
        raise MoveError(f"there is no Understudy database at FROM, {where(source.url)}")
    if there != newest():
        raise MoveError("FROM is not at this version: run `migrate --database FROM` first")
    found = _revision(target, "TO")
    if found is None:
        others = [name for name in inspect(target).get_table_names() if not name.startswith(QUEUE_TABLES)]
        if others:
            raise MoveError(f"TO belongs to something else: it has a table {others[0]}")
        migrate(target)
    elif found != newest():
        raise MoveError("TO is at another version: run `migrate --database TO` first, or empty it")


def _revision(engine: Engine, name: str) -> str | None:
    """As `revision_of`; None too where there is no file."""
    try:
        return revision_of(engine)
    except AbsentError:
        return None
    except UnreachableError as error:
        raise MoveError(f"{name} does not answer: {error}") from error
    except NewerError as error:
        raise MoveError(f"{name}: {error}") from error


def _snapshot(source: Engine) -> Connection:
    """A connection that reads one moment; on SQLite nobody can write while it does."""
    connection = source.connect()
    if source.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _refuse_strangers(reading: Connection, target: Engine) -> None:
    """Whatever TO holds already must be FROM's, word for word; it is left over from a move that was killed."""
    with target.connect() as looking:
        for table in metadata.sorted_tables:
            for rows in _batches(_rows(looking, table), LOOK_UP):
                known = _look_up(reading, table, [_key(table, row) for row in rows])
                if any(known.get(_key(table, row)) != row for row in rows):
                    raise MoveError(
                        f"TO has rows in {table.name} that FROM does not have: nothing was written; empty TO first"
                    )


def _copy(reading: Connection, target: Engine, table: Table, told: Told) -> int:
    """How many rows of this table were not there yet; each batch is one transaction."""
    before = _count(target, table)
    for rows in _batches(_rows(reading, table), BATCH):
        with target.begin() as writing:
            insert_new(writing, table, [row._asdict() for row in rows])
        told(table.name, len(rows))
    return _count(target, table) - before


def _count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def _hand_on_numbers(reading: Connection, target: Engine) -> None:
    """New rows get numbers that no row ever had, in either database."""
    with target.begin() as writing:
        for table in metadata.sorted_tables:
            if table.autoincrement_column is not None:
                _give_from(writing, table, max(_last_number(reading, table), _last_number(writing, table)))


def _last_number(connection: Connection, table: Table) -> int:
    """The last number that was given to a row of this table, which may be gone."""
    highest = connection.scalar(select(func.max(table.autoincrement_column))) or 0
    if connection.dialect.name == "postgresql":
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
        given = connection.scalar(
            text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 (PostgreSQL's own word)
        )
    else:
        named = {"name": table.name}
        given = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), named)
    return max(highest, given or 0)


def _give_from(connection: Connection, table: Table, last: int) -> None:
    """The next row gets the number after `last`."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, max(last, 1), last > 0)))
        return
    named = {"name": table.name, "last": last}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), named)


def _rows(connection: Connection, table: Table) -> Iterator[Row[*tuple[object, ...]]]:
    """All rows, never all at once in memory."""
    yield from connection.execute(select(table).execution_options(yield_per=BATCH))


def _batches(
    rows: Iterable[Row[*tuple[object, ...]]], size: int
) -> Iterator[Sequence[Row[*tuple[object, ...]]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield batch


def _look_up(
    connection: Connection, table: Table, keys: Sequence[Key]
) -> Mapping[Key, Row[*tuple[object, ...]]]:
    wanted = select(table).where(tuple_(*table.primary_key.columns).in_(keys))
    return {_key(table, row): row for row in connection.execute(wanted)}


def _key(table: Table, row: Row[*tuple[object, ...]]) -> Key:
    return tuple(row._mapping[column] for column in table.primary_key.columns)  # noqa: SLF001 (SQLAlchemy's public way)


def _digest(row: Row[*tuple[object, ...]]) -> int:
    return int.from_bytes(blake2b(repr(tuple(row)).encode(), digest_size=8).digest(), "big")
