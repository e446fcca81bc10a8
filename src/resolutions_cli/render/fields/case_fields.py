"""The fields of a whole dispute: one list for `show --json`, the export, the schema and pages."""

from typing import Any

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.value import Value
from resolutions_cli.core.views.gaps import gaps_of
from resolutions_cli.render.fields.dispute_fields import DISPUTE
from resolutions_cli.render.formats.json import finding_json, moment_json
from resolutions_cli.render.formats.table import Field
from resolutions_cli.render.words.asked import asking_json, of_log


class WholeDispute(Value):
    """A dispute with its whole log, and the joined ids of the newest entries."""

    case: Case
    digest: str


def _listed(name: str) -> Field[WholeDispute, None]:
    """A field of `DISPUTE`, for a whole dispute."""
    (field,) = (each for each in DISPUTE if each.name == name and each.in_json)
    return Field(
        name,
        field.kind,
        lambda whole: field.value(whole.case),
        field.meaning,
        optional=field.optional,
    )


def _visits(whole: WholeDispute) -> list[dict[str, Any]]:
    return [
        {
            "stage": visit.stage,
            "visit": visit.number,
            "entered": moment_json(visit.entered),
            "left": moment_json(visit.left),
            "known": visit.certain,
        }
        for visit in whole.case.dispute.visits
    ]


def _events(whole: WholeDispute) -> list[dict[str, Any]]:
    return [
        {
            "event": occurrence.event,
            "on": moment_json(occurrence.on),
            "planned": occurrence.planned,
            "agency": occurrence.agency or None,
            "kind": occurrence.kind or None,
            "missing": list(occurrence.missing),
        }
        for occurrence in whole.case.dispute.occurrences
    ]


#: The dispute's facts and state, without texts of the record, in the order of JSON.
CASE: tuple[Field[WholeDispute, None], ...] = (
    Field(
        "reference",
        "reference",
        lambda whole: whole.case.dispute.reference,
        "The dispute's reference.",
    ),
    *map(_listed, ("procedure", "version")),
    Field(
        "procedure_digest",
        "digest",
        lambda whole: whole.case.dispute.procedure.digest,
        "The digest of the procedure's file.",
    ),
    _listed("stage"),
    Field(
        "stage_title",
        "text",
        lambda whole: whole.case.dispute.stage.title,
        "The title of that stage.",
    ),
    *map(_listed, ("open", "opened_at", "closed_at", "outcome")),
    Field(
        "raised_by",
        "codes",
        lambda whole: whole.case.dispute.opened.raised_by,
        "The agencies that raised the disagreement.",
    ),
    Field(
        "with",
        "codes",
        lambda whole: whole.case.dispute.opened.with_,
        "The agencies that they disagree with.",
    ),
    *map(_listed, ("agencies", "concerns")),
    Field(
        "about",
        "text",
        lambda whole: whole.case.dispute.opened.about or None,
        "The code of what was disputed: a decision, for example.",
        optional=True,
    ),
    Field(
        "follows",
        "text",
        lambda whole: whole.case.dispute.opened.follows or None,
        "The reference of an earlier dispute that this one follows.",
        optional=True,
    ),
    Field(
        "visits",
        "visits",
        _visits,
        "Each stay at a stage, in order.",
    ),
    Field(
        "passed_over",
        "codes",
        lambda whole: whole.case.dispute.passed_over,
        "The stages that were passed over.",
    ),
    Field(
        "events",
        "events",
        _events,
        "What happened or is planned, as far as the procedure names it.",
    ),
    *map(_listed, ("quiet_days", "warnings")),
    Field(
        "digest",
        "text",
        lambda whole: whole.digest,
        "The ids of the newest entries, joined with +.",
    ),
)


def _asked(whole: WholeDispute) -> list[dict[str, Any]]:
    dispute = whole.case.dispute
    asked = of_log(dispute.asked, dispute.labels)
    return [asking_json(dispute.reference, each) for each in asked]


def _gaps(whole: WholeDispute) -> list[dict[str, Any]]:
    return [
        {
            "name": gap.name,
            "question": gap.question,
            "problem": gap.sentence,
            "command": gap.command,
        }
        for gap in gaps_of(whole.case)
    ]


#: The requests, findings and gaps of a dispute; they come last in JSON.
LACKING: tuple[Field[WholeDispute, None], ...] = (
    Field(
        "asked_to_be_removed",
        "asked",
        _asked,
        "Redactions that came from elsewhere and that nobody accepted here.",
    ),
    Field(
        "findings",
        "findings",
        lambda whole: [finding_json(finding) for finding in whole.case.dispute.findings],
        "What is wrong with the record of the dispute.",
    ),
    Field(
        "gaps",
        "gaps",
        _gaps,
        "What the record lacks, with the command that adds it.",
    ),
)
