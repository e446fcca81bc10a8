"""`resolve record`: records an event of the procedure, past or planned."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app import streams
from resolutions_cli.app.questions import choose
from resolutions_cli.app.questions.agencies import agency_named, require_agencies
from resolutions_cli.app.questions.asked_dates import WHEN, asked_for, date_of, date_or_skip
from resolutions_cli.app.questions.checks import (
    FREE,
    SHARED,
    Checks,
    DependsOnAnswer,
    Given,
    right_for_one,
)
from resolutions_cli.app.questions.lines import people_of
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, record
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.deadlines.case import Case, missed_by
from resolutions_cli.core.deadlines.deadline import Concern, ConcernCode
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import AnyFacts, Recorded
from resolutions_cli.core.procedure.model import Event
from resolutions_cli.core.procedure.plain_words import event_name
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.details import KIND, read_details, split_pair
from resolutions_cli.core.record.dispute import Dispute, missing_details
from resolutions_cli.core.record.moves import (
    agency_of,
    code_in_any_case,
    happening,
    not_before_happening,
    require_open,
)
from resolutions_cli.core.time.moment import Looks, Moment
from resolutions_cli.core.views.disorder import begun_at, is_before_opening
from resolutions_cli.options import TEXT
from resolutions_cli.render.words.concerns import concern_in_full, concern_words
from resolutions_cli.render.words.words import clock_words, moment_words


def command(
    reference: options.Reference = None,
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="What happened: a code of the procedure.")
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="WHEN", help="When it happened, or is planned for.")
    ] = "",
    agency: Annotated[
        str, typer.Option("--agency", metavar="AGENCY", help="The agency that it belongs to.")
    ] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="What kind it was.")] = "",
    detail: Annotated[
        list[str] | None,
        typer.Option(
            "--detail", metavar=TEXT, help="A detail that the procedure asks for, as NAME=VALUE."
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar=TEXT, help="A note about it.")] = "",
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record something that happened, or plan it.

    Give a future date to plan it, where the procedure allows. After that day, record that it
    happened: a plan alone does not count.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    case = read_one(run, reference, Moment.of(run.now)).case
    what = _event(run, case.dispute, event)

    def can_be(moment: Moment) -> None:
        _can_be(run, what, moment)
        if not on:  # an answer, which can be asked for again
            _fits(run, case.dispute, moment)

    moment = date_of(
        run,
        on,
        "--on",
        WHEN,
        looks=_looks(what),
        check=can_be,
        about=_about(what),
    )
    moment = _questioned(run, case.dispute, what, moment)
    planned = run.is_future(moment)
    agencies = case.dispute.named
    if agency:
        agency = agency_named(run, agency, "--agency", agencies)
    elif what.of_agency:
        agency = _agency_asked(run, case.dispute, what)
    typed = [split_pair(each, "--detail") for each in detail or ()]
    typed += [(KIND, kind)] if kind else []
    if what.kinds and not planned:  # before `_check`, which may allow an event of another kind
        of = agency if what.of_agency else ""
        can_be_kind = partial(happening, case.dispute, what.id, of)
        typed = asked_for(run, what, typed, agencies, (KIND,), kind_can_be=can_be_kind)
    kind = next((value for name, value in typed if name == KIND), "")
    _check(case.dispute, what, agency, kind, planned=planned)
    when = run.at if planned or run.asked.at else moment
    if not planned:
        not_before_happening(when, moment)
        needed = [name for name, each in what.details.items() if each.needed]
        typed = asked_for(run, what, typed, agencies, needed, people_of(case.dispute))
    details = read_details(what, typed, agencies, "--detail")
    facts = Recorded(
        event=what.id, on=moment, planned=planned, agency=agency, details=details.facts
    )
    texts = {**details.texts, **given(note=note)}

    def make(read: Read) -> tuple[Moment, AnyFacts]:
        _check(read.case.dispute, what, agency, kind, planned=planned)
        return when, facts

    code = record(run, reference, make, texts)
    for remark in _remarks(case, what, Draft(when, facts, texts)):
        streams.remark(remark)
    return code


def _event(run: Run, dispute: Dispute, typed: str) -> Event:
    """The event typed, or chosen by its meaning. Raises UnknownCode, MissingOption."""
    events = dispute.procedure.events
    meanings = {name: event.means for name, event in events.items()}

    def may_be(name: str) -> None:
        if not events[name].of_agency:
            _may_happen(dispute, name)

    return events[
        code_in_any_case("event", typed, events)
        if typed
        else choose.one_of(run, "", "EVENT", "event", "what happened", meanings, may_be)
    ]


def _agency_asked(run: Run, dispute: Dispute, event: Event) -> str:
    """Whose event it is, of those that it can still be; the only one is said instead of asked."""
    known = dispute.named
    left = [code for code in known.codes if event.recurring or not dispute.happened(event.id, code)]
    agencies = Agencies(tuple(left), known.words) if left else known
    if run.is_interactive and len(agencies.codes) == 1:
        choose.only(dict(zip(agencies.codes, agencies.said, strict=True)))
        return agencies.codes[0]
    may_be = partial(_may_happen, dispute, event.id)
    return choose.agency(run, "whose event it is", agencies, may_be)


def _may_happen(dispute: Dispute, name: str, agency: str = "") -> None:
    """Raise AlreadyHappened for an event that cannot happen again; one that has kinds may."""
    if not dispute.procedure.events[name].kinds:
        happening(dispute, name, agency)


def _about(event: Event) -> str:
    return f"{event.id}: {event.means}"


def _looks(event: Event) -> Looks:
    """The direction to read a date: past and future if the event can be planned, else past."""
    return Looks.EITHER if event.planned else Looks.PAST


def _can_be(run: Run, event: Event, on: Moment) -> None:
    """Raise CannotBePlanned for a future date of an event that cannot be planned."""
    if not event.planned and run.is_future(on):
        raise errors.CannotBePlanned(event=event.id)


def _fits(run: Run, dispute: Dispute, on: Moment) -> None:
    """Whether a date that an event can have fits the dispute and --at.

    Raises DisputeIsClosed, BeforeItHappened.
    """
    if run.is_future(on):
        require_open(dispute)
    elif run.asked.at:
        not_before_happening(run.at, on)


def _questioned(run: Run, dispute: Dispute, event: Event, on: Moment) -> Moment:
    """The date of an event; on a terminal, asks about a date before the dispute was opened."""
    begun = begun_at(dispute)
    if begun is None or not is_before_opening(dispute, event.id, on):
        return on
    asks = f"this is before the dispute was opened ({moment_words(begun)})"
    asks += ". When was it? (Enter to keep it)"

    def can_be(on: Moment) -> None:
        _can_be(run, event, on)
        _fits(run, dispute, on)

    return date_or_skip(run, asks, looks=_looks(event), check=can_be) or on


def _check(dispute: Dispute, event: Event, agency: str, kind: str, *, planned: bool) -> None:
    """Raise an error if the event cannot be recorded; a closed dispute takes no plans."""
    if planned:
        require_open(dispute)
    if agency:
        agency_of(dispute.named, agency)
    happening(dispute, event.id, agency if event.of_agency else "", kind.strip())


def _remarks(case: Case, event: Event, draft: Draft) -> Iterator[str]:
    """Warnings and notes for the person who records, with codes and dates only."""
    facts = draft.facts
    assert isinstance(facts, Recorded)
    if facts.planned:
        for clock in missed_by(case, event.id, facts.agency, facts.on):
            when = f"{moment_words(clock.due)}, " if clock.due else ""
            late = concern_words(Concern(ConcernCode.PLANNED_TOO_LATE, (event.id,)))
            yield (f"resolve: warning: {late}: {event_name(event)}\n  ({when}{clock_words(clock)})")
        return
    begun = begun_at(case.dispute)
    if begun and is_before_opening(case.dispute, event.id, facts.on):
        yield (
            "resolve: warning: this date is before the dispute was opened"
            f" ({moment_words(begun)})\n"
            "  Check the date; `resolve correct` changes it."
        )
    if missing := missing_details(event, draft):
        lacking = Concern(ConcernCode.INCOMPLETE, (event.id, *missing))
        sets = " ".join(f"--set details.{name}=…" for name in missing)
        yield (
            f"resolve: note: {concern_in_full(lacking, case.dispute.procedure)}\n"
            f"  resolve correct {case.dispute.reference} ENTRY {sets}"
        )


# ------------------------------------------------------------------ checked before the questions


def _events(given: Given) -> list[Event]:
    """The event that was typed, else all that may be chosen. Raises UnknownCode."""
    dispute = given.dispute
    if given["event"]:
        return [_event(given.run, dispute, given["event"])]
    return list(dispute.procedure.events.values())


def _typed_details(given: Given) -> list[tuple[str, str]]:
    typed = [split_pair(each, "--detail") for each in given.every("detail")]
    return [*typed, (KIND, given["kind"])] if given["kind"] else typed


def _date(given: Given, event: Event) -> Moment:
    """The date that was typed, for an event. Raises what `date_of` and `_fits` raise."""
    run = given.run
    can_be = partial(_can_be, run, event)
    on = date_of(run, given["on"], "--on", WHEN, looks=_looks(event), check=can_be)
    _fits(run, given.dispute, on)
    return on


def _check_event(given: Given) -> None:
    """The event is there and may happen, as far as that depends on no answer."""
    (event,) = _events(given)
    dispute, agency = given.dispute, ""
    planned = bool(given["on"]) and given.run.is_future(_date(given, event))
    if event.of_agency:
        agency = dispute.named.code_of(given["agency"]) or ""
    kind = next((value for name, value in _typed_details(given) if name == KIND), "")
    if (event.of_agency and not agency) or (event.kinds and not (kind or planned)):
        raise DependsOnAnswer
    happening(dispute, event.id, agency, kind.strip())


def _check_date(given: Given) -> None:
    right_for_one(_events(given), partial(_date, given))


def _check_agency(given: Given) -> None:
    require_agencies(given.run, [given["agency"]], "--agency", given.dispute.named)


def _check_details(given: Given) -> None:
    typed, known = _typed_details(given), given.dispute.named
    right_for_one(_events(given), lambda event: read_details(event, typed, known, "--detail"))


CHECKS: Checks = {
    **SHARED,
    "event": _check_event,
    "on": _check_date,
    "agency": _check_agency,
    "kind": _check_details,
    "detail": _check_details,
    "note": FREE,
}
