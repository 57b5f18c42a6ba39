"""Clips: what Slack's own transcript of a voice or video answer tells, and when to look for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from html import unescape
from itertools import takewhile
from typing import Final

from content.coaching.gates import is_known_language
from content.coaching.texts import take_apart

LOOKS: Final = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 300, 600))
"""How long after the looking began a clip is looked at again; Slack may tell earlier that its file changed."""

WAIT: Final = timedelta(minutes=10)  # a transcript that is not there by then does not come
OUTAGE: Final = timedelta(hours=1)  # unless Slack could not be asked: then it is asked for so long
LATER: Final = timedelta(minutes=2)  # between looks once the last one of `LOOKS` is over
TICKING: Final = timedelta(minutes=10)  # how long the coach waits for the author's ticks

_DASH = re.compile(r"^- ", re.MULTILINE)  # before the words of another speaker
_TAG = re.compile(r"<[^<>]*>")
_HEAD = re.compile("\ufeff?WEBVTT(?:[ \t].*)?$")
_BLANK = re.compile(r"\n{2,}")


class ClipState(StrEnum):
    """How far a clip is; the values stand in the database."""

    WAITING = "waiting"
    """For its transcript."""

    HEARD = "heard"
    """The transcript is there, and its author may tick what can be heard."""

    READABLE = "readable"
    """The coach may read it."""

    MUTE = "mute"
    """There is no transcript."""


@dataclass(frozen=True)
class Whole:
    """The transcript."""

    text: str


@dataclass(frozen=True)
class Elsewhere:
    """The transcript stands at this address."""

    url: str


class Lack(StrEnum):
    """Why there is no transcript."""

    NOT_YET = "not_yet"
    NEVER = "never"


def find_transcript(
    status: str, preview: str, vtt: str, *, has_more: bool = True
) -> Whole | Elsewhere | Lack:
    """Where the transcript is, by what Slack tells of the file."""
    if status in {"failed", "none"}:
        return Lack.NEVER
    if status != "complete":
        return Lack.NOT_YET
    if not has_more:
        return Whole(" ".join(preview.split()))
    return Elsewhere(vtt) if vtt else Lack.NEVER


def read_vtt(file: str) -> str | None:
    """The words of a WebVTT file in one line, times and marks left out; None when it is no such file."""
    head, *blocks = _BLANK.split(file.replace("\r\n", "\n").replace("\r", "\n"))
    if not _HEAD.match(head.partition("\n")[0]):
        return None
    return " ".join(" ".join(_words(block) for block in blocks).split())


def _words(block: str) -> str:
    """What is said in one cue; nothing in what is no cue."""
    lines = block.strip("\n").split("\n")
    before = list(takewhile(lambda line: "-->" not in line, lines[:2]))
    said = "\n".join(lines[len(before) + 1 :]) if len(before) < len(lines[:2]) else ""
    return unescape(_DASH.sub("", _TAG.sub("", said)))


def in_words(seconds: int) -> str:
    """A length as people say it: `2 min 10 s`."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{rest} s"] if rest or not minutes else parts)


def next_look(begun: datetime, now: datetime) -> datetime:
    """When to look again at a clip that is looked at now."""
    return next((begun + after for after in LOOKS if begun + after > now), now + LATER)


def is_given_up(begun: datetime, now: datetime, *, was_asked: bool) -> bool:
    """Whether a transcript that is not there now is waited for no longer; `was_asked`: Slack gave an answer."""
    return now >= begun + (WAIT if was_asked else OUTAGE)


def is_in_known_language(transcript: str) -> bool:
    """Whether the coach knows the language, as far as the words tell."""
    return is_known_language(take_apart([transcript]))
