"""Settings and databases that will not do: every command ends with one sentence and 1, as an operator sees it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from bot.sandbox.slack import Sandbox
from storage.database import Database
from storage.vault import new_key
from tests.bot.cli.test_commands import called, called_apart, doctor
from tests.conftest import PostgresDatabases
from tests.flows.scene import MONDAY

RUN = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "port": "0"}


def sentence(ended: Result) -> str:
    """What it says, all of it."""
    assert (ended.exit_code, type(ended.exception)) == (1, SystemExit), ended.exception
    assert len(ended.output.splitlines()) == 1, ended.output
    return ended.output


def test_a_process_ends_with_the_sentence_and_one(tmp_path: Path) -> None:
    ended = called_apart(tmp_path, "doctor", database_url="understudy.db")
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1), ended.stderr
    assert ended.stderr.startswith("UNDERSTUDY_DATABASE_URL: This is not the URL of a database")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("understudy.db", "This is not the URL of a database"),
        ("postgresql+psycopg://me:secret@here:many/x", "This is not the URL of a database"),
        ("postgres://me:secret@here/x", "There is no way to a database by postgres://"),
        ("mysql://me:secret@here/x", "There is no way to a database by mysql://"),
    ],
)
def test_a_url_of_no_database_is_told_wherever_it_is_given(tmp_path: Path, url: str, told: str) -> None:
    for command in ("run", "doctor", "migrate"):
        said = sentence(called(tmp_path, command, database_url=url))
        assert said.startswith(f"UNDERSTUDY_DATABASE_URL: {told}")
        assert "secret" not in said.replace("password", "")
    assert told in sentence(called(tmp_path, "migrate", "--database", url))
    moved = called(tmp_path, "move-database", url, f"sqlite:///{tmp_path}/to.db")
    assert (moved.exit_code, type(moved.exception)) == (1, SystemExit), moved.exception
    assert moved.stderr.splitlines()[-1].startswith(told)


def test_a_folder_of_secrets_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "understudy_slack_bot_token").write_bytes(b"\xff\xfe\x00xoxb")
    for folder in (tmp_path / "missing", file, odd):
        said = sentence(called(tmp_path, "doctor", secrets_dir=str(folder)))
        assert said.startswith(f"UNDERSTUDY_SECRETS_DIR={folder} cannot be read")
        assert "xoxb" not in said


def test_a_file_of_authorities_without_any_is_told(tmp_path: Path) -> None:
    nonsense = tmp_path / "company.pem"
    nonsense.write_text("no certificate")
    for file in (nonsense, tmp_path / "missing.pem"):
        said = sentence(called(tmp_path, "doctor", ca_file=str(file)))
        assert said.startswith(f"UNDERSTUDY_CA_FILE names {file}, and no certificate can be read there")


def test_a_key_that_is_none_is_told(tmp_path: Path) -> None:
    for command in ("run", "rotate-keys"):
        said = sentence(called(tmp_path, command, encryption_keys="no key at all", **RUN))
        assert said.startswith("UNDERSTUDY_ENCRYPTION_KEYS will not do")
        assert "no key at all" not in said


def test_keys_are_not_rotated_in_a_database_that_cannot_be_used(
    tmp_path: Path, postgres_databases: PostgresDatabases
) -> None:
    nowhere = f"postgresql+psycopg://postgres@/none?host={tmp_path}"
    key = new_key()
    said = sentence(called(tmp_path, "rotate-keys", encryption_keys=key, database_url=nowhere))
    assert "The database cannot be reached" in said
    bare = postgres_databases.url(postgres_databases.make_bare())
    said = sentence(called(tmp_path, "rotate-keys", encryption_keys=key, database_url=bare))
    assert "python -m bot migrate" in said


def test_keys_are_not_rotated_while_another_holds_the_file(tmp_path: Path) -> None:
    assert called(tmp_path, "migrate").exit_code == 0
    with closing(Database(f"sqlite:///{tmp_path}/understudy.db")) as other, other.engine.begin():
        said = sentence(called(tmp_path, "rotate-keys", encryption_keys=new_key()))
    assert "The database cannot be reached" in said


async def test_doctor_does_not_blame_a_token_for_weather(tmp_path: Path) -> None:
    async with Sandbox.open(start=MONDAY) as slack:
        tokens = (slack.team.bot_token, slack.app_token)
        slack.faults.fail("auth.test")
        shown = await doctor(tmp_path, slack, *tokens, migrated=True)
        assert "Slack is unwell (status 503)" in shown.replace("\n", " ")
        assert "install the app again" not in shown
        slack.faults.rate_limit("apps.connections.open", retry_after=30)
        shown = await doctor(tmp_path, slack, *tokens, migrated=True)
        assert "Slack is unwell (ratelimited)" in shown
        assert "make a new one" not in shown
