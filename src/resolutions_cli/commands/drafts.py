"""`resolve drafts`: answers that were typed and not recorded."""

from datetime import datetime
from typing import Annotated, Any

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page, show_tables
from resolutions_cli.core.time.moment import LONDON
from resolutions_cli.files.workspace.drafts import KEPT, Unrecorded, drafts_in, remove
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.formats.page import Block, Heading, Para
from resolutions_cli.render.formats.table import Row, Table
from resolutions_cli.render.words.words import several


def command(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Show this draft in full.")
    ] = None,
    is_to_go: Annotated[
        bool, typer.Option("--remove", help="Remove this draft, or all if you give no number.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """List the drafts: answers that were typed and not recorded.

    Your answers are kept when you stop in the middle of a command, or when they cannot be recorded.
    Type the same command to go on. Drafts stay on this machine and are never part of the record.
    They are removed when they are recorded, or after 14 days.
    """
    run = Run.start(SharedOptions(workspace=workspace, json=json, no_color=no_color))
    drafts = drafts_in(run.workspace.folder, run.now)
    if number is not None and not 0 < number <= len(drafts):
        raise errors.NoSuchDraft(count=len(drafts))
    chosen = drafts if number is None else [drafts[number - 1]]
    if is_to_go:
        _remove(run, chosen)
    elif json:
        streams.say_document(_document(run, drafts, full=number, chosen=chosen))
    elif number is not None:
        show_page(run, _page(chosen[0]))
    elif drafts:
        show_tables(run, [_table(drafts)])
    else:
        streams.say("There are no drafts.\n")
    return 0


def _remove(run: Run, drafts: list[Unrecorded]) -> None:
    for draft in drafts:
        try:
            remove(run.workspace.folder, draft.name)
        except OSError as fault:
            raise errors.NotRecorded(
                f"drafts/{draft.name}", reason=streams.reason_of(fault)
            ) from fault
    streams.say(f"removed: {several(len(drafts), 'draft')}\n")


def _table(drafts: list[Unrecorded]) -> Table:
    rows = [
        Row(
            (
                str(number),
                f"resolve {each.command} {each.reference}".rstrip(),
                _time(each.at),
                str(each.count),
                _time(each.at + KEPT),
            )
        )
        for number, each in enumerate(drafts, 1)
    ]
    return Table(("NO.", "GO ON WITH", "STOPPED", "ANSWERS", "KEPT UNTIL"), tuple(rows))


def _page(draft: Unrecorded) -> list[Block]:
    page: list[Block] = [Heading(f"resolve {draft.command} {draft.reference}".rstrip())]
    for each in draft.outer:
        page += [Para(each.question, style="label"), Para(each.typed or "left out", 2)]
    if draft.unfinished:
        page += [Para("Not finished", style="label"), Para(draft.unfinished, 2)]
    return page


def _document(
    run: Run, drafts: list[Unrecorded], *, full: int | None, chosen: list[Unrecorded]
) -> str:
    numbers = {each.name: number for number, each in enumerate(drafts, 1)}
    rows: list[dict[str, Any]] = [
        {
            "number": numbers[each.name],
            "command": each.command,
            "dispute": each.reference or None,
            "at": each.at.isoformat(timespec="seconds"),
            "answers": [{"question": one.question, "typed": one.typed} for one in each.outer]
            if full
            else each.count,
            **({"unfinished": each.unfinished} if full else {}),
        }
        for each in chosen
    ]
    return document("drafts", run.as_of, run.calendar("england").source, drafts=rows)


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%a %d %b %H:%M}"
