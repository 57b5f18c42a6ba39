"""The project's own labelled answers (`labelled/*.toml`): read, checked and given the shape that the coach's labels have."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "labelled"
SIGNALS: Final = (
    "answer",
    "story",
    "own",
    "result",
    "learning",
    "system",
    "people",
    "mess",
    "blame",
    "intent",
    "context",
    "focus",
)
_GRADED: Final = frozenset({"result", "learning"})
_NAMED: Final = frozenset({"unclear", "story", "system", "people", "mess"})
_KEYS: Final = frozenset({"id", "must", "question", "text", "spoken", "also", "joined"})

Labels = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Example:
    """One answer: what must hold of its signal, and every label of the codebook where all of them are known."""

    id: str
    signal: str
    must: str | int
    question: str
    text: str
    spoken: bool
    labels: Labels | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One content in fluent and in plain English, with the labels of both."""

    id: str
    question: str
    fluent: str
    plain: str
    spoken: bool
    labels: Labels


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """An example that the coach is known to get wrong: what it says instead, and why it cannot know better."""

    signal: str
    id: str
    says: str | int
    why: str


@cache
def read_examples(signal: str) -> tuple[Example, ...]:
    """The examples of one signal, in the order of its file."""
    table = _table(signal)
    return tuple(_example(signal, entry, table.get("question", "")) for entry in table["example"])


def read_all() -> list[Example]:
    """The examples of every signal."""
    return [example for signal in SIGNALS for example in read_examples(signal)]


def read_pairs() -> list[Pair]:
    """The pairs of fluent and plain English."""
    table = _table("pairs")
    return [
        Pair(
            id=entry["id"],
            question=entry.get("question", table["question"]),
            fluent=entry["fluent"].strip(),
            plain=entry["plain"].strip(),
            spoken=entry.get("spoken", False),
            labels=as_labels(entry["labels"]),
        )
        for entry in table["pair"]
    ]


def read_known_failures() -> list[KnownFailure]:
    """The examples that the coach gets wrong, as the table of known failures names them."""
    return [KnownFailure(**entry) for entry in _table("known_failures").get("failure", [])]


def read_known_pairs() -> frozenset[str]:
    """The pairs that are known to get two decisions."""
    return frozenset(entry["id"] for entry in _table("known_failures").get("pair", []))


def as_labels(said: str) -> Labels:
    """The labels of the codebook from words such as `story result=2 people`; what is not named does not hold."""
    labels = {"own_unclear": 0, "story": 0, "result": 0, "learning": 0, "system": 0, "people": 0, "mess": 0}
    for word in said.split():
        name, _, grade = word.partition("=")
        if name in _GRADED:
            labels[name] = int(grade)
        elif name in _NAMED and not grade:
            labels["own_unclear" if name == "unclear" else name] = 1
        else:
            raise ValueError(f"{word!r} is no label")
    return labels


def as_line(example: Example) -> dict[str, Any]:
    """An example as a line of an evaluation; its labels stand in it where all of them are known."""
    line: dict[str, Any] = {
        "id": f"{example.signal}: {example.id}",
        "question": example.question,
        "answer": example.text,
        "spoken": example.spoken,
    }
    return line | dict(example.labels or {})


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _example(signal: str, entry: Mapping[str, Any], question: str) -> Example:
    if unknown := entry.keys() - _KEYS:
        raise ValueError(f"{entry['id']}: no key {sorted(unknown)}")
    return Example(
        id=entry["id"],
        signal=signal,
        must=entry["must"],
        question=entry.get("question", question),
        text=_joined(*entry["joined"]) if "joined" in entry else entry["text"].strip(),
        spoken=entry.get("spoken", False),
        labels=_own_labels(signal, entry),
    )


def _joined(signal: str, first: int, last: int) -> str:
    """Several answers of another file, one after the other."""
    return "\n\n".join(example.text for example in _sources(signal)[first:last])


def _sources(signal: str) -> Sequence[Example]:
    return read_examples(signal)


def _own_labels(signal: str, entry: Mapping[str, Any]) -> Labels | None:
    """Every label of an example of a trained signal: what it must be, and what holds besides."""
    if "also" not in entry:
        return None
    must = entry["must"]
    if signal in _GRADED:
        return as_labels(f"{entry['also']} {signal}={must}")
    holds = {"own": "unclear"}.get(signal, signal)
    return as_labels(f"{entry['also']} {holds if must == holds else ''}")
