"""The library's questions as the coach reads them."""

from __future__ import annotations

from content.coaching.coach import AskedQuestion, Depth, Kind, Probe, Signal
from content.questions import Question


def as_asked(question: Question) -> AskedQuestion:
    """The question with its probes: what each serves and how narrow it is."""
    branches = (Probe(probe.ask, Signal(probe.serves.value), Depth.BRANCH) for probe in question.branch)
    leaves = (Probe(probe.ask, Signal(probe.serves.value), Depth.LEAF) for probe in question.leaf)
    return AskedQuestion(
        text=question.text,
        kind=Kind(question.kind.value),
        story=question.story.value if question.story else None,
        probes=(*branches, *leaves),
    )
