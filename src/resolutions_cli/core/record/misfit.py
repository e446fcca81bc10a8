"""Entries that cannot have been recorded as they say, by the entries before them and their clock.

Only what an entry knows is held against it. What somebody recorded elsewhere meanwhile may well
speak against it, and is told by the fold when both are there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    BadFacts,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
)
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.dispute import NotYetOpened
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.fold import fold
from resolutions_cli.core.record.log import Log, count_moves, in_order, is_move
from resolutions_cli.core.time.moment import LAST_YEAR, Moment

# ------------------------------------------------------------------ an entry by what it follows


#: How much later than it was written down an entry may say that it happened: clocks and days.
_GRACE = timedelta(days=1)

#: As of then everything has happened.
_END = datetime(LAST_YEAR, 12, 31, tzinfo=UTC)


def is_of_the_future(entry: Entry) -> bool:
    """Whether an entry says that something happened after the entry was written down."""
    return any(moment.starts > entry.recorded + _GRACE for moment in happenings(entry))


def happenings(entry: Entry) -> Iterator[Moment]:
    """The moments of an entry that cannot be still to come."""
    yield entry.at
    match entry.facts:
        case Opened(events=events, reached=reached):
            yield from (*events.values(), *reached.values())
        case Recorded(on=on, planned=False) | Finished(on=on):
            yield on
        case Recorded():
            pass  # a plan is for later
        case Risk(on=on, told=told, ended=ended):
            yield from (moment for moment in (on, *told.values(), ended) if moment)
        case (
            Escalated() | Decided() | Closed() | Reopened() | Agreed() | Sooner() | Chase()
            | Party() | Noted() | Corrected() | Redacted() | Settled() | UnknownKind()
        ):  # fmt: skip
            pass  # when it happened, and perhaps dates that are still to come
        case _:
            assert_never(entry.facts)


def corrects_wrongly(entry: Entry, past: Mapping[str, Entry]) -> bool:
    """Whether an entry corrects, sets aside or redacts what it cannot; `past` is all that it
    knows."""
    facts = entry.facts
    if isinstance(facts, Redacted):
        return facts.entry not in past
    if not isinstance(facts, Corrected):
        return False
    target = past.get(facts.entry)
    if target is None or isinstance(target.facts, Redacted):
        return True
    if not facts.withdraw:
        try:
            then = corrected(target, [entry])
        except BadFacts:
            return True
        return is_of_the_future(then.but(recorded=entry.recorded))
    if isinstance(target.facts, Opened):
        return True
    if not is_move(target):
        return False
    counted = count_moves(in_order(past.values()))
    return target.id not in counted.withdrawn and target.id != counted.moves[-1].id


def misfits(ordered: Sequence[Entry], asked: Collection[str], procedure: Procedure) -> list[Entry]:
    """Of a dispute's entries, in its order, those with these ids that record what the procedure,
    or the history that they know, does not have. What follows one of them is not looked at."""
    every = {entry.id: entry for entry in ordered}
    trouble = _trouble(ordered, procedure)
    if not trouble:
        return []  # mostly all of it fits, and then nothing more is to be asked
    named = {finding.entry for finding in trouble}
    # the entries that are named first; only where they are innocent, all that may be to blame
    for among in (named & set(asked), set(asked)):
        entries = [each for each in ordered if each.id in among and not _never_to_blame(each)]
        if found := _to_blame(entries, every, procedure):
            return found
    return []


def _never_to_blame(entry: Entry) -> bool:
    """Whether an entry can make nothing impossible. Which of several moves stands is a person's
    choice, and always fits."""
    return isinstance(entry.facts, Noted | Settled)


def _to_blame(
    entries: Sequence[Entry], every: Mapping[str, Entry], procedure: Procedure
) -> list[Entry]:
    """Those of some entries that do not fit into what they know; what follows one is passed
    over. Where all of a branch fits none of it is looked at by itself."""
    innocent: set[str] = set()
    asked: set[str] = set()
    for entry in reversed(entries):
        if entry.id not in asked and (past := what_it_knows(entry, every)) is not None:
            asked |= {entry.id, *past}
            if not _trouble([*past.values(), entry], procedure):
                innocent |= {entry.id, *past}
    found: list[Entry] = []
    waits: set[str] = set()
    ids = {entry.id for entry in entries}
    for entry in every.values():
        if not waits.isdisjoint(entry.after):
            waits.add(entry.id)
        elif entry.id in ids and entry.id not in innocent and _is_misfit(entry, every, procedure):
            waits.add(entry.id)
            found.append(entry)
    return found


def _is_misfit(entry: Entry, every: Mapping[str, Entry], procedure: Procedure) -> bool:
    past = what_it_knows(entry, every)
    if past is None:
        return False
    before = _trouble(past.values(), procedure) if past else frozenset()
    return bool(_trouble([*past.values(), entry], procedure) - before)


def _trouble(entries: Collection[Entry], procedure: Procedure) -> frozenset[Finding]:
    """What does not fit into a dispute of these entries, whatever the time; a dispute that
    nobody opened any more is one finding about no entry."""
    log = Log("", in_order(entries))
    try:
        found = fold(log, procedure, _END).findings
    except NotYetOpened:
        return frozenset((Finding("not-opened", ""),))
    return frozenset(finding for finding in found if finding.name == "not-allowed")


def what_it_knows(entry: Entry, every: Mapping[str, Entry]) -> dict[str, Entry] | None:
    """All that an entry follows, by id; None where not all of it can be read here, as of a later
    format: then nobody can say whether the entry fits."""
    found: dict[str, Entry] = {}
    ahead: list[str] = list(entry.after)
    while ahead:
        id_ = ahead.pop()
        if id_ in found:
            continue
        if id_ not in every:
            return None
        found[id_] = every[id_]
        ahead.extend(every[id_].after)
    return found


# ------------------------------------------------------------------ a dispute taken in under way


def check_reached(here: str, reached: Mapping[str, Moment]) -> None:
    """Raise ReachedBefore when the stage that the dispute is in was certainly reached before
    another: then it is not in it, or a date is wrong."""
    for stage, at in reached.items():
        if here in reached and reached[here].is_before(at):
            raise errors.ReachedBefore(f"--reached {here}", stage=here, later=stage)


def doubts_about(facts: Opened, procedure: Procedure) -> Iterator[str]:
    """What speaks against the dates of an opening, though it may have been so; a sentence each."""
    raised, disputed = facts.events.get("raised"), facts.events.get("disputed")
    if raised and disputed and raised.is_before(disputed):
        yield "the disagreement was raised before what it disputes came"
    dated = [(stage, facts.reached[stage]) for stage in procedure.stages if stage in facts.reached]
    for stage, at in dated:
        if raised and at.is_before(raised):
            yield f"stage {stage} was reached before the disagreement was raised"
    for (first, earlier), (then, later) in combinations(dated, 2):
        if later.is_before(earlier):
            yield f"stage {then} was reached before stage {first}"
    if facts.stage not in facts.reached:
        route = list(procedure.stages)
        for stage, _ in dated:
            if route.index(stage) > route.index(facts.stage):
                yield f"stage {stage} was reached, and the dispute is said to be in {facts.stage}"
