"""JSON documents: plain dictionaries in a fixed order of keys, the same bytes everywhere.

`docs/fields.md` lists the fields of rows. Instants are London time with offset, seconds included.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, assert_never

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.reckoning import days_of
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import CalendarSource, CountedDay, WorkingCalendar
from resolutions_cli.render.formats.table import R_contra

if TYPE_CHECKING:
    from resolutions_cli.core.deadlines.summary import SummaryAsOf
    from resolutions_cli.core.record.findings import Finding
    from resolutions_cli.render.formats.table import Field, Kind

#: The version of the format; within a version, keys may be added but never removed.
FORMAT = 1


def document(kind: str, as_of: Moment | None, source: CalendarSource, **body: Any) -> str:
    """One JSON document with its envelope, as text with a line feed at its end."""
    return "".join(long_document(kind, as_of, source, **body))


def long_document(
    kind: str, as_of: Moment | None, source: CalendarSource, **body: Any
) -> Iterator[str]:
    """The text of `document` in pieces, for long documents."""
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
    """A date, or an instant in London time, in ISO format; None for None."""
    return None if moment is None else moment.local.isoformat()


def _date(moment: Moment | None) -> str | None:
    return None if moment is None else moment.last_day.isoformat()


def _instant(moment: Moment | None) -> str | None:
    return None if moment is None or moment.instant is None else moment_json(moment)


def day_json(day: CountedDay) -> dict[str, Any]:
    """One day of a count: its number if it counts, else the reason why it does not."""
    line: dict[str, Any] = {"date": day.date.isoformat(), "counts": day.counts}
    if day.number is not None:
        line["number"] = day.number
    if day.why is not None:
        line["why"] = day.why
    return line


def limit_json(clock: Clock, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """One limit of a deadline; with its counted days if a calendar is given."""
    event = clock.event
    # here `clock.event` is only the latest possible date, so it is not reported as the event's
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
        "second_reading": clock.second,
        "counts": not clock.aside,
        "strength": clock.limit.strength.value if clock.limit else None,
        "cap": clock.limit is not None and clock.limit.cap,
        "said": clock.limit.said if clock.limit else "",
        "out_of_hours": clock.out_of_hours,
        "from_on": None if event is None else event.day.isoformat(),
        "from_at": _instant(event),
    }
    if calendar is not None:
        limit["days"] = [day_json(day) for day in days_of(clock, calendar)]
    return limit


def fields_json(fields: "Iterable[Field[R_contra, Any]]", row: R_contra) -> dict[str, Any]:
    """A row as an object, with its fields in the order of the list."""
    return {f.name: value_json(f.kind, f.value(row)) for f in fields if f.in_json}


def value_json(kind: "Kind", value: Any) -> Any:
    """A field's value as JSON."""
    match kind:
        case "text" | "whether" | "count" | "ordinal" | "difference" | "reference" | "digest":
            return value
        case "day":
            return _date(value)
        case "instant":
            return _instant(value)
        case "moment":
            return moment_json(value)
        case "codes" | "digests" | "counts":
            return list(value)
        case "concerns":
            return [{"code": str(each.code), "names": list(each.names)} for each in value]
        case "limits":
            return [limit_json(clock) for clock in value]
        case "warnings":
            return [
                {"code": str(each.code), "names": list(each.names), "working_days": each.days}
                for each in value
            ]
        case "recorded":
            return recorded_json(value)
        case "status" | "end" | "standing" | "facts" | "texts" | "held-back" | "original":
            return value
        case "visits" | "events" | "asked" | "findings" | "gaps":
            return value  # already dictionaries, made where the fields are listed
    assert_never(kind)


def warnings_json(dispute: "SummaryAsOf") -> list[dict[str, Any]]:
    """The concerns about a dispute as a whole; a deadline has its own in `concerns`."""
    found: list[dict[str, Any]] = value_json("warnings", dispute.concerns)
    return found


def recorded_json(instant: datetime) -> str:
    """The time of recording, in UTC, to the millisecond."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def finding_json(finding: "Finding") -> dict[str, Any]:
    """One finding: its name, the file, the entry, the problem and the remedy."""
    return {
        "name": finding.name,
        "path": finding.path,
        "entry": finding.entry or None,
        "problem": finding.kind.sentence,
        "remedy": finding.remedy,
    }


def unreadable_json(findings: "Iterable[Finding]") -> list[dict[str, str]]:
    """Findings about unread or unsettled disputes, for documents about many disputes."""
    return [
        {"path": finding.path, "name": finding.name, "problem": finding.kind.sentence}
        for finding in findings
    ]
