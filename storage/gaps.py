"""Gaps: how many people of a routine lack what, counted from the coach's questions; who they are is nobody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import and_, func, select

from storage.repository import Repository, given, here
from storage.tables import answers, follow_ups, postings

_POSTINGS = select(postings.c.id).where(
    here(postings),
    postings.c.routine_id == given("routine_id"),
    postings.c.planned_at >= given("since"),
)
_OF_THEM = and_(here(answers), answers.c.posting_id.in_(_POSTINGS))
_PEOPLE = select(func.count(answers.c.user_id.distinct())).where(_OF_THEM)
_PEOPLE_ASKED = (
    select(follow_ups.c.signal, func.count(follow_ups.c.user_id.distinct()))
    .where(
        here(follow_ups),
        follow_ups.c.answer_id.in_(select(answers.c.id).where(_OF_THEM)),
        follow_ups.c.withdrawn.is_(False),
        follow_ups.c.not_right_at.is_(None),
        follow_ups.c.goes_deeper.is_(False),
    )
    .group_by(follow_ups.c.signal)
)


class Gaps(Repository):
    """What the answers of one workspace's routines lack, in questions planned since some time."""

    def people(self, routine_id: int, since: datetime) -> int:
        """How many people answered."""
        (count,) = self._ask(_PEOPLE, routine_id=routine_id, since=since).one()
        assert isinstance(count, int)
        return count

    def people_asked(self, routine_id: int, since: datetime) -> Mapping[str, int]:
        """How many people the coach had to ask for each signal."""
        rows = self._ask(_PEOPLE_ASKED, routine_id=routine_id, since=since).all()
        return dict(cast("Sequence[tuple[str, int]]", rows))
