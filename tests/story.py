"""A log told line by line, for tests: each line is one entry, as it would be recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from resolutions_cli.core.deadlines.case import Calendars, Case, assess
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Facts,
    Noted,
    Opened,
    Recorded,
    Reopened,
    Risk,
    Sooner,
)
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.log import Log, in_order
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.files.workspace.calendars import calendar_for, shipped_list
from resolutions_cli.files.workspace.procedures import procedure_named

_NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def when(text: str) -> Moment:
    """A WHEN, as a person types it."""
    return read_when(text, _NOW)


def procedure(name: str) -> Procedure:
    """One of the procedures that ship with the program."""
    return procedure_named(name, None).procedure


def calendar(nation: str = "england") -> WorkingCalendar:
    """The shipped calendar of a nation."""
    return calendar_for(nation, [shipped_list()])


@dataclass
class Story:
    """A dispute's log as it grows; each entry knows the one before it."""

    procedure: Procedure
    entries: list[Entry] = field(default_factory=list)

    def add(
        self,
        at: str,
        facts: Facts,
        texts: dict[str, str | None] | None = None,
        recorded: str | None = None,
    ) -> Entry:
        """Record something; it was written down when it happened unless `recorded` says when, at
        noon of a bare date."""
        moment = when(at)
        number = len(self.entries)
        written = when(recorded) if recorded else moment
        entry = Entry(
            id=f"{number:064x}",
            dispute="2026-K7Q4M",
            at=moment,
            recorded=written.instant or written.starts + timedelta(hours=12),
            after=(self.entries[-1].id,) if self.entries else (),
            facts=facts,
            texts=texts or {},
        )
        self.entries.append(entry)
        return entry

    def opens(self, at: str, stage: str, /, **events: str) -> Entry:
        """Opened in a stage, with these events known (underscores for hyphens)."""
        known = {name.replace("_", "-"): when(on) for name, on in events.items()}
        facts = Opened(
            procedure=self.procedure.id,
            version=self.procedure.version,
            digest=self.procedure.digest,
            stage=stage,
            raised_by=("school",),
            with_=("social-care", "health"),
            events=known,
        )
        return self.add(at, facts)

    def escalates(self, at: str, to: str, **more: object) -> Entry:
        """Moved on from where it is."""
        return self.add(at, Escalated(from_=self.stage, to=to, **more))  # type: ignore[arg-type]

    def decides(self, at: str, *codes: str, to: str = "", outcome: str = "") -> Entry:
        """Decided in the stage where it is."""
        return self.add(at, Decided(from_=self.stage, codes=codes, to=to, outcome=outcome))

    def records(self, event: str, on: str, **more: object) -> Entry:
        """An event happened."""
        return self.add(on, Recorded(event=event, on=when(on), **more))  # type: ignore[arg-type]

    def plans(self, at: str, event: str, on: str, **more: object) -> Entry:
        """An event is planned."""
        facts = Recorded(event=event, on=when(on), planned=True, **more)  # type: ignore[arg-type]
        return self.add(at, facts)

    def corrects(self, at: str, entry: Entry, **values: object) -> Entry:
        """A fact of an entry is corrected (double underscores for dots)."""
        changes = {key.replace("__", "."): value for key, value in values.items()}
        return self.add(at, Corrected(entry=entry.id, set=changes))

    @property
    def stage(self) -> str:
        """Where the dispute is, by the newest entry."""
        return self.case("2100-01-01").dispute.stage.id

    @property
    def log(self) -> Log:
        """All that was recorded."""
        return Log("2026-K7Q4M", in_order(self.entries))

    def case(self, as_of: str, earlier: Sequence[WorkingCalendar] = ()) -> Case:
        """The dispute as of a moment."""
        calendars = Calendars(calendar(self.procedure.nation), tuple(earlier))
        return assess(self.log, self.procedure, calendars, when(as_of), Settings())

    def main(self, as_of: str) -> Deadline:
        """The main duty of the stage it is in then."""
        return self.duty("main", as_of)

    def duty(self, duty: str, as_of: str, agency: str = "") -> Deadline:
        """The newest deadline of a duty."""
        found = [
            deadline
            for deadline in self.case(as_of).deadlines
            if deadline.key.duty == duty and deadline.key.agency == agency
        ]
        return found[-1]

    def mains(self, stage: str, as_of: str) -> list[Deadline]:
        """The main duty of each visit of a stage."""
        return [
            deadline
            for deadline in self.case(as_of).deadlines
            if deadline.key.stage == stage and deadline.key.duty == "main"
        ]

    def dues(self, stage: str, as_of: str = "2027-01-04") -> list[str | None]:
        """By when each visit of a stage is to be over."""
        dues = (deadline.due for deadline in self.mains(stage, as_of))
        return [due.local.isoformat()[:16] if due else None for due in dues]


__all__ = [
    "Agreed",
    "Chase",
    "Closed",
    "Noted",
    "Reopened",
    "Risk",
    "Sooner",
    "Story",
    "calendar",
    "procedure",
    "when",
]
