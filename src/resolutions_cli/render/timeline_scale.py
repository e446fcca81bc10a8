"""Where the days of a timeline stand on paper, from left to right."""

from collections.abc import Iterator
from datetime import date, timedelta

from resolutions_cli.core.timeline import Timeline
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment, midnight

_DAY = timedelta(days=1)


class Scale(Value):
    """Days side by side, from `first` on; `left` and `wide` are where the track is."""

    first: date
    days: int
    left: float
    wide: float

    @classmethod
    def of(cls, timeline: Timeline, left: float, wide: float) -> "Scale":
        """The scale on which a timeline fills a track."""
        return cls(timeline.first, (timeline.last - timeline.first).days + 1, left, wide)

    @property
    def day_wide(self) -> float:
        """How much of the track a day takes."""
        return self.wide / self.days

    def day(self, day: date) -> float:
        """Where a day begins."""
        return self.left + (day - self.first).days * self.day_wide

    def at(self, moment: Moment, *, end: bool = False) -> float:
        """Where an instant stands; of a bare date its beginning, or its end."""
        if moment.instant is None:
            return self.day(moment.day) + (self.day_wide if end else 0.0)
        start = midnight(moment.day)
        length = midnight(moment.day + _DAY) - start
        return self.day(moment.day) + self.day_wide * ((moment.instant - start) / length)

    def each_day(self) -> Iterator[date]:
        """Every day of the track."""
        for number in range(self.days):
            yield self.first + number * _DAY

    def ruled(self, room: float) -> Iterator[date]:
        """The days that a ruler names, `room` apart: every one, else Mondays, else, where weeks
        have no room, the first of each month."""
        free = self.left
        for day in self.each_day():
            if self.day_wide >= room:
                named = True
            elif 7 * self.day_wide >= room:
                named = day.weekday() == 0
            else:
                named = day.day == 1
            if named and self.day(day) >= free:
                free = self.day(day) + room
                yield day

    def months(self, room: float) -> Iterator[date]:
        """The first day, and the first of each month that stands `room` after the one before."""
        free = self.left
        for day in self.each_day():
            fits = self.day(day) + room <= self.left + self.wide
            if (day == self.first or day.day == 1) and self.day(day) >= free and fits:
                free = self.day(day) + room
                yield day
