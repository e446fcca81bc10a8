"""A dispute day by day: its stages and limits, its events, the days that do not count.

The pictures in the terminal and in reports are drawn from it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.clock import Clock, binding
from resolutions_cli.core.deadlines.clocks import Owner, clocks_of
from resolutions_cli.core.deadlines.deadline import Concern, Deadline
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.model import Stage
from resolutions_cli.core.record.dispute import Dispute, Occurrence, Visit
from resolutions_cli.core.time.moment import FIRST_YEAR, LAST_YEAR, Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value

_DAY = timedelta(days=1)
_SATURDAY = 5


class MarkKind(StrEnum):
    """The kind of a mark: the limit that applies, another limit, an aim, or the end of a duty."""

    DUE = "due"
    LIMIT = "limit"
    AHEAD = "ahead"
    SAFE = "safe"
    AIM = "aim"
    DONE = "done"


class Mark(Value):
    """A point in time on a line. `clock` is the one that ends there; None if a duty was done.

    `ahead` is a limit of a later stage, `safe` the date to keep the child safe. If one of these
    ends first, it is `due` instead, and its clock says whose it is.
    """

    kind: MarkKind
    at: Moment
    clock: Clock | None = None


class DutyLine(Value):
    """One duty, with its marks in the order of time."""

    deadline: Deadline
    marks: tuple[Mark, ...]


class Lane(Value):
    """One visit of a stage, or a stage ahead that already has dates (`entered` is None then).

    `deadline` and `marks` are those of its main duty; `lines` are its further duties. A visit that
    is not `certain` has no known deadline.
    """

    stage: Stage
    number: int = 1
    entered: Moment | None = None
    left: Moment | None = None
    certain: bool = True
    deadline: Deadline | None = None
    marks: tuple[Mark, ...] = ()
    lines: tuple[DutyLine, ...] = ()

    @property
    def is_ahead(self) -> bool:
        return self.entered is None


class Happening(Value):
    """An event with a date: one of the procedure, or `opened`, `closed`, `risk`, `risk-ended`."""

    name: str
    on: Moment
    planned: bool = False
    agency: str = ""


class DayOff(Value):
    """A day that is not a working day, and why: "Saturday", "Sunday", a bank holiday's name."""

    day: date
    why: str

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() >= _SATURDAY


