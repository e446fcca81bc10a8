"""`resolve escalate`: to the next stage, with the reason."""

from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import OF_MOVES, Checks, Given
from resolutions_cli.app.questions.moves import ask_what_came, ask_when_it_was, say_when_it_was
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record_all
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Escalated, Recorded
from resolutions_cli.core.record.moves import (
    Step,
    escalation,
    happening,
    not_before_last_move,
)
from resolutions_cli.core.time.moment import Moment


def command(
    reference: options.Reference,
    to: Annotated[
        str, typer.Option("--to", metavar="STAGE", help="Where to; needed if there are several.")
    ] = "",
    ground: Annotated[
        list[str] | None,
        typer.Option("--ground", metavar="CODE", help="The ground, where the move needs one."),
    ] = None,
    similar: Annotated[
        list[str] | None,
        typer.Option("--similar", metavar="REF", help="A similar dispute, with ground pattern."),
    ] = None,
    departure: Annotated[
        bool, typer.Option("--departure", help="A move that the route does not have.")
    ] = False,
    reason: options.Reason = "",
    risk_to_child: options.RiskToChild = "",
    answer: options.Answers = None,
    position: options.Positions = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Move a dispute to its next stage, with the reason.

    Every move may be made early; a timescale is no reason to wait.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    grounds = tuple(dict.fromkeys(ground or ()))
    now = Moment.of(run.now)
    case = read_one(run, reference, now).case
    dispute = case.dispute
    if not to and run.is_interactive:
        to = ask.way_on(run, dispute, grounds)
    if not grounds and not departure:
        grounds = ask.grounds(run, dispute, to)
    step = escalation(dispute, to, grounds, departure)
    target = dispute.procedure.stages[step.to]
    alike = [read_one(run, other, now).log.reference for other in similar or ()]
    came = ask_what_came(run, case)
    ask_when_it_was(run, dispute)
    reason = ask.text(
        run, reason, "--reason", f'why it goes on to stage {target.id} ("{target.title}")'
    )
    risk = ask.risk_to_child(run, risk_to_child)
    answers = ask.answers(run, answer, step.questions or {})

    def make(read: Read) -> list[Draft]:
        dispute = read.case.dispute
        step = escalation(dispute, to, grounds, departure)
        not_before_last_move(dispute, run.at)
        for event in came:
            happening(dispute, event)
        facts = Escalated(
            from_=dispute.stage.id,
            to=step.to,
            grounds=grounds,
            departure=step.departure,
            similar=tuple(alike),
        )
        recorded = (Draft(on, Recorded(event=event, on=on)) for event, on in came.items())
        return [*recorded, Draft(run.at, facts, texts)]

    texts = {
        **given(reason=reason, risk_to_child=risk),
        **numbered("answer", answers),
        **numbered("position", ask.positions(position)),
    }
    code = record_all(run, reference, make, texts, moves=True)
    say_when_it_was(run)
    return code


def _step(given: Given) -> Step | None:
    """The move that was typed; None where its stage or its ground will be asked for."""
    grounds = given.every("ground")
    try:
        return escalation(given.dispute, given["to"], grounds, bool(given["departure"]))
    except errors.WhichStage:
        return None
    except errors.GroundMissing:
        if grounds:
            raise
        return None


def _check_answers(given: Given) -> None:
    """Every answer is to a question of the move, or of one that may be chosen."""
    step, to = _step(given), given["to"]
    moves = [move for move in given.dispute.stage.moves if to in ("", move.to)]
    possible = {key: asks for move in moves for key, asks in move.questions.items()}
    ask.answered(given.every("answer"), (step.questions or {}) if step else possible)


def _check_similar(given: Given) -> None:
    for other in given.every("similar"):
        read_one(given.run, other, given.now)


CHECKS: Checks = {
    **OF_MOVES,
    "to": _step,
    "ground": _step,
    "departure": _step,
    "similar": _check_similar,
    "answer": _check_answers,
}
