"""`resolve demo`: a small invented workspace, its deadlines and commands to try."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.practice import demonstrate, run, tries_page
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.files.disk.durable import new_folder


def command(
    context: typer.Context,
    into: Annotated[
        Path | None,
        typer.Option("--in", metavar="DIR", help="Where to make it (default: a temporary folder)."),
    ] = None,
    no_color: options.NoColor = False,
) -> int:
    """Make a small invented practice workspace and show what is due in it."""
    folder = into.expanduser().absolute() if into else new_folder("resolve-demo")
    group = context.find_root().command
    told = demonstrate(group, folder)
    streams.say(f"made a practice workspace in {folder}\n\n")
    colour = ["--no-color"] if no_color else []
    code = run(group, ["due", "--workspace", str(folder), *colour])
    streams.say("\n")
    asked = SharedOptions(workspace=folder, no_color=no_color, quiet=True)
    show_page(Run.start(asked), tries_page(str(folder), told.references))
    return code
