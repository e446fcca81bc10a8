"""Which disputes a person asked to see listed."""

from collections.abc import Iterable
from dataclasses import dataclass

from resolutions_cli.core.case import Case
from resolutions_cli.core.known_names import is_among
from resolutions_cli.core.when import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDisputes:
    """What to list; codes and agencies, in any case, that are empty are not asked for."""

    open: bool = True
    closed: bool = False
    stage: str = ""
    agency: str = ""
    concern: str = ""
    since: Moment | None = None


def choose(cases: Iterable[Case], wanted: WantedDisputes) -> list[Case]:
    """The disputes that were asked for, the one that was opened last first."""
    found = [case for case in cases if _is_wanted(case, wanted)]
    found.sort(key=lambda case: case.dispute.reference)
    found.sort(key=lambda case: case.dispute.opened_at.starts, reverse=True)
    return found


def _is_wanted(case: Case, wanted: WantedDisputes) -> bool:
    dispute = case.dispute
    if not (wanted.open if dispute.is_open else wanted.closed):
        return False
    if wanted.since and dispute.opened_at.is_before(wanted.since):
        return False
    asked = (
        (wanted.stage, (dispute.stage.id,)),
        (wanted.agency, dispute.agencies),
        (wanted.concern, dispute.opened.concerns),
    )
    return all(is_among(name, known) for name, known in asked if name)
