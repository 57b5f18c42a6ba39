"""A database that is not there, is somebody else's to mend, or is too new: each command says so and makes none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from typer.testing import Result

from storage.database import open_engine
from storage.migrate import newest
from tests.bot.cli.test_commands import called
from tests.conftest import Kind, PostgresDatabases

PERSON = ("--person", "U1")
MAKE_NONE = (
    ("doctor",),
    ("export", *PERSON),
    ("erase", *PERSON, "--yes"),
    ("rotate-keys",),
    ("coach-record",),
)
ALL = (*MAKE_NONE, ("migrate",), ("run",))
TOKENS = {
    "slack_bot_token": "xoxb-1",
    "slack_app_token": "xapp-1",
    "slack_api_url": "http://127.0.0.1:1/api/",
}
KEYS = {"encryption_keys": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}


def said(folder: Path, url: str, *words: str) -> str:
    """What the command says, on one line, when it cannot do its work."""
    shown = called(folder, *words, database_url=url, **TOKENS, **KEYS)
    assert shown.exit_code == 1, shown.output
    assert isinstance(shown.exception, SystemExit), shown.exception
    return one_line(shown)


def one_line(shown: Result) -> str:
    """Without the breaks that a narrow terminal brings."""
    return shown.output.replace("\n", "")


@pytest.fixture
def newer_url(database_url: str) -> Iterator[str]:
    """A database that a newer version of the app brought further."""
    engine = open_engine(database_url)
    becomes(engine, "9999")
    yield database_url
    becomes(engine, str(newest()))
    engine.dispose()


def becomes(engine: Engine, version: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})


@pytest.mark.parametrize("words", MAKE_NONE, ids=" ".join)
def test_a_file_that_is_not_there_is_named_and_not_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "mistyped.db"
    assert f"there is no file {file}" in said(tmp_path, f"sqlite:///{file}", *words)
    assert not file.exists()


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_a_newer_database_is_left_to_the_newer_app(
    tmp_path: Path, newer_url: str, words: tuple[str, ...]
) -> None:
    told = said(tmp_path, newer_url, *words)
    assert "this database is of a newer version (9999): start the newer app, or restore an older copy" in told
    assert "bot migrate" not in told


@pytest.mark.parametrize("words", [("doctor",), ("migrate",), ("run",)], ids=" ".join)
def test_the_driver_says_in_its_own_words_what_is_wrong(
    tmp_path: Path, kind: Kind, words: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        (tmp_path / "folder.db").mkdir()
        told = said(tmp_path, f"sqlite:///{tmp_path}/folder.db", *words)
        assert f"{tmp_path}/folder.db: unable to open database file" in told
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = make_url(databases.url("nobodys")).set(password="very-secret")
    told = said(tmp_path, url.render_as_string(hide_password=False), *words)
    assert url.render_as_string() in told, "without its password"
    assert 'database "nobodys" does not exist' in told
    assert "very-secret" not in told
