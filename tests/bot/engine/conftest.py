"""Engines of both kinds, on whatever they need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from bot.engine.choosing import EngineName
from storage.database import Database
from tests.bot.engine.turning import Postgres
from tests.conftest import PostgresDatabases


@pytest.fixture
def postgres(postgres_databases: PostgresDatabases) -> Iterator[Postgres]:
    """A database of its own, in which no engine has run."""
    database = Database(postgres_databases.url(postgres_databases.make_bare()))
    parameters = database.driver_parameters
    with closing(psycopg.Connection.connect(**parameters, autocommit=True)) as connection:  # type: ignore[arg-type]
        yield Postgres(parameters, connection)
    database.close()


@pytest.fixture(params=["apscheduler", "procrastinate"])
def name(request: pytest.FixtureRequest) -> EngineName:
    """Which engine this run of the test is about."""
    return request.param  # type: ignore[no-any-return]
