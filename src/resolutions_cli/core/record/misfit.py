"""Entries that contradict the entries they follow, or the clock they were recorded by.

An entry is checked only against the entries it knows. Entries recorded elsewhere meanwhile may
contradict it too; the fold finds that when both are here.
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


#: How long after its recording an entry may say it happened, for differences of clocks and days.
_GRACE = timedelta(days=1)

#: By this moment everything has happened.
_END = datetime(LAST_YEAR, 12, 31, tzinfo=UTC)


def is_of_the_future(entry: Entry) -> bool:
    """Whether an entry says that something happened after the entry was recorded."""
    return any(moment.starts > entry.recorded + _GRACE for moment in happenings(entry))


def happenings(entry: Entry) -> Iterator[Moment]:
    """The moments of an entry that cannot be in the future."""
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
            pass  # only `at`, and perhaps dates that are still to come
        case _:
            assert_never(entry.facts)


def corrects_wrongly(entry: Entry, past: Mapping[str, Entry]) -> bool:
    """Whether an entry corrects, sets aside or redacts another that it cannot.

    `past` is all that it knows.
    """
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
    """The entries among `asked` that do not fit the procedure or the history that they know.

    `ordered` are the dispute's entries in its order. Entries that follow a misfit are not checked.
    """
    every = {entry.id: entry for entry in ordered}
    trouble = _trouble(ordered, procedure)
    if not trouble:
        return []  # usually every entry fits, and no more needs checking
    named = {finding.entry for finding in trouble}
    # the entries named in a finding first; only if they are not to blame, all those asked about
    for among in (named & set(asked), set(asked)):
        entries = [each for each in ordered if each.id in among and not _never_to_blame(each)]
        if found := _to_blame(entries, every, procedure):
            return found
    return []


def _never_to_blame(entry: Entry) -> bool:
    """Whether an entry can never be the cause of a misfit.

    A person's choice of which move stands always fits.
    """
    return isinstance(entry.facts, Noted | Settled)


def _to_blame(
    entries: Sequence[Entry], every: Mapping[str, Entry], procedure: Procedure
) -> list[Entry]:
    """The entries that do not fit the history they know, without those that follow one of them.

    If a whole branch fits, its entries are not checked one by one.
    """
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
    """The findings about entries that can never fit a dispute of these entries, at any time.

    If no entry opens the dispute, there is one finding, about no entry.
    """
    log = Log("", in_order(entries))
    try:
        found = fold(log, procedure, _END).findings
    except NotYetOpened:
        return frozenset((Finding("not-opened", ""),))
    return frozenset(finding for finding in found if finding.name == "not-allowed")


def what_it_knows(entry: Entry, every: Mapping[str, Entry]) -> dict[str, Entry] | None:
    """All entries that an entry follows, by id; None if some of them cannot be read here.

    They may be in a later format, for example: then we cannot tell whether the entry fits.
    """
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


# ------------------------------------------------------------------ a dispute opened when under way


def check_reached(here: str, reached: Mapping[str, Moment]) -> None:
    """Raise ReachedBefore when the dispute's stage was certainly reached before another one.

    Then the dispute is not in that stage, or a date is wrong.
    """
    for stage, at in reached.items():
        if here in reached and reached[here].is_before(at):
            raise errors.ReachedBefore(f"--reached {here}", stage=here, later=stage)


def doubts_about(facts: Opened, procedure: Procedure) -> Iterator[str]:
    """Why the dates of an opening may be wrong, although they are possible; a sentence each."""
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
