"""A dispute as its log describes it: its stage, past stages, events and plans."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, Generic, Self, TypeVar, assert_never

from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    Chase,
    Closed,
    Decided,
    Facts,
    Finished,
    Opened,
    Recorded,
    Sooner,
)
from resolutions_cli.core.procedure.model import Duty, Event, Procedure, Stage
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.growing import grouped
from resolutions_cli.core.record.log import RemovalRequest
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ a dispute


F = TypeVar("F", bound=Facts)


class NotYetOpened(Exception):
    """The dispute had not been opened as of the moment that was asked about."""


class Visit(Value):
    """One visit to a stage. `number` counts the visits to that stage from 1.

    `since` and `until` are positions in the log, which order moves made on one day. A visit is not
    `certain` if the dispute was already under way when opened here, and its end is unknown.
    """

    stage: str
    number: int
    entered: Moment
    since: int
    left: Moment | None = None
    until: int | None = None
    certain: bool = True

    @property
    def is_open(self) -> bool:
        return self.left is None


class Occurrence(Value):
    """An event that happened on `on`, or that is planned for then.

    `missing` names the details that its record needs and lacks. An occurrence that lacks details
    starts clocks but meets no deadline.
    """

    event: str
    on: Moment
    position: int
    entry: Entry
    planned: bool = False
    agency: str = ""
    kind: str = ""
    missing: tuple[str, ...] = ()


class DecisionMade(Value):
    """A decision made in a visit: its codes, its date, and its place in the log."""

    codes: tuple[str, ...]
    at: Moment
    visit: int
    position: int
    entry: Entry


class Arising(Value):
    """The event or decision that made a duty arise, its date, and the agency whose it was."""

    name: str
    on: Moment
    position: int
    agency: str = ""


class Placed(Value, Generic[F]):
    """Facts that count, with their entry and the visit (an index) that they were recorded in.

    `position` counts all entries that count, from 0.
    """

    facts: F
    entry: Entry
    visit: int
    position: int


class Episode(Value):
    """Immediate risk from `on` until `ended`; `told` has the roles that knew, and since when."""

    number: int
    on: Moment
    visit: int
    position: int
    told: Mapping[str, Moment]
    ended: Moment | None = None


class Dispute(Value):
    """One disagreement between agencies, from opening to closing, as of a moment.

    `entries` are those that count as of then, corrected, in the log's order, without those set
    aside. `labels` has the name shown for each entry, and `places` its position in the log, both by
    id. Everything here is computed; none of it is stored. `endings` are the decisions and the
    closings, `asked` the redactions that wait to be accepted here. `agencies` are codes, and
    `words` has the names of those that have one; or `agencies` are names already, and `codes` has
    their codes.
    """

    reference: str
    procedure: Procedure
    opened: Opened
    opened_at: Moment
    entries: tuple[Entry, ...]
    visits: tuple[Visit, ...]
    occurrences: tuple[Occurrence, ...] = ()
    decisions: tuple[DecisionMade, ...] = ()
    agreements: tuple[Placed[Agreed], ...] = ()
    sooners: tuple[Placed[Sooner], ...] = ()
    episodes: tuple[Episode, ...] = ()
    chases: tuple[Placed[Chase], ...] = ()
    endings: tuple[Placed[Decided] | Placed[Closed], ...] = ()
    finished: tuple[Placed[Finished], ...] = ()
    agencies: tuple[str, ...] = ()
    words: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    passed_over: tuple[str, ...] = ()
    closed_at: Moment | None = None
    outcome: str = ""
    apart: tuple[Entry, ...] = ()
    withdrawn: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    labels: Mapping[str, str] = {}
    places: Mapping[str, int] = {}
    numbers: Mapping[str, int] = {}
    asked: tuple[RemovalRequest, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def visit(self) -> Visit:
        """The visit the dispute is in, or was closed from."""
        return self.visits[-1]

    @property
    def stage(self) -> Stage:
        """The stage the dispute is in, or was closed from."""
        return self.procedure.stages[self.visit.stage]

    @property
    def named(self) -> Agencies:
        """Its agencies, with the name of each."""
        return Agencies(self.agencies, self.words)

    @property
    def concerned(self) -> tuple[str, ...]:
        """The agencies to which the concerns relate."""
        return self.opened.with_

    @property
    def was_taken_in(self) -> bool:
        """Whether it was already under way when opened here, so that its record is incomplete."""
        start = self.procedure.stages[self.opened.stage]
        return not start.start or bool(self.opened.reached)

    def happened(
        self, event: str, agency: str = "", before: int | None = None
    ) -> tuple[Occurrence, ...]:
        """The occurrences of an event that happened, earliest first.

        Only those of `agency`, if given, and those recorded before the position `before`, if given.
        """
        found = self._happened.get(event, ())
        if not agency and before is None:
            return found
        return tuple(
            each
            for each in found
            if agency in ("", each.agency) and (before is None or each.position < before)
        )

    @cached_property
    def _happened(self) -> Mapping[str, tuple[Occurrence, ...]]:
        in_order = sorted(self.occurrences, key=by_start)
        return grouped((each.event, each) for each in in_order if not each.planned)

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """The answers that rules gave for this dispute, by the rule's name (see `once`)."""
        return {}

    def agencies_owing(self, duty: Duty) -> tuple[str, ...]:
        """The agencies that each owe a duty; ("",) if it names no agency, or none that owes it is
        recorded."""
        match duty.each:
            case "agency":
                return self.agencies or ("",)
            case "concerned":
                return self.concerned or ("",)
            case None:
                return ("",)
        assert_never(duty.each)

    def arisings(self, name: str) -> tuple[Arising, ...]:
        """Each time that an event happened, or that a decision with that code was made."""
        known: dict[str, tuple[Arising, ...]] = self.worked_out.setdefault("arisings", {})
        if name not in known:
            known[name] = tuple(self._arisings(name))
        return known[name]

    def _arisings(self, name: str) -> Iterator[Arising]:
        if name in self.procedure.events:
            for each in self.happened(name):
                yield Arising(name, each.on, each.position, each.agency)
        else:
            for decision in self.decisions:
                if name in decision.codes:
                    yield Arising(name, decision.at, decision.position)

    def recorded(self, event: str, agency: str = "") -> tuple[Occurrence, ...]:
        """The occurrences of an event and plans for it, in log order; of one agency if given."""
        return self._recorded.get((event, agency), ())

    @cached_property
    def _recorded(self) -> Mapping[tuple[str, str], tuple[Occurrence, ...]]:
        return grouped((key, each) for each in self.occurrences for key in recorded_as(each))

    def agreed(self, stage: str, duty: str, agency: str) -> tuple[Placed[Agreed], ...]:
        """The dates agreed for a duty while the dispute was in a stage, oldest first."""
        return self._agreed.get((stage, duty, agency), ())

    @cached_property
    def _agreed(self) -> Mapping[tuple[str, str, str], tuple[Placed[Agreed], ...]]:
        visits = self.visits
        return grouped((agreed_for(each, visits), each) for each in self.agreements)

    def with_lists(
        self,
        happened: Mapping[str, tuple[Occurrence, ...]],
        recorded: Mapping[tuple[str, str], tuple[Occurrence, ...]],
        agreed: Mapping[tuple[str, str, str], tuple[Placed[Agreed], ...]],
    ) -> Self:
        """The same dispute, with its occurrences and agreed dates already sorted into lists."""
        vars(self).update(_happened=happened, _recorded=recorded, _agreed=agreed)
        return self

    def plan(self, event: str, agency: str = "", before: int | None = None) -> Occurrence | None:
        """The newest plan for an event; None if the event was recorded after it.

        Only entries before the position `before` in the log are considered, if it is given.
        """
        for newest in reversed(self.recorded(event, agency)):
            if before is None or newest.position < before:
                return newest if newest.planned else None
        return None

    def gave_way(self, event: str, agency: str = "") -> Iterator[tuple[Occurrence, Occurrence]]:
        """Each plan that was replaced, with the later plan or the event that replaced it."""
        recorded = pairwise(self.recorded(event, agency))
        return ((plan, newer) for plan, newer in recorded if plan.planned)


