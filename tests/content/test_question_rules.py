"""The rules that the library's questions keep beyond their fields: readable, British, kind, probed for whatever is missing."""

import pytest

from content.library.language import (
    READING_LEVEL,
    find_texts,
    find_wording_breaks,
    reading_level,
)
from content.library.likeness import LIKENESS, find_alike, likeness
from content.library.rules import pack_rule_breaks, rule_breaks
from content.questions import (
    CoachSignal,
    Facet,
    Kind,
    Level,
    Probe,
    Question,
    bare_question,
    load_library,
)

LIBRARY = load_library()
QUESTIONS = sorted(LIBRARY.questions.values(), key=lambda question: question.id)
QUESTION = LIBRARY.questions["wrong-call"]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


@each_question
def test_what_is_shown_reads_like_a_newspaper_at_most(question: Question) -> None:
    assert reading_level(f"{question.text}\n{question.plain}\n{question.hint}") <= READING_LEVEL


@each_question
def test_the_wording_is_british_open_to_all_and_without_real_names(question: Question) -> None:
    assert [say for _, text in find_texts(question) for say in find_wording_breaks(text)] == []


@each_question
def test_facets_say_different_things(question: Question) -> None:
    says = [facet.says for facet in question.facets]
    assert list(find_alike(says)) == []


@each_question
def test_every_rule_is_kept(question: Question) -> None:
    assert list(rule_breaks([question], known=LIBRARY.questions.keys())) == []


def broken(**changes: object) -> list[tuple[str | None, str]]:
    question = QUESTION.model_copy(update=changes)
    return [
        (problem.field, problem.say) for problem in rule_breaks([question], known=LIBRARY.questions.keys())
    ]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text": "Why not"}, "text", "end with a question mark."),
        ({"text": "Why?\nHow?"}, "text", "write one line of at most 300 characters."),
        ({"text": f"Why {'not ' * 80}?"}, "text", "write one line of at most 300 characters."),
        ({"intent": "y" * 141}, "intent", "write one line of at most 140 characters."),
        ({"intent": ""}, "intent", "nothing is written here; write one line: what they are really asking."),
        ({"hint": "x " * 101}, "hint", "write at most 200 characters."),
        ({"plain": "a " * 21}, "plain", "write at most 20 words."),
        ({"id": "Wrong Call"}, "id", "write lower-case words joined by hyphens."),
        ({"facets": QUESTION.facets[:2]}, "facets", "write three to six facets, each with a name of its own."),
        ({"branch": QUESTION.branch[:1]}, "branch", "write at least 3 probes into a part of the story."),
        ({"leaf": ()}, "leaf", "write at least 2 narrow factual probes."),
        ({"leaf": QUESTION.leaf * 2}, "branch", "write each probe once."),
        ({"levels": (Level.EM, Level.EM)}, "levels", "write each of them once."),
        ({"related": ("nowhere",)}, "related", "“nowhere” is no other question; write an id that the library has."),
        ({"pillar": None}, "pillar", "name the pillar; only a question of kind self has none."),
        (
            {"hint": "Notwithstanding organisational considerations " * 4},
            "text",
            "the reading level is ",
        ),
        ({"strong": "A colorful tale."}, "strong", "“colorful” stands here; write the British spelling “colourful”."),
        ({"fails": "The guys did it."}, "fails", "“guys” stands here; write something kinder, such as “people”."),
        ({"hint": "How Netflix does it."}, "hint", "“Netflix” is a real name; write what it is, such as"),
        (
            {"leaf": (Probe(ask="When", serves=CoachSignal.RESULT), *QUESTION.leaf)},
            "leaf, number 1, ask",
            "write a whole sentence.",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_with_what_to_write(changes: dict[str, object], field: str, said: str) -> None:
    assert [say for name, say in broken(**changes) if name == field and say.startswith(said)]


def served(*signals: CoachSignal) -> tuple[Probe, ...]:
    return tuple(
        Probe(ask=f"What about point {number}?", serves=signal) for number, signal in enumerate(signals)
    )


def test_probes_serve_several_signals_the_result_and_for_habits_a_story() -> None:
    alike = served(CoachSignal.OWN, CoachSignal.OWN, CoachSignal.OWN)
    said = dict(broken(branch=alike, leaf=(), kind=Kind.METHOD))
    assert said["leaf"].startswith("let one probe serve “result”")
    fields = [say for field, say in broken(branch=alike, leaf=(), kind=Kind.METHOD) if field == "branch"]
    assert fields[0] == "let the probes serve at least 4 signals, not own."
    assert fields[1].startswith("let one probe serve “story”")


def test_facets_that_say_nearly_the_same_are_refused() -> None:
    one, *others = QUESTION.facets
    again = Facet(name="Another name", says=f"{one.says} too")
    assert broken(facets=(one, again, *others[:1])) == [
        ("facets", f"“{one.name}” and “Another name” say nearly the same; write another one, or drop one.")
    ]


def test_two_questions_that_are_nearly_the_same_are_refused() -> None:
    again = QUESTION.model_copy(update={"id": "again", "text": f"{QUESTION.text[:-1]} then?"})
    [problem] = rule_breaks([QUESTION, again], known=LIBRARY.questions.keys())
    assert str(problem) == (
        "understudy, question “wrong-call”, field “text”: this is nearly the question “again”; "
        "ask something else, or drop one."
    )


def test_a_pack_of_a_team_misses_nothing_and_spells_as_it_likes() -> None:
    bare = bare_question("ours", "Tell me about a time you used Jira to organize color")
    assert list(pack_rule_breaks([bare], known=())) == []
    long = bare_question("Ours", f"Why {'not ' * 80}?")
    assert [problem.field for problem in pack_rule_breaks([long], known=())] == ["id", "text"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 0.0),
        ("?!", 0.0),
        ("Why not?", 2.0),
        ("Why not", 2.0),
        ("You said no. Then what?", 2.5),
        ("Understandable organisations.", 102.0),
        ("He said: “Why?” Then he left.", 2.0),
    ],
)
def test_the_reading_level_is_words_a_sentence_and_the_share_of_long_words(text: str, level: float) -> None:
    assert reading_level(text) == pytest.approx(level)


@pytest.mark.parametrize(
    "text",
    [
        "The organisation of laboratories, the size of the prize, and a capsized boat.",
        "Slack in the plan, an apple, a stripe, intelligence, and an amazon parrot.",
        "The sapling and its slavering dog in a coloured theatre centre.",
        "She and he are both here.",
    ],
)
def test_words_that_only_look_like_those_are_left_alone(text: str) -> None:
    assert list(find_wording_breaks(text.replace("Slack", "slack"))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Organizing", "“Organizing” stands here; write the British spelling “organising”."),
        ("his or her part", "“his or her” stands here; write something kinder, such as “their”."),
        ("on AWS.", "“AWS” is a real name; write what it is, such as “a large shop” or “a message queue”."),
    ],
)
def test_other_words_are_offered(text: str, said: str) -> None:
    assert list(find_wording_breaks(text)) == [said]


def test_alike_texts_are_found_as_likeness_finds_them() -> None:
    texts = [question.text for question in QUESTIONS[:40]]
    texts += [f"{text} Then?" for text in texts[:10]] + ["", "Why?"]
    expected = {
        (one, other)
        for one in range(len(texts))
        for other in range(one + 1, len(texts))
        if likeness(texts[one], texts[other]) > LIKENESS
    }
    assert len(expected) >= 10
    assert set(find_alike(texts)) == expected
