"""`resolve reopen`: reopens a closed dispute in the stage it was closed from."""

from resolutions_cli import options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.checks import OF_MOVES, Checks
from resolutions_cli.app.questions.moves import ask_when_it_was
from resolutions_cli.app.questions.which_dispute import Kind, dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.facts import AnyFacts, Reopened
from resolutions_cli.core.record.moves import not_before_last_move, reopening
from resolutions_cli.core.time.moment import Moment


def command(
    reference: options.Reference = None,
    reason: options.Reason = "",
    risk_to_child: options.RiskToChild = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Reopen a closed dispute. Its time limits go on; none of them starts again."""
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference, Kind.CLOSED)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    reopening(dispute)
    ask_when_it_was(run, dispute, "when was it taken up again")
    reason = ask.text(run, reason, "--reason", "why it is taken up again")
    risk = ask.risk_to_child(run, risk_to_child)

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        dispute = read.case.dispute
        stage = reopening(dispute)
        not_before_last_move(dispute, run.at)
        return run.at, Reopened(to=stage)

    texts = given(reason=reason, risk_to_child=risk)
    return record(run, reference, make, texts, moves=True)


CHECKS: Checks = OF_MOVES