class Timeline(Value):
    """A dispute from `first` to `last` day, as of a moment.

    `whole` are the duties of the dispute itself, for example the date to keep the child safe. `cap`
    is the limit that covers the whole route: it counts from a past event and applies to more stages
    than any other; None if no two stages share one. `concerns` are about the dispute as a whole.
    """

    dispute: Dispute
    as_of: Moment
    first: date
    last: date
    lanes: tuple[Lane, ...]
    whole: tuple[DutyLine, ...] = ()
    happenings: tuple[Happening, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    cap: Clock | None = None
    provisional: bool = False
    concerns: tuple[Concern, ...] = ()

    @property
    def lines(self) -> tuple[DutyLine, ...]:
        """Every duty besides the main ones of the stages."""
        return (*self.whole, *(line for lane in self.lanes for line in lane.lines))

    @property
    def shows_today(self) -> bool:
        """Whether the moment asked about is on the timeline; for a dispute closed long ago it is
        not."""
        return self.first <= self.as_of.day <= self.last


def timeline_of(case: Case, calendar: WorkingCalendar) -> Timeline:
    """The timeline of a case, under the calendar that it was assessed with."""
    dispute = case.dispute
    lanes = (*_visited(case), *_ahead(dispute, calendar))
    whole = tuple(_line(each) for each in case.deadlines if each.key.stage is None)
    happenings = tuple(_happenings(dispute))
    first, last = _extent(case, lanes, whole, happenings)
    return Timeline(
        dispute=dispute,
        as_of=case.as_of,
        first=first,
        last=last,
        lanes=lanes,
        whole=whole,
        happenings=happenings,
        days_off=tuple(_days_off(first, last, calendar)),
        cap=_cap(dispute, lanes),
        provisional=calendar.is_provisional(first, last),
        concerns=case.concerns,
    )


# ------------------------------------------------------------------ stages


def _visited(case: Case) -> Iterator[Lane]:
    dispute = case.dispute
    for visit in dispute.visits:
        here = [d for d in case.deadlines if (d.key.stage, d.key.visit) == _place(visit)]
        main = next((each for each in here if each.key.duty == MAIN), None)
        yield Lane(
            stage=dispute.procedure.stages[visit.stage],
            number=visit.number,
            entered=visit.entered,
            left=visit.left or (dispute.closed_at if visit is dispute.visit else None),
            certain=visit.certain,
            deadline=main,
            marks=_marks_of(main) if main else (),
            lines=tuple(_line(each) for each in here if each is not main),
        )


def _place(visit: Visit) -> tuple[str, int]:
    return visit.stage, visit.number


def _ahead(dispute: Dispute, calendar: WorkingCalendar) -> Iterator[Lane]:
    """The stages ahead of the dispute that already have a date."""
    if not dispute.is_open:
        return
    for stage in dispute.procedure.ahead(dispute.stage.id):
        owner = Owner(stage.id, None, ahead_of=dispute.visit)
        limits = (limit for limit in stage.limits if limit.counts_from_event)
        running = [each for limit in limits for each in clocks_of(limit, owner, dispute, calendar)]
        if marks := tuple(_marks(running, binding(running), stage.id)):
            yield Lane(stage=stage, marks=marks)


def _line(deadline: Deadline) -> DutyLine:
    return DutyLine(deadline, _marks_of(deadline))


def _marks_of(deadline: Deadline) -> tuple[Mark, ...]:
    owed = deadline.owed
    marks = list(_marks(owed.clocks, owed.binding, deadline.key.stage))
    if owed.done and owed.done.fulfilled:
        marks.append(Mark(MarkKind.DONE, owed.done.at))
    return tuple(sorted(marks, key=lambda mark: mark.at.ends))


def _marks(clocks: Iterable[Clock], binds: int | None, stage: str | None) -> Iterator[Mark]:
    """The ends and the aims of clocks; an aim equal to its own limit gets no mark."""
    for index, each in enumerate(clocks):
        if each.aim and each.aim != each.due:
            yield Mark(MarkKind.AIM, each.aim, each)
        if each.due is None:
            continue
        kind = MarkKind.LIMIT
        if index == binds:
            kind = MarkKind.DUE
        elif each.limit is None:
            kind = MarkKind.SAFE
        elif each.stage != stage:
            kind = MarkKind.AHEAD
        yield Mark(kind, each.due, each)


def _cap(dispute: Dispute, lanes: Iterable[Lane]) -> Clock | None:
    """The limit that the most stages share; None if no stages share one.

    If there are several, the one of the furthest stage, and of these the one that began first.
    """
    route = list(dispute.procedure.stages)
    stands: dict[tuple[str, str | None], set[str]] = {}
    found: dict[tuple[str, str | None], tuple[Clock, Moment]] = {}
    for lane in lanes:
        for mark in lane.marks:
            each = mark.clock
            if each is None or mark.kind is MarkKind.AIM or not _counts_on(each):
                continue
            key = (each.rule, each.of)
            stands.setdefault(key, set()).update((lane.stage.id, each.stage or ""))
            if each.event:
                found[key] = each, each.event
    shared = [
        (-len(stands[key]), -route.index(each.stage or ""), event.starts, each)
        for key, (each, event) in found.items()
        if len(stands[key]) > 1
    ]
    return min(shared, key=lambda ranked: ranked[:3])[3] if shared else None


def _counts_on(each: Clock) -> bool:
    """Whether a clock runs forward from an event that has happened."""
    limit = each.limit
    happened = each.event is not None and not each.planned
    return happened and limit is not None and limit.counts_from_event and not limit.backward


# ------------------------------------------------------------------ days


def _happenings(dispute: Dispute) -> Iterator[Happening]:
    """The events and the plans in the order of time, without plans that were replaced."""
    found = [Happening("opened", dispute.opened_at)]
    found.extend(
        Happening(each.event, each.on, each.planned, each.agency)
        for each in dispute.occurrences
        if not each.planned or _stands(dispute, each)
    )
    for episode in dispute.episodes:
        found.append(Happening("risk", episode.on))
        if episode.ended:
            found.append(Happening("risk-ended", episode.ended))
    if dispute.closed_at:
        found.append(Happening("closed", dispute.closed_at))
    yield from sorted(found, key=lambda each: each.on.starts)


def _stands(dispute: Dispute, plan: Occurrence) -> bool:
    return plan is dispute.plan(plan.event, plan.agency)


def _extent(
    case: Case, lanes: Iterable[Lane], whole: Iterable[DutyLine], happenings: Iterable[Happening]
) -> tuple[date, date]:
    """The first and the last day with a mark or an event; with the moment asked about, if anything
    is open."""
    lanes = tuple(lanes)
    lines = (*whole, *(line for lane in lanes for line in lane.lines))
    marked = (*(lane.marks for lane in lanes), *(line.marks for line in lines))
    moments = [mark.at for marks in marked for mark in marks]
    moments.extend(each.on for each in happenings)
    moments.extend(at for lane in lanes for at in (lane.entered, lane.left) if at)
    if case.dispute.is_open or case.open_deadlines:
        moments.append(case.as_of)
    return min(each.last_day for each in moments), max(each.last_day for each in moments)


def _days_off(first: date, last: date, calendar: WorkingCalendar) -> Iterator[DayOff]:
    day = max(first, date(FIRST_YEAR, 1, 1))
    while day <= min(last, date(LAST_YEAR, 12, 31)):
        why = calendar.why_not_working(day)
        if why is not None:
            yield DayOff(day, why)
        day += _DAY
