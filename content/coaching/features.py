"""Figures of an answer that the weights are applied to: who acts how often, which cues stand where, how long it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Final

from content.coaching.clauses import Actor, Clause, Tense, is_deed
from content.coaching.cues import NAMES
from content.coaching.marking import Marks, describe_marks
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.telling import describe_dealing, describe_ending, describe_episode, describe_turn
from content.coaching.texts import Text

_WANTS_HABIT: Final = frozenset(
    {Kind.METHOD, Kind.PRESENT, Kind.SELF}
)  # "I always …" is a clear own part there
_LATE: Final = 0.4  # outcomes and learnings sit in the last 60 % of an answer


def describe(text: Text, marks: Marks, *, question: AskedQuestion, spoken: bool) -> dict[str, float]:
    """Every figure by name; all of them are 0 for an empty answer but the kind of question."""
    figures = {
        "words": log1p(text.words),
        "sentences": log1p(len(text.sentences)),
        "spoken": float(spoken),
        "long_sentences": text.words / max(1, len(text.sentences)) / 20,
    }
    figures |= {f"kind_{kind.value}": float(question.kind is kind) for kind in Kind}
    figures |= _acting(text.clauses)
    figures["own_habit"] = figures.get("r_self_present", 0.0) if question.kind in _WANTS_HABIT else 0.0
    figures |= _cueing(text)
    figures |= _shape(text)
    figures |= describe_episode(text)
    figures |= describe_dealing(text)
    figures |= describe_ending(text)
    figures |= describe_turn(text)
    figures |= describe_marks(marks, text, spoken=spoken)
    figures["no_own_deed"] *= float(question.kind is Kind.PAST)
    return figures


def _acting(clauses: Sequence[Clause]) -> dict[str, float]:
    told = [c for c in clauses if not c.quoted]
    count: Counter[str] = Counter()
    for c in told:
        actor = c.actor.value
        count[actor] += 1
        count[f"{actor}_{c.tense.value}"] += 1
        if is_deed(c):
            count[f"{actor}_{c.tense.value}_deed"] += 1
            if c.actor is Actor.SELF and c.tense is Tense.PAST:
                count[f"self_past_{c.deed}"] += 1
        elif c.actor is Actor.SELF:
            count[f"self_{c.tense.value}_{c.deed}"] += 1
        if c.passive:
            count["passive"] += 1
    total = max(1, len(told))
    past = sum(c.tense is Tense.PAST for c in told)
    hypothetical = sum(c.tense is Tense.HYPOTHETICAL for c in told)
    own = count["self_past_deed"] + 0.5 * count["self_present_deed"]
    shared = count["together_past_deed"] + count["team_past_deed"] + 0.5 * count["together_present_deed"]
    deeds = sum(is_deed(c) and c.tense is Tense.PAST for c in told)
    figures = {f"n_{name}": log1p(n) for name, n in count.items()}
    figures |= {f"r_{name}": n / total for name, n in count.items()}
    figures |= {
        "past_share": past / total,
        "hypothetical_share": hypothetical / total,
        "present_share": 1 - (past + hypothetical) / total,
        "own_share": (own + 0.5) / (own + shared + 1),
        "own_of_deeds": (count["self_past_deed"] + 0.3) / (deeds + 1),
        "self_past_of_self": (count["self_past"] + 0.5) / (count["self"] + 1),
        "we_of_us": (count["together"] + 0.5) / (count["together"] + count["self"] + 1),
        "clauses": log1p(len(told)),
    }
    return figures


def _cueing(text: Text) -> dict[str, float]:
    count: Counter[str] = Counter()
    late: Counter[str] = Counter()
    told: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    edge = _LATE * len(text.sentences)
    past = {c.sentence for c in text.clauses if c.tense is Tense.PAST and not c.quoted}
    for number, found in enumerate(text.cues):
        seen = {(cue.name, cue.begin) for cue in found if not cue.quoted}
        holding.update({name for name, _ in seen})
        for name, _ in seen:
            count[name] += 1
            late[name] += number >= edge
            told[name] += number in past
    size = max(1, text.words) / 100
    figures = {f"c_{name}": log1p(count[name]) for name in NAMES}
    figures |= {f"d_{name}": min(5.0, count[name] / size) for name in NAMES}
    figures |= {f"l_{name}": log1p(late[name]) for name in NAMES}
    figures |= {f"p_{name}": log1p(told[name]) for name in NAMES}
    figures |= {f"s_{name}": holding[name] / max(1, len(text.sentences)) for name in NAMES}
    return figures


def _shape(text: Text) -> Mapping[str, float]:
    measured = sum(bool(m) for m in text.measures)
    edge = _LATE * len(text.sentences)
    late = sum(bool(m) for n, m in enumerate(text.measures) if n >= edge)
    listed = sum(s.listed for s in text.sentences)
    sections = {s.section for s in text.sentences}
    return {
        "measured": log1p(measured),
        "measured_late": log1p(late),
        "measured_any": float(measured > 0),
        "shifted": float(any(text.shifts)),
        "numbers": log1p(sum(map(len, text.numbers))),
        "listed": listed / max(1, len(text.sentences)),
        "section_result": float("result" in sections),
        "section_learning": float("learning" in sections),
        "speech": log1p(sum(any(t.quoted for t in s.tokens) for s in text.sentences)),
    }
