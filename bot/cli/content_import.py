"""`content import`, and `content export --team`: a workspace's own questions come and go as files."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.content_report import where
from bot.cli.ending import fail
from bot.cli.rooms import DatabaseOption, TeamOption, chosen_room, in_database, team_of
from bot.kit import QUESTION, own_questions
from content.additions import OURS
from content.errors import Problem
from content.library.rules import slug_breaks
from content.packs import as_kept, weigh_pack
from content.questions import BUILT_IN, Library, Question, load_library
from storage.additions import REMOVED
from storage.work import Room, Work

LONGEST_NAME = 64  # characters; as many as a row has room for


@dataclass(frozen=True)
class Imported:
    """What a file brought, by the ids of its questions; with problems nothing was taken.

    `gone`: in the pack before, and not in the file. `built_in` counts those that the library has just so.
    """

    problems: tuple[Problem, ...] = ()
    alike: tuple[Problem, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    built_in: int = 0


def import_questions(
    path: Annotated[Path, typer.Argument(help="A pack in TOML or CSV.")],
    *,
    pack: Annotated[str, typer.Option("--pack", help="The pack's name; the file's own by default.")] = "",
    team: TeamOption = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Take nothing that nearly stands somewhere else already.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be; save nothing.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Take a file as a pack of a workspace's own: all of it, in the place of what the pack held, or nothing."""
    data, name = _read(path), _pack_name(path, pack)
    library = load_library()

    def take(work: Work) -> Imported:
        room = chosen_room(work, team)
        return take_in(room, data, str(path), pack=name, library=library, strict=strict, saves=not dry_run)

    imported = in_database(database, take)
    tell_problems(imported.problems)
    _tell_alike(imported.alike)
    if imported.problems:
        raise typer.Exit(1)
    _tell(name, imported, dry_run=dry_run)


def take_in(
    room: Room,
    data: bytes,
    name: str,
    *,
    pack: str,
    library: Library,
    strict: bool = False,
    saves: bool = True,
) -> Imported:
    """Make the file the workspace's pack of that name, if nothing is wrong in it; `strict`: likeness is wrong too.

    What was in the pack and is not in the file is asked no more; old threads keep its words.
    """
    before = own_questions(room)
    others = [question for question in before if question.pack != pack]
    weighed = weigh_pack(data, name, pack=pack, library=library, own=others)
    reused = _reused(room, weighed.questions, name)
    problems = (*weighed.problems, *reused, *(weighed.alike if strict else ()))
    alike = () if strict else weighed.alike
    if problems:
        return Imported(problems, alike)
    held = {question.id: question for question in before if question.pack == pack}
    wanted = {question.id: question for question in weighed.questions}
    if saves and wanted != held:
        room.additions.replace_pack(QUESTION, pack, [(key, as_kept(wanted[key])) for key in wanted])
    return Imported(
        alike=alike,
        new=tuple(key for key in wanted if key not in held),
        changed=tuple(key for key in wanted if key in held and wanted[key] != held[key]),
        gone=tuple(key for key in held if key not in wanted),
        same=tuple(key for key in wanted if wanted[key] == held.get(key)),
        built_in=weighed.built_in,
    )


def _reused(room: Room, wanted: Iterable[Question], name: str) -> tuple[Problem, ...]:
    """Ids of other questions that were removed: old threads would show what was never asked there."""
    gone = {kept.item_id: kept.content for kept in room.additions.removed(QUESTION)}
    say = "another question had this id, and old threads still show it; write another one."
    return tuple(
        Problem(name, say, question.id, "id")
        for question in wanted
        if question.id in gone and gone[question.id] != as_kept(question)
    )


def exported(team: str, pack: str, database: str | None) -> tuple[Question, ...]:
    """What `content export --team` writes; ends with a sentence where there is nothing."""

    def read(work: Work) -> tuple[str, tuple[Question, ...]]:
        room = chosen_room(work, team)
        return team_of(work, room.workspace_id), own_questions(room)

    named, known = in_database(database, read)
    found = tuple(question for question in known if pack in {"", question.pack})
    if not found:
        packs = ", ".join(sorted({question.pack for question in known}))
        there_are = f"its packs are {packs}." if packs else "it has no questions of its own yet."
        fail(f"Nothing to write for {named}: {there_are}")
    return found


def tell_problems(problems: Sequence[Problem]) -> None:
    """Say what is to be mended, a line each, and how many things that are."""
    for problem in problems:
        sys.stderr.write(where(problem) + "\n")
    if problems:
        many = "" if len(problems) == 1 else "s"
        sys.stderr.write(f"{len(problems)} thing{many} to mend; nothing was taken.\n")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        fail(f"{path}: {why}. Name a file that ends in .toml or .csv; nothing was taken.")


def _pack_name(path: Path, wanted: str) -> str:
    """The pack's name, if it can have it; ends with a sentence that names a better one."""
    name = wanted or path.stem
    if name in {BUILT_IN, REMOVED}:
        fail(f"“{name}” is a pack that Understudy keeps itself. Give yours another name with --pack.")
    if name == OURS != wanted:
        fail(
            f"“{name}” holds what the team writes in Slack, and the file would take its place. "
            f"Give yours another name with --pack, or say --pack {OURS} if you mean it."
        )
    if any(slug_breaks("pack", name)) or len(name) > LONGEST_NAME:
        better = re.sub(r"[^a-z0-9]+", "-", name.lower())[:LONGEST_NAME].strip("-") or "team"
        fail(
            f"“{name}” cannot be a pack's name: write lower-case words joined by hyphens, "
            f"at most {LONGEST_NAME} characters, as in --pack {better}"
        )
    return name


def _tell_alike(alike: Sequence[Problem]) -> None:
    for problem in alike:
        sys.stderr.write(f"Warning: {where(problem)}\n")


def _tell(pack: str, imported: Imported, *, dry_run: bool) -> None:
    total = len(imported.new) + len(imported.changed) + len(imported.same)
    holds = f"{'would hold' if dry_run else 'holds'} {total} question{'' if total == 1 else 's'}"
    counts = ("new", "changed", "gone", "same")
    told = ", ".join(f"{len(getattr(imported, count))} {count}" for count in counts)
    lines = [f"The pack “{pack}” {holds}: {told}."]
    if imported.gone:
        lines.append(f"Gone, and kept only for old threads: {', '.join(imported.gone)}.")
    if imported.built_in:
        lines.append(f"Left out, since the library has them just so: {imported.built_in}.")
    if dry_run:
        lines.append("This was a dry run: nothing was saved.")
    sys.stdout.write("\n".join(lines) + "\n")
