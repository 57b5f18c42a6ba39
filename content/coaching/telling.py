"""Figures of how an answer is told: as one past occasion, with people in it, looked back on, and with an end."""

from collections import Counter
from collections.abc import Sequence
from math import log1p
from typing import Final

from content.coaching.clauses import Actor, Tense, is_deed
from content.coaching.sentences import Sentence
from content.coaching.texts import Text
from content.coaching.vocabulary import read_list
from content.coaching.wordlists import LISTS

_REFLECTING: Final = frozenset(
    {
        "learn",
        "realize",
        "realise",
        "discover",
        "regret",
        "wish",
        "understand",
        "underestimate",
        "overestimate",
    }
)
_NEAR: Final = 5  # tokens after a verb of speech in which the person spoken to is named
_US: Final = frozenset({Actor.SELF, Actor.TOGETHER})
_PERSONS: Final = frozenset({"him", "her", "them", "me", "us", "everyone", "everybody", "someone", "each"})


def describe_episode(text: Text) -> dict[str, float]:
    """How much of the answer is told as past, how long in a row, and how it begins."""
    size = len(text.sentences)
    past, told = _told_as_past(text)
    ending = range(max(0, size - 2), size)
    general = {
        c.sentence
        for c in text.clauses
        if c.tense is not Tense.PAST and c.actor in {Actor.THING, Actor.GENERIC, Actor.NOBODY}
    }
    deeds = {c.sentence for c in text.clauses if is_deed(c) and c.tense is Tense.PAST and not c.quoted}
    return {
        "told_share": sum(told) / max(1, size),
        "told_run": log1p(_longest_run(told)),
        "told_first": float(bool(told) and told[0]),
        "told_any": log1p(sum(told)),
        "moral": float(sum(told) > size / 3 and size > 1 and size - 1 in general),
        "ending_told": sum(told[n] for n in ending) / 2,
        "ending_closing": float(
            any(c.name in {"closing", "checkable"} and not c.quoted for n in ending for c in text.cues[n])
        ),
        "ending_lesson": float(
            any(c.name == "lesson" and not c.quoted for n in ending for c in text.cues[n])
        ),
        "opening_once": float(any(c.name == "once" for n in range(min(2, size)) for c in text.cues[n])),
        "opening_told": sum(told[:2]) / 2,
        "habit_present": log1p(
            sum(any(c.name == "habit" for c in text.cues[n]) and not told[n] for n in range(size))
        ),
        "deed_sentences": log1p(len(deeds)),
        "deed_share": len(deeds) / max(1, size),
        "clauses_in_past": log1p(sum(past)),
        "deeds_of_past": len(deeds) / (sum(past) + 1),
        "told_of_long": sum(told) / (size + 3),
        "opening_occasion": float(
            any(c.name == "occasion" for n in range(min(2, size)) for c in text.cues[n])
        ),
    }


def _told_as_past(text: Text) -> tuple[list[int], list[bool]]:
    """For each sentence, how many of its clauses are past, and whether it is told as past."""
    past, other = [0] * len(text.sentences), [0] * len(text.sentences)
    for c in text.clauses:
        if not c.quoted and c.actor is not Actor.GENERIC:
            (past if c.tense is Tense.PAST else other)[c.sentence] += 1
    return past, [p > 0 and p >= o for p, o in zip(past, other, strict=True)]


def _longest_run(told: Sequence[bool]) -> int:
    """How many sentences in a row are told as past at most."""
    longest = run = 0
    for sentence in told:
        run = run + 1 if sentence else 0
        longest = max(longest, run)
    return longest


