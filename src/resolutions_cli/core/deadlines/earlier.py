"""The earlier dates of each duty, so that no date ever gets later unnoticed.

Some entries may make a date later: a correction, a later agreement, a plan. Before each of them the
dates are worked out from the entries so far. The log is replayed only once: an entry is added to
the earlier ones, and only dates that it may change are worked out anew. A correction, or any other
entry that changes earlier ones, makes a full replay necessary.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from resolutions_cli.core.deadlines.deadline import Key, Owed
from resolutions_cli.core.deadlines.duties import StandingDuty, given_up, replanned, standing_in
from resolutions_cli.core.deadlines.own_duties import own_duties
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    AnyFacts,
    BadFacts,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Facts,
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
from resolutions_cli.core.entries.own_codes import SAFE
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.dispute import Dispute, NotYetOpened
from resolutions_cli.core.record.fold import Telling
from resolutions_cli.core.record.log import Log, count_moves, is_move, set_aside
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.working_days import WorkingCalendar
from resolutions_cli.core.value import Value

#: Why a date is later than before, by the kind of entry that moved it.
WHY: Mapping[type, str] = {
    Corrected: "an entry was corrected",
    Agreed: "a later date was agreed",
    Sooner: "the date set to keep the child safe had passed, and a new one was set",
    Finished: "the date set to keep the child safe was recorded as done",
    Recorded: "what it counts from came later, or was planned for later",
    Escalated: "a stage was entered again",
    Decided: "a stage was entered again",
}

#: The kinds of entries that a date can depend on, besides corrections and settlings.
_TOLD = (
    *(Opened, Escalated, Decided, Closed, Reopened, Recorded, Agreed, Sooner, Chase, Finished),
    *(Risk, Party),
)


class Held(Value):
    """A date that a duty had from the `first` look to the `last`; looks are counted from 0."""

    first: int
    last: int
    due: Moment


class History:
    """The dates that the duties had at each look, and the reason for each look."""

    def __init__(self) -> None:
        self.why: list[str] = []
        self._held: dict[Key, list[Held]] = {}

    def look(self, why: str) -> int:
        """Begin another look, for that reason; the number of the look."""
        self.why.append(why)
        return len(self.why) - 1

    def holds(self, key: Key, first: int, last: int, due: Moment | None) -> None:
        """Note that a duty had a date from one look to another."""
        if due is not None:
            self._held.setdefault(key, []).append(Held(first, last, due))

    def earliest(self, key: Key, due: Moment) -> tuple[Moment, str] | None:
        """The earliest date of a duty before `due`, and why it last moved; None if it had none
        before."""
        sooner = [held for held in self._held.get(key, ()) if held.due.ends < due.ends]
        if not sooner:
            return None
        first = min(sooner, key=lambda held: (held.due.ends, held.first))
        return first.due, self.why[max(held.last for held in sooner)]


def earlier_dates(
    log: Log, procedure: Procedure, calendar: WorkingCalendar, cut: datetime
) -> History:
    """The dates of the duties before each entry that may have moved them, as of an instant."""
    history, movers = History(), _Movers(procedure)
    whys = [movers.why(entry.facts) for entry in log.entries]
    if not any(whys):
        return history
    looking = _Looking(_Prefix(log, procedure, cut), history, calendar, _is_retold(log))
    for why, entry in zip(whys, log.entries, strict=True):
        if why:
            looking.look(why)
        looking.add(entry)
    looking.end()
    return history


class _Movers:
    """Finds the entries that may make a date later: repeated ones, corrections, `moving_events`."""

    def __init__(self, procedure: Procedure) -> None:
        self._said: set[object] = set()
        self._moving = procedure.moving_events

    def why(self, facts: AnyFacts) -> str:
        """Why an entry may make a date later; empty when it cannot. Ask once for each, in log
        order."""
        match facts:
            case Recorded():
                again = self._again((Recorded, facts.event)) or facts.event in self._moving
            case Agreed() | Sooner():
                again = self._again(type(facts))
            case Escalated() | Decided():
                again = self._again((Escalated, facts.to))
            case Finished():
                again = facts.duty == SAFE
            case Corrected():
                again = bool(facts.set) or facts.withdraw
            case (
                Opened() | Risk() | Chase() | Party() | Noted() | Closed() | Reopened()
                | Redacted() | Settled() | UnknownKind()
            ):  # fmt: skip
                again = False
            case _:
                assert_never(facts)
        return WHY[type(facts)] if again else ""

    def _again(self, what: object) -> bool:
        before = what in self._said
        self._said.add(what)
        return before


# ------------------------------------------------------------------ the record at each look


class _Prefix:
    """The first entries of a log, replayed. An entry that changes an earlier one needs a full
    replay."""

    def __init__(self, log: Log, procedure: Procedure, cut: datetime) -> None:
        self._log, self._procedure, self._cut = log, procedure, cut
        #: The entries that corrections and settlings may concern, and those that can be replayed.
        self._entries: list[Entry] = []
        self._tellable: list[Entry] = []
        self._kinds: dict[str, type[Facts]] = {}
        self._corrections: dict[str, list[Entry]] = {}
        self._laid_over: dict[str, tuple[Entry, int]] = {}
        self._withdrawn: set[str] = set()
        self._counting: list[str] = []
        moves = [entry.id for entry in log.entries if is_move(entry)]
        self._in_line = not log.knowledge.apart_from_any(moves, moves)
        self.is_stale = False
        self._telling = Telling(procedure, log, cut)

    def add(self, entry: Entry) -> None:
        """Add the next entry."""
        facts = entry.facts
        self._kinds[entry.id] = type(facts)
        if not isinstance(facts, (Corrected, Settled, *_TOLD)):
            return
        self._entries.append(entry)
        if isinstance(facts, _TOLD):
            self._tellable.append(entry)
        if isinstance(facts, Corrected):
            self._correct(entry, facts)
        elif isinstance(facts, Settled) or (is_move(entry) and not self._in_line):
            before = self._counting
            self._counting = self._count()
            self._told(entry, again=[id_ for id_ in self._counting if id_ != entry.id] != before)
        else:
            self._told(entry, again=isinstance(facts, Reopened))

    def _told(self, entry: Entry, *, again: bool) -> None:
        self.is_stale = self.is_stale or again
        if not self.is_stale and isinstance(entry.facts, _TOLD):
            replaced = self._telling.story.replaced
            self._tell(entry)
            self.is_stale = self._telling.story.replaced > replaced

    def _tell(self, entry: Entry) -> None:
        counts = self._in_line or not is_move(entry) or entry.id in self._counting
        if counts and entry.id not in self._withdrawn:
            self._telling.tell_corrected(self._corrected(entry))

    def _corrected(self, entry: Entry) -> Entry:
        """An entry with its corrections so far; each is applied once, as it comes."""
        corrections: Sequence[Entry] = self._corrections.get(entry.id, ())
        current, laid = self._laid_over.get(entry.id, (entry, 0))
        if laid < len(corrections):
            try:
                current = corrected(current, corrections[laid:])
            except BadFacts:
                # no correction of this entry counts, nor does any later one
                current, corrections = entry, self._log.entries
            self._laid_over[entry.id] = current, len(corrections)
        return current

    def _correct(self, entry: Entry, facts: Corrected) -> None:
        kind = self._kinds.get(facts.entry, Corrected)
        if facts.withdraw and issubclass(kind, Corrected):
            # the correction is undone, and any entry that it withdrew counts once more
            withdrawn, corrections = set_aside(self._entries)
            self._withdrawn = set(withdrawn)
            self._corrections = {id_: list(each) for id_, each in corrections.items()}
            self._laid_over = {}
        elif facts.withdraw:
            self._withdrawn.add(facts.entry)
        else:
            self._corrections.setdefault(facts.entry, []).append(entry)
        if issubclass(kind, (Corrected, Settled, *_TOLD)):
            self.is_stale = True
            if not self._in_line:
                self._counting = self._count()

    def _count(self) -> list[str]:
        return [move.id for move in count_moves(self._entries, self._log.knowledge).moves]

    def freshen(self) -> None:
        """Replay all entries from the start."""
        self._telling = Telling(self._procedure, self._log, self._cut)
        for entry in self._tellable:
            self._tell(entry)
        self.is_stale = False

    def told_since(self, count: int) -> Sequence[Entry]:
        """The entries that were replayed after the first `count`."""
        return self._telling.story.entries[count:]

    def dispute(self) -> Dispute:
        """The dispute so far. Raises NotYetOpened."""
        return self._telling.story.so_far()


def _is_retold(log: Log) -> bool:
    """Whether any entry of a log can change earlier ones."""
    opened = log.opened
    dated = opened.events if opened else {}
    moves = [entry.id for entry in log.entries if is_move(entry)]
    return bool(log.knowledge.apart_from_any(moves, moves)) or any(
        isinstance(entry.facts, Corrected | Reopened | Settled)
        or (isinstance(entry.facts, Recorded) and entry.facts.event in dated)
        for entry in log.entries
    )


# ------------------------------------------------------------------ the dates at each look


class _Visited:
    """The duties of a visit at the last look, and the look since which each has its date."""

    def __init__(self, dispute: Dispute, duties: Sequence[StandingDuty]) -> None:
        self.dispute, self.duties = dispute, duties
        self.since: dict[Key, int] = {}

    @property
    def dates(self) -> Mapping[Key, Moment | None]:
        return {each.owed.key: each.owed.due for each in self.duties}


class _Looking:
    """Works out the duties at each look, but only those that may have changed since the last.

    Rows of dates that were given up stay the same until a full replay, and more are added while
    their duty is open. So they are worked out last: before the duty ends, before its date gets
    earlier, and before a full replay; never in a log that needs no full replay.
    """

    def __init__(
        self, prefix: _Prefix, history: History, calendar: WorkingCalendar, is_retold: bool
    ) -> None:
        self._prefix, self._history, self._calendar = prefix, history, calendar
        self._is_retold = is_retold
        self._dispute: Dispute | None = None
        self._visited: list[_Visited] = []
        self._last = -1

    def add(self, entry: Entry) -> None:
        """Add the next entry of the log."""
        self._prefix.add(entry)

    def look(self, why: str) -> None:
        """Work out every date, before an entry that may make one later."""
        if self._prefix.is_stale:
            self.end()
            self._prefix.freshen()
        before = self._dispute
        told = self._prefix.told_since(len(before.entries) if before else 0)
        if before is None or told:
            try:
                self._dispute = self._prefix.dispute()
            except NotYetOpened:
                return
        self._last = self._history.look(why)
        if self._dispute is not None and (before is None or told):
            for index in _changed(self._dispute, before, told):
                self._look_at(self._dispute, index)

    def _look_at(self, dispute: Dispute, index: int) -> None:
        now = _Visited(dispute, tuple(standing_in(dispute, index, self._calendar)))
        before = self._visited[index] if index < len(self._visited) else None
        dates = now.dates
        now.since = dict.fromkeys(dates, self._last)
        if before is None:
            self._visited.append(now)
            return
        self._look_back(before, now)
        for key, due in before.dates.items():
            if key in dates and dates[key] == due:
                now.since[key] = before.since[key]
            else:
                self._history.holds(key, before.since[key], self._last - 1, due)
        self._visited[index] = now

    def _look_back(self, before: _Visited, now: _Visited | None) -> None:
        """Note the dates given up as of the last look, where some may be missing now.

        They are noted for that look only, since only the last is asked for.
        """
        if not self._is_retold:
            return
        standing = {each.owed.key: each for each in now.duties} if now else {}
        last = self._last - 1 if now else self._last
        for duty in before.duties:
            after = standing.get(duty.owed.key)
            ends = after is None or (after.owner, after.owed.done) != (duty.owner, duty.owed.done)
            rows: list[Owed] = []
            if ends:
                rows.extend(given_up(before.dispute, duty))
            if ends or (after and _is_earlier(after.owed, duty.owed)):
                rows.extend(replanned(before.dispute, duty, self._calendar))
            for row in rows:
                self._history.holds(row.key, last, last, row.due)

    def end(self) -> None:
        """Note the dates up to now, before a full replay or at the end of the log."""
        for visited in self._visited:
            self._look_back(visited, None)
            for key, due in visited.dates.items():
                self._history.holds(key, visited.since[key], self._last, due)
        if self._dispute is not None:
            # until a full replay each keeps its date or gets an earlier one
            for owed in own_duties(self._dispute):
                self._history.holds(owed.key, self._last, self._last, owed.due)
        self._dispute, self._visited = None, []


def _is_earlier(one: Owed, other: Owed) -> bool:
    """Whether `one` has a date, and `other` a later one or none."""
    return one.due is not None and (other.due is None or one.due.ends < other.due.ends)


def _changed(dispute: Dispute, before: Dispute | None, told: Sequence[Entry]) -> Iterator[int]:
    """The indexes of visits whose dates may have changed with the entries in `told`."""
    here = len(before.visits) - 1 if before else 0
    events = {each.facts.event for each in told if isinstance(each.facts, Recorded)}
    everywhere = any(isinstance(each.facts, Opened | Party) for each in told)
    anything = any(not isinstance(each.facts, Chase | Risk) for each in told)
    for index, visit in enumerate(dispute.visits):
        if index >= here:
            if anything:
                yield index
        elif everywhere or (events and events & events_of(dispute.procedure, visit.stage)):
            yield index


def events_of(procedure: Procedure, stage: str) -> frozenset[str]:
    """The events that dates of a stage can depend on."""
    own = procedure.stages[stage]
    every = (own, *procedure.ahead(stage))
    limits = [limit for each in every for limit in each.limits]
    names = set(own.until)
    for duty in own.duties:
        limits += duty.limits
        names |= {*duty.until, duty.arises or ""}
    for limit in limits:
        names |= {limit.at_latest, *(start.partition(":")[0] for start in limit.starts)}
    return frozenset(names)
