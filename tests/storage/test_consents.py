"""Consents to a language model: both are needed, each names whom the words go to, and none reaches another workspace."""

import pytest

from storage.database import Database
from storage.work import Work
from tests.storage.rows import JO, MARA, NOW, workspace


@pytest.mark.parametrize(
    ("of_workspace", "of_person", "holds"),
    [
        (None, None, False),
        ("here.example", None, False),
        (None, "here.example", False),
        ("elsewhere.example", "here.example", False),
        ("here.example", "elsewhere.example", False),
        ("here.example", "here.example", True),
    ],
)
def test_a_model_may_read_only_what_workspace_and_person_let_go_there(
    database: Database,
    of_workspace: str | None,
    of_person: str | None,
    holds: bool,  # noqa: FBT001 (it is the example)
) -> None:
    def story(work: Work) -> bool:
        room = workspace(work, "T0A")
        room.consents.give_for_workspace(of_workspace)
        room.consents.give(MARA, of_person)
        return room.consents.holds(MARA, "here.example")

    assert database.run_here(story) is holds


def test_a_workspace_s_consent_is_its_own(database: Database) -> None:
    def story(work: Work) -> tuple[str | None, str | None, bool, bool]:
        here, there = workspace(work, "T0A"), workspace(work, "T0B")
        for room in (here, there):
            room.consents.give(MARA, "x")
        here.consents.give_for_workspace("x")
        given = here.consents.of_workspace(), there.consents.of_workspace()
        return *given, there.consents.holds(MARA, "x"), here.consents.holds(JO, "x")

    assert database.run_here(story) == ("x", None, False, False)


def test_a_consent_goes_when_its_person_is_erased(database: Database) -> None:
    def story(work: Work) -> bool:
        room = workspace(work, "T0A")
        room.consents.give_for_workspace("x")
        room.consents.give(MARA, "x")
        room.people.keep_out(MARA, NOW)
        room.people.forget(MARA)
        return room.consents.holds(MARA, "x")

    assert not database.run_here(story)
