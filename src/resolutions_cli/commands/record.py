"""`resolve record`: an event of the procedure happened, or is planned."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.context import asking, choosing, streams
from resolutions_cli.context.reading import Read, read_one
from resolutions_cli.context.recording import given, record
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.context.words import TEXT
from resolutions_cli.core.case import Case
from resolutions_cli.core.deadline import Concern, ConcernCode
from resolutions_cli.core.details import KIND, form_of, names_of, read_details, split_pair
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Facts, Recorded
from resolutions_cli.core.fold import missing_details
from resolutions_cli.core.moves import (
    agency_of,
    happening,
    known_code,
    not_before_happening,
    require_open,
)
from resolutions_cli.core.planning import missed_by
from resolutions_cli.core.procedure import Event
from resolutions_cli.core.when import Moment
from resolutions_cli.render.concern_words import concern_in_full, concern_words
from resolutions_cli.render.words import moment_words


def command(
    reference: options.Reference,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="What of the procedure.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="WHEN", help="When it was, or will be.")] = "",
    agency: Annotated[
        str, typer.Option("--agency", metavar="AGENCY", help="Whose event it is.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Which kind it was.")] = "",
    detail: Annotated[
        list[str] | None,
        typer.Option("--detail", metavar=TEXT, help="NAME=VALUE, as the event asks for."),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar=TEXT, help="What else there is to say of it.")
    ] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record an event, or plan one.

    A future date plans it, where the procedure allows. A plan is never taken as having happened.
    """
    run = Run.start(Asked(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    case = read_one(run, reference, Moment.of(run.now)).case
    what = _event(run, case.dispute, event)
    moment = asking.moment(
        run, on, "--on", asking.WHEN, lambda typed: _date_of(run, what, typed), about=_about(what)
    )
    planned = run.is_future(moment)
    if what.of_agency and not agency:
        agency = choosing.agency(run, "whose event it is", case.dispute.agencies)
    _check(case.dispute, what, agency, planned=planned)
    when = run.at if planned or run.asked.at else moment
    if not planned:
        not_before_happening(when, moment)
    typed = [split_pair(each, "--detail") for each in detail or ()]
    typed += [(KIND, kind)] if kind else []
    typed = typed if planned else _complete(run, what, typed, case.dispute.agencies)
    details = read_details(what, typed, case.dispute.agencies, "--detail")
    facts = Recorded(
        event=what.id, on=moment, planned=planned, agency=agency, details=details.facts
    )
    texts = {**details.texts, **given(note=note)}

    def make(read: Read) -> tuple[Moment, Facts]:
        _check(read.case.dispute, what, agency, planned=planned)
        return when, facts

    code = record(run, reference, make, texts)
    for remark in _remarks(case, what, Draft(when, facts, texts)):
        streams.remark(remark)
    return code


def _event(run: Run, dispute: Dispute, typed: str) -> Event:
    """The event that is meant; asked for with its meaning. Raises UnknownCode, MissingOption."""
    events = dispute.procedure.events
    meanings = {name: event.means for name, event in events.items()}
    return events[
        known_code("event", typed, events)
        if typed
        else choosing.one_of(run, "", "EVENT", "event", "what happened", meanings)
    ]


def _about(event: Event) -> str:
    return f"{event.id}: {event.means}"


def _date_of(run: Run, event: Event, typed: str) -> Moment:
    """When it was, or will be. Raises CannotBePlanned for a future that the event has not."""
    moment = run.when(typed)
    if not event.planned and run.is_future(moment):
        raise errors.CannotBePlanned(event=event.id)
    return moment


def _check(dispute: Dispute, event: Event, agency: str, *, planned: bool) -> None:
    """Whether it can be recorded; in a closed dispute nothing is planned any more."""
    if planned:
        require_open(dispute)
    if agency:
        agency_of(dispute.agencies, agency)
    happening(dispute, event.id, agency if event.of_agency else "")


def _complete(
    run: Run, event: Event, typed: list[tuple[str, str]], agencies: Sequence[str]
) -> list[tuple[str, str]]:
    """On a terminal, ask for the kind and for the details that the event needs."""
    there = {name for name, _ in typed}
    asks = {name: each for name, each in event.details.items() if each.needed}
    for name in names_of(event):
        words = f"which it was ({', '.join(event.kinds)})" if name == KIND else ""
        words = form_of(asks[name]) if name in asks else words
        if words and name not in there:
            check = partial(_read_detail, event, name, agencies)
            if said := asking.answer(run, words, check):
                typed = [*typed, (name, said)]
    return typed


def _read_detail(event: Event, name: str, agencies: Sequence[str], typed: str) -> None:
    """Raise what `read_details` raises for a detail that cannot be taken."""
    read_details(event, [(name, typed)], agencies, "--detail")


def _remarks(case: Case, event: Event, draft: Draft) -> Iterator[str]:
    """What whoever records should know: codes and dates only."""
    facts = draft.facts
    assert isinstance(facts, Recorded)
    if facts.planned:
        for clock in missed_by(case, event.id, facts.agency, facts.on):
            limit = f"{moment_words(clock.due)}, {clock.rule}" if clock.due else clock.rule
            limit += f" of {clock.of}" if clock.of else ""
            late = concern_words(Concern(ConcernCode.PLANNED_TOO_LATE, (event.id,)))
            yield f"resolve: warning: {event.id}: {late} ({limit})"
    elif missing := missing_details(event, draft):
        lacking = Concern(ConcernCode.INCOMPLETE, (event.id, *missing))
        sets = " ".join(f"--set details.{name}=…" for name in missing)
        yield (
            f"resolve: note: {event.id}: {concern_in_full(lacking, case.dispute.procedure)}\n"
            f"  resolve correct {case.dispute.reference} ENTRY {sets}"
        )
