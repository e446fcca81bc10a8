"""The agencies that a log names."""

from collections.abc import Iterator

from resolutions_cli.core.facts import Corrected, Opened, Party
from resolutions_cli.core.log import Log

#: The facts that name agencies, as a correction may set them.
_AGENCY_FACTS = ("raised_by", "with", "agency")


def agencies_named(log: Log) -> Iterator[str]:
    """Every agency that a log names, whenever it came in."""
    for entry in log.entries:
        match entry.facts:
            case Opened(raised_by=raised_by, with_=with_):
                yield from (*raised_by, *with_)
            case Party(agency=agency) if agency:
                yield agency
            case Corrected(set=settings):
                for key in _AGENCY_FACTS:
                    value = settings.get(key, ())
                    yield from (value,) if isinstance(value, str) else value
