"""`resolve chase`: sets a reminder with a date of your own, or marks it as done."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given
from resolutions_cli.app.questions.lines import people_of, person
from resolutions_cli.app.questions.moves import ask_when
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Chase
from resolutions_cli.core.record.moves import not_before_set, open_chase, require_open
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference = None,
    words: Annotated[str, typer.Argument(metavar="[TEXT]", help="What to remember.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHEN", help="The date of the reminder.")] = "",
    who: Annotated[str, typer.Option("--who", metavar=TEXT, help="Who has to do it.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar=TEXT, help="The same, or from a file with --text-file.")
    ] = "",
    done: Annotated[
        int,
        typer.Option(
            "--done",
            metavar="N",
            help="Mark reminder N as done; TEXT says how.",
            show_default=False,
        ),
    ] = 0,
    at: options.At = "",
    recorded_by: Annotated[
        str, typer.Option("--recorded-by", metavar="NAME", help="Who records this (default: you).")
    ] = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Set a reminder with a date, or mark one as done.

    This is a date of your own, not the procedure's. Here `--by` is that date, not a name.
    """
    asked = SharedOptions(workspace=workspace, at=at, by=recorded_by, json=json, no_input=no_input)
    run = Run.start(asked)
    reference = dispute_meant(run, reference)
    said = words or text
    if done:
        return _done(run, reference, done, given(who=who, what=said))
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    on = _date(run, by)
    who = person(run, who, "--who", "who does it", people_of(dispute))
    said = ask.text(run, said, "TEXT", "what is to be done")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        require_open(read.case.dispute)
        return run.at, Chase(by_when=on)

    return record(run, reference, make, given(who=who, what=said))


def _done(run: Run, reference: str, number: int, texts: dict[str, str]) -> int:
    """Record a reminder as done."""
    open_chase(read_one(run, reference, Moment.of(run.now)).case.dispute, number)
    ask_when(run, "when was it done")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        entry = open_chase(read.case.dispute, number)
        return run.at, Chase(done=number, entry=entry)

    return record(run, reference, make, texts)


def _date(run: Run, typed: str) -> Moment:
    """By when it is to be done; no earlier than it was set."""
    return date_of(
        run,
        typed,
        "--by",
        "by when",
        looks=Looks.FUTURE,
        check=lambda on: not_before_set(on, run.at),
    )


# ------------------------------------------------------------------ checked before the questions


def _check_reference(given: Given) -> None:
    """The dispute takes a reminder, or has the one that is done."""
    if given["done"]:
        open_chase(given.dispute, given["done"])
    else:
        require_open(given.dispute)


def _check_date(given: Given) -> None:
    _date(given.run, given["by"])


def _check_texts(given: Given) -> None:
    """A reminder says who does what; how it was done may be any text."""
    for text, option in ((given["who"], "--who"), (given["words"] or given["text"], "TEXT")):
        if text and not given["done"]:
            ask.text(given.run, text, option, "")


CHECKS: Checks = {
    **SHARED,
    "reference": _check_reference,
    "done": _check_reference,
    "by": _check_date,
    "who": _check_texts,
    "words": _check_texts,
    "text": _check_texts,
    "recorded_by": FREE,
}
