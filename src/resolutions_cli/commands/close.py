"""`resolve close`: ends a dispute with its outcome, the reason and the actions agreed."""

from functools import partial
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.checks import OF_MOVES, Checks, Given
from resolutions_cli.app.questions.moves import (
    CHECKS_OF_ENDING,
    Ending,
    ask_when_it_closed,
    ending,
    remind,
    say_what_was_to_be_safe,
    say_when_it_closed,
)
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Closed
from resolutions_cli.core.procedure.model import OPENED_IN_ERROR
from resolutions_cli.core.record.moves import (
    closing,
    code_in_any_case,
    not_before_last_move,
    outcomes_of,
    require_open,
)
from resolutions_cli.core.time.moment import Moment


def command(
    reference: options.Reference = None,
    outcome: Annotated[
        str,
        typer.Option("--outcome", metavar="CODE", help="How it ended: a code of the procedure."),
    ] = "",
    reason: options.Reason = "",
    action: options.Actions = None,
    no_action: options.NoAction = False,
    learning: options.Learning = None,
    agreed_by: options.AgreedBy = None,
    position: options.Positions = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Close a dispute with its outcome.

    You need the outcome, the reason, and an action for each thing that somebody has to do.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    case = read_one(run, reference, Moment.of(run.now)).case
    dispute = case.dispute
    require_open(dispute)
    outcomes = outcomes_of(dispute.procedure)
    asks, can_end = "how the dispute ended", partial(closing, dispute)
    outcome = choose.one_of(run, outcome, "--outcome", "outcome", asks, outcomes, can_end)
    closing(dispute, outcome)
    ask_when_it_closed(run, dispute)
    reason = ask.text(run, reason, "--reason", "why it ends so")
    typed = Ending(
        actions=tuple(action or ()),
        no_action=no_action,
        learning=tuple(learning or ()),
        agreed_by=tuple(agreed_by or ()),
    )
    error = outcome == OPENED_IN_ERROR and typed == Ending()
    follows = typed if error else ending(run, dispute, typed)

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        dispute = read.case.dispute
        closing(dispute, outcome)
        not_before_last_move(dispute, run.at)
        return run.at, Closed(
            from_=dispute.stage.id,
            outcome=outcome,
            agreed_by=follows.agreed_by,
            no_action=follows.no_action,
            action_dates=follows.action_dates,
        )

    texts = {
        **given(reason=reason),
        **follows.texts,
        **numbered("position", ask.positions(position)),
    }
    code = record(run, reference, make, texts, moves=True)
    say_when_it_closed(run, dispute)
    say_what_was_to_be_safe(case)
    remind(follows, dispute.reference)
    return code


def _check_outcome(given: Given) -> None:
    outcomes = outcomes_of(given.dispute.procedure)
    closing(given.dispute, code_in_any_case("outcome", given["outcome"], outcomes))


CHECKS: Checks = {**OF_MOVES, **CHECKS_OF_ENDING, "outcome": _check_outcome}
