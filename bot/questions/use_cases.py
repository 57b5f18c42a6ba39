"""What becomes of a suggestion: told to the facilitators, taken up, declined or taken back; its author told once."""

from __future__ import annotations

from datetime import datetime

from bot.happenings import PersonKeptOut, PersonLeaving
from bot.hours import hours_of, opening
from bot.kit import QUESTION, Kit
from bot.questions.practices import Practice, exercise_of, kept, own_of
from bot.slack.scripts import Surface, Urgency, owe
from content.additions import MOST_NEAR, OURS, Own, claim_slug, headline, near
from content.questions import Question
from storage.additions import Addition
from storage.routines import Routine
from storage.suggestions import DECLINED, TAKEN, WITHDRAWN, Suggestion
from storage.work import Room

SUGGESTION = "suggestion"
DECIDED = "suggestion_decided"


def suggest(room: Room, practice: Practice, user_id: str, own: Own, now: datetime, kit: Kit) -> bool:
    """Whether it is taken up at once, as who runs the practice may; else its facilitators are told in their own hours."""
    if practice.is_run_by(user_id):
        _add(room, own, kit)
        return True
    routine = practice.routine
    made = room.suggestions.make(routine.id, user_id, exercise_of(own), kept(own), now)
    for (
        facilitator
    ) in practice.facilitators:  # somebody waits: who wants no daily note is told of this all the same
        _owe(room, SUGGESTION, made, facilitator, routine, now)
    return False


def take_up(
    room: Room, suggestion: Suggestion, practice: Practice, own: Own, *, by: str, now: datetime, kit: Kit
) -> bool:
    """Whether nobody decided before; then the practice has it from now on, as `own` says it."""
    if not room.suggestions.decide(suggestion.id, TAKEN, by=by):
        return False
    room.suggestions.keep_as(suggestion.id, _add(room, own, kit))
    _tell(room, suggestion, practice, by, now)
    return True


def decline(
    room: Room, suggestion: Suggestion, practice: Practice, reason: str, *, by: str, now: datetime
) -> bool:
    """Whether nobody decided before; then it is not taken up, and its author reads why."""
    if not room.suggestions.decide(suggestion.id, DECLINED, by=by, reason=reason):
        return False
    _tell(room, suggestion, practice, by, now)
    return True


def withdraw(room: Room, suggestion: Suggestion, now: datetime) -> bool:
    """Whether its author could still take it back; then nobody reads it any more."""
    if not room.suggestions.decide(suggestion.id, WITHDRAWN, by=suggestion.user_id):
        return False
    _word_anew(room, suggestion, now)
    return True


def decider(room: Room, suggestion: Suggestion) -> str:
    """Who decided; empty when that person is not to be named any more."""
    by = suggestion.decided_by
    return by if by and not room.people.get(by).is_kept_out else ""


def reads_now(room: Room, suggestion: Suggestion) -> Own | None:
    """What it became, if it was changed before it was taken up."""
    if suggestion.item_id is None:
        return None
    taken = room.additions.find(suggestion.exercise, suggestion.item_id)
    if taken is None or taken.content == suggestion.content:
        return None
    return own_of(suggestion.exercise, taken.content)


def close_to(room: Room, own: Own, kit: Kit) -> dict[str, str]:
    """What a team has already that is close to this, by id, the closest first; the same link is close."""
    if isinstance(own, Question):
        texts = {question.id: question.text for question in kit.bank(room)}
        return {item_id: texts[item_id] for item_id in near(own.text, texts)}
    cases = {case.id: case for case in kit.cases(room)}
    linked = [case.id for case in cases.values() if case.link and case.link == own.link]
    alike = near(own.title, {case.id: case.title for case in cases.values()})
    found = dict.fromkeys([*linked, *alike])
    return {item_id: cases[item_id].title for item_id in list(found)[:MOST_NEAR]}


def competencies(kit: Kit) -> list[str]:
    """Those that the library knows, as slugs."""
    known = {question.competency for question in kit.library.questions.values()}
    return sorted((known | {story.competency for story in kit.library.stories.values()}) - {""})


def take_back(room: Room, event: PersonKeptOut | PersonLeaving, now: datetime) -> None:
    """Somebody takes no part any more: what they suggested waits no longer, and their words and names go from messages."""
    for suggestion in room.suggestions.of_person(event.user_id):
        if isinstance(event, PersonKeptOut):
            room.suggestions.decide(suggestion.id, WITHDRAWN, by=event.user_id)
        _word_anew(room, suggestion, now)
        room.sayings.withdraw(DECIDED, str(suggestion.id))
    for suggestion in room.suggestions.decided_by(event.user_id):
        _word_anew(room, suggestion, now)
        room.sayings.refresh(DECIDED, str(suggestion.id), now)


def _add(room: Room, own: Own, kit: Kit) -> str:
    """Its id in the team's own pack."""
    exercise, content = exercise_of(own), kept(own)
    built_in = kit.library.questions if exercise == QUESTION else kit.library.cases

    def claim(item_id: str) -> bool:
        return item_id not in built_in and room.additions.add(Addition(exercise, item_id, OURS, content))

    return claim_slug(headline(own), claim)


def _tell(room: Room, suggestion: Suggestion, practice: Practice, by: str, now: datetime) -> None:
    """Facilitators see that it is done; whoever has not read of it yet need not. The author is told, if it is another."""
    _word_anew(room, suggestion, now)
    author = room.people.get(suggestion.user_id)
    if author.user_id != by and not (author.is_kept_out or author.is_gone):
        _owe(room, DECIDED, suggestion, suggestion.user_id, practice.routine, now)


def _word_anew(room: Room, suggestion: Suggestion, now: datetime) -> None:
    room.sayings.withdraw(SUGGESTION, str(suggestion.id))
    room.sayings.refresh(SUGGESTION, str(suggestion.id), now)


def _owe(room: Room, kind: str, about: Suggestion, user_id: str, routine: Routine, now: datetime) -> None:
    """Tell a person of it, inside their own hours."""
    person = room.people.get(user_id)
    at = opening(person, hours_of(room, person, routine), now)
    if at is not None:
        owe(
            room,
            kind,
            about.id,
            surface=Surface.DIRECT,
            urgency=Urgency.WHENEVER,
            at=at,
            audience=user_id,
        )
