"""`resolve correct`: corrects an entry beside the original, or sets it aside."""

from collections.abc import Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.amending.amend import (
    Amendment,
    correction,
    require_fitting,
    show_amendment,
)
from resolutions_cli.app.amending.correct import entry_asked, pairs_asked
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import say_near
from resolutions_cli.app.questions.checks import SHARED, Checks, DependsOnAnswer, Given
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_again, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts
from resolutions_cli.core.record.agency_names import slips_among
from resolutions_cli.core.record.amend import entry_meant, withdrawal
from resolutions_cli.core.record.details import split_pair
from resolutions_cli.core.record.setting import OPTION
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.files.disk.clock import real_now
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference = None,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="[ENTRY]",
            help="The entry's number in `show`, or the start of its id.",
        ),
    ] = "",
    reason: options.Reason = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(OPTION, metavar=TEXT, help="What to correct, as KEY=VALUE."),
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Set the entry aside, so that it no longer counts.")
    ] = False,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Correct an entry, or set it aside; the original stays in the log.

    On a terminal, `resolve correct REF` lists the entries and asks what is wrong. You see every
    date that moves before anything is recorded.

    All deadlines are worked out again from the corrected dates. To correct a list, such as `with`
    or `concerns`, give all its values: --set once for each, or one --set with commas.
    """
    asked = SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input)
    if not entry and not Run(asked, None, real_now()).is_interactive:
        raise errors.UsageError(problem="ENTRY is missing", command="resolve correct")
    run = Run.start(asked)
    reference = dispute_meant(run, reference)
    _require_either(set_, withdraw=withdraw)
    said_all = bool(entry and (set_ or withdraw))
    if not (said_all or run.is_interactive):
        raise errors.MissingOption(
            option=f"{OPTION} or --withdraw", asks="what is corrected, as KEY=VALUE"
        )
    typed = [split_pair(each, OPTION) for each in set_ or ()]
    read = read_one(run, reference, Moment.of(run.now))
    entry = entry or entry_asked(run, read)
    if not (set_ or withdraw):
        typed = pairs_asked(run, read, entry_meant(read.log, entry).id)
    amendment = _amendment(run, read, entry, typed)
    reason = ask.text(run, reason, "--reason", "why it is corrected")
    if not said_all:
        _confirm(run, read, amendment)
    said = {**given(reason=reason), **amendment.texts}

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        return run.at, _amendment(run, read, entry, typed).facts

    before = set(slips_among(read.case.dispute.named.said))
    code = record(run, reference, make, said)
    after = read_again(run, read.log.reference).case.dispute.named.said
    if set(slips_among(after)) - before:
        say_near()
    return code


def _require_either(settings: Sequence[str] | None, *, withdraw: bool) -> None:
    """Raise SetAndWithdraw where an entry would be both corrected and set aside."""
    if settings and withdraw:
        raise errors.SetAndWithdraw


def _confirm(run: Run, read: Read, amendment: Amendment) -> None:
    """Show what the correction changes and every date that moves, and ask whether to record it."""
    show_amendment(run, read.log, amendment)
    if amendment.facts.withdraw:
        number = read.log.labels[amendment.facts.entry]
        ask.require_yes(run, f"Set entry {number} aside?")
    else:
        ask.require_yes(run, "Record this correction?", enter=True)


def _amendment(run: Run, read: Read, typed: str, settings: list[tuple[str, str]]) -> Amendment:
    """The correction of the entry that was meant; without settings the entry is set aside.

    Raises what `correction`, `withdrawal` and `require_fitting` raise.
    """
    meant = entry_meant(read.log, typed)
    if settings:
        return correction(run, read, meant, settings)
    amendment = Amendment(withdrawal(read.log, meant))
    require_fitting(run, read, amendment)
    return amendment


def _check_amendment(given: Given) -> None:
    """Raise the error of the correction, as far as it was typed."""
    settings, withdraw = given.every("set_"), bool(given["withdraw"])
    _require_either(settings, withdraw=withdraw)
    if not given["entry"]:
        raise DependsOnAnswer
    if settings or withdraw:
        typed = [split_pair(each, OPTION) for each in settings]
        _amendment(given.run, given.read, given["entry"], typed)
    else:
        entry_meant(given.read.log, given["entry"])


CHECKS: Checks = {
    **SHARED,
    "entry": _check_amendment,
    "set_": _check_amendment,
    "withdraw": _check_amendment,
}
