"""A practice as its people see it, and how its days are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.kit import CASE, DRILL, QUESTION
from content.cadence import Planned, Reason
from storage.people import Person
from storage.routines import Routine

LOST: Mapping[str, str] = {
    "archived": "the channel is archived",
    "deleted": "the channel was deleted",
    "removed": "I was removed from the channel; invite me again to go on",
}
LOST_OTHERWISE = "I cannot post there any more; invite me again to go on"
MISSED: Mapping[str, str] = {
    **LOST,
    "late": "I could not post it in time",
    "empty": "no question fits its settings",
}
NEXT: Mapping[str, str] = {QUESTION: "Next question", DRILL: "Next drill", CASE: "Next case"}
MISSED_OTHERWISE = "Slack did not take it"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Practice:
    """A practice as its people see it: the next post (None: there is none) and the days left out before it.

    `missed`: the day of this week whose question never came, and why.
    """

    routine: Routine
    next_post: Planned | None
    left_out: tuple[Planned, ...]
    today: date
    missed: tuple[date, str] | None = None

    @property
    def is_paused(self) -> bool:
        """Whether somebody paused it and the day of return is still to come."""
        until = self.routine.paused_until
        return until is not None and self.today < until


@dataclass(frozen=True)
class Stand:
    """A person, the date on their own calendar, and the day on it since which they are kept out, if they are.

    `model`: whom a language model's words go to, where there is one and the workspace lets it read; None elsewhere.
    """

    person: Person
    today: date
    kept_out_on: date | None
    model: str | None = None


def when_line(practice: Practice) -> str:
    """Days, time and zone in words."""
    routine = practice.routine
    days = _days(routine.days)
    return f"{days} at {routine.at}, {routine.zone.replace('_', ' ')} time."


def next_line(practice: Practice) -> str:
    """When the next question comes, or why none does; and before it which one did not come."""
    return " ".join(filter(None, [_missed(practice), _next(practice)]))


def _missed(practice: Practice) -> str:
    if practice.missed is None:
        return ""
    day, because = practice.missed
    return f"No question came on {spoken(day)}: {MISSED.get(because, MISSED_OTHERWISE)}."


def _next(practice: Practice) -> str:
    routine = practice.routine
    if routine.lost:
        return f"No question comes: {LOST.get(routine.lost, LOST_OTHERWISE)}."
    if practice.is_paused and practice.next_post is None:
        return "Paused until somebody resumes it."
    if practice.next_post is None:
        return "No question is planned in the next two years."
    why = "; ".join(map(_why, practice.left_out))
    day = practice.next_post.slot.day
    return f"{NEXT[routine.exercise_on(day)]}: {spoken(day)}." + (
        f" Left out before it: {why}." if why else ""
    )


def _why(planned: Planned) -> str:
    left_out = planned.left_out
    assert left_out is not None
    if left_out.reason is Reason.PAUSE:
        return f"all days until {spoken(left_out.until)} (paused)" if left_out.until else "all days (paused)"
    because = left_out.name or "holiday" if left_out.reason is Reason.HOLIDAY else "skipped on request"
    return f"{spoken(planned.slot.day)} ({because})"


def _days(digits: str) -> str:
    if digits == "12345":
        return "Monday to Friday"
    names = [DAY_NAMES[int(digit) - 1] for digit in sorted(digits)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "No days"


def spoken(day: date) -> str:
    """The day as people say it."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {day:%B %Y}"
