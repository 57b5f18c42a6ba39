from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import SandboxClock, Stamps
from tests.bot.sandbox.conftest import T0


def test_time_stands_still_until_it_is_moved() -> None:
    clock = SandboxClock(T0)
    assert clock.now() == T0
    assert clock.advance(timedelta(hours=2)) == clock.now() == T0 + timedelta(hours=2)


def test_time_goes_neither_back_nor_without_a_zone() -> None:
    clock = SandboxClock(T0)
    with pytest.raises(ValueError, match="does not go back"):
        clock.move_to(T0 - timedelta(seconds=1))
    with pytest.raises(ValueError, match="aware"):
        clock.move_to(datetime(2027, 1, 1))  # noqa: DTZ001  the wrong kind on purpose


@given(st.lists(st.integers(min_value=0, max_value=10_000_000), max_size=30))
def test_stamps_increase_however_the_clock_moves(steps: list[int]) -> None:
    clock = SandboxClock(datetime(2026, 1, 1, tzinfo=UTC))
    stamps = Stamps(clock)
    given_out = [stamps.next()]
    for step in steps:
        clock.advance(timedelta(microseconds=step))
        given_out.append(stamps.next())
    assert given_out == sorted(set(given_out))
    assert all(len(ts.partition(".")[2]) == 6 for ts in given_out)
