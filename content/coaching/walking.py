"""Walks a sentence from left to right and finds its clauses: pronouns, noun subjects, elided subjects, passives."""

from collections.abc import Iterator, Sequence
from typing import Final

from content.coaching.actors import agent_actor, noun_actor, pronoun_actor
from content.coaching.clauses import OWN_DEEDS, Actor, Clause, Tense
from content.coaching.sentences import Sentence
from content.coaching.tokens import Shape, Token
from content.coaching.verbforms import base_of_past, kind_of
from content.coaching.verbgroups import Group, read_group
from content.coaching.wordlists import LISTS, VERBS

_NO_SUBJECT_BEFORE: Final = frozenset(
    {"based", "given", "faced", "compared", "located", "followed", "combined"}
)


def find_clauses(sentences: Sequence[Sentence]) -> list[Clause]:
    """Every clause of the sentences, in order."""
    return [clause for number, sentence in enumerate(sentences) for clause in _walk(number, sentence)]


def _walk(number: int, sentence: Sentence) -> Iterator[Clause]:
    tokens = sentence.tokens
    place, last = 0, None
    while place < len(tokens):
        found = _clause_at(number, sentence, place, last)
        if found is None:
            place += 1
            continue
        yield found
        last = found
        place = max(found.verb, place) + 1


def _clause_at(number: int, sentence: Sentence, place: int, last: Clause | None) -> Clause | None:
    tokens = sentence.tokens
    token = tokens[place]
    if token.shape is not Shape.WORD:
        return None
    actor = pronoun_actor(tokens, place)
    if actor is not None:
        group = read_group(tokens, place + 1)
        if group is None or (actor in _VAGUE and _is_noun_phrase(tokens, group)):
            return None
        return _clause(number, actor, group, place, token, elided=False)
    if token.text in LISTS.be_past or token.text in {"been", "got"}:
        passive = _passive(number, tokens, place)
        if passive is not None or token.text != "got":
            return passive
    return _without_pronoun(number, sentence, place, last)


_VAGUE: Final = frozenset({Actor.THING, Actor.GENERIC})


def _is_noun_phrase(tokens: Sequence[Token], group: Group) -> bool:
    """Whether "this", "that" or "one" only points at a noun ("this product"), since no known verb follows."""
    word = tokens[group.verb].text
    plain = group.tense is Tense.PRESENT and group.base == word and word not in LISTS.be
    return plain and word not in VERBS.kinds


def _clause(number: int, actor: Actor, group: Group, begin: int, token: Token, *, elided: bool) -> Clause:
    return Clause(
        number,
        actor,
        group.deed,
        group.tense,
        group.base,
        begin,
        group.verb,
        group.passive,
        group.negated,
        token.quoted,
        elided,
    )


def _passive(number: int, tokens: Sequence[Token], place: int) -> Clause | None:
    """A passive without a pronoun ("it was decided" has one; "the plan was changed"): nobody, or whoever follows "by"."""
    group = read_group(tokens, place)
    if group is None or not group.passive:
        return None
    actor = agent_actor(tokens, group.verb)
    if actor in OWN_AGENTS:
        group = group._replace(deed=kind_of(group.base))
    return _clause(number, actor, group, max(0, place - 2), tokens[place], elided=False)


OWN_AGENTS: Final = frozenset({Actor.SELF, Actor.TOGETHER})  # whose deed a passive with "by me" or "by us" is


def _without_pronoun(number: int, sentence: Sentence, place: int, last: Clause | None) -> Clause | None:
    tokens = sentence.tokens
    token = tokens[place]
    base = base_of_past(token.text)
    before = _before(tokens, place)
    if before < 0:
        return _opening(number, sentence, place, base)
    if not base or token.text in LISTS.have:
        return None
    noun = tokens[before]
    if noun.text in LISTS.coordinating and last is not None and not _follows_by(tokens, place):
        group = read_group(tokens, place)
        return _clause(number, last.actor, group, place, token, elided=True) if group else None
    if noun.shape is not Shape.WORD or noun.text in _NOT_NOUNS or _follows_by(tokens, place):
        return None
    actor = noun_actor(tokens, before)
    return Clause(
        number, actor, kind_of(base), Tense.PAST, base, before, place, False, False, token.quoted, False
    )


_NOT_NOUNS: Final = (
    LISTS.determiners
    | LISTS.prepositions
    | LISTS.be
    | LISTS.have
    | LISTS.modal
    | LISTS.opening
    | LISTS.adverbs
    | frozenset({"me", "him", "them", "us", "her", "and", "or", "but", "not"})
)


def _follows_by(tokens: Sequence[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].text == "by"


def _before(tokens: Sequence[Token], place: int) -> int:
    """The place of the last word before `place` that is no adverb; -1 when the sentence opens here."""
    before = place - 1
    while before >= 0 and (
        tokens[before].text.endswith("ly") or tokens[before].text in {"also", "then", "just", "never"}
    ):
        before -= 1
    while (
        before >= 0
        and tokens[before].shape in {Shape.MARK, Shape.LINK, Shape.BREAK}
        and tokens[before].text not in {",", "&"}
    ):
        before -= 1
    return before


def _opening(number: int, sentence: Sentence, place: int, base: str) -> Clause | None:
    """A sentence that opens with a verb ("Wrote the plan", in lists also "Write the plan") tells an own deed."""
    token = sentence.tokens[place]
    if base:
        opens = token.text not in _NO_SUBJECT_BEFORE and token.text not in LISTS.be
        past = opens and not _follows_by(sentence.tokens, place)
        return _elided(number, token, place, base, Tense.PAST) if past else None
    if sentence.listed and VERBS.kinds.get(token.text) in OWN_DEEDS:
        return _elided(number, token, place, token.text, Tense.PRESENT)
    return None


def _elided(number: int, token: Token, place: int, base: str, tense: Tense) -> Clause:
    group = Group(place, base, kind_of(base), tense, passive=False, negated=False)
    return _clause(number, Actor.SELF, group, place, token, elided=True)
