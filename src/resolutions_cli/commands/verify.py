"""`resolve verify`: checks that the record is complete and unchanged."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.kept import say_drafts
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.remind import UNREADABLE
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.app.screen import show_page
from resolutions_cli.app.verify import Verdict
from resolutions_cli.app.verify import verify as check
from resolutions_cli.completion import complete_reference
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.verdict import (
    all_asked_page,
    findings_page,
    gaps_json,
    gaps_page,
    not_anchored_page,
    unchanged_page,
    uncovered_json,
    uncovered_page,
    verdict_json,
)

#: The exit code when something was changed or is missing.
CHANGED = 8


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="[REF]",
            help="Only this dispute; everything, if left out.",
            autocompletion=complete_reference,
        ),
    ] = "",
    against: Annotated[
        list[str] | None,
        typer.Option("--against", metavar="DIGEST", help="Is this in the record? 16 digits do."),
    ] = None,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Also what the record still lacks, by question.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Whether the record is what was recorded: silent and 0 when all is well.

    Checks every entry, the chain between them, what does not belong, the procedures in use,
    imported calendars and seals. Ends with 8 when something was changed or is missing, with 5
    when something cannot be read or needs somebody's decision; what is only worth knowing, as a
    sync tool's copy, is told and ends with 0. The newest entries are covered by nothing in the
    record itself: `--against` takes a digest that was kept elsewhere, as `resolve show` and
    `resolve seal` print it, and lists the entries that it does not cover. One that says it was
    recorded before the newest that is covered ends with 5. A terminal is also told when everything
    up to the digest is unchanged.
    """
    run = Run.start(SharedOptions(workspace=workspace, json=json, no_color=no_color))
    if reference:
        reference = dispute_meant(run, reference)
    found = check(run, reference, against or ())
    say_drafts(run)
    if json:
        streams.say_document(_document(run, found, gaps))
    else:
        terminal = streams.is_terminal(sys.stdout)
        well = terminal and not exit_code(found.findings)
        page = [
            *findings_page(found.findings),
            *(
                unchanged_page(found.covered, found.uncovered, len(found.answers))
                if well
                else uncovered_page(found.uncovered)
            ),
            *all_asked_page(found.logs),
            *(gaps_page(found.gaps) if gaps else ()),
            *(not_anchored_page(found.unanchored) if terminal else ()),
        ]
        if page:
            show_page(run, page)
    return exit_code(found.findings)


def exit_code(findings: Iterable[Finding]) -> int:
    """The exit code: 8 for a change, else 5 for a harmful finding, else 0."""
    kinds = {finding.kind for finding in findings}
    if any(kind.change for kind in kinds):
        return CHANGED
    return UNREADABLE if any(kind.harms for kind in kinds) else 0


def _document(run: Run, found: Verdict, gaps: bool) -> str:
    body = verdict_json(found.findings, found.answers, found.logs, found.seals, found.unanchored)
    body["not_covered"] = uncovered_json(found.uncovered)
    if gaps:
        body["gaps"] = gaps_json(found.gaps)
    return document("verify", run.as_of, run.calendar("england").source, **body)