def by_start(occurrence: Occurrence) -> tuple[datetime, int]:
    """The sort key that puts occurrences in the order in which they happened."""
    return occurrence.on.starts, occurrence.position


def recorded_as(occurrence: Occurrence) -> tuple[tuple[str, str], ...]:
    """The keys of the lists that an occurrence is in: its event's, and that for its agency."""
    every = (occurrence.event, "")
    return (every, (occurrence.event, occurrence.agency)) if occurrence.agency else (every,)


def agreed_for(placed: Placed[Agreed], visits: Sequence[Visit]) -> tuple[str, str, str]:
    """The stage in which a date was agreed, and the duty and agency it is for."""
    return visits[placed.visit].stage, placed.facts.duty, placed.facts.agency


D = TypeVar("D", bound=Dispute)
R = TypeVar("R")


def once(rule: Callable[[D], R]) -> Callable[[D], R]:
    """Wrap a rule so that its answer for a dispute is worked out once, then remembered."""

    @wraps(rule)
    def remembered(dispute: D) -> R:
        known = dispute.worked_out
        if rule.__name__ not in known:
            known[rule.__name__] = rule(dispute)
        answer: R = known[rule.__name__]
        return answer

    return remembered


# ------------------------------------------------------------------ records of an event


def are_one(known: Occurrence, found: Occurrence) -> bool:
    """Whether two records can be of one event: both happened, on one day, with one kind, and for
    the same agency or none."""
    same = (known.event, known.agency, known.on.day) == (found.event, found.agency, found.on.day)
    kinds = {known.kind, found.kind} - {""}
    return same and not (known.planned or found.planned) and len(kinds) < 2


def missing_details(event: Event, given: Entry | Draft) -> tuple[str, ...]:
    """The details that a record of `event` needs and this one lacks.

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
