"""Tokens and keys stand nowhere in clear: not in the database, not in a log, not in an exception, not in a `repr`."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr, ValidationError
from typer.testing import CliRunner

from bot.cli.commands import app as commands
from bot.cli.keys import reseal_all
from bot.logs import set_up_logs
from bot.operations.tenants import tenants
from bot.sandbox.driver.people import Person
from bot.sandbox.driver.teams import Team
from bot.settings import Settings, read_settings
from bot.slack.oauth import Granted
from storage.database import Database
from storage.tables import metadata
from storage.vault import NoKeyError, Vault, new_key
from storage.work import Work
from tests.bot.install.hosted import Hosted, settings_of
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
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that is logged, as the app sets it up. Uvicorn's access log is off; only pytest hears it."""
    before, ours = structlog.get_config(), StringIO()
    caplog.set_level(logging.INFO)
    with redirect_stderr(ours):
        set_up_logs("json")

    def written() -> str:
        heard = (record for record in caplog.records if record.name != "uvicorn.access")
        return ours.getvalue() + "\n".join(caplog.handler.format(record) for record in heard)

    yield written
    structlog.configure(**before)


async def dumped(database: Database) -> str:
    """Every row of every table, as text."""

    def rows(work: Work) -> str:
        tables = metadata.sorted_tables
        return "\n".join(
            repr(tuple(row)) for table in tables for row in work._connection.execute(table.select())
        )

    return await database.run(rows)


async def test_tokens_stand_in_no_row_and_no_log(
    house: Hosted, team: Team, mara: Person, logs: Callable[[], str]
) -> None:
    begun = await house.own_browser.begin()
    state = house.own_browser.cookie.partition("=")[2]
    assert state not in await dumped(house.app.database), "whoever reads the database cannot finish it"
    house.slack.faults.refuse("oauth.v2.access", "invalid_code")
    refused = team.allow(begun, mara)
    await house.own_browser.get(refused)
    await house.install(team, mara)
    house.slack.faults.refuse("chat.postMessage", "invalid_auth")
    await mara.post(mara.dm, "Hello")
    await house.settle()
    secrets = [*house.slack._world.grants.refresh_tokens, team.bot_token, house.slack.client_secret, KEY]
    said = logs()
    assert "app_let_in" in said
    assert "installation_refused" in said
    everything = await dumped(house.app.database) + said
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
    both = Vault([OTHER_KEY, KEY])
    assert house.app.database.run_here(lambda work: reseal_all(work, both)) == 1
    after = await house.installed(team.team_id)
    assert after.token is not None
    assert after.refresh_token is not None
    assert after.token != before.token
    only_new = Vault([OTHER_KEY])
    assert only_new.open(after.token) == team.bot_token
    assert only_new.open(after.refresh_token) in house.slack._world.grants.refresh_tokens
    with pytest.raises(NoKeyError):
        house.app.database.run_here(lambda work: reseal_all(work, Vault([KEY])))


async def test_doctor_tells_whose_tokens_no_key_opens(
    house: Hosted, team: Team, mara: Person, database_url: str
) -> None:
    await house.install(team, mara)
    fine = settings_of(house.slack, database_url=database_url)
    assert tenants(fine) == (True, "1 workspaces, and 0 that removed the app")
    other = settings_of(house.slack, database_url=database_url, encryption_keys=SecretStr(OTHER_KEY))
    is_fine, say = tenants(other)
    assert not is_fine
    assert "UNDERSTUDY_ENCRYPTION_KEYS" in say


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
        ({"encryption_keys": SecretStr("")}, "new-key"),
        ({"slack_client_secret": SecretStr("")}, "UNDERSTUDY_SLACK_CLIENT_SECRET"),
    ],
)
def test_settings_that_do_not_fit_together_are_told(wrong: Mapping[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told) as refused:
        Settings(**{**MANY, **wrong})  # type: ignore[arg-type]
    assert KEY not in str(refused.value)
    assert Settings(**MANY).serves_many  # type: ignore[arg-type]
