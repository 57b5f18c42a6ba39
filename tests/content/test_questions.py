"""Each question of the library keeps the library's rules, and what is wrong in a pack is said in sentences."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from content.errors import ContentError
from content.library.likeness import find_alike
from content.questions import (
    CoachSignal,
    Kind,
    Level,
    Outline,
    Question,
    StorySlug,
    bare_question,
    check_builtin,
    guess_kind,
    likeness,
    load_library,
    parse_pack,
)

LIBRARY = load_library()
QUESTIONS = sorted(LIBRARY.questions.values(), key=lambda question: question.id)

BESIDE_THE_STORIES = (
    "hard-feedback",
    "mentoring",
    "failure-recovered",
    "roadmap-between-rivals",
    "shaping-teams",
    "telling-executives",
    "clarity-from-ambiguity",
    "ownership",
    "system-design-framing",
    "technical-strategy",
    "cross-functional",
    "hiring-and-inclusion",
    "narrative",
    "philosophy",
    "compensation",
    "asking-them",
    "meta-interview",
)

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


@each_question
def test_a_question_is_short_and_asks(question: Question) -> None:
    assert len(question.text) <= 300
    assert question.text.endswith("?")
    assert "\n" not in question.text


@each_question
def test_the_intent_is_one_short_line(question: Question) -> None:
    assert 0 < len(question.intent) <= 140
    assert "\n" not in question.intent


@each_question
def test_three_to_six_facets_have_names_of_their_own(question: Question) -> None:
    names = {facet.name.casefold() for facet in question.facets}
    assert 3 <= len(question.facets) <= 6
    assert len(names) == len(question.facets)
    assert len({facet.says for facet in question.facets}) == len(question.facets)


@each_question
def test_probes_suffice_and_none_comes_twice(question: Question) -> None:
    asks = [probe.ask for probe in (*question.branch, *question.leaf)]
    assert len(question.branch) >= 3
    assert len(question.leaf) >= 2
    assert len(set(asks)) == len(asks)


@each_question
def test_probes_serve_several_signals(question: Question) -> None:
    served = {probe.serves for probe in (*question.branch, *question.leaf)}
    assert len(served) >= 4
    assert CoachSignal.RESULT in served


@each_question
def test_a_question_about_habits_can_ask_for_one_time(question: Question) -> None:
    if question.kind is Kind.METHOD:
        assert CoachSignal.STORY in {probe.serves for probe in question.branch}


@each_question
def test_plain_words_are_few(question: Question) -> None:
    assert 0 < len(question.plain.split()) <= 20


@each_question
def test_neither_text_nor_hint_gives_the_intent_away(question: Question) -> None:
    shown = f"{question.text} {question.plain} {question.hint}".casefold()
    assert question.intent.casefold().rstrip("?.") not in shown
    assert [facet.name for facet in question.facets if facet.name.casefold() in shown] == []


@each_question
def test_every_field_is_filled(question: Question) -> None:
    filled = (question.competency, question.strong, question.fails, question.hint)
    assert all(filled)
    assert question.pillar or question.kind is Kind.SELF
    assert question.levels
    assert question.hiring_signals
    assert all(getattr(question.outline, part) for part in Outline.model_fields)


@each_question
def test_lists_hold_nothing_twice(question: Question) -> None:
    for listed in (question.levels, question.hiring_signals, question.related, question.contrasts):
        assert len(set(listed)) == len(listed)


@each_question
def test_related_and_contrasting_questions_exist(question: Question) -> None:
    linked = (*question.related, *question.contrasts)
    assert question.id not in linked
    assert all(LIBRARY.find(other) for other in linked)
    assert question.contrasts


@each_question
def test_a_storys_competency_is_asked_with_that_story(question: Question) -> None:
    story = next((s.slug for s in LIBRARY.stories.values() if s.competency == question.competency), None)
    assert story is None or question.story is story


@each_question
def test_touchy_stories_offer_private_practice_first(question: Question) -> None:
    if question.story in {StorySlug.UNDERPERFORMER, StorySlug.CONFLICT, StorySlug.STAKEHOLDER}:
        assert question.private_first


@pytest.mark.parametrize("story", StorySlug)
def test_each_story_has_twelve_questions_of_at_least_three_sorts(story: StorySlug) -> None:
    of_story = [question for question in QUESTIONS if question.story is story]
    assert len(of_story) >= 12
    assert {Kind.PAST, Kind.METHOD, Kind.SITUATION} <= {question.kind for question in of_story}


@pytest.mark.parametrize("competency", BESIDE_THE_STORIES)
def test_what_is_beside_the_stories_has_six_questions_at_least(competency: str) -> None:
    assert sum(question.competency == competency for question in QUESTIONS) >= 6


def test_there_are_enough_questions_for_a_year_of_working_days_in_every_channel() -> None:
    assert len(QUESTIONS) >= 200


@pytest.mark.parametrize("level", Level)
def test_every_level_has_enough_questions_of_its_own(level: Level) -> None:
    assert sum(level in question.levels for question in QUESTIONS) >= 60


@each_question
def test_pay_and_leaving_never_come_up_in_a_channel(question: Question) -> None:
    if question.competency == "compensation" or question.id == "why-leaving":
        assert question.private_only
    if not question.private_only:
        assert not any(LIBRARY.questions[other].private_only for other in question.related)


@pytest.mark.parametrize("story", StorySlug)
def test_each_story_says_what_it_must_show(story: StorySlug) -> None:
    told = LIBRARY.stories[story]
    assert told.title
    assert len(told.must) >= 3
    assert told.fails


def test_no_two_questions_or_probes_are_nearly_the_same() -> None:
    texts = [question.text for question in QUESTIONS]
    asks = [probe.ask for question in QUESTIONS for probe in (*question.branch, *question.leaf)]
    assert [(texts[one], texts[other]) for one, other in find_alike(texts)] == []
    assert [(asks[one], asks[other]) for one, other in find_alike(asks, 0.9)] == []


def test_the_built_in_library_breaks_no_rule_of_its_own() -> None:
    assert check_builtin(LIBRARY) == ()


def test_content_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        QUESTIONS[0].text = "Another?"  # type: ignore[misc]
    with pytest.raises(TypeError):
        LIBRARY.questions["new"] = QUESTIONS[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tell me about a time you failed.", Kind.PAST),
        ("Describe your last project", Kind.PAST),
        ("Share a moment of doubt.", Kind.PAST),
        ("When was the last time you said no?", Kind.PAST),
        ("How do you plan? Can you share an example from your work?", Kind.PAST),
        ("How do you plan a quarter?", Kind.METHOD),
        ("What is  your\napproach to hiring?", Kind.METHOD),
        ("What would you do if two engineers fought?", Kind.SITUATION),
        ("Imagine that your best engineer resigns.", Kind.SITUATION),
        ("Network simulator", Kind.PAST),
        ("", Kind.PAST),
    ],
)
def test_the_kind_is_told_from_the_words(text: str, kind: Kind) -> None:
    assert guess_kind(text) is kind


def test_a_bare_question_is_enough_to_ask() -> None:
    bare = bare_question("siop24-R_1", "How do you plan?", pack="replay")
    assert (bare.kind, bare.pack, bare.facets, bare.branch, bare.story) == (
        Kind.METHOD,
        "replay",
        (),
        (),
        None,
    )
    assert bare_question("x", "How do you plan?", kind=Kind.SELF).kind is Kind.SELF


def test_a_team_pack_may_hold_nothing_but_ids_and_texts() -> None:
    made = parse_pack('[[question]]\nid = "ours"\ntext = "How do you rest?"\n', "ours.toml", pack="ours")
    assert [(question.id, question.kind, question.pack) for question in made] == [
        ("ours", Kind.METHOD, "ours")
    ]
    joined = LIBRARY.with_pack(made)
    assert joined.find("ours") == made[0]
    assert LIBRARY.find("ours") is None
    assert check_builtin(joined) == ()


def test_a_pack_cannot_take_an_id_that_is_taken() -> None:
    with pytest.raises(
        ContentError, match=r"question “wrong-call”, field “id”: this id is taken in the pack"
    ):
        LIBRARY.with_pack([bare_question("wrong-call", "What now?")])


def problems(text: str) -> list[str]:
    with pytest.raises(ContentError) as raised:
        parse_pack(text, "team.toml")
    assert str(raised.value) == "\n".join(map(str, raised.value.problems))
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('kind = "pastt"', "field “kind”: “pastt” is not known here; write one of 'past', "),
        ('txet = "x"', "field “txet”: there is no such field; did you mean “text”?"),
        ("zzz = 1", "field “zzz”: there is no such field; leave it out, or use one of id, text, "),
        (
            'levels = "em"',
            'field “levels”: this does not fit (Input should be a valid tuple); write a list of levels, such as ["em"]',
        ),
        ('levels = ["boss"]', "field “levels, number 1”: “boss” is not known here; write one of 'senior', "),
        (
            'facets = [{ name = " ", says = "x" }]',
            "field “facets, number 1, name”: nothing is written here; write the side",
        ),
        (
            'leaf = [{ ask = "Why?" }]',
            "field “leaf, number 1, serves”: nothing is written here; write the coach's signal",
        ),
        (
            'leaf = [{ ask = "Why?", serves = "own", to = 1 }]',
            "field “leaf, number 1, to”: there is no such field; leave it out, or use one of ask, serves.",
        ),
        (
            'outline = { contxt = "x" }',
            "field “outline, contxt”: there is no such field; did you mean “context”?",
        ),
    ],
)
def test_a_wrong_field_is_named_with_file_line_and_question(written: str, said: str) -> None:
    [problem] = problems(f'\n[[question]]\nid = "q"\ntext = "Why?"\n{written}\n')
    assert problem.startswith(f"team.toml, line 2, question “q”, {said}")


def test_all_problems_of_a_pack_are_told_at_once() -> None:
    said = problems(
        '[[question]]\nid = "a"\ntext = "Why?"\n\n[[question]]\ntext = "Who?"\n\n'
        '[[question]]\nid = "a"\ntext = "When?"\n\n[[question]]\nid = "b"\n',
    )
    assert said == [
        "team.toml, line 5, question “number 2”, field “id”: nothing is written here; write a slug that no other question has.",
        "team.toml, line 8, question “a”, field “id”: this id came before; write another one.",
        "team.toml, line 12, question “b”, field “text”: nothing is written here; write the question as it is asked.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "team.toml: no question in it; write [[question]] with an id and a text."),
        ("[[question]\n", "team.toml, line 1: this is not TOML yet"),
        ("questions = []\n", "team.toml: “questions” is not known at the top; only [[question]] is."),
        ("question = [3]\n", "team.toml, question “number 1”: this does not fit"),
        ("question = 3\n", "team.toml: no question in it"),
    ],
)
def test_what_is_no_pack_is_told_so(text: str, said: str) -> None:
    assert problems(text)[0].startswith(said)


def test_a_broken_built_in_question_is_told_what_to_write() -> None:
    broken = Question(
        id="Wrong Call",
        text=LIBRARY.questions["wrong-call"].text.rstrip("?"),
        kind=Kind.PAST,
        hint="The real price." + "x" * 200,
        intent="y" * 141,
        plain="word " * 21,
        facets=LIBRARY.questions["wrong-call"].facets[:1],
        branch=LIBRARY.questions["wrong-call"].branch[:1] * 2,
        related=("nowhere",),
        contrasts=("Wrong Call",),
    )
    said = {str(problem) for problem in check_builtin(LIBRARY.with_pack([broken]))}
    fields = {line.split("field “")[1].split("”")[0] for line in said}
    expected = {
        "id",
        "text",
        "hint",
        "intent",
        "plain",
        "facets",
        "branch",
        "leaf",
        "related",
        "contrasts",
        "pillar",
    }
    assert expected <= fields
    assert any(
        "nearly the question “Wrong Call”" in line or "nearly the question “wrong-call”" in line
        for line in said
    )


def test_a_hint_that_tells_the_intent_is_refused() -> None:
    told = QUESTIONS[0].model_copy(update={"hint": f"Mind: {QUESTIONS[0].intent}"})
    library = replace(LIBRARY, questions={**LIBRARY.questions, told.id: told})
    assert [problem.field for problem in check_builtin(library)] == ["hint"]


def test_likeness_runs_from_nothing_to_the_same() -> None:
    assert likeness("What did you do?", "what did YOU do") == pytest.approx(1.0)
    assert likeness("abc", "xyz") == pytest.approx(0.0)
    assert likeness("", "") == pytest.approx(0.0)
