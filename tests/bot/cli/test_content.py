"""`content …` in the terminal: what there is, what is wrong and where, and packs that come and go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from content.library.exercises import DrillKind
from content.library.schema import schema_text
from content.questions import Level, Pillar, StorySlug, load_library

RUNNER = CliRunner()
LIBRARY = load_library()
GOOD = '[[question]]\nid = "ours"\ntext = "How do you rest?"\nstory = "delivery"\nlevels = ["em"]\n'
BAD = f'{GOOD}\n[[question]]\nid = "theirs"\ntext = "Why?"\nkind = "pastt"\nlevls = []\n'


def called(*words: str) -> Result:
    return RUNNER.invoke(app, ["content", *words], env={"COLUMNS": "160"})


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return tmp_path / "team.toml"


def test_the_library_is_counted_in_one_object() -> None:
    shown = called("check", "--json")
    assert shown.exit_code == 0
    told = json.loads(shown.stdout)
    assert list(told) == ["questions", "contrast_sets", "drills", "cases", "probes", "errors"]
    assert list(told["questions"]) == ["total", "by_story", "by_competency", "by_pillar", "by_level"]
    assert told["errors"] == []
    assert told["questions"]["total"] == len(LIBRARY.questions)
    assert set(told["questions"]["by_story"]) == set(StorySlug)
    assert set(told["questions"]["by_pillar"]) == set(Pillar)
    assert set(told["questions"]["by_level"]) == set(Level)
    assert sum(told["questions"]["by_competency"].values()) == len(LIBRARY.questions)
    assert set(told["drills"]) == set(DrillKind)
    assert sum(told["drills"].values()) == len(LIBRARY.drills)
    assert (told["contrast_sets"], told["cases"]) == (len(LIBRARY.contrasts), len(LIBRARY.cases))
    assert told["probes"]["branch"] == sum(len(question.branch) for question in LIBRARY.questions.values())


def test_the_library_is_counted_for_people() -> None:
    shown = called("check")
    assert shown.exit_code == 0
    assert str(len(LIBRARY.questions)) in shown.stdout
    assert "drills: decode" in shown.stdout
    assert shown.stderr == ""


def test_a_good_pack_is_counted(pack: Path) -> None:
    pack.write_text(GOOD)
    told = json.loads(called("check", str(pack), "--json").stdout)
    assert told["questions"]["total"] == 1
    assert told["questions"]["by_story"]["delivery"] == 1
    assert told["questions"]["by_competency"] == {}
    assert (told["cases"], told["errors"]) == (0, [])
    assert called("check", str(pack)).exit_code == 0


def test_a_pack_with_errors_ends_with_one_and_tells_place_item_and_field(pack: Path) -> None:
    pack.write_text(BAD)
    shown = called("check", str(pack))
    assert shown.exit_code == 1
    assert shown.stdout == ""
    kind, field, end = shown.stderr.splitlines()
    assert kind.startswith(
        f"{pack}:7: question “theirs”, field “kind”: “pastt” is not known here; write one of "
    )
    assert (
        field == f"{pack}:7: question “theirs”, field “levls”: there is no such field; did you mean “levels”?"
    )
    assert end == "2 things to mend; nothing was taken."


def test_the_errors_of_a_pack_stand_in_the_object_too(pack: Path) -> None:
    pack.write_text(BAD)
    shown = called("check", str(pack), "--json")
    assert shown.exit_code == 1
    told = json.loads(shown.stdout)
    assert told["questions"]["total"] == 0
    assert [(e["file"], e["line"], e["sort"], e["item"], e["field"]) for e in told["errors"]] == [
        (str(pack), 7, "question", "theirs", "kind"),
        (str(pack), 7, "question", "theirs", "levls"),
    ]


def test_what_is_no_pack_is_told_without_a_line(tmp_path: Path) -> None:
    path = tmp_path / "team.txt"
    path.write_text(GOOD)
    shown = called("check", str(path))
    assert shown.exit_code == 1
    assert shown.stderr.splitlines()[0] == f"{path}: save it as a file that ends in .toml or .csv."
    assert called("check", str(tmp_path / "none.toml")).exit_code == 2


def test_what_is_not_even_toml_is_told_with_its_line(pack: Path) -> None:
    pack.write_text(f"{GOOD}kind = past\n")
    assert called("check", str(pack)).stderr.startswith(f"{pack}:6: this is not TOML yet (Invalid value")


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_what_is_exported_is_checked_and_counted_alike(tmp_path: Path, form: str) -> None:
    exported = called("export", "--format", form)
    assert exported.exit_code == 0
    path = tmp_path / f"export.{form}"
    path.write_bytes(exported.stdout_bytes)
    told, whole = (json.loads(called("check", *words, "--json").stdout) for words in ((str(path),), ()))
    assert told["errors"] == []
    assert (told["questions"], told["probes"]) == (whole["questions"], whole["probes"])


def test_an_imported_table_of_hundreds_tells_all_that_is_wrong_and_takes_nothing(tmp_path: Path) -> None:
    rows = [f"team-{number},How do you keep promise number {number}?,em" for number in range(500)]
    rows[3] += "|boss"
    rows[200] = ",How do you rest?,em"
    rows[499] = "team-499,,em"
    path = tmp_path / "team.csv"
    path.write_text("\n".join(["id,text,levels", *rows]))
    shown = called("check", str(path), "--json")
    told = json.loads(shown.stdout)
    assert shown.exit_code == 1
    assert [(error["line"], error["item"], error["field"]) for error in told["errors"]] == [
        (5, "team-3", "levels, number 2"),
        (202, "number 201", "id"),
        (501, "team-499", "text"),
    ]
    assert told["questions"]["total"] == 0


def test_questions_are_listed_by_competency() -> None:
    shown = called("list", "--competency", "mentoring", "--competency", "ownership", "--json")
    listed = json.loads(shown.stdout)
    assert {question["competency"] for question in listed} == {"mentoring", "ownership"}
    assert len(json.loads(called("list", "--json").stdout)) == len(LIBRARY.questions)
    table = called("list", "--competency", "mentoring").stdout
    assert all(question["id"] in table for question in listed if question["competency"] == "mentoring")


def test_a_competency_that_nobody_asks_about_is_told_with_those_that_there_are() -> None:
    shown = called("list", "--competency", "juggling")
    assert shown.exit_code == 1
    assert shown.stderr.startswith("No question has the competency “juggling”; there are ")
    assert "mentoring" in shown.stderr


@pytest.mark.parametrize("shelf", ["questions", "drills", "contrasts", "cases"])
def test_whatever_has_an_id_is_shown_whole(shelf: str) -> None:
    item_id, item = next(iter(getattr(LIBRARY, shelf).items()))
    shown = " ".join(called("show", item_id).stdout.split())
    told = [value for _, value in item if isinstance(value, str)]
    assert [value for value in told if " ".join(value.split()) not in shown] == []


def test_an_id_that_is_nearly_right_is_met_with_what_was_meant() -> None:
    shown = called("show", "wrong-cal")
    assert shown.exit_code == 1
    assert "“wrong-cal”; did you mean “wrong-call”" in shown.stderr
    assert called("show", "%%%").stderr == "Nothing in the library has the id “%%%”.\n"


def test_the_schema_is_printed() -> None:
    assert called("schema").stdout == schema_text()
