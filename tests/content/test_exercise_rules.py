"""A rule that a drill, a contrast set, a case or a worked pair breaks is told with what to write instead."""

from dataclasses import replace

import pytest

from content.errors import ContentError
from content.library.exercise_rules import case_breaks, contrast_breaks, drill_breaks, worked_breaks
from content.library.exercises import DrillKind, Option
from content.library.items import CASE, DRILL, WORKED, read_items
from content.library.shape import Content
from content.questions import check_builtin, load_library

LIBRARY = load_library()
BANK = list(LIBRARY.questions.values())
STORIES = {story.competency for story in LIBRARY.stories.values()}
PICK = next(drill for drill in LIBRARY.drills.values() if drill.kind is DrillKind.PICK_THE_STORY)
FREE = next(drill for drill in LIBRARY.drills.values() if not drill.options)
CONTRAST = next(iter(LIBRARY.contrasts.values()))
A_CASE = next(iter(LIBRARY.cases.values()))
PAIR = next(iter(LIBRARY.worked.values()))


def changed(item: Content, **changes: object) -> list[tuple[str, str]]:
    """What the rules say about the item with these changes, each with its field."""
    match item.model_copy(update=changes):
        case DRILL.shape() as drill:
            return list(drill_breaks(drill, LIBRARY.stories))
        case CASE.shape() as case:
            return list(case_breaks(case, STORIES))
        case WORKED.shape() as worked:
            return list(worked_breaks(worked, BANK))
        case other:
            assert isinstance(other, type(CONTRAST))
            return list(contrast_breaks(other))


def twin(**changes: object) -> tuple[Content, ...]:
    return (CONTRAST.twins[0].model_copy(update=changes), *CONTRAST.twins[1:])


