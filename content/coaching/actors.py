"""Who acts: pronouns, joint subjects ("my lead and I"), nouns before a verb, and whoever follows "by"."""

from collections.abc import Sequence
from typing import Final

from content.coaching.clauses import Actor
from content.coaching.tokens import Shape, Token
from content.coaching.wordlists import LISTS

_BACK: Final = 6  # tokens to look back for the noun that acts


def pronoun_actor(tokens: Sequence[Token], place: int) -> Actor | None:
    """Who a pronoun stands for as a subject; None for other words."""
    word = tokens[place].text
    if word == "i":
        return Actor.TOGETHER if _is_joint(tokens, place) else Actor.SELF
    if word == "myself" and place + 1 < len(tokens) and tokens[place + 1].text == "and":
        return None
    if word in LISTS.together:
        return Actor.TOGETHER
    if word in LISTS.generic:
        return Actor.GENERIC
    if word in LISTS.others:
        return Actor.OTHER
    return Actor.THING if word in LISTS.things else None


def noun_actor(tokens: Sequence[Token], place: int) -> Actor:
    """Who a noun stands for: a team, another person, or a thing."""
    for back in range(place, max(-1, place - _BACK), -1):
        word = tokens[back].text
        if tokens[back].shape is not Shape.WORD:
            break
        if word in LISTS.teams:
            return Actor.TEAM
        if _is_person(word):
            return Actor.OTHER
        if word in LISTS.determiners:
            break
    return Actor.OTHER if tokens[place].capital else Actor.THING


def _is_person(word: str) -> bool:
    """Whether a noun is a role, alone or behind a hyphen ("co-lead")."""
    return word in LISTS.roles or word.rpartition("-")[2] in LISTS.roles


def agent_actor(tokens: Sequence[Token], verb: int) -> Actor:
    """Who does what a passive tells: whoever follows "by"; nobody when nobody is named."""
    for ahead in range(verb + 1, min(len(tokens) - 1, verb + 4)):
        if tokens[ahead].text == "by":
            agent = tokens[ahead + 1].text
            return (
                Actor.SELF if agent in {"me", "myself"} else Actor.TOGETHER if agent == "us" else Actor.OTHER
            )
    return Actor.NOBODY


def _is_joint(tokens: Sequence[Token], place: int) -> bool:
    """Whether "I" is one of several ("my lead and I", "Kim and I") rather than a clause of its own after "and"."""
    if place < 2 or tokens[place - 1].text != "and":  # noqa: PLR2004
        return False
    noun = tokens[place - 2]
    if not (_is_person(noun.text) or noun.text in LISTS.teams or noun.capital):
        return False
    opening = place - 3
    while opening >= 0 and (tokens[opening].text in LISTS.companions or tokens[opening].capital):
        opening -= 1
    if opening < 0:
        return True
    before = tokens[opening]
    return before.shape is not Shape.WORD or before.text in LISTS.opening or before.text in LISTS.coordinating
