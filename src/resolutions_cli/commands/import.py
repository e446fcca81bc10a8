"""`resolve import`: takes in another agency's bundle, or a spreadsheet of disputes."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.exchange.bundles import Import, import_bundle
from resolutions_cli.app.questions import ask
from resolutions_cli.app.read import warn_of_damage, warn_of_future
from resolutions_cli.app.record import confirming
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.files.exchange.intake import Intake
from resolutions_cli.render.formats.json import document, long_document
from resolutions_cli.render.views.done import (
    bundle_lines,
    dispute_lines,
    entry_json,
    sheet_json,
    sheet_page,
)
from resolutions_cli.render.words.asked import Asking, asked_lines, asking_json


def command(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The bundle; - reads standard input."),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="The spreadsheet, saved as CSV in UTF-8."),
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP", help="The file that says what the columns are."),
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out the rows that cannot be imported.")
    ] = False,
    accept_redactions: Annotated[
        bool,
        typer.Option(
            "--accept-redactions", help="Remove the texts that the sender asks you to remove."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be imported, and import nothing.")
    ] = False,
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Import what is new in another agency's bundle, or a spreadsheet of disputes.

    A bundle is made by `resolve export --bundle`. Every entry in it is checked first, and all of it
    is imported or nothing. What you have stays as it is, and a removed text does not come back. If
    both of you moved a dispute, `resolve settle` lets you choose which move counts.

    If the sender asks you to remove texts, you see which. They stay until you type `resolve redact
    --as-asked`, or import with `--accept-redactions`. A procedure that arrives applies to its own
    disputes only, until `resolve procedure accept`.

    `--csv FILE --map MAP` opens a dispute for each row of a spreadsheet, and keeps the row as a
    note. You see what is wrong, by line. Nothing is then imported, unless you add `--skip-bad`.
    """
    asked = SharedOptions(workspace=workspace, by=by, json=json, no_color=no_color, no_input=True)
    if csv or map_file or skip_bad:
        if file or accept_redactions or not (csv and map_file):
            raise errors.MapNeeded
        return _import_sheet(Run.start(asked), csv, map_file, dry_run=dry_run, skip_bad=skip_bad)
    run = Run.start(asked)
    if file is None:
        somebody = Run(asked.but(no_input=False), run.maybe_workspace, run.now)
        file = ask.ask(somebody, "FILE", "which bundle to take in", ask.file_there)
    with confirming() as confirmation:
        done = import_bundle(run, file, confirmation, dry_run=dry_run, accepts=accept_redactions)
        _show(run, done)
    warn_of_future(each for each in done.findings if each.name == "recorded-in-future")
    return warn_of_damage(run, done.findings)


def _import_sheet(run: Run, csv: Path, map_file: Path, *, dry_run: bool, skip_bad: bool) -> int:
    from resolutions_cli.app.exchange.import_sheet import import_sheet

    # a sheet can have thousands of entries, so only the output of each is kept
    keep = entry_json if run.asked.json else bool
    with confirming() as confirmation:
        done = import_sheet(
            run, csv, map_file, confirmation, keep, dry_run=dry_run, skip_bad=skip_bad
        )
        if run.asked.json:
            source = run.calendar("england").source
            new = ((each.line, each.reference, each.new) for each in done.taken)
            body = sheet_json(new, done.problems, done.found, done.refused, written=done.written)
            streams.say_long_document(long_document("import-sheet", run.as_of, source, **body))
        else:
            taken = [
                (each.line, each.reference, each.opened, each.is_closed) for each in done.taken
            ]
            show_page(run, list(sheet_page(taken, done.problems, done.found, written=done.written)))
    if done.refusal and not skip_bad:
        raise done.refusal
    return 0


def _show(run: Run, done: Import) -> None:
    if run.asked.json:
        source = run.calendar("england").source
        streams.say_document(document("import", run.as_of, source, **_body(done)))
        return
    page = [
        block
        for each in done.disputes
        for block in dispute_lines(
            each.reference,
            each.new,
            each.filled,
            each.apart,
            again=each.again,
            held_back=each.held_back,
        )
    ]
    page += [
        block
        for each in done.disputes
        for block in asked_lines(
            each.reference, _asked(each), accepted=done.accepts, written=done.written
        )
    ]
    page += bundle_lines(
        done.procedures,
        len(done.disputes),
        sum(len(each.new) for each in done.disputes),
        sum(len(each.filled) for each in done.disputes),
        written=done.written,
        waiting=done.waiting,
    )
    show_page(run, page)


def _asked(dispute: Intake) -> tuple[Asking, ...]:
    """The redactions received with a dispute, for display."""
    return tuple(
        Asking(entry, {each.entry: each.keys for each in texts}, dispute.labels)
        for entry, texts in dispute.asked
        if texts
    )


def _body(done: Import) -> dict[str, object]:
    return {
        "written": done.written,
        "procedures": list(done.procedures),
        "procedures_waiting": list(done.waiting),
        "disputes": [
            {
                "dispute": each.reference,
                "new": [entry_json(entry) for entry in each.new],
                "filled": [entry.id for entry in each.filled],
                "made_apart": [entry.id for entry in each.apart],
                "second_of_its_reference": each.again,
                "held_back": each.held_back,
                "asked_to_be_removed": [
                    asking_json(each.reference, asking, accepted=done.accepts)
                    for asking in _asked(each)
                ],
            }
            for each in done.disputes
        ],
    }
