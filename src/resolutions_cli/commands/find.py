"""`resolve find`: the entries of every dispute that have the words."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, Checks, Given
from resolutions_cli.app.read import Shelf, read_all, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.core.record.log import chronicle
from resolutions_cli.core.views.search import words_of
from resolutions_cli.render.formats.json import document, unreadable_json
from resolutions_cli.render.views.find import EntryFound, find_in, found_json, found_page


def command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help="The words to look for. Put words that belong together in quotation marks.",
        ),
    ] = None,
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
    no_color: options.NoColor = False,
) -> int:
    """Search the texts and facts of every dispute, open or closed, on this machine only.

    You see each entry that has all the words. Part of a word is enough; capitals and accents make
    no difference. Texts that were removed or held back are not found. Nothing is recorded.

    To keep a name out of your terminal's history, leave WORDS out: you are then asked for them.
    """
    run = Run.start(
        SharedOptions(
            workspace=workspace,
            as_of=as_of,
            known_at=known_at,
            json=json,
            no_input=no_input,
            no_color=no_color,
        )
    )
    wanted = words_of(words or ())
    if not wanted:
        wanted = ask.ask(run, "WORDS", "what to look for", _read)
    shelf = read_all(run, words=True)
    found = list(_find(run, shelf, wanted))
    if json:
        source = run.calendar("england").source
        bad = unreadable_json(shelf.unreadable)
        streams.say_document(
            document("find", run.as_of, source, found=found_json(found), unreadable=bad)
        )
    elif found:
        show_page(run, list(found_page(found)))
    elif shelf.unreadable:
        streams.say("Nothing found in what could be read.\n")
    else:
        streams.say("Nothing found.\n")
    return warn_of_damage(run, shelf.unreadable)


def _read(typed: str) -> tuple[str, ...]:
    """The words of an answer. Raises MissingOption for one without any."""
    if not (words := words_of(typed.split())):
        raise errors.MissingOption(option="WORDS", asks="what to look for")
    return words


def _find(run: Run, shelf: Shelf, words: Sequence[str]) -> Iterator[EntryFound]:
    """The entries found in each log that could be read, with or without its dates."""
    reads = {read.log.reference: read for read in shelf.reads}
    for log in shelf.logs:
        read = reads.get(log.reference)
        log = read.log if read else log
        procedure = read.case.dispute.procedure if read else None
        for line in chronicle(log, run.as_of):
            found = find_in(line, words, log.reference, procedure, log.labels)
            if found:
                yield found


def _check_time(given: Given) -> None:
    """Raise the error of the moment that is asked about."""
    for name, option in (("as_of", "--as-of"), ("known_at", "--known-at")):
        if given[name]:
            given.run.when(given[name], option)


CHECKS: Checks = {
    **dict.fromkeys(("words", "workspace", "json", "no_input", "no_color"), FREE),
    "as_of": _check_time,
    "known_at": _check_time,
}
