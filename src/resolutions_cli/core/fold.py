"""The fold: a log, under its procedure, as of a moment, becomes a Dispute. Nothing is kept."""

from collections.abc import Iterable
from datetime import datetime

from resolutions_cli.core.corrections import corrected
from resolutions_cli.core.dispute import Decision, Dispute, Episode, Occurrence, Placed, Visit
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import (
    Agreed,
    BadFacts,
    Chase,
    Closed,
    Decided,
    Escalated,
    Facts,
    Finished,
    Opened,
    Party,
    Recorded,
    Reopened,
    Risk,
    Sooner,
)
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.log import Counted, Log, count_moves, is_move
from resolutions_cli.core.moves import is_grounded
from resolutions_cli.core.procedure import CLOSED, Event, Procedure
from resolutions_cli.core.route import stages_between
from resolutions_cli.core.when import Moment


class NotYetOpened(Exception):
    """The dispute had not been opened as of the moment that was asked about."""


def fold(log: Log, procedure: Procedure, as_of: datetime) -> Dispute:
    """The dispute as of an instant (UTC): entries whose corrected `at` is up to it.

    Raises NotYetOpened when nothing of it had begun by then.
    """
    counted = count_moves(log.entries)
    story = _Story(procedure, log, counted, as_of)
    for position, entry in enumerate(_applying(log, counted, as_of, story)):
        story.tell(entry, position)
    if not story.visits:
        raise NotYetOpened
    return story.dispute()


def _applying(log: Log, counted: Counted, as_of: datetime, story: "_Story") -> Iterable[Entry]:
    """The entries that count as of the moment, corrected; no move after one that does not."""
    counting = {entry.id for entry in counted.moves}
    moves_end = False
    for entry in log.entries:
        if entry.id in counted.withdrawn:
            continue
        if corrections := counted.corrections.get(entry.id):
            try:
                entry = corrected(entry, corrections)
            except BadFacts:
                story.find("not-allowed", corrections[-1])
        move = is_move(entry)
        if move and entry.id not in counting:
            continue
        # a decision and an agreement belong to the stage that the move before them leads to
        rests_on_moves = move or isinstance(entry.facts, Decided | Agreed)
        if entry.at.starts > as_of or (moves_end and rests_on_moves):
            moves_end = moves_end or move
            continue
        yield entry


