"""`resolve stats`: a partnership's figures on its disputes in a period."""

from typing import Annotated, assert_never

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.output import Form, form_asked, write_document, write_sheets
from resolutions_cli.app.read import Shelf, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.app.statistics import count_all, period_asked
from resolutions_cli.core.statistics.figures import Figures


def command(
    first: options.From = "",
    last: options.To = "",
    year: options.Year = None,
    procedure: options.OnlyProcedure = "",
    learning: Annotated[
        bool, typer.Option("--learning", help="Also list the learning, as it was typed.")
    ] = False,
    no_suppress: options.NoSuppress = False,
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    csv: options.Csv = False,
    xlsx: options.Xlsx = False,
    output: options.Output = None,
    overwrite: options.Replace = False,
    no_color: options.NoColor = False,
) -> int:
    """Count what was raised, resolved and is open, and how long it took.

    Without dates: the twelve months up to today, beside the twelve before. Numbers from 1 to 4 are
    hidden, and others that would show them. `--no-suppress` shows all, for your own use.
    """
    form = form_asked(output, overwrite, json=json, csv=csv, xlsx=xlsx)
    run = Run.start(
        SharedOptions(workspace=workspace, known_at=known_at, json=json, no_color=no_color)
    )
    period = period_asked(run, first, last, year)
    figures, shelf = count_all(run, period, procedure, keep_back=not no_suppress)
    if form.name:
        _write_form(run, form, figures, shelf, learning)
    else:
        from resolutions_cli.render.views.statistics import BLOCK, NO_BLOCK, Bars, statistics_page

        sign = BLOCK if streams.holds(BLOCK) else NO_BLOCK
        bars = Bars.within(streams.columns(otherwise=0), sign)
        show_page(run, statistics_page(figures, bars, learning, shelf.unreadable))
    return warn_of_damage(run, shelf.unreadable)


def _write_form(run: Run, form: Form, figures: Figures, shelf: Shelf, learning: bool) -> None:
    """Write the figures as a document or a file; spreadsheets hold no typed text."""
    from resolutions_cli.render.views.statistics import figures_json, figures_sheet

    match form.name:
        case "json":
            from resolutions_cli.render.formats.json import document, unreadable_json

            body = figures_json(figures, learning)
            bad = unreadable_json(shelf.unreadable)
            source = run.calendar("england").source
            write_document(run, form, document("stats", run.as_of, source, **body, unreadable=bad))
        case "csv" | "xlsx":
            write_sheets(run, form, figures_sheet(figures, shelf.unreadable))
        case "" | "ics" | "jsonl":
            raise AssertionError(form)  # a page, or no format of figures
        case _:
            assert_never(form.name)
