"""`resolve similar`: disputes of the same concern, or between the same agencies."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_all, read_one, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_tables
from resolutions_cli.core.time.amount import read_typed_amount
from resolutions_cli.core.views.likeness import opened_since, similar_to
from resolutions_cli.render.formats.json import document, unreadable_json
from resolutions_cli.render.views.disputes import similar_json, similar_table


def command(
    reference: options.Reference = None,
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar="AMOUNT",
            help='Show only disputes opened within this time, for example "12 months".',
        ),
    ] = "",
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """List disputes about the same concern or between the same agencies, to show a pattern."""
    run = Run.start(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        )
    )
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference)
    calendar = run.calendar(read.case.dispute.procedure.nation)
    since = opened_since(read_typed_amount(within), run.as_of, calendar) if within else None
    shelf = read_all(run)
    found = similar_to(read.case, shelf.cases, since)
    if json:
        streams.say_document(
            document(
                "similar",
                run.as_of,
                calendar.source,
                dispute=read.log.reference,
                disputes=[similar_json(alike) for alike in found],
                unreadable=unreadable_json(shelf.unreadable),
            )
        )
    elif found:
        show_tables(run, [similar_table(found)])
    elif not shelf.unreadable:
        streams.remark("no other dispute is like it")
    return warn_of_damage(run, shelf.unreadable)
