"""Who accepts an agreed date: every agency of the dispute, by name, and people for them."""

from collections.abc import Sequence

from resolutions_cli.context import asking, streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.agency_names import Agencies, separated
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.value import Value
from resolutions_cli.render.words import shown

_OPTION, _ASKS = "--with", "who accepts it"


class Acceptance(Value):
    """The agencies that accept a date, and who accepts it as it stands in the record."""

    agencies: tuple[str, ...]
    people: tuple[str, ...]


def acceptance(run: Run, dispute: Dispute, typed: Sequence[str]) -> Acceptance:
    """Who accepts a date, from --with: an agency, "AGENCY: person", or a person. On a terminal
    each agency of the dispute is asked about. Raises MissingOption, PlaceholderText."""
    known = dispute.named
    if not typed and run.is_interactive:
        typed = _asked_for(run, known)
    people: list[str] = []
    accepted: list[str] = []
    for value in typed or [""]:
        text = asking.text(run, value, _OPTION, _ASKS)
        own = _agencies_in(text, known)
        accepted.extend(own)
        # as the agency is spelt in the dispute, however it was typed
        whole = len(own) > 1 or known.code_of(text) is not None
        people.extend(map(known.says, own) if whole else [text])
    return Acceptance(tuple(dict.fromkeys(accepted)), tuple(people))


def _asked_for(run: Run, known: Agencies) -> list[str]:
    """Each agency that accepts, with who does so for it."""
    found = []
    for agency in known.said:
        if asking.confirm(run, f"Does {shown(agency)} accept this date?"):
            person = asking.answer(run, f"who accepts it for {shown(agency)}", str)
            found.append(f"{agency}: {person}" if person else agency)
    return found


def _agencies_in(text: str, known: Agencies) -> list[str]:
    """The codes of the agencies of the dispute that a value names; none where it names a person."""
    names = separated(text, known.spellings)
    found = [known.code_of(name) for name in names]
    if all(found):
        return [name for name in found if name]
    agency = known.code_of(text.partition(":")[0].strip())
    return [agency] if agency else []


def remind_of_others(run: Run, dispute: Dispute, accepted: Sequence[str]) -> None:
    """Say which agencies have not accepted the date; by name only where somebody sits."""
    others = [agency for agency in dispute.agencies if agency not in accepted]
    if not others:
        return
    # what goes to a log or to mail names no agency
    names = (
        "; ".join(shown(dispute.named.says(code)) for code in others)
        if run.is_interactive
        else f"{len(others)} of the agencies"
    )
    streams.remark(
        f"resolve: warning: not recorded as accepting the date: {names}\n"
        "  the date still counts; record it again with --with AGENCY for each that accepts"
    )
