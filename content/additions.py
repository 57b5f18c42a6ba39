"""What a team adds of its own: read from what was typed, and what is wrong with it; what it is close to; its id."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from content.errors import ContentError, Problem
from content.library.completing import guess_kind
from content.library.exercise_rules import POINTS
from content.library.exercises import Case
from content.library.likeness import likeness
from content.library.rules import TEXT_LENGTH, Broken, asking_breaks, pack_rule_breaks
from content.library.shape import ID_LENGTH, Kind, Question

Own = Question | Case

NEAR: Final = 0.55
"""Likeness above which two questions are shown to their author; in the library seven pairs of 22,791 are so close."""

MOST_NEAR: Final = 3
TITLE_LENGTH: Final = 150
LINK_LENGTH: Final = 1000
SLUG_WORDS: Final = 8  # enough to tell one question from another
OURS: Final = "ours"
"""The pack of what a team writes itself."""

KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.PAST: "A story: a time when …",
        Kind.METHOD: "A method: how do you …",
        Kind.SITUATION: "A situation: what would you do if …",
        Kind.FRAMING: "A vague task: what would you ask first",
        Kind.PRESENT: "In plain words: explain it to somebody outside",
        Kind.SELF: "Yourself: your path, pay, leaving",
    }
)
"""What people read for each kind."""

QUESTION_FIELDS: Final = ("text", "kind", "intent", "hint", "plain", "competency")
POINT_FIELDS: Final = tuple(f"point_{number}" for number in range(1, POINTS + 1))

CASE_FIELDS: Final = ("title", "link", *POINT_FIELDS)

_NEW: Final = "new"
_LETTER: Final = re.compile(r"[^\W_]")
_APOSTROPHE: Final = re.compile(r"['’]")


def make_question(typed: Mapping[str, str], *, private_only: bool = False) -> Question:
    """The question that was typed, field by field; a ContentError tells for each field what to write instead."""
    text = typed.get("text", "")
    if not _LETTER.search(text):
        raise _refused([("text", "write the question as it is to be asked.")])
    said = {name: typed.get(name, "") for name in QUESTION_FIELDS}
    said["kind"] = said["kind"] or guess_kind(text)
    question = Question.model_validate({**said, "id": _NEW, "pack": OURS, "private_only": private_only})
    if broken := list(_question_breaks(question)):
        raise _refused(broken)
    return question


def make_case(typed: Mapping[str, str]) -> Case:
    """The case that was typed: a title, where it is told, and points; a ContentError as for a question."""
    stripped = {name: typed.get(name, "").strip() for name in CASE_FIELDS}
    if broken := list(_case_breaks(stripped)):
        raise _refused(broken)
    points = tuple(stripped[name] for name in POINT_FIELDS)
    return Case(id=_NEW, title=stripped["title"], link=stripped["link"], points=points)


def near(text: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the texts that are close to this one, the closest first; at most three."""
    alike = {item_id: likeness(text, other) for item_id, other in others.items()}
    close = [item_id for item_id, share in alike.items() if share > NEAR]
    return tuple(sorted(close, key=lambda item_id: -alike[item_id])[:MOST_NEAR])


def headline(own: Own) -> str:
    """What it is known by: a question's text, a case's title."""
    return own.text if isinstance(own, Question) else own.title


def claim_slug(text: str, claim: Callable[[str], bool]) -> str:
    """The first id for this text that `claim` gets: its first words, and a number behind them where they are taken."""
    return next(slug for slug in _slugs(text) if claim(slug))


def _slugs(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text.casefold()))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    slug = "-".join(words[:SLUG_WORDS])[:ID_LENGTH].strip("-") or OURS
    yield slug
    for number in count(2):
        behind = f"-{number}"
        yield slug[: ID_LENGTH - len(behind)].rstrip("-") + behind


def _question_breaks(question: Question) -> Broken:
    yield from ((problem.field or "text", problem.say) for problem in pack_rule_breaks([question], known=()))
    yield from asking_breaks(text=question.text)
    if len(question.plain) > TEXT_LENGTH:
        yield "plain", f"write at most {TEXT_LENGTH} characters."


def _case_breaks(typed: Mapping[str, str]) -> Broken:
    title = typed["title"]
    if not _LETTER.search(title) or len(title) > TITLE_LENGTH or "\n" in title:
        yield "title", f"write one line of words, at most {TITLE_LENGTH} characters."
    if not _is_safe_link(typed["link"]):
        yield (
            "link",
            f"write an address that begins with https://, without spaces, of at most {LINK_LENGTH} characters.",
        )
    for name in POINT_FIELDS:
        if not _LETTER.search(typed[name]) or len(typed[name]) > TEXT_LENGTH or "\n" in typed[name]:
            yield name, f"write one line of words, at most {TEXT_LENGTH} characters."
        yield from asking_breaks(**{name: typed[name]})


def _is_safe_link(link: str) -> bool:
    """Whether it is an address of the web that nobody between can change and that hides no other in front."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    one_word = link.isprintable() and not re.search(r"[\s<>|\"\\]", link)
    return (
        one_word
        and parts.scheme == "https"
        and "." in host.strip(".")
        and "@" not in parts.netloc
        and len(link) <= LINK_LENGTH
    )


def _refused(broken: list[tuple[str, str]]) -> ContentError:
    """One sentence for each field, the first that was found, as people read it."""
    first: dict[str, str] = {}
    for name, say in broken:
        first.setdefault(name, say[:1].upper() + say[1:])
    return ContentError(Problem(OURS, say, field=name) for name, say in first.items())
