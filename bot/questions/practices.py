"""Whose practice a suggestion is for, and what it suggests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.kit import CASE, QUESTION
from content.additions import CASE_FIELDS, OURS, POINT_FIELDS, QUESTION_FIELDS, Own
from content.library.exercises import Case
from content.packs import as_kept, from_kept
from content.questions import Question
from storage.routines import Routine
from storage.suggestions import Suggestion
from storage.work import Room


@dataclass(frozen=True)
class Practice:
    """A routine, and who runs it."""

    routine: Routine
    facilitators: tuple[str, ...]

    @property
    def channel(self) -> str:
        """Where it takes place."""
        return self.routine.channel

    def is_run_by(self, user_id: str) -> bool:
        """Whether this person is one of its facilitators."""
        return user_id in self.facilitators


def practice_in(room: Room, channel: str) -> Practice | None:
    """The practice of a channel, or None."""
    routine = room.routines.find_by_channel(channel)
    return Practice(routine, room.routines.facilitators(routine.id)) if routine else None


def practice_for(room: Room, suggestion: Suggestion) -> Practice:
    """The practice that is to decide on it."""
    routine = room.routines.get(suggestion.routine_id)
    return Practice(routine, room.routines.facilitators(routine.id))


def exercise_of(own: Own) -> str:
    """Which kind of exercise it is."""
    return QUESTION if isinstance(own, Question) else CASE


def kept(own: Own) -> dict[str, object]:
    """It as plain data, without its id; `own_of` reads it again."""
    if isinstance(own, Question):
        return as_kept(own)
    return own.model_dump(mode="json", exclude_defaults=True, exclude={"id"})


def own_of(exercise: str, content: Mapping[str, object], item_id: str = "new") -> Own:
    """The question or the case that was kept."""
    if exercise == QUESTION:
        return from_kept(item_id, OURS, content)
    return Case.model_validate({**content, "id": item_id})


def suggested(suggestion: Suggestion) -> Own:
    """What was suggested, as it was written."""
    return own_of(suggestion.exercise, suggestion.content)


def fields_of(exercise: str) -> tuple[str, ...]:
    """The fields of its form, the first of them first."""
    return QUESTION_FIELDS if exercise == QUESTION else CASE_FIELDS


def typed_in(own: Own) -> dict[str, str]:
    """It as it stands in the fields of its form; what is ticked is `yes`."""
    if isinstance(own, Question):
        typed = {name: str(getattr(own, name)) for name in QUESTION_FIELDS}
        return {**typed, "private_only": "yes" if own.private_only else ""}
    return {"title": own.title, "link": own.link, **dict(zip(POINT_FIELDS, own.points, strict=False))}
