"""Tokens to sentences: full stops, lines, bullets and the labels of sections ("Result: …")."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from content.coaching.tokens import Shape, Token, tokenize
from content.coaching.wordlists import LISTS

_ENDS: Final = frozenset(".!?…;")
_BULLETS: Final = frozenset("-*•–—·◦▪>#")
_CLOSERS: Final = frozenset("\"'”’)]")
_WRAPPED_LINE: Final = 60  # a line at least this long that goes on in lower case was wrapped, not ended
_LABEL_WORDS: Final = 3  # a section label has at most so many words


class Sentence(NamedTuple):
    """A sentence of one part: its tokens, whether it is a line of a list, and the section it stands in."""

    part: int
    tokens: Sequence[Token]
    listed: bool
    section: str

    @property
    def start(self) -> int:
        """Where it begins in its part."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in its part."""
        return self.tokens[-1].end


def split_sentences(parts: Sequence[str]) -> list[Sentence]:
    """The sentences of all parts in order; a section label holds until the next one, within its part."""
    sentences: list[Sentence] = []
    for number, part in enumerate(parts):
        section = ""
        for tokens, listed in _lines(tokenize(part)):
            label, rest = _label(tokens)
            section = label or section
            if any(t.shape in {Shape.WORD, Shape.NUMBER} for t in rest):
                sentences.append(Sentence(number, rest, listed, section))
    return sentences


def _lines(tokens: Sequence[Token]) -> list[tuple[list[Token], bool]]:
    lines: list[tuple[list[Token], bool]] = []
    current: list[Token] = []
    line_start, fresh, listed = 0, True, False
    for place, token in enumerate(tokens):
        if token.shape is Shape.BREAK:
            if _goes_on(tokens, place, line_start):
                line_start = token.end
                continue
            line_start = token.end
            _close(lines, current, listed=listed or ends_bare(tokens, place))
            current, fresh, listed = [], True, False
        elif fresh and token.text in _BULLETS:
            listed = True
        else:
            fresh = False
            current.append(token)
            if _ends(tokens, place):
                _close(lines, current, listed=listed)
                current, listed = [], False
    after_list = bool(lines) and lines[-1][1] and ends_bare(tokens, len(tokens))
    _close(lines, current, listed=listed or after_list)
    return lines


def ends_bare(tokens: Sequence[Token], place: int) -> bool:
    """Whether the line that ends at `place` closed without a mark, as lines of a list do."""
    before = tokens[place - 1].text if place else "."
    return before[-1] not in ".!?…:"


def _close(lines: list[tuple[list[Token], bool]], current: list[Token], *, listed: bool) -> None:
    if current:
        lines.append((current, listed))


def _ends(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.shape is not Shape.MARK or token.text[0] not in _ENDS:
        return False
    if place + 1 == len(tokens):
        return True
    after = tokens[place + 1]
    return after.start > token.end or after.shape is Shape.BREAK or after.text in _CLOSERS


def _goes_on(tokens: Sequence[Token], place: int, line_start: int) -> bool:
    """Whether a line break only wraps a sentence: a long line before, no mark, no capital, bullet or blank line after."""
    token = tokens[place]
    if place == 0 or place + 1 == len(tokens) or token.text.count("\n") > 1:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    if before.shape is Shape.MARK and before.text[-1] in ".!?…:":
        return False
    if after.text in _BULLETS:
        return False
    if after.shape is Shape.WORD and not after.capital:
        return token.start - line_start >= _WRAPPED_LINE
    return token.start - line_start >= _WRAPPED_LINE and (before.text in LISTS.joining or before.text == ",")


def _label(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The section that a sentence opens ("Result: we shipped", or "Results" alone), and what is left of it."""
    for size in range(1, min(_LABEL_WORDS, len(tokens)) + 1):
        label = LISTS.sections.get(" ".join(t.text for t in tokens[:size]))
        if label is None:
            continue
        rest = tokens[size:]
        if not rest:
            return label, []
        if rest[0].text in {":", "-", "–", "—", "="}:
            return label, rest[1:]
    return "", tokens
