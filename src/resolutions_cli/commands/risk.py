"""`resolve risk`: records an immediate risk of harm, who was told, and its end."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.opening.risk_calls import (
    Tellings,
    ask_who_was_told,
    begun_earlier,
    moved_start,
    remind_of_calls,
    ring_now,
    start_asked,
    stopped,
    stops,
    untold,
)
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import SHARED, Checks, Given
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import Read, read_again, read_one
from resolutions_cli.app.record import given, numbered, record_all, record_first, show_recorded
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import Risk
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    code_in_any_case,
    not_before_happening,
    risk_ends,
    risk_goes_on,
)
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.options import TEXT
from resolutions_cli.render.words.words import moment_words

_FORM = '"ROLE=WHEN by NAME to NAME ref TEXT", from "by" on where it is known'

#: The words that may follow the time in --told.
_MARKS = (" by ", " to ", " ref ")


def command(
    reference: options.Reference = None,
    reason: options.Reason = "",
    told: Annotated[
        list[str] | None,
        typer.Option(
            "--told", metavar=TEXT, help="Who was told, as ROLE=WHEN by NAME to NAME ref TEXT."
        ),
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
    """Record an immediate risk to the child, who was told, and when it was over.

    If the child is in danger now, ring 999 first. Each person who must be told and was not is
    overdue at once. `--told` alone adds to a risk that is recorded already.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference, Kind.ANY)
    read = read_one(run, reference, Moment.of(run.now))
    dispute, known = read.case.dispute, read.log.reference
    over = run.past(ended, "--ended") if ended else None
    begins = over is None and bool(reason or not told) and not _goes_on(run, dispute, reason)
    _check(dispute, begins=begins, over=over)
    tellings = _tellings(run, dispute, told or ())
    if begins and run.is_interactive:
        ring_now()
    if begins or over:
        asks = "why the risk is over" if over else "what the immediate risk is"
        reason = ask.text(run, reason, "--reason", asks)
    if begins:
        code = _begin(run, dispute, known, reason, tellings)
    elif tellings.told or over:
        code = _add(run, dispute, known, reason, tellings, over)
    else:
        code = _ask_on(run, known)
    remind_of_calls(run, known, is_over=over is not None)
    return code


def _goes_on(run: Run, dispute: Dispute, reason: str) -> bool:
    """Whether this adds to a recorded risk, instead of a new one; asks on a terminal."""
    running = [episode for episode in dispute.episodes if episode.ended is None]
    if reason or not running or not run.is_interactive:
        return False
    began = moment_words(running[-1].on)
    return not ask.confirm(run, f"Is this a new risk, besides the one recorded from {began}?")


def _begin(run: Run, dispute: Dispute, reference: str, reason: str, tellings: Tellings) -> int:
    """Record a new risk; on a terminal, ask afterwards who was told."""
    # the risk had begun by the time when the first person was told of it
    when = run.at if run.asked.at else _earliest(run.at, tellings.told)
    begun = [episode.on for episode in dispute.episodes]
    when = start_asked(run, dispute, [*begun, when], tellings.told) or when
    texts = {**given(reason=reason), **numbered("told", tellings.texts)}

    def make(_: Read) -> Sequence[Draft]:
        return [Draft(when, Risk(on=when, told=tellings.told), texts)]

    if not run.is_interactive or tellings.told:
        return record_all(run, reference, make, texts)
    first = record_first(run, reference, make, texts)
    before = _count(run, reference)
    streams.remark("resolve: the risk is recorded; Ctrl-C keeps it and stops the questions")
    earlier: list[Entry] = []
    try:
        if not run.asked.at:
            earlier = begun_earlier(run, reference)
        told = ask_who_was_told(run, reference)
    except stops():
        raise stopped(run, reference, before, ["the immediate risk"]) from None
    return show_recorded(run, reference, *first, *earlier, *told)


