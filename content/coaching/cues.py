"""Phrases of the library found in tokens, in one walk over a sentence and in time linear to its length."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from content.coaching.tokens import Shape, Token
from content.coaching.vocabulary import read_list

_OPEN_END: Final = "*"  # a word that ends so stands for every word that begins so


class Cue(NamedTuple):
    """A phrase that was found: the list it stands in and the tokens it covers."""

    name: str
    begin: int
    end: int
    quoted: bool


class _Node:
    """One word of the phrases: what may follow it, and which lists have a phrase that ends here."""

    __slots__ = ("ends", "next", "stems")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.stems: dict[str, _Node] = {}
        self.ends: tuple[str, ...] = ()

    def child(self, word: str) -> "_Node":
        """The node after `word`, made when it is new."""
        if word.endswith(_OPEN_END):
            return self.stems.setdefault(word[:-1], _Node())
        return self.next.setdefault(word, _Node())

    def follow(self, word: str) -> "list[_Node]":
        """The nodes that `word` leads to, exactly or by its beginning."""
        found = [self.next[word]] if word in self.next else []
        if self.stems:
            found += [self.stems[word[:n]] for n in range(2, len(word) + 1) if word[:n] in self.stems]
        return found


def _grow(lists: Mapping[str, Sequence[str]]) -> _Node:
    root = _Node()
    for name, phrases in lists.items():
        for phrase in phrases:
            node = root
            for word in phrase.split():
                node = node.child(word)
            if name not in node.ends:
                node.ends = (*node.ends, name)
    return root


_WORDS_KEPT: Final = 4096  # words whose openings are remembered, for most words of an answer come again
_LONGEST_WORD: Final = 24  # longer words begin with nothing that a list knows


class Lists:
    """Named lists of phrases, ready to be looked for."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.names = tuple(lists)
        self._openings = lru_cache(maxsize=_WORDS_KEPT)(_grow(lists).follow)

    def find(self, tokens: Sequence[Token]) -> list[Cue]:
        """Every phrase of every list in one sentence, in order; commas do not part a phrase."""
        cues: list[Cue] = []
        places = [place for place, token in enumerate(tokens) if token.text != ","]
        words = [_readable(tokens[place]) for place in places]
        for begin, word in enumerate(words):
            nodes = self._openings(word) if word else []
            end = begin + 1
            while nodes:
                span = places[begin], places[end - 1] + 1, tokens[places[begin]].quoted
                cues.extend(Cue(name, *span) for node in nodes for name in node.ends)
                if end >= len(words) or not words[end]:
                    break
                nodes = [after for node in nodes for after in node.follow(words[end])]
                end += 1
        return cues


def _readable(token: Token) -> str:
    return token.text[:_LONGEST_WORD] if token.shape in _READABLE else ""


_READABLE: Final = frozenset({Shape.WORD, Shape.NUMBER})
_DATA: Final[dict[str, Any]] = read_list("cues")["lists"]
CUES: Final = Lists(_DATA)
NAMES: Final = CUES.names


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """Every cue of the coach's lists in one sentence, in order."""
    return CUES.find(tokens)
