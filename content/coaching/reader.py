"""From the parts of an answer to a reading (first, simple behaviour; the clause rules follow)."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from content.coaching.questions import AskedQuestion
from content.coaching.readings import Reading
from content.coaching.signals import Confidence, Signal, Span
from content.coaching.vocabulary import VERSION

_WORD = re.compile(r"[^\W\d_]+")


def read(parts: Sequence[str], *, question: AskedQuestion, spoken: bool = False) -> Reading:
    """The reading of an answer and its replies, in the order in which they were given."""
    words = [w.lower() for part in parts for w in _WORD.findall(part)]
    own, we = words.count("i"), words.count("we")
    unclear = we > own
    story = any(w in words for w in ("was", "were", "did", "had"))
    number = any(re.search(r"\d", p) for p in parts)
    need = {
        Signal.OWN: 0.9 if unclear else 0.1,
        Signal.STORY: 0.1 if story else 0.9,
        Signal.RESULT: 0.1 if number else 0.7,
        Signal.LEARNING: 0.1 if "learned" in words else 0.6,
    }
    sure = {s: Confidence.HIGH if n > 0.8 else Confidence.MEDIUM if n > 0.5 else Confidence.LOW for s, n in need.items()}  # noqa: PLR2004
    evidence = {}
    for number_of_part, part in enumerate(parts):
        found = re.search(r"\bwe\b[^.!?\n]{0,100}", part)
        if found and unclear:
            evidence[Signal.OWN] = Span(number_of_part, found.start(), found.end(), found.group())
            break
    return Reading(
        is_answer=len(words) > 8,  # noqa: PLR2004
        own_unclear=unclear,
        story=story,
        result=2 if number else 0,
        learning=1 if "learned" in words else 0,
        system=False,
        people=False,
        mess=False,
        blame=False,
        intent_missed=False,
        context_missing=False,
        unfocused=False,
        sensitive=False,
        language_known=True,
        words=len(words),
        spoken=spoken,
        need=MappingProxyType(need),
        evidence=MappingProxyType(evidence),
        confidence=MappingProxyType(sure),
        version=VERSION,
    )
