"""Packs come and go as files: what is written is read back equal, and what is wrong is all told at once."""

import json
import random
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import ContentError
from content.library.items import Items
from content.library.reading import library_path
from content.library.schema import schema_text
from content.packs import COLUMNS, PackFormat, check_pack, read_pack, write_pack
from content.questions import (
    CoachSignal,
    Facet,
    HiringSignal,
    Kind,
    Level,
    Outline,
    Pillar,
    Probe,
    Question,
    StorySlug,
    load_library,
)

LIBRARY = load_library()
ROOT = Path(__file__).parents[2]

words = st.text(min_size=1, max_size=40) | st.sampled_from(
    ["a | b", "a: b", "\\|", '"', "C:\\", "=1", ",;\t", "\r\n“x”"]
)
filled = words.filter(lambda text: bool(text.strip()))
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
probes = st.lists(st.builds(Probe, ask=filled, serves=st.sampled_from(CoachSignal)), max_size=3).map(tuple)
outlines = st.builds(Outline, **dict.fromkeys(Outline.model_fields, words | st.just("")))


def some(kind: type[Level | HiringSignal]) -> st.SearchStrategy[tuple[Level | HiringSignal, ...]]:
    return st.lists(st.sampled_from(kind), unique=True, max_size=3).map(tuple)


questions = st.builds(
    Question,
    id=slugs,
    text=filled,
    kind=st.sampled_from(Kind),
    competency=slugs | st.just(""),
    story=st.sampled_from(StorySlug) | st.none(),
    pillar=st.sampled_from(Pillar) | st.none(),
    levels=some(Level),
    hiring_signals=some(HiringSignal),
    **dict.fromkeys(("intent", "strong", "fails", "hint", "plain"), words | st.just("")),
    facets=st.lists(st.builds(Facet, name=filled, says=filled), max_size=3).map(tuple),
    outline=outlines,
    branch=probes,
    leaf=probes,
    related=st.lists(slugs, max_size=2).map(tuple),
    contrasts=st.lists(slugs, max_size=2).map(tuple),
    private_first=st.booleans(),
    private_only=st.booleans(),
    pack=st.just("team"),
)
packs = st.lists(questions, min_size=1, max_size=3, unique_by=lambda question: question.id)


def read(text: str, form: PackFormat) -> Items[Question]:
    return read_pack(text.encode(), f"team.{form}", pack="team")


@pytest.mark.parametrize("form", PackFormat)
@settings(max_examples=150, deadline=None)
@given(pack=packs)
def test_any_questions_come_back_as_they_were_written(form: PackFormat, pack: list[Question]) -> None:
    assert list(read(write_pack(pack, form), form).by_key.values()) == pack


@pytest.mark.parametrize("form", PackFormat)
def test_the_built_in_questions_come_back_as_they_were_written(form: PackFormat) -> None:
    built_in = list(LIBRARY.questions.values())
    back = read_pack(write_pack(built_in, form).encode(), f"x.{form}", pack="understudy")
    assert list(back.by_key.values()) == built_in
    assert check_pack(back, LIBRARY) == ()


def five_hundred() -> list[list[str]]:
    dice = random.Random(5)  # noqa: S311 (made-up words)
    syllables = [first + second for first in "bdfgklmnprst" for second in "aeiou"]
    return [
        [
            f"team-{number}",
            f"How do you {' '.join(''.join(dice.sample(syllables, 3)) for _ in range(6))}?",
            "em",
            "own: You?",
        ]
        for number in range(500)
    ]


def as_csv(rows: list[list[str]]) -> str:
    return "\n".join(["id,text,levels,leaf", *(",".join(row) for row in rows)]) + "\n"


def as_toml(rows: list[list[str]]) -> str:
    items = []
    for row in rows:
        named = dict(zip(("id", "text"), row, strict=False))
        serves, _, ask = row[3].partition(": ")
        fields = [f"{name} = {json.dumps(value)}" for name, value in named.items()]
        fields += [f'levels = ["{row[2]}"]', f'leaf = [{{ ask = "{ask}", serves = "{serves}" }}]']
        items.append("\n".join(["[[question]]", *fields]) + "\n")
    return "\n".join(items)


@pytest.mark.parametrize("form", PackFormat)
def test_of_five_hundred_with_three_bad_ones_each_is_named_and_nothing_is_taken(form: PackFormat) -> None:
    rows = five_hundred()
    rows[9][2] = "boss"
    rows[249][1] = ""
    rows[498][3] = "owns: You?"
    text, lines = (
        (as_csv(rows), (11, 251, 500)) if form is PackFormat.CSV else (as_toml(rows), (55, 1495, 2989))
    )
    with pytest.raises(ContentError) as raised:
        read(text, form)
    told = [(p.file, p.line, p.question, p.field) for p in raised.value.problems]
    assert told == [
        (f"team.{form}", lines[0], "team-9", "levels, number 1"),
        (f"team.{form}", lines[1], "team-249", "text"),
        (f"team.{form}", lines[2], "team-498", "leaf, number 1, serves"),
    ]
    assert all("; write " in problem.say for problem in raised.value.problems)


