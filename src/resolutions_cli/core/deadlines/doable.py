"""Tasks that you can record as done although the procedure has no event for them."""

from collections.abc import Iterator, Sequence

from resolutions_cli import errors
from resolutions_cli.core.deadlines.concerns import have_partners, is_on_file, moves_of
from resolutions_cli.core.deadlines.deadline import Owed
from resolutions_cli.core.deadlines.own_duties import actions_of, endings_to_follow, own_duties
from resolutions_cli.core.entries.facts import AnyFacts, Chase, Finished
from resolutions_cli.core.entries.own_codes import (
    ACTION,
    CHASE,
    CHILD_FILE,
    PARTNERS,
    RECOMMENDATION,
    SAFE,
)
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import known_code, shown_as_typed
from resolutions_cli.core.record.safe_dates import safe_dates
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

#: Another name for a date that `resolve chase` sets.
REMINDER = "reminder"

#: The kinds of tasks. A kind alone is enough as a name when only one of its tasks is open.
_KINDS = (ACTION, SAFE, RECOMMENDATION, CHASE, CHILD_FILE, PARTNERS)


class Doable(Value):
    """A task that can be done: the `name` to type, its `title`, and `since` when it could be done.

    `entry` and `key` identify it even if its number changes before it is recorded; a reminder also
    has a `number`. `offered`: it is still to be done now. An old move may be put on the child's
    file, but is not offered. `lapsed`: a date to keep the child safe that ended without being
    recorded as done, and that may have been met.
    """

    name: str
    title: str
    since: Moment
    entry: str
    key: str = ""
    number: int = 0
    is_done: bool = False
    offered: bool = True
    lapsed: bool = False

    @property
    def kind(self) -> str:
        """The kind of task, as the facts name it."""
        return self.name.partition(":")[0]

    def facts(self, on: Moment, newest: str) -> AnyFacts:
        """The facts that record it as done `on`; `newest` is the entry that was recorded last."""
        if self.kind == CHASE:
            return Chase(done=self.number, entry=self.entry)
        entry = newest if self.kind == PARTNERS else self.entry
        return Finished(duty=self.kind, entry=entry, key=self.key, on=on)


def doable_in(dispute: Dispute) -> tuple[Doable, ...]:
    """Every task of a dispute, done or not, whether the dispute is open or closed."""
    return (*_owed(dispute), *_after_moves(dispute))


def open_things(dispute: Dispute) -> tuple[Doable, ...]:
    """The tasks still to be done, and then those that lapsed and may have been done.

    Raises NothingToBeDone if there are none.
    """
    things = doable_in(dispute)
    still = [each for each in things if each.offered and not each.is_done]
    found = (*still, *(each for each in things if each.lapsed))
    if not found:
        raise errors.NothingToBeDone(reference=dispute.reference)
    return found


def doable_named(dispute: Dispute, typed: str) -> Doable:
    """The task that is meant. A kind without a number means its only open task, or else the only
    one that lapsed.

    Raises UnknownCode, listing the open tasks, NothingToBeDone and AlreadyHappened.
    """
    name = typed.strip().lower()
    if name.partition(":")[0] == REMINDER:
        name = name.replace(REMINDER, CHASE, 1)
    things = doable_in(dispute)
    found = [each for each in things if each.name == name]
    if not found and name in _KINDS:
        of_kind = [each for each in things if each.kind == name]
        offered = [each for each in of_kind if each.offered]
        lapsed = [each for each in of_kind if each.lapsed]
        done = [each for each in of_kind if each.is_done]
        found = [each for each in offered if not each.is_done] or lapsed or offered or done
    if len(found) != 1:
        known_code("thing to be done", "", (each.name for each in open_things(dispute)))
    require_not_done(found[0])
    return found[0]


