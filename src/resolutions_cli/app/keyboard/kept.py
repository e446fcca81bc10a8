"""Notes on standard error about drafts, which hold texts outside of the record."""

from collections.abc import Sequence

from resolutions_cli.app import streams
from resolutions_cli.app.run import Run
from resolutions_cli.files.workspace.drafts import drafts_in, drafts_with
from resolutions_cli.render.words.words import several


def say_drafts(run: Run) -> None:
    """Say that drafts are kept in the workspace."""
    if drafts := drafts_in(run.workspace.folder, run.now):
        streams.remark(
            f"resolve: note: {several(len(drafts), 'draft')} on this machine, not recorded\n"
            "  `resolve drafts` lists them"
        )


def say_drafts_with(run: Run, texts: Sequence[str]) -> None:
    """Name the drafts that hold one of the texts, which were removed from the record."""
    top = run.workspace.folder
    holding = drafts_with(top, texts)
    for number, draft in enumerate(drafts_in(top, run.now), 1):
        if draft.name in holding:
            streams.remark(
                "resolve: warning: a draft on this machine holds a text that you removed\n"
                f"  `resolve drafts {number}` shows it; add --remove to remove it"
            )
