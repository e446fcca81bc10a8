"""`resolve import`: what another agency sent, or the spreadsheet that was kept until today."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.context import streams
from resolutions_cli.context.confirming import confirming
from resolutions_cli.context.importing import Import, import_bundle
from resolutions_cli.context.printing import show_page
from resolutions_cli.context.reading import report
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.render.documents import document
from resolutions_cli.render.imported import bundle_lines, dispute_lines, entry_json


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle; - reads standard input.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come, and record nothing.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Take in what is new in a bundle that another agency sent, all of it or nothing.

    `resolve export --bundle` makes one. Every entry is checked first: its id, the seals of its
    texts, what it follows, the procedure it is counted by. Nothing that is here is changed,
    taking the same bundle in again changes nothing, and a text that was redacted here or there
    does not come back. Moves that were made apart are named; `resolve settle` says which stands.
    """
    run = Run.start(Asked(workspace=workspace, json=json, no_color=no_color))
    with confirming() as confirmation:
        done = import_bundle(run, file, confirmation, dry_run=dry_run)
        _show(run, done)
    return report(run, done.findings)


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
    page += bundle_lines(
        done.procedures,
        len(done.disputes),
        sum(len(each.new) for each in done.disputes),
        sum(len(each.filled) for each in done.disputes),
        written=done.written,
    )
    show_page(run, page)


def _body(done: Import) -> dict[str, object]:
    return {
        "written": done.written,
        "procedures": list(done.procedures),
        "disputes": [
            {
                "dispute": each.reference,
                "new": [entry_json(entry) for entry in each.new],
                "filled": [entry.id for entry in each.filled],
                "made_apart": [entry.id for entry in each.apart],
                "second_of_its_reference": each.again,
                "held_back": each.held_back,
            }
            for each in done.disputes
        ],
    }
