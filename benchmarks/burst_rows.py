"""Workspaces whose routines are all due in the same second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection, Table, func, insert, select

from benchmarks.burst_app import DUE
from storage.database import Database
from storage.tables import installations, postings, routines, sayings, workspaces
from storage.vault import Vault

BATCH = 1_000
Row = Mapping[str, object]


def fill(database: Database, vault: Vault, *, size: int, channels: int, history: int) -> None:
    """`size` workspaces with the app in, of `channels` routines each, each with `history` questions of the past."""
    teams = range(1, size + 1)
    whose = [(team, number) for team in teams for number in range(1, channels + 1)]
    routine_of = {key: number for number, key in enumerate(whose, start=1)}
    with database.engine.begin() as connection:
        _insert(connection, workspaces, [_workspace(team) for team in teams])
        _insert(connection, installations, [_installation(team, vault) for team in teams])
        _insert(connection, routines, [_routine(team, number) for team, number in whose])
        for day in range(history, 0, -1):
            _insert(
                connection,
                postings,
                [_past(team, number, routine_of[team, number], day) for team, number in whose],
            )
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def became_of(database: Database) -> Mapping[str, int]:
    """How many sayings stand in each state."""
    with database.engine.begin() as connection:
        found = connection.execute(select(sayings.c.state, func.count()).group_by(sayings.c.state)).all()
    return dict(found)


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), list(rows[start : start + BATCH]))


def _workspace(team: int) -> Row:
    return {
        "enterprise_id": "",
        "team_id": f"T{team:05}",
        "bot_user_id": f"U{team:05}B",
        "bot_id": f"B{team:05}",
        "app_id": "A1",
        "heard_at": DUE,
    }


def _installation(team: int, vault: Vault) -> Row:
    return {
        "workspace_id": team,
        "token": vault.seal(f"xoxb-{team}"),
        "scopes": "",
        "installed_by": "",
        "installed_at": DUE,
        "version": team,
    }


def _routine(team: int, number: int) -> Row:
    return {
        "workspace_id": team,
        "channel": f"C{team:05}X{number:04}",
        "days": "1234567",
        "at": f"{DUE:%H:%M}",
        "zone": "UTC",
        "open_minutes": 1440,
        "grace_minutes": 120,
        "coach_place": "thread",
        "next_at": DUE,
        "members_read_at": DUE,
    }


def _past(team: int, number: int, routine: int, day: int) -> Row:
    at = DUE - timedelta(days=day)
    return {
        "workspace_id": team,
        "routine_id": routine,
        "slot": at.date().isoformat(),
        "channel": f"C{team:05}X{number:04}",
        "question_id": f"q{day}",
        "reason": "",
        "planned_at": at,
        "state": "closed",
        "ts": f"{int(at.timestamp())}.{number:06}",
        "closes_at": at + timedelta(days=1),
    }
