"""`resolve party`: who is who, and agencies that join."""

from collections.abc import Sequence
from typing import Annotated

import typer

from resolutions_cli import errors, options
from resolutions_cli.context import asking
from resolutions_cli.context.agencies import agencies
from resolutions_cli.context.reading import Read, read_one
from resolutions_cli.context.recording import given, numbered, record_all
from resolutions_cli.context.run import Asked, Run
from resolutions_cli.context.words import TEXT
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.facts import Party
from resolutions_cli.core.placeholder import is_placeholder
from resolutions_cli.core.when import Moment

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
    known = read_one(run, reference, Moment.of(run.now)).case.dispute.agencies
    people = add or [asking.ask(run, "--add", f"who, as {_FORM}", _read)]
    parties = [_party(run, typed, known) for typed in people]

    def make(_: Read) -> list[Draft]:
        return [Draft(run.at, facts, texts) for facts, texts in parties]

    return record_all(run, reference, make, numbered("party", people))


def _read(typed: str) -> str:
    """The person as typed, once it can be read."""
    _parts(typed)
    return typed


def _parts(typed: str) -> tuple[str, str, str, str]:
    """Role, name, agency and contact of "ROLE: NAME, AGENCY, contact". Raises BadPair."""
    role, rest = asking.pair(typed, "--add", _FORM, mark=":")
    name, agency, contact = ([part.strip() for part in rest.split(",", 2)] + ["", ""])[:3]
    if is_placeholder(name) or is_placeholder(role):
        raise errors.BadPair(option="--add", form=_FORM)
    return role, name, agency, contact


def _party(run: Run, typed: str, known: Sequence[str]) -> tuple[Party, dict[str, str]]:
    """One person as an entry holds it. Raises BadPair, and what `agencies` raises."""
    role, name, agency, contact = _parts(typed)
    found = agencies(run, [agency], "--add", known)
    if len(found) > 1:
        raise errors.BadPair(option="--add", form=_FORM)
    facts = Party(role=role, agency=found[0] if found else "")
    return facts, given(name=name, contact=contact)
