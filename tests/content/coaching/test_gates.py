"""What is no answer, what the coach stays away from, and which languages it knows."""

import pytest

from content.coaching.gates import is_answer, is_known_language, is_sensitive
from content.coaching.texts import take_apart

TEMPLATE = """# Situation: what I did and what happened at that time, in two or three sentences of your own
# Task: what was asked of me and why it mattered to the team, to the customer and to the business
# Result: what changed, and how I knew"""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "+1",
        ":tada: :tada:",
        "🎉",
        "https://example.com/post",
        "Great question!",
        "Good one, I will answer this tonight after the stand-up.",
        "Need to think about it, will post something tomorrow.",
        "Same here, thanks for asking this one to everybody.",
        "Do you mean at work, or would any other place be fine too?",
        "Me too",
        "There is a good talk on this: https://example.org/talk",
        "Fair point indeed",
        "# Situation\n# Task\n# Action\n# Result",
        TEMPLATE,
    ],
)
def test_this_is_no_answer(text: str) -> None:
    assert not is_answer(take_apart([text]), [text])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I rewrote it myself.", id="four words with an own deed"),
        pytest.param(
            "When the release slipped I will admit that I panicked, thanks to no plan.",
            id="thanks inside a story",
        ),
        pytest.param("I wrote about it: https://example.org/post", id="a link to one's own words"),
        pytest.param(
            "Would you believe it? I told the whole board in one breath.", id="a question inside an answer"
        ),
        pytest.param(
            "It depends a lot on the people and on the work in front of them.", id="an opinion is an answer"
        ),
        pytest.param(
            "Context: late release\nAction: cut scope, called sales\nResult: shipped on time", id="a form"
        ),
    ],
)
def test_this_is_an_answer(text: str) -> None:
    assert is_answer(take_apart([text]), [text])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("That spring I had a panic attack before every review.", id="distress"),
        pytest.param("My report was diagnosed with cancer in May.", id="health"),
        pytest.param("A colleague had harassed her for months.", id="harassment"),
        pytest.param("I spoke to my lawyer about the contract.", id="legal"),
        pytest.param("He was on sick leave and I covered.", id="leave"),
    ],
)
def test_the_coach_stays_away(text: str) -> None:
    assert is_sensitive(take_apart([text]))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I diagnosed the bug and killed the process.", id="a bug is diagnosed"),
        pytest.param("The server died and we disabled the feature.", id="a server dies"),
        pytest.param("I left the meeting and took a day to think.", id="leaving a meeting"),
    ],
)
def test_the_coach_may_speak(text: str) -> None:
    assert not is_sensitive(take_apart([text]))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ich habe das Team geleitet und wir haben die Migration nicht geschafft.", id="German"),
        pytest.param("Nous avons décidé de changer le plan et je suis allé voir le directeur.", id="French"),
        pytest.param("El año pasado yo coordiné la entrega con los otros equipos.", id="Spanish"),
        pytest.param("Мы решили перенести запуск и я позвонил клиенту", id="Cyrillic"),
        pytest.param("去年我们决定推迟发布 我给客户打了电话", id="Chinese"),
        pytest.param(" ".join(["lorem ipsum dolor"] * 10), id="no function word at all"),
    ],
)
def test_the_language_is_unknown(text: str) -> None:
    assert not is_known_language(take_apart([text]))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I moved the date and told the client.", id="English"),
        pytest.param("Cut scope, shipped early, zero bugs", id="short notes"),
        pytest.param("I told die Chefin that the plan was late.", id="English with a German word"),
        pytest.param("👍", id="no words"),
    ],
)
def test_the_language_is_known(text: str) -> None:
    assert is_known_language(take_apart([text]))