class _Story:
    """What has been told so far; one method for each kind of entry."""

    def __init__(self, procedure: Procedure, log: Log, counted: Counted, as_of: datetime) -> None:
        self.procedure = procedure
        self.log = log
        self.counted = counted
        self.as_of = as_of
        self.opened: Opened | None = None
        self.entries: list[Entry] = []
        self.visits: list[Visit] = []
        self.occurrences: list[Occurrence] = []
        self.decisions: list[Decision] = []
        self.agreements: list[Placed[Agreed]] = []
        self.sooners: list[Placed[Sooner]] = []
        self.episodes: list[Episode] = []
        self.chases: list[Placed[Chase]] = []
        self.endings: list[Placed[Decided] | Placed[Closed]] = []
        self.finished: list[Placed[Finished]] = []
        self.agencies: list[str] = []
        self.passed_over: list[str] = []
        self.closed_at: Moment | None = None
        self.outcome = ""
        self.findings: list[Finding] = []

    def find(self, name: str, entry: Entry) -> None:
        """Note that an entry does not fit; the rest is still told."""
        self.findings.append(Finding(name, self.log.reference, entry.id))

    def tell(self, entry: Entry, position: int) -> None:
        """Take one entry in."""
        facts = entry.facts
        if self.opened is None and not isinstance(facts, Opened):
            return
        self.entries.append(entry)
        if isinstance(facts, Opened | Escalated | Decided | Closed | Reopened):
            self._go(facts, entry, position)
        else:
            self._add(facts, entry, position)

    def _go(
        self, facts: Opened | Escalated | Decided | Closed | Reopened, entry: Entry, position: int
    ) -> None:
        here = len(self.visits) - 1
        match facts:
            case Opened():
                self._open(facts, entry, position)
            case Escalated():
                self._escalate(facts, entry, position)
            case Decided():
                self.endings.append(Placed(facts, entry, here, position))
                self._decide(facts, entry, position)
            case Closed():
                self.endings.append(Placed(facts, entry, here, position))
                self._close(entry, facts.outcome, position)
            case Reopened():
                self._reopen(entry)

    def _add(self, facts: Facts, entry: Entry, position: int) -> None:
        """What does not move the dispute; entries about other entries were heeded before."""
        here = len(self.visits) - 1
        match facts:
            case Recorded():
                self._record(facts, entry, position)
            case Agreed():
                self.agreements.append(Placed(facts, entry, here, position))
            case Sooner():
                self.sooners.append(Placed(facts, entry, here, position))
            case Chase():
                self.chases.append(Placed(facts, entry, here, position))
            case Finished() if self._has_come(facts.on):
                self.finished.append(Placed(facts, entry, here, position))
            case Risk():
                self._risk(facts, position)
            case Party() if facts.agency:
                self._join([facts.agency])

    def _join(self, agencies: Iterable[str]) -> None:
        self.agencies.extend(agency for agency in agencies if agency not in self.agencies)

    def _open(self, facts: Opened, entry: Entry, position: int) -> None:
        self.opened = facts
        self._join((*facts.raised_by, *facts.with_))
        if facts.stage not in self.procedure.stages:
            self.find("not-allowed", entry)
            return
        for name, on in facts.events.items():
            if name in self.procedure.events:
                kind = facts.event_kinds.get(name, "")
                details = self.procedure.events[name].details.values()
                missing = tuple(each.id for each in details if each.needed)
                self.occurrences.append(
                    Occurrence(name, on, position, entry, kind=kind, missing=missing)
                )
            else:
                self.find("not-allowed", entry)
        earlier = [
            (stage, on)
            for stage, on in facts.reached.items()
            if stage != facts.stage and stage in self.procedure.stages
        ]
        route = list(self.procedure.stages)
        earlier.sort(key=lambda pair: (pair[1].starts, route.index(pair[0])))
        for stage, on in earlier:
            self._enter(stage, on, position)
        self._enter(facts.stage, facts.reached.get(facts.stage, entry.at), position)

    def _enter(self, stage: str, at: Moment, position: int) -> None:
        if self.visits and self.visits[-1].is_open:
            before = self.visits[-1]
            direct = self.procedure.stages[before.stage].move_to(stage) is not None
            taken_in = before.since == position
            self.visits[-1] = before.but(left=at, until=position, certain=direct or not taken_in)
        number = 1 + sum(visit.stage == stage for visit in self.visits)
        self.visits.append(Visit(stage, number, at, position))

    def _is_here(self, entry: Entry, stage: str) -> bool:
        """Whether a move starts where the dispute is; one that does not is found."""
        here = self.visits[-1].stage == stage and self.closed_at is None
        if not here:
            self.find("not-allowed", entry)
        return here

    def _escalate(self, facts: Escalated, entry: Entry, position: int) -> None:
        if not self._is_here(entry, facts.from_):
            return
        if facts.to not in self.procedure.stages:
            self.find("not-allowed", entry)
            return
        move = self.procedure.stages[facts.from_].move_to(facts.to)
        if facts.departure:
            self.passed_over.extend(stages_between(self.procedure.ways, facts.from_, facts.to))
        elif move is None or not is_grounded(move, facts.grounds):
            self.find("not-allowed", entry)
        self._enter(facts.to, entry.at, position)

    def _decide(self, facts: Decided, entry: Entry, position: int) -> None:
        if not self._is_here(entry, facts.from_):
            return
        stage = self.procedure.stages[facts.from_]
        if any(code not in stage.decisions for code in facts.codes):
            self.find("not-allowed", entry)
        self.decisions.append(
            Decision(facts.codes, entry.at, len(self.visits) - 1, position, entry)
        )
        if facts.to == CLOSED:
            self._close(entry, facts.outcome, position)
        elif facts.to in self.procedure.stages:
            self._enter(facts.to, entry.at, position)
        elif facts.to:
            self.find("not-allowed", entry)

    def _close(self, entry: Entry, outcome: str, position: int) -> None:
        if self.closed_at is not None:
            self.find("not-allowed", entry)
            return
        self.visits[-1] = self.visits[-1].but(left=entry.at, until=position)
        self.closed_at, self.outcome = entry.at, outcome

    def _reopen(self, entry: Entry) -> None:
        if self.closed_at is None:
            self.find("not-allowed", entry)
            return
        self.visits[-1] = self.visits[-1].but(left=None, until=None)
        self.closed_at, self.outcome = None, ""

    def _record(self, facts: Recorded, entry: Entry, position: int) -> None:
        event = self.procedure.events.get(facts.event)
        if event is None:
            self.find("not-allowed", entry)
            return
        kind = facts.details.get("kind", "")
        found = Occurrence(
            event=facts.event,
            on=facts.on,
            position=position,
            entry=entry,
            planned=facts.planned,
            agency=facts.agency,
            kind=kind if isinstance(kind, str) else "",
            missing=missing_details(event, entry),
        )
        for index, known in enumerate(self.occurrences):
            # what was dated at the opening and is recorded with its details happened once
            if known.entry is self.entries[0] and _are_one(known, found):
                again = found.but(on=known.on, position=0, kind=found.kind or known.kind)
                self.occurrences[index] = again
                return
        self.occurrences.append(found)

    def _risk(self, facts: Risk, position: int) -> None:
        if facts.on is not None:
            number = len(self.episodes) + 1
            episode = Episode(number, facts.on, len(self.visits) - 1, position, {})
            self.episodes.append(episode)
        over = facts.ended if facts.ended and self._has_come(facts.ended) else None
        # A risk that was written down twice is told of and over at once; one that is over is
        # told of as well, since its end ended no telling.
        for episode in self.episodes:
            told = dict(episode.told)
            for role, on in facts.told.items():
                counts = self._has_come(on) and not on.is_before(episode.on)
                if counts and (role not in told or on.starts < told[role].starts):
                    told[role] = on
            ended = over if over and not over.is_before(episode.on) else None
            self.episodes[episode.number - 1] = episode.but(told=told, ended=episode.ended or ended)

    def _has_come(self, moment: Moment) -> bool:
        """Whether a moment named in an entry had come as of the one that is asked about."""
        return moment.starts <= self.as_of

    def dispute(self) -> Dispute:
        """All that was told."""
        assert self.opened is not None
        apart = self.counted.apart
        for entry in apart:
            self.find("made-apart", entry)
        return Dispute(
            reference=self.log.reference,
            procedure=self.procedure,
            opened=self.opened,
            opened_at=self.entries[0].at,
            entries=tuple(self.entries),
            visits=tuple(self.visits),
            occurrences=tuple(self.occurrences),
            decisions=tuple(self.decisions),
            agreements=tuple(self.agreements),
            sooners=tuple(self.sooners),
            episodes=tuple(self.episodes),
            chases=tuple(self.chases),
            endings=tuple(self.endings),
            finished=tuple(self.finished),
            agencies=tuple(self.agencies),
            passed_over=tuple(dict.fromkeys(self.passed_over)),
            closed_at=self.closed_at,
            outcome=self.outcome,
            apart=apart,
            withdrawn=self.counted.withdrawn,
            findings=(*self.log.findings, *self.findings),
            numbers=self.log.numbers,
            asked=self.log.asked,
        )


