"""The shape of a question and of a story, frozen; `content.questions` is the front to import from."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that says something: never empty, no space around it."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
"""Text that a pack may leave out; no space around it either."""

ID_LENGTH = 150
"""Characters; an id travels inside Slack's ids and values, which end at 255."""


class Kind(StrEnum):
    """What sort of answer a question wants."""

    PAST = "past"
    METHOD = "method"
    SITUATION = "situation"
    FRAMING = "framing"
    PRESENT = "present"
    SELF = "self"


class StorySlug(StrEnum):
    """The eight stories of the story bank."""

    UNDERPERFORMER = "underperformer"
    MOTIVATION = "motivation"
    DELIVERY = "delivery"
    SCALING = "scaling"
    STAKEHOLDER = "stakeholder"
    DECISION = "decision"
    CONFLICT = "conflict"
    CHALLENGE = "challenge"


class Pillar(StrEnum):
    """The five pillars of a leadership loop."""

    SYSTEM_DESIGN = "system-design"
    PEOPLE = "people"
    STRATEGY = "strategy"
    CROSS_FUNCTIONAL = "cross-functional"
    HIRING = "hiring"


class Level(StrEnum):
    """Whose interview a question belongs to."""

    SENIOR = "senior"
    STAFF = "staff"
    TECH_LEAD = "tech-lead"
    EM = "em"
    DIRECTOR = "director"


class HiringSignal(StrEnum):
    """What interviewers look for."""

    RELIABILITY = "reliability"
    COMMUNICATION = "communication"
    EMOTIONAL_INTELLIGENCE = "emotional-intelligence"
    RESILIENCE = "resilience"
    OWNERSHIP = "ownership"
    INITIATIVE = "initiative"
    AUTONOMY = "autonomy"


class CoachSignal(StrEnum):
    """What the coach may find missing in an answer, and what a probe therefore asks for."""

    OWN = "own"
    STORY = "story"
    RESULT = "result"
    LEARNING = "learning"
    PEOPLE = "people"
    MESS = "mess"
    SYSTEM = "system"
    INTENT = "intent"
    BLAME = "blame"
    CONTEXT = "context"
    FOCUS = "focus"


class Content(BaseModel):
    """A piece of content: never changed once read; a field that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Facet(Content):
    """One side of the intent, and what an answer says when it meets it."""

    name: Words = Field(description="the side of the intent in one to four words")
    says: Words = Field(description="what an answer says when it meets this facet")


class Probe(Content):
    """A further question of a curious peer, and the coach's signal that it serves."""

    ask: Words = Field(description="the further question, as a curious peer would put it")
    serves: CoachSignal = Field(description="the coach's signal that the probe serves")


class Outline(Content):
    """What each part of an answer covers, without content; empty where a pack does not say."""

    context: Text = Field("", description="what to cover of the situation and the stakes")
    challenge: Text = Field("", description="what to cover of the obstacles")
    actions: Text = Field("", description="what to cover of one's own steps")
    results: Text = Field("", description="what to cover of the outcome and how it is known")
    learnings: Text = Field("", description="what to cover of what changed since")


class Question(Content):
    """A question to practise with. Only `id`, `text` and `kind` are always filled: packs may leave out the rest."""

    id: Annotated[Words, Field(max_length=ID_LENGTH, description="a slug that no other question has")]
    text: Words = Field(description="the question as it is asked")
    kind: Kind = Field(description="what sort of answer it wants")
    competency: Text = Field("", description="the competency as a slug, such as managing-people")
    story: StorySlug | None = Field(None, description="which of the eight stories it calls for")
    pillar: Pillar | None = Field(None, description="which pillar of a leadership loop it belongs to")
    levels: tuple[Level, ...] = Field(
        (), description='a list of levels, such as ["em"]; an empty one fits everyone'
    )
    hiring_signals: tuple[HiringSignal, ...] = Field(
        (), description='a list of hiring signals, such as ["ownership"]'
    )
    intent: Text = Field("", description="one line: what they are really asking")
    facets: tuple[Facet, ...] = Field(
        (), description="three to six sides of the intent, each with what an answer says"
    )
    strong: Text = Field("", description="what a strong answer shows")
    fails: Text = Field("", description="where people fail")
    outline: Outline = Field(Outline(), description="what each part of an answer covers")
    hint: Text = Field("", description="what to cover, without content, in a line or two")
    branch: tuple[Probe, ...] = Field((), description="probes into a part of the story, three at least")
    leaf: tuple[Probe, ...] = Field((), description="narrow factual probes, two at least")
    related: tuple[Words, ...] = Field((), description="a list of ids of questions that want a similar story")
    contrasts: tuple[Words, ...] = Field((), description="a list of ids of near twins with another intent")
    plain: Text = Field("", description="the question again in at most twenty everyday words")
    private_first: bool = Field(False, description="true if private practice is offered first")
    private_only: bool = Field(False, description="true if it never comes up in a channel (pay, leaving)")
    pack: Words = Field("understudy", description="the pack that it came with")


class Story(Content):
    """One of the eight stories: what it is called, what it must show and where people fail."""

    slug: StorySlug = Field(description="the slug that questions name as their story")
    title: Words = Field(description="the story's name as people read it")
    competency: Words = Field(description="the competency that it proves, as a slug")
    must: tuple[Words, ...] = Field(min_length=1, description="what the story must show")
    fails: tuple[Words, ...] = Field(min_length=1, description="where people fail in it")


class StoryBank(Content):
    """The eight stories as they stand in the library's file, and the version of the library."""

    version: Words = Field(description="the version of the library, such as 0.1.0")
    story: tuple[Story, ...] = Field(description="the eight stories")
