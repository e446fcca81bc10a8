"""The fields of a deadline: one list for `due`, `show`, JSON, sheets, the schema and pages."""

from collections.abc import Mapping

from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.table import Field
from resolutions_cli.render.words.notes import notes_of
from resolutions_cli.render.words.words import (
    moment_words,
    remaining_words,
    status_words,
    waits_for,
)

#: The typed texts of agreed actions and reminders, by reference and name of the deadline. They
#: are texts of the record, so only a terminal shows them.
Typed = Mapping[tuple[str, str], str]
NOTHING_TYPED: Typed = {}


class TableContext(Value):
    """The context of a table of deadlines: the moment asked about, and the typed texts."""

    as_of: Moment
    typed: Typed = NOTHING_TYPED


def _what(deadline: Deadline, asked: TableContext) -> str:
    """The title, agency and typed text; only typed text may hold names."""
    key = deadline.key
    what = f"{deadline.owed.title} ({key.agency})" if key.agency else deadline.owed.title
    words = asked.typed.get((deadline.reference, key.duty))
    return f"{what}: {words}" if words else what


def _due(deadline: Deadline) -> str:
    return moment_words(deadline.due) if deadline.due else waits_for(deadline)


def _note(deadline: Deadline) -> str | None:
    """The note for a sheet: as in the table, after the event that an undated deadline awaits."""
    waits = () if deadline.due else (waits_for(deadline),)
    return "; ".join((*waits, *notes_of(deadline))) or None


def _ended(deadline: Deadline) -> Moment | None:
    return deadline.owed.done.at if deadline.owed.done else None


def _fulfilled(deadline: Deadline) -> Moment | None:
    """The time when the deadline was met; None if it ended in another way."""
    done = deadline.owed.done
    return done.at if done and done.fulfilled else None


