"""How often each rule of the coach was told that its question was not right: about rules, never about people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.choice import ENOUGH_PEOPLE
from storage.overview import RuleRecord
from storage.work import Work

FEW_ASKED = 20  # questions; below them a share says nothing


@dataclass(frozen=True)
class Rule:
    """One rule's record. `not_right` and `precision` are None where too few were asked to tell."""

    signal: str
    confidence: str
    asked: int
    not_right: int | None
    precision: float | None


def coach_record(work: Work) -> tuple[Rule, ...]:
    """Every rule that ever asked, over all workspaces."""
    return tuple(map(_rule, work.overview.rule_records()))


def by_signal(rules: Sequence[Rule]) -> Mapping[str, tuple[int, int]]:
    """For each signal how often it was asked and not right; rules of which too little is known are left out."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rule in rules:
        if rule.not_right is not None:
            asked, not_right = found[rule.signal]
            found[rule.signal] = (asked + rule.asked, not_right + rule.not_right)
    return found


def _rule(record: RuleRecord) -> Rule:
    not_right = record.not_right if record.people >= ENOUGH_PEOPLE else None
    is_known = not_right is not None and record.asked >= FEW_ASKED
    precision = 1 - record.not_right / record.asked if is_known else None
    return Rule(record.signal, record.confidence, record.asked, not_right, precision)
