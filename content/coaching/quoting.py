"""Cuts the words that a question quotes: one clause or sentence, verbatim, with its place in the part."""

from collections.abc import Sequence
from typing import Final

from content.coaching.sentences import Sentence
from content.coaching.signals import Span
from content.coaching.texts import Text
from content.coaching.tokens import Shape, Token
from content.coaching.wordlists import LISTS

LONGEST: Final = 120  # characters that a quote may have; longer ones are cut at a word
_NOUN_PHRASE: Final = 3  # words before a noun in which its article or owner is looked for
_FEWEST_WORDS: Final = 3  # shorter clauses say nothing alone
_EDGES: Final = frozenset(".!?,;:-–—()[]\"'“”„*…#>|") | frozenset({"--", "..", "..."})
_LOOSE: Final = frozenset(
    {"and", "but", "so", "because", "or", "then", "that", "which", "when", "while", "as", "if"}
)

_JOINTS: Final = frozenset(
    {"because", "when", "while", "as", "if", "although", "so", "but", "then", "which", "until"}
)
_MANY: Final = frozenset({"two", "three", "four", "five", "some", "several", "many", "most", "both", "all"})


def quote_clause(parts: Sequence[str], text: Text, number: int) -> Span | None:
    """The clause with this number as the person wrote it, to the next clause or mark; None when too little is left."""
    clause = text.clauses[number]
    sentence = text.sentences[clause.sentence]
    end = _clause_end(text, number, sentence)
    return _cut(parts, sentence, _noun_phrase(sentence.tokens, clause.begin), end)


def _noun_phrase(tokens: Sequence[Token], begin: int) -> int:
    """Where the noun that acts begins: "the new team", not "team"; "two of mine", not "mine"; a pronoun stands alone."""
    start = begin
    while start > 0 and begin - start < _NOUN_PHRASE and tokens[start - 1].shape is Shape.WORD:
        start -= 1
        if tokens[start].text in LISTS.companions or tokens[start].text in _MANY:
            return start
    return begin


def quote_sentence(parts: Sequence[str], sentence: Sentence) -> Span | None:
    """A whole sentence, shortened at a word when it is long."""
    return _cut(parts, sentence, 0, len(sentence.tokens))


def _clause_end(text: Text, number: int, sentence: Sentence) -> int:
    clause = text.clauses[number]
    limit = len(sentence.tokens)
    for place in range(number + 1, len(text.clauses)):
        later = text.clauses[place]
        if later.sentence != clause.sentence:
            break
        if later.begin > clause.verb and not later.elided and _breaks(sentence.tokens[later.begin - 1]):
            limit = later.begin
            break
    for place in range(clause.verb + 2, limit):
        token = sentence.tokens[place]
        if token.quoted and not clause.quoted:
            return place
        if token.text in {",", ";", "--", "–", "—", "...", "("} and place - clause.begin > _FEWEST_WORDS:
            return place
    return limit


def _breaks(before: Token) -> bool:
    """Whether a quote may end before the next clause: not inside "asked what they feared" or "said that it works"."""
    word = before.text
    return word in _EDGES or word in _JOINTS or word in LISTS.coordinating


def _cut(parts: Sequence[str], sentence: Sentence, begin: int, end: int) -> Span | None:
    tokens = sentence.tokens
    begin, end = _trim(tokens, begin, end)
    while end > begin and tokens[end - 1].end - tokens[begin].start > LONGEST:
        end -= 1
        begin, end = _trim(tokens, begin, end)
    if sum(t.shape is Shape.WORD for t in tokens[begin:end]) < _FEWEST_WORDS:
        return None
    first, last = tokens[begin].start, tokens[end - 1].end
    said = parts[sentence.part][first:last]
    return (
        Span(sentence.part, first, last, said)
        if said.isprintable()
        else _first_line(sentence.part, first, said)
    )


def _first_line(part: int, first: int, said: str) -> Span | None:
    """The words up to the first line break or unprintable mark, so that a quote stays on one line."""
    stop = next(place for place, char in enumerate(said) if not char.isprintable())
    line = said[:stop].rstrip()
    return Span(part, first, first + len(line), line) if line.count(" ") >= _FEWEST_WORDS - 1 else None


def _trim(tokens: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
    """Takes marks off both ends, and joining words off the last down to the mark at which the person's own words end."""
    while begin < end and (tokens[begin].text in _EDGES or tokens[begin].text in LISTS.coordinating):
        begin += 1
    is_over = end == len(tokens) or tokens[end].text in _EDGES
    while end > begin and _is_loose(tokens[end - 1]):
        is_mark = tokens[end - 1].text in _EDGES
        if is_over and not is_mark:
            break
        is_over, end = is_over or is_mark, end - 1
    return begin, end


def _is_loose(token: Token) -> bool:
    word = token.text
    return word in _EDGES or word in _LOOSE or word in LISTS.determiners or word in LISTS.joining
