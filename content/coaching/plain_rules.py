"""The few plain rules that stand above the models or know what no model was trained for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from content.coaching.clauses import Actor, is_deed
from content.coaching.intents import missed_facets
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.texts import Text
from content.coaching.wordlists import LISTS

MANY_FAULTS: Final = 2  # cues of fault from which on an answer may be passing the buck
MANY_ASTRAY: Final = 3  # words of a lost thread from which on an answer may have lost its listener
SHORT: Final = 60  # an answer with fewer words and no setting may lack its context
LONG: Final = 330  # an answer with more words may have lost its listener
LONG_SPOKEN: Final = 380  # spoken words come easier
_EARLY: Final = 0.4  # a learning sits in the last 60 % of an answer
_US: Final = frozenset({Actor.TOGETHER, Actor.TEAM})
_PLAINLY: Final = 0.9  # as likely as an unclear own part gets when no deed at all is told as one's own
_NOT_PAST: Final = frozenset({Kind.SITUATION, Kind.FRAMING})


class PlainRule(StrEnum):
    """What knows better than a model."""

    LEAVES_ONESELF_OUT = "leaves_oneself_out"
    SPEAKS_FOR_ONESELF = "speaks_for_oneself"
    NAMES_A_CHANGE = "names_a_change"


class Correction(NamedTuple):
    """A rule that fired: what a model finds likely is brought between `least` and `most`."""

    rule: PlainRule
    model: str
    least: float
    most: float

    def correct(self, likely: float) -> float:
        """The likelihood as the rule leaves it."""
        return min(self.most, max(self.least, likely))


def find_corrections(text: Text, kind: Kind) -> list[Correction]:
    """The rules that fire for this answer, in the order in which they are applied."""
    found = []
    if _leaves_oneself_out(text):
        found.append(Correction(PlainRule.LEAVES_ONESELF_OUT, "own_unclear", _PLAINLY, 1.0))
    if kind in _NOT_PAST and _speaks_for_oneself(text):
        found.append(Correction(PlainRule.SPEAKS_FOR_ONESELF, "own_unclear", 0.0, 0.0))
    if _names_a_change(text):
        found.append(Correction(PlainRule.NAMES_A_CHANGE, "learning", 1.0, 1.0))
        found.append(Correction(PlainRule.NAMES_A_CHANGE, "specific", 1.0, 1.0))
    return found


def find_facts(
    text: Text, figures: Mapping[str, float], question: AskedQuestion, *, spoken: bool
) -> dict[str, float]:
    """What no model was trained for: fault on others, a facet missed, no setting, too much."""
    faults = sum(cue.name == "fault" and not cue.quoted for cues in text.cues for cue in cues)
    own = figures.get("n_self_past_deed", 0.0)
    long = text.words > (LONG_SPOKEN if spoken else LONG)
    astray = sum(cue.name == "wander" and not cue.quoted for cues in text.cues for cue in cues)
    bare = 0 < text.words < SHORT and not _sets_scene(text)
    return {
        "blame": 0.85 if faults >= MANY_FAULTS and own == 0 else 0.0,
        "intent": 1.0 if missed_facets(question.text, text) else 0.0,
        "context": 0.6 if bare else 0.0,
        "focus": 0.6 if long or astray >= MANY_ASTRAY else 0.0,
    }


def _acts(text: Text) -> bool:
    """Whether the speaker does, chooses, says or helps with anything."""
    return any(
        c.actor is Actor.SELF and not c.quoted and (is_deed(c) or c.deed == "help") for c in text.clauses
    )


def _leaves_oneself_out(text: Text) -> bool:
    """Whether things were done, by "we", a team or nobody named, and not one of them by the speaker."""
    told = [c for c in text.clauses if not c.quoted]
    own = _acts(text)
    shared = any((c.actor in _US and is_deed(c)) or c.actor is Actor.NOBODY for c in told)
    return shared and not own


def _speaks_for_oneself(text: Text) -> bool:
    """Whether a question that asks for no past is met with "I would": that is a clear own part there."""
    return any(c.actor is Actor.SELF and not c.quoted and not c.negated for c in text.clauses)


def _names_a_change(text: Text) -> bool:
    """Whether the later part says in so many words what changed in one's own behaviour, or names an own mistake."""
    late = text.cues[int(_EARLY * len(text.sentences)) :]
    return any(cue.name == "changed" and not cue.quoted for cues in late for cue in cues)


def _sets_scene(text: Text) -> bool:
    """Whether it says where and why: a phrase that does, a section for it, a time, or a noun that acts before "I" does."""
    if any(cue.name in {"setting", "occasion"} for cues in text.cues for cue in cues):
        return True
    if any(s.section == "context" for s in text.sentences):
        return True
    first = next(iter(text.clauses), None)
    if first is None or first.elided or first.actor is Actor.SELF:
        return False
    return text.sentences[first.sentence].tokens[first.begin].text not in LISTS.pronouns
