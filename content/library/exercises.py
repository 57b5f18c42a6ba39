"""The shapes of what is practised beside questions: drills, contrast sets, cases and worked pairs, frozen."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from content.library.shape import ID_LENGTH, CoachSignal, Content, Pillar, StorySlug, Text, Words

Slug = Annotated[Words, Field(max_length=ID_LENGTH)]


class DrillKind(StrEnum):
    """What a drill trains; each kind has a file of its own."""

    ASK_THEM = "ask-them"
    CLARIFY_FIRST = "clarify-first"
    DECODE = "decode"
    FROM_WE_TO_I = "from-we-to-i"
    INTERVIEWERS_CHAIR = "interviewers-chair"
    NEGOTIATE = "negotiate"
    OTHER_WORDS = "other-words"
    PICK_THE_STORY = "pick-the-story"
    PLAIN_WORDS = "plain-words"
    SAY_YOUR_SYSTEM = "say-your-system"
    SHARPEN_THE_LEARNING = "sharpen-the-learning"
    THIRTY_SECONDS = "thirty-seconds"
    TWIST = "twist"


KINDS_WITH_OPTIONS: Final = frozenset({DrillKind.DECODE, DrillKind.OTHER_WORDS, DrillKind.PICK_THE_STORY})
"""The kinds in which one of several options fits; in the others people write freely."""


DRILL_TITLES: Final[Mapping[DrillKind, str]] = MappingProxyType(
    {
        DrillKind.ASK_THEM: "Ask them",
        DrillKind.CLARIFY_FIRST: "Clarify first",
        DrillKind.DECODE: "Decode the question",
        DrillKind.FROM_WE_TO_I: "From we to I",
        DrillKind.INTERVIEWERS_CHAIR: "In the interviewer's chair",
        DrillKind.NEGOTIATE: "Negotiate",
        DrillKind.OTHER_WORDS: "In other words",
        DrillKind.PICK_THE_STORY: "Pick the story",
        DrillKind.PLAIN_WORDS: "In plain words",
        DrillKind.SAY_YOUR_SYSTEM: "Say your method",
        DrillKind.SHARPEN_THE_LEARNING: "Sharpen the learning",
        DrillKind.THIRTY_SECONDS: "Thirty seconds",
        DrillKind.TWIST: "The twist",
    }
)
"""What people read for each kind."""


class Option(Content):
    """One option of a drill, and why it fits or does not."""

    text: Words = Field(description="the option as people read it")
    fits: bool = Field(description="true for the one option that fits, false for the others")
    why: Words = Field(description="why it fits, or why it does not")


class Drill(Content):
    """A drill of a minute or two: something to read, something to do, and what to look for afterwards."""

    id: Slug = Field(description="a slug that nothing else in the library has")
    kind: DrillKind = Field(description="what the drill trains")
    text: Words = Field(description="what people read first")
    task: Words = Field(description="what to do with it")
    look_for: tuple[Words, ...] = Field(description="three to five things to look for in what was written")
    signal: CoachSignal = Field(description="the coach's signal that the drill trains")
    story: StorySlug | None = Field(None, description="which of the eight stories it belongs to, if any")
    options: tuple[Option, ...] = Field((), description="the options, where the kind wants them")


class Twin(Content):
    """One question of a contrast set."""

    text: Words = Field(description="the question as it is asked")
    intent: Words = Field(description="one line: what they are really asking")
    tells: Words = Field(description="the word in the text that tells it from its twins, and what follows")
    story: StorySlug | None = Field(None, description="which of the eight stories it calls for, if any")


class ContrastSet(Content):
    """Two to four questions that sound alike and ask for different things."""

    id: Slug = Field(description="a slug that nothing else in the library has")
    title: Words = Field(description="the set's name as people read it")
    twins: tuple[Twin, ...] = Field(description="two to four questions that sound alike")
    why: Words = Field(description="why one story does not serve them all")


class Lens(Content):
    """One way in which a good leader looks at a case."""

    leader: Words = Field(description="whose view it is, by what they care for")
    weighs: Words = Field(description="what this leader would weigh and do")


class Case(Content):
    """A situation for the weekly discussion, with points to talk about and ways to look at it.

    The library's own are invented and whole; one that somebody brings is a `link` to a story told elsewhere, a title and
    points.
    """

    id: Slug = Field(description="a slug that nothing else in the library has")
    title: Words = Field(description="the case's name as people read it")
    situation: Text = Field("", description="the situation in 90 to 120 words")
    points: tuple[Words, ...] = Field(description="three questions to discuss")
    lenses: tuple[Lens, ...] = Field((), description="three or four ways in which leaders look at it")
    competency: Text = Field("", description="the competency as a slug, such as managing-people")
    pillar: Pillar | None = Field(None, description="which pillar of a leadership loop it belongs to")
    link: Text = Field(
        "", description="where a case that somebody brought is told; none in the library's own"
    )


class Mark(Content):
    """A passage of the better try, and what it shows."""

    quote: Words = Field(description="a passage of the better try, word for word")
    shows: Words = Field(description="what the passage shows")


class WorkedPair(Content):
    """A weak try, the coach's one question about it, a better try, and what in that does the work."""

    story: StorySlug = Field(description="which of the eight stories the pair is about")
    question: Words = Field(description="the question that both tries answer; the bank does not hold it")
    weak: Words = Field(description="the weak try")
    asks: Words = Field(description="the coach's one question, quoting the weak try in “…”")
    better: Words = Field(description="the better try")
    marks: tuple[Mark, ...] = Field(description="passages of the better try and what each shows")
