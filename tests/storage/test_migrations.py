"""Migrations run up from empty and from every earlier version, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.database import open_engine
from storage.errors import NewerError
from storage.migrate import differences, is_current, migrate, newest, revisions


@pytest.fixture
def engine(bare_database_url: str) -> Iterator[Engine]:
    made = open_engine(bare_database_url)
    yield made
    made.dispose()


def test_an_empty_database_becomes_what_the_tables_say(engine: Engine) -> None:
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    assert differences(engine) == []


@pytest.mark.parametrize("earlier", revisions())
def test_every_earlier_version_comes_up(engine: Engine, earlier: str) -> None:
    migrate(engine, earlier)
    migrate(engine)
    assert is_current(engine)
    assert differences(engine) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    assert differences(engine) == []


def test_a_newer_version_is_told_apart_from_one_that_has_to_come_up(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerError, match="start the newer app, or restore an older copy"):
        is_current(engine)


def test_the_versions_are_one_line() -> None:
    assert revisions()[-1] == newest()
    assert list(revisions()) == sorted(revisions())