def same_thing(dispute: Dispute, thing: Doable) -> Doable:
    """The same task in a dispute that was read again. Raises AlreadyHappened."""
    identity = (thing.kind, thing.entry, thing.key, thing.number)
    for each in doable_in(dispute):
        if (each.kind, each.entry, each.key, each.number) == identity:
            require_not_done(each)
            return each
    return doable_named(dispute, thing.name)


def require_not_done(thing: Doable) -> None:
    """Raise AlreadyHappened for a task that is recorded as done."""
    if thing.is_done:
        title = f"{thing.title[:1].lower()}{thing.title[1:]}"
        raise errors.AlreadyHappened(event=f"that it is done ({title})")


def not_before_it_was_set(thing: Doable, on: Moment) -> Moment:
    """When a task was done. Raises DoneBeforeItWasSet."""
    if on.is_before(thing.since):
        raise errors.DoneBeforeItWasSet(set_on=shown_as_typed(thing.since))
    return on


# ------------------------------------------------------------------ the tasks of a dispute


def _owed(dispute: Dispute) -> Iterator[Doable]:
    """Actions, dates for the child's safety, recommendations and reminders."""
    owed = {(each.key.duty, each.key.time): each for each in own_duties(dispute)}
    for action in actions_of(dispute):
        name, entry = f"{ACTION}:{action.number}", action.placed.entry
        yield _thing(name, owed[name, 1], entry.at, entry.id, action.key)
    for time, date in enumerate(safe_dates(dispute), 1):
        first, last = date.entries[0].entry, date.entries[-1].entry
        yield _thing(f"{SAFE}:{time}", owed[SAFE, time], first.at, last.id)
    for time, placed in enumerate(endings_to_follow(dispute), 1):
        name, entry = f"{RECOMMENDATION}:{time}", placed.entry
        yield _thing(name, owed[RECOMMENDATION, time], entry.at, entry.id)
    made = (placed.entry for placed in dispute.chases if placed.facts.by_when)
    for number, entry in enumerate(made, 1):
        name = f"{CHASE}:{number}"
        thing = _thing(name, owed[name, 1], entry.at, entry.id)
        yield thing.but(number=number)


def _thing(name: str, owed: Owed, since: Moment, entry: str, key: str = "") -> Doable:
    done = owed.done
    return Doable(
        name=name,
        title=owed.title,
        since=since,
        entry=entry,
        key=key,
        is_done=done is not None and done.fulfilled,
        offered=done is None,
        lapsed=owed.key.duty == SAFE and done is not None and not done.fulfilled,
    )


def _after_moves(dispute: Dispute) -> Iterator[Doable]:
    """The tasks to put moves on the child's file and to send the partners the bundle."""
    moves = moves_of(dispute)
    newest = moves[-1]
    yield Doable(
        name=CHILD_FILE,
        title="Putting the last move on the child's file",
        since=newest.at,
        entry=newest.id,
        is_done=is_on_file(dispute, newest),
    )
    yield Doable(
        name=PARTNERS,
        title="Sending the partners the newest bundle",
        since=newest.at,
        entry=newest.id,
        is_done=have_partners(dispute, newest) and not _is_out_of_date(dispute),
        offered=not have_partners(dispute, newest),
    )
    for move in moves:
        number = dispute.labels[move.id]
        yield Doable(
            name=f"{CHILD_FILE}:{number}",
            title=f"Putting entry {number} on the child's file",
            since=move.at,
            entry=move.id,
            is_done=is_on_file(dispute, move),
            offered=False,
        )


def _is_out_of_date(dispute: Dispute) -> bool:
    """Whether anything but a finished task was recorded since the partners were sent a bundle."""
    sent = _newest_sent(dispute)
    said = [each for each in dispute.entries if not isinstance(each.facts, Finished)]
    return any(dispute.places[each.id] > sent for each in said)


def _newest_sent(dispute: Dispute) -> int:
    found: Sequence[int] = [
        dispute.places.get(placed.facts.entry, 0)
        for placed in dispute.finished
        if placed.facts.duty == PARTNERS
    ]
    return max(found, default=0)
