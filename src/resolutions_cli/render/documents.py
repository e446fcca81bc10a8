"""JSON documents: plain dictionaries in a fixed order of keys, the same bytes everywhere.

`docs/commands.md` lists the fields. Instants are London time with offset, seconds included.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from resolutions_cli.core.clock import Clock
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.reckoning import days_of
from resolutions_cli.core.when import Moment
from resolutions_cli.core.working_days import CalendarSource, CountedDay, WorkingCalendar

if TYPE_CHECKING:
    from resolutions_cli.core.findings import Finding
    from resolutions_cli.core.summary import SummaryAsOf

#: The number of this shape; within it keys are only ever added.
FORMAT = 1


def document(kind: str, as_of: Moment | None, source: CalendarSource, **body: Any) -> str:
    """One JSON document with its envelope, as text with a line feed at its end."""
    return "".join(long_document(kind, as_of, source, **body))


def long_document(
    kind: str, as_of: Moment | None, source: CalendarSource, **body: Any
) -> Iterator[str]:
    """As `document`, piece by piece."""
    envelope = {
        "resolve_format": FORMAT,
        "kind": kind,
        "as_of": moment_json(as_of),
        "calendar": {
            "source": source.title,
            "listed_on": source.listed_on.isoformat(),
            "imported": source.imported,
            "confirmed_from": source.confirmed_from.isoformat(),
            "confirmed_until": source.confirmed_until.isoformat(),
            "ends_soon": None if as_of is None else source.ends_soon(as_of.day),
            "is_old": None if as_of is None else source.is_old(as_of.day),
        },
    }
    yield from json.JSONEncoder(ensure_ascii=False, indent=2).iterencode({**envelope, **body})
    yield "\n"


def moment_json(moment: Moment | None) -> str | None:
    """A date, or an instant in London time; None for none."""
    return None if moment is None else moment.local.isoformat()


def _date(moment: Moment | None) -> str | None:
    return None if moment is None else moment.last_day.isoformat()


def _instant(moment: Moment | None) -> str | None:
    return None if moment is None or moment.instant is None else moment_json(moment)


def day_json(day: CountedDay) -> dict[str, Any]:
    """One line of a reckoning: a number when the day counts, else why it does not."""
    line: dict[str, Any] = {"date": day.date.isoformat(), "counts": day.counts}
    if day.number is not None:
        line["number"] = day.number
    if day.why is not None:
        line["why"] = day.why
    return line


def limit_json(clock: Clock, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """One limit of a deadline; with its reckoning when a calendar is given."""
    event = clock.event
    # what the event cannot have come after is no date of the event
    is_bound = clock.at_latest or clock.doubted
    limit: dict[str, Any] = {
        "rule": clock.rule,
        "of": clock.of,
        "stage": clock.stage,
        "event_on": None if event is None or is_bound else event.day.isoformat(),
        "event_at": None if is_bound else _instant(event),
        "due": _date(clock.due),
        "due_at": _instant(clock.due),
        "pending_on": clock.pending_on,
        "cite": clock.cite,
        "reading": clock.reading,
        "at_latest": clock.at_latest,
        "from_on": None if event is None else event.day.isoformat(),
        "from_at": _instant(event),
    }
    if calendar is not None:
        limit["days"] = [day_json(day) for day in days_of(clock, calendar)]
    return limit


def deadline_json(deadline: Deadline, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """One deadline; with each limit's reckoning when a calendar is given."""
    owed, key = deadline.owed, deadline.key
    return {
        "dispute": deadline.reference,
        "procedure": deadline.procedure,
        "version": deadline.version,
        "stage": key.stage,
        "visit": key.visit,
        "duty": key.duty,
        "agency": key.agency or None,
        "time": key.time,
        "title": owed.title,
        "who": owed.who,
        "due": _date(owed.due),
        "due_at": _instant(owed.due),
        "act_by": _date(deadline.act_by),
        "status": deadline.status.value,
        "working_days_left": deadline.working_days_left,
        "working_days_over": deadline.working_days_over,
        "working_days_late": deadline.working_days_late,
        "past_aim": deadline.past_aim,
        "aim_due": _date(owed.aim),
        "aim_at": _instant(owed.aim),
        "provisional": deadline.provisional,
        "planned": deadline.planned,
        "moved_later": deadline.moved.working_days if deadline.moved else None,
        "moved_why": deadline.moved.why if deadline.moved else None,
        "binding": owed.binding,
        "fulfilled_at": moment_json(owed.done.at) if owed.done else None,
        "how": str(owed.done.how) if owed.done else None,
        "working_days_here": deadline.days_here,
        "concerns": [
            {"code": str(concern.code), "names": list(concern.names)} for concern in owed.concerns
        ],
        "limits": [limit_json(clock, calendar) for clock in owed.clocks],
    }


def warnings_json(dispute: "SummaryAsOf") -> list[dict[str, Any]]:
    """What stands against a dispute as a whole; those of a deadline are its `concerns`."""
    return [
        {"code": str(each.code), "names": list(each.names), "working_days": each.days}
        for each in dispute.concerns
    ]


def recorded_json(instant: datetime) -> str:
    """When something was written down: UTC, to the millisecond."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def unreadable_json(findings: "Iterable[Finding]") -> list[dict[str, str]]:
    """What could not be read or is to be settled, for documents about many disputes."""
    return [
        {"path": finding.path, "name": finding.name, "problem": finding.kind.sentence}
        for finding in findings
    ]
