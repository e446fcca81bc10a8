"""What is about to be recorded, before it has an id, a time of recording or a place."""

from collections.abc import Mapping

from resolutions_cli.core.facts import AnyFacts
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class Draft(Value):
    """An entry to be recorded: when it happened, its facts, and what was typed beside them."""

    at: Moment
    facts: AnyFacts
    texts: Mapping[str, str] = {}
