"""When a move was made: asked for on a terminal; in a script it is said that now counts."""

from resolutions_cli.context import asking, streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.case import Case
from resolutions_cli.core.disorder import decision_after
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.limit import MAIN
from resolutions_cli.core.moves import not_before_last_move
from resolutions_cli.core.when import LONDON, Moment
from resolutions_cli.render.words import moment_words


def ask_when_it_moved(run: Run, dispute: Dispute) -> None:
    """Set the time of a move into a stage, whose clocks may start with it, where none was given."""

    def read(typed: str) -> Moment:
        moment = run.past(typed)
        not_before_last_move(dispute, moment)
        return moment

    if not run.asked.at:
        asks = "when it went on, as yesterday 16:00 (Enter: now)"
        run.at = asking.ask_again(run, asks, read) or run.at


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
        asks = f"when this came: {event.means} (Enter: not recorded)"
        if on := asking.ask_again(run, asks, lambda typed: run.past(typed)):
            came[name] = on
    return came


def say_when_it_moved(run: Run) -> None:
    """Say that a move into a stage counts from now, where nobody could be asked."""
    if not run.asked.at and not run.is_interactive:
        streams.remark(
            f"resolve: note: counted from now, {run.now.astimezone(LONDON):%H:%M};"
            " say --at if it was earlier"
        )


def ask_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Question a closing that is dated before what was decided in its stage."""
    if decided := decision_after(dispute, run.at):
        asks = f"the decision is dated {moment_words(decided)}"
        asks += ". When was it closed (Enter: as you gave it)"
        run.at = asking.ask_again(run, asks, lambda typed: run.past(typed)) or run.at


def say_when_it_closed(run: Run, dispute: Dispute) -> None:
    """Warn of a closing that was recorded as before what was decided in its stage."""
    if decided := decision_after(dispute, run.at):
        streams.remark(
            "resolve: warning: the closing is dated before what was decided"
            f" ({moment_words(decided)})\n"
            "  check --at; `resolve correct` changes either date with --set at=WHEN"
        )
