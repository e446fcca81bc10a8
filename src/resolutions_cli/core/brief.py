"""A dispute in brief: what lists need of it, whoever read it and whenever, and how it stands."""

from datetime import date

from resolutions_cli.core.deadline import Deadline, Moved, Owed, deadline, urgency
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import WorkingCalendar


class Settings(Value):
    """Working days: how many ahead count as soon; after how many a dispute is quiet (0: never)."""

    soon: int = 2
    quiet: int = 5


class Gist(Value):
    """What lists need of a dispute: codes, dates, agencies and counts, no text of the record.

    Nothing in it says how anything stands, so it holds until something is recorded, or until
    something that was recorded ahead of its time comes. `who` acts in the stage, by code and in
    `who_words`. `named` are all agencies that the log names, whenever they came in.
    `last_recorded` is the day on which something was written down last. `moved` goes with
    `duties`, one for each.
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
    duties: tuple[Owed, ...]
    moved: tuple[Moved | None, ...]

    @property
    def label(self) -> str:
        """The procedure with its version, as it is typed."""
        return f"{self.procedure}@{self.version}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Brief(Value):
    """A dispute as of a moment, with each duty's deadline in the order the duties arose.

    `quiet_days` is how many working days nothing was recorded for, of an open dispute that is
    quiet; None otherwise.
    """

    gist: Gist
    deadlines: tuple[Deadline, ...]
    as_of: Moment
    quiet_days: int | None

    @property
    def open_deadlines(self) -> tuple[Deadline, ...]:
        """What somebody still owes, in the order the duties arose."""
        return tuple(deadline for deadline in self.deadlines if deadline.is_open)

    @property
    def most_urgent(self) -> Deadline | None:
        """The open duty that comes first; None when nobody owes anything."""
        return min(self.open_deadlines, key=urgency, default=None)


def deadlines_of(
    gist: Gist, as_of: Moment, calendar: WorkingCalendar, soon: int
) -> tuple[Deadline, ...]:
    """Every duty with its date and where it stands; `soon` in working days."""
    procedure = (gist.procedure, gist.version)
    return tuple(
        deadline(gist.reference, procedure, owed, as_of, calendar, soon, moved)
        for owed, moved in zip(gist.duties, gist.moved, strict=True)
    )


def quiet_days(gist: Gist, as_of: Moment, calendar: WorkingCalendar, after: int) -> int | None:
    """Working days without an entry, when the dispute is open and they are at least `after`."""
    if not gist.is_open or after == 0:
        return None
    days = calendar.working_days_between(gist.last_recorded, as_of.day)
    return days if days >= after else None


def brief(gist: Gist, as_of: Moment, calendar: WorkingCalendar, settings: Settings) -> Brief:
    """How a dispute stands as of a moment; a bare date means the end of that day."""
    return Brief(
        gist=gist,
        deadlines=deadlines_of(gist, as_of, calendar, settings.soon),
        as_of=as_of,
        quiet_days=quiet_days(gist, as_of, calendar, settings.quiet),
    )
