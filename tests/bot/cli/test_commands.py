"""The command line: each command does its part, and what is wrong is said in a sentence."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from structlog import reset_defaults
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.engine.choosing import EngineName
from bot.sandbox.slack import Sandbox
from bot.slack.scopes import required_scopes
from tests.flows.scene import MONDAY, TEAM_ANSWER

RUNNER = CliRunner()
REPORT = {"sent", "stored", "lost", "twice", "silent", "coached", "tags", "seconds"}
COMMANDS = (
    "run",
    "demo",
    "replay",
    "migrate",
    "manifest",
    "doctor",
    "coach",
    "coach-record",
    "export",
    "erase",
)
PATIENCE = 60  # real seconds for a process


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """A bare environment with these settings and a database in `folder`."""
    named = {f"UNDERSTUDY_{name.upper()}": value for name, value in settings.items()}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("UNDERSTUDY_")}
    return {**kept, "UNDERSTUDY_DATABASE_URL": f"sqlite:///{folder}/understudy.db", "COLUMNS": "200", **named}


def called(folder: Path, *words: str, typed: str | None = None, **settings: str) -> Result:
    """What the command says when it is called in this process."""
    try:
        return RUNNER.invoke(app, words, input=typed, env=environment(folder, settings))
    finally:
        reset_defaults()


def called_apart(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, as an operator does."""
    return subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "bot", *words],
        capture_output=True, text=True, timeout=PATIENCE, env=environment(folder, settings), check=False,
    )  # fmt: skip


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox.open(start=MONDAY) as opened:
        yield opened


def test_help_names_every_command(tmp_path: Path) -> None:
    shown = called_apart(tmp_path, "--help")
    assert shown.returncode == 0
    assert all(f" {command} " in shown.stdout for command in COMMANDS)


def test_run_without_tokens_says_what_to_do(tmp_path: Path) -> None:
    shown = called_apart(tmp_path, "run")
    assert shown.returncode == 1
    assert "UNDERSTUDY_SLACK_BOT_TOKEN" in shown.stderr
    assert "python -m bot manifest" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_run_says_that_the_database_cannot_be_reached(tmp_path: Path) -> None:
    ended = called(
        tmp_path,
        "run",
        database_url=f"postgresql+psycopg://postgres@/none?host={tmp_path}",
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
    )
    assert ended.exit_code == 1
    assert "The database cannot be reached" in ended.stderr
    assert "UNDERSTUDY_DATABASE_URL" in ended.stderr


async def test_run_with_a_token_that_slack_refuses_says_so(tmp_path: Path, slack: Sandbox) -> None:
    settings = {
        "UNDERSTUDY_SLACK_BOT_TOKEN": "xoxb-wrong", "UNDERSTUDY_SLACK_APP_TOKEN": "xapp-wrong",
        "UNDERSTUDY_SLACK_API_URL": slack.api_url, "UNDERSTUDY_PORT": "0",
    }  # fmt: skip
    process = await started(tmp_path, settings)
    _out, err = await process.communicate()
    assert process.returncode == 1
    assert "python -m bot doctor" in err.decode()
    assert "Traceback" not in err.decode()
    assert "xoxb" not in err.decode()


