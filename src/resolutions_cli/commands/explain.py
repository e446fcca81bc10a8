"""`resolve explain`: how a date was counted, day by day."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_one, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.views.select import duties_named
from resolutions_cli.render.fields.deadline_json import deadline_json
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.explain import reckonings_page


def command(
    reference: options.Reference = None,
    duty: Annotated[
        str,
        typer.Argument(
            metavar="[DEADLINE]",
            help="The deadline: main, safe, tell:ROLE, chase:N or an id (default: all open).",
        ),
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Also show deadlines that have ended.")
    ] = False,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show how a date was counted, day by day, and why a day does not count."""
    run = Run.start(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        )
    )
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, words=not json)
    deadlines = duties_named(read.case, duty, everything=everything)
    calendar = run.calendar(read.case.dispute.procedure.nation)
    if json:
        reckoned = [deadline_json(deadline, calendar) for deadline in deadlines]
        streams.say_document(document("reckonings", run.as_of, calendar.source, deadlines=reckoned))
    elif deadlines:
        show_page(run, reckonings_page(read.case, deadlines, calendar))
    else:
        streams.remark("no deadline is open; name one to see how it was counted")
    return warn_of_damage(run, read.findings)
