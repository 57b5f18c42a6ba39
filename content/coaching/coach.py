"""The front of the coach: read an answer, decide what to ask, word it, say why, and see what a reply made clear."""

from content.coaching.credit import Credit, find_own_credit, find_strong_credit, may_credit
from content.coaching.deciding import Ask, Silent, SilentReason, decide, others, rank
from content.coaching.explaining import Explanation, explain
from content.coaching.progress import Progress, progress, still_open
from content.coaching.questions import AskedQuestion, Depth, Kind, Probe, guess_kind
from content.coaching.reader import read
from content.coaching.readings import Reading
from content.coaching.signals import Confidence, Signal, Span
from content.coaching.wording import Wording, word, word_credit, word_progress

__all__ = [
    "Ask",
    "AskedQuestion",
    "Confidence",
    "Credit",
    "Depth",
    "Explanation",
    "Kind",
    "Probe",
    "Progress",
    "Reading",
    "Signal",
    "Silent",
    "SilentReason",
    "Span",
    "Wording",
    "decide",
    "explain",
    "find_own_credit",
    "find_strong_credit",
    "guess_kind",
    "may_credit",
    "others",
    "progress",
    "rank",
    "read",
    "still_open",
    "word",
    "word_credit",
    "word_progress",
]
