"""A whole dispute as JSON: facts, where it stands, log, every duty, findings and gaps."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from resolutions_cli.core.case import Case
from resolutions_cli.core.chronicle import Line
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import fact_items, plain
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.gaps import gaps_of
from resolutions_cli.core.when import LONDON
from resolutions_cli.render.asked import asking_json, of_log
from resolutions_cli.render.documents import (
    deadline_json,
    moment_json,
    recorded_json,
    warnings_json,
)


def line_json(line: Line, numbers: Mapping[str, int]) -> dict[str, Any]:
    """One entry as it stands after its corrections, and as it was recorded if there are any.

    A text that cannot be read is null: redacted, or one that `held_back` names; `corrected_by`
    and `withdrawn_by` are short numbers.
    """
    entry = line.entry
    original = _said(entry) if line.corrections else None
    return {
        "number": line.number,
        "label": line.label,
        "beside": line.beside,
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
        "held_back": sorted(entry.held_back),
    }


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
        "remedy": finding.remedy,
    }


def dispute_json(case: Case, lines: Iterable[Line], digest: str) -> dict[str, Any]:
    """A whole dispute: facts, where it stands, log, every duty, findings and gaps."""
    return {
        **dispute_facts_json(case, digest),
        "entries": [line_json(line, case.dispute.numbers) for line in lines],
        "deadlines": [deadline_json(deadline) for deadline in case.deadlines],
        **lacking_json(case),
    }


def dispute_facts_json(case: Case, digest: str) -> dict[str, Any]:
    """A dispute without its log: facts and where it stands; no text of the record."""
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
        "warnings": warnings_json(case),
        "digest": digest,
    }


def lacking_json(case: Case) -> dict[str, Any]:
    """What others ask to be removed, what is wrong with the record of a dispute, and what it
    lacks."""
    return {
        "asked_to_be_removed": [
            asking_json(case.dispute.reference, each)
            for each in of_log(case.dispute.asked, case.dispute.labels)
        ],
        "findings": [finding_json(finding) for finding in case.dispute.findings],
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
