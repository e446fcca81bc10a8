"""`resolve list`: the disputes of the workspace."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.context import streams
from resolutions_cli.context.filtering import require_known
from resolutions_cli.context.printing import show_tables
from resolutions_cli.context.reading import read_all, report
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.core.listing import WantedDisputes, choose
from resolutions_cli.core.naming import Filters
from resolutions_cli.render.disputes import disputes_table, list_json
from resolutions_cli.render.documents import document, unreadable_json


def command(
    open_: Annotated[
        bool, typer.Option("--open", help="Those that are open; the default.")
    ] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Those that are closed.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Open and closed.")] = False,
    stage: Annotated[str, typer.Option("--stage", help="Only those in this stage.")] = "",
    agency: Annotated[str, typer.Option("--agency", help="Only those of this agency.")] = "",
    concern: Annotated[
        str, typer.Option("--concern", metavar="CODE", help="Only those about this.")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="WHEN", help="Only those opened since then.")
    ] = "",
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """The disputes of the workspace, the newest first."""
    run = Run.start(
        Asked(workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color)
    )
    wanted = WantedDisputes(
        open=open_ or everything or not closed,
        closed=closed or everything,
        stage=stage,
        agency=agency,
        concern=concern,
        since=run.when(since, "--since") if since else None,
    )
    shelf = read_all(run)
    require_known(run, shelf, Filters(stage=stage, agency=agency, concern=concern))
    cases = choose(shelf.cases, wanted)
    if json:
        streams.say_document(
            document(
                "disputes",
                run.as_of,
                run.calendar("england").source,
                disputes=[list_json(case) for case in cases],
                unreadable=unreadable_json(shelf.unreadable),
            )
        )
    elif cases:
        show_tables(run, [disputes_table(cases)])
    elif not shelf.unreadable:
        streams.remark("no such dispute" if shelf.reads else "no dispute was opened yet")
    return report(run, shelf.unreadable)
