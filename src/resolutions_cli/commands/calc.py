"""`resolve calc`: the calculator alone, without a workspace."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.questions.checks import FREE, Checks, DependsOnAnswer, Given
from resolutions_cli.app.questions.which_dispute import missing
from resolutions_cli.app.read import warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.deadlines.reckoning import (
    Calculation,
    FirstDay,
    calculate,
    require_countable,
)
from resolutions_cli.core.time.amount import read_typed_amount
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.calculation import calculation_json, calculation_page


def command(
    amount: Annotated[
        str | None,
        typer.Argument(
            metavar="AMOUNT",
            help='How long, for example "10 working days", "6 months" or "48 hours".',
        ),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="WHEN", help="The date or time to count from.")
    ] = "",
    back: Annotated[bool, typer.Option("--back", help="Count back instead of on.")] = False,
    nation: options.Nation = "england",
    first_day: Annotated[
        FirstDay,
        typer.Option(
            "--count",
            metavar="FROM",
            help="Which day is day 1: next-day (as in every procedure here) or same-day.",
        ),
    ] = FirstDay.NEXT_DAY,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
    no_color: options.NoColor = False,
) -> int:
    """Count working days or weeks, days, weeks, months, years or hours, and show each day.

    Five working days are counted for each of the working weeks. Numbers up to twelve may be words.
    """
    run = Run.start(
        SharedOptions(workspace=workspace, json=json, no_input=no_input, no_color=no_color),
        needs_workspace=False,
    )
    if amount is not None:
        length = read_typed_amount(amount)
    elif run.is_interactive:
        asks = "how long, as 10 working days or 48 hours"
        length = ask.ask(run, "AMOUNT", asks, read_typed_amount)
    else:
        raise missing("AMOUNT")
    calendar = run.calendar(nation)
    run.nation = nation

    def counted(begin: Moment) -> Calculation:
        return calculate(length, begin, calendar, backward=back, first_day=first_day)

    asks = "the date or time it counts from"
    if start:
        answer = counted(date_of(run, start, "--from", asks))
    else:  # an answer that cannot be counted from can be asked for again
        answer = counted(date_of(run, "", "--from", asks, check=counted))
    if json:
        body = calculation_json(answer)
        streams.say_document(document("calc", run.as_of, calendar.source, **body))
    else:
        show_page(run, calculation_page(answer, calendar, streams.columns()))
    return warn_of_damage(run, ())


def _check_amount(given: Given) -> None:
    if not given["amount"]:
        raise DependsOnAnswer
    require_countable(read_typed_amount(given["amount"]), FirstDay(given["first_day"]))


CHECKS: Checks = {
    "amount": _check_amount,
    "nation": lambda given: given.run.calendar(given["nation"]),
    "first_day": _check_amount,
    "start": lambda given: given.run.when(given["start"], "--from"),
    **dict.fromkeys(("back", "workspace", "json", "no_input", "no_color"), FREE),
}
