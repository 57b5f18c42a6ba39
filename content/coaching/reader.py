"""From the parts of an answer to a reading: taken apart, gated, weighed, and shown with the person's own words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from content.coaching.clauses import Actor, is_deed
from content.coaching.evidence import find_evidence
from content.coaching.features import describe
from content.coaching.gates import is_answer, is_known_language, is_sensitive
from content.coaching.intents import missed_facets
from content.coaching.needs import find_confidence, find_needs
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.readings import CONCRETE_RESULT, MEASURED_RESULT, SPECIFIC_LEARNING, Reading
from content.coaching.signals import Signal
from content.coaching.texts import Text, take_apart
from content.coaching.vocabulary import VERSION
from content.coaching.weights import MODELS, Model

_MANY_FAULTS: Final = 2  # cues of fault from which on an answer may be passing the buck
_EARLY: Final = 0.4  # a learning sits in the last 60 % of an answer
_SHORT: Final = 60  # an answer with fewer words and no setting may lack its context
_LONG: Final = 330  # an answer with more words may have lost its listener
_LONG_SPOKEN: Final = 380  # spoken words come easier


def read(parts: Sequence[str], *, question: AskedQuestion, spoken: bool = False) -> Reading:
    """The reading of an answer and its replies, in the order in which they were given; never raises."""
    return read_with(MODELS, parts, question=question, spoken=spoken)


def read_with(
    models: Mapping[str, Model], parts: Sequence[str], *, question: AskedQuestion, spoken: bool
) -> Reading:
    """The same with other weights; the benchmark reads with weights that have not seen the answer."""
    text = take_apart(parts)
    figures = describe(text, question=question, spoken=spoken)
    likely = _likely(models, figures, text, question.kind)
    said = {name: likely[name] >= model.cut for name, model in models.items()}
    answer = is_answer(text, parts)
    facts = _facts(text, figures, question, spoken=spoken)
    needs = find_needs(likely, facts, question.kind)
    result, learning = _result(said), _learning(said)
    present = _present(said, answer=answer, result=result, learning=learning)
    return Reading(
        is_answer=answer,
        own_unclear=not present[Signal.OWN],
        story=present[Signal.STORY],
        result=result if answer else 0,
        learning=learning if answer else 0,
        system=answer and said["system"],
        people=answer and said["people"],
        mess=answer and said["mess"],
        blame=facts["blame"] > 0,
        intent_missed=facts["intent"] > 0,
        context_missing=facts["context"] > 0,
        unfocused=facts["focus"] > 0,
        sensitive=is_sensitive(text),
        language_known=is_known_language(text),
        parts=len(parts),
        words=text.words,
        spoken=spoken,
        need=MappingProxyType(needs),
        evidence=MappingProxyType(find_evidence(parts, text, present)),
        confidence=MappingProxyType(find_confidence(needs)),
        version=VERSION,
    )


def _likely(
    models: Mapping[str, Model], figures: Mapping[str, float], text: Text, kind: Kind
) -> dict[str, float]:
    """How likely each figure is by its model, corrected where a plain rule knows better."""
    likely = {name: model.likelihood(figures) for name, model in models.items()}
    if _leaves_oneself_out(text):
        likely["own_unclear"] = max(likely["own_unclear"], _PLAINLY)
    if kind in _NOT_PAST and _speaks_for_oneself(text):
        likely["own_unclear"] = 0.0
    if _names_a_change(text):
        likely |= {"learning": 1.0, "specific": 1.0}
    return likely


def _present(said: Mapping[str, bool], *, answer: bool, result: int, learning: int) -> dict[Signal, bool]:
    """What the answer holds, so that evidence is looked for in the right direction."""
    return {
        Signal.OWN: answer and not said["own_unclear"],
        Signal.STORY: answer and not said["no_story"],
        Signal.RESULT: result >= CONCRETE_RESULT,
        Signal.LEARNING: learning >= SPECIFIC_LEARNING,
        Signal.PEOPLE: said["people"],
        Signal.MESS: said["mess"],
        Signal.SYSTEM: said["system"],
        Signal.BLAME: False,
        Signal.INTENT: False,
        Signal.CONTEXT: False,
        Signal.FOCUS: False,
    }


def _leaves_oneself_out(text: Text) -> bool:
    """Whether things were done, by "we", a team or nobody named, and not one of them by the speaker."""
    told = [c for c in text.clauses if not c.quoted]
    own = any(c.actor is Actor.SELF and (is_deed(c) or c.deed == "help") for c in told)
    shared = any((c.actor in _US and is_deed(c)) or c.actor is Actor.NOBODY for c in told)
    return shared and not own


_US: Final = frozenset({Actor.TOGETHER, Actor.TEAM})
_PLAINLY: Final = 0.9  # as likely as an unclear own part gets when no deed at all is told as one's own
_NOT_PAST: Final = frozenset({Kind.SITUATION, Kind.FRAMING})


def _speaks_for_oneself(text: Text) -> bool:
    """Whether a question that asks for no past is met with "I would": that is a clear own part there."""
    return any(c.actor is Actor.SELF and not c.quoted and not c.negated for c in text.clauses)


def _names_a_change(text: Text) -> bool:
    """Whether the later part says in so many words what changed in one's own behaviour, or names an own mistake."""
    late = text.cues[int(_EARLY * len(text.sentences)) :]
    return any(cue.name == "changed" and not cue.quoted for cues in late for cue in cues)


def _result(said: Mapping[str, bool]) -> int:
    if said["measured"]:
        return MEASURED_RESULT
    if said["concrete"]:
        return CONCRETE_RESULT
    return 0 if said["no_result"] else 1


def _learning(said: Mapping[str, bool]) -> int:
    if said["learning"] and said["specific"]:
        return SPECIFIC_LEARNING
    return int(said["learning"])


def _facts(
    text: Text, figures: Mapping[str, float], question: AskedQuestion, *, spoken: bool
) -> dict[str, float]:
    """What a few plain rules see: fault on others, a facet missed, no setting, too much."""
    faults = sum(cue.name == "fault" and not cue.quoted for cues in text.cues for cue in cues)
    own = figures.get("n_self_past_deed", 0.0)
    long = text.words > (_LONG_SPOKEN if spoken else _LONG)
    bare = 0 < text.words < _SHORT and not any(cue.name == "setting" for cues in text.cues for cue in cues)
    return {
        "blame": 0.85 if faults >= _MANY_FAULTS and own == 0 else 0.0,
        "intent": 1.0 if missed_facets(question.text, text) else 0.0,
        "context": 0.6 if bare else 0.0,
        "focus": 0.6 if long else 0.0,
    }
