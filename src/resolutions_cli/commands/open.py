"""`resolve open`: opens a dispute, or takes in one that is under way."""

from typing import Annotated

import typer

from resolutions_cli import options
from resolutions_cli.app.opening.at_risk import open_at_risk
from resolutions_cli.app.opening.open import open_dispute
from resolutions_cli.app.opening.open_options import check_reference, check_start, check_words
from resolutions_cli.app.opening.questions import Words
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import FREE, SHARED, Checks, Given, says_something
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.options import TEXT


def command(
    procedure: Annotated[
        str,
        typer.Option(
            "--procedure", metavar="ID", help="The procedure (default: the workspace's own)."
        ),
    ] = "",
    start: Annotated[
        str,
        typer.Option(
            "--start", metavar="STAGE", help="The stage where it starts, if there is a choice."
        ),
    ] = "",
    child: Annotated[
        list[str] | None,
        typer.Option(
            "--child", metavar=TEXT, help="The reference of the child's file, not a name."
        ),
    ] = None,
    raised_by: Annotated[
        list[str] | None,
        typer.Option("--raised-by", metavar="AGENCY", help="The agency that raises it."),
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="AGENCY", help="The agency that you disagree with."),
    ] = None,
    concern: Annotated[
        list[str] | None,
        typer.Option(
            "--concern", metavar="CODE", help="What it is about: a code of the procedure."
        ),
    ] = None,
    raised: Annotated[
        str,
        typer.Option(
            "--raised", metavar="WHEN", help="When you first raised it with the other agency."
        ),
    ] = "",
    disputed: Annotated[
        str,
        typer.Option(
            "--disputed", metavar="WHEN", help="When the decision that you dispute was made."
        ),
    ] = "",
    disputed_kind: Annotated[
        str,
        typer.Option(
            "--disputed-kind",
            metavar="KIND",
            help="What you dispute: a referral, decision, response, action or inaction.",
        ),
    ] = "",
    about: Annotated[
        str,
        typer.Option(
            "--about", metavar="WHAT", help="What it is in relation to, for example referral."
        ),
    ] = "",
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="NAME=WHEN", help="Another event and its date."),
    ] = None,
    event_detail: Annotated[
        list[str] | None,
        typer.Option(
            "--event-detail",
            metavar=TEXT,
            help="A detail of an event, as EVENT.NAME=VALUE.",
        ),
    ] = None,
    summary: Annotated[
        str, typer.Option("--summary", metavar=TEXT, help="What happened, in a few sentences.")
    ] = "",
    seeking: Annotated[
        str, typer.Option("--seeking", metavar=TEXT, help="What your agency wants to happen.")
    ] = "",
    risk_to_child: options.RiskToChild = "",
    immediate_risk: Annotated[
        bool, typer.Option("--immediate-risk", help="The child is at immediate risk of harm.")
    ] = False,
    ref: Annotated[
        str, typer.Option("--ref", metavar="REF", help="Your own reference for the dispute.")
    ] = "",
    follows: Annotated[
        str,
        typer.Option("--follows", metavar="REF", help="An earlier dispute that this one follows."),
    ] = "",
    at_stage: Annotated[
        str,
        typer.Option(
            "--at-stage", metavar="STAGE", help="The stage it is in, if it is already under way."
        ),
    ] = "",
    reached: Annotated[
        list[str] | None,
        typer.Option(
            "--reached",
            metavar="STAGE=WHEN",
            help="When it reached a stage, if it is already under way.",
        ),
    ] = None,
    position: options.Positions = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Open a dispute, or take in one that is under way.

    Leave out what you do not know yet, and record it later.
    """
    asked = SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input)
    run = Run.start_or_make(asked)
    at_risk = immediate_risk or ask.confirm(run, "Is the child at immediate risk of harm now?")
    words = Words(
        procedure=procedure,
        start=start,
        at_stage=at_stage,
        children=tuple(child or ()),
        raised_by=tuple(raised_by or ()),
        with_=tuple(with_ or ()),
        concerns=tuple(concern or ()),
        about=about,
        events=_named(raised=raised, disputed=disputed),
        more_events=tuple(event or ()),
        disputed_kind=disputed_kind,
        reached=tuple(reached or ()),
        summary=summary,
        seeking=seeking,
        risk_to_child=risk_to_child,
        positions=tuple(ask.positions(position)),
        reference=ref,
        follows=follows,
        details=tuple(event_detail or ()),
    )
    if at_risk and run.is_interactive:
        # the risk is recorded before any other question
        return open_at_risk(run, words)
    return open_dispute(run, words, immediate_risk=at_risk)


def _named(**typed: str) -> dict[str, str]:
    """The dates that were typed, by their events."""
    return {event: when for event, when in typed.items() if when}


# ------------------------------------------------------------------ checked before the questions


def _typed(given: Given) -> Words:
    return Words(
        procedure=given["procedure"],
        start=given["start"],
        at_stage=given["at_stage"],
        children=given.every("child"),
        raised_by=given.every("raised_by"),
        with_=given.every("with_"),
        concerns=given.every("concern"),
        about=given["about"],
        events=_named(raised=given["raised"], disputed=given["disputed"]),
        more_events=given.every("event"),
        disputed_kind=given["disputed_kind"],
        reached=given.every("reached"),
        summary=given["summary"],
        seeking=given["seeking"],
        risk_to_child=given["risk_to_child"],
        positions=given.every("position"),
        reference=given["ref"],
        follows=given["follows"],
        details=given.every("event_detail"),
    )


def _check_start(given: Given) -> None:
    check_start(given.run, _typed(given))


def _check_words(given: Given) -> None:
    check_words(given.run, _typed(given))


CHECKS: Checks = {
    **SHARED,
    **dict.fromkeys(("procedure", "start", "at_stage"), _check_start),
    **dict.fromkeys(("concern", "about", "raised", "disputed", "disputed_kind"), _check_words),
    **dict.fromkeys(("event", "event_detail", "follows", "reached", "at"), _check_words),
    "ref": lambda given: check_reference(given.run, _typed(given)),
    "summary": says_something("summary"),
    "seeking": says_something("seeking"),
    # who may be asked whether it is a name, and whether an agency is another one
    **dict.fromkeys(("child", "raised_by", "with_", "immediate_risk"), FREE),
}
