"""A timeline as SVG, with one lane for each stage: to read or print; it loads nothing."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline, Status
from resolutions_cli.core.views.timeline import DutyLine, Lane, Mark, MarkKind, Timeline
from resolutions_cli.render.formats.page import Picture
from resolutions_cli.render.formats.svg import broken, element, picture_element, written
from resolutions_cli.render.timeline.canvas import STYLE, Scale, patterns, sign, written_at
from resolutions_cli.render.timeline.sentences import (
    MARK_WORDS,
    binding_of,
    cap_words,
    duty_words,
    extent_words,
    happening_words,
    holidays_words,
    lane_status,
    lettered,
    stage_words,
    timeline_words,
    title_words,
)
from resolutions_cli.render.words.words import (
    DONE_LATE,
    MONTHS,
    NOW,
    PROVISIONAL,
    STATUS_WORDS,
    clock_words,
    moment_words,
    shown,
    status_words,
    waits_for,
)

#: In the picture's own units; one unit is about a quarter of a millimetre on a page of A4.
_WIDTH, _LABELS, _TRACK, _EDGE = 760.0, 226.0, 240.0, 10.0
_DAYS_WIDE = _WIDTH - _TRACK - _EDGE
_SIZE, _SMALL, _LEADING, _BAR = 12.5, 11.5, 15.0, 12.0
_AIR = 8.0

#: The statuses written in bold, and the longest id written before its stage's title.
_LOUD = (STATUS_WORDS[Status.OVERDUE], STATUS_WORDS[Status.MISSED], DONE_LATE, NOW)
_SHORT = 3

#: The least width at which a weekend is shaded.
_SEEN = 1.2

#: The least distance of two months and of two days on the ruler, and of two events.
_MONTH_APART, _DAY_APART, _LETTER_APART = 64.0, 20.0, 17.0

#: The distance of a tick from a diamond that it would otherwise cover.
_BESIDE = 11.0

#: The width of bold letters, relative to others.
_BOLD = 1.08

#: The height of the first upright line's label.
_UPRIGHT = 49.0


def timeline_svg(timeline: Timeline) -> Picture:
    """The picture and its words. Its title and description hold no text of the record."""
    scale = Scale.of(timeline, _TRACK, _DAYS_WIDE)
    identity = f"timeline-{timeline.dispute.reference}"
    head = list(_head(timeline, scale))
    lanes, lanes_end = _stacked(_rows(timeline, scale), _top(timeline))
    foot, end = _stacked(_foot(timeline), lanes_end + _AIR)
    behind = _days_off(timeline, scale, identity, lanes_end)
    over = _upright(timeline, scale, lanes_end)
    children = (
        patterns(identity),
        element("rect", class_="timeline-paper", width=_WIDTH, height=end),
        *(behind, *head, *_grid(timeline, scale, lanes_end), *over, *lanes, *foot),
    )
    size = (_WIDTH, end)
    says = f"{extent_words(timeline)}. {_stages_words(timeline)}"
    made = picture_element(size, identity, title_words(timeline), says, STYLE, children)
    return Picture(written(made), timeline_words(timeline))


def _stages_words(timeline: Timeline) -> str:
    """Each stage with its status and date, for the description; no more than `due` shows."""
    return " ".join(
        f"Stage {lane.stage.id}: {_standing(lane_status(lane), binding_of(lane), lane.deadline)}."
        for lane in timeline.lanes
    )


# ------------------------------------------------------------------ the ruler and upright lines


def _top(timeline: Timeline) -> float:
    """The top of the rows, below the ruler and the labels of the upright lines."""
    return _UPRIGHT + _LEADING * (2 if timeline.cap else 1)


def _head(timeline: Timeline, scale: Scale) -> Iterator[Element]:
    yield written_at(_EDGE, 16, shown(timeline.dispute.reference), "text")
    for index, line in enumerate(broken(extent_words(timeline), _LABELS, _SMALL)):
        yield written_at(_EDGE, 32 + index * _LEADING, line)
    for day in scale.months(_MONTH_APART):
        words = f"{MONTHS[day.month - 1]} {day.year}"
        yield written_at(scale.day(day) + 2, 16, words, "text")
    for day in scale.ruled(_DAY_APART):
        if scale.day(day) + _DAY_APART <= _WIDTH:
            yield written_at(scale.day(day) + 2, 32, str(day.day))


def _grid(timeline: Timeline, scale: Scale, bottom: float) -> Iterator[Element]:
    for day in scale.ruled(_DAY_APART):
        place: dict[str, Any] = {
            "class_": "timeline-grid",
            "x1": scale.day(day),
            "x2": scale.day(day),
        }
        yield element("line", **place, y1=22.0, y2=36.0)
        yield element("line", **place, y1=_top(timeline) - 5, y2=bottom)


def _days_off(timeline: Timeline, scale: Scale, identity: str, bottom: float) -> Element:
    """Weekends shaded and bank holidays hatched; the foot names the holidays."""
    group, top = element("g"), _top(timeline) - 5
    for off in timeline.days_off:
        if off.is_weekend and scale.day_wide < _SEEN:
            continue
        place: dict[str, Any] = {
            "x": scale.day(off.day),
            "y": top,
            "width": max(scale.day_wide, 2.0),
            "height": bottom - top,
        }
        kind = "weekend" if off.is_weekend else "holiday"
        group.append(element("rect", class_=f"timeline-{kind}", **place))
        if not off.is_weekend:
            group.append(element("rect", fill=f"url(#{identity}-holiday)", **place))
    return group


def _upright(timeline: Timeline, scale: Scale, bottom: float) -> Iterator[Element]:
    """Upright lines at the moment asked about and at the cap on the whole route."""
    if timeline.shows_today:
        today = timeline.as_of
        words = f"as of {today.last_day.day} {MONTHS[today.last_day.month - 1]}"
        yield from _upright_line(scale.at(today, end=True), _UPRIGHT, bottom, "today", words)
    if timeline.cap and timeline.cap.due:
        words = clock_words(timeline.cap)
        left = scale.at(timeline.cap.due, end=True)
        yield from _upright_line(left, _UPRIGHT + _LEADING, bottom, "cap", words)


def _upright_line(
    left: float, top: float, bottom: float, kind: str, words: str
) -> Iterator[Element]:
    yield element("line", class_=f"timeline-{kind}", x1=left, x2=left, y1=top - 9, y2=bottom)
    style = "loud" if kind == "cap" else "small"
    if left > _TRACK + _DAYS_WIDE / 2:
        yield written_at(left - 5, top, words, style, ends=True)
    else:
        yield written_at(left + 5, top, words, style)


# ------------------------------------------------------------------ rows


#: A row: its height, and its elements, drawn with the top at 0.
_Row = tuple[float, list[Element]]


def _stacked(rows: Iterable[_Row], top: float) -> tuple[list[Element], float]:
    """The rows one under the other, and the bottom of the last one."""
    placed = []
    for height, parts in rows:
        placed.append(element("g", *parts, transform=f"translate(0 {top:g})"))
        top += height
    return placed, top


def _rows(timeline: Timeline, scale: Scale) -> Iterator[_Row]:
    yield _events(timeline, scale)
    for line in timeline.whole:
        yield _duty(line, timeline, scale)
    for lane in timeline.lanes:
        yield _stage(lane, timeline, scale)
        for line in lane.lines:
            yield _duty(line, timeline, scale)


def _events(timeline: Timeline, scale: Scale) -> _Row:
    """Each event as a letter on the track, in the first row where it covers no other."""
    parts: list[Element] = []
    ends: list[float] = []
    top = 0.0
    for letter, happening in lettered(timeline):
        said = happening_words(happening, timeline.dispute.procedure)
        for index, line in enumerate(broken(said, _LABELS - 16, _SMALL)):
            if not index:
                parts.append(written_at(_EDGE, top + 11, letter, "text"))
            parts.append(written_at(_EDGE + 16, top + 11, line))
            top += _LEADING
        at = scale.at(happening.on) + (scale.day_wide / 2 if not happening.on.instant else 0.0)
        at = min(max(at, _TRACK + 7), _WIDTH - _EDGE)
        level = next((n for n, end in enumerate(ends) if at - end >= _LETTER_APART), len(ends))
        ends[level : level + 1] = [at]
        middle = level * _LETTER_APART + 7
        kind = {"class_": "timeline-planned"} if happening.planned else {}
        parts.append(
            element(
                "g",
                element("circle", class_="timeline-event", cx=at, cy=middle, r=7.5),
                written_at(at, middle + 3.8, letter, "letter"),
                **kind,
            )
        )
    return max(top, len(ends) * _LETTER_APART) + _AIR, parts


def _stage(lane: Lane, timeline: Timeline, scale: Scale) -> _Row:
    standing = _standing(lane_status(lane), binding_of(lane), lane.deadline)
    height, parts = _label(_title(lane), standing, bold=True)
    middle = _LEADING / 2 + 1
    if lane.entered is not None:
        until = lane.left or timeline.as_of
        start = scale.at(lane.entered)
        # if the length of the stay is not known, only its start is drawn
        end = scale.at(until, end=lane.left is None) if lane.certain else start
        parts.extend(_bar(start, end, _lateness(lane, scale), middle, timeline))
    parts.extend(_lead(lane.marks, lane, timeline, scale, middle))
    marks = [mark for mark in lane.marks if not _is_leaving(mark, lane)]
    parts.extend(_signs(marks, scale, middle))
    return height, parts


def _title(lane: Lane) -> str:
    """A stage's title, after its id if the id is short."""
    id_ = lane.stage.id
    return f"{id_}. {stage_words(lane)}" if len(id_) <= _SHORT else stage_words(lane)


