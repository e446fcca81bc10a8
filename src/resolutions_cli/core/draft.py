"""What is about to be recorded, before it has an id, a time of recording or a place."""

from collections.abc import Mapping

from resolutions_cli.core.agency_codes import renamed
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import AnyFacts
from resolutions_cli.core.sealed_codes import own_names
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class Draft(Value):
    """An entry to be recorded: when it happened, its facts, and what was typed beside them."""

    at: Moment
    facts: AnyFacts
    texts: Mapping[str, str] = {}


def named_by(draft: Draft, entry: Entry) -> Draft:
    """The draft with its new agencies called as everybody calls them who reads `entry`, which
    was made from it or which named them before it."""
    return draft.but(facts=renamed(draft.facts, own_names(entry.id, entry.texts)))
