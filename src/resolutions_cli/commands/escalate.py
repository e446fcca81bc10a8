"""`resolve escalate`: moves a dispute to its next stage, with the reason."""

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.checks import OF_MOVES, Checks, Given
from resolutions_cli.app.questions.moves import ask_what_came, ask_when_it_was, say_when_it_was
from resolutions_cli.app.questions.which_dispute import dispute_meant, similar_asked
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record_all
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Escalated, Recorded
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    Step,
    code_in_any_case,
    escalation,
    happening,
    last_move_at,
    not_before_last_move,
    stage_in_any_case,
)
from resolutions_cli.core.text import is_no_reason
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.words.words import moment_words

#: The ground of a move that names disputes like it.
_PATTERN = "pattern"


def command(
    reference: options.Reference = None,
    to: Annotated[
        str,
        typer.Option("--to", metavar="STAGE", help="The stage to move to, if there is a choice."),
    ] = "",
    ground: Annotated[
        list[str] | None,
        typer.Option("--ground", metavar="CODE", help="The ground, if the move needs one."),
    ] = None,
    similar: Annotated[
        list[str] | None,
        typer.Option(
            "--similar", metavar="REF", help="A similar dispute, if the ground is a pattern."
        ),
    ] = None,
    departure: Annotated[
        bool, typer.Option("--departure", help="Move outside the procedure, to any stage.")
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

    You can move it at any time: a timescale is a maximum, not a reason to wait.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    now = Moment.of(run.now)
    case = read_one(run, reference, now).case
    dispute = case.dispute
    to = stage_in_any_case(to, dispute.procedure)
    grounds = _grounds(dispute.procedure, ground or ())
    if not to and run.is_interactive:
        to = choose.way_on(run, dispute, grounds)
    if not grounds and not departure:
        grounds = choose.grounds(run, dispute, to)
    step = escalation(dispute, to, grounds, departure)
    target = dispute.procedure.stages[step.to]
    alike = [read_one(run, other, now).log.reference for other in similar or ()]
    if _PATTERN in grounds and not alike:
        alike = similar_asked(run, case)
    came = ask_what_came(run, case)
    _ask_when(run, dispute, came)
    questions = step.questions or {}
    answers = ask.answers(run, answer, questions)
    pairs = (ask.pair(each, "--answer", "KEY=VALUE") for each in answers)
    answered = {questions[key]: said for key, said in pairs}
    reason, risk = _why(run, target, reason, risk_to_child, answered)

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


def _grounds(procedure: Procedure, typed: Iterable[str]) -> tuple[str, ...]:
    """The grounds as the procedure writes them, each once. Raises UnknownCode."""
    found = (code_in_any_case("ground", each, procedure.grounds) for each in typed)
    return tuple(dict.fromkeys(found))


def _ask_when(run: Run, dispute: Dispute, came: Mapping[str, Moment]) -> None:
    """Ask when it moved on; not where it is known when that came which ended the stage."""
    ended = max(came.values(), key=lambda moment: moment.starts, default=None)
    if run.asked.at or ended is None or ended.is_before(last_move_at(dispute)):
        ask_when_it_was(run, dispute)
    else:
        run.at = ended
        ask.explain(f"It moves on as of then: {moment_words(ended)}.")


def _why(
    run: Run, target: Stage, reason: str, risk: str, answered: Mapping[str, str]
) -> tuple[str, str]:
    """Why it goes on, and the risk to the child: asked for in one question.

    `answered` are answers by the procedure's questions: one that asks why, or asks for the risk,
    is not asked for again.
    """
    for asks, said in answered.items():
        if not is_no_reason(said):
            reason = reason or (said if asks.lower().startswith("why") else "")
            risk = risk or (said if "risk" in asks.lower() else "")
    why = f'why it goes on to stage {target.id} ("{target.title}")'
    if run.is_interactive and not reason and not risk:
        both = ask.text(run, "", "--reason", f"{why}, and the risk to the child if it waits")
        return both, both
    reason = ask.text(run, reason, "--reason", why)
    return reason, ask.risk_to_child(run, risk)


# ------------------------------------------------------------------ checked before the questions


def _step(given: Given) -> Step | None:
    """The move that was typed; None where its stage or its ground will be asked for."""
    procedure = given.dispute.procedure
    to = stage_in_any_case(given["to"], procedure)
    grounds = _grounds(procedure, given.every("ground"))
    try:
        return escalation(given.dispute, to, grounds, bool(given["departure"]))
    except errors.WhichStage:
        return None
    except errors.GroundMissing:
        if grounds:
            raise
        return None


def _check_answers(given: Given) -> None:
    """Every answer is to a question of the move, or of one that may be chosen."""
    step, to = _step(given), stage_in_any_case(given["to"], given.dispute.procedure)
    moves = [move for move in given.dispute.stage.moves if to in ("", move.to)]
    possible = {key: asks for move in moves for key, asks in move.questions.items()}
    ask.answered_keys(given.every("answer"), (step.questions or {}) if step else possible)


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
