"""`resolve report`: pages made from the record, for people elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.output import Form, write_calendar
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_one, warn_of_damage
from resolutions_cli.app.reports import ReportFormat, require_format, write_report
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.gaps import gaps_of

app = typer.Typer(cls=options.CommandGroup, add_completion=False, rich_markup_mode=None)

#: The formats of pages; the first is the default.
_PAGES: tuple[ReportFormat, ...] = ("html", "md")

#: The formats of a panel's pack; Word first, because the panel goes on writing in it.
_PACKS: tuple[ReportFormat, ...] = ("docx", *_PAGES)

#: The formats of a partnership's return.
_RETURNS: tuple[ReportFormat, ...] = (*_PAGES, "docx")

Format = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="html to read and print, or md.")
]


@app.callback(invoke_without_command=True)
def reports(ctx: typer.Context) -> None:
    """Pages made from the record: a case, a panel's pack, a return."""
    if ctx.invoked_subcommand is None:
        streams.say(ctx.get_help() + "\n")


@app.command(cls=options.AskingCommand)
def case(
    reference: options.Reference = None,
    format_: Format = _PAGES[0],
    output: options.Output = None,
    overwrite: options.Replace = False,
    ics: options.Ics = False,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Make the record of a dispute, for the child's file.

    One page to read or print: facts, stages, chronology, decisions with reasons, how every deadline
    was counted, and what is missing. With --ics: only its deadlines, as a calendar.
    """
    from resolutions_cli.render.reports.case_record import CaseOnRecord, case_record

    form = require_format(format_, _PAGES)
    if ics and form != _PAGES[0]:
        raise errors.SeveralFormats(asked="--format, --ics")
    run = Run.start(SharedOptions(workspace=workspace, as_of=as_of, known_at=known_at))
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, words=not ics)
    if ics:
        bad = [finding for finding in read.findings if finding.kind.harms]
        write_calendar(run, Form("ics", output, overwrite), [read], read.case.deadlines, bad)
        return warn_of_damage(run, read.findings)
    made = case_record(
        CaseOnRecord(
            case=read.case,
            lines=chronicle(read.log, run.as_of),
            gaps=gaps_of(read.case),
            digest=read.log.digest,
            calendar=run.calendar(read.case.dispute.procedure.nation),
            known_at=run.known_at,
        )
    )
    write_report(run, made, form, output, overwrite=overwrite)
    return warn_of_damage(run, read.findings)


@app.command(cls=options.AskingCommand)
def panel(
    reference: options.Reference = None,
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="docx for Word to write in, html or md."),
    ] = _PACKS[0],
    output: options.Output = None,
    overwrite: options.Replace = False,
    outline: Annotated[
        Path | None,
        typer.Option("--outline", metavar="FILE", help="Use your own sections, from this file."),
    ] = None,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Make the pack for a panel or a case review group.

    It has the headings that the procedure asks for. The pack fills in what the log holds and marks
    what you still need to write.
    """
    from resolutions_cli.files.workspace.outlines import load_outline, outline_for
    from resolutions_cli.render.reports.case_record import CaseOnRecord
    from resolutions_cli.render.reports.panel_pack import panel_pack

    form = require_format(format_, _PACKS)
    run = Run.start(SharedOptions(workspace=workspace, as_of=as_of, known_at=known_at))
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, words=True)
    procedure = read.case.dispute.procedure
    found = load_outline(outline) if outline else outline_for(procedure.label)
    made = panel_pack(
        CaseOnRecord(
            case=read.case,
            lines=chronicle(read.log, run.as_of),
            gaps=gaps_of(read.case),
            digest=read.log.digest,
            calendar=run.calendar(procedure.nation),
            known_at=run.known_at,
        ),
        found,
    )
    write_report(run, made, form, output, overwrite=overwrite)
    return warn_of_damage(run, read.findings)


@app.command("return", cls=options.ExplainedCommand)
def return_(
    first: options.From = "",
    last: options.To = "",
    year: options.Year = None,
    procedure: options.OnlyProcedure = "",
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="html with charts, docx for Word, or md."),
    ] = _PAGES[0],
    output: options.Output = None,
    overwrite: options.Replace = False,
    no_suppress: options.NoSuppress = False,
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Make the partnership's return: what `resolve stats` counts, with charts and learning.

    Numbers from 1 to 4 are hidden, and others that would show them.
    """
    from resolutions_cli.app.statistics import count_all, period_asked, sources_of
    from resolutions_cli.render.reports.partnership_return import partnership_return

    form = require_format(format_, _RETURNS)
    run = Run.start(SharedOptions(workspace=workspace, known_at=known_at))
    period = period_asked(run, first, last, year)
    figures, shelf = count_all(run, period, procedure, keep_back=not no_suppress)
    made = partnership_return(figures, sources_of(run, shelf), shelf.unreadable)
    write_report(run, made, form, output, overwrite=overwrite)
    return warn_of_damage(run, shelf.unreadable)
