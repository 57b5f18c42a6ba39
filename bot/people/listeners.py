"""What people choose for themselves, by button or by words; and the notes that are written to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from bot.happenings import AnswerBegun, PersonKeptOut, PostingClosed
from bot.kit import Kit
from bot.people import messages, use_cases
from bot.people.messages import Saw, Told
from bot.people.use_cases import DAILY_NOTE, FIRST_CONTACT, LONGEST_AWAY
from bot.slack.doors import Desk
from bot.slack.events import ProfileChanged
from bot.slack.interactions import Command, Press, Response, Whisper
from bot.slack.scripts import Draft, Script
from content.cadence import local_day
from content.praise import praises, tag_of
from storage.notes import BANK_LOW, PRAISE, SKIPPED, NoteItem
from storage.postings import Posting
from storage.sayings import Saying
from storage.work import Room


@dataclass(frozen=True)
class Listeners:
    """Answers to choices, and the wording of notes."""

    kit: Kit

    async def place(self, desk: Desk, deed: Press | Command) -> Response:
        """Ask this person there from now on; the same choice twice changes nothing."""
        found = messages.PLACES.get(_choice(deed))
        if found is None:
            return Whisper(messages.WHICH_PLACE)
        place, sentence = found
        await desk.run(lambda room: use_cases.choose_place(room, deed.user_id, place, desk.now))
        return Whisper(sentence)

    async def notes(self, desk: Desk, deed: Press | Command) -> Response:
        """Write the daily note, or write it no more."""
        choice = _choice(deed)
        if choice not in messages.NOTES:
            return Whisper(messages.WHICH_NOTES)
        await desk.run(
            lambda room: use_cases.allow_notes(room, deed.user_id, desk.now, allowed=choice == "on")
        )
        return Whisper(messages.NOTES[choice])

    async def away(self, desk: Desk, command: Command) -> Response:
        """Write nothing unasked until a day that is still to come."""
        return Whisper(await desk.run(lambda room: _be_away(room, command, desk.now)))

    async def back(self, desk: Desk, deed: Press | Command) -> Response:
        """They are here again; what waited is told at their next opening."""
        await desk.run(lambda room: use_cases.be_away(room, deed.user_id, None, desk.now))
        return Whisper(messages.WELCOME_BACK)

    def first_contact(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """How it works here; nothing to somebody who is kept out before it is said, or erased."""
        if saying.is_unnamed or (saying.ts is None and room.people.get(saying.audience).is_kept_out):
            return None
        return messages.first_contact()

    def daily_note(self, room: Room, saying: Saying, _now: datetime) -> Draft | None:
        """What the day's items come to as the rows stand now; None when nothing is left of them."""
        if saying.is_unnamed:
            return None
        person = room.people.get(saying.audience)
        if saying.ts is None and (person.is_kept_out or not person.direct_notes):
            return None
        items = room.notes.of_day(saying.audience, date.fromisoformat(saying.subject))
        told = [told for item in items if (told := self._told(room, item)) is not None]
        return messages.daily_note(told) if told else None

    def _told(self, room: Room, item: NoteItem) -> Told | None:
        if item.kind == BANK_LOW:
            routine = room.routines.find(int(item.subject.split(":")[0]))
            return messages.bank_low(routine.channel) if routine else None
        posting = room.postings.find(int(item.subject)) if item.subject.isdecimal() else None
        if posting is None or item.kind not in {PRAISE, SKIPPED}:
            return None
        is_praise = item.kind == PRAISE
        return self._praised(room, item.user_id, posting) if is_praise else _skipped(room, posting)

    def _praised(self, room: Room, user_id: str, posting: Posting) -> Told | None:
        """Each person counts once for each thing they praised."""
        givers: dict[str, set[str]] = defaultdict(set)
        for praise in room.feedback.on_posting(posting.id):
            tag = tag_of(praise.emoji)
            if praise.author == user_id and tag is not None:
                givers[tag.name].add(praise.giver)
        saw = [Saw(len(givers[tag.name]), tag.label, tag.emoji) for tag in praises() if tag.name in givers]
        return messages.praised(self.kit.question(room, posting.question_id).text, saw) if saw else None


def _skipped(room: Room, posting: Posting) -> Told:
    zone = room.routines.get(posting.routine_id).zone
    return messages.not_posted(
        local_day(posting.planned_at, zone), posting.channel, posting.skipped_because or ""
    )


def _choice(deed: Press | Command) -> str:
    """The second word that was typed, or what stands after the second colon of the button's id."""
    if isinstance(deed, Press):
        return deed.action.split(":")[2] if deed.action.count(":") > 1 else ""
    return next(iter(deed.words.lower().split()[1:]), "")


def _be_away(room: Room, command: Command, now: datetime) -> str:
    """Be away until the day that was typed, or say what to type."""
    today = use_cases.today_of(room, command.user_id, now)
    try:
        until = date.fromisoformat(command.words.split()[-1])
    except ValueError:
        return messages.which_day(today)
    if until <= today:
        return messages.which_day(today)
    if until > today + LONGEST_AWAY:
        return messages.too_far(today + LONGEST_AWAY)
    use_cases.be_away(room, command.user_id, until, now)
    return messages.away(until)


def register(kit: Kit) -> tuple[Script, ...]:
    """Listen to choices, to first answers, to closed questions and to what Slack says of people."""
    listeners = Listeners(kit)
    kit.doors.on_event(AnswerBegun, use_cases.greet)
    kit.doors.on_event(PostingClosed, use_cases.plan_praise)
    kit.doors.on_event(PersonKeptOut, use_cases.leave_alone)
    kit.doors.on_event(ProfileChanged, use_cases.keep_profile)
    kit.doors.on(Press, "people:place", listeners.place)
    kit.doors.on(Press, "people:notes", listeners.notes)
    kit.doors.on(Press, "people:back", listeners.back)
    kit.doors.on(Command, "coach", listeners.place)
    kit.doors.on(Command, "notes", listeners.notes)
    kit.doors.on(Command, "away", listeners.away)
    kit.doors.on(Command, "back", listeners.back)
    return (
        Script(FIRST_CONTACT, listeners.first_contact),
        Script(DAILY_NOTE, listeners.daily_note, given_up=use_cases.not_told),
    )