def _ask_on(run: Run, reference: str) -> int:
    """Ask who was told of a recorded risk; it is no error if you add nobody."""
    before = _count(run, reference)
    try:
        told = ask_who_was_told(run, reference)
    except stops():
        if _count(run, reference) == before:
            raise
        raise stopped(run, reference, before) from None
    if told:
        return show_recorded(run, reference, *told)
    asked = untold(read_again(run, reference).case.dispute)
    everybody = "" if asked else "; everybody is recorded as told already"
    streams.remark(f"resolve: nothing was recorded{everybody}")
    return 0


def _count(run: Run, reference: str) -> int:
    """The number of the dispute's entries, to tell later entries from these."""
    return len(read_again(run, reference).log.entries)


def _add(
    run: Run,
    dispute: Dispute,
    reference: str,
    reason: str,
    tellings: Tellings,
    over: Moment | None,
) -> int:
    """Record who was told of a risk, or its end, after an earlier start if there was one."""
    last = _latest(tellings.told, over)
    when = run.at if run.asked.at else last
    not_before_happening(when, last)
    begun = [episode.on for episode in dispute.episodes]
    start = start_asked(run, dispute, begun, tellings.told)
    texts = {**given(reason=reason), **numbered("told", tellings.texts)}

    def make(read: Read) -> Sequence[Draft]:
        _check(read.case.dispute, begins=False, over=over)
        added = Draft(when, Risk(told=tellings.told, ended=over), texts)
        return [*moved_start(run, read.case.dispute, start), added]

    return record_all(run, reference, make, texts)


def _check(dispute: Dispute, *, begins: bool, over: Moment | None) -> None:
    """Raise an error if there is no risk to add to, or if it cannot end at `over`.

    A new risk can begin at any time, even in a closed dispute.
    """
    if not begins:
        risk_goes_on(dispute)
    if over:
        risk_ends(dispute, over)


def _tellings(run: Run, dispute: Dispute, typed: Sequence[str]) -> Tellings:
    """The roles told, each at its earliest time. Raises BadPair, UnknownCode, InTheFuture."""
    roles = dispute.procedure.risk.tell
    found: dict[str, Moment] = {}
    for text in typed:
        role, rest = ask.pair(text, "--told", _FORM)
        role = code_in_any_case("role to be told", role, roles)
        moment = run.past(_time_in(rest), f"--told {role}")
        if role not in found or moment.starts < found[role].starts:
            found[role] = moment
    return Tellings(found, tuple(typed))


def _time_in(words: str) -> str:
    """The time before the first "by", "to" or "ref". Raises BadPair if there is none."""
    padded = f"{words} "
    ends = [padded.find(mark) for mark in _MARKS if mark in padded]
    time = padded[: min(ends, default=len(padded))].strip()
    if not time:
        raise errors.BadPair(option="--told", form=_FORM)
    return time


def _earliest(now: Moment, tellings: Mapping[str, Moment]) -> Moment:
    return min([now, *tellings.values()], key=lambda moment: moment.starts)


def _latest(tellings: Mapping[str, Moment], over: Moment | None) -> Moment:
    """The latest of the recorded times."""
    moments = [*tellings.values(), *([over] if over else [])]
    return max(moments, key=lambda moment: moment.starts)


# ------------------------------------------------------------------ checked before the questions


def _check_told(given: Given) -> None:
    _tellings(given.run, given.dispute, given.every("told"))


def _over(given: Given) -> Moment | None:
    """When the risk was over, if that was typed. Raises what `_check` raises."""
    if not given["ended"]:
        return None
    over = given.run.past(given["ended"], "--ended")
    _check(given.dispute, begins=False, over=over)
    return over


def _check_at(given: Given) -> None:
    """The time of the entry can be read, and is not before what it adds to a risk."""
    at, over = given.run.at, _over(given)
    told = _tellings(given.run, given.dispute, given.every("told")).told
    if over or (told and not given["reason"]):
        not_before_happening(at, _latest(told, over))


CHECKS: Checks = {**SHARED, "told": _check_told, "ended": _over, "at": _check_at}
