"""The question library's front: what a question is, and how packs of them are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from content.errors import ContentError, Problem
from content.library.reading import library_path, make, read_table
from content.library.rules import likeness as likeness
from content.library.rules import rule_breaks
from content.library.shape import CoachSignal as CoachSignal
from content.library.shape import Facet as Facet
from content.library.shape import HiringSignal as HiringSignal
from content.library.shape import Kind as Kind
from content.library.shape import Level as Level
from content.library.shape import Outline as Outline
from content.library.shape import Pillar as Pillar
from content.library.shape import Probe as Probe
from content.library.shape import Question as Question
from content.library.shape import Story as Story
from content.library.shape import StoryBank
from content.library.shape import StorySlug as StorySlug

BUILT_IN: Final = "understudy"
"""The pack that every library starts with."""

_STORIES: Final = "stories.toml"
_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*question[ \t]*\]\]", re.MULTILINE)
_PAST_CUES: Final = re.compile(
    r"\b(a time|the last time|an? (instance|example|experience|story|situation|occasion|moment|period|anecdote))\b",
)
_SITUATION_CUES: Final = re.compile(r"\b(what|how) would you\b|\b(imagine|suppose)\b|\bif you were\b")
_METHOD_CUES: Final = re.compile(
    r"\bhow do you\b|\byour (approach|process|strateg\w+)\b|\bwhat do you do when\b"
)
_TOLD: Final = re.compile(r"^\W*(tell (me|us)|describe|share|recall|recount|give)\b")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything there is to practise with; never changed, `with_pack` makes a larger one."""

    version: str
    questions: Mapping[str, Question]
    stories: Mapping[StorySlug, Story]

    def find(self, question_id: str) -> Question | None:
        """The question of that id; None if no pack has it (any more)."""
        return self.questions.get(question_id)

    def with_pack(self, pack: Iterable[Question]) -> "Library":
        """This library and a pack's questions; a ContentError if an id is taken already."""
        joined = dict(self.questions)
        problems = []
        for question in pack:
            if question.id in joined:
                say = f"this id is taken in the pack “{joined[question.id].pack}”; write another one."
                problems.append(Problem(question.pack, say, question.id, "id"))
            joined[question.id] = question
        if problems:
            raise ContentError(problems)
        return replace(self, questions=MappingProxyType(joined))

    def only(self, pack: Iterable[Question]) -> "Library":
        """A pack's questions alone, with this library's stories; a ContentError if an id comes twice."""
        return replace(self, questions=MappingProxyType({})).with_pack(pack)


def load_library() -> Library:
    """The built-in library, read anew at each call; the caller keeps it. A ContentError if a file is wrong."""
    table = read_table(library_path(_STORIES).read_text(encoding="utf-8"), _STORIES)
    bank = make(StoryBank, table, Problem(_STORIES, ""))
    stories = MappingProxyType({story.slug: story for story in bank.story})
    library = Library(bank.version, MappingProxyType({}), stories)
    for path in sorted(library_path("questions").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            library = library.with_pack(parse_pack(path.read_text(encoding="utf-8"), path.name))
    return library


def check_builtin(library: Library) -> tuple[Problem, ...]:
    """Every place where the built-in questions break the library's own rules; empty when all is well.

    Packs of teams are not judged: their questions may stand without facets and probes.
    """
    own = [question for question in library.questions.values() if question.pack == BUILT_IN]
    return tuple(rule_breaks(own, known=library.questions.keys()))


def parse_pack(text: str, name: str, *, pack: str = BUILT_IN) -> tuple[Question, ...]:
    """The questions of a TOML pack; a ContentError that lists everything wrong in it. All or nothing."""
    table = read_table(text, name)
    items = table.pop("question", None)
    problems = [Problem(name, f"“{key}” is not known at the top; only [[question]] is.") for key in table]
    if not isinstance(items, list) or not items:
        raise ContentError(
            [*problems, Problem(name, "no question in it; write [[question]] with an id and a text.")]
        )
    lines = _lines(text, len(items))
    made: dict[str, Question] = {}
    for number, (item, line) in enumerate(zip(items, lines, strict=True), 1):
        place = Problem(name, "", _named(item, number), line=line)
        try:
            question = make(Question, _completed(item, pack), place)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        if question.id in made:
            problems.append(replace(place, field="id", say="this id came before; write another one."))
        made[question.id] = question
    if problems:
        raise ContentError(problems)
    return tuple(made.values())


def bare_question(question_id: str, text: str, *, kind: Kind | None = None, pack: str = "bare") -> Question:
    """A question from nothing but an id and a text; its kind is guessed from the words unless given."""
    return Question(id=question_id, text=text, kind=kind or guess_kind(text), pack=pack)


def guess_kind(text: str) -> Kind:
    """The kind that a question's words ask for; PAST when they do not tell."""
    words = " ".join(text.lower().split())
    if _SITUATION_CUES.search(words):
        return Kind.SITUATION
    if _PAST_CUES.search(words) or _TOLD.search(words):
        return Kind.PAST
    return Kind.METHOD if _METHOD_CUES.search(words) else Kind.PAST


def _completed(item: object, pack: str) -> object:
    """An item with its pack, and with a guessed kind where none is written; what is no table stays as it is."""
    if not isinstance(item, dict):
        return item
    return {"kind": guess_kind(str(item.get("text", ""))), **item, "pack": pack}


def _named(item: object, number: int) -> str:
    """What to call an item in an error: its id, or its number where it has none."""
    given = item.get("id") if isinstance(item, dict) else None
    return given if isinstance(given, str) and given.strip() else f"number {number}"


def _lines(text: str, count: int) -> list[int] | list[None]:
    """The line on which each of `count` questions begins; None for all where the headers cannot be told."""
    lines = [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)]
    return lines if len(lines) == count else [None] * count