def _is_leaving(mark: Mark, lane: Lane) -> bool:
    """Whether a mark is the leaving of the stage, which the end of the bar already shows."""
    return mark.kind is MarkKind.DONE and mark.at == lane.left


def _lateness(lane: Lane, scale: Scale) -> float | None:
    """The start of the time over the limit; None if the stage is not late."""
    late = lane.deadline and lane.deadline.status in (Status.OVERDUE, Status.MISSED)
    due = lane.deadline.due if lane.deadline and late else None
    return scale.at(due, end=True) if due else None


def _duty(line: DutyLine, timeline: Timeline, scale: Scale) -> _Row:
    deadline = line.deadline
    standing = _standing(status_words(deadline), deadline.binding, deadline)
    height, parts = _label(duty_words(deadline), standing, bold=False)
    middle = _LEADING / 2 + 1
    done = deadline.owed.done
    if deadline.due and deadline.status in (Status.OVERDUE, Status.MISSED):
        until = done.at if done else timeline.as_of
        start, end = scale.at(deadline.due, end=True), scale.at(until, end=True)
        parts.extend(_bar(start, end, start, middle, timeline))
    parts.extend(_signs(line.marks, scale, middle))
    return height, parts


def _label(title: str, standing: str, *, bold: bool) -> _Row:
    """The label beside the track: a title, then the status and the due date."""
    parts: list[Element] = []
    top, left = 11.0, _EDGE if bold else _EDGE + 10
    loud = standing.startswith(_LOUD)
    for text, style in (
        (title, "text" if bold else "small"),
        (standing, "loud" if loud else "small"),
    ):
        size = {"text": _SIZE * _BOLD, "small": _SMALL, "loud": _SMALL * _BOLD}[style]
        for line in broken(text, _LABELS - (left - _EDGE), size):
            parts.append(written_at(left, top, line, style))
            top += _LEADING
    return top - 2, parts


