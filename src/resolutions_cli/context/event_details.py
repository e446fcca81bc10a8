"""What an event needs besides its date, asked for: its kind and its details, choices numbered."""

from collections.abc import Collection
from functools import partial

from resolutions_cli.context import asking, choosing
from resolutions_cli.context.run import Run
from resolutions_cli.core.agency_names import Agencies
from resolutions_cli.core.details import KIND, form_of, names_of, read_details
from resolutions_cli.core.procedure import Detail, Event

#: What was typed for an event: (name, value) each.
Typed = list[tuple[str, str]]


def asked_for(
    run: Run, event: Event, typed: Typed, agencies: Agencies, wanted: Collection[str]
) -> Typed:
    """What was typed and, on a terminal, what is missing of the `wanted` details, or `KIND`."""
    there = {name for name, _ in typed}
    found = list(typed)
    for name in names_of(event) if run.is_interactive else ():
        if name in there or name not in wanted:
            continue
        if name == KIND and name not in event.details:
            kinds = dict.fromkeys(event.kinds, "")
            said = choosing.one_or_none(run, f"kind of {event.id}", "what kind is it?", kinds)
        else:
            said = _detail(run, event, event.details[name], agencies)
        if said:
            found.append((name, said))
    return found


def _detail(run: Run, event: Event, detail: Detail, agencies: Agencies) -> str:
    """One detail as it would be typed; empty where it was left out."""
    kind = f"choice for {detail.id}"
    if detail.kind == "one-of":
        return choosing.one_or_none(run, kind, detail.means, detail.choices)
    if detail.kind == "all-of":
        return ",".join(choosing.some_of(run, (), kind, f"{detail.means}.", detail.choices))
    if detail.kind == "agencies" and agencies.codes:
        asking.explain(f"The agencies are {'; '.join(agencies.said)}.")
    return asking.answer(run, form_of(detail), partial(_read, event, detail.id, agencies))


def _read(event: Event, name: str, agencies: Agencies, typed: str) -> None:
    """Raise what `read_details` raises for a detail that cannot be taken."""
    read_details(event, [(name, typed)], agencies, "--detail")
