"""The fields of a dispute in a list: one list for `list`, `similar`, JSON, sheets and pages.

`case_fields` has the further fields of `show` and the export.
"""

from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.render.formats.table import Field
from resolutions_cli.render.words.concerns import concerns_in_a_list
from resolutions_cli.render.words.words import (
    TO_BE_SETTLED,
    day_words,
    moment_words,
    remaining_words,
    several,
    shown,
    status_words,
)

#: The `status` in a sheet of a dispute without an open deadline.
CLOSED, NO_DUTY = "closed", "no-duty"


def sheet_status(dispute: SummaryAsOf) -> str:
    """The status for a sheet: the most urgent deadline's, or a word that there is none."""
    if duty := dispute.most_urgent:
        return duty.status.value
    return NO_DUTY if dispute.summary.is_open else CLOSED


def _status(dispute: SummaryAsOf, to_settle: bool) -> str:
    duty = dispute.most_urgent
    status = (
        status_words(duty) if duty else ("CLOSED" if dispute.summary.closed_at else "NOTHING DUE")
    )
    return f"{TO_BE_SETTLED}, {status}" if to_settle else status


def _closed(dispute: SummaryAsOf) -> str:
    return f"closed {day_words(dispute.summary.closed_at.day)}" if dispute.summary.closed_at else ""


def _due_words(dispute: SummaryAsOf) -> str:
    duty = dispute.most_urgent
    return moment_words(duty.due) if duty and duty.due else ""


def _time(dispute: SummaryAsOf) -> str:
    duty = dispute.most_urgent
    return remaining_words(duty, dispute.as_of) if duty else ""


def _quiet(dispute: SummaryAsOf) -> str:
    return several(dispute.quiet_days, "working day") if dispute.quiet_days is not None else ""


def _note(dispute: SummaryAsOf) -> str:
    """The concerns, after the day of closing if the column for it shows a due date instead."""
    closed = _closed(dispute) if _due_words(dispute) else ""
    return "; ".join(filter(None, (closed, *concerns_in_a_list(dispute))))


#: In the order of JSON. The context of a table is whether the dispute is to be settled.
DISPUTE: tuple[Field[SummaryAsOf, bool], ...] = (
    Field(
        "dispute",
        "reference",
        lambda dispute: dispute.summary.reference,
        "The dispute's reference; unique in one workspace only.",
        column=20,
        place=10,
        heading="DISPUTE",
        cell=lambda dispute, _: dispute.summary.reference,
    ),
    Field(
        "procedure",
        "text",
        lambda dispute: dispute.summary.procedure,
        "The procedure that the dispute follows.",
        column=180,
    ),
    Field(
        "version",
        "text",
        lambda dispute: dispute.summary.version,
        "The version of that procedure.",
        column=190,
    ),
    Field(
        "stage",
        "text",
        lambda dispute: dispute.summary.stage,
        "The stage that the dispute is at, or was at when it was closed.",
        column=30,
        place=20,
        heading="STAGE",
        cell=lambda dispute, _: dispute.summary.stage,
        under="DISPUTE",
        named=True,
    ),
    Field(
        "open",
        "whether",
        lambda dispute: dispute.summary.is_open,
        "Whether it is open.",
        column=110,
    ),
    Field(
        "opened_at",
        "moment",
        lambda dispute: dispute.summary.opened_at,
        "When it was opened.",
        column=40,
        place=30,
        heading="OPENED",
        cell=lambda dispute, _: day_words(dispute.summary.opened_at.day),
        under="DISPUTE",
        named=True,
    ),
    Field(
        "closed_at",
        "moment",
        lambda dispute: dispute.summary.closed_at,
        "When it was closed.",
        optional=True,
        column=120,
    ),
    Field(
        "outcome",
        "text",
        lambda dispute: dispute.summary.outcome or None,
        "How it ended, as a code of the procedure.",
        optional=True,
        column=140,
        place=80,
        heading="OUTCOME",
        cell=lambda dispute, _: shown(dispute.summary.outcome),
        under="DUE",
    ),
    Field(
        "concerns",
        "codes",
        lambda dispute: dispute.summary.concerns,
        "The codes of the subjects that the dispute is about.",
        column=150,
    ),
    Field(
        "agencies",
        "codes",
        lambda dispute: dispute.summary.agencies,
        "The agencies as codes. The words of agency-N-DIGITS are the text agency-N of the entry"
        " whose id begins with those digits.",
        column=160,
    ),
    Field(
        "duty",
        "text",
        lambda dispute: duty.key.duty if (duty := dispute.most_urgent) else None,
        "The most urgent open deadline of the dispute, by its name in `duty`.",
        optional=True,
        column=60,
    ),
    Field(
        "status",
        "status",
        lambda dispute: duty.status.value if (duty := dispute.most_urgent) else None,
        "How that deadline stands.",
        optional=True,
    ),
    Field(
        "status",
        "status",
        sheet_status,
        "How the most urgent open deadline stands; `closed` or `no-duty` where there is none.",
        in_json=False,
        column=10,
        place=40,
        heading="STATUS",
        cell=_status,
    ),
    Field(
        "due",
        "day",
        lambda dispute: duty.due if (duty := dispute.most_urgent) else None,
        "The day on which that deadline is due.",
        optional=True,
        column=70,
        place=50,
        heading="DUE",
        cell=lambda dispute, _: _due_words(dispute) or _closed(dispute),
    ),
    Field(
        "due_at",
        "instant",
        lambda dispute: duty.due if (duty := dispute.most_urgent) else None,
        "When its time is up, where the limit runs to the minute.",
        optional=True,
        in_json=False,
        column=80,
    ),
    Field(
        "time_left",
        "text",
        lambda _: None,
        "How long is left, or how long it is overdue, in words.",
        in_json=False,
        place=60,
        heading="TIME",
        cell=lambda dispute, _: _time(dispute),
        under="DUE",
        narrow=75,
    ),
    Field(
        "quiet_days",
        "count",
        lambda dispute: dispute.quiet_days,
        "Working days without an entry, of an open dispute that is quiet.",
        optional=True,
        column=90,
        place=70,
        heading="QUIET",
        cell=lambda dispute, _: _quiet(dispute),
        under="DUE",
        named=True,
    ),
    Field(
        "note",
        "text",
        lambda dispute: "; ".join(concerns_in_a_list(dispute)) or None,
        "The warnings in words. The table also says when a dispute was closed in which something"
        " is still due.",
        in_json=False,
        column=100,
        place=90,
        heading="NOTE",
        cell=lambda dispute, _: _note(dispute),
        under="STATUS",
        is_note=True,
    ),
    Field(
        "warnings",
        "warnings",
        lambda dispute: dispute.concerns,
        "Warnings about the dispute as a whole; those about a deadline are in its `concerns`.",
        column=170,
    ),
)
