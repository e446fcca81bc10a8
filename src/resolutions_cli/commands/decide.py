"""`resolve decide`: records a stage's decision and follows it."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.checks import SHARED, Checks, Given, move_at, sound
from resolutions_cli.app.questions.moves import (
    CHECKS_OF_ENDING,
    Ending,
    ask_when_it_closed,
    ask_when_it_was,
    ending,
    remind,
    say_what_was_to_be_safe,
    say_when_it_closed,
    say_when_it_was,
)
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Decided
from resolutions_cli.core.procedure.model import CLOSED
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import (
    code_in_any_case,
    decision,
    decision_questions,
    not_before_last_move,
    require_open,
)
from resolutions_cli.core.time.moment import Moment


def command(
    reference: options.Reference = None,
    code: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE...", help="The decision, or several where the procedure allows it."
        ),
    ] = None,
    reason: options.Reason = "",
    answer: options.Answers = None,
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
    """Record a decision of the stage, and move the dispute where it leads.

    A decision that closes the dispute needs --action or --no-action.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    case = read_one(run, reference, Moment.of(run.now)).case
    dispute = case.dispute
    require_open(dispute)
    codes = _codes(dispute, code or ()) or _asked_for(run, dispute)
    step = decision(dispute, codes)
    closes = step.to == CLOSED
    if closes:
        ask_when_it_closed(run, dispute)
    else:
        ask_when_it_was(run, dispute, "when was it decided")
    reason = ask.text(run, reason, "--reason", "what was decided, and why")
    answers = ask.answers(run, answer, step.questions or {})
    typed = Ending(
        actions=tuple(action or ()),
        no_action=no_action,
        learning=tuple(learning or ()),
        agreed_by=tuple(agreed_by or ()),
    )
    follows = ending(run, dispute, typed, closes=closes)

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        dispute = read.case.dispute
        step = decision(dispute, codes)
        not_before_last_move(dispute, run.at)
        return run.at, Decided(
            from_=dispute.stage.id,
            codes=codes,
            to=step.to,
            outcome=step.outcome,
            agreed_by=follows.agreed_by,
            no_action=follows.no_action,
            action_dates=follows.action_dates,
        )

    texts = {
        **given(reason=reason),
        **numbered("answer", answers),
        **follows.texts,
        **numbered("position", ask.positions(position)),
    }
    ended = record(run, reference, make, texts, moves=bool(step.to))
    if closes:
        say_when_it_closed(run, dispute)
        say_what_was_to_be_safe(case)
    else:
        say_when_it_was(run)
    remind(follows, dispute.reference)
    return ended


def _codes(dispute: Dispute, typed: Iterable[str]) -> tuple[str, ...]:
    """The codes as the procedure writes them, each once; as typed where the stage has none.

    Raises UnknownCode.
    """
    decisions = dispute.stage.decisions
    found = (code_in_any_case("decision", each, decisions) if decisions else each for each in typed)
    return tuple(dict.fromkeys(found))


def _asked_for(run: Run, dispute: Dispute) -> tuple[str, ...]:
    """The codes chosen from the stage's decisions; empty if the stage has none."""
    decisions = dispute.stage.decisions
    meanings = {code: each.means for code, each in decisions.items()}
    if not meanings:
        return ()
    asks = "what was decided"
    several = sum(each.any for each in decisions.values()) > 1
    can_be = partial(decision, dispute)
    return choose.at_least_one_of(
        run, "CODE", "decision", asks, meanings, several=several, check=can_be
    )


# ------------------------------------------------------------------ checked before the questions


def _check_codes(given: Given) -> None:
    if decision(given.dispute, _codes(given.dispute, given.every("code"))).to:
        sound(given)


def _check_answers(given: Given) -> None:
    """Every answer is to a question of the decision, or of one that may be chosen."""
    stage = given.dispute.stage
    codes = _codes(given.dispute, given.every("code"))
    questions = decision_questions(stage, codes or stage.decisions)
    ask.answered_keys(given.every("answer"), questions)


CHECKS: Checks = {
    **SHARED,
    **CHECKS_OF_ENDING,
    "code": _check_codes,
    "answer": _check_answers,
    "at": move_at,
}
