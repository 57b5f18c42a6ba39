"""Reads the built-in library from its files, and packs from text."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from content.errors import ContentError, Problem
from content.library.collection import Library
from content.library.completing import completed
from content.library.items import CASE, CONTRAST, DRILL, QUESTION, WORKED, Items, Place, Sort, read_items
from content.library.reading import library_path, make, read_table
from content.library.shape import Content, Question, StoryBank
from content.library.twins import decode_drills

BUILT_IN: Final = "understudy"
"""The pack that every library starts with."""

T = TypeVar("T", bound=Content)

_STORIES: Final = "stories.toml"


def load_library() -> Library:
    """The built-in library, read anew at each call; the caller keeps it. A ContentError if a file is wrong."""
    table = read_table(_written(_STORIES), _STORIES)
    bank = make(StoryBank, table, Problem(_STORIES, ""))
    places: dict[str, Place] = {}
    contrasts = _shelf(CONTRAST, ["contrasts.toml"], places)
    library = Library(
        version=bank.version,
        questions=MappingProxyType({}),
        stories=MappingProxyType({story.slug: story for story in bank.story}),
        drills=_shelf(DRILL, _folder("drills"), places),
        contrasts=contrasts,
        twins=decode_drills(contrasts.values()),
        cases=_shelf(CASE, ["cases.toml"], places),
        worked=_shelf(WORKED, ["worked.toml"], places),
        places=MappingProxyType(places),
    )
    for name in _folder("questions"):
        items = read_pack(_written(name), name, pack=BUILT_IN)
        library = library.with_pack(items.by_key.values())
        places |= items.places
    return library


def read_pack(text: str, name: str, *, pack: str) -> Items[Question]:
    """The questions of a TOML pack and their places; a ContentError that lists everything wrong in it."""
    return read_items(QUESTION, text, name, completed=lambda item: completed(item, pack))


def _shelf(sort: Sort[T], names: Iterable[str], places: dict[str, Place]) -> Mapping[str, T]:
    """All items of a sort from these files; what it finds out about their places it adds."""
    shelf: dict[str, T] = {}
    for name in names:
        items = read_items(sort, _written(name), name)
        if twice := sorted(shelf.keys() & items.by_key.keys()):
            say = "another file of the library has this id; choose an id of its own."
            raise ContentError([Problem(name, say, key, "id", sort=sort.name) for key in twice])
        shelf |= items.by_key
        places |= items.places
    return MappingProxyType(shelf)


def _folder(name: str) -> list[str]:
    files = (path.name for path in library_path(name).iterdir())
    return [f"{name}/{file}" for file in sorted(files) if file.endswith(".toml")]


def _written(name: str) -> str:
    return library_path(*name.split("/")).read_text(encoding="utf-8")
