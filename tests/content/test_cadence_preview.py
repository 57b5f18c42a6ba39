"""What a schedule leaves out and what its preview shows."""

from datetime import UTC, date, datetime, time, timedelta

from content.cadence import (
    UNTIL_RESUMED,
    HolidayCalendar,
    LeftOut,
    Planned,
    Reason,
    Schedule,
    next_slot,
    plan,
    preview,
    skip_next,
)

BERLIN = HolidayCalendar("DE", "BE")


def utc(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def workdays(
    *,
    holidays: HolidayCalendar | None = None,
    paused_until: date | None = None,
    skipped: frozenset[date] = frozenset(),
) -> Schedule:
    days = frozenset(range(1, 6))
    return Schedule(days, time(9, 0), "Europe/Berlin", holidays, paused_until=paused_until, skipped=skipped)


def left_out(shown: tuple[Planned, ...]) -> dict[date, LeftOut]:
    return {planned.slot.day: planned.left_out for planned in shown if planned.left_out is not None}


def test_a_preview_shows_ten_posts_and_names_the_holidays_between_them() -> None:
    shown = preview(workdays(holidays=BERLIN), utc(2026, 12, 21, 12))
    assert sum(planned.left_out is None for planned in shown) == 10
    assert left_out(shown) == {
        date(2026, 12, 25): LeftOut(Reason.HOLIDAY, name="Christmas Day"),
        date(2027, 1, 1): LeftOut(Reason.HOLIDAY, name="New Year's Day"),
    }
    assert shown[-1].slot.day == date(2027, 1, 6)


def test_a_regions_own_holiday_counts_only_there() -> None:
    sunday_or_monday = Schedule(frozenset({1, 7}), time(9, 0), "Europe/Berlin", BERLIN)
    assert left_out(preview(sunday_or_monday, utc(2026, 3, 6), 1)) == {
        date(2026, 3, 8): LeftOut(Reason.HOLIDAY, name="Women's Day")
    }
    elsewhere = Schedule(frozenset({1, 7}), time(9, 0), "Europe/Berlin", HolidayCalendar("DE", "BY"))
    assert left_out(preview(elsewhere, utc(2026, 3, 6), 1)) == {}


def test_a_preview_counts_posts_and_ends_with_the_last_of_them() -> None:
    assert preview(workdays(), utc(2026, 6, 1), 0) == ()
    assert [planned.slot.day.day for planned in preview(workdays(), utc(2026, 6, 1), 2)] == [1, 2]


def test_a_skipped_day_is_left_out_and_the_next_is_posted() -> None:
    asked = workdays(skipped=frozenset({date(2026, 6, 1)}))
    first, second = preview(asked, utc(2026, 6, 1), 1)
    assert first.left_out == LeftOut(Reason.SKIP)
    assert second.slot == next_slot(asked, utc(2026, 6, 1))


def test_skip_next_names_the_next_real_post_never_a_holiday() -> None:
    assert skip_next(workdays(holidays=BERLIN), utc(2026, 12, 24, 12)) == date(2026, 12, 28)


def test_skipping_twice_leaves_out_two_posts() -> None:
    skipped: frozenset[date] = frozenset()
    for _ in range(2):
        day = skip_next(workdays(skipped=skipped), utc(2026, 6, 5, 6))
        assert day is not None
        skipped |= {day}
    assert skipped == {date(2026, 6, 5), date(2026, 6, 8)}


def test_a_post_that_is_due_this_moment_can_no_longer_be_skipped() -> None:
    assert skip_next(workdays(), utc(2026, 6, 1, 7)) == date(2026, 6, 2)


def test_a_pause_is_one_entry_of_the_preview_and_says_when_posts_resume() -> None:
    until = date(2026, 9, 1)
    shown = preview(workdays(paused_until=until), utc(2026, 6, 1))
    assert left_out(shown) == {date(2026, 6, 1): LeftOut(Reason.PAUSE, until=until)}
    assert [planned.slot.day for planned in shown[:3]] == [date(2026, 6, 1), until, date(2026, 9, 2)]
    assert len(shown) == 11


def test_a_plan_tells_every_paused_day() -> None:
    paused = workdays(paused_until=date(2026, 7, 1))
    reasons = [planned.left_out for planned in plan(paused, utc(2026, 6, 1)) if planned.left_out]
    assert len(reasons) == 22
    assert {reason.until for reason in reasons} == {date(2026, 7, 1)}


def test_the_first_day_after_a_pause_is_posted() -> None:
    slot = next_slot(workdays(paused_until=date(2026, 6, 9)), utc(2026, 6, 1))
    assert slot is not None
    assert slot.day == date(2026, 6, 9)


def test_a_pause_that_holds_no_day_of_the_schedule_is_not_shown() -> None:
    weekend = preview(workdays(paused_until=date(2026, 6, 8)), utc(2026, 6, 5, 12), 1)
    assert [planned.left_out for planned in weekend] == [None]


def test_a_pause_that_is_over_changes_nothing() -> None:
    over = workdays(paused_until=date(2026, 6, 1))
    assert preview(over, utc(2026, 6, 1)) == preview(workdays(), utc(2026, 6, 1))


def test_a_pause_until_resumed_has_no_end_and_nothing_after_it() -> None:
    resting = workdays(paused_until=UNTIL_RESUMED)
    assert [planned.left_out for planned in preview(resting, utc(2026, 6, 1))] == [LeftOut(Reason.PAUSE)]
    assert next_slot(resting, utc(2026, 6, 1)) is None
    assert skip_next(resting, utc(2026, 6, 1)) is None


def test_a_pause_longer_than_the_look_ahead_still_ends() -> None:
    slot = next_slot(workdays(paused_until=date(2036, 1, 1)), utc(2026, 6, 1))
    assert slot is not None
    assert slot.day == date(2036, 1, 1)


def test_a_pause_is_told_before_a_holiday_and_a_holiday_before_a_skip() -> None:
    christmas = date(2026, 12, 25)
    both = workdays(holidays=BERLIN, skipped=frozenset({christmas}))
    assert left_out(preview(both, utc(2026, 12, 24, 12), 1))[christmas].reason is Reason.HOLIDAY
    all_three = workdays(holidays=BERLIN, skipped=frozenset({christmas}), paused_until=date(2026, 12, 27))
    assert left_out(preview(all_three, utc(2026, 12, 24, 12), 1))[christmas].reason is Reason.PAUSE


def test_the_holidays_the_pause_and_the_skips_go_by_the_local_day() -> None:
    auckland = Schedule(
        frozenset(range(1, 8)), time(7, 0), "Pacific/Auckland", skipped=frozenset({date(2026, 6, 2)})
    )
    shown = preview(auckland, utc(2026, 6, 1, 12), 1)
    assert shown[0].slot.at == utc(2026, 6, 1, 19)
    assert shown[0].left_out == LeftOut(Reason.SKIP)
    assert shown[1].slot.at - shown[0].slot.at == timedelta(days=1)
