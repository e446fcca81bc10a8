"""The names that a list is narrowed by: checked against what the workspace knows."""

from resolutions_cli.context.briefs import Briefs
from resolutions_cli.context.run import Run
from resolutions_cli.core.naming import Filters


def require_known(run: Run, found: Briefs, filters: Filters) -> None:
    """Refuse a name that no dispute, procedure or agency list of the workspace knows.

    Before the first dispute nothing can be known, and what cannot be read may know it: there
    nothing is refused. Closed disputes must be among those found. Raises UnknownCode,
    NoSuchProcedure, UnknownAgency.
    """
    if filters == Filters() or not found.briefs or found.unreadable:
        return
    from resolutions_cli.context.known import known_in

    known_in(run, found).require(filters)
