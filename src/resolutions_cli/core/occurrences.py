"""What a record of an event holds: whether two are of one event, and what one lacks."""

from resolutions_cli.core.dispute import Occurrence
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Recorded
from resolutions_cli.core.procedure import Event


def are_one(known: Occurrence, found: Occurrence) -> bool:
    """Whether two records can be of one event: both happened, on one day, of one kind, and to
    no agency or to the same."""
    same = (known.event, known.agency, known.on.day) == (found.event, found.agency, found.on.day)
    kinds = {known.kind, found.kind} - {""}
    return same and not (known.planned or found.planned) and len(kinds) < 2


def missing_details(event: Event, given: Entry | Draft) -> tuple[str, ...]:
    """The details that a record of `event` needs and this one does not hold.

    People are counted in the facts, so that a redacted name still counts.
    """
    facts = given.facts
    assert isinstance(facts, Recorded)
    missing = []
    for detail in event.details.values():
        if not detail.needed:
            continue
        value = facts.details.get(detail.id)
        if detail.kind == "people":
            there = isinstance(value, int) and value >= max(detail.at_least, 1)
        elif detail.kind == "agencies":
            there = isinstance(value, tuple) and len(value) >= max(detail.at_least, 1)
        elif detail.kind == "all-of":
            there = isinstance(value, tuple) and set(detail.choices) <= set(value)
        elif detail.kind == "text":
            there = f"detail-{detail.id}" in given.texts
        else:
            there = value is not None
        if not there:
            missing.append(detail.id)
    return tuple(missing)
