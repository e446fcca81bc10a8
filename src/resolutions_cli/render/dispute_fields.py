"""The fields of a dispute in a list: one list for `list`, `similar`, JSON, sheets and pages.

What else `show` and the export have of a dispute is in `case_fields`.
"""

from resolutions_cli.core.brief import Brief
from resolutions_cli.render.concern_words import concerns_in_a_list
from resolutions_cli.render.table import Field
from resolutions_cli.render.words import (
    TO_BE_SETTLED,
    day_words,
    moment_words,
    remaining_words,
    several,
    shown,
    status_words,
)

#: Of a dispute without an open duty, as `status` in a sheet.
CLOSED, NO_DUTY = "closed", "no-duty"


def sheet_status(brief: Brief) -> str:
    """The status of the most urgent duty, or that there is none, as a sheet has it."""
    if duty := brief.most_urgent:
        return duty.status.value
    return NO_DUTY if brief.gist.is_open else CLOSED


def _status(brief: Brief, to_settle: bool) -> str:
    duty = brief.most_urgent
    status = status_words(duty) if duty else ("CLOSED" if brief.gist.closed_at else "NO DUTY")
    return f"{TO_BE_SETTLED}, {status}" if to_settle else status


def _closed(brief: Brief) -> str:
    return f"closed {day_words(brief.gist.closed_at.day)}" if brief.gist.closed_at else ""


def _due_words(brief: Brief) -> str:
    duty = brief.most_urgent
    return moment_words(duty.due) if duty and duty.due else ""


def _time(brief: Brief) -> str:
    duty = brief.most_urgent
    return remaining_words(duty, brief.as_of) if duty else ""


def _quiet(brief: Brief) -> str:
    return several(brief.quiet_days, "working day") if brief.quiet_days is not None else ""


def _note(brief: Brief) -> str:
    """The day it was closed, where a date of what is still to be done has its place."""
    closed = _closed(brief) if _due_words(brief) else ""
    return "; ".join(filter(None, (closed, *concerns_in_a_list(brief))))


#: The order is that of JSON; a table knows besides whether the dispute is to be settled.
DISPUTE: tuple[Field[Brief, bool], ...] = (
    Field(
        "dispute",
        "reference",
        lambda brief: brief.gist.reference,
        "The dispute's reference; unique in one workspace only.",
        column=20,
        place=10,
        heading="DISPUTE",
        cell=lambda brief, _: brief.gist.reference,
    ),
    Field(
        "procedure",
        "text",
        lambda brief: brief.gist.procedure,
        "The procedure that the dispute follows.",
        column=180,
    ),
    Field(
        "version",
        "text",
        lambda brief: brief.gist.version,
        "The version of that procedure.",
        column=190,
    ),
    Field(
        "stage",
        "text",
        lambda brief: brief.gist.stage,
        "The stage that the dispute is at, or was at when it was closed.",
        column=30,
        place=20,
        heading="STAGE",
        cell=lambda brief, _: brief.gist.stage,
        under="DISPUTE",
        named=True,
    ),
    Field(
        "open",
        "whether",
        lambda brief: brief.gist.is_open,
        "Whether it is open.",
        column=110,
    ),
    Field(
        "opened_at",
        "moment",
        lambda brief: brief.gist.opened_at,
        "When it was opened.",
        column=40,
        place=30,
        heading="OPENED",
        cell=lambda brief, _: day_words(brief.gist.opened_at.day),
        under="DISPUTE",
        named=True,
    ),
    Field(
        "closed_at",
        "moment",
        lambda brief: brief.gist.closed_at,
        "When it was closed.",
        optional=True,
        column=120,
    ),
    Field(
        "outcome",
        "text",
        lambda brief: brief.gist.outcome or None,
        "How it ended, as a code of the procedure.",
        optional=True,
        column=140,
        place=80,
        heading="OUTCOME",
        cell=lambda brief, _: shown(brief.gist.outcome),
        under="DUE",
    ),
    Field(
        "concerns",
        "codes",
        lambda brief: brief.gist.concerns,
        "The codes of the subjects that the dispute is about.",
        column=150,
    ),
    Field(
        "agencies",
        "codes",
        lambda brief: brief.gist.agencies,
        "The agencies as codes. The words of agency-N-DIGITS are the text agency-N of the entry"
        " whose id begins with those digits.",
        column=160,
    ),
    Field(
        "duty",
        "text",
        lambda brief: duty.key.duty if (duty := brief.most_urgent) else None,
        "The most urgent open deadline of the dispute, as `duty` names it in a deadline.",
        optional=True,
        column=60,
    ),
    Field(
        "status",
        "status",
        lambda brief: duty.status.value if (duty := brief.most_urgent) else None,
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
        lambda brief: duty.due if (duty := brief.most_urgent) else None,
        "The day on which that deadline is due.",
        optional=True,
        column=70,
        place=50,
        heading="DUE",
        cell=lambda brief, _: _due_words(brief) or _closed(brief),
    ),
    Field(
        "due_at",
        "instant",
        lambda brief: duty.due if (duty := brief.most_urgent) else None,
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
        cell=lambda brief, _: _time(brief),
        under="DUE",
        narrow=75,
    ),
    Field(
        "quiet_days",
        "count",
        lambda brief: brief.quiet_days,
        "Working days without an entry, of an open dispute that is quiet.",
        optional=True,
        column=90,
        place=70,
        heading="QUIET",
        cell=lambda brief, _: _quiet(brief),
        under="DUE",
        named=True,
    ),
    Field(
        "note",
        "text",
        lambda brief: "; ".join(concerns_in_a_list(brief)) or None,
        "The warnings in words. The table also says when a dispute was closed in which something"
        " is still due.",
        in_json=False,
        column=100,
        place=90,
        heading="NOTE",
        cell=lambda brief, _: _note(brief),
        under="STATUS",
        is_note=True,
    ),
    Field(
        "warnings",
        "warnings",
        lambda brief: brief.concerns,
        "What stands against the dispute as a whole; what stands against a deadline is in its"
        " `concerns`.",
        column=170,
    ),
)
