"""A dispute that nobody has: a log told in memory, to see the dates that a procedure gives."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import assert_never

from resolutions_cli.core.deadlines.case import Case, assess
from resolutions_cli.core.deadlines.summary import Settings
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    AnyFacts,
    Decided,
    Escalated,
    Opened,
    Recorded,
)
from resolutions_cli.core.procedure.model import CLOSED, Detail, Event, Procedure, Stage
from resolutions_cli.core.record.details import DetailValue
from resolutions_cli.core.record.log import Log, in_order
from resolutions_cli.core.time.moment import LONDON, Moment
from resolutions_cli.core.time.working_days import Calendars, WorkingCalendar

_REFERENCE = "IMAGINED"

#: The agencies of an imagined dispute, by their codes.
AGENCIES: Mapping[str, str] = {
    "first-agency": "the agency that raised it",
    "second-agency": "the other agency",
}
_FIRST, _SECOND = AGENCIES

#: The text of each detail and reason.
_TEXT = "imagined"


class ImaginedDispute:
    """A dispute's log that grows in memory; each entry knows the one before it."""

    def __init__(self, procedure: Procedure, calendar: WorkingCalendar) -> None:
        self.procedure = procedure
        self.calendar = calendar
        self._entries: list[Entry] = []

    # -------------------------------------------------------------- what happens

    def opens(self, stage: str, at: Moment, events: Mapping[str, Moment]) -> None:
        """It is opened in a stage, with these events known."""
        self._add(
            at,
            Opened(
                procedure=self.procedure.id,
                version=self.procedure.version,
                digest=self.procedure.digest,
                stage=stage,
                raised_by=(_FIRST,),
                with_=(_SECOND,),
                concerns=tuple(self.procedure.concerns)[:1],
                events=dict(events),
            ),
        )

    def records(self, event: str, on: Moment, *, agency: str = "", planned: Moment | None) -> None:
        """An event happens, with every detail that it needs; or is planned, at a moment."""
        known = self.procedure.events[event]
        facts = Recorded(
            event=event,
            on=on,
            planned=planned is not None,
            agency=agency or (_FIRST if known.of_agency else ""),
            details=_details(known),
        )
        texts = {
            f"detail-{each.id}": _TEXT
            for each in known.details.values()
            if each.kind in ("text", "people")
        }
        self._add(planned or on, facts, texts)

    def moves(self, to: str, at: Moment) -> None:
        """It moves on, by the move that the stage has, by a decision, or outside the procedure."""
        stage = self.stage
        move = stage.move_to(to)
        if move is None and (code := _decision_to(stage, to)):
            self.decides(code, at)
            return
        facts = Escalated(
            from_=stage.id, to=to, grounds=move.grounds[:1] if move else (), departure=move is None
        )
        self._add(at, facts, {"reason": _TEXT})

    def decides(self, code: str, at: Moment) -> None:
        """A decision of its stage is made."""
        stage = self.stage
        to = stage.decisions[code].to
        outcome = code if to == CLOSED else ""
        facts = Decided(from_=stage.id, codes=(code,), to=to, outcome=outcome)
        self._add(at, facts, {"reason": _TEXT})

    # -------------------------------------------------------------- what follows from it

    @property
    def stage(self) -> Stage:
        """The stage where it is."""
        return self.case().dispute.stage

    def case(self, as_of: Moment | None = None) -> Case:
        """The dispute with its deadlines as of a moment; without one, once all has happened."""
        moment = as_of or Moment(Moment.of(self._entries[-1].recorded).day + timedelta(days=1))
        log = Log(_REFERENCE, in_order(self._entries))
        settings = Settings(agencies=AGENCIES)
        return assess(log, self.procedure, Calendars(self.calendar), moment, settings)

    def _add(self, at: Moment, facts: AnyFacts, texts: Mapping[str, str] | None = None) -> None:
        number = len(self._entries)
        self._entries.append(
            Entry(
                id=f"{number:064x}",
                dispute=_REFERENCE,
                at=at,
                recorded=self._recorded(at),
                after=(self._entries[-1].id,) if self._entries else (),
                facts=facts,
                texts=texts or {},
            )
        )

    def _recorded(self, at: Moment) -> datetime:
        """When an entry is written down: at once, at noon of a bare date, after the one before."""
        noon = datetime.combine(at.day, time(12), LONDON).astimezone(UTC)
        written = at.instant or noon
        if not self._entries:
            return written
        return max(written, self._entries[-1].recorded + timedelta(milliseconds=1))


def _decision_to(stage: Stage, to: str) -> str:
    found = (code for code, decision in stage.decisions.items() if decision.to == to)
    return next(found, "")


def _details(event: Event) -> dict[str, DetailValue]:
    kind = {"kind": event.kinds[0]} if event.kinds and "kind" not in event.details else {}
    return {**kind, **_values(event.details.values())}


def _values(details: Iterable[Detail]) -> dict[str, DetailValue]:
    """A value for each detail that is no text, as full as the record can need it."""
    values: dict[str, DetailValue] = {}
    for detail in details:
        match detail.kind:
            case "yes-no":
                values[detail.id] = True
            case "one-of":
                values[detail.id] = next(iter(detail.choices), "")
            case "all-of":
                values[detail.id] = tuple(detail.choices)
            case "people":
                values[detail.id] = max(detail.at_least, 1)
            case "agencies":
                values[detail.id] = tuple(AGENCIES)
            case "text":
                continue
            case _:
                assert_never(detail.kind)
    return values
