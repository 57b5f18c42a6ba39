"""`content import` and `content export --team`: a team's own questions come whole, or not at all, and go again."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.cli.content_import import Imported, take_in
from bot.kit import QUESTION, Kit, own_questions
from bot.slack.doors import Doors
from content.packs import PackFormat, as_kept, write_pack
from content.questions import CoachSignal, Facet, Kind, Level, Outline, Probe, Question, load_library
from storage.additions import REMOVED, Addition
from storage.database import Database
from storage.work import Room, Work

RUNNER = CliRunner()
LIBRARY = load_library()
BARE = replace(LIBRARY, questions=MappingProxyType({}))
KIT = Kit(Doors(), LIBRARY, timedelta(minutes=1))
BUILT_IN = LIBRARY.questions["wrong-call"]
FORMS = tuple(PackFormat)
MANY = 500
Rows = list[tuple[str, str, str]]


def called(database: Database, *words: object) -> Result:
    url = database.engine.url.render_as_string(hide_password=False)
    return RUNNER.invoke(app, ["content", *map(str, words), "--database", url])


@pytest.fixture
def ours(database: Database) -> Room:
    """Nothing but the workspace T1; its room is asked for anew in each transaction."""
    return database.run_here(lambda work: work.room(know(work, "T1")))


def know(work: Work, team: str) -> int:
    return work.workspaces.know(team_id=team, bot_user_id="U0", bot_id="B0", app_id="A0").id


def kept(database: Database, team: str = "T1") -> tuple[Addition, ...]:
    return database.run_here(lambda work: work.room(know(work, team)).additions.all(QUESTION))


def packs_of(database: Database, team: str = "T1") -> dict[str, str]:
    return {addition.item_id: addition.pack for addition in kept(database, team)}


def many() -> Rows:
    dice = random.Random(7)  # noqa: S311 (made-up words)
    syllables = [first + second for first in "bdfgklmnprst" for second in "aeiou"]
    return [
        (
            f"team-{number}",
            f"How do you {' '.join(''.join(dice.sample(syllables, 3)) for _ in range(6))}?",
            "em",
        )
        for number in range(MANY)
    ]


def written(rows: Rows, form: PackFormat) -> str:
    if form is PackFormat.CSV:
        return "\n".join(["id,text,levels", *(",".join(row) for row in rows)]) + "\n"
    items = (
        f"[[question]]\nid = {json.dumps(key)}\ntext = {json.dumps(text)}\nlevels = {json.dumps([level])}\n"
        for key, text, level in rows
    )
    return "\n".join(items)


def line_of(place: int, form: PackFormat) -> int:
    """Where the row of that place begins in what `written` writes."""
    return place + 2 if form is PackFormat.CSV else 5 * place + 1


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("form", FORMS)
def test_of_five_hundred_with_three_bad_ones_each_is_named_and_once_mended_all_are_taken(
    database: Database, tmp_path: Path, form: PackFormat
) -> None:
    rows = many()
    good = written(rows, form)
    rows[9] = (*rows[9][:2], "boss")
    rows[249] = (BUILT_IN.id, *rows[249][1:])
    rows[498] = (rows[498][0], "", "em")
    file = tmp_path / f"team.{form}"
    file.write_text(written(rows, form))
    shown = called(database, "import", file)
    assert shown.exit_code == 1
    assert shown.stdout == ""
    level, taken, text, end = shown.stderr.splitlines()
    assert level.startswith(
        f"{file}:{line_of(9, form)}: question “team-9”, field “levels, number 1”: “boss” "
    )
    assert "; write one of 'senior'" in level
    assert taken == (
        f"{file}:{line_of(249, form)}: question “wrong-call”, field “id”: "
        "this id is taken in the pack “understudy”; write another one."
    )
    assert text == (
        f"{file}:{line_of(498, form)}: question “team-498”, field “text”: "
        "nothing is written here; write the question as it is asked."
    )
    assert end == "3 things to mend; nothing was taken."
    assert kept(database) == ()
    file.write_text(good)
    shown = called(database, "import", file)
    assert shown.stdout == "The pack “team” holds 500 questions: 500 new, 0 changed, 0 gone, 0 same.\n"
    assert shown.stderr == ""
    assert packs_of(database) == dict.fromkeys(
        [key for key, *_ in rows if key != BUILT_IN.id] + ["team-249"], "team"
    )


@pytest.mark.usefixtures("ours")
def test_an_id_that_was_removed_comes_back_with_its_own_words_alone(
    database: Database, tmp_path: Path
) -> None:
    rows = many()[:4]
    file = tmp_path / "team.csv"
    for part in (rows, rows[1:]):
        file.write_text(written(part, PackFormat.CSV))
        assert called(database, "import", file).exit_code == 0
    file.write_text(written([(rows[0][0], "What did you never finish?", "em"), *rows[1:]], PackFormat.CSV))
    shown = called(database, "import", file)
    assert shown.exit_code == 1
    assert "old threads still show it; write another one." in shown.stderr
    file.write_text(written(rows, PackFormat.CSV))
    assert "1 new, 0 changed, 0 gone, 3 same" in called(database, "import", file).stdout


@pytest.mark.usefixtures("ours")
def test_a_file_that_comes_again_changes_nothing_but_what_was_changed(
    database: Database, tmp_path: Path
) -> None:
    rows = many()[:20]
    file = tmp_path / "team.csv"
    file.write_text(written(rows, PackFormat.CSV))
    called(database, "import", file)
    first = kept(database)
    shown = called(database, "import", file)
    assert shown.stdout == "The pack “team” holds 20 questions: 0 new, 0 changed, 0 gone, 20 same.\n"
    assert kept(database) == first
    rows[3] = (rows[3][0], "What did you change?", "director")
    del rows[7]
    rows.append(("one-more", "Who helped you most?", "em"))
    file.write_text(written(rows, PackFormat.CSV))
    shown = called(database, "import", file)
    assert shown.stdout.splitlines() == [
        "The pack “team” holds 20 questions: 1 new, 1 changed, 1 gone, 18 same.",
        "Gone, and kept only for old threads: team-7.",
    ]
    assert question_of(database, rows[3][0]).text == "What did you change?"
    assert question_of(database, rows[3][0]).levels == (Level.DIRECTOR,)


def question_of(database: Database, key: str, team: str = "T1") -> Question:
    return database.run_here(lambda work: KIT.question(work.room(know(work, team)), key))


@pytest.mark.usefixtures("ours")
def test_what_went_keeps_its_words_for_old_threads_and_may_come_back(
    database: Database, tmp_path: Path
) -> None:
    rows = many()[:3]
    file = tmp_path / "team.csv"
    file.write_text(written(rows, PackFormat.CSV))
    called(database, "import", file)
    file.write_text(written(rows[1:], PackFormat.CSV))
    called(database, "import", file)
    assert packs_of(database) == {"team-1": "team", "team-2": "team"}
    assert (question_of(database, "team-0").text, question_of(database, "team-0").pack) == (
        rows[0][1],
        REMOVED,
    )
    bank = database.run_here(lambda work: KIT.bank(work.room(know(work, "T1"))))
    assert {question.id for question in bank} - LIBRARY.questions.keys() == {"team-1", "team-2"}
    other = tmp_path / "other.csv"
    other.write_text(written(rows[:1], PackFormat.CSV))
    assert "1 new" in called(database, "import", other).stdout
    assert packs_of(database) == {"team-0": "other", "team-1": "team", "team-2": "team"}


def test_what_one_workspace_imports_no_other_sees(database: Database, ours: Room, tmp_path: Path) -> None:
    del ours
    assert kept(database, "T2") == ()
    file = tmp_path / "team.csv"
    file.write_text(written(many()[:2], PackFormat.CSV))
    assert called(database, "import", file, "--team", "T1").exit_code == 0
    assert (len(kept(database)), kept(database, "T2")) == (2, ())
    assert question_of(database, "team-0", "T2").text == "team-0"
    assert called(database, "import", file, "--team", "T2").exit_code == 0, "the id is free there"
    empty = called(database, "export", "--team", "T2", "--pack", "none")
    assert (empty.exit_code, empty.stderr) == (1, "Nothing to write for T2: its packs are team.\n")


def test_of_several_workspaces_one_must_be_named(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(written(many()[:2], PackFormat.CSV))
    shown = called(database, "import", file)
    assert (
        shown.stderr
        == "There is no workspace in this database yet. Install Understudy in one, then try again.\n"
    )
    for team in ("T2", "T1"):
        kept(database, team)
    shown = called(database, "import", file)
    assert shown.exit_code == 1
    assert shown.stderr == "This database holds 2 workspaces; name one of T1, T2 with --team.\n"
    shown = called(database, "import", file, "--team", "T3")
    assert shown.stderr == "There is no workspace T3 in this database; there are T1, T2.\n"
    assert (kept(database, "T1"), kept(database, "T2")) == ((), ())


@pytest.mark.usefixtures("ours")
def test_an_id_has_one_pack(database: Database, tmp_path: Path) -> None:
    rows = many()[:3]
    for name, some in (("one", rows[:2]), ("two", rows[2:])):
        (tmp_path / f"{name}.csv").write_text(written(some, PackFormat.CSV))
        assert called(database, "import", tmp_path / f"{name}.csv").exit_code == 0
    before = kept(database)
    file = tmp_path / "two.csv"
    file.write_text(written([rows[0], ("team-1", "What else?", "em"), rows[2]], PackFormat.CSV))
    shown = called(database, "import", file)
    assert shown.stderr.splitlines() == [
        f"{file}:2: question “team-0”, field “id”: your pack “one” has this question; leave it out here, or write another id.",
        f"{file}:3: question “team-1”, field “id”: this id is taken in the pack “one”; write another one.",
        "2 things to mend; nothing was taken.",
    ]
    assert kept(database) == before


@pytest.mark.usefixtures("ours")
def test_what_nearly_stands_elsewhere_is_shown_with_both_texts_and_refused_only_where_that_is_wished(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "nights.csv").write_text("id,text\nshift,What did you learn from the night shift?\n")
    called(database, "import", tmp_path / "nights.csv")
    like = BUILT_IN.text.replace("?", ", then?")
    file = tmp_path / "team.csv"
    file.write_text(f'id,text\na,"{like}"\nb,What did you learn from that night shift?\nc,Why?\n')
    strict = called(database, "import", file, "--strict")
    assert strict.exit_code == 1
    by_library, by_own, end = strict.stderr.splitlines()
    assert by_library == (
        f"{file}:2: question “a”, field “text”: “{like}” is nearly “{BUILT_IN.text}” (question “wrong-call” of the pack "
        "“understudy”); ask something else, or drop one."
    )
    assert by_own.startswith(
        f"{file}:3: question “b”, field “text”: “What did you learn from that night shift?” is "
    )
    assert (
        "nearly “What did you learn from the night shift?” (question “shift” of the pack “nights”)" in by_own
    )
    assert end == "2 things to mend; nothing was taken."
    assert packs_of(database) == {"shift": "nights"}
    shown = called(database, "import", file)
    assert shown.exit_code == 0
    assert shown.stderr.splitlines() == [f"Warning: {by_library}", f"Warning: {by_own}"]
    assert packs_of(database) == {"a": "team", "b": "team", "c": "team", "shift": "nights"}


@pytest.mark.usefixtures("ours")
def test_a_dry_run_shows_the_same_and_saves_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(written(many()[:3], PackFormat.CSV))
    shown = called(database, "import", file, "--dry-run")
    assert shown.stdout.splitlines() == [
        "The pack “team” would hold 3 questions: 3 new, 0 changed, 0 gone, 0 same.",
        "This was a dry run: nothing was saved.",
    ]
    assert kept(database) == ()


@pytest.mark.usefixtures("ours")
def test_what_the_library_has_just_so_is_left_there(database: Database, tmp_path: Path) -> None:
    mine = Question(id="mine", text="Who taught you that?", kind=Kind.PAST)
    file = tmp_path / "team.toml"
    file.write_text(write_pack([BUILT_IN, mine], PackFormat.TOML))
    shown = called(database, "import", file)
    assert shown.stdout.splitlines()[1] == "Left out, since the library has them just so: 1."
    assert packs_of(database) == {"mine": "team"}


@pytest.mark.usefixtures("ours")
def test_a_question_that_cannot_be_read_still_counts_as_one_to_which_others_point(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "team.toml"
    file.write_text(
        '[[question]]\nid = "a"\ntext = "Why?"\nrelated = ["b", "z"]\n[[question]]\nid = "b"\nkind = "past"\n'
    )
    shown = called(database, "import", file)
    assert shown.stderr.splitlines() == [
        f"{file}:1: question “a”, field “related”: “z” is no other question; write an id that the library has.",
        f"{file}:5: question “b”, field “text”: nothing is written here; write the question as it is asked.",
        "2 things to mend; nothing was taken.",
    ]


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("team.csv", "id,text\na,Café?\n".encode("latin-1"), ":2: save it as UTF-8 text."),
        ("team.csv", b"", ": no question in it; write a row with an id and a text."),
        ("team.toml", b"", ": no question in it; write [[question]] with an id and a text."),
        ("team.txt", b"id,text\na,Why?\n", ": save it as a file that ends in .toml or .csv."),
        ("team.toml", b"[[question]\n", ":1: this is not TOML yet ("),
        ("team.csv", b'id,text\na,"Why?\n', ":2: this is not CSV yet ("),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_said_in_a_sentence(
    database: Database, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    shown = called(database, "import", file)
    assert shown.exit_code == 1
    assert isinstance(shown.exception, SystemExit)
    problem, end = shown.stderr.splitlines()
    assert problem.startswith(f"{file}{said}")
    assert end == "1 thing to mend; nothing was taken."
    assert kept(database) == ()


@pytest.mark.usefixtures("ours")
def test_what_is_no_file_is_said_in_a_sentence(database: Database, tmp_path: Path) -> None:
    for path, why in ((tmp_path, "is a directory"), (tmp_path / "none.csv", "no such file or directory")):
        shown = called(database, "import", path)
        assert (shown.exit_code, isinstance(shown.exception, SystemExit)) == (1, True)
        assert shown.stderr == f"{path}: {why}. Name a file that ends in .toml or .csv; nothing was taken.\n"


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("understudy", "“understudy” is a pack that Understudy keeps itself. "),
        ("removed", "“removed” is a pack that Understudy keeps itself. "),
        ("Our Own", "at most 64 characters, as in --pack our-own\n"),
        ("a" * 65, f"at most 64 characters, as in --pack {'a' * 64}\n"),
        ("%", "as in --pack team\n"),
    ],
)
def test_a_name_that_no_pack_can_have_is_refused_with_a_better_one(
    database: Database, tmp_path: Path, name: str, said: str
) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_text(written(many()[:1], PackFormat.CSV))
    for words in ((file,), (tmp_path / "none.csv", "--pack", name)):
        (tmp_path / "none.csv").write_text(file.read_text())
        shown = called(database, "import", *words)
        assert shown.exit_code == 1
        assert said in shown.stderr
    assert kept(database) == ()
    assert called(database, "import", file, "--pack", "team").exit_code == 0
    assert packs_of(database) == {"team-0": "team"}


@pytest.mark.usefixtures("ours")
def test_what_the_team_wrote_in_slack_is_replaced_only_where_that_is_said(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "ours.csv"
    file.write_text(written(many()[:1], PackFormat.CSV))
    shown = called(database, "import", file)
    assert (shown.exit_code, kept(database)) == (1, ())
    assert "say --pack ours if you mean it" in shown.stderr
    assert called(database, "import", file, "--pack", "ours").exit_code == 0
    assert packs_of(database) == {"team-0": "ours"}


def test_a_database_without_tables_is_said_in_a_sentence(bare_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(written(many()[:1], PackFormat.CSV))
    bare = Database(bare_database_url)
    shown = called(bare, "import", file)
    bare.close()
    assert shown.exit_code == 1
    assert "Run `python -m bot migrate`" in shown.stderr


def test_a_pack_is_exported_only_from_a_workspace(database: Database) -> None:
    shown = called(database, "export", "--pack", "team")
    assert (shown.exit_code, shown.stderr) == (
        1, "A pack belongs to a workspace: name that too, with --team.\n",
    )  # fmt: skip
    database.run_here(lambda work: know(work, "T1"))
    shown = called(database, "export", "--team", "T1")
    assert shown.stderr == "Nothing to write for T1: it has no questions of its own yet.\n"


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_can_be_imported(database: Database, tmp_path: Path, form: PackFormat) -> None:
    rows = many()[:5]
    for pack, some in (("one", rows[:3]), ("two", rows[3:])):
        file = tmp_path / f"{pack}.csv"
        file.write_text(written(some, PackFormat.CSV))
        called(database, "import", file)
    before = kept(database)
    assert called(database, "export", "--team", "T1").stdout.count("How do you") == len(rows)
    back = tmp_path / f"one.{form}"
    back.write_bytes(
        called(database, "export", "--team", "T1", "--pack", "one", "--format", form).stdout_bytes
    )
    assert "0 new, 0 changed, 0 gone, 3 same" in called(database, "import", back).stdout
    assert kept(database) == before


words = st.text(min_size=1, max_size=30) | st.sampled_from(
    ["a | b", "a: b", "\\|", '"', "C:\\", "=1", ",;\t", "“x”"]
)
filled = words.filter(lambda text: bool(text.strip()) and "\n" not in text)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
probes = st.lists(
    st.builds(Probe, ask=filled, serves=st.sampled_from(CoachSignal)),
    max_size=3,
    unique_by=lambda probe: probe.ask,
).map(tuple)
questions = st.builds(
    Question,
    id=slugs,
    text=filled,
    kind=st.sampled_from(Kind),
    levels=st.lists(st.sampled_from(Level), unique=True, max_size=2).map(tuple),
    intent=filled.map(lambda text: f"secretly {text}"),
    facets=st.lists(st.builds(Facet, name=filled.map(lambda text: f"side {text}"), says=filled), max_size=2).map(tuple),
    outline=st.builds(Outline, context=words, results=words),
    **dict.fromkeys(("strong", "fails", "hint", "plain"), words | st.just("")),
    branch=probes,
    private_first=st.booleans(),
    private_only=st.booleans(),
    pack=st.just("team"),
)  # fmt: skip
packs = st.lists(questions, min_size=1, max_size=3, unique_by=(lambda one: one.id, lambda one: one.text))


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(pack=packs)
def test_any_questions_of_one_workspace_are_the_same_in_another(
    database: Database, form: PackFormat, pack: list[Question]
) -> None:
    """Each example replaces what the one before left in the two workspaces."""

    def there_and_back(work: Work) -> tuple[Imported, Imported]:
        here, there = work.room(know(work, "T1")), work.room(know(work, "T2"))
        here.additions.replace_pack(QUESTION, "team", [(one.id, as_kept(one)) for one in pack])
        there.additions.replace_pack(QUESTION, "team", [])
        file = write_pack(own_questions(here), form).encode()
        came = take_in(there, file, f"team.{form}", pack="team", library=BARE)
        assume(not came.problems)
        assert {one.id: one for one in own_questions(there)} == {one.id: one for one in pack}
        back = write_pack(own_questions(there), form).encode()
        return came, take_in(here, back, f"team.{form}", pack="team", library=BARE)

    came, again = database.run_here(there_and_back)
    assert set(came.new) == set(again.same) == {one.id for one in pack}
    assert (again.new, again.changed, again.gone) == ((), (), ())
