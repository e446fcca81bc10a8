"""`resolve sync`: the same record on several machines, through a git repository."""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.exchange.sync import set_up, sync
from resolutions_cli.app.read import warn_of_damage, warn_of_future
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.files.disk.read import shown
from resolutions_cli.files.exchange.git import NETWORK
from resolutions_cli.files.record.arrival import Refused
from resolutions_cli.files.workspace.waiting import waiting_calendars
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.done import (
    refused_words,
    synced_json,
    synced_line,
    unsettled_words,
)
from resolutions_cli.render.words.asked import redactions_json, redactions_page

#: In seconds.
_LONGEST_WAIT = 24 * 3600

#: The most refused files that are named; --json names all.
_NAMED = 20


CALENDAR_CAME = (
    "A list of bank holidays came from another machine. It is not used yet:"
    " `resolve calendar accept`.\n"
)


def command(
    init: Annotated[
        str,
        typer.Option(
            "--init", metavar="URL", help="Set up syncing, with the address of a git repository."
        ),
    ] = "",
    wait: Annotated[
        int,
        typer.Option("--wait", metavar="SECONDS", help="How many seconds to wait for the network."),
    ] = NETWORK,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out",
            metavar="PATH",
            help="Leave this refused file out on every machine; you can repeat the option.",
        ),
    ] = None,
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
) -> int:
    """Send what you recorded, and receive what others recorded.

    This runs git in the workspace. Entries are only ever added, and nothing is overwritten. Without
    a network you can go on recording; the next sync sends it. If two people moved the same dispute,
    both moves are kept, and the exit code is 5 until `resolve settle` chooses one.

    A file that cannot be part of the record is named with the reason, and stays in git only. The
    exit code is 5 until somebody puts it right there, or you leave it out with `--leave-out`. A
    good file is never left out.

    What others changed waits for you: texts to remove for `resolve redact --as-asked`, bank
    holidays for `resolve calendar accept`, procedures for `resolve procedure accept`. To accept
    every removal of a text, type `resolve config redactions accept`.
    """
    if not 1 <= wait <= _LONGEST_WAIT:
        raise errors.BadPatience(most=_LONGEST_WAIT)
    if init and (init != init.strip() or init.startswith("-") or not init.isprintable()):
        raise errors.BadAddress
    run = Run.start(SharedOptions(workspace=workspace, by=by, json=json))
    if init:
        set_up(run, _from_here(init))
    waited = waiting_calendars(run.workspace.folder)
    done = sync(run, wait, leave_out or ())
    waiting = waiting_calendars(run.workspace.folder)
    if json:
        body = {
            **synced_json(
                done.came,
                done.went,
                done.back,
                done.apart,
                done.unsettled,
                [(each.path, each.reason.value, each.reason.sentence) for each in done.refused],
                run.now,
            ),
            "left_out": done.marked,
            **redactions_json(done.removed, done.logs),
            "procedures_waiting": done.waiting,
            "calendars_waiting": list(waiting),
        }
        source = run.calendar("england").source
        streams.say_document(document("sync", run.as_of, source, **body))
    else:
        line = synced_line(done.came, done.went, done.back)
        refused = refused_words(len(done.refused))
        streams.say(f"{line}{refused}{unsettled_words(done.apart, done.unsettled)}\n")
        streams.say("".join(f"left out: {shown(path)}\n" for path in done.marked))
        if page := list(redactions_page(done.removed, done.logs, done.waiting)):
            show_page(run, page)
        if {*waiting} - {*waited}:
            streams.say(CALENDAR_CAME)
    warn_of_future(done.future)
    code = max(warn_of_damage(run, done.findings), _say_refused(done.refused))
    return code if done.fault is None else streams.complain(done.fault)


def _say_refused(refused: Sequence[Refused]) -> int:
    """Name the refused files, and return the exit code."""
    code = 0
    for each in refused[:_NAMED]:
        code = streams.complain(errors.NotTakenIn(shown(each.path), reason=each.reason.sentence))
    if len(refused) > _NAMED:
        more = f"{len(refused) - _NAMED} more files from the shared repository were not taken in"
        streams.remark(f"resolve: error: {more}; `resolve sync --json` lists all")
    return code


def _from_here(address: str) -> str:
    """The address for git: a folder as an absolute path, since git runs in another folder."""
    path = Path(address)
    with contextlib.suppress(RuntimeError):  # "~" stays if the user has no home folder
        path = path.expanduser()
    return str(path.absolute()) if path.is_dir() else address
