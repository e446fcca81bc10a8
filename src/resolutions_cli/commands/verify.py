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
            help="One dispute (default: the whole record).",
            autocompletion=complete_reference,
        ),
    ] = "",
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            metavar="DIGEST",
            help="Check that this fingerprint is in the record; 16 digits are enough.",
        ),
    ] = None,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="Also list what the record still lacks.")
    ] = False,
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Check that the record is complete and unchanged; it prints nothing if all is well.

    It checks every entry and the chain between them, stray files, procedures, bank holidays and
    seals. The exit code is 8 if something was changed or is missing, and 5 if something cannot be
    read or somebody has to decide. Other remarks end with 0.

    Nothing in the record itself protects the newest entries. Keep the fingerprint that `resolve
    show` or `resolve seal` prints, and give it to `--against` later: you see which entries are
    newer. An entry that says it is older, and is not covered, ends with 5.
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
