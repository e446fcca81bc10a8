"""`resolve calendar`: shows the bank holidays in force, imports or accepts a newer list."""

import re
from pathlib import Path
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.exchange.calendar_import import (
    Imported,
    accept_lists,
    accepting_page,
    import_list,
)
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, Checks
from resolutions_cli.app.read import warn_of_damage
from resolutions_cli.app.record import confirming
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.completion import complete_import
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.calendar import (
    accepted_json,
    calendar_json,
    calendar_page,
    change_page,
    import_json,
)


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[YEAR | import FILE | accept [NAME]]",
            help="The year to show (default: this year and the next).",
            autocompletion=complete_import,
        ),
    ] = None,
    nation: options.Nation = "england",
    yes: Annotated[
        bool,
        typer.Option(
            "--yes", help="Import even if bank holidays disappear; accept without asking."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
    no_color: options.NoColor = False,
) -> int:
    """Show the bank holidays in force, import GOV.UK's newer list, or accept one that arrived.

    `resolve calendar import FILE` takes https://www.gov.uk/bank-holidays.json as it is. The list
    counts for the years that it covers. You see which open deadlines it moves.

    A list that somebody else imported arrives with `resolve sync`. It changes no date until you
    type `resolve calendar accept`, which shows what it changes, then asks you.
    """
    asked = SharedOptions(
        workspace=workspace, by=by, json=json, no_input=no_input, no_color=no_color
    )
    match words or []:
        case ["import"]:
            run = Run.start(asked)
            file = ask.ask(run, "FILE", "which list to import", ask.file_there)
            return _import(run, file, yes=yes, dry_run=dry_run)
        case ["import", file]:
            return _import(Run.start(asked), Path(file), yes=yes, dry_run=dry_run)
        case ["accept"]:
            return _accept(Run.start(asked), "", yes=yes, dry_run=dry_run)
        case ["accept", name]:
            return _accept(Run.start(asked), name, yes=yes, dry_run=dry_run)
        case []:
            return _show(Run.start(asked, needs_workspace=False), "", nation)
        case [year]:
            return _show(Run.start(asked, needs_workspace=False), year, nation)
        case _:
            raise errors.UnreadableYear


def _show(run: Run, year: str, nation: str) -> int:
    if year and not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise errors.UnreadableYear
    this_year = run.as_of.day.year
    years = [int(year)] if year else [this_year, this_year + 1]
    calendar = run.calendar(nation)
    imports = [(each.imported_at, each.official) for each in run.imports.good]
    waiting = [(each.path.name, each.official) for each in run.imports.waiting]
    if run.asked.json:
        body = calendar_json(calendar, years, imports, waiting)
        streams.say_document(document("calendar", run.as_of, calendar.source, **body))
    else:
        show_page(run, calendar_page(calendar, years, imports, waiting, run.as_of.day))
    return warn_of_damage(run, ())


def _import(run: Run, file: Path, *, yes: bool, dry_run: bool) -> int:
    with confirming() as confirmation:
        done = import_list(run, file, confirmation, sure=yes, dry_run=dry_run)
        _show_import(run.afresh(), done)
    return warn_of_damage(run, done.unreadable)


def _accept(run: Run, name: str, *, yes: bool, dry_run: bool) -> int:
    with confirming() as confirmation:
        done = accept_lists(run, name, confirmation, sure=yes, dry_run=dry_run)
        if run.asked.json:
            source = run.afresh().calendar("england").source
            body = accepted_json(done.names, done.written, done.added, done.vanished, done.moved)
            streams.say_document(document("calendar-accept", run.as_of, source, **body))
        elif not done.names:
            streams.say("there is no list of bank holidays to accept\n")
        else:
            streams.say(f"{'accepted' if done.written else 'would be accepted'}:\n")
            show_page(run, accepting_page(done))
    return warn_of_damage(run, done.unreadable)


def _show_import(run: Run, done: Imported) -> None:
    if run.asked.json:
        source = run.calendar("england").source
        body = import_json(done.official, done.written, done.added, done.vanished, done.moved)
        streams.say_document(document("calendar-import", run.as_of, source, **body))
        return
    if done.known:
        streams.say("that list was imported already, and is the newest: nothing changes\n")
        return
    years = f"{done.official.first_year} to {done.official.last_year}"
    streams.say(f"{'imported' if done.written else 'would be imported'}: {years}\n")
    show_page(run, change_page(done.added, (), done.moved))


CHECKS: Checks = {
    "nation": lambda given: given.run.calendar(given["nation"]),
    **dict.fromkeys(("words", "yes", "dry_run", "by"), FREE),
    **dict.fromkeys(("workspace", "json", "no_input", "no_color"), FREE),
}
