"""`resolve party`: who is who, and agencies that join."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import agencies, listed
from resolutions_cli.app.questions.checks import SHARED, Checks, Given
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record_all
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Party
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.agency_names import Agencies, sealed_names
from resolutions_cli.core.text import is_placeholder
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.options import TEXT

_FORM = '"ROLE: NAME, AGENCY, contact", agency and contact where they are known'


def command(
    reference: options.Reference,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar=TEXT, help="ROLE: NAME, AGENCY, contact."),
    ] = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record who is who. An agency that is new joins the dispute."""
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    people = list(add or ())
    joining: list[str] = []
    for typed in people:
        joining.extend(_agency(run, typed, dispute.named, joining))
    if not people:

        def read(typed: str) -> tuple[str, str]:
            (agency,) = _agency(run, typed, dispute.named, ())
            return typed, agency

        person, agency = ask.ask(run, "--add", f"who, as {_FORM}", read)
        people, joining = [person], [agency]

    def make(read: Read) -> list[Draft]:
        # under the lock: an agency that somebody else has named meanwhile is that one
        known = read.case.dispute.named.with_more(listed(run))
        return list(_drafts(run, people, joining, known, dispute.procedure))

    return record_all(run, reference, make, numbered("party", people))


def _parts(typed: str) -> tuple[str, str, str, str]:
    """Role, name, agency and contact of "ROLE: NAME, AGENCY, contact". Raises BadPair."""
    role, rest = ask.pair(typed, "--add", _FORM, mark=":")
    name, agency, contact = ([part.strip() for part in rest.split(",", 2)] + ["", ""])[:3]
    if is_placeholder(name) or is_placeholder(role):
        raise errors.BadPair(option="--add", form=_FORM)
    return role, name, agency, contact


def _agency(run: Run, typed: str, known: Agencies, joining: Sequence[str]) -> tuple[str, ...]:
    """The agency of one person, by its code or, when it is new, by its name; none where there is
    none. Raises BadPair, and what `agencies` raises."""
    _, _, agency, _ = _parts(typed)
    found = agencies(run, [agency], "--add", known, joining)
    if len(found) > 1:
        raise errors.BadPair(option="--add", form=_FORM)
    return found or ("",)


def _drafts(
    run: Run, people: Sequence[str], agency_of: Sequence[str], known: Agencies, procedure: Procedure
) -> Iterator[Draft]:
    """Each person as an entry holds them: a role that the procedure has as its code."""
    sealed = sealed_names(filter(None, agency_of), known)
    told: set[str] = set()
    for typed, agency in zip(people, agency_of, strict=True):
        role, name, _, contact = _parts(typed)
        code = procedure.role_code(role)
        party = Party(role=code or "", agency=sealed.codes[agency] if agency else "")
        # the first entry that names an agency has its words
        new = {party.agency: sealed.texts[party.agency]} if party.agency in sealed.texts else {}
        own = {key: words for key, words in new.items() if key not in told}
        told.update(own)
        said = given(name=name, contact=contact, role="" if code else role)
        yield Draft(run.at, party, {**said, **own})


def _check_people(given: Given) -> None:
    for typed in given.every("add"):
        _parts(typed)


CHECKS: Checks = {**SHARED, "add": _check_people}
