"""A dispute as its log tells it: where it is, where it has been, what happened, what is planned."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Generic, Self, TypeVar, assert_never

from resolutions_cli.core.agency_names import Agencies
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import (
    Agreed,
    Chase,
    Closed,
    Decided,
    Facts,
    Finished,
    Opened,
    Sooner,
)
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.procedure import Duty, Procedure, Stage
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment

F = TypeVar("F", bound=Facts)


class Visit(Value):
    """Being in a stage once. `number` counts the visits of that stage from 1.

    `since` and `until` are positions in the log, to tell what came first on one day. A visit
    is not `certain` when the dispute was taken in later and nobody knows when it was left.
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
    """An event that happened on `on`, or that is planned for it.

    `missing` names the details that its record needs and does not hold: such an occurrence
    starts clocks but fulfils nothing.
    """

    event: str
    on: Moment
    position: int
    entry: Entry
    planned: bool = False
    agency: str = ""
    kind: str = ""
    missing: tuple[str, ...] = ()


class Decision(Value):
    """What was decided in a visit: the codes, when, and where it led."""

    codes: tuple[str, ...]
    at: Moment
    visit: int
    position: int
    entry: Entry


class Arising(Value):
    """What made a duty arise: an event or a decision of that name, and whose it was."""

    name: str
    on: Moment
    position: int
    agency: str = ""


class Placed(Value, Generic[F]):
    """Facts that count in the visit (an index) that they were recorded in, and their entry.

    `position` counts all entries that count, from 0.
    """

    facts: F
    entry: Entry
    visit: int
    position: int


class Episode(Value):
    """Immediate risk from `on` until `ended`; `told` says which roles knew, and since when."""

    number: int
    on: Moment
    visit: int
    position: int
    told: Mapping[str, Moment]
    ended: Moment | None = None


class Dispute(Value):
    """One disagreement between agencies, from opening to closing, as of a moment.

    `entries` are those that count as of then, corrected, in the log's order, set-aside ones
    left out; `numbers` are the short numbers of all entries, by id. Everything here is
    computed; nothing is stored. `endings` are the decisions and the closings. `agencies` are
    codes, and `words` has the words of those that have any; or they are words already, and
    `codes` has their codes.
    """

    reference: str
    procedure: Procedure
    opened: Opened
    opened_at: Moment
    entries: tuple[Entry, ...]
    visits: tuple[Visit, ...]
    occurrences: tuple[Occurrence, ...] = ()
    decisions: tuple[Decision, ...] = ()
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
    numbers: Mapping[str, int] = {}

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
        """Its agencies, with the words of each."""
        return Agencies(self.agencies, self.words)

    @property
    def concerned(self) -> tuple[str, ...]:
        """The agencies to which the concerns relate."""
        return self.opened.with_

    @property
    def was_taken_in(self) -> bool:
        """Whether it was under way when it was opened, so that not all of it was recorded."""
        start = self.procedure.stages[self.opened.stage]
        return not start.start or bool(self.opened.reached)

    def happened(self, event: str, agency: str = "") -> tuple[Occurrence, ...]:
        """The occurrences of an event that happened, earliest first; of one agency if named."""
        found = self._happened.get(event, ())
        return tuple(each for each in found if each.agency == agency) if agency else found

    @cached_property
    def _happened(self) -> Mapping[str, tuple[Occurrence, ...]]:
        found: dict[str, list[Occurrence]] = {}
        for each in sorted(self.occurrences, key=lambda each: (each.on.starts, each.position)):
            if not each.planned:
                found.setdefault(each.event, []).append(each)
        return {event: tuple(occurrences) for event, occurrences in found.items()}

    def agencies_owing(self, duty: Duty) -> tuple[str, ...]:
        """The agencies of which each owes a duty; ("",) when it is nobody's in particular, or
        when none of those that owe it is recorded."""
        match duty.each:
            case "agency":
                return self.agencies or ("",)
            case "concerned":
                return self.concerned or ("",)
            case None:
                return ("",)
        assert_never(duty.each)

    def arisings(self, name: str) -> tuple[Arising, ...]:
        """Each time that an event happened, or a decision of that code was made."""
        if name in self.procedure.events:
            found = self.happened(name)
            return tuple(Arising(name, each.on, each.position, each.agency) for each in found)
        decided = (each for each in self.decisions if name in each.codes)
        return tuple(Arising(name, each.at, each.position) for each in decided)

    def recorded(self, event: str, agency: str = "") -> tuple[Occurrence, ...]:
        """The occurrences of an event and the plans for it, as recorded; of one agency if named."""
        return tuple(
            each for each in self.occurrences if each.event == event and agency in ("", each.agency)
        )

    def plan(self, event: str, agency: str = "") -> Occurrence | None:
        """The newest plan for an event, unless the event was recorded after it was made."""
        newest = self.recorded(event, agency)[-1:]
        return newest[0] if newest and newest[0].planned else None

    def gave_way(self, event: str, agency: str = "") -> Iterator[tuple[Occurrence, Occurrence]]:
        """Each plan that gave way, and the later plan, or the event itself, that it gave way to."""
        recorded = pairwise(self.recorded(event, agency))
        return ((plan, newer) for plan, newer in recorded if plan.planned)

    def before(self, position: int) -> Self:
        """The dispute with what had happened and was planned before a place in the log."""
        return self.but(
            occurrences=tuple(each for each in self.occurrences if each.position < position)
        )
