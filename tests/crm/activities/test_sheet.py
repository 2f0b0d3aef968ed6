"""Where things stand on a day's hours."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from crm.activities.calendar.hours import COLUMNS, ROWS, Placed, placed
from crm.activities.calendar.reading import Entry
from kernel.i18n import use

DAY = date(2031, 6, 2)


def entry(minute: int, length: int) -> Entry:
    start = datetime(2031, 6, 2, tzinfo=UTC) + timedelta(minutes=minute)
    return Entry(
        appointment_id=uuid4(),
        day=DAY,
        title="x",
        starts_at=start,
        ends_at=start + timedelta(minutes=length),
        all_day=False,
        time_zone="UTC",
        place=None,
        owner_id=None,
        attendees=[],
        repeats=False,
        moved=False,
    )


def laid(*spans: tuple[int, int]) -> list[Placed]:
    with use("en", "UTC"):
        return placed(DAY, [entry(*span) for span in spans], [])


def test_an_hour_alone_has_the_day_and_two_at_once_share_it() -> None:
    alone, first, second = laid((8 * 60, 60), (10 * 60, 60), (10 * 60 + 30, 60))
    assert (alone.row, alone.rows, alone.columns) == (3, 2, COLUMNS)
    assert {(one.column, one.columns) for one in (first, second)} == {(1, 6), (7, 6)}


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(0, 600)), max_size=4))
def test_up_to_four_never_lie_on_each_other_nor_off_the_sheet(spans) -> None:
    taken: set[tuple[int, int]] = set()
    for one in laid(*spans):
        cells = {
            (row, column)
            for row in range(one.row, one.after)
            for column in range(one.column, one.column + one.columns)
        }
        assert cells
        assert not cells & taken
        assert all(1 <= row <= ROWS and 1 <= column <= COLUMNS for row, column in cells)
        taken |= cells
