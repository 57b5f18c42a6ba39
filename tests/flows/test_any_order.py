"""Law 2: every order and repetition of an answer's deliveries ends in the same rows.

SQLite only, in memory: the statements that decide it run on both databases in `tests/storage/test_any_order.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coaching.use_cases import FOLLOW_UP
from bot.slack.events import OwnMessageHeard
from bot.slack.scripts import Surface, Urgency, owe
from tests.flows.deliveries import (
    ASKED,
    CHANNEL,
    JO,
    LEE,
    MARA,
    NOW,
    Ended,
    Event,
    Practice,
    Row,
    deleted,
    edited,
    open_practice,
    posted,
    reacted,
)
from tests.flows.scene import OWN_REPLY, TEAM_ANSWER

ANY_ORDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with open_practice() as opened:
        yield opened


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
    room.answers.mark_settled(answer.id)
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