#: In the order of JSON.
DEADLINE: tuple[Field[Deadline, TableContext], ...] = (
    Field(
        "dispute",
        "reference",
        lambda deadline: deadline.reference,
        "The dispute's reference; unique in one workspace only.",
        column=20,
        place=20,
        heading="DISPUTE",
        cell=lambda deadline, _: deadline.reference,
    ),
    Field(
        "procedure",
        "text",
        lambda deadline: deadline.procedure,
        "The procedure that sets the deadline.",
        column=260,
    ),
    Field(
        "version",
        "text",
        lambda deadline: deadline.version,
        "The version of that procedure.",
        column=270,
    ),
    Field(
        "stage",
        "text",
        lambda deadline: deadline.key.stage,
        "The stage that it belongs to; null for the date that keeps the child safe.",
        optional=True,
        column=30,
        place=30,
        heading="STAGE",
        cell=lambda deadline, _: deadline.key.stage or "",
        under="WHAT",
        named=True,
    ),
    Field(
        "visit",
        "ordinal",
        lambda deadline: deadline.key.visit,
        "Which visit of the stage it belongs to: 1, or more when the dispute came back.",
        column=280,
    ),
    Field(
        "duty",
        "text",
        lambda deadline: deadline.key.duty,
        "Its name: main, onward, safe, tell:ROLE, chase:N, agreed:N, action:N, recommendation,"
        " or the duty's id in the procedure.",
        column=290,
    ),
    Field(
        "agency",
        "text",
        lambda deadline: deadline.key.agency or None,
        "The agency that has to meet it, where each agency has a deadline of its own.",
        optional=True,
        column=60,
    ),
    Field(
        "time",
        "ordinal",
        lambda deadline: deadline.key.time,
        "Which time this deadline arose in that visit, from 1.",
        column=300,
    ),
    Field(
        "title",
        "text",
        lambda deadline: deadline.owed.title,
        "What has to be done, in the procedure's words.",
        column=40,
        place=40,
        heading="WHAT",
        cell=_what,
    ),
    Field(
        "who",
        "text",
        lambda deadline: deadline.owed.role_words,
        "Who has to do it, as a role.",
        column=50,
        place=50,
        heading="WHO",
        cell=lambda deadline, _: deadline.owed.role_words,
        under="WHAT",
    ),
    Field(
        "due",
        "day",
        lambda deadline: deadline.due,
        "The day it is due. Of a limit to the minute, the day on which the time is up.",
        optional=True,
        column=70,
        place=60,
        heading="DUE",
        cell=lambda deadline, _: _due(deadline),
    ),
    Field(
        "due_at",
        "instant",
        lambda deadline: deadline.due,
        "When the time is up, where the limit runs to the minute.",
        optional=True,
        column=80,
    ),
    Field(
        "act_by",
        "day",
        lambda deadline: deadline.act_by,
        "The last working day up to the day it is due.",
        optional=True,
        column=90,
    ),
    Field(
        "status",
        "status",
        lambda deadline: deadline.status.value,
        "How the deadline stands, or how it ended.",
        column=10,
        place=10,
        heading="STATUS",
        cell=lambda deadline, _: status_words(deadline),
    ),
    Field(
        "working_days_left",
        "count",
        lambda deadline: deadline.working_days_left,
        "Working days from the moment asked about to the day it is due, while it is open.",
        optional=True,
        column=100,
    ),
    Field(
        "working_days_over",
        "count",
        lambda deadline: deadline.working_days_over,
        "Working days since the day it was due, while it is open.",
        optional=True,
        column=110,
    ),
    Field(
        "quiet_days",
        "count",
        lambda _: None,
        "Working days without an entry, in the row of a quiet dispute.",
        optional=True,
        in_json=False,
        column=120,
    ),
    Field(
        "time_left",
        "text",
        lambda _: None,
        "How long is left, or how long it is overdue, in words.",
        in_json=False,
        place=70,
        heading="TIME",
        cell=lambda deadline, asked: remaining_words(deadline, asked.as_of),
        under="DUE",
    ),
    Field(
        "note",
        "text",
        _note,
        "What else you need to know of it. A sheet also says what a deadline without a date waits"
        " for.",
        in_json=False,
        column=130,
        place=80,
        heading="NOTE",
        cell=lambda deadline, _: "; ".join(notes_of(deadline)),
        under="WHAT",
        is_note=True,
    ),
    Field(
        "working_days_late",
        "count",
        lambda deadline: deadline.working_days_late,
        "Working days between the day it was due and the day it ended, where it was missed.",
        optional=True,
        column=170,
    ),
    Field(
        "past_aim",
        "whether",
        lambda deadline: deadline.past_aim,
        "Whether the procedure's softer, earlier date has passed, and the deadline has not.",
        column=200,
    ),
    Field(
        "aim_due",
        "day",
        lambda deadline: deadline.owed.aim,
        "The softer, earlier date, where the procedure has one.",
        optional=True,
        column=210,
    ),
    Field(
        "aim_at",
        "instant",
        lambda deadline: deadline.owed.aim,
        "The same, where it runs to the minute.",
        optional=True,
        column=220,
    ),
    Field(
        "provisional",
        "whether",
        lambda deadline: deadline.provisional,
        "Whether it rests on bank holidays not yet published.",
        column=230,
    ),
    Field(
        "planned",
        "whether",
        lambda deadline: deadline.planned,
        "Whether it is counted from a date that is only planned.",
        column=240,
    ),
    Field(
        "moved_later",
        "difference",
        lambda deadline: deadline.moved.working_days if deadline.moved else None,
        "By how many working days the date is later than it was.",
        optional=True,
        column=250,
    ),
    Field(
        "moved_why",
        "text",
        lambda deadline: deadline.moved.why if deadline.moved else None,
        "What moved the date.",
        optional=True,
    ),
    Field(
        "binding",
        "count",
        lambda deadline: deadline.owed.binding,
        "The index in limits of the one that ends first.",
        optional=True,
    ),
    Field(
        "fulfilled_at",
        "moment",
        _ended,
        "When it ended; `how` says in which way.",
        optional=True,
    ),
    Field(
        "fulfilled_at",
        "moment",
        _fulfilled,
        "When it was done. Empty if it ended in another way.",
        optional=True,
        in_json=False,
        column=140,
    ),
    Field(
        "ended_at",
        "moment",
        _ended,
        "When it ended, in whichever way.",
        optional=True,
        in_json=False,
        column=150,
    ),
    Field(
        "how",
        "end",
        lambda deadline: deadline.owed.done.how.value if deadline.owed.done else None,
        "What ended it; null while it is open.",
        optional=True,
        column=160,
    ),
    Field(
        "working_days_here",
        "count",
        lambda deadline: deadline.days_here,
        "Working days since a stage was entered for which the text states no time.",
        optional=True,
        column=180,
    ),
    Field(
        "concerns",
        "concerns",
        lambda deadline: deadline.owed.concerns,
        "Warnings about the deadline, for as long as the record shows them.",
        column=190,
    ),
    Field(
        "limits",
        "limits",
        lambda deadline: deadline.owed.clocks,
        "Each limit of the deadline; the one that ends first applies.",
    ),
)