def describe_dealing(text: Text) -> dict[str, float]:
    """How often somebody is spoken to, somebody else wants or feels, something fails, or is looked back on."""
    count: Counter[str] = Counter()
    for c in text.clauses:
        if c.quoted:
            continue
        past = c.tense is Tense.PAST
        count["negated"] += c.negated and c.tense is not Tense.PRESENT
        count["others_mind"] += past and c.actor is Actor.OTHER and c.deed == "think"
        count["reflecting"] += past and c.actor in _US and c.base in _REFLECTING and not c.negated
        count["others_say"] += past and c.actor is Actor.OTHER and c.deed == "speak"
        count["own_say"] += past and c.actor in _US and c.deed == "speak"
        count["spoken_to"] += past and c.deed == "speak" and _names_person(text.sentences[c.sentence], c.verb)
        tokens = text.sentences[c.sentence].tokens
        perfect = any(t.text in {"have", "'ve"} for t in tokens[c.begin : c.verb])
        count["counterfactual"] += c.tense is Tense.HYPOTHETICAL and c.actor in _US and perfect
    figures = {
        name: log1p(count[name])
        for name in ("negated", "others_mind", "others_say", "reflecting", "spoken_to", "counterfactual")
    }
    return figures | {"exchange": log1p(min(count["own_say"], count["others_say"] + count["others_mind"]))}


def _names_person(sentence: Sentence, verb: int) -> bool:
    return any(
        t.text in LISTS.roles or t.text in LISTS.teams or t.text in _PERSONS
        for t in sentence.tokens[verb + 1 : verb + _NEAR]
    )


def describe_turn(text: Text) -> dict[str, float]:
    """How the answer turns from what happened to what is so today, and whether its end is dated or only wished for."""
    size = len(text.sentences)
    _, told = _told_as_past(text)
    edge = size * _LATER
    today = [
        c
        for c in text.clauses
        if c.sentence >= edge and c.tense is Tense.PRESENT and c.actor in _US and not c.quoted
    ]
    before = any(told[: max(1, round(edge))])
    acting = [c for c in today if c.deed not in {"state", "think"}]
    since = [c for c in today if any(t.text in _TODAY for t in text.sentences[c.sentence].tokens)]
    near = range(size - 2 if size > _FEW_SENTENCES else max(0, size - 1), size)
    own = [c for c in text.clauses if c.actor is Actor.SELF and not c.quoted and c.tense is Tense.PAST]
    return {
        "turn": log1p(len(acting)) if before else 0.0,
        "turn_today": log1p(len(since)) if before else 0.0,
        "ending_dated": float(any(t.text in _DATES for n in near for t in text.sentences[n].tokens)),
        "ending_settled": float(
            any(c.name == "settled" and not c.quoted for n in near for c in text.cues[n])
        ),
        "ending_wished": float(any(c.sentence in near and c.base in _WISHES for c in text.clauses)),
        "no_own_deed": float(bool(text.clauses) and not any(is_deed(c) for c in own)),
        "only_help": float(
            any(c.deed in {"help", "state", "receive"} for c in own) and not any(is_deed(c) for c in own)
        ),
    }


_FEW_SENTENCES: Final = 3  # in so few only the last one is the end
_LATER: Final = 0.5  # from here on an answer may look back
_TODAY: Final = frozenset(
    {"now", "today", "nowadays", "these", "since", "anymore", "always", "never", "first"}
)
_WISHES: Final = frozenset({"hope", "wish", "want", "plan", "expect"})
_DATES: Final = frozenset(read_list("narrating")["dates"])


def describe_ending(text: Text) -> dict[str, float]:
    """How the last sentence and the one before it end: with what others did, with an own deed, or without a past."""
    size = len(text.sentences)
    last = [c for c in text.clauses if c.sentence == size - 1 and not c.quoted]
    near = [c for c in text.clauses if c.sentence >= size - 2 and not c.quoted]
    past = [c for c in last if c.tense is Tense.PAST]
    others = [
        c
        for c in near
        if c.tense is Tense.PAST and c.actor not in {Actor.SELF, Actor.GENERIC} and c.base != "be"
    ]
    return {
        "ending_others": log1p(len(others)),
        "ending_self": float(bool(past) and all(c.actor is Actor.SELF for c in past)),
        "ending_no_past": float(not past),
        "ending_benefit": float(
            any(
                c.name == "benefit" and c.begin >= 0
                for n in range(max(0, size - 2), size)
                for c in text.cues[n]
            )
        ),
        "ending_outcome": float(
            any(
                c.name == "outcome" and not c.quoted
                for n in range(max(0, size - 2), size)
                for c in text.cues[n]
            )
        ),
        "ending_hypothetical": float(any(c.tense is Tense.HYPOTHETICAL for c in last)),
    }
