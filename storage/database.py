"""The database: one unit of work is one function, run in a worker thread (one hop per transaction)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, StaticPool

from storage.errors import AbsentError
from storage.reaching import LOOK_MS, name_the_database
from storage.urls import read_url
from storage.work import Work

T = TypeVar("T")

SQLITE_BUSY_MS = 10_000  # another process (a backup, an erase at the command line) may hold the file
POSTGRES_PATIENCE: Mapping[str, object] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
}
"""Seconds, milliseconds, seconds: a server that hangs or is cut off is given up. What a URL says itself holds."""
POSTGRES_CONNECTIONS = 8  # measured: more threads gain nothing on two to four cores
ASK_IF_IDLE = (
    1.0  # seconds: a connection that rested longer may be dead; asking each time costs three round trips
)


class Database:
    """Runs units of work; SQLite through one writer thread, PostgreSQL through a pool.

    `timed` hears how many seconds each unit took, its wait for a thread included.
    """

    def __init__(self, url: str, opened: Callable[[str], Engine] | None = None) -> None:
        """Nothing is connected yet; `url` is SQLAlchemy's, as in `sqlite:///understudy.db`.

        `opened` makes the engine: `open_engine` if not given, which makes a file that is not there.
        """
        self.engine = (opened or open_engine)(url)
        self.timed: Callable[[float], None] = _unheard
        threads = 1 if self.is_sqlite else POSTGRES_CONNECTIONS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="storage")

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the one-file database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def driver_parameters(self) -> Mapping[str, object]:
        """How the driver connects, for an engine that has connections of its own."""
        _, parameters = self.engine.dialect.create_connect_args(self.engine.url)
        return {**POSTGRES_PATIENCE, **parameters}

    async def run(self, work: Callable[[Work], T]) -> T:
        """What `work` returns, after its commit; an exception rolls all of it back.

        N.B. cancelling the await does not stop the thread: the transaction commits all the same.
        """
        began = time.perf_counter()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_here, work)
        finally:
            self.timed(time.perf_counter() - began)

    async def ask(self, question: Callable[[Engine], T]) -> T:
        """What `question` finds out about the database itself, in a thread of ours."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, question, self.engine)

    def run_here(self, work: Callable[[Work], T]) -> T:
        """The same in the calling thread, for commands that have no event loop."""
        with self.engine.begin() as connection:
            return work(Work(connection))

    def close(self) -> None:
        """Wait for what runs, then let go of all connections."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def _unheard(_seconds: float) -> None:
    """Nobody asked how long units of work take."""


def open_engine(url: str) -> Engine:
    """An engine with our settings for its kind of database; nothing is connected yet. Raises UrlError."""
    parsed = read_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=POSTGRES_CONNECTIONS,
            max_overflow=0,
            connect_args={name: most for name, most in POSTGRES_PATIENCE.items() if name not in parsed.query},
        )
        event.listen(engine, "handle_error", name_the_database)
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", _ask_if_alive)
        return engine
    engine = create_engine(
        url, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    event.listen(engine, "handle_error", name_the_database)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_existing(url: str) -> Engine:
    """The same, for whoever makes no database: where there is no file, connecting raises AbsentError."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _refuse_to_make)
    return engine


def open_to_look(url: str) -> Engine:
    """The same, with little patience for each statement."""
    engine = open_existing(url)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _be_brief)
    return engine


def _refuse_to_make(
    _dialect: Dialect, _entry: ConnectionPoolEntry, words: list[str], named: Mapping[str, object]
) -> None:
    if not named.get("uri") and not Path(words[0]).exists():
        raise AbsentError(f"there is no file {words[0]}")


def _be_brief(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET statement_timeout = {LOOK_MS}")
    connection.commit()


def _note_rest(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()


def _ask_if_alive(
    connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """A connection that died while it rested (the server was restarted) is replaced, and nobody need know.

    Raises DisconnectionError, upon which the pool connects anew.
    """
    if time.monotonic() - entry.info.get("rests_since", float("inf")) < ASK_IF_IDLE:
        return
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, SqliteConnection)
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {SQLITE_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once: upgrading a read lock later fails at once instead of waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
