"""The word lists of the coach, read once from the library and frozen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

VERSION: Final = "2026-11-22.1"  # moves with every change of lists, wordings or weights


def read_list(name: str) -> dict[str, Any]:
    """One TOML file of the coach's library, as plain data."""
    text = files("content").joinpath("library", "coach", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Theme:
    """What a past occasion is about, told by the question's story or a phrase in it, and what it wants most."""

    stories: tuple[str, ...]
    phrases: tuple[str, ...]
    wants: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known about questions: phrases that tell their kind, and what each kind and theme wants to hear."""

    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    weights: Mapping[str, Mapping[str, float]]
    themes: tuple[Theme, ...]


def _load() -> Vocabulary:
    data = read_list("questions")
    return Vocabulary(
        kinds=tuple((name, tuple(phrases)) for name, phrases in data["kinds"].items()),
        weights=MappingProxyType({k: MappingProxyType(dict(v)) for k, v in data["weights"].items()}),
        themes=tuple(
            Theme(tuple(t["stories"]), tuple(t["phrases"]), MappingProxyType(dict(t["wants"])))
            for t in data["themes"].values()
        ),
    )


VOCABULARY: Final = _load()
