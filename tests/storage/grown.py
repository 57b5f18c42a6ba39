"""A database that has grown for years, filled by the database itself: a million answers take it seconds."""

from collections.abc import Mapping

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    select,
    text,
    true,
)

from storage.tables import (
    answers,
    clips,
    feedback,
    follow_ups,
    members,
    messages,
    note_items,
    people,
    postings,
    routines,
    sayings,
    workspaces,
)
from storage.types import UtcDateTime
from tests.storage.rows import DAY, LATER, NOW

PER_POSTING = 10  # answers
PER_CHANNEL = 100  # postings, of which the last is open
PER_WORKSPACE = 4  # channels
PEOPLE = 200  # in a workspace
FIRST_CARD = 1_700_000_000  # seconds of the ts before the first card's
TEXT = "We were late, so I moved two people over and we shipped on Friday. I learned to ask earlier."
Values = Mapping[str, object]
Number = ColumnElement[int]


def card_of(posting_id: int) -> str:
    """The ts of a posting's card."""
    return f"{FIRST_CARD + posting_id}.000100"


def message_of(answer_id: int) -> str:
    """The ts of an answer's message."""
    return f"{FIRST_CARD + (answer_id - 1) // PER_POSTING + 1}.{200_000 + answer_id % PER_POSTING}"


def person_of(answer_id: int) -> str:
    """Who gave an answer: everybody of a channel answers every question."""
    return f"U{answer_id % PER_POSTING}"


