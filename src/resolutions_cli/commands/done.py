"""`resolve done`: records an agreed action, date or task as done."""

from functools import partial
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.questions import choose
from resolutions_cli.app.questions.asked_dates import date_of, date_or_skip
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given, right_for_one
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.completion import complete_thing
from resolutions_cli.core.deadlines.doable import (
    Doable,
    doable_named,
    not_before_it_was_set,
    open_things,
    same_thing,
)
from resolutions_cli.core.entries.facts import AnyFacts
from resolutions_cli.core.entries.own_codes import CHASE
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.options import TEXT
from resolutions_cli.render.words.own_words import own_words, titled
from resolutions_cli.render.words.words import moment_words


def command(
    reference: options.Reference = None,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[WHAT]",
            help="What is done: action:N, safe, recommendation, child-file, partners, reminder:N.",
            autocompletion=complete_thing,
        ),
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="WHEN", help="When it was done (default: now).")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar=TEXT, help="A note about it.")] = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record that an agreed action, date or task is done.

    An agreed action stays due until you record here that it is done, even in a closed dispute.
    """
    run = Run.start(SharedOptions(workspace=workspace, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference, Kind.ANY)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    thing = doable_named(dispute, what.casefold() or _asked_for(run, dispute))
    when = _when(run, thing, on)

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        current = same_thing(read.case.dispute, thing)
        return not_before_it_was_set(current, when), current.facts(when, read.log.entries[-1].id)

    texts = given(what=note) if thing.kind == CHASE else given(note=note)
    return record(run, reference, make, texts)


def _asked_for(run: Run, dispute: Dispute) -> str:
    """The thing done, chosen from the open ones.

    Raises MissingOption, which names the open ones, and NothingToBeDone.
    """
    open_now = open_things(dispute)
    if not run.is_interactive:
        names = ", ".join(each.name for each in open_now)
        raise errors.MissingOption(option="WHAT", asks=f"what was done: {names}")
    words = own_words(dispute)
    means = {each.name: titled(each.title, words.get(each.name, "")) for each in open_now}
    return choose.one_of(run, "", "WHAT", "thing to be done", "what was done", means)


def _when(run: Run, thing: Doable, typed: str) -> Moment:
    """When it was done: as typed, as answered, or now.

    Raises InTheFuture, DoneBeforeItWasSet.
    """

    now = Moment.of(run.now)
    if typed:
        return _typed_date(run, typed, thing)
    if run.is_interactive:
        asks, can_be = "when it was done (Enter for now)", partial(_can_be, run, thing)
        return date_or_skip(run, asks, check=can_be) or now
    streams.remark(
        f"resolve: note: recorded as done now, {moment_words(now)}; use --on WHEN"
        " if it was done earlier"
    )
    return now


def _typed_date(run: Run, typed: str, thing: Doable) -> Moment:
    """When it was done, as typed. Raises InTheFuture, DoneBeforeItWasSet."""
    asks, can_be = "when it was done", partial(_can_be, run, thing)
    return date_of(run, typed, "--on", asks, looks=Looks.PAST, check=can_be)


def _can_be(run: Run, thing: Doable, on: Moment) -> None:
    run.not_to_come(on)
    not_before_it_was_set(thing, on)


# ------------------------------------------------------------------ checked before the questions


def _things(given: Given) -> list[Doable]:
    """The thing that was typed, else all that may be chosen."""
    if given["what"]:
        return [doable_named(given.dispute, given["what"].casefold())]
    return list(open_things(given.dispute))


def _check_date(given: Given) -> None:
    right_for_one(_things(given), partial(_typed_date, given.run, given["on"]))


CHECKS: Checks = {**SHARED, "what": _things, "on": _check_date, "note": FREE}
