"""When a move was made: asked for on a terminal; in a script it is said that now counts."""

from resolutions_cli.context import streams
from resolutions_cli.context.asked_dates import date_or_skip
from resolutions_cli.context.run import Run
from resolutions_cli.core.case import Case
from resolutions_cli.core.disorder import decision_after
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.limit import MAIN
from resolutions_cli.core.moves import not_before_last_move
from resolutions_cli.core.own_codes import SAFE
from resolutions_cli.core.safe_dates import safe_dates
from resolutions_cli.core.when import LONDON, Moment
from resolutions_cli.render.words import moment_words


def ask_when_it_was(run: Run, dispute: Dispute, what: str = "when did it move on") -> None:
    """Ask when a move or a decision was, whose date may count, where none was given.

    `what` is the question, as "when was it closed".
    """

    def check(moment: Moment) -> None:
        run.not_to_come(moment)
        not_before_last_move(dispute, moment)

    if not run.asked.at:
        asks = f"{what}? For example yesterday 4pm (Enter for now)"
        run.at = date_or_skip(run, asks, check=check) or run.at


def ask_what_came(run: Run, case: Case) -> dict[str, Moment]:
    """On a terminal, when that came which the stage asks for and of which nothing is recorded.

    Moving on often means that it came: the Chair was told, the panel met.
    """
    dispute = case.dispute
    events = dispute.procedure.events
    still_open = any(each.key.duty == MAIN for each in case.open_deadlines)
    came = {}
    for name in dispute.stage.until if still_open else ():
        event = events.get(name)
        if event is None or event.of_agency or any(each.needed for each in event.details.values()):
            continue
        asks = f"when did this happen: {event.means}? (Enter to skip)"
        if on := date_or_skip(run, asks):
            came[name] = on
    return came


def say_when_it_was(run: Run) -> None:
    """Say that a move or a decision counts from now, where nobody could be asked."""
    if not run.asked.at and not run.is_interactive:
        streams.remark(
            f"resolve: note: counted from now, {run.now.astimezone(LONDON):%H:%M};"
            " use --at if it happened earlier"
        )


def ask_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Ask when the dispute was closed, and again where that is before what was decided in its
    stage."""
    ask_when_it_was(run, dispute, "when was it closed")
    if decided := decision_after(dispute, run.at):
        asks = f"the decision is dated {moment_words(decided)}"
        asks += ". When was it closed? (Enter to keep your date)"
        run.at = date_or_skip(run, asks) or run.at


def say_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Say that a closing counts from now, and warn of one that was recorded as before what was
    decided in its stage."""
    say_when_it_was(run)
    if decided := decision_after(dispute, run.at):
        streams.remark(
            "resolve: warning: the closing is dated before the decision"
            f" ({moment_words(decided)})\n"
            "  check --at; `resolve correct` changes either date with --set at=WHEN"
        )


def say_what_was_to_be_safe(case: Case) -> None:
    """Warn of each date set to keep the child safe that was open when the dispute was closed.

    Nothing reminds of it any more, and nobody said that the child is safe.
    """
    dispute = case.dispute
    several = len(safe_dates(dispute)) > 1
    for each in case.open_deadlines:
        if each.key.duty == SAFE and each.due:
            name = f"{SAFE}:{each.key.time}" if several else SAFE
            streams.remark(
                "resolve: warning: the dispute is closed, but the date set to keep the child safe"
                f" is not recorded as done: {moment_words(each.due)}\n"
                f"  resolve done {dispute.reference} {name} --on WHEN"
            )
