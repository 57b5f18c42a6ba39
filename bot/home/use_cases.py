"""What Home and the picker tell, read from the rows; and when Home is shown anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.happenings import ChannelSetUp, PersonKeptOut
from bot.home.practices import Practice, Stand
from bot.slack.events import HomeOpened
from bot.slack.scripts import Surface, Urgency, owe
from content.cadence import Planned, local_day, preview
from content.zones import is_zone
from storage.people import Person
from storage.routines import Routine
from storage.work import Room

HOME = "home"
WONDERED_ABOUT_FOR = timedelta(days=7)
SOMEWHERE = "UTC"  # for somebody without a zone who is in no practice


def show_home(room: Room, event: HomeOpened, now: datetime) -> None:
    """Show the Home as it is now, however often it is opened."""
    is_new = owe(
        room,
        HOME,
        event.user_id,
        surface=Surface.HOME,
        urgency=Urgency.SOMEONE_WAITS,
        at=now,
        audience=event.user_id,
    )
    if not is_new:
        room.sayings.owe_again(HOME, event.user_id, now)
        room.sayings.refresh(HOME, event.user_id, now)


def show_kept_out(room: Room, event: PersonKeptOut, now: datetime) -> None:
    """Their Home says at once that they are kept out."""
    room.sayings.refresh(HOME, event.user_id, now)


def show_set_up(room: Room, event: ChannelSetUp, now: datetime) -> None:
    """The Homes of those who run the practice show its new settings; everybody else's when they open it."""
    for user_id in room.routines.facilitators(event.routine_id):
        room.sayings.refresh(HOME, user_id, now)


def stand_of(room: Room, user_id: str, now: datetime, model: str | None) -> Stand:
    """What holds for a person; `model`: whom the words go to that the language model reads, if there is one."""
    person = room.people.get(user_id)
    lets_read = model is not None and room.consents.of_workspace() == model
    return Stand(
        person,
        _day_of(room, person, now),
        _day_of(room, person, person.kept_out_at) if person.kept_out_at else None,
        model if lets_read else None,
    )


def practices_of(room: Room, user_id: str, now: datetime, most: int) -> tuple[tuple[Practice, ...], int]:
    """The practices that a person is in or runs, at most `most`, and how many more there are."""
    mine = _routines_of(room, user_id)
    shown = tuple(_practice(room, routine, now) for routine in mine[:most])
    return shown, len(mine) - len(shown)


def _routines_of(room: Room, user_id: str) -> tuple[Routine, ...]:
    """The channels that they are in go before those that they only run."""
    found = (*room.routines.joined_by(user_id), *room.routines.run_by(user_id))
    return tuple({routine.id: routine for routine in found}.values())


def practice_in(room: Room, channel: str, now: datetime) -> Practice | None:
    """The practice of a channel, or None."""
    routine = room.routines.find_by_channel(channel)
    return _practice(room, routine, now) if routine else None


def _day_of(room: Room, person: Person, at: datetime) -> date:
    """The date at that instant on this person's own calendar."""
    if is_zone(person.zone):
        return local_day(at, person.zone)
    routine = next(iter(_routines_of(room, person.user_id)), None)
    return local_day(at, routine.zone if routine else SOMEWHERE)


def _practice(room: Room, routine: Routine, now: datetime) -> Practice:
    """The next post is the first whose slot is not taken: *ask now* may have taken today's."""
    days = preview(routine.schedule(room.routines.skips(routine.id)), now, 2)
    posts = [day for day in days if day.left_out is None]
    free = next((post for post in posts if not _is_taken(room, routine, post)), None)
    left_out = [day for day in days if day.left_out and (free is None or day.slot.at < free.slot.at)]
    today = local_day(now, routine.zone)
    return Practice(routine, free, tuple(left_out), today, _missed(room, routine, now))


def _missed(room: Room, routine: Routine, now: datetime) -> tuple[date, str] | None:
    """The latest question that never came, while somebody may still wonder where it is."""
    skipped = room.postings.latest_skipped(routine.id, now - WONDERED_ABOUT_FOR)
    if skipped is None:
        return None
    return local_day(skipped.planned_at, routine.zone), skipped.skipped_because or ""


def _is_taken(room: Room, routine: Routine, post: Planned) -> bool:
    return room.postings.find_by_slot(routine.id, post.slot.day.isoformat()) is not None
