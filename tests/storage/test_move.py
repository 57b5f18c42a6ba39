"""A grown database moves to the other kind and back, whatever stops it on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from storage.database import Database, open_engine
from storage.errors import MoveError
from storage.migrate import differences, is_current, revisions
from storage.move import Moved, move, tally
from storage.tables import messages, metadata
from storage.work import Work
from tests.conftest import Kind, PostgresDatabases
from tests.storage.rows import CHANNEL, DAILY, MARA, claimed, message, seed, workspace

TEAMS = ("T0A", "T0B", "T0C")
MANY = 2_500  # messages: more than two batches


class Killed(Exception):  # noqa: N818 (it says what happened)
    """The move ended here."""


@pytest.fixture
def target_url(kind: Kind, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without tables, of the other kind."""
    if kind == "postgres":
        return f"sqlite:///{tmp_path}/target.db"
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    return databases.url(databases.make_bare())


def fill(work: Work) -> None:
    """One of everything in several workspaces, many messages, and numbers whose rows are gone."""
    for team in TEAMS:
        seed(workspace(work, team))
    gone = workspace(work, "T0GONE")
    seed(gone)
    work.workspaces.forget(gone.workspace_id)


def chat(number: int) -> dict[str, object]:
    """One of many messages in the first workspace."""
    said = message(f"1763889000.{number:06}", text="Ünïcode ✓\n'quoted' \\")
    return {**asdict(said), "workspace_id": 1}


@pytest.fixture
def grown_url(database_url: str) -> str:
    with opened(database_url) as database:
        database.run_here(fill)
        with database.engine.begin() as connection:
            connection.execute(insert(messages), [chat(number) for number in range(MANY)])
    return database_url


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def contents(url: str) -> dict[str, object]:
    with opened(url) as database, database.engine.connect() as connection:
        return {table.name: tally(connection, table) for table in metadata.sorted_tables}


def killed_after(batches: int) -> Callable[[str, int], None]:
    """A hook that stops the move once so many batches were committed."""
    left = batches

    def told(_table: str, _rows: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    return told


def go_on(work: Work) -> tuple[int, int]:
    """What the app does next: claim a slot of a new routine in a new workspace; their numbers."""
    room = workspace(work, "T0NEW")
    return room.workspace_id, claimed(room, room.routines.set_up("C0NEW", DAILY)).id


def whole(tables: tuple[Moved, ...]) -> bool:
    return len(tables) == len(metadata.sorted_tables) and all(each.is_whole for each in tables)


def test_every_row_arrives_and_the_source_stays_as_it_was(grown_url: str, target_url: str) -> None:
    before = contents(grown_url)
    moved = move(grown_url, target_url)
    assert whole(moved)
    assert contents(grown_url) == before == contents(target_url)
    assert sum(each.copied for each in moved) == sum(each.source.rows for each in moved) > MANY


def test_there_and_back_again_is_the_same(grown_url: str, target_url: str, tmp_path: Path) -> None:
    move(grown_url, target_url)
    home = f"sqlite:///{tmp_path}/home.db"
    assert whole(move(target_url, home))
    assert contents(home) == contents(grown_url)
    engine = open_engine(home)
    assert is_current(engine)
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.parametrize("batches", [1, 2, 7, 11, 15])
def test_a_move_that_was_killed_goes_on_where_it_was(grown_url: str, target_url: str, batches: int) -> None:
    with pytest.raises(Killed):
        move(grown_url, target_url, killed_after(batches))
    rest = move(grown_url, target_url)
    assert whole(rest)
    assert 0 < sum(each.copied for each in rest) < sum(each.source.rows for each in rest)


def test_a_second_run_copies_nothing_and_ends_in_the_same(grown_url: str, target_url: str) -> None:
    move(grown_url, target_url)
    again = move(grown_url, target_url)
    assert whole(again)
    assert sum(each.copied for each in again) == 0


def test_the_app_works_on_the_target_with_numbers_that_nothing_ever_had(
    grown_url: str, target_url: str
) -> None:
    move(grown_url, target_url)
    with opened(grown_url) as source, opened(target_url) as target:
        numbers = [database.run_here(go_on) for database in (source, target)]
        assert numbers[0] == numbers[1]
        assert min(numbers[0]) > len(TEAMS) + 1
        person = target.run_here(lambda work: work.room(1).people.get(MARA))
        assert person == source.run_here(lambda work: work.room(1).people.get(MARA))


def test_rows_of_somebody_else_are_refused_and_stay(grown_url: str, target_url: str) -> None:
    move(grown_url, target_url)
    with opened(target_url) as target:
        target.run_here(lambda work: work.room(1).people.join(CHANNEL, ["U0NEW"]))
    before = contents(target_url)
    with opened(grown_url) as source:
        source.run_here(lambda work: seed(workspace(work, "T0LATE")))
    with pytest.raises(MoveError, match="that FROM does not have"):
        move(grown_url, target_url)
    assert contents(target_url) == before


def test_a_row_that_says_something_else_is_refused(grown_url: str, target_url: str) -> None:
    move(grown_url, target_url)
    with opened(target_url) as target:
        target.run_here(lambda work: work.room(1).routines.lose(1, "archived"))
    with pytest.raises(MoveError, match="rows in routines"):
        move(grown_url, target_url)


def test_a_target_with_other_tables_is_refused(grown_url: str, target_url: str) -> None:
    engine = create_engine(target_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    with pytest.raises(MoveError, match="it has a table invoices"):
        move(grown_url, target_url)


@pytest.mark.parametrize(
    ("version", "says_to", "says_from"),
    [
        (revisions()[-2], " is at another version", " is not at this version"),
        ("9999", ": this database is of a newer version", ": this database is of a newer version"),
    ],
)
def test_databases_of_different_versions_are_refused(
    grown_url: str, target_url: str, tmp_path: Path, version: str, says_to: str, says_from: str
) -> None:
    move(grown_url, target_url)
    engine = create_engine(target_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})
    engine.dispose()
    with pytest.raises(MoveError, match=f"^TO{says_to}"):
        move(grown_url, target_url)
    with pytest.raises(MoveError, match=f"^FROM{says_from}"):
        move(target_url, f"sqlite:///{tmp_path}/home.db")


def test_a_source_without_tables_is_refused(bare_database_url: str, target_url: str) -> None:
    with pytest.raises(MoveError, match="there is no Understudy database at FROM"):
        move(bare_database_url, target_url)


def test_a_source_that_is_not_there_is_refused_and_not_made(tmp_path: Path, target_url: str) -> None:
    mistyped = tmp_path / "understudi.db"
    with pytest.raises(MoveError, match=f"there is no Understudy database at FROM, {mistyped}"):
        move(f"sqlite:///{mistyped}", target_url)
    assert not mistyped.exists()


def test_a_database_does_not_move_into_itself(grown_url: str) -> None:
    with pytest.raises(MoveError, match="the same database"):
        move(grown_url, grown_url)
