"""Law 2: every order and repetition of an answer's deliveries ends in the same rows.

SQLite only, in memory: the statements that decide it run on both databases in `tests/storage/test_any_order.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.app import FEATURES
from bot.coaching.use_cases import FOLLOW_UP
from bot.kit import Kit
from bot.postings.use_cases import QUESTION, put_question
from bot.slack.doors import Doors
from bot.slack.events import MessageDeleted, MessageEdited, MessagePosted, OwnMessageHeard, Reacted
from bot.slack.scripts import Scripts, Surface, Urgency, owe
from storage.database import open_engine
from storage.migrate import migrate
from storage.work import Room, Work
from tests.flows.scene import LIBRARY, MONDAY, OWN_REPLY, TEAM_ANSWER, set_up

ANY_ORDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
CHANNEL, CARD = "C0TEAM", "1795424400.000100"
JO, MARA, LEE = "U0JO", "U0MARA", "U0LEE"
NOW = datetime.fromtimestamp(1795424400, UTC)
ASKED = "1795424700.000100"
Event = MessagePosted | MessageEdited | MessageDeleted | OwnMessageHeard | Reacted
Row = tuple[object, ...]


def ts(seconds: int) -> str:
    return f"{1795424400 + seconds}.000200"


def posted(seconds: int, words: str, by: str = JO) -> MessagePosted:
    return MessagePosted(CHANNEL, ts(seconds), by, words, CARD, None, is_direct=False)


def edited(message: MessagePosted, words: str, after: int = 1) -> MessageEdited:
    at = f"{int(message.ts[:10]) + after}.000000"
    return MessageEdited(replace(message, text=words, edited_ts=at))


def deleted(message: MessagePosted) -> MessageDeleted:
    return MessageDeleted(CHANNEL, message.ts, is_direct=False)


def reacted(
    message: MessagePosted, by: str, after: int, *, present: bool = True, emoji: str = "dart"
) -> Reacted:
    return Reacted(CHANNEL, message.ts, by, emoji, f"{int(message.ts[:10]) + after}.000300", present)


@dataclass(frozen=True)
class Ended:
    """What there is when all has arrived; `answers` without numbers, which depend on the order."""

    answers: list[Row]
    messages: list[Row]
    praise: list[Row]
    tombstones: list[Row]


@dataclass
class Practice:
    """A practice whose question is just being said; each play is undone."""

    work: Work
    connection: Connection
    doors: Doors
    card: OwnMessageHeard

    @property
    def room(self) -> Room:
        return self.work.room(1)

    def play(self, events: Sequence[Event]) -> tuple[Ended, Ended]:
        """What there is after these deliveries; and what of it is left when the hour of grace is over."""
        undo = self.connection.begin_nested()
        for event in events:
            self.doors.hear(self.room, event, NOW)
        ended = self.look()
        self.work.due.sweep(NOW + timedelta(hours=2))
        left = self.look()
        undo.rollback()
        return ended, left

    def look(self) -> Ended:
        return Ended(
            self._rows("SELECT posting_id, user_id, attempt, visibility FROM answers ORDER BY user_id"),
            self._rows("SELECT ts, turn, text FROM messages ORDER BY ts"),
            self._rows("SELECT ts, user_id, emoji FROM feedback WHERE present ORDER BY ts, user_id"),
            self._rows("SELECT ts FROM tombstones ORDER BY ts"),
        )

    def _rows(self, query: str) -> list[Row]:
        return [tuple(row) for row in self.connection.execute(text(query))]


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    engine = open_engine("sqlite://")
    migrate(engine)
    kit = Kit(Doors(), LIBRARY, timedelta(seconds=60))
    scripts = Scripts.of(script for feature in FEATURES for script in feature.register(kit))

    def heard(room: Room, event: OwnMessageHeard, now: datetime) -> None:
        saying = room.sayings.get(event.saying_id)
        assert saying is not None
        scripts.mark_said(room, saying, event.channel, event.ts, now)

    kit.doors.on_event(OwnMessageHeard, heard)
    with engine.begin() as connection:
        work = Work(connection)
        work.workspaces.know(team_id="T0", bot_user_id="U0BOT", bot_id="B0", app_id="A0")
        set_up(work, CHANNEL, MARA, MONDAY)
        room = work.room(1)
        routine = room.routines.find_by_channel(CHANNEL)
        assert routine is not None
        put_question(room, routine, "2026-11-23", NOW, now=NOW, kit=kit)
        (saying,) = work.due.claim_sayings(NOW, lease_until=NOW, limit=1)
        assert saying.kind == QUESTION
        yield Practice(work, connection, kit.doors, OwnMessageHeard(CHANNEL, CARD, saying.id))
    engine.dispose()


FIRST, SECOND = posted(20, TEAM_ANSWER), posted(30, "Then we shipped every week.")
LATE_FIRST = posted(10, "It began in spring.")
GONE = posted(40, "Forget this.")
TO_MARA, BACK = posted(50, f"@{MARA} thank you!"), posted(60, f"@{MARA} what do you think?")
AFTER_THE_END = posted(24 * 3600 + 60, "One more thing.")
LIFE: tuple[Event, ...] = (
    FIRST,
    SECOND,
    edited(SECOND, "Then I shipped every week.", 1),
    edited(SECOND, "Then I shipped every Friday.", 2),
    LATE_FIRST,
    GONE,
    edited(GONE, "Forget that."),
    deleted(GONE),
    reacted(GONE, LEE, 2),
    TO_MARA,
    edited(TO_MARA, "I learned to ask first."),
    BACK,
    edited(BACK, "I learned to ask twice.", 1),
    edited(BACK, f"@{MARA} what do you think, really?", 2),
    reacted(BACK, MARA, 1),
    reacted(BACK, JO, 1),
    reacted(FIRST, MARA, 1),
    reacted(FIRST, MARA, 2, present=False),
    reacted(FIRST, MARA, 3),
    reacted(FIRST, LEE, 1),
    reacted(FIRST, LEE, 2, present=False),
    reacted(FIRST, JO, 2),
    reacted(TO_MARA, LEE, 4),
    AFTER_THE_END,
)
KEPT: list[Row] = [
    (LATE_FIRST.ts, 0, LATE_FIRST.text),
    (FIRST.ts, 0, FIRST.text),
    (SECOND.ts, 0, "Then I shipped every Friday."),
    (TO_MARA.ts, 0, "I learned to ask first."),
]
PRAISE: list[Row] = [(FIRST.ts, MARA, "dart"), (TO_MARA.ts, LEE, "dart")]


def shuffled_with_copies(count: int) -> st.SearchStrategy[list[int]]:
    """Every one of `count` things at least once, in any order, some more than once."""
    return st.lists(st.integers(0, count - 1), max_size=count).flatmap(
        lambda copies: st.permutations([*range(count), *copies])
    )


def test_deliveries_in_order_end_as_one_would_say(practice: Practice) -> None:
    ended, left = practice.play([practice.card, *LIFE])
    assert ended.answers == [(1, JO, 1, "thread")]
    assert ended.messages == [*KEPT, (BACK.ts, None, "")]
    assert ended.praise == [*PRAISE, (BACK.ts, MARA, "dart")]
    assert ended.tombstones == [(GONE.ts,)]
    assert left == Ended(ended.answers, KEPT, PRAISE, [])


@given(order=shuffled_with_copies(len(LIFE)))
@ANY_ORDER
def test_every_order_of_an_answers_deliveries_ends_alike(practice: Practice, order: list[int]) -> None:
    in_order = practice.play([practice.card, *LIFE])
    assert practice.play([practice.card, *(LIFE[index] for index in order)]) == in_order


@given(order=shuffled_with_copies(len(LIFE) + 1))
@ANY_ORDER
def test_so_does_every_order_in_which_the_app_learns_last_where_its_card_stands(
    practice: Practice, order: list[int]
) -> None:
    all_events = (practice.card, *LIFE)
    in_order = practice.play(all_events)
    assert practice.play([all_events[index] for index in order]) == in_order


REPLY, REPLY_GONE = posted(400, OWN_REPLY), posted(410, "Never mind.")
REPLY_TO_LEE = posted(420, f"@{LEE} I agree")
LATE = posted(15, "We had forty steps in our checklist.")


def owe_question(practice: Practice) -> OwnMessageHeard:
    """The coach is just asking about the first message."""
    room = practice.room
    practice.doors.hear(room, practice.card, NOW)
    practice.doors.hear(room, FIRST, NOW)
    (answer,) = room.answers.of_person(JO)
    asked = room.follow_ups.owe(
        answer_id=answer.id,
        turn=1,
        user_id=JO,
        signal="own_part",
        confidence="high",
        goes_deeper=False,
        before="What was yours in ",
        quote="moved to weekly releases",
        after="?",
        place="thread",
        version="1",
        owed_at=NOW,
    )
    assert asked is not None
    owe(
        room, FOLLOW_UP, asked.id, surface=Surface.POST, urgency=Urgency.SOMEONE_WAITS, at=NOW, channel=CHANNEL
    )  # fmt: skip
    saying = room.sayings.find(FOLLOW_UP, str(asked.id))
    assert saying is not None
    return OwnMessageHeard(CHANNEL, ASKED, saying.id)


@given(order=shuffled_with_copies(11))
@ANY_ORDER
def test_every_order_around_the_coachs_question_ends_alike(practice: Practice, order: list[int]) -> None:
    undo = practice.connection.begin_nested()
    events: tuple[Event, ...] = (
        owe_question(practice),
        FIRST,
        LATE,
        REPLY,
        edited(REPLY, "I cut it to 12 steps."),
        REPLY_GONE,
        deleted(REPLY_GONE),
        REPLY_TO_LEE,
        edited(FIRST, "We moved to weekly releases, and I called both leads.", 500),
        reacted(REPLY, MARA, 5),
        reacted(REPLY, JO, 5),
    )
    ended, _left = practice.play([events[index] for index in order])
    undo.rollback()
    assert ended == Ended(
        [(1, JO, 1, "thread")],
        [
            (LATE.ts, 0, LATE.text),
            (FIRST.ts, 0, "We moved to weekly releases, and I called both leads."),
            (REPLY.ts, 1, "I cut it to 12 steps."),
        ],
        [(REPLY.ts, MARA, "dart")],
        [(REPLY_GONE.ts,)],
    )
