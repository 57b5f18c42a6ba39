"""From the parts of an answer to a reading: taken apart, gated, weighed, and shown with the person's own words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from content.coaching.evidence import find_evidence
from content.coaching.features import describe
from content.coaching.gates import is_answer, is_known_language, is_sensitive
from content.coaching.needs import find_confidence, find_needs
from content.coaching.plain_rules import find_corrections, find_facts
from content.coaching.questions import AskedQuestion, Kind
from content.coaching.readings import CONCRETE_RESULT, MEASURED_RESULT, SPECIFIC_LEARNING, Reading
from content.coaching.signals import Signal
from content.coaching.texts import Text, take_apart
from content.coaching.vocabulary import VERSION
from content.coaching.weights import MODELS_OF, WEIGHTS, Model, Weights

Replies = Mapping[Signal, Sequence[str]]
"""What was written in reply to a question, by the signal that it asked for."""

_NO_REPLIES: Final[Replies] = MappingProxyType({})
_FEWEST: Final = 8  # words of a reply that can tell something by themselves
_LACKS: Final = frozenset({"own_unclear", "no_story", "no_result"})  # the models that tell what is missing


def read(
    parts: Sequence[str], *, question: AskedQuestion, spoken: bool = False, replies: Replies = _NO_REPLIES
) -> Reading:
    """The reading of an answer and its replies, in the order in which they were given; never raises.

    `replies`: those of the parts that reply to a question of the coach. What was asked for and stands in the reply is
    told, however much else the answer says.
    """
    return read_with(WEIGHTS, parts, question=question, spoken=spoken, replies=replies)


def read_with(
    weights: Weights,
    parts: Sequence[str],
    *,
    question: AskedQuestion,
    spoken: bool,
    replies: Replies = _NO_REPLIES,
) -> Reading:
    """The same with other weights; the benchmark reads with weights that have not seen the answer."""
    text = take_apart(parts)
    figures = describe(text, weights.marks, question=question, spoken=spoken)
    likely = _likely(weights.models, figures, text, question.kind)
    for signal, reply in ((signal, take_apart(told)) for signal, told in replies.items()):
        if reply.words >= _FEWEST:
            alone = _likely_alone(weights, reply, question, spoken=spoken)
            likely |= {name: _clearer(name, likely, alone) for name in MODELS_OF.get(signal, ())}
    said = {name: likely[name] >= model.cut for name, model in weights.models.items()}
    answer = is_answer(text, parts)
    facts = find_facts(text, figures, question, spoken=spoken)
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
    for found in find_corrections(text, kind):
        likely[found.model] = found.correct(likely[found.model])
    return likely


def _likely_alone(
    weights: Weights, reply: Text, question: AskedQuestion, *, spoken: bool
) -> dict[str, float]:
    """The same for a reply, whatever else the answer says."""
    figures = describe(reply, weights.marks, question=question, spoken=spoken)
    return _likely(weights.models, figures, reply, question.kind)


def _clearer(name: str, one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return (min if name in _LACKS else max)(one[name], other[name])


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
