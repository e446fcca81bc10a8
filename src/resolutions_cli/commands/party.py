"""`resolve party`: who is who, and agencies that join."""

from collections.abc import Iterable
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.context import asking, streams
from resolutions_cli.context.reading import Read
from resolutions_cli.context.recording import given, numbered, record_all
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.context.words import TEXT
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Party
from resolutions_cli.core.naming import is_among
from resolutions_cli.core.placeholder import is_placeholder

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
    run = Run.start(Asked(workspace=workspace, at=at, by=by, json=json, no_input=no_input))
    people = add or [asking.ask(run, "--add", f"who, as {_FORM}", lambda typed: _read(run, typed))]
    parties = [_party(run, typed) for typed in people]

    def make(read: Read) -> list[Draft]:
        _question_case(read, [facts.agency for facts, _ in parties if facts.agency])
        return [Draft(run.at, facts, texts) for facts, texts in parties]

    return record_all(run, reference, make, numbered("party", people))


def _question_case(read: Read, agencies: Iterable[str]) -> None:
    """Say, without naming it, that an agency is in the dispute already in another case."""
    known = read.case.dispute.agencies
    if any(agency not in known and is_among(agency, known) for agency in agencies):
        streams.remark(
            "resolve: note: an agency of this dispute has that name in another case, and is"
            " counted as another agency\n  `resolve correct` mends the agency of an entry"
        )


def _read(run: Run, typed: str) -> str:
    """The person as typed, once it can be read."""
    _party(run, typed)
    return typed


def _party(run: Run, typed: str) -> tuple[Party, dict[str, str]]:
    """One person from "ROLE: NAME, AGENCY, contact". Raises BadPair, UnknownAgency."""
    role, rest = asking.pair(typed, "--add", _FORM, mark=":")
    name, agency, contact = ([part.strip() for part in rest.split(",", 2)] + ["", ""])[:3]
    if is_placeholder(name) or is_placeholder(role):
        raise errors.BadPair(option="--add", form=_FORM)
    agencies = asking.agencies(run, [agency])
    facts = Party(role=role, agency=agencies[0] if agencies else "")
    return facts, given(name=name, contact=contact)
