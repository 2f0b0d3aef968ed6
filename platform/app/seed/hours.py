"""Working days and hours of a firm over the past two years and the coming weeks."""

from bisect import bisect_right
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

_PAST = timedelta(days=730)
_AHEAD = 60
_SATURDAY = 5
_OPENING, _LENGTH = 8 * 60 + 15, 9 * 60 + 30
# The last activities of all happened today.
FRESH = 6
_HOURS = (540, 570, 600, 660, 840, 870, 900, 960, 990)


class Hours:
    """Moments at which people work, as UTC."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        local = ZoneInfo(zone)
        first = (now - _PAST).astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0)
        days = [first + timedelta(days=n) for n in range(_PAST.days + _AHEAD)]
        # Today they work, be it a Sunday: whoever looks at the firm looks at today.
        today = now.astimezone(local).date()
        worked = [day for day in days if day.weekday() < _SATURDAY or day.date() == today]
        self.days = [day.astimezone(now.tzinfo) for day in worked]
        self.weekdays = [day.weekday() for day in worked]
        self.today = bisect_right(self.days, now) - 1
        self._minute = timedelta(minutes=1)

    def happened(self, rng: Random, count: int) -> list[tuple[int, datetime]]:
        """So many moments in order, somewhat denser of late: index of the day, and the moment."""
        draw, span = rng.random, self.today + 1
        points = [span * max(draw(), draw() * 0.6) for _ in range(count - FRESH)]
        points += [self.today + draw() for _ in range(min(count, FRESH))]
        limit, minute = self.now - 5 * self._minute, self._minute
        result = []
        for point in sorted(points):
            day = int(point)
            into = _OPENING + int((point - day) * _LENGTH)
            result.append((day, min(self.days[day] + (into - into % 5) * minute, limit)))
        return result

    def later(self, rng: Random, day: int, longest: int) -> tuple[int, datetime]:
        """An agreed hour one to `longest` working days after a day: weekday and moment."""
        draw = rng.random()
        then = day + 1 + int(draw * draw * longest)
        at = _HOURS[int(rng.random() * len(_HOURS))]
        return self.weekdays[then], self.days[then] + at * self._minute

    def on(self, rng: Random, day: int) -> datetime:
        """An agreed hour on that day."""
        return self.days[day] + _HOURS[int(rng.random() * len(_HOURS))] * self._minute
