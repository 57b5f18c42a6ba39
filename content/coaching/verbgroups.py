"""The verb after a subject: auxiliaries, adverbs and carriers ("had to call", "ended up calling") read as one group."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from content.coaching.clauses import Tense
from content.coaching.tokens import Shape, Token
from content.coaching.verbforms import (
    base_of_participle,
    base_of_past,
    base_of_present,
    base_of_progressive,
    kind_of,
)
from content.coaching.wordlists import LISTS, VERBS

_LONGEST: Final = 10  # tokens that a verb group may span


class Group(NamedTuple):
    """A verb group: where its main verb stands, what it is and how it is told."""

    verb: int
    base: str
    deed: str
    tense: Tense
    passive: bool
    negated: bool


class _Seen:
    """What the auxiliaries before the main verb have said so far."""

    def __init__(self) -> None:
        self.hypothetical = self.past = self.perfect = self.be = self.did = self.negated = False


def read_group(tokens: Sequence[Token], place: int) -> Group | None:
    """The verb group that begins at `place`; None when no verb follows there."""
    seen = _Seen()
    stop = min(len(tokens), place + _LONGEST)
    while place < stop:
        token = tokens[place]
        if token.shape is not Shape.WORD:
            return _being(seen, place)
        word = token.text
        if word in LISTS.negation:
            seen.negated = True
        elif (
            _is_auxiliary(tokens, place, seen)
            or word in LISTS.adverbs
            or (word.endswith("ly") and word not in _LY_VERBS)
        ):
            pass
        else:
            return _main(tokens, place, seen)
        place += 1
    return _being(seen, place)


_LY_VERBS: Final = frozenset(
    {"apply", "rely", "supply", "reply", "comply", "fly", "multiply", "imply", "rally"}
)


def _being(seen: _Seen, place: int) -> Group | None:
    if not seen.be:
        return None
    return Group(place - 1, "be", "state", _tense(seen, told_past=False), passive=False, negated=seen.negated)


def _is_auxiliary(tokens: Sequence[Token], place: int, seen: _Seen) -> bool:
    """Whether the word only carries the verb that follows; notes in `seen` what it says."""
    word = tokens[place].text
    if word == "'d":
        seen.perfect |= bool(base_of_participle(_after(tokens, place)))
        seen.hypothetical |= not seen.perfect
    elif word in LISTS.modal:
        seen.hypothetical |= word in LISTS.hypothetical
    elif word in LISTS.have:
        following = _after(tokens, place)
        if following != "to" and not base_of_participle(following) and following not in LISTS.be:
            return False
        seen.past |= word == "had"
        seen.perfect |= following != "to"
    elif word in LISTS.do:
        following = _after(tokens, place)
        if following in LISTS.determiners or following in _LEADING_ON or following in _NO_VERB:
            return False
        seen.did |= word == "did"
    elif word in LISTS.be:
        seen.be = True
        seen.past |= word in LISTS.be_past
    elif word in {"able", "going"} and seen.be and _after(tokens, place) == "to":
        seen.be = False
        seen.hypothetical |= word == "going"
    else:
        return False
    return True


_LEADING_ON: Final = (LISTS.prepositions - {"like"}) | LISTS.opening
_NO_VERB: Final = frozenset({"", "it", "so", "things", "what", "this", "that", "something"})


def _after(tokens: Sequence[Token], place: int) -> str:
    """The next word that is no adverb and no negation; empty at the end or before a mark."""
    for token in tokens[place + 1 : place + 5]:
        if token.shape is not Shape.WORD:
            return ""
        word = token.text
        if word == "to":
            return word
        if word in LISTS.negation or word in LISTS.adverbs or word.endswith("ly"):
            continue
        return word
    return ""


def _tense(seen: _Seen, *, told_past: bool) -> Tense:
    if seen.hypothetical:
        return Tense.HYPOTHETICAL
    if seen.past or seen.perfect or seen.did or told_past:
        return Tense.PAST
    return Tense.PRESENT


def _main(tokens: Sequence[Token], place: int, seen: _Seen) -> Group | None:
    word = tokens[place].text
    if seen.be:
        progressive = base_of_progressive(word)
        if progressive:
            verb, carried = _carried(tokens, place, progressive)
            return Group(
                verb,
                carried,
                _deed(tokens, verb, carried),
                _tense(seen, told_past=False),
                False,
                seen.negated,
            )
        participle = base_of_participle(word)
        if participle and word not in LISTS.determiners:
            tense = _tense(seen, told_past=False)
            return Group(place, participle, "receive", tense, passive=True, negated=seen.negated)
        return Group(place, "be", "state", _tense(seen, told_past=False), passive=False, negated=seen.negated)
    if word in _LEADING_ON:
        return None
    past = base_of_past(word)
    base = base_of_participle(word) if seen.perfect else past
    base = base or base_of_present(word) or word
    verb, carried = _carried(tokens, place, base)
    deed = _deed(tokens, verb, carried)
    return Group(
        verb, carried, deed, _tense(seen, told_past=bool(past) and not seen.hypothetical), False, seen.negated
    )


def _deed(tokens: Sequence[Token], verb: int, base: str) -> str:
    shared = base in VERBS.shared_with and verb + 1 < len(tokens) and tokens[verb + 1].text == "with"
    return "help" if shared else kind_of(base)


def _can_be_verb(token: Token) -> bool:
    word = token.text
    no_verb = word in LISTS.determiners or word in LISTS.prepositions or word in LISTS.things or token.capital
    return token.shape is Shape.WORD and not no_verb


def _carried(tokens: Sequence[Token], place: int, base: str) -> tuple[int, str]:
    """The deed behind a carrier ("started to call" is a call); the verb itself when it carries nothing."""
    if base not in VERBS.carriers:
        return place, base
    for ahead in range(place + 1, min(len(tokens), place + 5)):
        token = tokens[ahead]
        if token.shape is not Shape.WORD or token.text in LISTS.determiners:
            break
        if token.text == "to" and ahead + 1 < len(tokens):
            verb = tokens[ahead + 1]
            carried = verb.text in VERBS.kinds or (base not in VERBS.wandering and _can_be_verb(verb))
            return (ahead + 1, verb.text) if carried else (place, base)
        progressive = base_of_progressive(token.text)
        if progressive:
            return ahead, progressive
        if token.text not in _BETWEEN:
            break
    return place, base


_BETWEEN: Final = frozenset({"up", "on", "off", "sure", "out", "by", "ahead", "it", "upon"})
