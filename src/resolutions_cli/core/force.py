"""Which redactions are in force here: those that were made or accepted here."""

from collections.abc import Callable

from resolutions_cli.core.entry import Entry

#: Says of a redaction whether it is in force.
InForce = Callable[[Entry], bool]


def always(_redaction: Entry) -> bool:
    """That a redaction is in force, wherever it came from."""
    return True
