"""`resolve config`: every setting, what it means, and how to set one."""

from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.config import AGENCIES, change_setting, setting_now, settings_now
from resolutions_cli.app.record import confirming
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page, show_tables
from resolutions_cli.files.workspace.settings import SETTINGS
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.config import setting_json, setting_page, settings_table

NEW_AGENCY = (
    "resolve: note: list only organisations, never a person\n"
    "  the code is in everything that you record and send from now on, and cannot be taken out"
)
THIS_COPY = (
    "resolve: note: this changes this copy only\n"
    "  type the same on your other machines; a sync does not carry settings"
)


def command(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="The setting (default: all of them).")
    ] = "",
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="Its new value.")] = None,
    default: Annotated[
        bool,
        typer.Option(
            "--default", help="Go back to the default, and remove its line from the file."
        ),
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show every setting, its value and what it means, or set one.

    `resolve config soon` shows one setting. `resolve config soon 3` checks the value and sets it
    in resolve.toml; everything else in that file stays as it is. To name an agency by its code:
    `resolve config agencies.hilltop "Hilltop School"`.
    """
    run = Run.start(SharedOptions(workspace=workspace, json=json, no_color=no_color))
    if default and (value is not None or not name):
        raise errors.DefaultAndValue
    if value is not None or default:
        _set(run, name, value)
    if default and name.startswith(AGENCIES):
        name = "agencies"  # the one that was taken out has nothing to show
    rows = [setting_now(run, name)] if name else settings_now(run)
    if json:
        source = run.calendar("england").source
        body = [setting_json(row) for row in rows]
        streams.say_document(document("config", run.as_of, source, settings=body))
    elif name:
        show_page(run, setting_page(rows[0]))
    else:
        show_tables(run, [settings_table(rows)])
    return 0


def _set(run: Run, name: str, value: str | None) -> None:
    """Set a setting, or take its default again, and say what follows from it."""
    before = run.workspace
    with confirming() as confirmation:
        confirmation.begin()
        after = change_setting(run, name, value)
        if after != before:
            confirmation.recorded(SETTINGS, "config")
        run.take_workspace(after)
    if after == before:
        streams.remark("resolve: note: it is set to that already; nothing was changed")
        return
    if set(after.agencies) - set(before.agencies):
        streams.remark(NEW_AGENCY)
    if (before.folder / ".git").exists():
        streams.remark(THIS_COPY)
