"""What a timeline is drawn on: signs, columns of days or weeks, rows of cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.timeline import Lane, MarkKind, Timeline
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment, midnight
from resolutions_cli.render.page import Span
from resolutions_cli.render.timeline_words import lane_status
from resolutions_cli.render.words import shown, status_words

#: Columns: the least that the days have, the most that a label and that one day takes.
_LEAST, _LABEL, _WIDEST = 16, 22, 6

#: Columns between a label and the days, and between these and the status.
GAP = 2

_DAY = timedelta(days=1)


class Signs(Value):
    """The characters of a picture; each thing has its own, so that no colour is needed."""

    stay: str
    stay_off: str
    late: str
    ahead: str
    weekend: str
    holiday: str
    today: str
    cap: str
    due: str
    limit: str
    safe: str
    aim: str
    done: str
    cut: str

    def of(self, kind: MarkKind) -> str:
        """The character of a mark; limits that do not bind have one, whosever they are."""
        match kind:
            case MarkKind.DUE:
                return self.due
            case MarkKind.LIMIT | MarkKind.AHEAD:
                return self.limit
            case MarkKind.SAFE:
                return self.safe
            case MarkKind.AIM:
                return self.aim
            case MarkKind.DONE:
                return self.done
        assert_never(kind)

    @property
    def all(self) -> str:
        """Every character, to ask whether an encoding holds them."""
        return "".join(vars(self).values())


DRAWN = Signs("█", "▓", "×", "╌", "░", "▒", "│", "┃", "◆", "◇", "□", "▽", "✓", "…")
PLAIN = Signs("=", "=", "x", "-", ".", "*", "|", "!", "#", "o", "s", "v", "+", "~")


class DayColumns(Value):
    """Which days share a column: a day has `per_day` of them to itself; where that is 0, a week
    (`weeks` of them) has as many as its weekdays are told apart in `week`.
    """

    says: str = ""
    per_day: int = 0
    week: tuple[int, ...] = (0,) * 7
    weeks: int = 1

    def of(self, day: date, first: date) -> int:
        """The first column of a day, from 0 for the one that `first` is in."""
        if self.per_day:
            return (day - first).days * self.per_day
        return self._week_column(day) - self._week_column(first)

    def _week_column(self, day: date) -> int:
        weeks, weekday = divmod(day.toordinal() - 1, 7)
        return weeks // self.weeks * (self.week[-1] + 1) + self.week[weekday]


#: Coarser and coarser; then as many weeks to a column as it takes.
_COARSE = (
    DayColumns("a column: Mon and Tue, Wed and Thu, Fri, the weekend", week=(0, 0, 1, 1, 2, 3, 3)),
    DayColumns("a column: Monday to Friday, the weekend", week=(0, 0, 0, 0, 0, 1, 1)),
    DayColumns("a column: a week, from Monday"),
)


def _columns(first: date, last: date, room: int) -> DayColumns:
    """The finest columns in which the days from `first` to `last` have room."""
    days = (last - first).days + 1
    if days <= room:
        return DayColumns(per_day=min(room // days, _WIDEST))
    for columns in _COARSE:
        if columns.of(last, first) < room:
            return columns
    weeks = days // (7 * (room - 1)) + 1
    return DayColumns(f"a column: {weeks} weeks", weeks=weeks)


@dataclass(slots=True)
class PictureRow:
    """A row of the picture: a label, a cell for each column, and a word behind them."""

    label: str
    cells: list[Span]
    behind: str = ""
    style: str = ""
    label_style: str = ""

    def put(self, column: int, sign: str, style: str = "") -> None:
        """Set a cell; what would stand outside stands at the edge."""
        self.cells[min(max(column, 0), len(self.cells) - 1)] = Span(sign, style)

    def write(self, column: int, words: str, style: str = "") -> None:
        """Write words from a column on, as far as there is room."""
        for index, letter in enumerate(words[: len(self.cells) - column]):
            self.put(column + index, letter, style)


class Canvas(Value):
    """Where days stand, beside labels so many columns wide."""

    timeline: Timeline
    signs: Signs
    columns: DayColumns
    labels: int

    @property
    def beside(self) -> int:
        """The columns of the labels, the gap behind them included."""
        return self.labels + GAP

    @property
    def wide(self) -> int:
        """How many columns the days take."""
        last = self.columns.of(self.timeline.last, self.timeline.first)
        return last + max(self.columns.per_day, 1)

    def day(self, day: date) -> int:
        """The first column of a day."""
        return self.columns.of(day, self.timeline.first)

    def start(self, moment: Moment) -> int:
        """The column in which something begins, or happens."""
        if moment.instant is None or not self.columns.per_day:
            return self.day(moment.day)
        begin = midnight(moment.day)
        length = midnight(moment.day + _DAY) - begin
        return self.day(moment.day) + (moment.instant - begin) * self.columns.per_day // length

    def end(self, moment: Moment) -> int:
        """The column in which something ends: of a bare date the last one of its day."""
        if moment.instant and moment.last_day == moment.day:
            return self.start(moment)
        return self.day(moment.last_day) + max(self.columns.per_day, 1) - 1

    def each_day(self) -> Iterator[date]:
        """Every day that is drawn."""
        for number in range((self.timeline.last - self.timeline.first).days + 1):
            yield self.timeline.first + number * _DAY

    def apart(self, days: Iterable[date], room: int) -> Iterator[date]:
        """Those of the days that stand so many columns apart, and have them to be named in."""
        free = 0
        for day in days:
            if free <= self.day(day) <= self.wide - room + 1:
                free = self.day(day) + room
                yield day


def canvas_for(timeline: Timeline, width: int, signs: Signs) -> Canvas:
    """What a timeline is drawn on in so many columns: room for labels, days and statuses."""
    labels = min(max(map(len, _names(timeline))), _LABEL)
    behind = max(map(len, _statuses(timeline)))
    room = max(width - labels - behind - 2 * GAP, _LEAST)
    return Canvas(timeline, signs, _columns(timeline.first, timeline.last, room), labels)


def _names(timeline: Timeline) -> Iterator[str]:
    yield ""
    yield from (lane_name(lane) for lane in timeline.lanes)
    yield from (duty_name(line.deadline) for line in timeline.lines)


def _statuses(timeline: Timeline) -> Iterator[str]:
    yield from (lane_status(lane) for lane in timeline.lanes)
    yield from (status_words(line.deadline) for line in timeline.lines)


def lane_name(lane: Lane) -> str:
    """A stage by its id, and which visit it is."""
    return f"{lane.stage.id} ({lane.number})" if lane.number > 1 else lane.stage.id


def duty_name(deadline: Deadline) -> str:
    """A duty by its short name, as `explain` takes it; one of the whole dispute stands alone."""
    key = deadline.key
    agency = f" {shown(key.agency)}" if key.agency else ""
    time = f" ({key.time})" if key.time > 1 else ""
    return f"{'' if key.stage is None else '  '}{key.duty}{agency}{time}"
