"""The dispute that a log gives under its procedure, as of a moment; it is computed, not stored."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    AboutAnother,
    Agreed,
    BadFacts,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Happening,
    Joining,
    Moving,
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
from resolutions_cli.core.procedure.model import CLOSED, Procedure, stages_between
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.dispute import (
    DecisionMade,
    Dispute,
    Episode,
    NotYetOpened,
    Occurrence,
    Placed,
    Visit,
    agreed_for,
    are_one,
    by_start,
    missing_details,
    recorded_as,
)
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.growing import Growing
from resolutions_cli.core.record.log import Counted, Log, count_moves, is_move
from resolutions_cli.core.record.moves import is_grounded
from resolutions_cli.core.record.safe_dates import SettingDates, dates_set, setting_dates
from resolutions_cli.core.record.settle import found_apart
from resolutions_cli.core.time.moment import Moment


def fold(log: Log, procedure: Procedure, as_of: datetime) -> Dispute:
    """The dispute as of an instant (UTC), from the entries whose corrected `at` is up to it.

    Raises NotYetOpened when it had not begun by then.
    """
    counted = count_moves(log.entries, log.knowledge)
    telling = Telling(procedure, log, as_of)
    counting = {entry.id for entry in counted.moves}
    for entry in log.entries:
        if entry.id not in counted.withdrawn_by:
            corrections = counted.corrections.get(entry.id, ())
            telling.tell(entry, corrections, counts=not is_move(entry) or entry.id in counting)
    return telling.story.dispute(counted)


class Telling:
    """Replays the entries that count as of a moment, corrected, in the record's order. After a move
    that is still to come, no further move is replayed."""

    def __init__(self, procedure: Procedure, log: Log, as_of: datetime) -> None:
        self.story = Story(procedure, log, as_of)
        self.as_of = as_of
        self._position = 0
        self._moves_end = False

    def tell(self, entry: Entry, corrections: Sequence[Entry], *, counts: bool) -> None:
        """Replay the next entry not set aside; `counts` is False for a move made apart."""
        if corrections:
            try:
                entry = corrected(entry, corrections)
            except BadFacts:
                self.story.find("not-allowed", corrections[-1])
        if counts:
            self.tell_corrected(entry)

    def tell_corrected(self, entry: Entry) -> None:
        """Replay the next entry that counts, already corrected."""
        move = is_move(entry)
        # decisions and agreements belong to the stage that the move before them leads to
        rests_on_moves = move or isinstance(entry.facts, Decided | Agreed)
        if entry.at.starts > self.as_of or (self._moves_end and rests_on_moves):
            self._moves_end = self._moves_end or move
            return
        self.story.tell(entry, self._position)
        self._position += 1


class Story:
    """The dispute as built from the entries so far; one method for each kind of entry."""

    def __init__(self, procedure: Procedure, log: Log, as_of: datetime) -> None:
        self.procedure = procedure
        self.log = log
        self.as_of = as_of
        #: How many events dated at the opening were recorded later with their details.
        self.replaced = 0
        self.opened: Opened | None = None
        self.entries: list[Entry] = []
        self.visits: list[Visit] = []
        self.occurrences: list[Occurrence] = []
        self.decisions: list[DecisionMade] = []
        self.agreements: list[Placed[Agreed]] = []
        self.sooners: list[Placed[Sooner]] = []
        self.episodes: list[Episode] = []
        self.chases: list[Placed[Chase]] = []
        self.endings: list[Placed[Decided] | Placed[Closed]] = []
        self.finished: list[Placed[Finished]] = []
        self.agencies: dict[str, None] = {}
        self._visited: Counter[str] = Counter()
        self._opened_with = 0
        self._happened: Growing[str, Occurrence] = Growing()
        self._recorded: Growing[tuple[str, str], Occurrence] = Growing()
        self._agreed: Growing[tuple[str, str, str], Placed[Agreed]] = Growing()
        self._setting = SettingDates()
        self.passed_over: list[str] = []
        self.closed_at: Moment | None = None
        self.outcome = ""
        self.findings: list[Finding] = []

    def find(self, name: str, entry: Entry) -> None:
        """Note that an entry does not fit; the other entries are still replayed."""
        self.findings.append(Finding(name, self.log.reference, entry.id))

    def tell(self, entry: Entry, position: int) -> None:
        """Replay one entry."""
        facts = entry.facts
        if self.opened is None and not isinstance(facts, Opened):
            return
        self.entries.append(entry)
        if isinstance(facts, Moving):
            self._go(facts, entry, position)
        else:
            self._add(facts, entry, position)

    def _go(self, facts: Moving, entry: Entry, position: int) -> None:
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
            case _:
                assert_never(facts)

    def _add(
        self, facts: Happening | Joining | AboutAnother | UnknownKind, entry: Entry, position: int
    ) -> None:
        """Replay an entry that is not a move; entries about other entries took effect before."""
        here = len(self.visits) - 1
        match facts:
            case Recorded():
                self._record(facts, entry, position)
            case Agreed():
                self._agree(Placed(facts, entry, here, position))
            case Sooner():
                self._set(Placed(facts, entry, here, position))
            case Chase():
                self.chases.append(Placed(facts, entry, here, position))
            case Finished():
                if self._has_come(facts.on):
                    self._finish(Placed(facts, entry, here, position))
            case Risk():
                self._risk(facts, position)
            case Party():
                self._join([facts.agency] if facts.agency else [])
            case Noted() | Corrected() | Redacted() | Settled() | UnknownKind():
                pass
            case _:
                assert_never(facts)

    def _agree(self, placed: Placed[Agreed]) -> None:
        self.agreements.append(placed)
        self._agreed.add(agreed_for(placed, self.visits), placed)

    def _set(self, placed: Placed[Sooner]) -> None:
        self.sooners.append(placed)
        self._setting.set(placed, self.visits, closed=self.closed_at is not None)

    def _finish(self, placed: Placed[Finished]) -> None:
        self.finished.append(placed)
        self._setting.meet(placed)

    def _happen(self, occurrence: Occurrence) -> None:
        self.occurrences.append(occurrence)
        self._list(occurrence)

    def _list(self, occurrence: Occurrence) -> None:
        if not occurrence.planned:
            self._happened.add(occurrence.event, occurrence, by_start)
        for key in recorded_as(occurrence):
            self._recorded.add(key, occurrence)

    def _join(self, agencies: Iterable[str]) -> None:
        self.agencies.update(dict.fromkeys(agencies))

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
                self._happen(Occurrence(name, on, position, entry, kind=kind, missing=missing))
            else:
                self.find("not-allowed", entry)
        self._opened_with = len(self.occurrences)
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
        self._visited[stage] += 1
        self.visits.append(Visit(stage, self._visited[stage], at, position))

    def _is_here(self, entry: Entry, stage: str) -> bool:
        """Whether a move starts where the dispute is; adds a finding when it does not."""
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
            DecisionMade(facts.codes, entry.at, len(self.visits) - 1, position, entry)
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
        # once reopened, the closing no longer ends a date to keep the child safe
        self._setting = setting_dates(self.sooners, self.finished, self.visits, closed=False)

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
        for index, known in enumerate(self.occurrences[: self._opened_with]):
            # an event dated at the opening and then recorded with its details happened once
            if known.entry is self.entries[0] and are_one(known, found):
                again = found.but(on=known.on, position=0, kind=found.kind or known.kind)
                self.occurrences[index] = again
                self.replaced += 1
                self._happened, self._recorded = Growing(), Growing()
                for each in self.occurrences:
                    self._list(each)
                return
        self._happen(found)

    def _risk(self, facts: Risk, position: int) -> None:
        if facts.on is not None:
            number = len(self.episodes) + 1
            episode = Episode(number, facts.on, len(self.visits) - 1, position, {})
            self.episodes.append(episode)
        over = facts.ended if facts.ended and self._has_come(facts.ended) else None
        if not facts.told and over is None:
            return
        # A risk may be recorded twice, so telling somebody, or the end of a risk, counts for every
        # open one. A risk that has ended can still be told of.
        for episode in self.episodes:
            told = dict(episode.told)
            for role, on in facts.told.items():
                counts = self._has_come(on) and not on.is_before(episode.on)
                if counts and (role not in told or on.starts < told[role].starts):
                    told[role] = on
            ended = over if over and not over.is_before(episode.on) else None
            self.episodes[episode.number - 1] = episode.but(told=told, ended=episode.ended or ended)

    def _has_come(self, moment: Moment) -> bool:
        """Whether a moment named in an entry had come by `as_of`."""
        return moment.starts <= self.as_of

    def so_far(self) -> Dispute:
        """The dispute so far. Raises NotYetOpened when it had not begun."""
        if self.opened is None or not self.visits:
            raise NotYetOpened
        dispute = Dispute(
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
            labels=self.log.labels,
            places=self.log.places,
            numbers=self.log.numbers,
            asked=self.log.asked,
        )
        dispute.worked_out[dates_set.__name__] = self._setting.so_far()
        return dispute.with_lists(
            self._happened.so_far(), self._recorded.so_far(), self._agreed.so_far()
        )

    def dispute(self, counted: Counted) -> Dispute:
        """The dispute, with the findings about its log. Raises NotYetOpened."""
        return self.so_far().but(
            apart=counted.apart,
            withdrawn=counted.withdrawn,
            findings=(*self.log.findings, *self.findings, *found_apart(self.log, counted)),
        )
