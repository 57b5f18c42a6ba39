from collections.abc import Iterator
from pathlib import Path

import pytest

from content.questions import Library, load_library
from storage.database import Database
from storage.migrate import migrate
from tests.bot.routines.practice import BOT, Practice


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'understudy.db'}")
    migrate(database.engine)
    yield database
    database.close()


@pytest.fixture
def practice(database: Database, library: Library) -> Practice:
    workspace = database.run_here(
        lambda work: work.workspaces.know(team_id="T1", bot_user_id=BOT, bot_id="BBOT", app_id="A1")
    )
    return Practice(database, workspace.id, library)
