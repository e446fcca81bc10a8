"""`resolve init`: make a workspace."""

from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli.app.record import confirming
from resolutions_cli.app.streams import say
from resolutions_cli.files.workspace.create import init
from resolutions_cli.files.workspace.procedures import procedure_named


def command(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Where to make it (default: this folder).", show_default=False
        ),
    ] = Path(),
    procedure: Annotated[
        str, typer.Option("--procedure", metavar="ID", help="The procedure for new disputes.")
    ] = "",
    practice: Annotated[
        bool, typer.Option("--practice", help="For training: RESOLVE_NOW can then set the clock.")
    ] = False,
) -> int:
    """Make a workspace: the folder that holds the record."""
    if procedure:
        procedure_named(procedure, None)
    with confirming() as confirmation:
        confirmation.begin()
        made = init(folder.expanduser(), procedure, practice=practice)
        confirmation.recorded(str(made.folder), "where")
        kind = "practice workspace" if practice else "workspace"
        say(f"made a {kind} in {made.folder}\n`resolve open` opens the first dispute\n")
    return 0
