"""`resolve note`: writes a line in the log; the shortest command to type."""

from contextlib import suppress
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given, reference
from resolutions_cli.app.questions.moves import ask_when
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import read_one
from resolutions_cli.app.record import given, numbered, record_note
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import Noted
from resolutions_cli.options import TEXT


def command(
    reference: options.Reference = None,
    words: Annotated[str, typer.Argument(metavar="[TEXT]", help="What to write in the log.")] = "",
    text: Annotated[
        str, typer.Option("--text", metavar=TEXT, help="The same, or from a file with --text-file.")
    ] = "",
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar=TEXT, help="Somebody who took part; the note is then a discussion."
        ),
    ] = None,
    document: Annotated[
        str, typer.Option("--document", metavar=TEXT, help="Where a document is kept.")
    ] = "",
    position: options.Positions = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Write a line in the log."""
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference, Kind.ANY)
    extra = {
        **given(document=document),
        **numbered("with", with_ or ()),
        **numbered("position", ask.positions(position)),
    }
    said = words or text
    if said or not extra:
        if not said and run.is_interactive:
            with suppress(errors.DisputeUnreadable):  # it takes notes even then
                read_one(run, reference)  # an error after the question would lose the answer
        is_asked = not said
        said = ask.text(run, said, "TEXT", "what to write down")
        if is_asked:
            ask_when(run, "when was it")
    facts = Noted(discussion=bool(with_))
    return record_note(run, reference, facts, {**given(text=said), **extra})


def _check_text(given: Given) -> None:
    ask.text(given.run, given["words"] or given["text"], "TEXT", "")


def _check_reference(given: Given) -> None:
    with suppress(errors.DisputeUnreadable):  # a note is taken there too
        reference(given)


CHECKS: Checks = {
    **SHARED,
    "reference": _check_reference,
    "words": _check_text,
    "text": _check_text,
    "with_": FREE,
    "document": FREE,
}
