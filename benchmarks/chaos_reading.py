"""Writes the two books of a chaos run: the sandbox's record, and the rows of the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, Table, select

from benchmarks.chaos_books import (
    AnswerRow,
    FollowUpRow,
    MessageRow,
    Pending,
    Posted,
    PostingRow,
    Praise,
    RowBook,
    SayingRow,
    SlackBook,
    Spoken,
    Standing,
)
from benchmarks.chaos_world import Practice, Uttered
from bot.sandbox.slack import Sandbox
from bot.sandbox.wording import unescape
from bot.sandbox.world.message import Message
from storage.database import Database
from storage.tables import (
    answers,
    feedback,
    follow_ups,
    messages,
    people,
    postings,
    routines,
    sayings,
    workspaces,
)

TOOK_EFFECT = {"ok", "done, answer lost"}
Row = tuple[object, ...]


def read_slack(slack: Sandbox, practices: Sequence[Practice], uttered: Sequence[Uttered]) -> SlackBook:
    """What the sandbox saw: every post that took effect, and what stands in channels and threads now."""
    return SlackBook(
        posted=[
            Posted(call.team, str(call.args.get("channel")), _text(call.args.get("thread_ts")), saying)
            for call in slack.calls("chat.postMessage")
            if call.outcome in TOOK_EFFECT and (saying := _saying_of(call.args.get("metadata")))
        ],
        standing=[each for practice in practices for each in _standing(practice)],
        spoken=[_spoken(each) for each in uttered],
        praise=[each for practice in practices for each in _praise(practice)],
    )


def _standing(practice: Practice) -> Iterator[Standing]:
    team, channel = practice.team, practice.channel
    for message in _all(practice):
        if message.user == team.bot_user_id:
            thread = message.thread_ts if message.is_reply else None
            saying = _saying_of(message.metadata)
            yield Standing(team.team_id, channel.id, message.ts, thread, saying, message.text)


def _praise(practice: Practice) -> Iterator[Praise]:
    app = practice.team.bot_user_id
    for message in _all(practice):
        if message.is_reply and message.user != app:
            for emoji, users in message.reactions.items():
                for user in users:
                    yield Praise(practice.team.team_id, practice.channel.id, message.ts, user, emoji)


def _all(practice: Practice) -> list[Message]:
    return [message for message in practice.channel.conversation.messages.values() if not message.deleted]


def _spoken(uttered: Uttered) -> Spoken:
    practice = uttered.practice
    found = practice.channel.conversation.messages.get(uttered.ts)
    text = None if found is None or found.deleted else unescape(found.text)
    return Spoken(
        practice.team.team_id, practice.channel.id, uttered.thread_ts, uttered.ts, uttered.person.id, text
    )


def _saying_of(metadata: object) -> str:
    """The id that a message of the app carries; it comes as an object, or as one written down."""
    found = json.loads(metadata) if isinstance(metadata, str) else metadata
    payload = found.get("event_payload") if isinstance(found, dict) else None
    return str(payload.get("saying")) if isinstance(payload, dict) else ""


def _text(value: object) -> str | None:
    return str(value) if value else None


def read_rows(database: Database) -> RowBook:
    """What stands in the database, and what waits there."""
    with database.engine.connect() as connection:
        return RowBook(
            postings=[PostingRow(*row) for row in _rows(connection, postings, _POSTING)],
            messages=[MessageRow(*row) for row in _rows(connection, messages, _MESSAGE)],
            answers=[AnswerRow(*row) for row in _rows(connection, answers, _ANSWER)],
            follow_ups=[FollowUpRow(*row) for row in _rows(connection, follow_ups, _FOLLOW_UP)],
            sayings=[SayingRow(*row) for row in _rows(connection, sayings, _SAYING)],
            praise=[
                Praise(*row[:-1])
                for row in _rows(connection, feedback, ("channel", "ts", "user_id", "emoji", "present"))
                if row[-1]
            ],
            pending=list(_pending(connection)),
        )


_POSTING = ("id", "channel", "slot", "state", "skipped_because", "ts")
_MESSAGE = ("channel", "ts", "user_id", "text", "answer_id", "turn")
_ANSWER = ("id", "posting_id", "user_id", "outcome", "settles_at")
_FOLLOW_UP = ("id", "answer_id", "turn", "user_id", "asked_ts", "withdrawn")
_SAYING = ("id", "kind", "subject", "state", "reason")


def _rows(connection: Connection, table: Table, columns: Sequence[str]) -> list[Row]:
    wanted: Select[*tuple[object, ...]] = select(
        workspaces.c.team_id, *(table.c[name] for name in columns)
    ).join_from(table, workspaces, table.c.workspace_id == workspaces.c.id)
    return [tuple(row) for row in connection.execute(wanted).all()]


def _pending(connection: Connection) -> Iterator[Pending]:
    """Every row that waits for something, whenever that is due."""
    yield from _pending_sayings(connection)
    for team, state in _rows(connection, postings, ("state",)):
        if state == "owed":
            yield Pending("posting, never opened nor skipped", str(team), None)
    for team, state, closes_at in _rows(connection, postings, ("state", "closes_at")):
        if state == "open":
            yield Pending("posting, to be closed", str(team), _at(closes_at))
    for what, table, column in (
        ("posting, thread to be read", postings, "catch_up_at"),
        ("routine, to be asked", routines, "next_at"),
        ("answer, to be read", answers, "settles_at"),
        ("person, note to be written", people, "note_at"),
    ):
        for team, at in _rows(connection, table, (column,)):
            if at is not None:
                yield Pending(what, str(team), _at(at))


def _pending_sayings(connection: Connection) -> Iterator[Pending]:
    columns = ("kind", "state", "stale", "lease_until", "not_before")
    for team, kind, state, stale, lease, at in _rows(connection, sayings, columns):
        if state == "owed" or (state == "said" and stale):
            yield Pending(f"{kind}, {'owed' if state == 'owed' else 'to be refreshed'}", str(team), _at(at))
        elif state == "sending" or lease is not None:
            yield Pending(f"{kind}, {state} under a lease", str(team), None)


def _at(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
