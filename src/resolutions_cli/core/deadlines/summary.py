"""The summary of a dispute for lists, and its deadlines as of a moment."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import (
    Concern,
    ConcernCode,
    Deadline,
    Done,
    End,
    Key,
    Moved,
    Owed,
    Status,
    assess_deadline,
    urgency,
)
from resolutions_cli.core.entries.own_codes import ACTION, TO_TELL
from resolutions_cli.core.packing import Packing
from resolutions_cli.core.procedure.limit import (
    EndDays,
    Extension,
    Limit,
    Pause,
    Pick,
    Strength,
)
from resolutions_cli.core.time.amount import Amount, Unit
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value


class Settings(Value):
    """How many working days ahead count as soon; after how many without a record a dispute is quiet
    (0: never); the name of each listed agency, by its code; when procedures were last compared with
    their published texts here, by their digests."""

    soon: int = 2
    quiet: int = 5
    agencies: Mapping[str, str] = {}
    checked: Mapping[str, date] = {}


class DisputeSummary(Value):
    """The codes, dates, agencies and counts that lists need of a dispute; no text of the record.

    It holds no status, so it stays valid until an entry is recorded, or until an entry recorded
    ahead of its time takes effect. `who` acts in the stage, by code and in `who_words`. `named` are
    all agencies that the log names, whenever they joined. `last_recorded` is the day of the last
    record. `checked_on` is when the procedure file was last compared with the published text.
    `to_record` are the tasks after the newest move that are not recorded as done: `child-file`,
    `partners`. `asked` is how many requests to remove texts wait for an answer here. `moved` has
    one item for each of the `duties`.
    """

    reference: str
    procedure: str
    version: str
    digest: str
    nation: str
    stage: str
    who: tuple[str, ...]
    who_words: str
    opened_at: Moment
    closed_at: Moment | None
    outcome: str
    concerns: tuple[str, ...]
    agencies: tuple[str, ...]
    named: tuple[str, ...]
    last_recorded: date
    checked_on: date | None
    to_record: tuple[str, ...]
    asked: int
    duties: tuple[Owed, ...]
    moved: tuple[Moved | None, ...]

    @property
    def label(self) -> str:
        """The procedure with its version, as it is typed."""
        return f"{self.procedure}@{self.version}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


#: How a summary is stored. Limits are stored once, since disputes under one procedure share them.
SUMMARY = Packing(
    *(DisputeSummary, Owed, Key, Clock, Moment, Done, Concern, Moved, Limit, Amount),
    *(End, ConcernCode, Unit, Strength, Pick, EndDays, Pause, Extension),
    repeated=(Limit,),
)


class SummaryAsOf(Value):
    """The summary of a dispute and its deadlines at a moment; a bare date means its end.

    The status of a deadline is worked out when it is asked for.
    """

    summary: DisputeSummary
    as_of: Moment
    calendar: WorkingCalendar
    settings: Settings

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every duty with its date and status, in the order the duties arose."""
        summary, procedure = self.summary, (self.summary.procedure, self.summary.version)
        return tuple(
            assess_deadline(
                summary.reference,
                procedure,
                owed,
                self.as_of,
                self.calendar,
                self.settings.soon,
                moved,
            )
            for owed, moved in zip(summary.duties, summary.moved, strict=True)
        )

    @cached_property
    def quiet_days(self) -> int | None:
        """The working days without a record, if the dispute is open and quiet; None otherwise."""
        if not self.summary.is_open or self.settings.quiet == 0:
            return None
        days = self.calendar.working_days_between(self.summary.last_recorded, self.as_of.day)
        return days if days >= self.settings.quiet else None

    @property
    def open_deadlines(self) -> tuple[Deadline, ...]:
        """The open deadlines, in the order the duties arose."""
        return tuple(deadline for deadline in self.deadlines if deadline.is_open)

    @cached_property
    def most_urgent(self) -> Deadline | None:
        """The open deadline that comes first; None if all have ended."""
        return min(self.open_deadlines, key=urgency, default=None)

    @cached_property
    def concerns(self) -> tuple[Concern, ...]:
        """The concerns about the dispute as a whole, the most pressing first."""
        return tuple(self._concerns())

    @property
    def checked_on(self) -> date | None:
        """When the procedure was last compared with the published text: as its file says, or as
        was written down here, whichever is later."""
        days = (self.summary.checked_on, self.settings.checked.get(self.summary.digest))
        return max((day for day in days if day), default=None)

    @property
    def is_checked(self) -> bool:
        """Whether the procedure was compared with the published text within the last year."""
        checked, today = self.checked_on, self.as_of.day
        if checked is None:
            return False
        a_year_ago = (today.year - 1, today.month, today.day)
        return (checked.year, checked.month, checked.day) >= a_year_ago

    def _concerns(self) -> Iterator[Concern]:
        open_now = self.open_deadlines
        told = (d.owed.title.partition(TO_TELL)[2] for d in open_now if d.is_telling)
        if untold := tuple(dict.fromkeys(told)):
            yield Concern(ConcernCode.UNTOLD, untold)
        if late := tuple(_number_of_action(each) for each in open_now if _is_late_action(each)):
            yield Concern(ConcernCode.ACTION_LATE, late)
        if self.quiet_days is not None:
            yield Concern(ConcernCode.QUIET, days=self.quiet_days)
        for each in open_now:
            if each.days_here is not None:
                yield Concern(ConcernCode.NO_LIMIT, (each.key.stage or "",), each.days_here)
        if (self.summary.is_open or open_now) and not self.is_checked:
            checked = self.checked_on
            day = (checked.isoformat(),) if checked else ()
            yield Concern(ConcernCode.UNCHECKED, (self.summary.label, *day))
        for code in self.summary.to_record:
            yield Concern(ConcernCode(code))


def _is_late_action(each: Deadline) -> bool:
    return each.key.duty.startswith(f"{ACTION}:") and each.status is Status.OVERDUE


def _number_of_action(each: Deadline) -> str:
    return each.key.duty.partition(":")[2]
