"""The question library's front: what a question is, and how packs of them are read."""

from content.library.checking import check_builtin as check_builtin
from content.library.collection import Library as Library
from content.library.completing import guess_kind as guess_kind
from content.library.likeness import likeness as likeness
from content.library.loading import BUILT_IN as BUILT_IN
from content.library.loading import load_library as load_library
from content.library.loading import read_pack
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
from content.library.shape import StorySlug as StorySlug


def parse_pack(text: str, name: str, *, pack: str = BUILT_IN) -> tuple[Question, ...]:
    """The questions of a TOML pack; a ContentError that lists everything wrong in it. All or nothing."""
    return tuple(read_pack(text, name, pack=pack).by_key.values())


def bare_question(question_id: str, text: str, *, kind: Kind | None = None, pack: str = "bare") -> Question:
    """A question from nothing but an id and a text; its kind is guessed from the words unless given."""
    return Question(id=question_id, text=text, kind=kind or guess_kind(text), pack=pack)
