"""The codes of the coach: what an answer may lack, how sure a reading is, and where words stand."""

from dataclasses import dataclass
from enum import StrEnum


class Signal(StrEnum):
    """What the coach may ask for; the values are the codes that the labels use."""

    ANSWER = "answer"
    STORY = "story"
    OWN = "own"
    RESULT = "result"
    LEARNING = "learning"
    PEOPLE = "people"
    MESS = "mess"
    SYSTEM = "system"
    INTENT = "intent"
    BLAME = "blame"
    CONTEXT = "context"
    FOCUS = "focus"
    NONE = "none"


class Confidence(StrEnum):
    """How sure a reading is: high states, medium asks whether something was missed, low stays silent."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a person, verbatim: `text == parts[part][start:end]`."""

    part: int
    start: int
    end: int
    text: str
