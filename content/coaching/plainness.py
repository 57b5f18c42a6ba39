"""Whether English is plain: so few endings and articles that a bare verb says nothing about the time."""

from collections.abc import Sequence
from typing import Final

from content.coaching.clauses import Clause, Tense
from content.coaching.sentences import Sentence
from content.coaching.tokens import Shape, Token
from content.coaching.verbforms import base_of_past
from content.coaching.vocabulary import read_list
from content.coaching.wordlists import LISTS

_DATA: Final = read_list("narrating")
_ONE_PERSON: Final = frozenset(_DATA["one_person"])
_PLAIN_VERBS: Final = frozenset(_DATA["plain"])
_TIMES: Final = frozenset(_DATA["times"])
_MANY: Final = frozenset(_DATA["many"])
_ARTICLES: Final = frozenset({"a", "an", "the"})
_FEWEST_WORDS: Final = 20  # in fewer words a missing article says nothing
_MANY_WORDS: Final = 60  # in so many words articles settle it
_MANY_ARTICLES: Final = 0.05  # share of articles from which on English is fluent
_FEW_ARTICLES: Final = 0.015  # share of articles below which English is plain
_ENOUGH: Final = 2  # marks of plain English that make it sure


def is_plain(sentences: Sequence[Sentence], clauses: Sequence[Clause]) -> bool:
    """Whether the English carries so few endings and articles that a bare verb says nothing about the time."""
    words = [t.text for s in sentences if not s.listed for t in s.tokens if t.shape is Shape.WORD]
    articles = sum(word in _ARTICLES for word in words)
    if len(words) >= _FEWEST_WORDS and articles < _FEW_ARTICLES * len(words):
        return True
    if len(words) >= _MANY_WORDS and articles >= _MANY_ARTICLES * len(words):
        return False
    marks = sum(_lacks_ending(sentences[c.sentence].tokens, c) for c in clauses if not c.quoted)
    for sentence in sentences:
        marks += sum(_marks(sentence.tokens, place) for place in range(len(sentence.tokens) - 1))
    return marks >= _ENOUGH


def _lacks_ending(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether one person's verb has no ending: "he say", "nobody come"."""
    verb = tokens[clause.verb].text
    return (
        tokens[clause.begin].text in _ONE_PERSON
        and clause.verb == clause.begin + 1
        and clause.tense is Tense.PRESENT
        and verb == clause.base
        and not verb.endswith("s")
        and not base_of_past(verb)
    )


def _marks(tokens: Sequence[Token], place: int) -> int:
    """How much two words speak for plain English: "they was" is enough by itself."""
    if tokens[place].text in {"we", "they", "you"} and tokens[place + 1].text == "was":
        return _ENOUGH
    return int(_is_bare(tokens, place))


def _is_bare(tokens: Sequence[Token], place: int) -> bool:
    """Whether two words show missing grammar: "boss want", "I not", "two month", "in first week"."""
    word, after = tokens[place].text, tokens[place + 1].text
    if word in _MANY:
        return after in _TIMES
    if word in {"in", "on"} and after in {"first", "same"}:
        return True
    if after == "not":
        return word in {"i", "he", "she", "they", "we"} and not _is_ended(tokens, place)
    return word in LISTS.roles and after in _PLAIN_VERBS and not word.endswith("s")


def _is_ended(tokens: Sequence[Token], place: int) -> bool:
    """Whether "I not" stands behind a verb that carries it ("did I not")."""
    return place > 0 and tokens[place - 1].text in (LISTS.do | LISTS.be | LISTS.have | LISTS.modal)
