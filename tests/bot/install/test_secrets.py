"""Tokens and keys stand nowhere in clear: not in the database, not in a log, not in an exception, not in a `repr`."""

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from bot.cli.commands import app as commands
from bot.cli.keys import reseal_all
from bot.logs import set_up_logs
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.settings import Settings, read_settings
from bot.slack.oauth import Granted
from storage.database import Database
from storage.tables import metadata
from storage.vault import NoKeyError, Vault, new_key
from tests.bot.install.hosted import Hosted
from tests.bot.install.keys import KEY, OTHER_KEY

MANY: Mapping[str, object] = {
    "slack_client_id": "C1",
    "slack_client_secret": SecretStr("s"),
    "encryption_keys": SecretStr(KEY),
    "transport": "http",
}


@pytest.fixture
def team(house: Hosted) -> Team:
    return house.slack.add_team("Harbour", installed=False, rotates=True)


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """All that was written anywhere, at every level; the logs as the app sets them up."""
    before = structlog.get_config()
    caplog.set_level(logging.INFO)
    set_up_logs("json")

    def written() -> str:
        said = capsys.readouterr()
        return said.out + said.err + caplog.text

    yield written  # type: ignore[misc]
    structlog.configure(**before)


def dumped(database: Database) -> str:
    """Every row of every table, as text."""
    with database.engine.connect() as connection:
        return "\n".join(
            repr(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())
        )


async def test_tokens_stand_in_no_row_and_no_log(
    house: Hosted, team: Team, mara: Person, logs: Callable[[], str]
) -> None:
    begun = await house.own_browser.begin()
    state = house.own_browser.cookie.partition("=")[2]
    assert state not in dumped(house.app.database), "whoever reads the database cannot finish it"
    house.slack.faults.refuse("oauth.v2.access", "invalid_code")
    refused = team.allow(begun, mara)
    await house.own_browser.get(refused)
    await house.install(team, mara)
    house.slack.faults.refuse("chat.postMessage", "invalid_auth")
    await mara.post(mara.dm, "Hello")
    await house.settle()
    secrets = [*house.slack._world.grants.refresh_tokens, team.bot_token, house.slack.client_secret, KEY]
    everything = dumped(house.app.database) + logs()
    assert [secret for secret in secrets if secret in everything] == []
    code = refused.partition("code=")[2].partition("&")[0]
    assert code not in everything
    assert (await house.installed(team.team_id)).scopes, "it was installed"


async def test_what_holds_a_secret_does_not_show_it(house: Hosted, team: Team, mara: Person) -> None:
    await house.install(team, mara)
    row = await house.installed(team.team_id)
    served = await house.app.reach.installations.of(row.workspace_id)
    granted = Granted("", "T", "A", "U", "B", "xoxb-secret", "xoxe-secret", None, "", "U1")
    shown = repr([row, served, granted, house.app.settings, house.app.reach, Vault([KEY])])
    secrets = [team.bot_token, "xoxb-secret", "xoxe-secret", KEY, house.slack.client_secret, row.token or "-"]
    assert [secret for secret in secrets if secret in shown] == []


async def test_a_key_that_is_missing_is_told_without_the_token(
    house: Hosted, team: Team, mara: Person, logs: Callable[[], str]
) -> None:
    await house.install(team, mara)
    row = await house.installed(team.team_id)
    assert row.token
    with pytest.raises(NoKeyError) as refused:
        Vault([OTHER_KEY]).open(row.token)
    assert row.token not in str(refused.value)
    with pytest.raises(NoKeyError) as odd:
        Vault(["no key at all"])
    assert "no key at all" not in str(odd.value) + repr(odd.value.__cause__)
    assert team.bot_token not in logs()


async def test_keys_are_replaced_one_after_the_other(house: Hosted, team: Team, mara: Person) -> None:
    await house.install(team, mara)
    before = await house.installed(team.team_id)
    assert reseal_all(house.app.database, Vault([OTHER_KEY, KEY])) == 1
    after = await house.installed(team.team_id)
    assert after.token is not None
    assert after.refresh_token is not None
    assert after.token != before.token
    only_new = Vault([OTHER_KEY])
    assert only_new.open(after.token) == team.bot_token
    assert only_new.open(after.refresh_token) in house.slack._world.grants.refresh_tokens
    with pytest.raises(NoKeyError):
        reseal_all(house.app.database, Vault([KEY]))


def test_the_commands_make_a_key_and_rotate(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = CliRunner().invoke(commands, ["new-key"]).output.strip()
    assert Vault([made]).open(Vault([made]).seal("x")) == "x"
    monkeypatch.setenv("UNDERSTUDY_DATABASE_URL", database_url)
    assert CliRunner().invoke(commands, ["rotate-keys"]).exit_code == 1
    (tmp_path / "understudy_encryption_keys").write_text(f"{new_key()}, {made}")
    monkeypatch.setenv("UNDERSTUDY_SECRETS_DIR", str(tmp_path))
    done = CliRunner().invoke(commands, ["rotate-keys"])
    assert done.exit_code == 0
    assert "0 installations" in done.output
    assert made not in done.output


def test_secrets_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "understudy_slack_client_secret").write_text("from a file")
    monkeypatch.setenv("UNDERSTUDY_SECRETS_DIR", str(tmp_path))
    read = read_settings()
    assert read.slack_client_secret.get_secret_value() == "from a file"
    assert "from a file" not in repr(read) + json.dumps(read.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"slack_bot_token": SecretStr("xoxb-1")}, "not both"),
        ({"transport": "socket"}, "UNDERSTUDY_TRANSPORT=http"),
        ({"encryption_keys": SecretStr("")}, "new-key"),
        ({"slack_client_secret": SecretStr("")}, "UNDERSTUDY_SLACK_CLIENT_SECRET"),
    ],
)
def test_settings_that_do_not_fit_together_are_told(wrong: Mapping[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told) as refused:
        Settings(**{**MANY, **wrong})  # type: ignore[arg-type]
    assert KEY not in str(refused.value)
    assert Settings(**MANY).serves_many  # type: ignore[arg-type]
