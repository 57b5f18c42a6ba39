"""What is due is found in order and claimed by one process only."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from content.clips import ClipState
from storage.database import Database
from storage.due import Due
from storage.sayings import Saying
from storage.work import Room, Work
from tests.storage.rows import CHANNEL, DAILY, JO, LATER, MARA, NOW, say, seed, workspace

LEASE = NOW + timedelta(seconds=90)
PAIR = 2  # of everything: one for each of two processes
Found = Sequence[object]


def _ids(found: Sequence[Saying]) -> list[str]:
    return [saying.id for saying in found]


def _a_pair_of_everything(work: Work) -> None:
    """Two due rows of each kind, in two workspaces."""
    for team in ("T0A", "T0B"):
        here = seed(workspace(work, team))
        room = here.room
        room.postings.close_at(here.posting.id, NOW)
        say(room, f"stale-{team}", channel="C0STALE")
        _send(work, room, f"stale-{team}")
        room.deliveries.mark_said(f"stale-{team}", "C0STALE", "3.000001")
        room.sayings.refresh("question", f"stale-{team}", NOW)
        say(room, f"unknown-{team}", channel="C0UNKNOWN")
        _send(work, room, f"unknown-{team}")


def _send(work: Work, room: Room, saying_id: str) -> None:
    """Make it `sending`, and nothing else."""
    room.deliveries.space_channels([CHANNEL], LATER)
    assert saying_id in _ids(work.due.claim_sayings(NOW, lease_until=NOW, limit=9))
    room.deliveries.space_channels([CHANNEL], NOW)


def _owe_each_channel(work: Work, channels: int) -> None:
    room = workspace(work, "T0")
    for number in range(channels):
        say(room, f"saying-{number:03}", channel=f"C{number}")


CLAIMS: dict[str, Callable[[Due], Found]] = {
    "routines": lambda due: due.routines(NOW, 1),
    "answers": lambda due: due.answers(NOW, 1),
    "clips": lambda due: due.clips(ClipState.WAITING, NOW, 1),
    "closings": lambda due: due.closings(NOW, 1),
    "notes": lambda due: due.notes(NOW, 1),
    "claim_stale": lambda due: _ids(due.claim_stale(NOW, lease_until=LEASE, alive_at=NOW, limit=1)),
    "claim_unknown": lambda due: _ids(due.claim_unknown(alive_at=NOW, lease_until=LEASE, limit=1)),
}


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_two_processes_never_take_the_same_row(database: Database, claim: Callable[[Due], Found]) -> None:
    database.run_here(_a_pair_of_everything)
    with ExitStack() as stack:
        connections = [stack.enter_context(database.engine.begin()) for _ in range(PAIR + 1)]
        taken = [claim(Due(connection)) for connection in connections]
    first, second, third = map(tuple, taken)
    assert len(first) == len(second) == 1
    assert first != second
    assert third == ()


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_two_processes_never_take_the_same_saying(database: Database) -> None:
    database.run_here(lambda work: _owe_each_channel(work, 2))
    with database.engine.begin() as one, database.engine.begin() as other:
        first = Due(one).claim_sayings(NOW, lease_until=LEASE, limit=1)
        second = Due(other).claim_sayings(NOW, lease_until=LEASE, limit=9)
    assert _ids(first) == ["saying-000"]
    assert _ids(second) == ["saying-001"]


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_many_processes_together_take_every_saying_once(database: Database) -> None:
    channels, processes = 60, 6
    database.run_here(lambda work: _owe_each_channel(work, channels))

    def until_nothing_is_due(_number: int) -> list[str]:
        taken: list[str] = []
        while found := database.run_here(
            lambda work: work.due.claim_sayings(NOW, lease_until=LEASE, limit=4)
        ):
            taken += _ids(found)
        return taken

    with ThreadPoolExecutor(processes) as threads:
        counted = Counter(
            name for taken in threads.map(until_nothing_is_due, range(processes)) for name in taken
        )
    left = database.run_here(
        lambda work: _ids(work.due.claim_sayings(NOW, lease_until=LEASE, limit=channels))
    )
    assert set(counted.values()) == {1}
    assert len(counted) + len(left) == channels


@pytest.fixture
def work(database: Database) -> Iterator[Work]:
    with database.engine.begin() as connection:
        yield Work(connection)


def test_a_claimed_saying_is_not_claimed_again(work: Work) -> None:
    _owe_each_channel(work, 1)
    (taken,) = work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)
    assert (taken.state, taken.attempted_at, taken.lease_until) == ("sending", NOW, LEASE)
    assert work.due.claim_sayings(LATER, lease_until=LEASE, limit=9) == ()
    assert work.due.in_flight() == 1


def test_a_conversation_hears_one_saying_at_a_time_the_most_urgent_first(work: Work) -> None:
    room = workspace(work, "T0")
    say(room, "late", urgency=2)
    say(room, "soon", urgency=1)
    say(room, "elsewhere", channel="C0OTHER", urgency=3)
    assert _ids(work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)) == ["soon", "elsewhere"]
    assert _ids(work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)) == ["late"]


def test_what_is_not_due_yet_waits(work: Work) -> None:
    _owe_each_channel(work, 1)
    assert work.due.claim_sayings(NOW - timedelta(seconds=1), lease_until=LEASE, limit=9) == ()
    assert work.due.next_at() == NOW


def test_whoever_held_a_saying_too_long_cannot_hand_it_back(work: Work) -> None:
    _owe_each_channel(work, 1)
    (first,) = work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)
    (second,) = work.due.claim_unknown(alive_at=LEASE, lease_until=LATER, limit=9)
    room = work.room(first.workspace_id)
    room.deliveries.mark_owed(first, NOW, "ratelimited")
    found = room.sayings.get(first.id)
    assert found is not None
    assert found.state == "sending", "another may be saying it at this moment"
    room.deliveries.mark_owed(second, NOW, "not found")
    found = room.sayings.get(first.id)
    assert found is not None
    assert found.state == "owed"


def test_whoever_held_a_saying_too_long_cannot_give_it_up(work: Work) -> None:
    _owe_each_channel(work, 1)
    (first,) = work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)
    (second,) = work.due.claim_unknown(alive_at=LEASE, lease_until=LATER, limit=9)
    room = work.room(first.workspace_id)
    assert not room.deliveries.mark_given_up(first, "late"), "another may be saying it at this moment"
    assert room.deliveries.mark_given_up(second, "late")
    assert not room.deliveries.mark_given_up(second, "late"), "it is no news"


def test_an_unknown_saying_is_looked_for_when_its_lease_ran_out(work: Work) -> None:
    _owe_each_channel(work, 1)
    work.due.claim_sayings(NOW, lease_until=LEASE, limit=9)
    assert work.due.claim_unknown(alive_at=NOW, lease_until=LATER, limit=9) == ()
    assert len(work.due.claim_unknown(alive_at=LEASE, lease_until=LATER, limit=9)) == 1
    assert work.due.claim_unknown(alive_at=LEASE, lease_until=LATER, limit=9) == ()


def test_a_stale_saying_is_leased_to_one(work: Work) -> None:
    _a_pair_of_everything(work)
    assert len(work.due.claim_stale(NOW, lease_until=LEASE, alive_at=NOW, limit=9)) == PAIR
    assert work.due.claim_stale(NOW, lease_until=LEASE, alive_at=NOW, limit=9) == ()
    assert len(work.due.claim_stale(NOW, lease_until=LATER, alive_at=LEASE, limit=9)) == PAIR


def test_what_is_due_comes_from_all_workspaces_oldest_first(work: Work) -> None:
    rooms = [workspace(work, team) for team in ("T0A", "T0B")]
    due: list[tuple[int, int]] = []
    for room, minutes in zip(rooms, (5, 1), strict=True):
        routine = room.routines.set_up(CHANNEL, DAILY)
        room.routines.due_next(routine.id, NOW - timedelta(minutes=minutes))
        due.append((room.workspace_id, routine.id))
    assert work.due.routines(NOW, 9) == tuple(due)
    assert work.due.routines(NOW, 1) == (due[0],)
    assert work.due.routines(NOW - timedelta(minutes=6), 9) == ()


def test_nothing_is_due_in_an_empty_database(work: Work) -> None:
    assert work.due.next_at() is None
    assert work.due.in_flight() == 0
    for claim in CLAIMS.values():
        assert not claim(work.due)


def test_next_at_is_the_earliest_of_all(work: Work) -> None:
    here = seed(workspace(work, "T0"))
    room = here.room
    earliest = NOW - timedelta(minutes=9)

    def only(at: datetime | None) -> datetime | None:
        room.routines.due_next(here.routine.id, at)
        return work.due.next_at()

    assert only(earliest) == earliest
    assert only(None) == NOW
    assert only(LATER) == NOW


def test_unknown_people_and_unread_channels_are_told(work: Work) -> None:
    here = seed(workspace(work, "T0"))
    room = here.room
    assert work.due.profiles(9) == ()
    room.people.meet("U0NEW")
    assert work.due.profiles(9) == ((room.workspace_id, "U0NEW"),)
    assert work.due.rosters(9) == ((room.workspace_id, here.routine.id),)
    room.routines.mark_members_read(here.routine.id, NOW)
    assert work.due.rosters(9) == ()


def test_sweeping_forgets_only_what_was_kept_for_a_while(work: Work) -> None:
    room = seed(workspace(work, "T0")).room
    before = len(room.messages.of_person(MARA))
    work.due.sweep(LATER)
    assert len(room.messages.of_person(MARA)) == before
    assert room.messages.of_person(JO) == ()
    assert not room.messages.is_buried(CHANNEL, "1763888900.000100")


def test_a_workspace_with_many_due_routines_does_not_crowd_out_others(database: Database) -> None:
    def set_up(work: Work) -> None:
        for team, channels in (("T0LARGE", 5), ("T0SMALL", 1)):
            room = workspace(work, team)
            for number in range(channels):
                routine = room.routines.set_up(f"C{number}", DAILY)
                room.routines.due_next(routine.id, NOW - timedelta(minutes=channels))

    database.run_here(set_up)
    found = database.run_here(lambda work: work.due.routines(NOW, 2))
    assert len({workspace_id for workspace_id, _ in found}) == PAIR
