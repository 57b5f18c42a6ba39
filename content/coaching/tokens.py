"""Words, numbers and marks of a text, each with its place in the original."""

import re
from enum import StrEnum
from typing import Final, NamedTuple


class Shape(StrEnum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"
    BREAK = "break"
    LINK = "link"


class Token(NamedTuple):
    """One token: lower-cased text, where it stands, whether it was capitalised and whether it stands in quotation marks."""

    text: str
    start: int
    end: int
    shape: Shape
    capital: bool
    quoted: bool


_TOKEN: Final = re.compile(
    r"(?P<link>https?://\S+|<[@#!h][^<>\s]*>|:[a-z][a-z0-9_+-]{1,40}:|```[^`]*```)"
    r"|(?P<number>[$€£]?\d+(?:[.,:/]\d+)*(?:%|[kKmMxX]\b)?\+?)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*)"
    r"|(?P<break>\n[ \t\r\n]*)"
    r"|(?P<mark>\.\.+|--+|[^\w\s])"
)
_QUOTED: Final = re.compile(r'"[^"\n]{1,400}"|“[^“”\n]{1,400}”|„[^„“”\n]{1,400}[“”]|«[^«»\n]{1,400}»')
_SPEECH_WORDS: Final = 3  # fewer words in quotation marks are a term or a title, not speech
_CLITICS: Final = ("n't", "'d", "'ll", "'m", "'re", "'ve", "'s")


def tokenize(text: str) -> list[Token]:
    """Every token of `text` in order; contractions are split ("I'd" is "i" and "'d")."""
    speech = _find_speech(text)
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        shape = Shape(found.lastgroup or Shape.MARK)
        start, end = found.span()
        while speech and speech[-1][1] <= start:
            speech.pop()
        quoted = bool(speech) and speech[-1][0] <= start
        said = found.group()
        if shape is Shape.WORD:
            _add_word(tokens, said, start, quoted=quoted)
        else:
            tokens.append(Token(said, start, end, shape, capital=False, quoted=quoted))
    return tokens


def _find_speech(text: str) -> list[tuple[int, int]]:
    """Where quoted speech stands, last first, so that it can be taken off while walking on."""
    spans = [m.span() for m in _QUOTED.finditer(text) if m.group().count(" ") >= _SPEECH_WORDS - 1]
    return spans[::-1]


def _add_word(tokens: list[Token], said: str, start: int, *, quoted: bool) -> None:
    capital = said[0].isupper()
    lowered = said.lower()
    if len(lowered) != len(said) or not ("'" in said or "’" in said or "ʼ" in said):
        tokens.append(Token(lowered, start, start + len(said), Shape.WORD, capital, quoted))
        return
    plain = lowered.replace("’", "'").replace("ʼ", "'")
    clitic = next((c for c in _CLITICS if plain.endswith(c) and len(plain) > len(c)), "")
    cut = len(plain) - len(clitic)
    tokens.append(Token(plain[:cut], start, start + cut, Shape.WORD, capital, quoted))
    if clitic:
        tokens.append(Token(clitic, start + cut, start + len(said), Shape.WORD, capital=False, quoted=quoted))
