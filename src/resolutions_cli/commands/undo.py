"""`resolve undo`: set aside the entry that you recorded last."""

from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.amending.amend import Amendment, require_fitting, show_amendment
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given
from resolutions_cli.app.questions.which_dispute import LAST, dispute_meant
from resolutions_cli.app.read import Read, read_again, read_one
from resolutions_cli.app.record import record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.completion import complete_reference
from resolutions_cli.core.entries.facts import AnyFacts
from resolutions_cli.core.record.amend import entry_meant, newest_of, undoing
from resolutions_cli.core.time.moment import Moment

#: Recorded as the reason if the user gives none: an entry that is set aside has one.
UNSAID = "Undone with `resolve undo`, no reason given."


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="[REF]",
            help="The dispute (default: the one you last recorded in).",
            autocompletion=complete_reference,
        ),
    ] = "",
    reason: options.Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="Set it aside without asking.")] = False,
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Set aside the entry that you recorded last, so that it no longer counts.

    Nothing is deleted: the entry stays in the log, marked SET ASIDE, with your reason. You see the
    entry and every date that moves before you are asked.

    You cannot undo an opening, a removal of a text, or an entry that a later one depends on. To
    set aside somebody else's entry, type `resolve correct REF ENTRY --withdraw`.
    """
    run = Run.start(SharedOptions(workspace=workspace, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference or LAST)
    read = read_one(run, reference, Moment.of(run.now))
    log = read.log
    meant = newest_of(log, run.by)
    amendment = _checked(run, read, meant.id)
    number = log.labels[meant.id]
    if not (yes or run.is_interactive):
        raise errors.UndoNotConfirmed(number=number, reference=log.reference)
    if run.is_interactive:
        show_amendment(run, log, amendment)
    if reason or not yes:
        reason = ask.optional_text(run, reason, "--reason", "why you undo it")
    if not yes:
        ask.require_yes(run, f"Set entry {number} aside?")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        return Moment.of(run.now), _checked(run, read, meant.id).facts

    code = record(run, log.reference, make, {"reason": reason or UNSAID})
    if not json:
        newest = read_again(run, log.reference).log
        undo = newest.labels[newest_of(newest, run.by).id]
        back = f"resolve correct {log.reference} {undo} --withdraw"
        streams.say(f"\nEntry {number} is set aside. To bring it back: {back}\n")
    return code


def _checked(run: Run, read: Read, id_: str) -> Amendment:
    """What undoes an entry. Raises what `undoing` and `require_fitting` raise."""
    amendment = Amendment(undoing(read.log, entry_meant(read.log, id_)))
    require_fitting(run, read, amendment)
    return amendment


def _check_reference(given: Given) -> None:
    """Raise the error of the dispute, or of undoing its newest entry."""
    if given["reference"]:
        _checked(given.run, given.read, newest_of(given.read.log, given.run.by).id)


CHECKS: Checks = {**SHARED, "reference": _check_reference, "yes": FREE}
