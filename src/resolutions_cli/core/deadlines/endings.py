"""How a duty of a visit is fulfilled: by which events and decisions, and when."""

from collections.abc import Iterable, Iterator

from resolutions_cli.core.deadlines.deadline import Done, End
from resolutions_cli.core.record.dispute import Arising, Dispute, Occurrence, Visit
from resolutions_cli.core.time.moment import Moment


def endings(
    dispute: Dispute,
    index: int,
    visit: Visit,
    until: Iterable[str],
    agency: str = "",
    arising: Arising | None = None,
    time: int = 1,
) -> Iterator[Moment]:
    """The first date of each event and decision that fulfils a duty.

    If a duty arose several times, the Nth time is fulfilled by the Nth answer, and never by the
    event that made it arise.
    """
    for name in until:
        if name in dispute.procedure.events:
            found = _fulfilling(dispute, name, agency, visit, arising)
            if arising and name != arising.name and dispute.procedure.events[name].recurring:
                found = found[time - 1 :]
            pairs = [(each.on, each.position) for each in found]
        else:
            decided = (each for each in dispute.decisions if each.visit == index)
            pairs = [(each.at, each.position) for each in decided if name in each.codes]
        since = (on for on, place in pairs if arising is None or _came_since(on, place, arising))
        if first := earliest(since):
            yield first


def _came_since(on: Moment, position: int, arising: Arising) -> bool:
    """Whether something came after a duty arose. The event that made it arise does not
    fulfil it."""
    return position != arising.position and on.is_since(arising.on, position > arising.position)


def _fulfilling(
    dispute: Dispute, event: str, agency: str, visit: Visit, arising: Arising | None
) -> tuple[Occurrence, ...]:
    """The complete occurrences that can fulfil a duty.

    A recurring event counts only since the stage was entered, or since the duty first arose in it.
    """
    kind = dispute.procedure.events[event]
    begun, position = visit.entered, visit.since
    if arising:
        arisings = dispute.arisings(arising.name)
        same = (a for a in arisings if a.agency == arising.agency and is_within(a, visit))
        begun, position = next((a.on, a.position) for a in same)
    return tuple(
        each
        for each in dispute.happened(event, agency if kind.of_agency else "")
        if not each.missing
        and (not kind.recurring or each.on.is_since(begun, each.position > position))
    )


def is_within(arising: Arising, visit: Visit) -> bool:
    """Whether a duty arose while the dispute was in a visit, by the log's order."""
    return visit.since <= arising.position and not is_later(arising.position, visit)


def earliest(moments: Iterable[Moment]) -> Moment | None:
    """The moment that ends first; None without any."""
    return min(moments, key=lambda moment: moment.ends, default=None)


def ended_by(fulfilled: Moment | None, visit: Visit, *, leaving: End) -> Done | None:
    """How a duty of a visit ended, or None; `leaving` is how leaving the stage first ends it."""
    if fulfilled and not (visit.left and fulfilled.is_after(visit.left)):
        return Done(fulfilled)
    return Done(visit.left, leaving) if visit.left else None


def is_later(position: int, visit: Visit) -> bool:
    """Whether a position in the log is after a visit was left."""
    return visit.until is not None and position >= visit.until
