"""The agencies that a log names."""

from collections.abc import Iterator
from typing import assert_never

from resolutions_cli.core.facts import (
    Agreed,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
)
from resolutions_cli.core.log import Log

#: The facts that name agencies, as a correction may set them.
_AGENCY_FACTS = ("raised_by", "with", "agency")


def agencies_named(log: Log) -> Iterator[str]:
    """Every agency that a log names, whenever it came in."""
    for entry in log.entries:
        match entry.facts:
            case Opened(raised_by=raised_by, with_=with_):
                yield from (*raised_by, *with_)
            case Party(agency=agency):
                yield from (agency,) if agency else ()
            case Corrected(set=settings):
                for key in _AGENCY_FACTS:
                    value = settings.get(key, ())
                    yield from (value,) if isinstance(value, str) else value
            case (
                Escalated() | Decided() | Closed() | Reopened() | Recorded() | Agreed() | Sooner()
                | Risk() | Chase() | Noted() | Redacted() | Settled() | Finished() | UnknownKind()
            ):  # fmt: skip
                pass  # they name none, or only agencies that the dispute has
            case _:
                assert_never(entry.facts)
