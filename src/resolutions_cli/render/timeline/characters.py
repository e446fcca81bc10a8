"""A timeline drawn in characters: one row for each deadline, across days or weeks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.views.timeline import Lane, Mark, MarkKind, Timeline
from resolutions_cli.render.formats.page import Drawing, Span
from resolutions_cli.render.formats.page import Line as DrawnLine
from resolutions_cli.render.timeline.canvas import (
    DRAWN,
    GAP,
    Canvas,
    PictureRow,
    Signs,
    canvas_for,
    duty_name,
    lane_name,
)
from resolutions_cli.render.timeline.sentences import MARK_WORDS, lane_status, lettered
from resolutions_cli.render.words.words import (
    MONTHS,
    WEEKDAYS,
    clock_words,
    status_style,
    status_words,
)

#: Columns between two months on the ruler, with and without their year, two years, two days.
_MONTH_APART, _SHORT_APART, _YEAR_APART, _DAY_APART = 9, 4, 5, 3


def timeline_drawn(timeline: Timeline, width: int, signs: Signs = DRAWN) -> Drawing:
    """The picture for `width` columns, with its legend below."""
    canvas = canvas_for(timeline, width, signs)
    shades = _shades(canvas)
    lanes = list(_lanes(canvas, shades))
    head = (
        *_ruler(canvas),
        *_upright(canvas),
        *_events(canvas, shades),
        PictureRow("", list(shades)),
    )
    lines = (_line(row, canvas) for row in (*head, *lanes))
    return Drawing(((), *lines, (), *_legend(canvas, lanes, width)))


# ------------------------------------------------------------------ the ruler and upright lines


def _blank(canvas: Canvas) -> PictureRow:
    return PictureRow("", [Span(" ")] * canvas.wide)


def _ruler(canvas: Canvas) -> Iterator[PictureRow]:
    firsts = [day for day in canvas.each_day() if day == canvas.timeline.first or day.day == 1]
    if canvas.columns.per_day:
        yield _months(canvas, firsts)
    else:
        yield from _years_and_months(canvas, firsts)
    mondays = [day for day in canvas.each_day() if day.weekday() == 0]
    if canvas.columns.per_day >= _DAY_APART:
        yield _numbers(canvas, canvas.each_day())
    elif canvas.columns.per_day or canvas.columns.week[-1] > 0:
        yield _numbers(canvas, mondays)
    if canvas.columns.per_day:
        yield _weekdays(canvas)


def _months(canvas: Canvas, firsts: Iterable[date]) -> PictureRow:
    row = _blank(canvas)
    for day in canvas.apart(firsts, _MONTH_APART):
        row.write(canvas.day(day), f"{MONTHS[day.month - 1]} {day.year}", "heading")
    return row


def _years_and_months(canvas: Canvas, firsts: Sequence[date]) -> Iterator[PictureRow]:
    years, months = _blank(canvas), _blank(canvas)
    begins = [day for day in firsts if (day.month, day.day) == (1, 1)]
    # the first day's year is written unless it would run into the next one
    if not begins or canvas.day(begins[0]) >= _YEAR_APART:
        begins.insert(0, canvas.timeline.first)
    for day in canvas.apart(begins, _YEAR_APART):
        years.write(canvas.day(day), str(day.year), "heading")
    for day in canvas.apart(firsts, _SHORT_APART):
        months.write(canvas.day(day), MONTHS[day.month - 1])
    yield from (years, months)


def _numbers(canvas: Canvas, days: Iterable[date]) -> PictureRow:
    row = _blank(canvas)
    for day in canvas.apart(days, _DAY_APART):
        row.write(canvas.day(day), str(day.day))
    return row


def _weekdays(canvas: Canvas) -> PictureRow:
    row = _blank(canvas)
    off = {each.day for each in canvas.timeline.days_off}
    for day in canvas.each_day():
        row.put(canvas.day(day), WEEKDAYS[day.weekday()][0], "aside" if day in off else "")
    return row


def _upright(canvas: Canvas) -> Iterator[PictureRow]:
    """The labels of the upright lines: the moment asked about, and the cap."""
    timeline, signs = canvas.timeline, canvas.signs
    if timeline.shows_today:
        today = timeline.as_of.last_day
        words = f"as of {today.day} {MONTHS[today.month - 1]}"
        yield _said(canvas, canvas.end(timeline.as_of), signs.today, words, "start")
    if timeline.cap and timeline.cap.due:
        words = clock_words(timeline.cap)
        yield _said(canvas, canvas.end(timeline.cap.due), signs.cap, words, "missed")


def _said(canvas: Canvas, column: int, sign: str, words: str, style: str) -> PictureRow:
    """Words before an upright line or after it; over the row labels if they need the room."""
    row = _blank(canvas)
    row.put(column, sign, style)
    if column > len(words):
        row.write(column - len(words) - 1, words, style)
    elif column + 1 + len(words) < canvas.wide:
        row.write(column + 2, words, style)
    else:
        cut = len(words) + 1 - column
        row.write(0, words[cut:], style)
        row.label = words[:cut].rjust(canvas.beside)
        row.label_style = style
    return row


def _shades(canvas: Canvas) -> list[Span]:
    """The background of every row: days off and the two upright lines."""
    timeline, signs = canvas.timeline, canvas.signs
    shades: dict[int, set[str]] = {}
    off = {each.day: each for each in timeline.days_off}
    for day in canvas.each_day():
        why = off.get(day)
        shade = signs.weekend if why and why.is_weekend else signs.holiday if why else " "
        for more in range(max(canvas.columns.per_day, 1)):
            shades.setdefault(canvas.day(day) + more, set()).add(shade)
    cells = [_shade(shades[column], signs) for column in range(canvas.wide)]
    if timeline.shows_today:
        cells[canvas.end(timeline.as_of)] = Span(signs.today, "start")
    if timeline.cap and timeline.cap.due:
        cells[canvas.end(timeline.cap.due)] = Span(signs.cap, "missed")
    return cells


def _shade(days: set[str], signs: Signs) -> Span:
    """The background of a column that has a bank holiday, or weekend days only."""
    if signs.holiday in days:
        return Span(signs.holiday, "holiday")
    return Span(signs.weekend, "aside") if days == {signs.weekend} else Span(" ")


# ------------------------------------------------------------------ rows


def _events(canvas: Canvas, shades: Sequence[Span]) -> Iterator[PictureRow]:
    """Each event by its letter; events in the same column go in rows below each other."""
    levels: list[dict[int, str]] = []
    for letter, happening in lettered(canvas.timeline):
        column = canvas.start(happening.on)
        free = next((level for level in levels if column not in level), None)
        if free is None:
            levels.append(free := {})
        free[column] = letter
    for level in levels:
        row = PictureRow("", list(shades))
        for column, letter in level.items():
            row.put(column, letter, "heading")
        yield row


def _lanes(canvas: Canvas, shades: Sequence[Span]) -> Iterator[PictureRow]:
    for line in canvas.timeline.whole:
        yield _duty(line.deadline, line.marks, canvas, shades)
    for lane in canvas.timeline.lanes:
        yield _stage(lane, canvas, shades)
        for line in lane.lines:
            yield _duty(line.deadline, line.marks, canvas, shades)


def _stage(lane: Lane, canvas: Canvas, shades: Sequence[Span]) -> PictureRow:
    style = status_style(lane.deadline) if lane.deadline else "aside"
    row = PictureRow(lane_name(lane), list(shades), lane_status(lane), style, "heading")
    now = canvas.end(canvas.timeline.as_of)
    if lane.entered is not None:
        start = canvas.start(lane.entered)
        end = canvas.end(lane.left) + 1 if lane.left else max(now, start + 1)
        # if the length of the stay is not known, only its start is drawn
        _stay(row, range(start, end if lane.certain else start + 1), shades, canvas)
        if lane.deadline:
            _late(row, lane.deadline, canvas)
    if lane.left is None:
        _lead(row, lane.marks, now, canvas)
    # the end of the bar already shows when the stage was left
    marks = [m for m in lane.marks if m.kind is not MarkKind.DONE or m.at != lane.left]
    _put_marks(row, marks, canvas)
    return row


def _duty(
    deadline: Deadline, marks: Sequence[Mark], canvas: Canvas, shades: Sequence[Span]
) -> PictureRow:
    words, style = status_words(deadline), status_style(deadline)
    row = PictureRow(duty_name(deadline), list(shades), words, style)
    _late(row, deadline, canvas)
    if deadline.is_open:
        _lead(row, marks, canvas.end(canvas.timeline.as_of), canvas)
    _put_marks(row, marks, canvas)
    return row


def _stay(row: PictureRow, columns: Iterable[int], shades: Sequence[Span], canvas: Canvas) -> None:
    """The bar of a stay; thinner on days off, which it includes."""
    off = {canvas.signs.weekend, canvas.signs.holiday}
    for column in columns:
        signs = canvas.signs
        row.put(column, signs.stay_off if shades[column].text in off else signs.stay, "counted")


def _late(row: PictureRow, deadline: Deadline, canvas: Canvas) -> None:
    """The time over the limit: from the limit to the end of the deadline, or to now."""
    if deadline.due is None or deadline.status not in (Status.OVERDUE, Status.MISSED):
        return
    done = deadline.owed.done
    end = canvas.end(done.at) if done else canvas.end(canvas.timeline.as_of) - 1
    for column in range(canvas.end(deadline.due) + 1, end + 1):
        row.put(column, canvas.signs.late, "overdue")


def _lead(row: PictureRow, marks: Sequence[Mark], now: int, canvas: Canvas) -> None:
    """A thin line to the last limit ahead, in the cells that are still free."""
    last = max((canvas.end(mark.at) for mark in marks), default=now)
    for column in range(now + 1, last):
        if row.cells[column].text == " ":
            row.put(column, canvas.signs.ahead, "aside")


def _put_marks(row: PictureRow, marks: Sequence[Mark], canvas: Canvas) -> None:
    """Put the marks into their cells; a shared cell shows the limit that applies."""
    for mark in sorted(marks, key=lambda mark: _RANK[mark.kind], reverse=True):
        row.put(canvas.end(mark.at), canvas.signs.of(mark.kind), "heading")


#: Which of the marks in one cell is seen: the lowest number.
_RANK = {
    MarkKind.DUE: 0,
    MarkKind.DONE: 1,
    MarkKind.SAFE: 2,
    MarkKind.LIMIT: 3,
    MarkKind.AHEAD: 4,
    MarkKind.AIM: 5,
}


def _line(row: PictureRow, canvas: Canvas) -> DrawnLine:
    """A row as drawn; cells with the same style form one piece."""
    name = row.label
    if len(name) > canvas.beside:
        name = name[: canvas.labels - 1] + canvas.signs.cut
    pieces = [Span(name.ljust(canvas.beside), row.label_style)]
    for cell in row.cells:
        if cell.style == pieces[-1].style:
            pieces[-1] = Span(pieces[-1].text + cell.text, cell.style)
        else:
            pieces.append(cell)
    if row.behind:
        pieces.extend((Span(" " * GAP), Span(row.behind, row.style)))
    return tuple(pieces)


# ------------------------------------------------------------------ the legend


def _legend(canvas: Canvas, lanes: Iterable[PictureRow], width: int) -> Iterator[DrawnLine]:
    """Each sign used in the lanes, with its meaning, as many to a line as fit."""
    there = {cell.text for row in lanes for cell in row.cells}
    line = ""
    for sign, words in _meanings(canvas.signs):
        if sign not in there:
            continue
        entry = f"{sign} {words}"
        if line and len(line) + len(_BETWEEN) + len(entry) > width:
            yield (Span(line, "aside"),)
            line = ""
        line += f"{_BETWEEN}{entry}" if line else entry
    yield (Span(line, "aside"),)
    if canvas.columns.says:
        yield (Span(canvas.columns.says, "aside"),)


#: The gap between two signs of the legend.
_BETWEEN = "   "


def _meanings(signs: Signs) -> Iterator[tuple[str, str]]:
    yield signs.stay, "in the stage"
    yield signs.late, "over the limit"
    for kind in (MarkKind.DUE, MarkKind.AHEAD, MarkKind.SAFE, MarkKind.AIM, MarkKind.DONE):
        yield signs.of(kind), MARK_WORDS[kind]
    yield signs.weekend, "weekend"
    yield signs.holiday, "with a bank holiday"
