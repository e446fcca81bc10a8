"""`resolve where`: every path and setting in force, with its origin."""

import os

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.read import warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_tables
from resolutions_cli.app.where import in_force
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.files.disk.places import kept_in_step_by
from resolutions_cli.files.workspace.folders import list_disputes
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.where import where_json, where_table

IN_A_FOLDER_OF = (
    "resolve: note: the workspace lies in a folder of {tool}, which copies files when it likes\n"
    "  keep all of it on this device; other machines see an entry once it has come through\n"
    "  what that means, and what was not tested: docs/sync.md"
)


def command(
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show every path and setting in use, and where each comes from.

    Without a workspace it says where it looked for one.
    """
    asked = SharedOptions(workspace=workspace, json=json, no_color=no_color)
    fault: errors.ResolveError | None = None
    try:
        run = Run.start(asked)
    except errors.ResolveError as error:
        fault, run = error, Run(asked, None, real_now())
    settings = in_force(run)
    if json:
        source = run.calendar("england").source
        streams.say_document(document("where", run.as_of, source, settings=where_json(settings)))
    else:
        show_tables(run, [where_table(settings)])
    if fault is not None:
        return streams.complain(fault)
    if not json and (tool := kept_in_step_by(run.workspace.folder, os.environ)):
        streams.remark(IN_A_FOLDER_OF.format(tool=tool))
    return warn_of_damage(run, list_disputes(run.workspace).findings)
