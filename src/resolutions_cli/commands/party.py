"""`resolve party`: records who is who, and agencies that join."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.agencies import agencies, agency_or_none, listed
from resolutions_cli.app.questions.checks import SHARED, Checks, Given
from resolutions_cli.app.questions.lines import KnownNames, one_a_line
from resolutions_cli.app.questions.moves import ask_when
from resolutions_cli.app.questions.which_dispute import dispute_meant
from resolutions_cli.app.read import Read, read_one
from resolutions_cli.app.record import given, numbered, record_all
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.core.entries.entry import Draft
from resolutions_cli.core.entries.facts import Party
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.agency_names import Agencies, sealed_names
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.text import is_placeholder
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value
from resolutions_cli.options import TEXT

_FORM = '"ROLE: NAME, AGENCY, contact", agency and contact where they are known'


def command(
    reference: options.Reference = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add", metavar=TEXT, help="Somebody in the dispute, as ROLE: NAME, AGENCY, CONTACT."
        ),
    ] = None,
    at: options.At = "",
    by: options.By = "",
    workspace: options.WorkspaceDir = None,
    json: options.Json = False,
    no_input: options.NoInput = False,
) -> int:
    """Record who is who.

    If the agency is new, it joins the dispute.
    """
    run = Run.start(SharedOptions(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    reference = dispute_meant(run, reference)
    dispute = read_one(run, reference, Moment.of(run.now)).case.dispute
    people = [_parts(typed) for typed in add or ()]
    joining: list[str] = []
    for person in people:
        joining.extend(_agency(run, person, dispute.named, joining))
    if not add:
        for person in _asked_for(run, dispute, joining):
            people.append(person)
            joining.append(person.agency)
        ask_when(run, "since when")

    def make(read: Read) -> list[Draft]:
        # read again under the lock, to find an agency that somebody else has named meanwhile
        known = read.case.dispute.named.with_more(listed(run))
        return list(_drafts(run, people, joining, known, dispute.procedure))

    return record_all(
        run, reference, make, numbered("party", add or [each.words for each in people])
    )


class _Person(Value):
    """Somebody as typed: the role, the name, and the agency and contact where they are known."""

    role: str
    name: str
    agency: str = ""
    contact: str = ""

    @property
    def words(self) -> str:
        """The same in one line."""
        return f"{self.role}: {', '.join(filter(None, (self.name, self.agency, self.contact)))}"


def _asked_for(run: Run, dispute: Dispute, joining: Sequence[str]) -> Iterator[_Person]:
    """People asked for one by one, until Enter, the agency of each by its code or, if new, by
    its name; `joining` are those of the people before. Raises MissingOption in a script."""
    if not run.is_interactive:
        raise errors.MissingOption(option="--add", asks=f"who, as {_FORM}")
    roles = dispute.procedure.roles
    for name in one_a_line(run, "the name", ask.saying_something("the name"), option="--add"):
        choices = KnownNames(roles.values())
        choices.show(run)
        role = ask.ask(run, "--add", f"the role of {name}", partial(_role, run, choices))
        new = [each for each in joining if each and dispute.named.code_of(each) is None]
        asks = f"the agency of {name}"
        agency = agency_or_none(run, asks, "--add", dispute.named, new)
        contact = ask.answer(run, f"how to reach {name}", str)
        yield _Person(role=role, name=name, agency=agency, contact=contact)


def _role(run: Run, roles: KnownNames, typed: str) -> str:
    """The role that is meant; a new one says something."""
    return ask.saying_something("the role")(roles.meant(run, typed))


def _parts(typed: str) -> _Person:
    """The person of "ROLE: NAME, AGENCY, contact". Raises BadPair."""
    role, rest = ask.pair(typed, "--add", _FORM, mark=":")
    name, agency, contact = ([part.strip() for part in rest.split(",", 2)] + ["", ""])[:3]
    if is_placeholder(name) or is_placeholder(role):
        raise errors.BadPair(option="--add", form=_FORM)
    return _Person(role=role, name=name, agency=agency, contact=contact)


def _agency(run: Run, person: _Person, known: Agencies, joining: Sequence[str]) -> tuple[str, ...]:
    """A person's agency, by its code, or by its name if it is new; ("",) without one.

    Raises BadPair, and the errors of `agencies`.
    """
    found = agencies(run, [person.agency], "--add", known, joining)
    if len(found) > 1:
        raise errors.BadPair(option="--add", form=_FORM)
    return found or ("",)


def _drafts(
    run: Run,
    people: Sequence[_Person],
    agency_of: Sequence[str],
    known: Agencies,
    procedure: Procedure,
) -> Iterator[Draft]:
    """A draft entry for each person, with a code for a role that the procedure has."""
    sealed = sealed_names(filter(None, agency_of), known)
    told: set[str] = set()
    for person, agency in zip(people, agency_of, strict=True):
        code = procedure.role_code(person.role)
        party = Party(role=code or "", agency=sealed.codes[agency] if agency else "")
        # only the first entry that names a new agency holds its words
        new = {party.agency: sealed.texts[party.agency]} if party.agency in sealed.texts else {}
        own = {key: words for key, words in new.items() if key not in told}
        told.update(own)
        said = given(name=person.name, contact=person.contact, role="" if code else person.role)
        yield Draft(run.at, party, {**said, **own})


def _check_people(given: Given) -> None:
    for typed in given.every("add"):
        _parts(typed)


CHECKS: Checks = {**SHARED, "add": _check_people}
