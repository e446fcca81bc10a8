"""`resolve settle`: after two copies of the record met, which move stands."""

from collections.abc import Iterable
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.context import asking, streams
from resolutions_cli.context.reading import Read, read_one
from resolutions_cli.context.recording import record
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.core.amending import entry_meant
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import AnyFacts, Settled
from resolutions_cli.core.log import Log
from resolutions_cli.core.settling import outcome_of, settlement
from resolutions_cli.core.when import Moment


def command(
    reference: options.Reference,
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help="The move that stands: its number in `show`.")
    ],
    reason: options.Reason = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Say which of the moves stands that were made without knowledge of each other.

    Those made apart from it, and what followed them, count for nothing from then on; they stay
    in the log and show. To change it, set the settling aside with `resolve correct --withdraw`.
    """
    run = Run.start(Asked(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    now = Moment.of(run.now)
    log = read_one(run, reference, now).log
    settlement(log, entry_meant(log, entry))
    reason = asking.text(run, reason, "--reason", "why that move stands")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        return run.at, settlement(read.log, entry_meant(read.log, entry))

    code = record(run, reference, make, {"reason": reason})
    if not json:
        streams.say(_what_follows(read_one(run, reference, now).log))
    return code


def _what_follows(log: Log) -> str:
    """Which moves count now; nothing when the log cannot be read back whole."""
    if log.is_damaged:
        return ""
    settled = [each for each in log.entries if isinstance(each.facts, Settled)][-1]
    stands, falls = outcome_of(log, settled)
    lines = [f"\ncounts: {_listed(log, stands)}"]
    if falls:
        lines.append(f"counts for nothing: {_listed(log, falls)}")
    return "\n".join(lines) + "\n"


def _listed(log: Log, entries: Iterable[Entry]) -> str:
    return ", ".join(f"entry {log.labels[each.id]} ({each.kind})" for each in entries)
