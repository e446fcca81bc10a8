"""`resolve next`: what to do now, who does it, by when, and how to record it."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import read_all, read_one, warn_of_damage
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.completion import complete_reference
from resolutions_cli.core.views.advice import Advice, advise, by_urgency
from resolutions_cli.render.formats.json import document, unreadable_json
from resolutions_cli.render.views.next import next_json, next_page, overview_page


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="[REF]",
            help="One dispute (default: every open one).",
            autocompletion=complete_reference,
        ),
    ] = "",
    as_of: options.AsOf = "",
    known_at: options.KnownAt = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show what to do now, who does it, by when, and the command that records it.

    A timescale is a maximum: acting sooner is always possible.
    """
    run = Run.start(
        SharedOptions(
            workspace=workspace, as_of=as_of, known_at=known_at, json=json, no_color=no_color
        )
    )
    if reference:
        reference = dispute_meant(run, reference)
        read = read_one(run, reference, words=not json)
        advices, findings = [advise(read.case)], list(read.findings)
        page = next_page(advices[0])
    else:
        shelf = read_all(run, words=not json)
        advices, findings = [advise(case) for case in by_urgency(shelf.cases)], shelf.unreadable
        page = overview_page(advices)
    if json:
        harmful = [finding for finding in findings if finding.kind.harms]
        streams.say_document(_document(run, advices, unreadable_json(harmful)))
    elif page:
        show_page(run, page)
    elif not findings:
        streams.remark("no dispute is open")
    return warn_of_damage(run, findings)


def _document(run: Run, advices: list[Advice], unreadable: list[dict[str, str]]) -> str:
    return document(
        "next",
        run.as_of,
        run.calendar("england").source,
        disputes=[next_json(advice) for advice in advices],
        unreadable=unreadable,
    )
