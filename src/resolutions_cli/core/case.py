"""A dispute with every deadline, as of a moment: what `due`, `show`, `next` and `explain` read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from resolutions_cli.core.deadline import Deadline, Key, Moved, deadline
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.duties import owed_in
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Agreed, Corrected, Decided, Escalated, Recorded, Sooner
from resolutions_cli.core.fold import NotYetOpened, fold
from resolutions_cli.core.log import Log
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import WorkingCalendar

#: Why a date is later than it was, by the kind of entry that made it so.
_WHY: Mapping[type, str] = {
    Corrected: "an entry was corrected",
    Agreed: "a later date was agreed",
    Sooner: "the date that keeps the child safe had passed and was set anew",
    Recorded: "the event came, or was planned, for later",
    Escalated: "a stage was entered again",
    Decided: "a stage was entered again",
}
_NEW_HOLIDAY = "the bank holidays changed"


@dataclass(frozen=True, slots=True)
class Settings:
    """Working days: how many ahead count as soon; after how many a dispute is quiet (0: never)."""

    soon: int = 2
    quiet: int = 5


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendar in force, and those it replaced since the dispute was opened."""

    now: WorkingCalendar
    earlier: tuple[WorkingCalendar, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute as of a moment, with each duty's deadline in the order the duties arose.

    `quiet_days` is how many working days nothing was recorded for, of an open dispute that is
    quiet; None otherwise.
    """

    dispute: Dispute
    deadlines: tuple[Deadline, ...]
    as_of: Moment
    quiet_days: int | None = None

    @property
    def open_deadlines(self) -> tuple[Deadline, ...]:
        """What somebody still owes, in the order the duties arose."""
        return tuple(deadline for deadline in self.deadlines if deadline.is_open)


def assess(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment, settings: Settings
) -> Case:
    """The dispute and its deadlines as of a moment; a bare date means the end of that day.

    Raises NotYetOpened when it had not been opened by then.
    """
    cut = as_of.instant or as_of.ends - timedelta(minutes=1)
    dispute = fold(log, procedure, cut)
    owed = owed_in(dispute, calendars.now)
    was = list(_earlier_dates(log, procedure, calendars, as_of))
    deadlines = tuple(
        deadline(
            log.reference,
            (procedure.id, procedure.version),
            duty,
            as_of,
            calendars.now,
            settings.soon,
        )
        for duty in owed
    )
    moved = tuple(replace(d, moved=_moved(d, was, calendars.now)) if was else d for d in deadlines)
    return Case(dispute, moved, as_of, _quiet_days(dispute, calendars.now, as_of, settings.quiet))


def _quiet_days(
    dispute: Dispute, calendar: WorkingCalendar, as_of: Moment, after: int
) -> int | None:
    """Working days without an entry, when the dispute is open and they are too many."""
    if not dispute.is_open or after == 0:
        return None
    last = max(
        min(Moment.of(entry.recorded).day, as_of.day)
        if entry.recorded <= as_of.ends
        else entry.at.day
        for entry in dispute.entries
    )
    days = calendar.working_days_between(last, as_of.day)
    return days if days >= after else None


# ------------------------------------------------------------------ never silently later

_Dates = Mapping[Key, Moment]


def _earlier_dates(
    log: Log, procedure: Procedure, calendars: Calendars, as_of: Moment
) -> Iterator[tuple[str, _Dates]]:
    """The dates that the duties had before each entry, or calendar, that may have moved them."""
    cut = as_of.instant or as_of.ends - timedelta(minutes=1)
    for index, entry in enumerate(log.entries):
        if why := _may_move(entry, log.entries[:index]):
            before = replace(log, entries=log.entries[:index])
            try:
                yield why, _dates(fold(before, procedure, cut), calendars.now)
            except NotYetOpened:
                continue
    for calendar in calendars.earlier:
        yield _NEW_HOLIDAY, _dates(fold(log, procedure, cut), calendar)


def _dates(dispute: Dispute, calendar: WorkingCalendar) -> _Dates:
    return {duty.key: duty.due for duty in owed_in(dispute, calendar) if duty.due}


def _may_move(entry: Entry, before: Sequence[Entry]) -> str:
    """Why an entry may make a date later than it was; empty when it cannot."""
    facts = entry.facts
    earlier = [other.facts for other in before]
    match facts:
        case Recorded():
            again = any(isinstance(o, Recorded) and o.event == facts.event for o in earlier)
        case Agreed() | Sooner():
            again = any(type(other) is type(facts) for other in earlier)
        case Escalated() | Decided():
            again = any(isinstance(o, Escalated | Decided) and o.to == facts.to for o in earlier)
        case Corrected():
            again = bool(facts.set) or facts.withdraw
        case _:
            again = False
    return _WHY[type(facts)] if again else ""


def _moved(
    current: Deadline, was: Sequence[tuple[str, _Dates]], calendar: WorkingCalendar
) -> Moved | None:
    """How much later a date is than the earliest it was, and what moved it last."""
    if current.due is None:
        return None
    found = [(why, dates[current.key]) for why, dates in was if current.key in dates]
    sooner = [(why, due) for why, due in found if due.ends < current.due.ends]
    if not sooner:
        return None
    earliest = min((due for _, due in sooner), key=lambda due: due.ends)
    days = calendar.working_days_between(earliest.last_day, current.due.last_day)
    return Moved(days, sooner[-1][0])
