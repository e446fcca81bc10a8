"""What each move asks for besides: to be put on the child's file, and to be sent to partners."""

from collections.abc import Iterator

from resolutions_cli.core.dispute import Dispute, once
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.log import is_move
from resolutions_cli.core.own_codes import CHILD_FILE, PARTNERS


@once
def moves_of(dispute: Dispute) -> tuple[Entry, ...]:
    """The moves that count: the opening, each escalation, decision that moves, closing, reopening;
    oldest first."""
    return tuple(entry for entry in dispute.entries if is_move(entry))


def is_on_file(dispute: Dispute, move: Entry) -> bool:
    """Whether somebody recorded that a move stands on the child's file."""
    return move.id in _on_file(dispute)


@once
def _on_file(dispute: Dispute) -> frozenset[str]:
    """The ids of the moves that somebody recorded as put on the child's file."""
    found = (placed.facts for placed in dispute.finished)
    return frozenset(facts.entry for facts in found if facts.duty == CHILD_FILE)


def have_partners(dispute: Dispute, move: Entry) -> bool:
    """Whether somebody recorded that partners were sent a bundle that has a move in it.

    What was recorded after that bundle makes it out of date only at the next move.
    """
    since = dispute.places[move.id]
    sent = (placed.facts.entry for placed in dispute.finished if placed.facts.duty == PARTNERS)
    return any(dispute.places.get(newest, 0) >= since for newest in sent)


def to_record(dispute: Dispute) -> Iterator[str]:
    """What the newest move asks for and nobody has recorded as done."""
    move = moves_of(dispute)[-1]
    if not is_on_file(dispute, move):
        yield CHILD_FILE
    if not have_partners(dispute, move):
        yield PARTNERS
