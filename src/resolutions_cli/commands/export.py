"""`resolve export`: the record for machines, and disputes for a partner agency."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.output import Form, write_document
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.completion import complete_reference


def command(
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REF]...",
            help="The disputes to put in a bundle.",
            autocompletion=complete_reference,
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle", metavar="FILE", help="Write disputes for a partner agency; - prints them."
        ),
    ] = None,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Leave the texts out of the bundle.")
    ] = False,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help="Print all disputes as JSON, one object a line."),
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Include the texts of the record, which hold names.")
    ] = False,
    output: options.Output = None,
    overwrite: options.Replace = False,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
) -> int:
    """Write disputes as a bundle for a partner agency, or the record for machines.

    `--bundle FILE REF` writes disputes with their procedures and, unless you add `--without-text`,
    all their texts. The partner types `resolve import FILE`, and both of you then hold the same
    entries. `--jsonl` writes every dispute, open or closed; add `--with-text` for the texts.
    """
    if bundle is None and not jsonl:
        raise errors.ExportNeeded(allowed="--bundle FILE or --jsonl")
    run = Run.start(SharedOptions(workspace=workspace, as_of=as_of, known_at=known_at, by=by))
    if bundle is None:
        if references or without_text:
            raise errors.NotWithThat(given="REF or --without-text", wanted="--bundle FILE")
        return _lines(run, Form("jsonl", output, overwrite), with_text=with_text)
    if jsonl or with_text or output or as_of or known_at:
        raise errors.NotWithThat(given="--jsonl and what belongs to it", wanted="no --bundle")
    from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant, disputes_meant

    if references:
        references = disputes_meant(run, references)
    elif run.is_interactive:
        references = [dispute_meant(run, None, Kind.ANY)]
    else:
        raise errors.MissingOption(option="REF", asks="which disputes are to be sent")
    from resolutions_cli.app.exchange.bundles import make_bundle

    return make_bundle(run, references, bundle, without_text=without_text, overwrite=overwrite)


def _lines(run: Run, form: Form, *, with_text: bool) -> int:
    from resolutions_cli.app.read import read_all, warn_of_damage
    from resolutions_cli.core.record.log import chronicle
    from resolutions_cli.render.views.show_json import export_lines, unreadable_lines

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
    lines += unreadable_lines(shelf.unreadable, run.as_of)
    write_document(run, form, "".join(lines))
    return warn_of_damage(run, shelf.unreadable)
