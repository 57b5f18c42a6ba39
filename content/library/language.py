"""How the library's own texts are worded: easy to read, spelt in one way, open to everyone, without real names."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from pydantic import Field

from content.errors import Problem
from content.library.reading import library_path, make, read_table
from content.library.shape import Content, Words

READING_LEVEL: Final = 40
"""LIX, Björnsson's measure: 30 reads like fiction, 40 like a newspaper, 50 like a public office."""

_FILE: Final = "language.toml"
_LONG_WORD: Final = 7  # letters; Björnsson counts words of more than six
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP: Final = re.compile(r"[.?!:]+(?=[\s”\"’)]|$)")
_NOT_PROSE: Final = frozenset({"id", "competency", "related", "contrasts", "pack"})


def reading_level(text: str) -> float:
    """The text's LIX: words a sentence, and the percentage of words with more than six letters; 0 without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    long = sum(len(word) >= _LONG_WORD for word in words)
    return len(words) / (len(_STOP.findall(text)) or 1) + 100 * long / len(words)


def find_wording_breaks(text: str) -> Iterator[str]:
    """What to write instead of each American spelling, unwelcome word or real name in the text."""
    for pattern, say in _patterns():
        for found in pattern.finditer(text):
            yield say(found)


def find_texts(content: Content, within: str = "") -> Iterator[tuple[str, str]]:
    """Each text in a piece of content that people read, with the name of its field; ids and slugs are left out."""
    for name in type(content).model_fields:
        if name not in _NOT_PROSE:
            yield from _texts(getattr(content, name), f"{within}{name}")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Content):
        yield from find_texts(value, f"{place}, ")
    elif type(value) is str:  # and no StrEnum
        yield place, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value, 1):
            yield from _texts(part, f"{place}, number {number}")


class _Names(Content):
    listed: tuple[Words, ...] = Field(description="names of companies and products")


_Instead = dict[str, Words]


class _Language(Content):
    american_stems: _Instead = Field(description="a table of stems and their British spelling")
    american_words: _Instead = Field(description="a table of words and their British spelling")
    unwelcome: _Instead = Field(description="a table of words and what to write instead")
    names: _Names = Field(description="a table with the list of names")


_Say = Callable[[re.Match[str]], str]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Say], ...]:
    """What is looked for, and the sentence for what was found; read once, since it is asked for every text."""
    table = read_table(library_path(_FILE).read_text(encoding="utf-8"), _FILE)
    language = make(_Language, table, Problem(_FILE, ""))
    stems, words, unwelcome = language.american_stems, language.american_words, language.unwelcome
    return (
        (_any_of(stems, ending=r"\w*", flags=re.IGNORECASE), _instead_of_stem(stems)),
        (_any_of(words, flags=re.IGNORECASE), _instead_of(words, "the British spelling")),
        (_any_of(unwelcome, flags=re.IGNORECASE), _instead_of(unwelcome, "something kinder, such as")),
        (_any_of(language.names.listed), _without_name),
    )


def _any_of(
    words: Mapping[str, str] | tuple[str, ...], *, ending: str = "", flags: int = 0
) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w/-])({'|'.join(map(re.escape, longest_first))}){ending}(?![\w/])", flags)


def _instead_of(words: Mapping[str, str], what: str) -> _Say:
    return lambda found: f"“{found[0]}” stands here; write {what} “{words[found[0].lower()]}”."


def _instead_of_stem(stems: Mapping[str, str]) -> _Say:
    def say(found: re.Match[str]) -> str:
        british = stems[found[1].lower()] + found[0][len(found[1]) :]
        return f"“{found[0]}” stands here; write the British spelling “{british}”."

    return say


def _without_name(found: re.Match[str]) -> str:
    return f"“{found[0]}” is a real name; write what it is, such as “a large shop” or “a message queue”."