@pytest.mark.parametrize(
    ("item", "changes", "field", "said"),
    [
        (FREE, {"id": "No Slug"}, "id", "write lower-case words joined by hyphens."),
        (FREE, {"text": "a " * 211}, "text", "write one line of at most 420 characters."),
        (FREE, {"task": "a " * 71}, "task", "write one line of at most 140 characters."),
        (FREE, {"look_for": ("a", "b")}, "look_for", "write three to five things to look for."),
        (FREE, {"look_for": ("a", "b", "B")}, "look_for", "write each of them once."),
        (FREE, {"look_for": ("a", "b", "c" * 121)}, "look_for, number 3", "write one line of at most 120 characters."),
        (FREE, {"options": PICK.options}, "options", "leave them out; in "),
        (FREE, {"text": "Organisational considerations " * 9}, "text", "the reading level is "),
        (FREE, {"task": "Tell the guys."}, "task", "“guys” stands here"),
        (PICK, {"options": ()}, "options", "let exactly one of them fit."),
        (PICK, {"options": PICK.options[:2]}, "options", "write three or four."),
        (PICK, {"options": (PICK.options[0],) * 3}, "options", "write each of them once."),
        (PICK, {"options": (Option(text="Me", fits=True, why="x"), *PICK.options)}, "options, number 1, text", "write the title"),
        (PICK, {"story": None}, "story", "name the story that fits."),
        (CONTRAST, {"id": "No Slug"}, "id", "write lower-case words joined by hyphens."),
        (CONTRAST, {"twins": CONTRAST.twins[:1]}, "twins", "write two to four questions that sound alike."),
        (CONTRAST, {"twins": CONTRAST.twins[:1] * 2}, "twins", "write each of them once."),
        (CONTRAST, {"twins": twin(intent="y" * 141)}, "twins, number 1, intent", "write one line of at most 140"),
        (CONTRAST, {"twins": twin(text="Tell me.")}, "twins, number 1, text", "end with a question mark."),
        (CONTRAST, {"twins": twin(tells="“elsewhere”: no")}, "twins, number 1, tells", "begin with the telling words"),
        (A_CASE, {"situation": "Too short."}, "situation", "write 90 to 120 words; these are 2."),
        (A_CASE, {"points": A_CASE.points[:2]}, "points", "write three questions to discuss."),
        (A_CASE, {"points": ("Why.", *A_CASE.points[1:])}, "points, number 1", "end with a question mark."),
        (A_CASE, {"lenses": A_CASE.lenses[:2]}, "lenses", "write three or four ways to look at it."),
        (A_CASE, {"competency": "juggling"}, "competency", "“juggling” is not known; write one of "),
        (PAIR, {"asks": "Why “never said”?"}, "asks", "quote the weak try in “…”, word for word."),
        (PAIR, {"asks": "Why?"}, "asks", "quote the weak try in “…”, word for word."),
        (PAIR, {"better": "Nothing."}, "marks, number 1, quote", "write a passage of the better try, word for word."),
        (PAIR, {"marks": ()}, "marks", "write what in the better try does the work."),
        (PAIR, {"question": BANK[0].text}, "question", f"this is nearly the question “{BANK[0].id}” of the bank"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told(item: Content, changes: dict[str, object], field: str, said: str) -> None:
    assert changed(item) == []
    assert [say for name, say in changed(item, **changes) if name == field and say.startswith(said)]


def test_a_story_that_is_not_the_one_of_the_fitting_option_is_told() -> None:
    other = next(slug for slug in LIBRARY.stories if slug is not PICK.story)
    assert changed(PICK, story=other) == [("story", "name the story of the option that fits.")]


def test_the_check_names_file_line_and_item() -> None:
    wrong = FREE.model_copy(update={"look_for": ("a",)})
    library = replace(LIBRARY, drills={**LIBRARY.drills, FREE.id: wrong})
    [problem] = check_builtin(library)
    assert str(problem) == (
        f"drills/{FREE.kind}.toml, line {LIBRARY.places[FREE.id].line}, drill “{FREE.id}”, field “look_for”: "
        "write three to five things to look for."
    )


def test_nothing_is_nearly_the_same_and_no_id_means_two_things() -> None:
    again = FREE.model_copy(update={"id": "wrong-call"})
    said = [
        str(problem)
        for problem in check_builtin(replace(LIBRARY, drills={**LIBRARY.drills, again.id: again}))
    ]
    assert any("nearly “wrong-call”; write something else" in line for line in said)
    assert any("drill “wrong-call”, field “id”: something else has this id" in line for line in said)


def problems(text: str) -> list[str]:
    with pytest.raises(ContentError) as raised:
        read_items(DRILL, text, "drills/twist.toml")
    return [str(problem) for problem in raised.value.problems]


def test_a_wrong_field_is_told_with_file_line_and_item() -> None:
    whole = 'text = "x"\ntask = "x"\nlook_for = ["x"]\n'
    said = problems(
        f'\n[[drill]]\nid = "one"\nkind = "twits"\nsignal = "own"\n{whole}'
        f'[[drill]]\nid = "two"\nkind = "twist"\nsignl = "own"\n{whole}'
        f'[[drill]]\nid = "two"\nkind = "twist"\nsignal = "own"\nlook = 1\n{whole}'
    )
    assert [line.split("; write")[0].split("; did")[0] for line in said] == [
        "drills/twist.toml, line 2, drill “one”, field “kind”: “twits” is not known here",
        "drills/twist.toml, line 9, drill “two”, field “signal”: nothing is written here",
        "drills/twist.toml, line 9, drill “two”, field “signl”: there is no such field",
        "drills/twist.toml, line 16, drill “two”, field “look”: there is no such field",
    ]


def test_a_file_of_another_sort_is_told_so() -> None:
    assert problems('[[case]]\nid = "x"\n') == [
        "drills/twist.toml: “case” is not known at the top; only [[drill]] is.",
        "drills/twist.toml: no drill in it; write [[drill]] with an id, a kind and a text.",
    ]