def _are_one(known: Occurrence, found: Occurrence) -> bool:
    """Whether two records can be of one event: both happened, on one day, of one kind, and to
    no agency or to the same."""
    same = (known.event, known.agency, known.on.day) == (found.event, found.agency, found.on.day)
    kinds = {known.kind, found.kind} - {""}
    return same and not (known.planned or found.planned) and len(kinds) < 2


def missing_details(event: Event, given: Entry | Draft) -> tuple[str, ...]:
    """The details that a record of `event` needs and this one does not hold.

    People are counted in the facts, so that a redacted name still counts.
    """
    facts = given.facts
    assert isinstance(facts, Recorded)
    missing = []
    for detail in event.details.values():
        if not detail.needed:
            continue
        value = facts.details.get(detail.id)
        if detail.kind == "people":
            there = isinstance(value, int) and value >= max(detail.at_least, 1)
        elif detail.kind == "agencies":
            there = isinstance(value, tuple) and len(value) >= max(detail.at_least, 1)
        elif detail.kind == "all-of":
            there = isinstance(value, tuple) and set(detail.choices) <= set(value)
        elif detail.kind == "text":
            there = f"detail-{detail.id}" in given.texts
        else:
            there = value is not None
        if not there:
            missing.append(detail.id)
    return tuple(missing)