def _standing(status: str, clock: Clock | None, deadline: Deadline | None) -> str:
    """The status and the due date, in a few words."""
    due = _due_words(clock, deadline)
    return f"{status}, {due}" if due else status


def _due_words(clock: Clock | None, deadline: Deadline | None) -> str:
    if clock and clock.due:
        return f"due {moment_words(clock.due)}{', by a plan' if clock.planned else ''}"
    return waits_for(deadline) if deadline and deadline.is_open else ""


def _bar(
    start: float, end: float, late: float | None, middle: float, timeline: Timeline
) -> Iterator[Element]:
    """The bar of a stay; the time over the limit is hatched and in another colour."""
    top, turns = middle - _BAR / 2, max(start, min(end, late if late is not None else end))
    if turns > start or late is None:
        width = max(turns - start, 2.0)
        yield element("rect", class_="timeline-bar", x=start, y=top, width=width, height=_BAR)
    if late is not None:
        place: dict[str, Any] = {
            "x": turns,
            "y": top,
            "width": max(end - turns, 2.0),
            "height": _BAR,
        }
        yield element("rect", class_="timeline-late", **place)
        pattern = f"url(#timeline-{timeline.dispute.reference}-late)"
        yield element("rect", fill=pattern, **place)


def _signs(marks: Iterable[Mark], scale: Scale, middle: float) -> Iterator[Element]:
    """The marks of a row; a tick goes beside a limit that it would cover."""
    taken: list[float] = []
    for mark in marks:
        left = scale.at(mark.at, end=True)
        if mark.kind is MarkKind.DONE:
            left = next((x + _BESIDE for x in taken if abs(left - x) < _BESIDE), left)
        taken.append(left)
        yield sign(mark.kind, left, middle)