async def started(folder: Path, settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    """`run` in a process of its own, while this one serves Slack."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**environment(folder, {}), **settings},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


def test_manifest_prints_json_with_the_scopes_that_doctor_wants(tmp_path: Path) -> None:
    made = json.loads(called(tmp_path, "manifest").stdout)
    assert set(required_scopes()) <= set(made["oauth_config"]["scopes"]["bot"])
    assert made["settings"]["socket_mode_enabled"] is True
    over_http = json.loads(called(tmp_path, "manifest", "--http", "https://x.example").stdout)
    assert over_http["settings"]["socket_mode_enabled"] is False


def test_migrate_makes_the_tables_and_may_be_repeated(tmp_path: Path) -> None:
    for _time in range(2):
        shown = called(tmp_path, "migrate")
        assert (shown.exit_code, "up to date" in shown.stdout) == (0, True)
    assert (tmp_path / "understudy.db").stat().st_size > 0


def test_coach_reads_lines_and_names_the_one_that_does_not_fit(tmp_path: Path) -> None:
    line = json.dumps(
        {"id": "a1", "question": "Tell me about a time you changed a process.", "answer": TEAM_ANSWER}
    )
    shown = called(tmp_path, "coach", "--jsonl", typed=f"{line}\n\n{line}\n")
    assert shown.exit_code == 0
    assert len([json.loads(told) for told in shown.stdout.splitlines()]) == 2
    for wrong in ("no json", "[]", '{"id": 1}'):
        shown = called(tmp_path, "coach", "--jsonl", typed=f"{line}\n{wrong}\n")
        assert shown.exit_code == 1, wrong
        assert "line 2" in shown.stderr
        assert len(shown.stdout.splitlines()) == 1


async def test_doctor_finds_everything_fine(tmp_path: Path, slack: Sandbox) -> None:
    shown = await doctor(tmp_path, slack, slack.team.bot_token, slack.app_token, migrated=True)
    assert "FIX" not in shown
    for what in ("library", "database", "migrations", "bot token", "scopes", "clock", "app token"):
        assert what in shown


async def test_doctor_says_what_to_do_about_what_is_wrong(tmp_path: Path, slack: Sandbox) -> None:
    shown = await doctor(tmp_path, slack, "xoxb-wrong", slack.app_token, migrated=False)
    assert "invalid_auth" in shown
    assert "python -m bot migrate" in shown
    poor = slack.add_team("Poor Co", scopes=["chat:write", "commands"])
    shown = await doctor(tmp_path, slack, poor.bot_token, "xapp-wrong", migrated=True)
    assert "missing" in shown
    assert "reactions:read" in shown
    assert "make a new one" in shown


async def doctor(folder: Path, slack: Sandbox, bot: str, app_token: str, *, migrated: bool) -> str:
    if migrated:
        called(folder, "migrate")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=environment(
            folder, {"slack_bot_token": bot, "slack_app_token": app_token, "slack_api_url": slack.api_url}
        ),
    )  # fmt: skip
    out, err = await process.communicate()
    assert b"Traceback" not in err, err
    assert process.returncode == (1 if b"FIX" in out else 0)
    return out.decode()


def lines(count: int, answer: str = TEAM_ANSWER, name: str = "a") -> str:
    return "".join(
        json.dumps({"id": f"{name}{n}", "question": f"Tell me about time {n}.", "answer": f"{answer} {n}"}, ensure_ascii=False) + "\n"
        for n in range(count)
    )  # fmt: skip


@pytest.mark.parametrize("faults", [False, True])
def test_replay_counts_what_became_of_each_answer(
    tmp_path: Path, database_url: str, engine: EngineName, *, faults: bool
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(
        lines(3) + "\n" + lines(1, "A line\u2028separator\u0085and a\x1fmark. We did it.", "b"),
        encoding="utf-8",
    )
    words = ("--database", database_url, "--engine", engine, *(["--faults"] if faults else []))
    shown = called(tmp_path, "replay", str(file), "--json", *words)
    report = json.loads(shown.stdout)
    assert shown.exit_code == 0, report
    assert set(report) == REPORT
    assert (report["sent"], report["stored"], report["lost"], report["twice"], report["tags"]) == (
        4,
        4,
        0,
        0,
        4,
    )
    assert sum(report["coached"].values()) + report["silent"] == 4


def test_replay_names_the_line_that_does_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    for wrong in ("no json", '{"id": "x"}', '["id"]'):
        file.write_text(f"{lines(1)}{wrong}\n")
        shown = called(tmp_path, "replay", str(file))
        assert (shown.exit_code, "line 2" in shown.stderr) == (1, True)
    for odd in (b"", b"\n", b"\xff\xfe\x00", lines(1).encode() * 2):
        file.write_bytes(odd)
        shown = called(tmp_path, "replay", str(file))
        assert shown.exit_code == 1, odd
        assert shown.stderr.strip(), odd
        assert shown.exception is None or isinstance(shown.exception, SystemExit)


def test_demo_plays_a_day_and_names_the_database(tmp_path: Path) -> None:
    shown = called_apart(tmp_path, "demo", "--database", str(tmp_path / "day.db"))
    assert shown.returncode == 0, shown.stderr
    assert str(tmp_path / "day.db") in shown.stdout
    for words in ("Today's question", "What they were really asking", "Jo"):
        assert words in shown.stdout
