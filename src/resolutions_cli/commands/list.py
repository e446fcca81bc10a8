"""`resolve list`: the disputes of the workspace."""

from typing import Annotated, assert_never

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.agency_words import codes_meant
from resolutions_cli.app.board import Board, read_board, require_known
from resolutions_cli.app.output import Form, form_asked, write_document, write_sheets
from resolutions_cli.app.remind import print_findings
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_tables
from resolutions_cli.core.deadlines.summary import SummaryAsOf
from resolutions_cli.core.text import Filters
from resolutions_cli.core.time.moment import Looks
from resolutions_cli.core.views.select import WantedDisputes, choose
from resolutions_cli.render.formats.json import document, unreadable_json
from resolutions_cli.render.views.disputes import disputes_table, list_json


def command(
    open_: Annotated[
        bool, typer.Option("--open", help="Show open disputes (the default).")
    ] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Show closed disputes.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show open and closed disputes.")
    ] = False,
    stage: Annotated[
        str, typer.Option("--stage", metavar="ID", help="Show only disputes in this stage.")
    ] = "",
    agency: Annotated[
        str, typer.Option("--agency", metavar="NAME", help="Show only disputes with this agency.")
    ] = "",
    concern: Annotated[
        str,
        typer.Option("--concern", metavar="CODE", help="Show only disputes about this concern."),
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="WHEN", help="Show only disputes opened since then.")
    ] = "",
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    csv: options.Csv = False,
    xlsx: options.Xlsx = False,
    output: options.Output = None,
    overwrite: options.Replace = False,
    no_color: options.NoColor = False,
) -> int:
    """List the disputes, the newest first."""
    form = form_asked(output, overwrite, json=json, csv=csv, xlsx=xlsx)
    run = Run.start(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        )
    )
    wanted = WantedDisputes(
        open=open_ or everything or not closed,
        closed=closed or everything,
        stage=stage,
        concern=concern,
        since=run.when(since, "--since", Looks.PAST) if since else None,
    )
    known = read_board(run)
    meant = codes_meant(run, agency, known.disputes, known.named)
    names = Filters(stage=stage, agency="" if len(meant) > 1 else agency, concern=concern)
    require_known(run, known, names)
    disputes = choose(known.disputes, wanted.but(agencies=meant))
    if form.name:
        _write_form(run, form, disputes, known)
    elif disputes:
        from resolutions_cli.core.record.findings import to_be_settled

        show_tables(run, [disputes_table(disputes, to_be_settled(known.unreadable))])
    elif not known.unreadable:
        streams.remark("no dispute like that" if known.disputes else "no dispute was opened yet")
    if not form.name and not wanted.closed:
        _say_closed(known)
    return print_findings(known.unreadable, known.problems)


def _say_closed(known: Board) -> None:
    """Print a note if closed disputes, which are not listed, have open deadlines."""
    owing = sum(not each.summary.is_open and bool(each.open_deadlines) for each in known.disputes)
    if owing:
        disputes = "1 closed dispute has" if owing == 1 else f"{owing} closed disputes have"
        streams.remark(
            f"resolve: note: {disputes} something still to be done; `resolve due` shows it,"
            " `resolve list --closed` lists the disputes"
        )


def _write_form(run: Run, form: Form, disputes: list[SummaryAsOf], known: Board) -> None:
    """Write the answer as a document or a file; only a sheet loads the writer of sheets."""
    match form.name:
        case "json":
            source = run.calendar("england").source
            listed = [list_json(each) for each in disputes]
            bad = unreadable_json(known.unreadable)
            text = document("disputes", run.as_of, source, disputes=listed, unreadable=bad)
            write_document(run, form, text)
        case "csv" | "xlsx":
            from resolutions_cli.render.views.list_sheets import disputes_sheet

            write_sheets(run, form, disputes_sheet(disputes, known.unreadable))
        case "" | "ics" | "jsonl":
            raise AssertionError(form)  # a table, or no format of this list
        case _:
            assert_never(form.name)
