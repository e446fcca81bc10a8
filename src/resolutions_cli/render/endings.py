"""How a deadline ended, in words: no more than the entry says that ended it."""

from typing import assert_never

from resolutions_cli.core.deadline import Deadline, End, Status
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.own_codes import AGREED
from resolutions_cli.core.when import Moment
from resolutions_cli.render.words import moment_words, remaining_words


def ended_words(deadline: Deadline, dispute: Dispute) -> str:
    """What ended a deadline, when, and by how much it was late; empty while it is open.

    Only what somebody recorded as done is said to be done: a date that was given up, or a stage
    that was left, says that and nothing more.
    """
    done = deadline.owed.done
    if done is None:
        return ""
    when, missed = moment_words(done.at), deadline.status is Status.MISSED
    match done.how:
        case End.FULFILLED:
            words = f"done {when}"
        case End.MOVED_ON:
            words = f"{_left(dispute, done.at)} {when}"
        case End.LEFT:
            words = f"{_left(dispute, done.at)} {when}"
            if missed:
                words = f"not recorded as done when {words}"
        case End.LAPSED if missed:
            words = f"not recorded as done when {_given_up(deadline, dispute, done.at)} {when}"
        case End.LAPSED:
            words = f"no longer due since {when}"
        case _:
            assert_never(done.how)
    late = remaining_words(deadline, done.at)
    return f"{words}, {late}" if late else words


def _left(dispute: Dispute, at: Moment) -> str:
    """Whether a stage was left for another, or with the dispute."""
    return "the dispute was closed on" if at == dispute.closed_at else "the stage was left on"


def _given_up(deadline: Deadline, dispute: Dispute, at: Moment) -> str:
    """What made a date lapse after it had passed: the closing, its stage, or a newer date."""
    if at == dispute.closed_at:
        return "the dispute was closed on"
    stages = {clock.stage for clock in deadline.owed.clocks}
    agreed = deadline.key.duty.startswith(f"{AGREED}:")
    left = {visit.stage for visit in dispute.visits if visit.left == at}
    if not agreed and stages & left:
        return "the stage was left on"
    return "another date was agreed on" if agreed else "another date was set on"
