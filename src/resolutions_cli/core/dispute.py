"""A dispute as its log tells it: where it is, where it has been, what happened, what is planned."""

from collections.abc import Mapping
from functools import cached_property
from typing import Generic, TypeVar

from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Agreed, Chase, Facts, Opened, Sooner
from resolutions_cli.core.findings import Finding
from resolutions_cli.core.procedure import Procedure, Stage
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
    entry: Entry


class Placed(Value, Generic[F]):
    """Facts that count in the visit (an index) that they were recorded in, and their entry."""

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
    computed; nothing is stored.
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
    agencies: tuple[str, ...] = ()
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
    def concerned(self) -> tuple[str, ...]:
        """The agencies to which the concerns relate."""
        return self.opened.with_

    def latest_visit(self, stage: str) -> Visit | None:
        """The latest visit of a stage; None when the dispute never was there."""
        return next((visit for visit in reversed(self.visits) if visit.stage == stage), None)

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

    def plan(self, event: str, agency: str = "") -> Occurrence | None:
        """The newest plan for an event, unless the event was recorded after it was made."""
        standing = None
        for occurrence in self.occurrences:
            if occurrence.event == event and (not agency or occurrence.agency == agency):
                standing = occurrence if occurrence.planned else None
        return standing

    def came_after(self, plan: Occurrence) -> Occurrence | None:
        """What a plan gave way to: a later plan, or the event itself; None while it stands."""
        return next(
            (
                occurrence
                for occurrence in self.occurrences
                if occurrence.position > plan.position
                and occurrence.event == plan.event
                and (not plan.agency or occurrence.agency == plan.agency)
            ),
            None,
        )