def _lead(
    marks: tuple[Mark, ...], lane: Lane, timeline: Timeline, scale: Scale, middle: float
) -> Iterator[Element]:
    """A dotted line from the moment asked about to the last limit ahead."""
    if lane.left is not None:
        return
    start = scale.at(timeline.as_of, end=True)
    end = max((scale.at(mark.at, end=True) for mark in marks), default=start)
    if end > start:
        yield element("line", class_="timeline-lead", x1=start, x2=end, y1=middle, y2=middle)


# ------------------------------------------------------------------ below


def _foot(timeline: Timeline) -> Iterator[_Row]:
    """The signs in use, the cap and the bank holidays, in words."""
    kinds = {mark.kind for lane in timeline.lanes for mark in lane.marks if _shows(mark, lane)}
    kinds.update(mark.kind for line in timeline.lines for mark in line.marks)
    left = _EDGE
    parts: list[Element] = []
    rows: list[_Row] = []
    # marks with the same meaning look the same, so the legend has them once
    meant = {MARK_WORDS[kind]: kind for kind in MarkKind if kind in kinds}
    for words, kind in meant.items():
        wide = 20 + len(words) * _SMALL * 0.56 + 12
        if left + wide > _WIDTH and parts:
            rows.append((_LEADING + 2, parts))
            left, parts = _EDGE, []
        parts += [sign(kind, left + 7, 8), written_at(left + 18, 12, words)]
        left += wide
    if parts:
        rows.append((_LEADING + 4, parts))
    yield from rows
    cap = cap_words(timeline)
    notes = [f"The whole route must end within this limit: {cap}." if cap else ""]
    holidays = holidays_words(timeline)
    notes.append(f"Shaded: weekends.{f' Hatched: {holidays}.' if holidays else ''}")
    notes.append(PROVISIONAL if timeline.provisional else "")
    for note in filter(None, notes):
        for line in broken(note, _WIDTH - 2 * _EDGE, _SMALL):
            yield _LEADING, [written_at(_EDGE, 11, line)]
    yield _AIR, []


def _shows(mark: Mark, lane: Lane) -> bool:
    return not _is_leaving(mark, lane)
