"""One of everything in one workspace, under ids that other workspaces may use too."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from storage.additions import Addition
from storage.answers import Answer
from storage.feedback import Reaction
from storage.follow_ups import FollowUp
from storage.messages import Message
from storage.people import Profile
from storage.postings import Posting
from storage.routines import Routine, Settings
from storage.work import Room, Work

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DAY = date(2026, 11, 23)
NEXT_DAY = date(2026, 11, 24)

CHANNEL = "C0PRACTICE"
DM = "D0MARA"
MARA = "U0MARA"
JO = "U0JO"
CARD = "1763888400.000100"
ANSWER = "1763888500.000100"
REPLY = "1763888700.000100"
FOLLOW_UP = "1763888600.000100"
LOOSE = "1763888800.000100"
FRESH_START = "1763888300.000100"
GONE = "1763888900.000100"
CLIP = "F0CLIP"
OWN_QUESTION = "which-bet-of-yours"
DRILL = "lift-with-technology-head"

DAILY = Settings("12345", "10:00", "Europe/Berlin", "DE", "BE", 1440, 120, "thread")


def workspace(work: Work, team: str) -> Room:
    """A workspace without rows."""
    known = work.workspaces.know(team_id=team, bot_user_id="U0APP", bot_id="B0APP", app_id="A0APP")
    return work.room(known.id)


def message(
    ts: str,
    *,
    user_id: str = MARA,
    answer_id: int | None = None,
    turn: int | None = None,
    text: str = "I did.",
) -> Message:
    """A reply under the card."""
    return Message(CHANNEL, ts, CARD, user_id, answer_id, turn, text, None, None)


def claimed(room: Room, routine: Routine, slot: str = "2026-11-23") -> Posting:
    """A posting that is owed."""
    made = room.postings.claim(
        routine_id=routine.id,
        slot=slot,
        channel=CHANNEL,
        question_id="conflict/1",
        reason="first",
        planned_at=NOW,
    )
    assert made is not None
    return made


def owe(
    room: Room, answer: Answer, *, turn: int = 1, signal: str = "part", at: datetime = NOW
) -> FollowUp | None:
    """The new follow-up of this turn, or None when the turn has one."""
    return room.follow_ups.owe(
        answer_id=answer.id,
        turn=turn,
        user_id=answer.user_id,
        signal=signal,
        confidence="sure",
        goes_deeper=False,
        before="You wrote",
        quote="I did.",
        after="What did you do?",
        place="thread",
        version="1",
        owed_at=at,
    )


def say(
    room: Room, saying_id: str, *, channel: str | None = CHANNEL, subject: str | None = None, urgency: int = 1
) -> bool:
    """Whether a saying is newly owed."""
    return room.sayings.owe(
        saying_id=saying_id,
        kind="question",
        subject=subject or saying_id,
        surface="channel",
        urgency=urgency,
        not_before=NOW,
        audience=MARA,
        channel=channel,
    )


@dataclass(frozen=True)
class Seeded:
    """The numbers of what stands in a workspace."""

    room: Room
    routine: Routine
    posting: Posting
    answer: Answer
    follow_up: FollowUp
    saying_id: str
    suggestion_id: int
    clip_id: int


def seed(room: Room) -> Seeded:
    """Fill every table of the workspace."""
    room.installation.keep(
        NOW,
        token="sealed",
        refresh_token="sealed too",
        expires_at=LATER,
        scopes="chat:write",
        installed_by=MARA,
    )
    for user_id, name in ((MARA, "Mara Lindqvist"), (JO, "Jo Abara")):
        room.people.know(
            Profile(
                user_id,
                name,
                "Europe/Berlin",
                is_bot=False,
                is_guest=False,
                is_stranger=False,
                is_gone=False,
            ),
            NOW,
        )
    room.people.set_dm(MARA, DM)
    room.people.start_afresh(MARA, FRESH_START)
    room.consents.give_for_workspace("there")
    room.consents.give(MARA, "there")
    room.people.note_due(MARA, NOW)
    room.people.join(CHANNEL, [MARA, JO])
    routine = room.routines.set_up(CHANNEL, DAILY)
    room.routines.set_facilitators(routine.id, [MARA])
    room.routines.skip(routine.id, DAY)
    room.routines.due_next(routine.id, NOW)
    posting = claimed(room, routine)
    room.postings.mark_open(posting.id, ts=CARD, closes_at=LATER)
    answer = room.answers.begin(posting.id, MARA, visibility="thread", form={"context": "A release."})
    room.answers.settle_at(answer.id, NOW)
    room.messages.keep(message(ANSWER, answer_id=answer.id, turn=0))
    room.messages.keep(message(REPLY, answer_id=answer.id, turn=1))
    room.messages.keep(message(LOOSE, user_id=JO), LATER)
    room.messages.bury(CHANNEL, GONE, LATER)
    room.clips.keep(CHANNEL, ANSWER, CLIP, 130)
    room.clips.begin(CHANNEL, ANSWER, NOW)
    (clip,) = room.clips.of_file(CLIP)
    follow_up = owe(room, answer)
    assert follow_up is not None
    room.follow_ups.mark_asked(follow_up.id, channel=CHANNEL, ts=FOLLOW_UP)
    room.feedback.keep(Reaction(CHANNEL, ANSWER, JO, "raising_hand", REPLY, present=True), None)
    saying_id = f"saying-{room.workspace_id}"
    say(room, saying_id, subject="1")
    room.notes.add(MARA, "praise", "1")
    room.forms.keep_draft(MARA, posting.id, {"context": "Half a thought"})
    room.forms.take_submission("V0FORM", "forms:answer", NOW)
    room.additions.add(Addition("question", OWN_QUESTION, "ours", {"text": "Which bet of yours was lost?"}))
    room.additions.leave_out(routine.id, "ours")
    suggested = room.suggestions.make(routine.id, JO, "question", {"text": "What did you drop?"}, NOW)
    room.tries.keep(MARA, DRILL, posting_id=posting.id, option=1, words="I called them.", at=NOW)
    found = room.answers.get(answer.id)
    assert found is not None
    return Seeded(
        room,
        room.routines.get(routine.id),
        room.postings.get(posting.id),
        found,
        follow_up,
        saying_id,
        suggested.id,
        clip.id,
    )
