"""The library as one frozen collection: questions and what is practised beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from content.errors import ContentError, Problem
from content.library.exercises import Case, ContrastSet, Drill, WorkedPair
from content.library.items import Place
from content.library.shape import Question, Story, StorySlug


@dataclass(frozen=True, slots=True, repr=False)
class Library:
    """Everything there is to practise with; never changed, `with_pack` makes a larger one."""

    version: str
    questions: Mapping[str, Question]
    stories: Mapping[StorySlug, Story]
    drills: Mapping[str, Drill] = field(default_factory=dict)
    contrasts: Mapping[str, ContrastSet] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    worked: Mapping[str, WorkedPair] = field(default_factory=dict)
    twins: Mapping[str, Drill] = field(default_factory=dict)
    """The questions of the contrast sets as drills to decode."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each built-in item is written, by its id; worked pairs by their story."""

    def __repr__(self) -> str:
        """Never with all that it holds: whatever names a library in passing would spell out a book."""
        return f"Library({self.version}, {len(self.questions)} questions)"

    def find(self, question_id: str) -> Question | None:
        """The question of that id; None if no pack has it (any more)."""
        return self.questions.get(question_id)

    def drill(self, drill_id: str) -> Drill | None:
        """The drill of that id, one of the contrast sets' too; None if it is gone."""
        return self.drills.get(drill_id) or self.twins.get(drill_id)

    def all_drills(self) -> tuple[Drill, ...]:
        """Every drill there is, those of the contrast sets too."""
        return (*self.drills.values(), *self.twins.values())

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
