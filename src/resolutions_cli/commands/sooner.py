"""`resolve sooner`: sets the date to keep the child safe, which can only get earlier."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Sooner
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    not_before_set,
    require_open,
    safe_date,
    stage_in_any_case,
)
from resolutions_cli.core.time.moment import Looks, Moment


def command(
    reference: options.Reference = None,
    to: Annotated[
        str, typer.Option("--to", metavar="WHEN", help="The date or moment that keeps it safe.")
    ] = "",
    reason: options.Reason = "",
    stage: Annotated[
        str, typer.Option("--stage", metavar="STAGE", help="Only for this stage.")
    ] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Set an earlier date, the one that keeps the child safe.

    A timescale is a maximum. This date binds beside it, and is only ever made earlier.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    require_open(dispute)
    stage = stage_in_any_case(stage, dispute.procedure)

    def check(dispute: Dispute, on: Moment) -> None:
        safe_date(dispute, on, stage, run.at)
        not_before_set(on, run.at)

    on = date_of(
        run,
        to,
        "--to",
        "the date that keeps the child safe",
        looks=Looks.FUTURE,
        check=lambda on: check(dispute, on),
    )
    reason = ask.text(run, reason, "--reason", "why it cannot wait longer")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        check(read.case.dispute, on)
        return run.at, Sooner(on=on, stage=stage)

    return record(run, reference, make, given(reason=reason))
