"""A deadline: a duty with its date, its clocks, and its status as of a moment."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from resolutions_cli.core.deadlines.clock import Clock, binding
from resolutions_cli.core.entries.own_codes import TELL
from resolutions_cli.core.time.moment import FIRST_YEAR, Moment, in_time
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value


class Status(StrEnum):
    """The status of a duty, open or ended.

    MET: fulfilled in time. MISSED: late, whether or not it was fulfilled. DONE: fulfilled, with no
    date to meet. LEFT: the stage was left in time and without it. ENDED: no longer due. PAST_GUIDE:
    open or ended, after a date by which the text only asks for it, and before any that it sets.
    """

    OVERDUE = "overdue"
    PAST_GUIDE = "past-guide"
    DUE_TODAY = "due-today"
    DUE_SOON = "due-soon"
    ON_TIME = "on-time"
    NO_DATE = "no-date"
    MET = "met"
    MISSED = "missed"
    DONE = "done"
    LEFT = "left"
    ENDED = "ended"


class Key(Value):
    """The identity of a duty, which stays the same however its date changes.

    `visit` counts the visits of the stage, `time` the times that a duty arose; both from 1.
    """

    stage: str | None
    visit: int
    duty: str
    agency: str = ""
    time: int = 1


class End(StrEnum):
    """How a duty ended: fulfilled; moved on, where the stage asks for nothing else; left, without
    being fulfilled; or lapsed, no longer needed."""

    FULFILLED = "fulfilled"
    MOVED_ON = "moved-on"
    LEFT = "left"
    LAPSED = "lapsed"


class Done(Value):
    """When and how a duty ended."""

    at: Moment
    how: End = End.FULFILLED

    @property
    def fulfilled(self) -> bool:
        return self.how in (End.FULFILLED, End.MOVED_ON)


class ConcernCode(StrEnum):
    """The code of a concern about a deadline or, from UNTOLD on, about a dispute as a whole.

    `render/concern_words.py` has the words for each.
    """

    PLANNED_TOO_LATE = "planned-too-late"
    INCOMPLETE = "incomplete-record"
    NOT_ACCEPTED = "not-accepted"
    AT_LATEST = "at-latest"
    DATES_DISAGREE = "dates-disagree"
    UNTOLD = "risk-untold"
    ACTION_LATE = "action-past-its-date"
    QUIET = "quiet"
    NO_LIMIT = "stage-without-limit"
    UNCHECKED = "procedure-not-checked"
    CHILD_FILE = "child-file"
    PARTNERS = "partners"


class Concern(Value):
    """One concern about a deadline or a dispute, for as long as the record shows it.

    `names` depend on the code: events and details, agencies, the people to tell (in words), numbers
    of actions, a stage, or a procedure and the day it was last checked. `days` are the working days
    that it has lasted, where they are counted.
    """

    code: ConcernCode
    names: tuple[str, ...] = ()
    days: int | None = None


class Owed(Value):
    """A duty of the dispute with its clocks, before its status is worked out.

    `role_codes` are the roles that have it, where the procedure has codes for them. `arose` is the
    position in the log it came from, which orders lists. `unknown` are events not yet recorded, in
    words, that its other clocks would count from. `since` is when its stage was entered, if the
    published text states no time for the stage. `concerns` hold at any moment.
    """

    key: Key
    title: str
    role_words: str
    clocks: tuple[Clock, ...]
    arose: int
    done: Done | None = None
    unknown: tuple[str, ...] = ()
    role_codes: tuple[str, ...] = ()
    since: Moment | None = None
    concerns: tuple[Concern, ...] = ()

    @cached_property
    def binding(self) -> int | None:
        """The index of the clock that ends first."""
        return binding(self.clocks)

    @property
    def due(self) -> Moment | None:
        """The earliest end of its clocks; None while no clock has one."""
        index = self.binding
        return None if index is None else self.clocks[index].due

    @property
    def guide(self) -> Moment | None:
        """The earliest date by which the text only asks for it; None without one."""
        guides = [clock.due for clock in self.clocks if clock.due and clock.is_weak]
        return min(guides, key=lambda guide: guide.ends, default=None)

    @property
    def is_guided(self) -> bool:
        """Whether its date is one by which the text only asks for it."""
        index = self.binding
        return index is not None and self.clocks[index].is_weak

    @property
    def aim(self) -> Moment | None:
        """The earliest date that the procedure asks to aim for; None without one."""
        aims = [clock.aim for clock in self.clocks if clock.aim]
        return min(aims, key=lambda aim: aim.ends, default=None)


class Moved(Value):
    """How much later a date is than before, and why.

    `days` are all days, weekends and bank holidays too; 0 when it is later on the same day.
    """

    working_days: int
    days: int
    why: str


class Deadline(Value):
    """A duty with its computed date and its status as of a moment.

    `working_days_left` and `working_days_over` are None when the duty is not open or has no date.
    `working_days_late`, up to when it was done or given up, is None when it was not missed.
    `act_by` is the last working day up to the due date. `days_here` are the working days since its
    stage was entered, if the published text states no time for the stage.
    """

    reference: str
    procedure: str
    version: str
    owed: Owed
    status: Status
    act_by: Moment | None = None
    working_days_left: int | None = None
    working_days_over: int | None = None
    working_days_late: int | None = None
    past_aim: bool = False
    provisional: bool = False
    moved: Moved | None = None
    days_here: int | None = None

    @property
    def key(self) -> Key:
        return self.owed.key

    @property
    def due(self) -> Moment | None:
        return self.owed.due

    @property
    def binding(self) -> Clock | None:
        """The clock that ends first."""
        index = self.owed.binding
        return None if index is None else self.owed.clocks[index]

    @property
    def planned(self) -> bool:
        """Whether the date counts from a plan."""
        return self.binding is not None and self.binding.planned

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.owed.done is None

    @property
    def is_past(self) -> bool:
        """Whether it is open and its date has passed."""
        past_guide = self.status is Status.PAST_GUIDE and self.owed.is_guided
        return self.is_open and (past_guide or self.status is Status.OVERDUE)

    @property
    def is_done_late(self) -> bool:
        """Whether it was done, but late."""
        done = self.owed.done
        return self.status is Status.MISSED and done is not None and done.how is End.FULFILLED

    @property
    def is_now(self) -> bool:
        """Whether it is due today and leaves no time at all."""
        return (
            self.status is Status.DUE_TODAY and self.binding is not None and self.binding.is_at_once
        )

    @property
    def is_telling(self) -> bool:
        """Whether somebody must be told of an immediate risk; such duties come first."""
        return self.key.duty.startswith(f"{TELL}:")


_LAST = datetime.max.replace(tzinfo=UTC)

#: The order of statuses in lists: urgent, on time, without a date, ended. Quiet disputes are listed
#: between the urgent deadlines and the others.
_URGENT = 0
_RANK = {
    **dict.fromkeys(
        (Status.OVERDUE, Status.PAST_GUIDE, Status.DUE_TODAY, Status.DUE_SOON), _URGENT
    ),
    Status.ON_TIME: 2,
    Status.NO_DATE: 3,
    **dict.fromkeys((Status.MET, Status.MISSED, Status.DONE, Status.LEFT, Status.ENDED), 4),
}


def is_urgent(deadline: Deadline) -> bool:
    """Whether it is listed above quiet disputes."""
    return _RANK[deadline.status] == _URGENT or (deadline.is_telling and deadline.is_open)


def urgency(deadline: Deadline) -> tuple[bool, int, datetime, str, int]:
    """The sort key of every list: open calls about a risk first, then by status, then the
    earliest."""
    ends = deadline.due.ends if deadline.due else _LAST
    told_first = not (deadline.is_telling and deadline.is_open)
    rank = _RANK[deadline.status]
    return told_first, rank, ends, deadline.reference, deadline.owed.arose


def status_of(owed: Owed, as_of: Moment, calendar: WorkingCalendar, soon: int) -> Status:
    """The status of a duty; `soon` is how many working days ahead count as soon.

    `as_of` as a bare date means the end of that day.
    """
    due = owed.due
    if owed.done is not None:
        return _how_it_ended(owed.done, owed)
    if due is None:
        return Status.NO_DATE
    if _is_past(due, as_of):
        return Status.PAST_GUIDE if owed.is_guided else Status.OVERDUE
    if due.last_day <= as_of.day:
        return Status.DUE_TODAY
    if owed.guide and _is_past(owed.guide, as_of):
        return Status.PAST_GUIDE
    left = calendar.working_days_between(as_of.day, due.last_day)
    return Status.DUE_SOON if left <= soon else Status.ON_TIME


def _how_it_ended(done: Done, owed: Owed) -> Status:
    """How a duty ended. If it was overdue by then it is missed, however it ended."""
    due, guide = owed.due, owed.guide
    if due is not None and not owed.is_guided and not in_time(done.at, due):
        return Status.MISSED
    if guide is not None and not in_time(done.at, guide):
        return Status.PAST_GUIDE
    match done.how:
        case End.FULFILLED | End.MOVED_ON:
            return Status.MET if due else Status.DONE
        case End.LEFT:
            return Status.LEFT
        case End.LAPSED:
            return Status.ENDED
    assert_never(done.how)


def act_by(due: Moment, calendar: WorkingCalendar) -> Moment:
    """The due moment, or the last working day before it if it is not on a working day."""
    day = calendar.working_day_on_or_before(due.last_day)
    return due if day == due.last_day else Moment(day)


def _act_by(owed: Owed, due: Moment, calendar: WorkingCalendar) -> Moment:
    """As `act_by`, but never before the day that the time started: a risk learned of on a Sunday
    must be reported on that Sunday."""
    if due.last_day.year <= FIRST_YEAR:  # the day before it may be too early to count
        return due
    found = act_by(due, calendar)
    start = owed.clocks[owed.binding].event if owed.binding is not None else None
    runs_forward = start is not None and start.day <= due.day
    return due if start and runs_forward and found.day < start.day else found


def assess_deadline(
    reference: str,
    procedure: tuple[str, str],
    owed: Owed,
    as_of: Moment,
    calendar: WorkingCalendar,
    soon: int,
    moved: Moved | None = None,
) -> Deadline:
    """A duty with its date, its status and the other figures that tables and JSON show."""
    due, is_open = owed.due, owed.done is None
    status = status_of(owed, as_of, calendar, soon)
    aim = owed.aim
    left = over = late = None
    if due is not None and is_open:
        left = calendar.working_days_between(as_of.day, due.last_day)
        over = calendar.working_days_between(due.last_day, as_of.day)
    if due is not None and owed.done and status is Status.MISSED:
        late = calendar.working_days_between(due.last_day, owed.done.at.day)
    return Deadline(
        reference=reference,
        procedure=procedure[0],
        version=procedure[1],
        owed=owed,
        status=status,
        act_by=_act_by(owed, due, calendar) if due else None,
        working_days_left=left,
        working_days_over=over,
        working_days_late=late,
        past_aim=bool(is_open and aim and _is_past(aim, as_of) and status is not Status.OVERDUE),
        provisional=any(clock.provisional for clock in owed.clocks),
        moved=moved,
        days_here=_days_here(owed, as_of, calendar),
    )


def _days_here(owed: Owed, as_of: Moment, calendar: WorkingCalendar) -> int | None:
    if owed.since is None or owed.done is not None:
        return None
    return calendar.working_days_between(owed.since.day, as_of.day)


def _is_past(moment: Moment, as_of: Moment) -> bool:
    return as_of.ends > moment.instant if moment.instant else as_of.day > moment.day