@pytest.mark.parametrize("form", PackFormat)
def test_five_hundred_good_ones_are_taken(form: PackFormat) -> None:
    rows = five_hundred()
    pack = read(as_csv(rows) if form is PackFormat.CSV else as_toml(rows), form)
    assert len(pack.by_key) == 500
    assert check_pack(pack, LIBRARY) == ()


def problems(data: bytes | str, name: str = "team.csv") -> list[str]:
    with pytest.raises(ContentError) as raised:
        read_pack(data.encode() if isinstance(data, str) else data, name, pack="team")
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        ("", "team.txt", ["team.txt: save it as a file that ends in .toml or .csv."]),
        (b"id,text\na,\xff\n", "team.csv", ["team.csv, line 2: save it as UTF-8 text."]),
        ("id,text\n", "team.csv", ["team.csv: no question in it; write a row with an id and a text."]),
        ("id\na\n", "team.csv", ["team.csv, line 1, field “text”: this column is missing; the first row names the columns."]),
        ("id,text,levles\na,b,\n", "team.csv", ["team.csv, line 1, field “levles”: there is no such column; did you mean “levels”?"]),
        ("id,text,id\na,b,c\n", "team.csv", ["team.csv, line 1, field “id”: this column is there twice; leave one out."]),
        (
            "id,text\na,Why, or why not?\n",
            "team.csv",
            ["team.csv, line 2, question “a”: there are 3 cells for 2 columns; put texts with commas in quotes."],
        ),
        (
            'id,text\na,"Why\nnot?"\n\n,Who?\na,When?\n',
            "team.csv",
            [
                "team.csv, line 5, question “number 2”, field “id”: nothing is written here; write a slug that no other question has.",
                "team.csv, line 6, question “a”, field “id”: this id came before; write another one.",
            ],
        ),
        (
            "id,text,branch,facets\na,Why?,Who else?,Doubt\n",
            "team.csv",
            [
                "team.csv, line 2, question “a”, field “facets, number 1, says”: nothing is written here; write what an answer says when it meets this facet.",
                "team.csv, line 2, question “a”, field “branch, number 1, serves”: nothing is written here; write the coach's signal that the probe serves.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_told_with_its_place(data: bytes | str, name: str, said: list[str]) -> None:
    assert problems(data, name) == said


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("x" * 200_000, "field larger than field limit"),
        ('"Why?', "unexpected end of data"),
        ('"Why" not?', "',' expected after '\"'"),
    ],
)
def test_what_is_no_csv_is_told_with_the_line_of_its_row(cell: str, why: str) -> None:
    [said] = problems(f'id,text\nz,"Who\nelse?"\na,{cell}\nb,How?\n')
    assert said.startswith(f"team.csv, line 4: this is not CSV yet ({why}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheets_file_is_read_whatever_parts_its_cells(delimiter: str) -> None:
    rows = [
        ["ID", "Levels", "text", "Private_first"],
        ["a", "EM | senior", "How do you rest?", "Yes"],
        ["", "", "", ""],
    ]
    text = "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    [question] = read(text, PackFormat.CSV).by_key.values()
    assert question == Question(
        id="a", text="How do you rest?", kind=Kind.METHOD, levels=(Level.EM, Level.SENIOR), private_first=True, pack="team"
    )  # fmt: skip


def test_a_pack_keeps_the_rules_of_packs_and_takes_no_id_of_another() -> None:
    text = "id,text,intent,hint\nwrong-call,Why?,,\nours,Who went?,The reason,the reason counts\nagain,Who went?,,\n"
    pack = read(text, PackFormat.CSV)
    assert [str(problem) for problem in check_pack(pack, LIBRARY)] == [
        "team.csv, line 3, question “ours”, field “hint”: this tells the intent; leave it to be guessed.",
        "team.csv, line 3, question “ours”, field “text”: this is nearly the question “again”; ask something else, or drop one.",
        "team.csv, line 2, question “wrong-call”, field “id”: this id is taken in the pack “understudy”; write another one.",
    ]


def test_the_guide_tells_every_column() -> None:
    guide = (ROOT / "docs" / "content.md").read_text()
    assert [column for column in COLUMNS if f"`{column}`" not in guide] == []


def test_the_schema_for_editors_is_up_to_date() -> None:
    assert library_path("schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_takes_the_librarys_files_and_refuses_what_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    validator.check_schema(validator.schema)
    for name in ("questions/conflict", "drills/decode", "contrasts", "cases", "worked"):
        written = library_path(*f"{name}.toml".split("/")).read_text(encoding="utf-8")
        assert list(validator.iter_errors(tomllib.loads(written))) == [], name
    one = {"id": "a", "text": "Why?"}
    assert list(validator.iter_errors({"question": [one]})) == []
    for wrong in (
        {"id": "a"},
        {**one, "kind": "pastt"},
        {**one, "txet": "x"},
        {**one, "pack": "x"},
        {**one, "text": ""},
    ):
        assert list(validator.iter_errors({"question": [wrong]})), wrong
