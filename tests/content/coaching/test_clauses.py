"""Who acts, in what, and when: one invented sentence a rule."""

import pytest

from content.coaching.clauses import Actor, Clause, Tense, is_deed
from content.coaching.sentences import split_sentences
from content.coaching.walking import find_clauses


def clauses(text: str) -> list[Clause]:
    return find_clauses(split_sentences([text]))


def acts(text: str) -> list[tuple[str, str]]:
    return [(c.actor.value, c.base) for c in clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("I rewrote the importer.", [("self", "rewrite")], id="I act"),
        pytest.param("We rewrote the importer.", [("together", "rewrite")], id="we act"),
        pytest.param("The team rewrote the importer.", [("team", "rewrite")], id="the team acts"),
        pytest.param("My manager rewrote it.", [("other", "rewrite")], id="somebody else acts"),
        pytest.param("Priya rewrote it.", [("other", "rewrite")], id="a name acts"),
        pytest.param("The importer crashed.", [("thing", "crash")], id="a thing acts"),
        pytest.param("You rewrote it.", [("generic", "rewrite")], id="a general you"),
        pytest.param("My lead and I rewrote it.", [("together", "rewrite")], id="a joint subject is we"),
        pytest.param("My co-lead and I rewrote it.", [("together", "rewrite")], id="a role behind a hyphen"),
        pytest.param(
            "The other lead and I rewrote it.", [("together", "rewrite")], id="the other and I is we"
        ),
        pytest.param(
            "When I started in the kitchen, I rewrote it.",
            [("self", "start"), ("self", "rewrite")],
            id="a place after a verb is no verb",
        ),
        pytest.param("Priya and I rewrote it.", [("together", "rewrite")], id="a name and I is we"),
        pytest.param(
            "She left and I rewrote it.", [("other", "leave"), ("self", "rewrite")], id="and I opens a clause"
        ),
        pytest.param(
            "I drafted, reviewed and sent the note.",
            [("self", "draft"), ("self", "review"), ("self", "send")],
            id="elided subjects repeat the one before",
        ),
        pytest.param(
            "We met on Monday and I then called the client.",
            [("together", "meet"), ("self", "call")],
            id="a new pronoun changes who acts",
        ),
        pytest.param(
            "Led the migration of two services.", [("self", "lead")], id="a bullet with a past verb is mine"
        ),
        pytest.param("- Draft the plan", [("self", "draft")], id="a bullet with a base verb is mine"),
        pytest.param("Draft the plan.", [], id="a base verb in prose is nobody's"),
        pytest.param("I had to call the client.", [("self", "call")], id="had to carries the deed"),
        pytest.param("I ended up calling the client.", [("self", "call")], id="ended up carries the deed"),
        pytest.param("I decided to stop the rollout.", [("self", "stop")], id="decided to carries the deed"),
        pytest.param("I was able to calm them.", [("self", "calm")], id="was able to carries the deed"),
        pytest.param("I went to school in Lyon.", [("self", "go")], id="went to a place carries nothing"),
        pytest.param("I've written the plan.", [("self", "write")], id="perfect after a clitic"),
        pytest.param("This product grew.", [("thing", "grow")], id="this before a noun is no subject"),
        pytest.param("The bug found by Priya was old.", [], id="a participle before by tells no deed"),
        pytest.param(
            "Based on the data, I chose the queue.", [("self", "choose")], id="based on opens no deed"
        ),
    ],
)
def test_who_acts(text: str, expected: list[tuple[str, str]]) -> None:
    found = [pair for pair in acts(text) if pair[1] != "be"]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        pytest.param("I called her.", Tense.PAST, id="past"),
        pytest.param("I did call her.", Tense.PAST, id="did"),
        pytest.param("I was calling her.", Tense.PAST, id="past progressive"),
        pytest.param("I have called her.", Tense.PAST, id="perfect"),
        pytest.param("I'd called her.", Tense.PAST, id="had as a clitic"),
        pytest.param("I call her.", Tense.PRESENT, id="present"),
        pytest.param("I'd call her.", Tense.HYPOTHETICAL, id="would as a clitic"),
        pytest.param("I would have called her.", Tense.HYPOTHETICAL, id="would have"),
        pytest.param("I'm going to call her.", Tense.HYPOTHETICAL, id="going to"),
    ],
)
def test_when_it_is(text: str, tense: Tense) -> None:
    (clause,) = clauses(text)
    assert clause.tense is tense
    assert clause.base == "call"


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        pytest.param("I rebuilt the queue.", "act", id="act"),
        pytest.param("I chose the queue.", "decide", id="decide"),
        pytest.param("I told her.", "speak", id="speak"),
        pytest.param("I believed in it.", "think", id="think"),
        pytest.param("I wanted to leave.", "think", id="a wish is no deed"),
        pytest.param("I helped with the launch.", "help", id="help"),
        pytest.param("I worked with the designers.", "help", id="worked with is a share"),
        pytest.param("I worked on the importer.", "act", id="worked on is a deed"),
        pytest.param("I was late.", "state", id="being"),
        pytest.param("I received a note.", "receive", id="receive"),
    ],
)
def test_what_kind_of_deed_it_is(text: str, deed: str) -> None:
    (clause,) = clauses(text)
    assert clause.deed == deed


def test_an_agentless_passive_has_nobody_acting() -> None:
    (clause,) = clauses("The rollout was stopped.")
    assert (clause.actor, clause.passive) == (Actor.NOBODY, True)


def test_a_passive_names_who_follows_by() -> None:
    (clause,) = clauses("The rollout was stopped by me.")
    assert clause.actor is Actor.SELF


def test_a_passive_by_me_is_a_deed_of_mine() -> None:
    (clause,) = clauses("The rollout was stopped by me.")
    assert is_deed(clause)


def test_a_passive_by_us_is_shared() -> None:
    (clause,) = clauses("The rollout was stopped by us.")
    assert clause.actor is Actor.TOGETHER


def test_what_was_done_to_me_is_no_deed_of_mine() -> None:
    (clause,) = clauses("I was asked to join.")
    assert clause.passive
    assert not is_deed(clause)


def test_what_was_not_done_is_no_deed() -> None:
    (clause,) = clauses("I did not call her.")
    assert clause.negated
    assert not is_deed(clause)


def test_quoted_speech_is_marked() -> None:
    told = clauses('Priya said "I stopped the rollout today".')
    assert [(c.actor, c.quoted) for c in told] == [(Actor.OTHER, False), (Actor.SELF, True)]


def test_an_own_past_deed_is_a_deed() -> None:
    (clause,) = clauses("I called her.")
    assert is_deed(clause)
