"""`resolve export`: the record for machines."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.context.formats import Form, give_document
from resolutions_cli.context.reading import read_all, report
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.core.chronicle import chronicle
from resolutions_cli.errors import ExportNeeded
from resolutions_cli.render.export import export_lines


def command(
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help="Disputes, entries and deadlines, one JSON object a line."),
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Also the texts of the record, names among them.")
    ] = False,
    output: options.Output = None,
    again: options.Again = False,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """The record for machines: every dispute, open or closed, without the texts unless asked."""
    if not jsonl:
        raise ExportNeeded(allowed="--jsonl")
    run = Run.start(Asked(workspace=workspace, as_of=as_of, known_at=known_at))
    shelf = read_all(run)
    lines = [
        line
        for read in shelf.reads
        for line in export_lines(
            read.case,
            chronicle(read.log, run.as_of),
            read.log.digest,
            run.as_of,
            with_text=with_text,
        )
    ]
    give_document(run, Form("jsonl", output, again), "".join(lines))
    return report(run, shelf.unreadable)
