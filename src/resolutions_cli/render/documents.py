"""JSON documents: plain dictionaries in a fixed order of keys, the same bytes everywhere.

`docs/commands.md` lists the fields. Instants are London time with offset, seconds included.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from resolutions_cli.core.case import Case
from resolutions_cli.core.chronicle import Line
from resolutions_cli.core.clock import Clock
from resolutions_cli.core.deadline import Deadline
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import fact_items, plain
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.gaps import gaps_of
from resolutions_cli.core.reckoning import days_of
from resolutions_cli.core.when import LONDON, Moment
from resolutions_cli.core.working_days import CalendarSource, CountedDay, WorkingCalendar

#: The number of this shape; within it keys are only ever added.
FORMAT = 1


def document(kind: str, as_of: Moment | None, source: CalendarSource, **body: Any) -> str:
    """One JSON document with its envelope, as text with a line feed at its end."""
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
        },
    }
    return json.dumps({**envelope, **body}, ensure_ascii=False, indent=2) + "\n"


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
    limit: dict[str, Any] = {
        "rule": clock.rule,
        "of": clock.of,
        "stage": clock.stage,
        "event_on": None if event is None else event.day.isoformat(),
        "event_at": _instant(event),
        "due": _date(clock.due),
        "due_at": _instant(clock.due),
        "pending_on": clock.pending_on,
        "cite": clock.cite,
        "reading": clock.reading,
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
        "limits": [limit_json(clock, calendar) for clock in owed.clocks],
    }


def line_json(line: Line, numbers: Mapping[str, int]) -> dict[str, Any]:
    """One entry as it stands after its corrections, and as it was recorded if there are any.

    A redacted text is null; `corrected_by` and `withdrawn_by` are short numbers.
    """
    entry = line.entry
    original = _said(entry) if line.corrections else None
    return {
        "number": line.number,
        "id": entry.id,
        "kind": entry.kind,
        **_said(line.current),
        "recorded": recorded_json(entry.recorded),
        "days_late": line.days_late,
        "after": list(entry.after),
        "standing": line.standing.value,
        "withdrawn_by": numbers[line.withdrawn_by.id] if line.withdrawn_by else None,
        "corrected_by": [numbers[correction.id] for correction in line.corrections],
        "original": original,
    }


def _said(entry: Entry) -> dict[str, Any]:
    """When it happened, the facts and the texts, as one version of an entry has them."""
    return {
        "at": moment_json(entry.at),
        "facts": {key: _plain_json(plain(value)) for key, value in fact_items(entry.facts)},
        "texts": dict(sorted(entry.texts.items())),
    }


def recorded_json(instant: datetime) -> str:
    """When something was written down: UTC, to the millisecond."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain_json(item) for key, item in value.items()}
    return value


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding: its name, the file, what is wrong, what to do."""
    return {
        "name": finding.name,
        "path": finding.path,
        "entry": finding.entry or None,
        "problem": finding.kind.sentence,
        "remedy": finding.kind.remedy,
    }


def unreadable_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """What could not be read, for documents about many disputes."""
    return [{"path": finding.path, "problem": finding.kind.sentence} for finding in findings]


def dispute_json(case: Case, lines: Iterable[Line], digest: str) -> dict[str, Any]:
    """A whole dispute: facts, where it stands, log, every duty, findings and gaps."""
    dispute, opened = case.dispute, case.dispute.opened
    return {
        "reference": dispute.reference,
        "procedure": dispute.procedure.id,
        "version": dispute.procedure.version,
        "procedure_digest": dispute.procedure.digest,
        "stage": dispute.stage.id,
        "stage_title": dispute.stage.title,
        "open": dispute.is_open,
        "opened_at": moment_json(dispute.opened_at),
        "closed_at": moment_json(dispute.closed_at),
        "outcome": dispute.outcome or None,
        "raised_by": list(opened.raised_by),
        "with": list(opened.with_),
        "agencies": list(dispute.agencies),
        "concerns": list(opened.concerns),
        "about": opened.about or None,
        "follows": opened.follows or None,
        "visits": [
            {
                "stage": visit.stage,
                "visit": visit.number,
                "entered": moment_json(visit.entered),
                "left": moment_json(visit.left),
                "known": visit.certain,
            }
            for visit in dispute.visits
        ],
        "passed_over": list(dispute.passed_over),
        "events": [
            {
                "event": occurrence.event,
                "on": moment_json(occurrence.on),
                "planned": occurrence.planned,
                "agency": occurrence.agency or None,
                "kind": occurrence.kind or None,
                "missing": list(occurrence.missing),
            }
            for occurrence in dispute.occurrences
        ],
        "quiet_days": case.quiet_days,
        "digest": digest,
        "entries": [line_json(line, dispute.numbers) for line in lines],
        "deadlines": [deadline_json(deadline) for deadline in case.deadlines],
        "findings": [finding_json(finding) for finding in dispute.findings],
        "gaps": [
            {
                "name": gap.name,
                "question": gap.question,
                "problem": gap.sentence,
                "command": gap.command,
            }
            for gap in gaps_of(case)
        ],
    }
