"""First contact, what Slack says of people, and when each one's daily note is written and with what in it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.happenings import AnswerBegun, PersonKeptOut, PostingClosed
from bot.hours import CLOSES, hours_of, opening
from bot.kit import PUT_OFF, each
from bot.slack.events import ProfileChanged
from bot.slack.scripts import Surface, Urgency, owe
from content.cadence import Hours, instant, local_day
from content.praise import tag_of
from storage.notes import BANK_LOW, PRAISE, SKIPPED
from storage.people import Person
from storage.sayings import Saying
from storage.work import Room, Work

FIRST_CONTACT = "first_contact"
DAILY_NOTE = "daily_note"
HOME = "home"

MOST_ITEMS = 3  # law 11
AT_ONCE = 100  # people in one transaction
LONGEST_AWAY = timedelta(days=730)  # the time law looks no further


def greet(room: Room, event: AnswerBegun, now: datetime) -> None:
    """Owe the one note of the first contact, once in a person's time here."""
    if not event.was_met and room.people.mark_met(event.user_id, now):
        owe(
            room,
            FIRST_CONTACT,
            event.user_id,
            surface=Surface.DIRECT,
            urgency=Urgency.SOMEONE_WAITS,
            at=now,
            audience=event.user_id,
        )


def keep_profile(room: Room, event: ProfileChanged, now: datetime) -> None:
    """Keep what is new of somebody we looked up before; of strangers and those kept out nothing."""
    person = room.people.get(event.profile.user_id)
    if person.looked_up_at is not None and not person.is_kept_out:
        room.people.know(event.profile, now)


def leave_alone(room: Room, event: PersonKeptOut, _now: datetime) -> None:
    """Nothing more is written to somebody who takes no part."""
    room.sayings.withdraw(FIRST_CONTACT, event.user_id)
    room.people.note_due(event.user_id, None)
    room.notes.drop_waiting(event.user_id)


def allow_notes(room: Room, user_id: str, now: datetime, *, allowed: bool) -> None:
    """Whether the daily note comes."""
    room.people.allow_notes(user_id, allowed)
    room.sayings.refresh(HOME, user_id, now)


def choose_place(room: Room, user_id: str, place: str | None, now: datetime) -> None:
    """Where the coach asks this person."""
    room.people.choose_place(user_id, place)
    room.sayings.refresh(HOME, user_id, now)


def be_away(room: Room, user_id: str, until: date | None, now: datetime) -> None:
    """Away until that day, or here; what waits to be told waits until then."""
    room.people.be_away(user_id, until)
    room.people.note_due(user_id, None)
    if room.notes.waiting(user_id):
        _plan(room, user_id, hours_of(room, room.people.get(user_id)), now)
    room.sayings.refresh(HOME, user_id, now)


def today_of(room: Room, user_id: str, now: datetime) -> date:
    """The date on this person's own calendar."""
    return local_day(now, hours_of(room, room.people.get(user_id)).zone)


def plan_praise(room: Room, event: PostingClosed, now: datetime) -> None:
    """What peers saw in the answers to a closed question goes to each author, in their next daily note."""
    posting = room.postings.get(event.posting_id)
    routine = room.routines.get(posting.routine_id)
    praised = {praise.author for praise in room.feedback.on_posting(posting.id) if tag_of(praise.emoji)}
    for author in sorted(praised):
        person = room.people.get(author)
        if not person.is_kept_out and room.notes.add(author, PRAISE, str(posting.id)):
            _plan(room, author, hours_of(room, person, routine), now)


def write_notes(work: Work, now: datetime) -> int:
    """Owe every daily note whose time has come; how many people were looked at."""
    return each(
        work,
        work.due.notes(now, AT_ONCE),
        lambda room, user_id: _write_note(room, user_id, now),
        lambda room, user_id: room.people.put_off_note(user_id, now + PUT_OFF),
    )


def _write_note(room: Room, user_id: str, now: datetime) -> None:
    """The note of this day, or a later time for it: inside the person's hours, one a day."""
    room.people.note_due(user_id, None)
    person = room.people.get(user_id)
    if not _may_be_told(room, person):
        room.notes.drop_waiting(person.user_id)
        return
    hours = hours_of(room, person)
    today = local_day(now, hours.zone)
    if opening(person, hours, now) != now:
        _plan(room, person.user_id, hours, now)
        return
    if room.sayings.find(DAILY_NOTE, today.isoformat(), person.user_id) is None:
        _owe_note(room, person, hours, today, now)
    if room.notes.waiting(person.user_id):
        _plan(room, person.user_id, hours, instant(today + timedelta(days=1), time.min, hours.zone))


def _owe_note(room: Room, person: Person, hours: Hours, today: date, now: datetime) -> None:
    if room.notes.take(person.user_id, today, MOST_ITEMS):
        owe(
            room,
            DAILY_NOTE,
            today.isoformat(),
            surface=Surface.DIRECT,
            urgency=Urgency.WHENEVER,
            at=now,
            audience=person.user_id,
            good_until=instant(today, CLOSES, hours.zone),
        )


def _may_be_told(room: Room, person: Person) -> bool:
    """Law 11: nobody kept out or gone, nobody who never answered, except of what they run themselves."""
    if person.is_kept_out or person.is_gone or person.is_bot or not person.direct_notes:
        return False
    runs_something = any(item.kind in {SKIPPED, BANK_LOW} for item in room.notes.waiting(person.user_id))
    return runs_something or room.own_answers.exist(person.user_id)


def not_told(room: Room, saying: Saying, now: datetime) -> None:
    """The note came too late for its day: what it would have told waits for the next one."""
    if saying.reason == "late" and not saying.is_unnamed:
        room.notes.wait_again(saying.audience, date.fromisoformat(saying.subject))
        _plan(room, saying.audience, hours_of(room, room.people.get(saying.audience)), now)


def _plan(room: Room, user_id: str, hours: Hours, after: datetime) -> None:
    """Write the daily note at the person's next opening, if there is one."""
    if at := opening(room.people.get(user_id), hours, after):
        room.people.note_due(user_id, at)
