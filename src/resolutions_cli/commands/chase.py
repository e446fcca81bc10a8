"""`resolve chase`: a date of one's own, beside the procedure's."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Chase
from resolutions_cli.core.record.moves import not_before_set, open_chase, require_open
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference,
    words: Annotated[str, typer.Argument(metavar="[TEXT]", help="What is to be done.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="WHEN", help="By when.")] = "",
    who: Annotated[str, typer.Option("--who", metavar=TEXT, help="Who does it.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar=TEXT, help="The same, so that it can be a file.")
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
        str, typer.Option("--recorded-by", metavar="NAME", help="Who records this.")
    ] = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Set a reminder with a date, or mark one as done.

    The date is shown as the person's, not the procedure's. `--by` is that date here.
    """
    asked = SharedOptions(workspace=workspace, at=at, by=recorded_by, json=json, no_input=no_input)
    run = Run.start(asked)
    said = words or text
    if done:
        return _done(run, reference, done, given(who=who, what=said))
    on = date_of(
        run,
        by,
        "--by",
        "by when",
        looks=Looks.FUTURE,
        check=lambda on: not_before_set(on, run.at),
    )
    who = ask.text(run, who, "--who", "who does it")
    said = ask.text(run, said, "TEXT", "what is to be done")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        require_open(read.case.dispute)
        return run.at, Chase(by_when=on)

    return record(run, reference, make, given(who=who, what=said))


def _done(run: Run, reference: str, number: int, texts: dict[str, str]) -> int:
    """Record that a date of one's own was kept."""
    open_chase(read_one(run, reference, Moment.of(run.now)).case.dispute, number)

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        entry = open_chase(read.case.dispute, number)
        return run.at, Chase(done=number, entry=entry)

    return record(run, reference, make, texts)
