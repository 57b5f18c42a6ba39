"""Deeds that are told in the present and yet happened: "so he comes in and he says", and English without past endings."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from content.coaching.clauses import Actor, Clause, Tense
from content.coaching.cues import find_cues
from content.coaching.plainness import is_plain
from content.coaching.sentences import Sentence
from content.coaching.tokens import Shape, Token
from content.coaching.verbforms import base_of_past, base_of_present, past_of
from content.coaching.vocabulary import read_list
from content.coaching.walking import find_clauses
from content.coaching.wordlists import LISTS, VERBS

_PERSONS: Final = frozenset({Actor.SELF, Actor.TOGETHER, Actor.TEAM, Actor.OTHER})
_DATA: Final = read_list("narrating")
_HABITS: Final = frozenset(_DATA["habits"])
_SO_ALWAYS: Final = frozenset(_DATA["general"])
_STAYS_PRESENT: Final = frozenset(_DATA["lasting"])
_SAYING: Final = frozenset(_DATA["saying"])
_TIMES: Final = frozenset(_DATA["times"])
_MANY: Final = frozenset(_DATA["many"])
_ARTICLES: Final = frozenset({"a", "an", "the"})
_ENOUGH: Final = 2  # quotes told in the present that make it sure


def inflect(sentences: Sequence[Sentence]) -> tuple[Sequence[Sentence], list[Clause]]:
    """The sentences and their clauses, present verbs read as past where they happened: "he ask", "and then she says".

    Only how a token is read changes; where it stands in the text does not, so quotes stay verbatim.
    """
    clauses = find_clauses(sentences)
    plain = is_plain(sentences, clauses)
    if not _tells_past(sentences, clauses, plain=plain):
        return sentences, clauses
    happened = set(range(len(sentences))) if plain else _enacted(sentences, clauses)
    verbs: dict[int, set[int]] = {n: set() for n in happened if not _is_general(sentences[n])}
    for clause in clauses:
        if clause.sentence in verbs and _may_have_been(clause):
            verbs[clause.sentence].add(_bearer(sentences[clause.sentence].tokens, clause))
    if not plain and not any(verbs.values()):
        return sentences, clauses
    read_anew = [
        s._replace(tokens=_inflected(s.tokens, verbs[number], plain=plain)) if number in verbs else s
        for number, s in enumerate(sentences)
    ]
    return read_anew, find_clauses(read_anew)


def _bearer(tokens: Sequence[Token], clause: Clause) -> int:
    """The place of the verb that would bear the ending: "offer" in "I offer to share"."""
    between = range(clause.begin + 1, clause.verb)
    return next((place for place in between if tokens[place].text in VERBS.carriers), clause.verb)


def _tells_past(sentences: Sequence[Sentence], clauses: Sequence[Clause], *, plain: bool) -> bool:
    """Whether more of the answer is told as past than as possible; where neither is, whether anything speaks for it.

    In plain English that is enough where nothing speaks for a habit: most people are asked for what they did.
    """
    past = sum(c.tense is Tense.PAST and not c.quoted for c in clauses)
    supposed = sum(c.tense is Tense.HYPOTHETICAL and not c.quoted for c in clauses)
    if past:
        return past >= supposed
    if supposed > 1:
        return False
    if any(_names_time(sentence.tokens) for sentence in sentences):
        return True
    return plain and not any(t.text in _HABITS for s in sentences for t in s.tokens)


def _names_time(tokens: Sequence[Token]) -> bool:
    """Whether an occasion is named, or what came after it; "one time" may be "once" in plain English."""
    words = [token.text for token in tokens]
    if any(cue.name == "occasion" and words[cue.end - 1] != "time" for cue in find_cues(tokens)):
        return True
    return any(_is_turn(*pair) for pair in pairwise(words))


def _is_turn(word: str, after: str) -> bool:
    """Whether two words tell what came next: "after this", "after two"."""
    return (word, after) in _IN_TURN or (word == "after" and (after in _MANY or after == "one"))


_IN_TURN: Final = frozenset(
    {("after", "this"), ("after", "that"), ("and", "then"), ("next", "day"), ("next", "week")}
)


def _inflected(tokens: Sequence[Token], verbs: set[int], *, plain: bool) -> list[Token]:
    return [
        token._replace(text=_past(token.text))
        if (place in verbs and not base_of_past(token.text)) or (plain and _is_left_bare(tokens, place))
        else token
        for place, token in enumerate(tokens)
    ]


def _past(word: str) -> str:
    """How a present verb is read; "I must wait" of plain English is a "had to", which "did" carries as well."""
    return "did" if word == "must" else past_of(base_of_present(word) or word)


def _is_left_bare(tokens: Sequence[Token], place: int) -> bool:
    """Whether a known verb stands bare behind a noun or "and": "the boss say", "I sit down and ask"."""
    token = tokens[place]
    if token.text == "must":
        return True
    if place == 0 or token.text not in VERBS.kinds or token.quoted:
        return False
    if token.text in LISTS.be or base_of_past(token.text):
        return False
    before = tokens[place - 1]
    if before.text in _JOINING:
        return place > 1 and tokens[place - 1].text != "," and _can_follow(tokens, place)
    return before.shape is Shape.WORD and _is_noun(before.text) and _can_follow(tokens, place)


_JOINING: Final = frozenset({"and", "then"})


def _is_noun(word: str) -> bool:
    """Whether a word may be a noun that acts: one in no closed class that is no verb itself."""
    return (
        word not in _NO_NOUNS
        and word not in VERBS.kinds
        and not base_of_past(word)
        and not word.endswith(("ly", "ing"))
    )


def _can_follow(tokens: Sequence[Token], place: int) -> bool:
    """Whether what follows lets a word be a verb: not "of", and not another verb."""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return after not in _AFTER_NOUNS and not base_of_past(after)


_NO_NOUNS: Final = (
    LISTS.determiners
    | LISTS.prepositions
    | LISTS.be
    | LISTS.have
    | LISTS.do
    | LISTS.modal
    | LISTS.negation
    | LISTS.adverbs
    | LISTS.opening
    | LISTS.coordinating
    | LISTS.generic
    | frozenset({"what", "how", "why", "me", "him", "them", "us", "her", "please", "let"})
)
_AFTER_NOUNS: Final = LISTS.be | LISTS.modal | frozenset({"of", "'s", "and", "or"})


def _may_have_been(clause: Clause) -> bool:
    return (
        clause.tense is Tense.PRESENT
        and clause.actor in _PERSONS
        and not (clause.base in _STAYS_PRESENT and clause.actor is Actor.SELF)
        and clause.base != "be"
        and not clause.quoted
    )


def _is_general(sentence: Sentence) -> bool:
    words = [token.text for token in sentence.tokens]
    return any(
        word in _SO_ALWAYS or (word in {"every", "each"} and after in _TIMES)
        for word, after in pairwise(words)
    )


def _enacted(sentences: Sequence[Sentence], clauses: Sequence[Clause]) -> set[int]:
    """The sentences of a scene that is played rather than told: around words that somebody "says" or "goes"."""
    played = [
        c
        for c in clauses
        if c.tense is Tense.PRESENT
        and not c.quoted
        and _says(sentences[c.sentence].tokens, c)
        and not _is_general(sentences[c.sentence])
    ]
    if len(played) < _ENOUGH or all(c.actor is Actor.SELF for c in played):
        return set()
    near = {c.sentence + step for c in played for step in (-1, 0, 1)}
    return {n for n in near if 0 <= n < len(sentences)}


def _says(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether somebody's words follow in the present: "he says", "and I go", "she's like"."""
    if clause.actor not in {Actor.SELF, Actor.OTHER}:
        return False
    if clause.base == "be":
        return any(t.text == "like" for t in tokens[clause.verb + 1 : clause.verb + 2])
    return tokens[clause.verb].text in _SAYING and clause.deed in {"speak", "state"}
