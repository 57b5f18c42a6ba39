"""An answer taken apart once, for every step that follows: sentences, clauses, cues and measuring numbers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from content.coaching.clauses import Clause, Tense
from content.coaching.cues import Cue, find_cues
from content.coaching.narrating import inflect
from content.coaching.outcomes import find_numbers, find_shifts, measures
from content.coaching.sentences import Sentence, split_sentences
from content.coaching.tokens import Shape
from content.coaching.wordlists import LISTS


class Text(NamedTuple):
    """An answer taken apart once: sentences, clauses, and of each sentence the cues, the numbers, and which of those measure.

    `shifts` are the places where a change is told by its two ends or its share.
    """

    sentences: Sequence[Sentence]
    clauses: Sequence[Clause]
    cues: Sequence[Sequence[Cue]]
    measures: Sequence[Sequence[int]]
    numbers: Sequence[Sequence[int]]
    shifts: Sequence[Sequence[int]]
    words: int


def take_apart(parts: Sequence[str]) -> Text:
    """The sentences, clauses, cues and measures of an answer."""
    sentences, clauses = inflect(split_sentences(parts))
    cues = [find_cues(s.tokens) for s in sentences]
    numbers = [find_numbers(s.tokens) for s in sentences]
    shifts = [find_shifts(s.tokens, found) for s, found in zip(sentences, numbers, strict=True)]
    real, unreal = _facts(clauses)
    aims = {number for number, s in enumerate(sentences) if _is_aim(s)}
    real, unreal = real - aims, unreal | aims
    return Text(
        sentences,
        clauses,
        cues,
        [
            [] if number in unreal - real else measures(s.tokens, cues[number], shifts[number])
            for number, s in enumerate(sentences)
        ],
        numbers,
        shifts,
        sum(t.shape is Shape.WORD for s in sentences for t in s.tokens),
    )


_AIMS: Final = frozenset({"goal", "aim", "target", "objective"})


def _is_aim(sentence: Sentence) -> bool:
    """Whether a sentence names what was to be reached: "the goal was to …"."""
    words = [t.text for t in sentence.tokens]
    return any(word in _AIMS and after in LISTS.be for word, after in pairwise(words))


def _facts(clauses: Sequence[Clause]) -> tuple[set[int], set[int]]:
    """The sentences that state something, and those that wish, plan or suppose something."""
    unreal = {c.sentence for c in clauses if c.quoted or c.deed == "think" or c.tense is Tense.HYPOTHETICAL}
    real = {
        c.sentence
        for c in clauses
        if not c.quoted and c.deed != "think" and c.tense is not Tense.HYPOTHETICAL
    }
    return real - {c.sentence for c in clauses if c.base == "need"}, unreal
