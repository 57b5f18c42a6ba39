"""What a question names in particular ("a tight deadline"), and whether the answer ever comes near it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from content.coaching.cues import Lists
from content.coaching.texts import Text
from content.coaching.tokens import tokenize
from content.coaching.vocabulary import read_list

_DATA: Final[Mapping[str, Mapping[str, list[str]]]] = MappingProxyType(read_list("intents")["facets"])
_ASKED: Final = Lists({name: facet["asked"] for name, facet in _DATA.items()})
_MET: Final = Lists({name: facet["met"] for name, facet in _DATA.items()})


def named_facets(question: str) -> frozenset[str]:
    """What the question names in particular; empty for questions that name nothing the lists know."""
    return frozenset(cue.name for cue in _ASKED.find(tokenize(question)))


def missed_facets(question: str, text: Text) -> frozenset[str]:
    """The named facets that no sentence of the answer comes near."""
    named = named_facets(question)
    if not named:
        return named
    return named - {cue.name for sentence in text.sentences for cue in _MET.find(sentence.tokens)}
