"""Which disputes a person asked to see listed."""

from collections.abc import Iterable

from resolutions_cli.core.naming import is_among
from resolutions_cli.core.summary import DisputeSummary, SummaryAsOf
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


class WantedDisputes(Value):
    """What to list; codes, in any case, that are empty are not asked for. `agencies` are all
    codes of the one that is meant."""

    open: bool = True
    closed: bool = False
    stage: str = ""
    agencies: tuple[str, ...] = ()
    concern: str = ""
    since: Moment | None = None


def choose(disputes: Iterable[SummaryAsOf], wanted: WantedDisputes) -> list[SummaryAsOf]:
    """The disputes that were asked for, the one that was opened last first."""
    found = [each for each in disputes if _is_wanted(each.summary, wanted)]
    found.sort(key=lambda each: each.summary.reference)
    found.sort(key=lambda each: each.summary.opened_at.starts, reverse=True)
    return found


def _is_wanted(summary: DisputeSummary, wanted: WantedDisputes) -> bool:
    if not (wanted.open if summary.is_open else wanted.closed):
        return False
    if wanted.since and summary.opened_at.is_before(wanted.since):
        return False
    asked = (
        (wanted.stage, (summary.stage,)),
        (wanted.concern, summary.concerns),
    )
    if wanted.agencies and not any(is_among(each, summary.agencies) for each in wanted.agencies):
        return False
    return all(is_among(name, known) for name, known in asked if name)
