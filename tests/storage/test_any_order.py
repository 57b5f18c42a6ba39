"""Law 2: events come twice, late and out of order; every order ends in the same rows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.database import Database
from storage.feedback import Reaction
from storage.messages import Message
from storage.work import Room, Work
from tests.storage.rows import (
    ANSWER,
    CHANNEL,
    DAY,
    JO,
    LATER,
    LOOSE,
    MARA,
    NEXT_DAY,
    NOW,
    message,
    seed,
    workspace,
)

ANY_ORDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
PEOPLE = (JO, "U0KIM")
EMOJI = ("ear", "raising_hand")


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as open_connection:
        yield open_connection


@pytest.fixture
def room(connection: Connection) -> Room:
    return seed(workspace(Work(connection), "T0")).room


def after(
    connection: Connection, deeds: Sequence[Callable[[], object]], look: Callable[[], object]
) -> object:
    """What there is to see after the deeds, which are undone."""
    undo = connection.begin_nested()
    for deed in deeds:
        deed()
    seen = look()
    undo.rollback()
    return seen


def shuffled_with_copies(count: int) -> st.SearchStrategy[list[int]]:
    """Every one of `count` things at least once, in any order, some more than once."""
    return st.lists(st.integers(0, count - 1), max_size=2 * count).flatmap(
        lambda copies: st.permutations([*range(count), *copies])
    )


EVENTS = tuple(
    Reaction(CHANNEL, LOOSE, person, emoji, f"1763889{number:03}.000100", present=(number + start) % 2 == 0)
    for start, (person, emoji) in enumerate(product(PEOPLE, EMOJI))
    for number in range(4)
)
LAST = {event for event in EVENTS if event.event_ts == "1763889003.000100" and event.present}


@given(order=shuffled_with_copies(len(EVENTS)))
@ANY_ORDER
def test_reactions_end_as_their_latest_events_say(
    connection: Connection, room: Room, order: list[int]
) -> None:
    deeds = [partial(room.feedback.keep, EVENTS[index], None) for index in order]
    assert after(connection, deeds, lambda: set(room.feedback.on_message(CHANNEL, LOOSE))) == LAST


EDITS = tuple((f"wording {number}", f"176389{number:04}.000000") for number in range(5))


@given(order=shuffled_with_copies(len(EDITS)))
@ANY_ORDER
def test_a_message_ends_with_its_last_wording(connection: Connection, room: Room, order: list[int]) -> None:
    deeds = [partial(room.messages.rewrite, CHANNEL, ANSWER, *EDITS[index]) for index in order]

    def seen() -> tuple[str, str | None]:
        found = room.messages.find(CHANNEL, ANSWER)
        assert found is not None
        return found.text, found.edited_ts

    assert after(connection, deeds, seen) == EDITS[-1]


@given(order=shuffled_with_copies(4))
@ANY_ORDER
def test_messages_of_an_answer_are_read_by_ts_however_they_came(
    connection: Connection, room: Room, order: list[int]
) -> None:
    (answer,) = room.answers.of_person(MARA)
    parts = [message(f"17638900{number:02}.000100", answer_id=answer.id, turn=0) for number in range(4)]
    deeds = [partial(room.messages.keep, parts[index]) for index in order]

    def seen() -> tuple[Message, ...]:
        return room.messages.of_answer(answer.id)[-len(parts) :]

    assert after(connection, deeds, seen) == tuple(parts)


@given(order=shuffled_with_copies(4))
@ANY_ORDER
def test_the_daily_note_plans_for_the_first_instant_asked(
    connection: Connection, room: Room, order: list[int]
) -> None:
    first = order[0]
    deeds = [partial(room.people.note_due, JO, LATER + timedelta(minutes=number)) for number in order]
    assert after(connection, deeds, lambda: room.people.get(JO).note_at) == LATER + timedelta(minutes=first)


@given(order=shuffled_with_copies(5), limit=st.integers(1, 3))
@ANY_ORDER
def test_every_item_of_the_daily_note_is_told_on_one_day(
    connection: Connection, room: Room, order: list[int], limit: int
) -> None:
    deeds = [partial(room.notes.add, JO, "praise", str(number)) for number in order]

    def told() -> list[str]:
        days = [DAY, NEXT_DAY, *(NEXT_DAY + timedelta(days=more) for more in range(1, 5))]
        return [item.subject for day in days for item in room.notes.take(JO, day, limit)]

    assert after(connection, deeds, told) == [str(number) for number in range(5)]


def test_a_deletion_that_comes_first_is_remembered(room: Room) -> None:
    room.messages.bury(CHANNEL, "7.000001", NOW + timedelta(hours=1))
    assert room.messages.is_buried(CHANNEL, "7.000001")
    assert not room.messages.is_buried(CHANNEL, "7.000002")
