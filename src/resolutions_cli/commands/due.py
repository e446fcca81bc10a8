"""`resolve due`: every open duty, earliest first."""

import sys
from collections.abc import Iterable
from typing import Annotated, assert_never

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.agency_words import codes_meant, rows_in_words
from resolutions_cli.app.board import Board, read_board, require_known
from resolutions_cli.app.output import (
    Form,
    form_asked,
    write_calendar,
    write_document,
    write_sheets,
)
from resolutions_cli.app.remind import (
    print_findings,
    remind_of_calendar,
    remind_of_requests,
    remind_of_sync,
)
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page, show_tables
from resolutions_cli.core.deadlines.deadline import Deadline, urgency
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.text import Filters
from resolutions_cli.core.time.amount import read_typed_amount
from resolutions_cli.core.views.select import Selection, Wanted, select
from resolutions_cli.render.fields.deadline_fields import NOTHING_TYPED, Typed
from resolutions_cli.render.views.due import due_tables
from resolutions_cli.render.words.words import unchecked_procedures

#: The exit code with --exit-code when something is overdue or quiet.
SOMETHING_DUE = 9


def command(
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Show only what is overdue, and quiet disputes.")
    ] = False,
    today: Annotated[
        bool, typer.Option("--today", help="Show only what is overdue or due today.")
    ] = False,
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar="AMOUNT",
            help='Show only what is due within this time, for example "5 working days".',
        ),
    ] = "",
    who: Annotated[
        str, typer.Option("--who", metavar="ROLE", help="Show only what this role has to do.")
    ] = "",
    stage: Annotated[
        str, typer.Option("--stage", metavar="ID", help="Show only deadlines of this stage.")
    ] = "",
    procedure: Annotated[
        str,
        typer.Option("--procedure", metavar="ID", help="Show only disputes under this procedure."),
    ] = "",
    agency: Annotated[
        str, typer.Option("--agency", metavar="NAME", help="Show only disputes with this agency.")
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Also show deadlines that have ended.")
    ] = False,
    group: Annotated[
        str,
        typer.Option("--group", metavar="BY", help="Show a table for each stage, agency or who."),
    ] = "",
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="End with exit code 9 if something is overdue or quiet."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print nothing if nothing is due.")
    ] = False,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    csv: options.Csv = False,
    xlsx: options.Xlsx = False,
    ics: options.Ics = False,
    output: options.Output = None,
    overwrite: options.Replace = False,
    no_color: options.NoColor = False,
) -> int:
    """Show every open deadline, earliest first: who must meet it, and how long is left."""
    form = form_asked(output, overwrite, json=json, csv=csv, xlsx=xlsx, ics=ics)
    run = Run.start(
        SharedOptions(
            workspace=workspace,
            as_of=as_of,
            known_at=known_at,
            json=json,
            no_color=no_color,
            quiet=quiet,
        )
    )
    wanted = Wanted(
        overdue=overdue,
        today=today,
        within=read_typed_amount(within) if within else None,
        who=who,
        stage=stage,
        procedure=procedure,
        # a calendar cancels the events of deadlines that have ended
        everything=everything or ics,
    )
    names = Filters(stage=stage, procedure=procedure, agency=agency, who=who)
    narrowed = names != Filters()
    known = read_board(
        run,
        closed=wanted.everything or narrowed,
        only_late=wanted.overdue and not narrowed,
        whole=ics,
    )
    meant = codes_meant(run, agency, known.disputes, known.named)
    require_known(run, known, names.but(agency="" if len(meant) > 1 else agency))
    wanted = wanted.but(agencies=meant)
    found = select(known.disputes, wanted, run.as_of, run.calendar)
    if form.name:
        _write_form(run, form, found, known)
    else:
        tables = due_tables(
            rows_in_words(run, found.deadlines),
            found.quiet,
            run.as_of,
            group,
            quiet_apart=wanted.overdue,
            to_settle=_to_settle(known),
            typed=_typed(run, found.deadlines),
        )
        show_tables(run, tables)
        if tables and not quiet:
            _say_unchecked(run, found, known)
        if not tables and not quiet and not known.unreadable:
            streams.remark(_nothing(wanted))
    remind_of_calendar(run)
    remind_of_sync(run)
    remind_of_requests(run, known.disputes)
    code = print_findings(known.unreadable, known.problems)
    if code == 0 and exit_code and found.is_late:
        return SOMETHING_DUE
    return code


def _to_settle(known: Board) -> tuple[str, ...]:
    """The disputes that were moved in two copies of the record."""
    if not known.unreadable:
        return ()
    from resolutions_cli.core.record.findings import to_be_settled

    return to_be_settled(known.unreadable)


def _typed(run: Run, deadlines: Iterable[Deadline]) -> Typed:
    """The typed texts of actions and reminders, only for a terminal: a pipe may lead anywhere."""
    if not streams.is_terminal(sys.stdout):
        return NOTHING_TYPED
    from resolutions_cli.app.own_words import own_words_of

    return own_words_of(run, deadlines)


def _say_unchecked(run: Run, found: Selection, known: Board) -> None:
    """Print a line for each procedure shown that was not checked within a year."""
    shown = {deadline.reference for deadline in found.deadlines}
    shown.update(each.summary.reference for each in found.quiet)
    disputes = (each for each in known.disputes if each.summary.reference in shown)
    lines = unchecked_procedures(disputes)
    if not lines:
        return
    streams.say("\n")
    if not streams.is_terminal(sys.stdout):
        streams.say("".join(f"{line}\n" for line in lines))
        return
    from resolutions_cli.render.formats.page import Para

    show_page(run, [Para(line, style="aside") for line in lines])


def _nothing(wanted: Wanted) -> str:
    """The words for an empty table; they claim no more than the options asked."""
    if wanted == Wanted():
        return "nothing is due: no deadline is open"
    return "nothing is overdue" if wanted == Wanted(overdue=True) else "nothing like that is due"


def _write_form(run: Run, form: Form, found: Selection, known: Board) -> None:
    """Write the answer as a document or a file; only a sheet loads the writer of sheets."""
    match form.name:
        case "json":
            write_document(run, form, _document(run, found.deadlines, found.quiet, known))
        case "ics":
            write_calendar(run, form, known.reads, found.deadlines, known.unreadable)
        case "csv" | "xlsx":
            from resolutions_cli.render.views.list_sheets import due_sheet

            write_sheets(run, form, due_sheet(found.deadlines, found.quiet, known.unreadable))
        case "" | "jsonl":
            raise AssertionError(form)  # a table, or no format of this list
        case _:
            assert_never(form.name)


def _document(
    run: Run, deadlines: Iterable[Deadline], quiet: list[SummaryAsOf], known: Board
) -> str:
    from resolutions_cli.render.fields.deadline_json import deadline_json
    from resolutions_cli.render.formats.json import document, unreadable_json

    return document(
        "due",
        run.as_of,
        run.calendar("england").source,
        deadlines=[deadline_json(deadline) for deadline in sorted(deadlines, key=urgency)],
        quiet=[
            {
                "dispute": each.summary.reference,
                "stage": each.summary.stage,
                "quiet_days": each.quiet_days,
            }
            for each in quiet
        ],
        unreadable=unreadable_json(known.unreadable),
    )
