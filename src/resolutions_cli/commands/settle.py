"""`resolve settle`: chooses the move that counts, after moves in two copies of the record."""

from collections.abc import Iterable
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import SHARED, Checks, Given
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.questions.which_entry import entry_asked
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import AnyFacts, Settled
from resolutions_cli.core.record.amend import entry_meant
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.record.settle import outcome_of, rivals, settlement, settling_commands
from resolutions_cli.core.time.moment import Moment


def command(
    reference: options.Reference = None,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="[ENTRY]",
            help="The move that counts: its number in `show`.",
        ),
    ] = "",
    reason: options.Reason = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Choose which move counts, when two people moved the same dispute on two machines.

    The other moves, and what followed them, stay in the log and no longer count. Without ENTRY you
    see the moves and are asked. To choose again, set your choice aside with `resolve correct
    --withdraw`.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    now = Moment.of(run.now)
    read = read_one(run, reference, now, words=True)
    entry = entry or _which(run, read)
    settlement(read.log, entry_meant(read.log, entry))
    reason = ask.text(run, reason, "--reason", "why that move counts")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        return run.at, settlement(read.log, entry_meant(read.log, entry))

    code = record(run, reference, make, {"reason": reason})
    if not json:
        streams.say(_what_follows(read_one(run, reference, now).log))
    return code


def _which(run: Run, read: Read) -> str:
    """The id of the move that counts, chosen from those made apart.

    Raises NothingMadeApart, and MoveNotSaid if the run is not interactive.
    """
    log = read.log
    candidates = rivals(log)
    if not candidates:
        raise errors.NothingMadeApart(reference=log.reference)
    if not run.is_interactive:
        commands = settling_commands(log, candidates)
        raise errors.MoveNotSaid(reference=log.reference, commands=commands)
    return entry_asked(
        run, read, "which move counts", candidates, lambda entry: settlement(log, entry)
    ).id


def _what_follows(log: Log) -> str:
    """The moves that count now, in words; empty if the log cannot be read in full."""
    if log.is_damaged:
        return ""
    settled = [each for each in log.entries if isinstance(each.facts, Settled)][-1]
    stands, falls = outcome_of(log, settled)
    lines = [f"\nThis counts: {_listed(log, stands)}"]
    if falls:
        lines.append(f"This no longer counts: {_listed(log, falls)}")
    return "\n".join(lines) + "\n"


def _listed(log: Log, entries: Iterable[Entry]) -> str:
    return ", ".join(f"entry {log.labels[each.id]} ({each.kind})" for each in entries)


def _check_entry(given: Given) -> None:
    log = given.read.log
    settlement(log, entry_meant(log, given["entry"]))


CHECKS: Checks = {**SHARED, "entry": _check_entry}