def grow(connection: Connection, size: int) -> None:
    """Fill an empty, migrated database with so many answers and all that belongs to them."""
    made = size // PER_POSTING, max(1, size // PER_POSTING // PER_CHANNEL)
    teams = max(1, made[1] // PER_WORKSPACE)
    _fill(connection, workspaces, teams, _workspace)
    _fill(connection, people, teams * PEOPLE, _person)
    _fill(connection, routines, made[1], _routine)
    _fill(connection, members, made[1] * PER_POSTING, _member)
    _fill(connection, postings, made[0], _posting)
    _fill(connection, answers, size, _answer)
    _fill(connection, messages, size, _message)
    _fill(connection, clips, size, _clip)
    _fill(connection, feedback, size, _reaction)
    _fill(connection, follow_ups, size // 2, _follow_up)
    _fill(connection, sayings, made[0], _card)
    _fill(connection, sayings, size // 2, _question)
    _fill(connection, note_items, size // 5, _note)
    if connection.dialect.name == "postgresql":
        for table in (workspaces, routines, postings, answers, clips, follow_ups):
            connection.execute(
                select(func.setval(f"{table.name}_id_seq", select(func.max(table.c.id)).scalar_subquery()))
            )


def analyze(connection: Connection) -> None:
    """As PostgreSQL does by itself after a while; SQLite is left as it is, for the app never asks it to."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def _fill(connection: Connection, table: Table, size: int, values: object) -> None:
    counted = _numbers(size)
    row = values(counted.c.i)  # type: ignore[operator]
    chosen = [
        (value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)).label(name)
        for name, value in row.items()
    ]
    connection.execute(insert(table).from_select(list(row), select(*chosen).select_from(counted)))


def _numbers(size: int) -> CTE:
    first = select(literal(1).label("i")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.i + 1).where(first.c.i < size))


def _text(prefix: str, number: Number, suffix: str = "") -> ColumnElement[str]:
    return literal(prefix) + cast(cast(number, Integer), String) + literal(suffix)


def _posting_id(answer: Number) -> Number:
    return (answer - 1) // PER_POSTING + 1


def _routine_id(posting: Number) -> Number:
    return (posting - 1) // PER_CHANNEL + 1


def _workspace_id(routine: Number) -> Number:
    return (routine - 1) // PER_WORKSPACE + 1


def _home(answer: Number) -> tuple[Number, Number, Number]:
    """An answer's posting, routine and workspace."""
    posting = _posting_id(answer)
    return posting, _routine_id(posting), _workspace_id(_routine_id(posting))


def _workspace(i: Number) -> Values:
    return {
        "id": i,
        "enterprise_id": "",
        "team_id": _text("T", i),
        "bot_user_id": "U0APP",
        "bot_id": "B0APP",
        "app_id": "A0APP",
    }


def _person(i: Number) -> Values:
    return {
        "workspace_id": (i - 1) // PEOPLE + 1,
        "user_id": _text("U", (i - 1) % PEOPLE),
        "name": _text("Person ", i),
        "zone": "Europe/Berlin",
        "looked_up_at": NOW,
        "met_at": NOW,
        "dm_channel": _text("D", i),
    }


def _routine(i: Number) -> Values:
    chosen = {"days": "12345", "at": "10:00", "zone": "Europe/Berlin", "country": "DE", "region": "BE"}
    return {
        "id": i,
        "workspace_id": _workspace_id(i),
        "channel": _text("C", i),
        **chosen,
        "open_minutes": 1440,
        "grace_minutes": 120,
        "coach_place": "thread",
        "next_at": LATER,
        "members_read_at": NOW,
    }


def _member(i: Number) -> Values:
    routine = (i - 1) // PER_POSTING + 1
    return {
        "workspace_id": _workspace_id(routine),
        "channel": _text("C", routine),
        "user_id": _text("U", (i - 1) % PER_POSTING),
    }


def _posting(i: Number) -> Values:
    routine = _routine_id(i)
    return {
        "id": i,
        "workspace_id": _workspace_id(routine),
        "routine_id": routine,
        "slot": _text("slot ", i),
        "channel": _text("C", routine),
        "question_id": _text("question/", i % 50),
        "reason": "new to this channel",
        "planned_at": NOW,
        "state": case((i % PER_CHANNEL == 0, "open"), else_="closed"),
        "ts": _text("", FIRST_CARD + i, ".000100"),
        "closes_at": LATER,
    }


def _answer(i: Number) -> Values:
    posting, _routine, workspace = _home(i)
    return {
        "id": i,
        "workspace_id": workspace,
        "posting_id": posting,
        "user_id": _text("U", i % PER_POSTING),
        "attempt": 1,
        "visibility": "thread",
        "claimed": false(),
        "closed_ts": _text("", FIRST_CARD + posting, ".900000"),
        "outcome": "asked:part",
        "reading_version": "1",
    }


def _said_at(i: Number) -> ColumnElement[str]:
    return _text("", FIRST_CARD + _posting_id(i), ".") + _text("", 200_000 + i % PER_POSTING)


def _message(i: Number) -> Values:
    posting, routine, workspace = _home(i)
    return {
        "workspace_id": workspace,
        "channel": _text("C", routine),
        "ts": _said_at(i),
        "thread_ts": _text("", FIRST_CARD + posting, ".000100"),
        "user_id": _text("U", i % PER_POSTING),
        "answer_id": i,
        "turn": 0,
        "text": TEXT,
    }


def _clip(i: Number) -> Values:
    _posting, routine, workspace = _home(i)
    return {
        "id": i,
        "workspace_id": workspace,
        "channel": _text("C", routine),
        "ts": _said_at(i),
        "file_id": _text("F", i),
        "state": "readable",
        "due_at": null(),
    }


def _reaction(i: Number) -> Values:
    _posting, routine, workspace = _home(i)
    return {
        "workspace_id": workspace,
        "channel": _text("C", routine),
        "ts": _said_at(i),
        "user_id": _text("U", (i + 1) % PER_POSTING),
        "emoji": "raising_hand",
        "event_ts": _said_at(i),
        "present": true(),
    }


def _follow_up(i: Number) -> Values:
    answer = i * 2
    posting, routine, workspace = _home(answer)
    return {
        "id": i,
        "workspace_id": workspace,
        "answer_id": answer,
        "turn": 1,
        "user_id": _text("U", answer % PER_POSTING),
        "signal": "part",
        "confidence": "high",
        "goes_deeper": false(),
        "before": "You wrote",
        "quote": "I moved two people over",
        "after": "What did you do?",
        "place": "thread",
        "version": "1",
        "owed_at": literal(NOW, UtcDateTime()),
        "asked_ts": _text("", FIRST_CARD + posting, ".") + _text("", 300_000 + i % PER_POSTING),
        "asked_channel": _text("C", routine),
        "closed_ts": case((posting % PER_CHANNEL == 0, null()), else_=_text("", FIRST_CARD + posting, ".9")),
        "withdrawn": false(),
    }


def _saying(kind: str, i: Number, workspace: Number, routine: Number) -> Values:
    return {
        "id": _text(f"{kind}-", i),
        "workspace_id": workspace,
        "kind": kind,
        "subject": _text("", i),
        "audience": "",
        "surface": "post",
        "channel": _text("C", routine),
        "urgency": 1,
        "state": "said",
        "not_before": NOW,
        "ts": _text("", FIRST_CARD + i, ".000100"),
        "stale": false(),
    }


def _card(i: Number) -> Values:
    return _saying("question", i, _workspace_id(_routine_id(i)), _routine_id(i))


def _question(i: Number) -> Values:
    _posting, routine, workspace = _home(i * 2)
    return _saying("follow_up", i, workspace, routine)


def _note(i: Number) -> Values:
    posting, _routine, workspace = _home(i * 5)
    return {
        "workspace_id": workspace,
        "user_id": _text("U", i * 5 % PER_POSTING),
        "kind": "praise",
        "subject": _text("", posting),
        "day": DAY,
    }
