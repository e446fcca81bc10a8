"""`resolve risk`: immediate risk of harm, who was told, and when it was over."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.context import asking
from resolutions_cli.context.reading import Read, read_one
from resolutions_cli.context.recording import given, numbered, record
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.context.words import TEXT
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.facts import Facts, Risk
from resolutions_cli.core.moves import (
    known_code,
    not_before_happening,
    risk_goes_on,
    told_of_a_risk,
)
from resolutions_cli.core.when import Moment

_FORM = '"ROLE=WHEN by NAME to NAME ref TEXT", from "by" on where it is known'

#: What may follow the time of a telling.
_MARKS = (" by ", " to ", " ref ")


def command(
    reference: options.Reference,
    reason: options.Reason = "",
    told: Annotated[
        list[str] | None,
        typer.Option("--told", metavar=TEXT, help="ROLE=WHEN by NAME to NAME ref TEXT."),
    ] = None,
    ended: Annotated[
        str, typer.Option("--ended", metavar="WHEN", help="When the immediate risk was over.")
    ] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record immediate risk, and who was told.

    Whoever must be told and was not is a duty due at once. `--told` alone adds to the risk that
    was recorded before; with a reason an immediate risk begins, or with `--ended` is over.
    """
    run = Run.start(Asked(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    over = run.past(ended, "--ended") if ended else None
    begins = bool(reason or not told) and over is None
    _check(dispute, begins=begins)
    tellings = _tellings(run, dispute, told or ())
    if begins or over:
        asks = "why the risk is over" if over else "what the immediate risk is"
        reason = asking.text(run, reason, "--reason", asks)
    if run.asked.at:
        when = run.at
    else:
        # whoever was told already was told of this risk, so it had begun by then
        when = _earliest(run.at, tellings) if begins else _latest(tellings, over)
    if not begins:
        not_before_happening(when, _latest(tellings, over))
    begun = [episode.on for episode in dispute.episodes]
    told_of_a_risk(tellings.values(), [*begun, *([when] if begins else [])])

    def make(read: Read) -> tuple[Moment, Facts]:
        _check(read.case.dispute, begins=begins)
        return when, Risk(on=when if begins else None, told=tellings, ended=over)

    return record(run, reference, make, {**given(reason=reason), **numbered("told", told or ())})


def _check(dispute: Dispute, *, begins: bool) -> None:
    """A risk begins at any time, in a closed dispute too; what is added needs one to add to."""
    if not begins:
        risk_goes_on(dispute)


def _tellings(run: Run, dispute: Dispute, typed: Sequence[str]) -> Mapping[str, Moment]:
    """Who was told when, the earliest of several. Raises BadPair, UnknownCode, InTheFuture."""
    roles = dispute.procedure.risk.tell
    found: dict[str, Moment] = {}
    for text in typed:
        role, rest = asking.pair(text, "--told", _FORM)
        known_code("role to be told", role, roles)
        moment = run.past(_time_in(rest), f"--told {role}")
        if role not in found or moment.starts < found[role].starts:
            found[role] = moment
    return found


def _time_in(words: str) -> str:
    """What stands before the first "by", "to" or "ref"."""
    padded = f"{words} "
    ends = [padded.find(mark) for mark in _MARKS if mark in padded]
    time = padded[: min(ends, default=len(padded))].strip()
    if not time:
        raise errors.BadPair(option="--told", form=_FORM)
    return time


def _earliest(now: Moment, tellings: Mapping[str, Moment]) -> Moment:
    return min([now, *tellings.values()], key=lambda moment: moment.starts)


def _latest(tellings: Mapping[str, Moment], over: Moment | None) -> Moment:
    """When the last of what is recorded happened."""
    moments = [*tellings.values(), *([over] if over else [])]
    return max(moments, key=lambda moment: moment.starts)
