"""Numbers that measure an outcome, and numbers that do not."""

import pytest

from content.coaching.texts import take_apart


def measured(text: str) -> list[str]:
    apart = take_apart([text])
    return [
        s.tokens[i].text for s, places in zip(apart.sentences, apart.measures, strict=True) for i in places
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("Refunds dropped by 40%.", ["40%"], id="a percentage that moved"),
        pytest.param("We cut costs by $2,500.", ["$2,500"], id="an amount of money"),
        pytest.param("Latency fell from 900 ms to 120 ms.", ["900", "120"], id="from and to with units"),
        pytest.param("Pages dropped from 9 a month to 1.", ["9", "1"], id="from and to without a unit"),
        pytest.param("We reduced the wait to six minutes.", ["six"], id="a number word with a unit of time"),
        pytest.param("We went from weekly to daily.", ["weekly"], id="a pair of cadences"),
        pytest.param("Adoption grew to 1,200.", ["1,200"], id="a large plain number that something grew to"),
        pytest.param(
            "It went from four minutes to twenty seconds.", ["four", "twenty"], id="from and to in words"
        ),
        pytest.param("Half as many tickets came in.", ["half"], id="half as many"),
        pytest.param("A hand-over takes two hours now.", ["two"], id="how long it takes now"),
        pytest.param("The fix shipped and was completed within two days.", ["two"], id="how long it took"),
    ],
)
def test_a_measure_is_found(text: str, numbers: list[str]) -> None:
    assert measured(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I joined a team of 7 and made the plan.", id="a team size"),
        pytest.param("We made it with 6 engineers.", id="how many worked on it"),
        pytest.param("I improved my 1:1 notes.", id="one-on-ones"),
        pytest.param("We reached a 24/7 rota.", id="24/7"),
        pytest.param("We cut over to Python 3 and version 12.", id="versions"),
        pytest.param("It improved for tier 3 users.", id="a tier with a unit after it"),
        pytest.param("We improved our 1:1 times.", id="one-on-ones with a unit after them"),
        pytest.param("In 2019 it improved.", id="a year"),
        pytest.param("I took over 9 services in 2 cities.", id="took over moves nothing"),
        pytest.param("The goal was to cut it by 40%.", id="a number that was the goal"),
        pytest.param("I needed to reduce it by 40%.", id="a number that was only wanted"),
        pytest.param("I would have reduced it by 40%.", id="a number that was only possible"),
        pytest.param("There were 40% of them in the room.", id="nothing moved"),
        pytest.param("For three years I improved things.", id="tenure"),
        pytest.param("A daily stand-up improved it.", id="one cadence alone"),
    ],
)
def test_a_number_that_measures_nothing_is_left(text: str) -> None:
    assert measured(text) == []
