"""`resolve sooner`: sets the date to keep the child safe, which can only get earlier."""

from functools import partial
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_of
from resolutions_cli.app.questions.checks import SHARED, Checks, Given
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Sooner
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    known_stage,
    not_before_set,
    require_open,
    safe_date,
    stage_in_any_case,
)
from resolutions_cli.core.time.moment import Looks, Moment


def command(
    reference: options.Reference = None,
    to: Annotated[
        str,
        typer.Option("--to", metavar="WHEN", help="The date or time that keeps the child safe."),
    ] = "",
    reason: options.Reason = "",
    stage: Annotated[
        str, typer.Option("--stage", metavar="STAGE", help="Use the date for this stage only.")
    ] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Set an earlier date to keep the child safe.

    A timescale is a maximum: when this date is earlier, it applies. You can only make it earlier.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    require_open(dispute)
    stage = stage_in_any_case(stage, dispute.procedure)
    on = _date(run, dispute, to, stage)
    reason = ask.text(run, reason, "--reason", "why it cannot wait longer")

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        _can_be(run, read.case.dispute, stage, on)
        return run.at, Sooner(on=on, stage=stage)

    return record(run, reference, make, given(reason=reason))


def _can_be(run: Run, dispute: Dispute, stage: str, on: Moment) -> None:
    """Raises what `safe_date` and `not_before_set` raise."""
    safe_date(dispute, on, stage, run.at)
    not_before_set(on, run.at)


def _date(run: Run, dispute: Dispute, typed: str, stage: str) -> Moment:
    """The date that keeps the child safe, for the dispute or one stage of it."""
    return date_of(
        run,
        typed,
        "--to",
        "the date that keeps the child safe",
        looks=Looks.FUTURE,
        check=partial(_can_be, run, dispute, stage),
    )


def _check_date(given: Given) -> None:
    _date(given.run, given.dispute, given["to"], _stage(given))


def _check_stage(given: Given) -> None:
    known_stage(given.dispute.procedure, _stage(given))


def _stage(given: Given) -> str:
    return stage_in_any_case(given["stage"], given.dispute.procedure)


CHECKS: Checks = {**SHARED, "to": _check_date, "stage": _check_stage}
