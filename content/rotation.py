"""Whose turn it is among things that are to come evenly: pure and seeded. Drills and cases are chosen by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple, TypeVar

from content.library.exercises import Case, Drill, DrillKind

T = TypeVar("T")

PRIVATE_KINDS = frozenset({DrillKind.NEGOTIATE})
"""Kinds of drills that never come up in a channel: nobody talks about their own pay there."""


class Turn(NamedTuple):
    """What comes next, and how many stay that were not there yet."""

    item_id: str
    left: int


def next_turn(subjects: Mapping[str, str], before: Sequence[str], *, seed: str | int) -> Turn | None:
    """The id whose turn it is; None if there is none. `subjects` says of each id what it is about.

    `before` are the ids that came, most recent last; unknown ones are tolerated. Nothing comes twice until all came;
    from then on what rested longest. Subjects come evenly, and none twice in a row where that can be helped.
    """
    if not subjects:
        return None
    last = {item_id: position for position, item_id in enumerate(before)}
    known = [subjects[item_id] for item_id in before if item_id in subjects]
    latest = known[-1] if known else None
    fresh = [item_id for item_id in subjects if item_id not in last]
    if not fresh:
        by_rest = sorted(subjects, key=last.__getitem__)
        return Turn(longest_rested(by_rest, lambda item_id: subjects[item_id] == latest), 0)
    counts = Counter(known[-len(subjects) :])
    chosen = min(
        fresh,
        key=lambda item_id: (subjects[item_id] == latest, counts[subjects[item_id]], lot(seed, item_id)),
    )
    return Turn(chosen, len(fresh) - 1)


def next_drill(drills: Collection[Drill], before: Sequence[str], *, seed: str | int) -> Turn | None:
    """The next drill of a channel: kinds come evenly, those for one person alone never."""
    kinds = {drill.id: str(drill.kind) for drill in drills if drill.kind not in PRIVATE_KINDS}
    return next_turn(kinds, before, seed=seed)


def next_case(cases: Collection[Case], before: Sequence[str], *, seed: str | int) -> Turn | None:
    """The next case of a channel: pillars come evenly."""
    return next_turn({case.id: str(case.pillar or "") for case in cases}, before, seed=seed)


def longest_rested(by_rest: Sequence[T], follows_its_like: Callable[[T], bool]) -> T:
    """Of what came before, longest rested first, the first that does not follow its like; half of all come between."""
    half = by_rest[: (len(by_rest) + 1) // 2]
    return next((item for item in half if not follows_its_like(item)), half[0])


def lot(seed: str | int, item_id: str) -> str:
    """A lot that decides between equals, the same for the same seed everywhere."""
    return blake2b(f"{seed}:{item_id}".encode(), digest_size=8).hexdigest()
