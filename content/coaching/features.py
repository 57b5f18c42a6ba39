"""Figures of an answer that the weights are applied to: who acts how often, which cues stand where, how long it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log1p
from typing import Final, NamedTuple

from content.coaching.clauses import Actor, Clause, Tense, is_deed
from content.coaching.cues import NAMES, Cue, find_cues
from content.coaching.outcomes import measures, numbers
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.sentences import Sentence, split_sentences
from content.coaching.tokens import Shape
from content.coaching.walking import find_clauses
from content.coaching.wordlists import LISTS

_LATE: Final = 0.4  # outcomes and learnings sit in the last 60 % of an answer


class Text(NamedTuple):
    """An answer taken apart once: sentences, clauses, the cues and the measuring numbers of each sentence."""

    sentences: Sequence[Sentence]
    clauses: Sequence[Clause]
    cues: Sequence[Sequence[Cue]]
    measures: Sequence[Sequence[int]]
    words: int


def take_apart(parts: Sequence[str]) -> Text:
    """The sentences, clauses, cues and measures of an answer."""
    sentences = split_sentences(parts)
    clauses = find_clauses(sentences)
    cues = [find_cues(s.tokens) for s in sentences]
    real, unreal = _facts(clauses)
    return Text(
        sentences,
        clauses,
        cues,
        [
            [] if number in unreal - real else measures(s.tokens, found)
            for number, (s, found) in enumerate(zip(sentences, cues, strict=True))
        ],
        sum(t.shape is Shape.WORD for s in sentences for t in s.tokens),
    )


def _facts(clauses: Sequence[Clause]) -> tuple[set[int], set[int]]:
    """The sentences that state something, and those that wish, plan or suppose something."""
    unreal = {c.sentence for c in clauses if c.quoted or c.deed == "think" or c.tense is Tense.HYPOTHETICAL}
    real = {c.sentence for c in clauses if not c.quoted and c.deed != "think" and c.tense is not Tense.HYPOTHETICAL}
    return real - {c.sentence for c in clauses if c.base == "need"}, unreal


def describe(text: Text, *, question: AskedQuestion, spoken: bool) -> dict[str, float]:
    """Every figure by name; all of them are 0 for an empty answer but the kind of question."""
    figures = {
        "words": log1p(text.words),
        "sentences": log1p(len(text.sentences)),
        "spoken": float(spoken),
        "long_sentences": text.words / max(1, len(text.sentences)) / 20,
    }
    figures |= {f"kind_{kind.value}": float(question.kind is kind) for kind in Kind}
    figures |= _acting(text.clauses)
    figures |= _cueing(text)
    figures |= _shape(text)
    figures |= _episode(text)
    figures |= _dealing(text)
    figures |= _ending(text)
    return figures


def _ending(text: Text) -> dict[str, float]:
    """How the last sentence and the one before it end: with what others did, with an own deed, or without a past."""
    size = len(text.sentences)
    last = [c for c in text.clauses if c.sentence == size - 1 and not c.quoted]
    near = [c for c in text.clauses if c.sentence >= size - 2 and not c.quoted]  # noqa: PLR2004
    past = [c for c in last if c.tense is Tense.PAST]
    others = [c for c in near if c.tense is Tense.PAST and c.actor not in {Actor.SELF, Actor.GENERIC} and c.base != "be"]
    return {
        "ending_others": log1p(len(others)),
        "ending_self": float(bool(past) and all(c.actor is Actor.SELF for c in past)),
        "ending_no_past": float(not past),
        "ending_benefit": float(any(c.name == "benefit" and c.begin >= 0 for n in range(max(0, size - 2), size) for c in text.cues[n])),
        "ending_outcome": float(any(c.name == "outcome" and not c.quoted for n in range(max(0, size - 2), size) for c in text.cues[n])),
        "ending_hypothetical": float(any(c.tense is Tense.HYPOTHETICAL for c in last)),
    }


_REFLECTING: Final = frozenset({"learn", "realize", "realise", "discover", "regret", "wish", "understand", "underestimate", "overestimate"})
_NEAR: Final = 5  # tokens after a verb of speech in which the person spoken to is named


def _dealing(text: Text) -> dict[str, float]:
    """How often somebody is spoken to, somebody else wants or feels, something fails, or is looked back on."""
    count: Counter[str] = Counter()
    for c in text.clauses:
        if c.quoted:
            continue
        past = c.tense is Tense.PAST
        count["negated"] += c.negated and c.tense is not Tense.PRESENT
        count["others_mind"] += past and c.actor is Actor.OTHER and c.deed == "think"
        count["reflecting"] += past and c.actor in _US and c.base in _REFLECTING and not c.negated
        count["spoken_to"] += past and c.deed == "speak" and _names_person(text.sentences[c.sentence], c.verb)
        tokens = text.sentences[c.sentence].tokens
        perfect = any(t.text in {"have", "'ve"} for t in tokens[c.begin : c.verb])
        count["counterfactual"] += c.tense is Tense.HYPOTHETICAL and c.actor in _US and perfect
    return {name: log1p(count[name]) for name in ("negated", "others_mind", "reflecting", "spoken_to", "counterfactual")}


_US: Final = frozenset({Actor.SELF, Actor.TOGETHER})


def _names_person(sentence: Sentence, verb: int) -> bool:
    return any(
        t.text in LISTS.roles or t.text in LISTS.teams or t.text in _PERSONS for t in sentence.tokens[verb + 1 : verb + _NEAR]
    )


_PERSONS: Final = frozenset({"him", "her", "them", "me", "us", "everyone", "everybody", "someone", "each"})


def _episode(text: Text) -> dict[str, float]:
    """How much of the answer is told as past, how long in a row, and how it begins."""
    size = len(text.sentences)
    past, other = [0] * size, [0] * size
    for c in text.clauses:
        if c.quoted or c.actor is Actor.GENERIC:
            continue
        if c.tense is Tense.PAST:
            past[c.sentence] += 1
        else:
            other[c.sentence] += 1
    told = [p > 0 and p >= o for p, o in zip(past, other, strict=True)]
    longest = run = 0
    for sentence in told:
        run = run + 1 if sentence else 0
        longest = max(longest, run)
    ending = range(max(0, size - 2), size)
    general = {c.sentence for c in text.clauses if c.tense is Tense.PRESENT and c.actor in {Actor.THING, Actor.GENERIC, Actor.NOBODY}}
    deeds = {c.sentence for c in text.clauses if is_deed(c) and c.tense is Tense.PAST and not c.quoted}
    return {
        "told_share": sum(told) / max(1, size),
        "told_run": log1p(longest),
        "told_first": float(bool(told) and told[0]),
        "told_any": log1p(sum(told)),
        "moral": float(sum(told) > size / 3 and size > 1 and size - 1 in general),
        "ending_told": sum(told[n] for n in ending) / 2,
        "ending_closing": float(any(c.name in {"closing", "checkable"} and not c.quoted for n in ending for c in text.cues[n])),
        "ending_lesson": float(any(c.name == "lesson" and not c.quoted for n in ending for c in text.cues[n])),
        "opening_once": float(any(c.name == "once" for n in range(min(2, size)) for c in text.cues[n])),
        "opening_told": sum(told[:2]) / 2,
        "habit_present": log1p(sum(any(c.name == "habit" for c in text.cues[n]) and not told[n] for n in range(size))),
        "deed_sentences": log1p(len(deeds)),
        "deed_share": len(deeds) / max(1, size),
        "clauses_in_past": log1p(sum(past)),
        "deeds_of_past": len(deeds) / (sum(past) + 1),
        "told_of_long": sum(told) / (size + 3),
        "opening_occasion": float(any(c.name == "occasion" for n in range(min(2, size)) for c in text.cues[n])),
    }


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
    edge = _LATE * len(text.sentences)
    past = {c.sentence for c in text.clauses if c.tense is Tense.PAST and not c.quoted}
    for number, found in enumerate(text.cues):
        seen = {(cue.name, cue.begin) for cue in found if not cue.quoted}
        for name, _ in seen:
            count[name] += 1
            late[name] += number >= edge
            told[name] += number in past
    size = max(1, text.words) / 100
    figures = {f"c_{name}": log1p(count[name]) for name in NAMES}
    figures |= {f"d_{name}": min(5.0, count[name] / size) for name in NAMES}
    figures |= {f"l_{name}": log1p(late[name]) for name in NAMES}
    figures |= {f"p_{name}": log1p(told[name]) for name in NAMES}
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
        "numbers": log1p(sum(numbers(s.tokens) for s in text.sentences)),
        "listed": listed / max(1, len(text.sentences)),
        "section_result": float("result" in sections),
        "section_learning": float("learning" in sections),
        "speech": log1p(sum(any(t.quoted for t in s.tokens) for s in text.sentences)),
    }
