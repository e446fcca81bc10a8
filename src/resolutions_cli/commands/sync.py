"""`resolve sync`: the same record on several machines, by way of a git repository."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.context import streams
from resolutions_cli.context.printing import show_page
from resolutions_cli.context.reading import report
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.context.syncing import set_up, sync
from resolutions_cli.files.git import NETWORK
from resolutions_cli.render.asked import redactions_json, redactions_page
from resolutions_cli.render.documents import document
from resolutions_cli.render.synced import synced_json, synced_line, unsettled_words

#: In seconds.
_LONGEST_WAIT = 24 * 3600


def command(
    init: Annotated[
        str,
        typer.Option(
            "--init", metavar="URL", help="Set it up first, with the address of a repository."
        ),
    ] = "",
    wait: Annotated[
        int, typer.Option("--wait", metavar="SECONDS", help="How long the network may take.")
    ] = NETWORK,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
) -> int:
    """Send what was recorded here, take in what was recorded elsewhere, and say what it was.

    The workspace is a git repository, and this runs git. Entries are only ever added: nothing is
    merged by hand, overwritten or forced. Without a network everything else works as ever; what
    was recorded goes with the next sync. Moves that two people made without knowing of each
    other are all kept, and it ends with 5 until `resolve settle` says which stand.

    What others ask to be removed is named and stays here until `resolve redact --as-asked`; with
    `redactions = "accept"` in the settings it goes. Bank holidays and procedures of others wait
    for `resolve calendar accept` and `resolve procedure accept`.
    """
    if not 1 <= wait <= _LONGEST_WAIT:
        raise errors.BadPatience(most=_LONGEST_WAIT)
    if init and (init != init.strip() or init.startswith("-") or not init.isprintable()):
        raise errors.BadAddress
    run = Run.start(Asked(workspace=workspace, json=json))
    if init:
        set_up(run, _from_here(init))
    done = sync(run, wait)
    if json:
        body = {
            **synced_json(done.came, done.went, done.back, done.apart, done.unsettled, run.now),
            **redactions_json(done.removed, done.logs),
            "procedures_waiting": done.waiting,
        }
        source = run.calendar("england").source
        streams.say_document(document("sync", run.as_of, source, **body))
    else:
        line = synced_line(done.came, done.went, done.back)
        streams.say(f"{line}{unsettled_words(done.apart, done.unsettled)}\n")
        if page := list(redactions_page(done.removed, done.logs, done.waiting)):
            show_page(run, page)
    code = report(run, done.findings)
    return code if done.fault is None else streams.complain(done.fault)


def _from_here(address: str) -> str:
    """The address as git needs it, which does not stand where the command was typed."""
    path = Path(address)
    with contextlib.suppress(RuntimeError):  # no home to put for "~"
        path = path.expanduser()
    return str(path.absolute()) if path.is_dir() else address
