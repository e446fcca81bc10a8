"""The canvas of a timeline: signs, columns of days or weeks, rows of cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never
from xml.etree.ElementTree import Element

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.entries.own_codes import CHASE, SAFE
from resolutions_cli.core.time.moment import Moment, midnight
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.timeline import Lane, MarkKind, Timeline
from resolutions_cli.render.formats.page import Span
from resolutions_cli.render.formats.svg import element, style_sheet
from resolutions_cli.render.timeline.sentences import lane_status
from resolutions_cli.render.words.words import shown, status_words

# ------------------------------------------------------------------ the canvas


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


#: Short names of deadlines that are not the procedure's.
_OWN_NAMES = {SAFE: "keep safe", CHASE: "reminder"}


def duty_name(deadline: Deadline) -> str:
    """A deadline by a short name for the edge of the picture; one of the whole dispute stands
    alone."""
    key = deadline.key
    kind, _, number = key.duty.partition(":")
    name = f"{_OWN_NAMES.get(kind, kind)} {number}".rstrip()
    agency = f" {shown(key.agency)}" if key.agency else ""
    time = f" ({key.time})" if key.time > 1 else ""
    return f"{'' if key.stage is None else '  '}{name}{agency}{time}"


# ------------------------------------------------------------------ days on paper


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


# ------------------------------------------------------------------ signs


#: Nothing here is coloured only: each colour has a shape, a pattern or a word beside it.
STYLE = style_sheet("""
.timeline{max-width:100%;height:auto;font-family:system-ui,"Segoe UI",Arial,sans-serif}
.timeline-paper{fill:#fff}
.timeline-text{fill:#1b1f24;font-size:12.5px;font-weight:600}
.timeline-small{fill:#3d444d;font-size:11.5px}
.timeline-loud{fill:#a40e26;font-size:11.5px;font-weight:600}
.timeline-letter{fill:#fff;font-size:10.5px;font-weight:700;text-anchor:middle}
.timeline-planned .timeline-letter{fill:#1b1f24}
.timeline-grid{stroke:#d0d7de;stroke-width:1}
.timeline-weekend{fill:#e6e9ed}
.timeline-hatch{stroke:#7a5b00;stroke-width:1.6}
.timeline-holiday{fill:#f3dfa2}
.timeline-bar{fill:#1f6fb2}
.timeline-late{fill:#c8102e}
.timeline-late-hatch{stroke:#fff;stroke-width:1.6}
.timeline-lead{stroke:#57606a;stroke-width:1.2;stroke-dasharray:2 3}
.timeline-due{fill:#1b1f24;stroke:#fff;stroke-width:1}
.timeline-open{fill:#fff;stroke:#1b1f24;stroke-width:1.5}
.timeline-done{fill:none;stroke:#1b1f24;stroke-width:2.4}
.timeline-done-edge{fill:none;stroke:#fff;stroke-width:5}
.timeline-event{fill:#3d444d;stroke:#3d444d;stroke-width:1.2}
.timeline-planned .timeline-event{fill:#fff;stroke-dasharray:2 2}
.timeline-today{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:5 3}
.timeline-cap{stroke:#a40e26;stroke-width:2.2}
""")


def sign(kind: MarkKind, x: float, y: float) -> Element:
    """A filled diamond applies, a hollow one is another limit; a triangle aims, a tick is done."""
    match kind:
        case MarkKind.DUE:
            return _shape("due", (x, y - 8), (x + 6, y), (x, y + 8), (x - 6, y))
        case MarkKind.LIMIT | MarkKind.AHEAD:
            return _shape("open", (x, y - 6), (x + 4.5, y), (x, y + 6), (x - 4.5, y))
        case MarkKind.SAFE:
            return _shape("open", (x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5))
        case MarkKind.AIM:
            return _shape("open", (x, y + 5), (x - 5.5, y - 4.5), (x + 5.5, y - 4.5))
        case MarkKind.DONE:
            points = f"{x - 5:g},{y:g} {x - 1.5:g},{y + 4:g} {x + 5.5:g},{y - 5:g}"
            edge = element("polyline", class_="timeline-done-edge", points=points)
            return element("g", edge, element("polyline", class_="timeline-done", points=points))
    assert_never(kind)


def _shape(kind: str, *points: tuple[float, float]) -> Element:
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return element("polygon", class_=f"timeline-{kind}", points=corners)


def patterns(identity: str) -> Element:
    """The hatchings of bank holidays and of what is late."""
    made = []
    for name, turn, hatch in (
        ("holiday", 45, "timeline-hatch"),
        ("late", -45, "timeline-late-hatch"),
    ):
        made.append(
            element(
                "pattern",
                element("line", class_=hatch, x1=0, y1=0, x2=0, y2=7),
                id=f"{identity}-{name}",
                patternUnits="userSpaceOnUse",
                patternTransform=f"rotate({turn})",
                width=7,
                height=7,
            )
        )
    return element("defs", *made)


def written_at(
    x: float, y: float, words: str, kind: str = "small", *, ends: bool = False
) -> Element:
    """Words with their line beginning, or ending, at a point."""
    made = element("text", text=words, class_=f"timeline-{kind}", x=float(x), y=float(y))
    made.attrib.update({"text-anchor": "end"} if ends else {})
    return made
