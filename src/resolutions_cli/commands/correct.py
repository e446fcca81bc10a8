"""`resolve correct`: corrects an entry beside the original, or sets it aside."""

from collections.abc import Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import say_near
from resolutions_cli.app.questions.checks import SHARED, Checks, DependsOnAnswer, Given
from resolutions_cli.app.questions.which_dispute import dispute_meant, missing
from resolutions_cli.app.read import Read, read_again, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import AnyFacts, Corrected
from resolutions_cli.core.record.agency_names import slips_among
from resolutions_cli.core.record.amend import (
    as_it_stands,
    entry_meant,
    require_possible,
    withdrawal,
)
from resolutions_cli.core.record.details import split_pair
from resolutions_cli.core.record.setting import OPTION, read_settings
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference = None,
    entry: Annotated[
        str | None,
        typer.Argument(metavar="ENTRY", help="Its number in `show`, or a beginning of its id."),
    ] = None,
    reason: options.Reason = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(OPTION, metavar=TEXT, help="KEY=VALUE, a fact or a text of it."),
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Set the entry aside; it counts for nothing.")
    ] = False,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Correct an entry beside the original, or set it aside.

    Every clock is counted afresh from the corrected dates, and a date that gets later says so.
    A list, as `with` or `concerns`, is set as a whole: give --set once for each of its values,
    or put commas or semicolons between them.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    if entry is None:
        raise missing("ENTRY")
    _require_either(set_, withdraw=withdraw)
    if not set_ and not withdraw:
        asks = "what is corrected, as KEY=VALUE"
        set_ = [ask.ask(run, f"{OPTION} or --withdraw", asks, _pair)]
    typed = [split_pair(each, OPTION) for each in set_ or ()]
    read = read_one(run, reference, Moment.of(run.now))
    _, texts = _amendment(run, read, entry, typed)
    reason = ask.text(run, reason, "--reason", "why it is corrected")
    said = {**given(reason=reason), **texts}

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        facts, _ = _amendment(run, read, entry, typed)
        return run.at, facts

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


def _pair(typed: str) -> str:
    """The text as typed. Raises an error unless it has the form KEY=VALUE."""
    split_pair(typed, OPTION)
    return typed


def _amendment(
    run: Run, read: Read, typed: str, settings: list[tuple[str, str]]
) -> tuple[Corrected, dict[str, str]]:
    """The facts of the correction and its texts; without settings it sets the entry aside.

    Raises the errors of `core.record.amend` and `core.record.setting`.
    """
    log, dispute = read.log, read.case.dispute
    meant = entry_meant(log, typed)
    texts: dict[str, str] = {}
    if settings:
        stands = as_it_stands(log, meant)
        setting = read_settings(
            settings, stands, dispute, run.now, run.workspace.agencies, run.add_working_days
        )
        facts = Corrected(entry=meant.id, set=setting.facts)
        texts = {f"set-{key}": text for key, text in setting.texts.items()}
        texts |= setting.agencies
    else:
        facts = withdrawal(log, meant)
    require_possible(log, dispute.procedure, _synthetic(run, read, facts, texts), run.now)
    return facts, texts


def _synthetic(run: Run, read: Read, facts: Corrected, texts: dict[str, str]) -> Entry:
    """The correction as an entry of the log, to check the log with it before it is recorded."""
    return read.log.entries[-1].but(
        id="about to be recorded",
        at=run.at,
        recorded=run.now,
        after=read.log.to_follow(facts.entry),
        facts=facts,
        texts=texts,
    )


def _check_amendment(given: Given) -> None:
    """Check the typed change to the entry, as far as it was typed."""
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
