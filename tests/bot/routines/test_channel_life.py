from datetime import UTC, datetime, timedelta

import pytest

from bot.happenings import PostingSkipped
from bot.sandbox.checks.access import text_problems
from bot.sandbox.checks.surfaces import block_problems
from bot.slack.events import ChannelFound, ChannelLost, ChannelMoved, MemberJoined, MemberLeft
from storage.routines import Settings
from tests.bot.routines.practice import ANNA, BEN, BOT, CHANNEL, CLEO, NOW, Practice

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
INVITED = MemberJoined(CHANNEL, BOT, inviter=ANNA, is_app=True)


def members(practice: Practice, channel: str = CHANNEL) -> list[str]:
    return [person.user_id for person in practice.run(lambda room: room.people.in_channel(channel))]


def test_the_app_says_once_what_it_is_when_it_is_invited(practice: Practice) -> None:
    practice.hear(INVITED)
    practice.hear(INVITED)
    (saying,) = practice.owed()
    assert (saying.kind, saying.channel, saying.surface) == ("welcome", CHANNEL, "post")
    draft = practice.render(saying)
    assert draft is not None
    for promise in (
        "kept for practice",
        "Everyone in this channel reads them, whoever leads you included",
        "The coach",
        "Name nobody",
        "/understudy keep me out",
        "no hiring tool",
        "/understudy setup",
    ):
        assert promise in draft.text
    assert "'routines:setup'" in str(draft.blocks)
    assert block_problems(list(draft.blocks), "message") == []
    assert text_problems(draft.text, [dict(block) for block in draft.blocks]) == []


def test_removed_and_invited_again_the_practice_goes_on(practice: Practice) -> None:
    practice.set_up()
    practice.hear(ChannelLost(CHANNEL, "removed"))
    assert practice.routine().lost == "removed"
    practice.hear(INVITED)
    practice.hear(INVITED)
    assert practice.routine().lost is None
    assert practice.routine().next_at == MONDAY
    (saying,) = practice.owed()
    draft = practice.render(saying)
    assert saying.kind == "welcome_back"
    assert draft is not None
    assert "The next question comes on Mon 23 Nov 2026, 09:00." in draft.text
    assert text_problems(draft.text, [dict(block) for block in draft.blocks]) == []


def test_an_invitation_that_comes_late_changes_nothing(practice: Practice) -> None:
    practice.set_up()
    practice.hear(INVITED)
    assert practice.owed() == ()


def test_an_archived_channel_that_is_back_goes_on_and_a_removed_app_waits_to_be_invited(
    practice: Practice,
) -> None:
    practice.set_up()
    practice.hear(ChannelLost(CHANNEL, "archived"))
    practice.hear(ChannelFound(CHANNEL))
    assert practice.routine().lost is None
    assert practice.routine().next_at == MONDAY
    practice.hear(ChannelLost(CHANNEL, "removed"))
    practice.hear(ChannelFound(CHANNEL))
    assert practice.routine().lost == "removed"


def test_a_routine_that_cannot_be_planned_does_not_stop_the_event(practice: Practice) -> None:
    practice.set_up(Settings("1", "09:00", "Mars/Olympus", None, None, 1440, 120, "thread"))
    practice.hear(ChannelLost(CHANNEL, "removed"))
    practice.hear(INVITED)
    assert practice.routine().lost is None
    (saying,) = practice.owed()
    assert practice.render(saying) is not None


@pytest.mark.parametrize(
    "event",
    [
        ChannelLost("C9", "archived"),
        ChannelFound("C9"),
        ChannelMoved("C9", "C8"),
        MemberJoined("C9", BEN, inviter=None, is_app=False),
        MemberLeft("C9", BEN),
    ],
)
def test_events_of_channels_without_practice_leave_nothing(practice: Practice, event: object) -> None:
    practice.set_up()
    practice.hear(event)
    assert practice.routine().lost is None
    assert members(practice, "C9") == []
    assert practice.owed() == ()


def test_who_comes_and_goes_in_a_practice_channel_is_known(practice: Practice) -> None:
    practice.set_up()
    for user_id in (ANNA, BEN):
        practice.hear(MemberJoined(CHANNEL, user_id, inviter=None, is_app=False))
    practice.hear(MemberLeft(CHANNEL, ANNA))
    assert members(practice) == [BEN]


def test_a_channel_with_a_new_id_keeps_its_practice_postings_and_people(practice: Practice) -> None:
    routine = practice.set_up()
    practice.here(ANNA)
    practice.hear(INVITED)
    posting = practice.run(
        lambda room: room.postings.claim(
            routine_id=routine.id, slot="s", channel=CHANNEL, question_id="q", reason="", planned_at=NOW
        )
    )
    assert posting is not None
    for _ in range(2):
        practice.hear(ChannelMoved(CHANNEL, "C2"))
    assert practice.routine("C2").id == routine.id
    assert practice.run(lambda room: room.postings.get(posting.id).channel) == "C2"
    assert (members(practice), members(practice, "C2")) == ([], [ANNA])


def test_a_missed_slot_waits_in_the_facilitators_daily_notes_once(practice: Practice) -> None:
    routine = practice.set_up(facilitators=[ANNA, BEN, CLEO])
    practice.run(lambda room: room.people.keep_out(CLEO, NOW))
    posting = practice.run(
        lambda room: room.postings.record_skip(
            routine_id=routine.id, slot="2026-11-20", channel=CHANNEL, planned_at=NOW, because="late"
        )
    )
    assert posting is not None
    practice.hear(PostingSkipped(posting.id))
    practice.now += timedelta(minutes=1)
    practice.hear(PostingSkipped(posting.id))
    for user_id in (ANNA, BEN):
        assert noted(practice, user_id) == [("skipped", str(posting.id))]
    assert practice.run(lambda room: room.people.get(ANNA)).note_at == NOW
    assert noted(practice, CLEO) == []


def noted(practice: Practice, user_id: str) -> list[tuple[str, str]]:
    items = practice.run(lambda room: room.notes.take(user_id, NOW.date(), 3))
    return [(item.kind, item.subject) for item in items]
